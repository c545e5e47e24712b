/* SPDX-License-Identifier: Apache-2.0 */
/* Who has an account: listed, disabled, given a link to set the password anew; declared in work/sessions.h. */
#include "store/account.h"
#include "work/office.h"
#include "work/sessions.h"

static void add_person(struct arena *a, const struct roll *roll, const struct session *who, struct person_view p,
                       struct people_view *view)
{
    const struct unit *u = roll_unit(roll, p.unit);
    if (!u || !may_see(roll, who, p.unit))
        return;
    p.unit_name = str_dup(a, u->name);
    p.managed = p.account && may_manage(roll, who, p.unit, p.role);
    arena_push(a, &view->people, p);
}

static struct person_view person_of(const struct account_record *acc)
{
    return (struct person_view){.account = acc->id,
                                .unit = acc->unit,
                                .name = acc->name,
                                .phone = acc->phone,
                                .login = acc->login,
                                .role = acc->role,
                                .disabled = acc->disabled,
                                .last_seen = acc->last_seen};
}

bool people_list(struct office *office, struct arena *a, const struct session *who, struct people_view *view_r,
                 struct err *e)
{
    struct reader *r = store_reader(office_store(office));
    struct account_records accounts = {0};
    struct invitation_records open = {0};
    if (!account_list(r, a, &accounts, e) || !invitation_list(r, a, clock_machine(), &open, e))
        return false;
    struct people_view view = {0};
    office_read(office);
    const struct roll *roll = office_roll(office, who->reg);
    for (size_t i = 0; roll && i < accounts.n; i++)
        if (accounts.items[i].name.n) /* else it was erased */
            add_person(a, roll, who, person_of(&accounts.items[i]), &view);
    for (size_t i = 0; roll && i < open.n; i++) {
        const struct invitation_record *inv = &open.items[i];
        struct person_view p = {.unit = inv->unit, .role = inv->role, .last_seen = INSTANT_NONE};
        if (!inv->account)
            add_person(a, roll, who, p, &view);
    }
    office_read_done(office);
    *view_r = view;
    return true;
}

bool person_find(struct office *office, struct arena *a, const struct session *who, uint64_t account,
                 struct account_record *acc_r, struct err *e)
{
    struct account_record acc;
    bool seen = true, managed = true;
    if (!account_read(store_reader(office_store(office)), a, account, &acc, e))
        return false;
    if (who) {
        office_read(office);
        const struct roll *roll = office_roll(office, who->reg);
        seen = may_see(roll, who, acc.unit);
        managed = may_manage(roll, who, acc.unit, acc.role);
        office_read_done(office);
    }
    if (!seen || !acc.password.n) /* or it was erased */
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    if (!managed)
        return err_set(e, ERR_FORBIDDEN, MSG_NOT_ALLOWED);
    *acc_r = acc;
    return true;
}

struct disable_deed {
    struct deed deed;
    uint64_t account;
};

static bool disable_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct disable_deed *d = (struct disable_deed *)(void *)op;
    struct event ev = {.at = d->deed.at,
                       .actor = d->deed.who.account,
                       .kind = S("account.disabled"),
                       .subject = d->account,
                       .body = S("{}"),
                       .when = {0}};
    return account_disable(tx, d->account, ev.actor, clock_machine(), e) && event_append(tx, &ev, e);
}

static void disable_project(struct deed *deed)
{
    sessions_end(office_sessions(deed->office), ((struct disable_deed *)(void *)deed)->account);
}

bool person_disable(struct office *office, struct arena *a, const struct session *who, uint64_t account, struct err *e)
{
    struct account_record acc;
    if (account == who->account)
        return err_set(e, ERR_CONFLICT, MSG_DISABLE_SELF);
    if (!person_find(office, a, who, account, &acc, e))
        return false;
    struct disable_deed d = {.deed = {.op = {.apply = disable_apply},
                                      .office = office,
                                      .who = *who,
                                      .at = office_now(office),
                                      .project = disable_project},
                             .account = account};
    return deed_submit(&d.deed, e);
}
