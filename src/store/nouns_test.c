/* SPDX-License-Identifier: Apache-2.0 */
/* Campaigns, obligations, activities, files and accounts: what their headers promise. */
#include "store/test_store.h"

#include <string.h>

/* A test's body runs as one op, so that a refusal within it can be looked at. */
#define OP(name) static bool name(void *arg, struct tx *tx, struct err *e)

/* ---- campaigns ---- */

struct edit {
    struct fixture *f;
    int64_t revision, version;
};

OP(edit_draft)
{
    struct edit *c = arg;
    return campaign_edit(tx, c->f->campaign, c->revision, S("改"), S("{\"v\":2}"), e);
}

OP(publish)
{
    struct edit *c = arg;
    return campaign_publish(tx, c->f->campaign, c->revision, (struct instant){5}, 7, &c->version, e);
}

OP(add_same_key)
{
    struct fixture *f = arg;
    struct campaign_record c = {.reg = f->reg, .key = S("hefei-2023"), .created_at = {1}};
    return campaign_add(tx, &c, e);
}

static void a_campaign_is_amended_by_versions(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct edit c = {.f = f, .revision = 1};
    struct str document;
    struct instant at;
    assert_good(test_op(f, edit_draft, &c, &e));
    assert_false(test_op(f, edit_draft, &c, &e));
    assert_int_equal(e.message, MSG_DRAFT_STALE);
    assert_false(test_op(f, publish, &c, &e));
    assert_int_equal(e.message, MSG_DRAFT_STALE);
    c.revision = 2;
    assert_good(test_op(f, publish, &c, &e));
    assert_int_equal(c.version, 2);
    assert_good(campaign_version_read(store_reader(f->store), f->arena, f->campaign, 1, &document, &at, &e));
    assert_true(str_eq(document, S("{}")));
    assert_good(campaign_version_read(store_reader(f->store), f->arena, f->campaign, 0, &document, &at, &e));
    assert_true(str_eq(document, S("{\"v\":2}")) && at.ms == 5);
    assert_false(campaign_version_read(store_reader(f->store), f->arena, f->campaign, 3, &document, &at, &e));
    assert_int_equal(e.code, ERR_MISSING);
    assert_false(test_op(f, add_same_key, f, &e));
    assert_int_equal(e.message, MSG_KEY_TAKEN);
}

/* ---- obligations ---- */

OP(add_double)
{
    struct fixture *f = arg;
    struct obligation_record o = {.campaign = f->campaign, .duty = S("d5"), .unit = f->unit, .day = {19494}};
    return obligation_add(tx, &o, e);
}

OP(add_once)
{
    struct fixture *f = arg;
    struct obligation_record o = {.campaign = f->campaign,
                                  .duty = S("d1"),
                                  .unit = f->unit,
                                  .day = DAY_NONE,
                                  .opens = INSTANT_NONE,
                                  .due = INSTANT_NONE};
    return obligation_add(tx, &o, e);
}

OP(waive)
{
    struct fixture *f = arg;
    struct event ev = {.campaign = f->campaign.n, .at = {9}, .body = S("{}"), .private = S("停课")};
    return obligation_waive(tx, f->obligations[0], &ev, e);
}

OP(extend)
{
    struct fixture *f = arg;
    struct event ev = {.campaign = f->campaign.n, .at = {9}, .body = S("{}")};
    return obligation_extend(tx, f->obligations[0], (struct instant){777}, &ev, e);
}

OP(amend)
{
    struct fixture *f = arg;
    struct obligation_record o = {.id = f->obligations[0], .opens = {0}, .due = {888}};
    struct event ev = {.campaign = f->campaign.n, .at = {10}, .when = {777}, .body = S("{}")};
    return obligation_amend(tx, &o, &ev, e) && obligation_amend(tx, &o, NULL, e);
}

static struct obligation_record first_of(struct fixture *f)
{
    struct err e = {0};
    struct obligation_records all;
    assert_good(obligation_load(store_reader(f->store), f->arena, f->campaign, &all, &e));
    assert_int_equal(all.items[0].id.n, f->obligations[0].n);
    return all.items[0];
}

static void an_amended_deadline_is_an_event_and_the_same_one_is_none(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    assert_good(test_op(f, amend, f, &e));
    assert_int_equal(first_of(f).due.ms, 888);
    struct transition_rows rows = test_transitions(f);
    assert_int_equal(rows.n, 1);
    assert_true(rows.items[0].transition.kind == TRANSITION_AMENDED && rows.items[0].transition.when.ms == 777);
}

static void no_obligation_is_doubled(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    int64_t n;
    assert_false(test_op(f, add_double, f, &e));
    assert_int_equal(e.code, ERR_CONFLICT);
    assert_good(test_op(f, add_once, f, &e));
    assert_false(test_op(f, add_once, f, &e));
    assert_good(obligation_count(store_reader(f->store), f->campaign, &n, &e));
    assert_int_equal(n, TEST_OBLIGATIONS + 1);
}

static void the_desks_decisions_are_events(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    assert_good(test_op(f, waive, f, &e));
    assert_false(test_op(f, waive, f, &e));
    assert_int_equal(e.message, MSG_STATE_CHANGED);
    assert_good(test_op(f, extend, f, &e));
    assert_false(test_op(f, extend, f, &e));
    assert_true(first_of(f).waived && first_of(f).extended.ms == 777);
    struct transition_rows rows = test_transitions(f);
    assert_int_equal(rows.n, 2);
    assert_int_equal(rows.items[0].transition.kind, TRANSITION_WAIVED);
    assert_true(rows.items[1].transition.kind == TRANSITION_EXTENDED && rows.items[1].transition.when.ms == 777);
}

/* ---- activities ---- */

struct telling {
    struct fixture *f;
    uint32_t version;
    const char *rows[3];
    uint64_t ids[3];
};

OP(tell)
{
    struct telling *t = arg;
    for (int i = 0; i < 3 && t->rows[i]; i++) {
        struct activity_record act = {.campaign = t->f->campaign,
                                      .unit = t->f->unit,
                                      .obligation = t->f->obligations[0],
                                      .version = t->version,
                                      .row = str_of(t->rows[i]),
                                      .name = S("技能展示"),
                                      .day = {19494},
                                      .start = 540 - i,
                                      .end = -1,
                                      .values = S("{}")};
        if (!activity_put(tx, &act, e))
            return false;
        t->ids[i] = act.id;
    }
    return activity_prune(tx, t->f->obligations[0], t->version, e);
}

/* What activity_each hands on: at most `most` (0: all). */
struct met {
    uint64_t ids[8];
    size_t n, most;
    struct activity_place last;
    bool refuses;
};

static bool meet_one(void *arg, const struct activity_record *act, bool *more_r, struct err *e)
{
    struct met *m = arg;
    if (m->refuses)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    assert_true(str_eq(act->name, S("技能展示")) && m->n < 8);
    m->ids[m->n++] = act->id;
    m->last = activity_place_of(act);
    *more_r = m->n != m->most;
    return true;
}

static bool meet(struct fixture *f, struct activity_span span, struct met *m, struct err *e)
{
    struct arena *one = arena_new("one", 1 << 16);
    m->n = 0;
    bool ok = activity_each(store_reader(f->store), one, f->campaign, span, meet_one, m, e);
    arena_free(one);
    return ok;
}

static void an_activity_keeps_its_identity(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct met met = {0};
    struct telling one = {f, 1, {"a", "b", NULL}, {0}}, two = {f, 2, {"b", "c", NULL}, {0}};
    assert_good(test_op(f, tell, &one, &e));
    assert_good(test_op(f, tell, &two, &e));
    assert_int_equal(two.ids[0], one.ids[1]);
    assert_good(meet(f, (struct activity_span){.day = {19494}}, &met, &e));
    assert_int_equal(met.n, 2);
    assert_int_equal(met.ids[0], two.ids[1]); /* by start */
    assert_good(meet(f, (struct activity_span){.day = {19495}}, &met, &e));
    assert_int_equal(met.n, 0);
}

static void activities_are_told_page_by_page(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct telling all = {f, 1, {"a", "b", "c"}, {0}};
    struct met met = {.most = 2};
    assert_good(test_op(f, tell, &all, &e));
    assert_good(meet(f, (struct activity_span){.day = DAY_NONE}, &met, &e));
    assert_int_equal(met.n, 2);
    assert_int_equal(met.ids[0], all.ids[2]);
    assert_int_equal(met.ids[1], all.ids[1]);
    assert_good(meet(f, (struct activity_span){.after = met.last, .day = DAY_NONE}, &met, &e));
    assert_int_equal(met.n, 1);
    assert_int_equal(met.ids[0], all.ids[0]);
    met.refuses = true;
    assert_false(meet(f, (struct activity_span){.day = DAY_NONE}, &met, &e));
    assert_int_equal(e.message, MSG_NOT_FOUND);
}

/* ---- files ---- */

struct upload {
    struct file_record file;
};

OP(put_file)
{
    return file_put(tx, &((struct upload *)arg)->file, e);
}

static void a_file_belongs_to_those_who_uploaded_it(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct file_records owners;
    struct file_record one;
    struct blob b = test_blob(f, S("photo"));
    struct upload u = {
        {.blob = b.id, .unit = f->unit, .name = S("a.jpg"), .type = S("image/jpeg"), .size = 5, .at = {10}}};
    assert_good(test_op(f, put_file, &u, &e));
    u.file.name = S("b.jpg");
    assert_good(test_op(f, put_file, &u, &e));
    u.file.unit.n = 99;
    assert_good(test_op(f, put_file, &u, &e));
    assert_good(file_owners(store_reader(f->store), f->arena, b.id, &owners, &e));
    assert_int_equal(owners.n, 2);
    assert_good(file_read(store_reader(f->store), f->arena, b.id, f->unit, &one, &e));
    assert_true(str_eq(one.name, S("b.jpg")) && memcmp(one.blob.sha256, b.id.sha256, 32) == 0);
    assert_false(file_read(store_reader(f->store), f->arena, b.id, (struct unit_id){1}, &one, &e));
    assert_int_equal(e.code, ERR_MISSING);
}

/* ---- accounts ---- */

struct people {
    struct account_record account;
    struct invitation_record invitation;
    struct session_record session;
    uint64_t by; /* who disables */
    struct instant now;
};

OP(add_people)
{
    struct people *p = arg;
    return account_add(tx, &p->account, e) && invitation_add(tx, &p->invitation, e);
}

OP(log_in)
{
    struct people *p = arg;
    p->session.account = p->account.id;
    return session_add(tx, &p->session, e);
}

OP(use)
{
    struct people *p = arg;
    return invitation_use(tx, p->invitation.id, p->now, e);
}

OP(erase)
{
    struct people *p = arg;
    return account_erase(tx, p->account.id, p->now, e);
}

static struct people some_people(void)
{
    struct people p = {
        .account = {.login = S("wang"),
                    .role = 0,
                    .name = S("王老师"),
                    .phone = S("0551-1"),
                    .password = S("$argon2id$…"),
                    .created_at = {1}},
        .invitation = {.role = 1, .purpose = S("join"), .made_at = {1}, .expires_at = {1000}},
        .session = {.created_at = {1}, .last_seen = {1}, .expires_at = {500}},
        .now = {400},
    };
    memset(p.invitation.token_hash, 7, 32);
    memset(p.session.token_hash, 8, 32);
    return p;
}

static void an_invitation_is_used_once(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct people p = some_people();
    struct invitation_record inv;
    struct invitation_records open;
    assert_good(test_op(f, add_people, &p, &e));
    assert_good(invitation_by_token(store_reader(f->store), f->arena, p.invitation.token_hash, &inv, &e));
    assert_false(instant_is_set(inv.used_at));
    assert_good(invitation_list(store_reader(f->store), f->arena, p.now, &open, &e));
    assert_int_equal(open.n, 1);
    assert_good(test_op(f, use, &p, &e));
    assert_false(test_op(f, use, &p, &e));
    assert_int_equal(e.code, ERR_GONE);
    assert_good(invitation_list(store_reader(f->store), f->arena, p.now, &open, &e));
    assert_int_equal(open.n, 0);
}

static void an_expired_invitation_is_of_no_use(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct people p = some_people();
    assert_good(test_op(f, add_people, &p, &e));
    p.now.ms = 1000;
    assert_false(test_op(f, use, &p, &e));
    assert_int_equal(e.code, ERR_GONE);
}

static void an_erased_account_names_nobody(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct people p = some_people();
    struct account_record acc;
    struct session_records sessions;
    assert_good(test_op(f, add_people, &p, &e));
    assert_false(test_op(f, add_people, &p, &e));
    assert_int_equal(e.message, MSG_LOGIN_TAKEN);
    assert_good(test_op(f, log_in, &p, &e));
    assert_good(session_load(store_reader(f->store), f->arena, p.now, (struct instant){1}, 100, &sessions, &e));
    assert_int_equal(sessions.n, 1);
    assert_good(account_by_login(store_reader(f->store), f->arena, S("wang"), &acc, &e));
    assert_true(str_eq(acc.name, S("王老师")));
    assert_good(test_op(f, erase, &p, &e));
    assert_good(account_read(store_reader(f->store), f->arena, p.account.id, &acc, &e));
    assert_true(acc.disabled && !acc.name.n && !acc.phone.n && !acc.password.n);
    assert_false(account_by_login(store_reader(f->store), f->arena, S("wang"), &acc, &e));
    assert_good(session_load(store_reader(f->store), f->arena, p.now, (struct instant){1}, 100, &sessions, &e));
    assert_int_equal(sessions.n, 0);
}

OP(disable)
{
    struct people *p = arg;
    return account_disable(tx, p->account.id, p->by, p->now, e);
}

OP(renew)
{
    struct people *p = arg;
    return account_renew(tx, p->account.id, S("$another"), p->now, e);
}

OP(enter)
{
    struct people *p = arg;
    return account_enter(tx, p->account.id, p->account.password, p->now, e);
}

/* Two of them, and an open link that would set the first one's password anew. */
static struct people two_people(struct fixture *f)
{
    struct err e = {0};
    struct people p = some_people(), other = some_people();
    other.account.login = S("li");
    memset(other.invitation.token_hash, 9, 32);
    assert_good(test_op(f, add_people, &p, &e));
    other.invitation.account = p.account.id;
    assert_good(test_op(f, add_people, &other, &e));
    assert_good(test_op(f, log_in, &p, &e));
    p.by = other.account.id;
    return p;
}

static size_t sessions_of(struct fixture *f, struct people *p, struct instant used)
{
    struct err e = {0};
    struct session_records list;
    assert_good(session_load(store_reader(f->store), f->arena, p->now, used, 100, &list, &e));
    return list.n;
}

static void a_disabled_account_is_out_until_it_is_renewed(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct people p = two_people(f);
    struct invitation_records open;
    assert_good(test_op(f, enter, &p, &e));
    assert_int_equal(sessions_of(f, &p, p.session.last_seen), 1);
    assert_good(test_op(f, disable, &p, &e));
    assert_int_equal(sessions_of(f, &p, p.session.last_seen), 0);
    assert_false(test_op(f, enter, &p, &e));
    assert_int_equal(e.code, ERR_LOGIN);
    assert_good(invitation_list(store_reader(f->store), f->arena, p.now, &open, &e));
    assert_int_equal(open.n, 1); /* the one to join, which is of no account */
    assert_false(test_op(f, disable, &p, &e));
    assert_int_equal(e.code, ERR_CONFLICT);
    assert_good(test_op(f, renew, &p, &e));
    assert_false(test_op(f, enter, &p, &e)); /* with the password it had */
    p.account.password = S("$another");
    assert_good(test_op(f, enter, &p, &e));
}

OP(invite)
{
    return invitation_add(tx, &((struct people *)arg)->invitation, e);
}

/* Else who is put out comes back by a link kept for it, or as the colleague whose password another one sets anew. */
static void the_links_made_by_who_goes_end(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct people p = two_people(f), kept = p;
    struct invitation_records open;
    kept.invitation.made_by = p.account.id;
    for (int i = 0; i < 4; i++) {
        kept.invitation.account = i % 2 ? p.by : 0;
        memset(kept.invitation.token_hash, 20 + i, 32);
        assert_good(test_op(f, invite, &kept, &e));
        if (i == 1)
            assert_good(test_op(f, disable, &p, &e));
    }
    assert_good(invitation_list(store_reader(f->store), f->arena, p.now, &open, &e));
    assert_int_equal(open.n, 3); /* the one to join that another made, and the two of later */
    assert_good(test_op(f, erase, &p, &e));
    assert_good(invitation_list(store_reader(f->store), f->arena, p.now, &open, &e));
    assert_int_equal(open.n, 1);
    assert_int_equal(open.items[0].made_by, 0);
}

static void who_is_disabled_disables_nobody(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct people p = two_people(f), back = p;
    back.account.id = p.by;
    back.by = p.account.id;
    assert_good(test_op(f, disable, &p, &e));
    assert_false(test_op(f, disable, &back, &e));
    assert_int_equal(e.code, ERR_CONFLICT);
}

static void an_erased_account_is_not_renewed(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct people p = two_people(f);
    assert_good(test_op(f, erase, &p, &e));
    assert_false(test_op(f, renew, &p, &e));
}

OP(trim)
{
    return session_trim(tx, ((struct people *)arg)->account.id, 3, e);
}

OP(end_expired)
{
    return session_end_expired(tx, ((struct people *)arg)->now, (struct instant){50}, e);
}

static void sessions_end_by_age_by_idleness_and_by_number(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct people p = two_people(f);
    for (int i = 1; i < 6; i++) {
        memset(p.session.token_hash, 8 + i, 32);
        p.session.created_at.ms = p.session.last_seen.ms = 100 * i;
        p.session.expires_at.ms = 450 + 100 * i;
        assert_good(test_op(f, log_in, &p, &e));
    }
    assert_int_equal(sessions_of(f, &p, (struct instant){1}), 6);
    assert_int_equal(sessions_of(f, &p, (struct instant){50}), 5);
    assert_good(test_op(f, end_expired, &p, &e));
    assert_int_equal(sessions_of(f, &p, (struct instant){1}), 5);
    assert_good(test_op(f, trim, &p, &e));
    assert_int_equal(sessions_of(f, &p, (struct instant){1}), 3);
    assert_int_equal(sessions_of(f, &p, (struct instant){300}), 3); /* the youngest */
    p.now.ms = 850;
    assert_good(test_op(f, end_expired, &p, &e));
    p.now.ms = 0;
    assert_int_equal(sessions_of(f, &p, (struct instant){1}), 1);
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_campaign_is_amended_by_versions),
        STORED(no_obligation_is_doubled),
        STORED(the_desks_decisions_are_events),
        STORED(an_amended_deadline_is_an_event_and_the_same_one_is_none),
        STORED(an_activity_keeps_its_identity),
        STORED(activities_are_told_page_by_page),
        STORED(a_file_belongs_to_those_who_uploaded_it),
        STORED(an_invitation_is_used_once),
        STORED(an_expired_invitation_is_of_no_use),
        STORED(an_erased_account_names_nobody),
        STORED(a_disabled_account_is_out_until_it_is_renewed),
        STORED(the_links_made_by_who_goes_end),
        STORED(who_is_disabled_disables_nobody),
        STORED(an_erased_account_is_not_renewed),
        STORED(sessions_end_by_age_by_idleness_and_by_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
