/* SPDX-License-Identifier: Apache-2.0 */
/* The tray of letters (待核实): looked at, taken in, set aside. */
#include "work/letter.h"
#include "base/hash.h"
#include "domain/letter.h"
#include "store/account.h"
#include "store/file.h"

#include <unistd.h>

enum { REASON_LONG = 500 };

SHAPE(letter_suggestion, struct letter_suggestion,
      SHAPE_FIELD(letter_suggestion, campaign, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(letter_suggestion, campaign_title, NULL, STR),
      SHAPE_FIELD(letter_suggestion, obligation, NULL, ONE, .flags = SHAPE_REQUIRED, .of = &obligation_view_shape),
      SHAPE_FIELD(letter_suggestion, stamped, NULL, BOOL));
SHAPE(letter_view, struct letter_view, SHAPE_FIELD(letter_view, id, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(letter_view, sender, NULL, STR), SHAPE_FIELD(letter_view, subject, NULL, STR),
      SHAPE_FIELD(letter_view, arrived_at, NULL, INSTANT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(letter_view, fetched_at, NULL, INSTANT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(letter_view, trouble, NULL, WORD, .flags = SHAPE_REQUIRED, .words = letter_trouble_words),
      SHAPE_FIELD(letter_view, state, NULL, WORD, .flags = SHAPE_REQUIRED, .words = letter_state_words),
      SHAPE_FIELD(letter_view, suggested, NULL, MAYBE, .of = &letter_suggestion_shape),
      SHAPE_FIELD(letter_view, reason, NULL, STR, .limit = 500), SHAPE_FIELD(letter_view, by, NULL, STR),
      SHAPE_FIELD(letter_view, settled_at, NULL, INSTANT),
      SHAPE_FIELD(letter_view, answers, NULL, MANY, .of = &answer_view_shape));
SHAPE(letters_view, struct letters_view,
      SHAPE_FIELD(letters_view, mailbox, NULL, ONE, .flags = SHAPE_REQUIRED, .of = &mailbox_view_shape),
      SHAPE_FIELD(letters_view, outbox, NULL, ONE, .flags = SHAPE_REQUIRED, .of = &outbox_view_shape),
      SHAPE_FIELD(letters_view, waiting, NULL, INT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(letters_view, items, NULL, MANY, .of = &letter_view_shape),
      SHAPE_FIELD(letters_view, next, NULL, ID));
SHAPE(letter_file_view, struct letter_file_view,
      SHAPE_FIELD(letter_file_view, position, NULL, INT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(letter_file_view, name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(letter_file_view, type, NULL, STR), SHAPE_FIELD(letter_file_view, part, NULL, STR),
      SHAPE_FIELD(letter_file_view, size, NULL, INT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(letter_file_view, book, NULL, BOOL), SHAPE_FIELD(letter_file_view, taken, NULL, BOOL));
SHAPE(letter_detail, struct letter_detail,
      SHAPE_FIELD(letter_detail, letter, NULL, ONE, .flags = SHAPE_REQUIRED, .of = &letter_view_shape),
      SHAPE_FIELD(letter_detail, written, NULL, STR), SHAPE_FIELD(letter_detail, words, NULL, PROSE),
      SHAPE_FIELD(letter_detail, unit, NULL, ID), SHAPE_FIELD(letter_detail, foretold, NULL, STR, .limit = 500),
      SHAPE_FIELD(letter_detail, told, NULL, BOOL),
      SHAPE_FIELD(letter_detail, files, NULL, MANY, .of = &letter_file_view_shape),
      SHAPE_FIELD(letter_detail, obligation, NULL, ID),
      SHAPE_FIELD(letter_detail, filled, NULL, MAYBE, .of = &filled_view_shape),
      SHAPE_FIELD(letter_detail, unread, NULL, STR, .limit = 500),
      SHAPE_FIELD(letter_detail, remarks, NULL, MANY, .of = &remark_shape));
SHAPE(letter_take_in, struct letter_take_in, SHAPE_FIELD(letter_take_in, campaign, "活动", ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(letter_take_in, obligation, "报送要求", ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(letter_take_in, version, NULL, INT, .limit = UINT32_MAX),
      SHAPE_FIELD(letter_take_in, again, NULL, BOOL), SHAPE_FIELD(letter_take_in, files, "附件", IDS, .limit = 200));
SHAPE(letter_aside_in, struct letter_aside_in,
      SHAPE_FIELD(letter_aside_in, reason, "原因", PROSE, .flags = SHAPE_REQUIRED, .limit = REASON_LONG),
      SHAPE_FIELD(letter_aside_in, still, NULL, BOOL));

/* ---- who ---- */

static bool keeps_the_tray(struct office *office, const struct session *who, struct err *e)
{
    office_read(office);
    bool clerk = who->role == ROLE_CLERK && who->reg == office_first_register(office);
    office_read_done(office);
    return clerk || err_set(e, ERR_FORBIDDEN, MSG_NOT_ALLOWED);
}

/* ---- looking ---- */

static struct letter_suggestion *suggestion_of(struct office *office, struct arena *a, const struct session *who,
                                               const struct letter_record *l)
{
    struct letter_suggestion *s = NULL;
    struct live *of;
    struct err ignored;
    office_read(office);
    struct live_obligation *o = l->obligation.n ? obligation_find(office, who, l->obligation, &of, &ignored) : NULL;
    if (o) {
        s = arena_one(a, struct letter_suggestion);
        s->campaign.n = of->id;
        s->campaign_title = str_dup(a, of->doc.title);
        s->stamped = l->stamped;
        obligation_fill(a, of, o, office_now(office), &s->obligation);
    }
    office_read_done(office);
    return s;
}

static bool view_of(struct office *office, struct arena *a, const struct session *who, const struct letter_record *l,
                    struct letter_view *view_r, struct err *e)
{
    struct answers_view answers;
    if (!answers_of(office, a, who->language, l->id, &answers, e))
        return false;
    *view_r = (struct letter_view){.id = {l->id},
                                   .sender = l->sender,
                                   .subject = l->subject,
                                   .reason = l->reason,
                                   .by = l->account ? account_name(office, a, who->language, l->account) : S(""),
                                   .arrived_at = l->arrived_at,
                                   .fetched_at = l->fetched_at,
                                   .settled_at = l->settled_at,
                                   .trouble = l->trouble,
                                   .state = l->state,
                                   .suggested = suggestion_of(office, a, who, l),
                                   .answers = answers};
    return true;
}

bool tray_read(struct office *office, struct arena *a, const struct session *who, int state, uint64_t before,
               struct letters_view *view_r, struct err *e)
{
    struct reader *r = store_reader(office_store(office));
    struct letters_view view = {.mailbox = mailbox_look(office, a, who->language),
                                .outbox = outbox_look(office, a, who->language)};
    struct letter_records list;
    if (!keeps_the_tray(office, who, e) || !letter_count(r, LETTER_WAITING, &view.waiting, e) ||
        !letter_list(r, a, state, before, LETTERS_MAX + 1, &list, e))
        return false;
    for (size_t i = 0; i < list.n && i < LETTERS_MAX; i++) {
        struct letter_view one;
        if (!view_of(office, a, who, &list.items[i], &one, e))
            return false;
        arena_push(a, &view.items, one);
    }
    if (list.n > LETTERS_MAX)
        view.next.n = list.items[LETTERS_MAX - 1].id;
    *view_r = view;
    return true;
}

static bool *all_of(struct arena *a, const struct letter_record *l)
{
    bool *chosen = arena_many(a, bool, l->files.n + 1);
    for (size_t i = 0; i < l->files.n; i++)
        chosen[i] = true;
    return chosen;
}

static void add_files(struct arena *a, const struct letter_record *l, const struct duty *duty, int64_t book,
                      struct letter_detail *view)
{
    for (size_t i = 0; i < l->files.n; i++) {
        const struct letter_file *f = &l->files.items[i];
        bool read = (int64_t)i == book;
        const struct part *p = duty && !read ? letter_part_for(duty, f) : NULL;
        struct letter_file_view one = {.position = (int64_t)i + 1,
                                       .name = f->name,
                                       .type = f->type,
                                       .part = p ? p->name.n ? p->name : p->key : S(""),
                                       .size = f->size,
                                       .book = read,
                                       .taken = f->taken};
        arena_push(a, &view->files, one);
    }
}

/* Held against an obligation: what would be sent, and what it would lack. */
static bool hold_against(struct office *office, struct arena *a, const struct session *who,
                         const struct letter_record *l, struct obligation_id id, struct letter_detail *view,
                         struct err *e)
{
    struct obligation_detail of;
    struct letter_body b;
    struct check_view check;
    if (!obligation_detail_read(office, a, who, id, (struct history_page){.most = 1}, &of, e) ||
        !letter_body_of(office, a, who, l, &of, all_of(a, l), &b, e) ||
        !report_judge(office, a, who, id, &(struct check_in){.body = b.body}, &check, e))
        return false;
    view->obligation = id;
    view->filled = b.filled;
    view->unread = b.unread;
    view->remarks = check.remarks;
    add_files(a, l, &of.duty, b.book, view);
    return true;
}

static struct unit_id unit_told(struct office *office, struct arena *a, const struct session *who,
                                const struct letter_record *l)
{
    struct strs lines = letter_lines(a, l);
    office_read(office);
    const struct unit *u = letter_unit(&office_roll(office, who->reg)->units, &lines);
    struct unit_id id = u ? u->id : (struct unit_id){0};
    office_read_done(office);
    return id;
}

bool tray_letter(struct office *office, struct arena *a, const struct session *who, uint64_t id,
                 struct obligation_id against, struct letter_detail *view_r, struct err *e)
{
    struct letter_record l;
    if (!keeps_the_tray(office, who, e) || !letter_read(store_reader(office_store(office)), a, id, &l, e))
        return false;
    struct letter_detail view = {.written = l.written, .words = l.words, .unit = unit_told(office, a, who, &l)};
    if (!view_of(office, a, who, &l, &view.letter, e) ||
        !answer_foretold(office, a, who->language, id, &view.foretold, &view.told, e))
        return false;
    if (!against.n && view.letter.suggested)
        against = l.obligation;
    if (!against.n)
        add_files(a, &l, NULL, -1, &view);
    else if (!hold_against(office, a, who, &l, against, &view, e))
        return false;
    *view_r = view;
    return true;
}

bool tray_file(struct office *office, struct arena *a, const struct session *who, uint64_t id, uint64_t position,
               struct str *name_r, int *fd_r, uint64_t *size_r, struct err *e)
{
    struct letter_record l;
    if (!keeps_the_tray(office, who, e) || !letter_read(store_reader(office_store(office)), a, id, &l, e))
        return false;
    if (position > l.files.n)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    if (!letter_blob(office, position ? l.files.items[position - 1].blob : l.blob, fd_r, size_r, e))
        return false;
    *name_r = position ? l.files.items[position - 1].name : str_format(a, "letter-%llu.eml", (unsigned long long)l.id);
    return true;
}

/* ---- taking in ---- */

struct taking_in {
    struct report_deed report; /* first: its fold and projection are the report's */
    struct letter_record letter;
    struct answer answer;
    int64_t book;
    bool again;
};

/* Its number is known in the transaction alone. */
static bool put_receipt(struct taking_in *t, struct tx *tx, struct err *e)
{
    struct report_deed *d = &t->report;
    struct receipt_view receipt = d->view;
    if (d->again || !t->answer.wanted)
        return true;
    receipt.number = receipt_number(d->deed.arena, receipt.number, d->record.seq);
    receipt.hash = hex_text(d->deed.arena, (struct str){(const char *)d->record.hash, 32});
    answer_receipt(&t->answer, &receipt, d->deed.at);
    return answer_put(tx, &t->answer, e);
}

static bool take_in_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct taking_in *t = (struct taking_in *)(void *)op;
    return letter_may_be_taken(tx, t->letter.id, t->again, e) && report_apply(op, tx, e) &&
           letter_taken(tx, &t->letter, t->book, e) && put_receipt(t, tx, e);
}

static void told_everybody(struct deed *d)
{
    report_project(d);
    office_tell(d->office, 0, ~0ull, S("letters"), S("{}"));
    outbox_wake(d->office);
}

/* The files that the body names, and that they are the unit's from now on. */
static void bring_files(struct taking_in *t, const struct duty *duty, const bool *chosen)
{
    struct report_deed *d = &t->report;
    for (size_t i = 0; i < t->letter.files.n; i++) {
        const struct letter_file *f = &t->letter.files.items[i];
        const struct part *p = chosen[i] && (int64_t)i != t->book ? letter_part_for(duty, f) : NULL;
        if (!p)
            continue;
        struct report_file file = {.blob = f->blob,
                                   .part = p->key,
                                   .name = f->name,
                                   .type = f->type,
                                   .size = f->size,
                                   .width = f->width,
                                   .height = f->height};
        struct file_record row = {.blob = f->blob,
                                  .account = d->deed.who.account,
                                  .name = f->name,
                                  .type = f->type,
                                  .size = f->size,
                                  .width = f->width,
                                  .height = f->height,
                                  .at = d->deed.at};
        arena_push(d->deed.arena, &d->record.files, file);
        arena_push(d->deed.arena, &d->handed_on, row);
    }
}

static bool *chosen_of(struct arena *a, const struct letter_record *l, const struct letter_take_in *in)
{
    bool *chosen = arena_many(a, bool, l->files.n + 1);
    for (size_t i = 0; i < in->files.n; i++)
        if (in->files.items[i].n >= 1 && in->files.items[i].n <= l->files.n)
            chosen[in->files.items[i].n - 1] = true;
    return chosen;
}

static struct str letter_note(struct arena *a, const struct session *who, const struct letter_record *l)
{
    return message_text(a, MSG_LETTER_NOTE, who->language, ARGS(l->subject, l->sender));
}

static bool take_in(struct taking_in *t, const struct letter_take_in *in, struct err *e)
{
    struct report_deed *d = &t->report;
    struct arena *a = d->deed.arena;
    struct letter_record *l = &t->letter;
    struct obligation_detail of;
    struct letter_body b;
    bool *chosen = chosen_of(a, l, in);
    if (!obligation_detail_read(d->deed.office, a, &d->deed.who, in->obligation, (struct history_page){.most = 1}, &of,
                                e) ||
        !letter_body_of(d->deed.office, a, &d->deed.who, l, &of, chosen, &b, e))
        return false;
    t->book = b.book;
    t->again = in->again;
    bring_files(t, &of.duty, chosen);
    struct report_entry entry = {.base = (uint32_t)in->version,
                                 .told_at = l->arrived_at,
                                 .note = letter_note(a, &d->deed.who, l),
                                 .sending = letter_sending(a, l->id, in->obligation, in->version)};
    struct report_in report = {.body = b.body};
    if (!report_letter(d, in->campaign, in->obligation, &entry, &report, e))
        return false;
    for (size_t i = 0; i < d->handed_on.n; i++)
        d->handed_on.items[i].unit = d->record.unit;
    l->obligation = in->obligation;
    l->account = d->deed.who.account;
    l->settled_at = d->deed.at;
    t->answer.zone = d->options.zone;
    d->deed.op.apply = take_in_apply;
    d->deed.project = told_everybody;
    return deed_submit(&d->deed, e);
}

bool tray_take_in(struct office *office, struct arena *a, const struct session *who, uint64_t id,
                  const struct letter_take_in *in, struct receipt_view *view_r, struct err *e)
{
    struct taking_in *t = arena_one(a, struct taking_in);
    t->report.deed = (struct deed){.office = office, .arena = a, .who = *who, .at = office_now(office)};
    if (!keeps_the_tray(office, who, e) || !letter_read(store_reader(office_store(office)), a, id, &t->letter, e) ||
        !answer_begin(&t->answer, office, a, id, t->letter.arrived_at, e) || !take_in(t, in, e))
        return false;
    *view_r = t->report.view;
    return true;
}

/* ---- setting aside ---- */

struct setting_aside {
    struct deed deed;
    struct letter_record letter;
    struct answer answer;
};

static bool aside_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct setting_aside *s = (struct setting_aside *)(void *)op;
    return letter_set_aside(tx, &s->letter, e) && answer_put(tx, &s->answer, e);
}

static void aside_project(struct deed *d)
{
    office_tell(d->office, 0, ~0ull, S("letters"), S("{}"));
    outbox_wake(d->office);
}

bool tray_set_aside(struct office *office, struct arena *a, const struct session *who, uint64_t id,
                    const struct letter_aside_in *in, struct letter_view *view_r, struct err *e)
{
    struct setting_aside s = {.deed = {.op = {.apply = aside_apply},
                                       .office = office,
                                       .arena = a,
                                       .who = *who,
                                       .at = office_now(office),
                                       .project = aside_project}};
    if (!keeps_the_tray(office, who, e) || !letter_read(store_reader(office_store(office)), a, id, &s.letter, e) ||
        !answer_begin(&s.answer, office, a, id, s.letter.arrived_at, e))
        return false;
    if (!str_trim(in->reason).n)
        return err_set(e, ERR_INVALID, MSG_REASON_MISSING);
    s.letter.reason = in->reason;
    s.letter.account = who->account;
    s.letter.settled_at = s.deed.at;
    answer_aside(&s.answer, in->reason);
    if (in->still)
        answer_keep_still(&s.answer);
    if (!deed_submit(&s.deed, e))
        return false;
    s.letter.state = LETTER_ASIDE;
    return view_of(office, a, who, &s.letter, view_r, e);
}
