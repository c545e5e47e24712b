/* SPDX-License-Identifier: Apache-2.0 */
#include "work/review.h"
#include "format/json.h"
#include "store/letter.h"
#include "store/obligation.h"
#include "work/answer.h"
#include "work/report.h"

/* One op each: a refused one does not hold up the others. */
struct review_op {
    struct op op;
    struct office *office;
    struct session who;
    int action;
    uint64_t campaign, seq; /* seq: of the event */
    struct obligation_id obligation;
    uint32_t version;
    struct instant at, due;
    bool forget;
    struct str reason, body; /* body: before and after, for the event */
    struct answer answer;    /* to the letter that brought what is returned */
};

enum { ONE_REVIEW = 64 << 20 };

static bool put(const struct review_op *r, struct tx *tx, struct event *ev, struct err *e)
{
    switch (r->action) {
    case REVIEW_ACCEPT:
        return report_accept(tx, r->obligation, r->version, ev, e);
    case REVIEW_RETURN:
        return report_return(tx, r->obligation, r->version, ev, e);
    case REVIEW_REOPEN:
        return report_reopen(tx, r->obligation, r->version, ev, e);
    case REVIEW_WAIVE:
        return obligation_waive(tx, r->obligation, ev, e);
    case REVIEW_UNWAIVE:
        return obligation_unwaive(tx, r->obligation, ev, e);
    default:
        return obligation_extend(tx, r->obligation, r->due, ev, e);
    }
}

static bool review_op_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct review_op *r = (struct review_op *)(void *)op;
    struct event ev = {.campaign = r->campaign,
                       .at = r->at,
                       .actor = r->who.account,
                       .body = r->body,
                       .private = r->reason,
                       .forget = r->forget};
    bool ok = put(r, tx, &ev, e) && answer_put(tx, &r->answer, e);
    r->seq = ev.seq;
    return ok;
}

static struct transition transition_of(const struct review_op *r)
{
    static const uint8_t kinds[] = {[REVIEW_ACCEPT] = TRANSITION_ACCEPTED, [REVIEW_RETURN] = TRANSITION_RETURNED,
                                    [REVIEW_WAIVE] = TRANSITION_WAIVED,    [REVIEW_UNWAIVE] = TRANSITION_UNWAIVED,
                                    [REVIEW_EXTEND] = TRANSITION_EXTENDED, [REVIEW_REOPEN] = TRANSITION_REOPENED};
    struct instant when = r->action == REVIEW_EXTEND ? r->due : (struct instant){0}; /* as the event has it */
    return (struct transition){
        .at = r->at, .when = when, .version = r->version, .kind = kinds[r->action], .forget = r->forget};
}

static void review_op_fold(struct op *op)
{
    struct review_op *r = (struct review_op *)(void *)op;
    struct live_obligation *o;
    struct live *l = office_campaign_with(r->office, r->obligation, &o);
    if (l)
        live_transition(l, o, transition_of(r), r->seq);
}

static void put_verdict(struct buf *b, struct verdict v)
{
    buf_format(b, "{\"state\":\"%s\",\"due\":", state_words[v.state]);
    if (instant_is_set(v.due))
        json_str(b, instant_text(b->arena, v.due, 0));
    else
        buf_lit(b, "null");
    buf_putc(b, '}');
}

/* What stood before and what will stand after, by the same judgement that the board uses; under office_read. */
static struct str before_and_after(struct arena *a, const struct review_op *r, const struct live_obligation *o)
{
    struct transition *all = arena_many(a, struct transition, o->n + 1);
    for (uint32_t i = 0; i < o->n; i++)
        all[i] = o->items[i];
    all[o->n] = transition_of(r);
    struct buf b = buf_new(a, 160);
    buf_lit(&b, "{\"before\":");
    put_verdict(&b, live_verdict(o, r->at));
    buf_lit(&b, ",\"after\":");
    put_verdict(&b, obligation_state(all, o->n + 1, o->o.opens, o->o.due, r->at));
    buf_putc(&b, '}');
    return buf_str(&b);
}

static void review_op_done(struct op *op)
{
    struct review_op *r = (struct review_op *)(void *)op;
    if (!op->ok)
        return;
    office_changed(r->office, r->campaign, r->obligation);
    if (r->answer.wanted)
        outbox_wake(r->office);
}

static bool check_input(const struct review_in *in, struct err *e)
{
    bool needs_words = in->action != REVIEW_ACCEPT && in->action != REVIEW_UNWAIVE && in->action != REVIEW_EXTEND;
    if (needs_words && !str_trim(in->reason).n)
        return err_set(e, ERR_INVALID, in->action == REVIEW_PHONE ? MSG_CALL_EMPTY : MSG_REASON_MISSING);
    if (in->action == REVIEW_EXTEND && !instant_is_set(in->due))
        return err_set(e, ERR_INVALID, MSG_WHEN_MISSING);
    return true;
}

/* By phone is a report like others, entered by the desk. */
static bool by_phone(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                     const struct review_in *in, const struct review_item *item, struct err *e)
{
    struct report_deed *d = arena_one(a, struct report_deed);
    d->deed = (struct deed){.office = office, .arena = a, .who = *who, .at = office_now(office)};
    struct report_entry entry = {.base = (uint32_t)item->version,
                                 .told_at = instant_is_set(in->call_at) ? in->call_at : d->deed.at,
                                 .note = in->reason};
    return report_phone(d, campaign, item->obligation, &entry, e);
}

/* What came by letter is returned by letter too: its sender may not look at our pages. */
static bool answer_letter(struct review_op *r, struct arena *a, struct err *e)
{
    struct reader *reader = store_reader(office_store(r->office));
    struct report_record rec;
    struct letter_record l;
    struct receipt_view of;
    uint64_t letter;
    if (r->action != REVIEW_RETURN || !outbox_is_connected(r->office))
        return true;
    if (!report_read_text(reader, a, r->obligation, r->version, &rec, e))
        return e->code == ERR_MISSING; /* which the deed will tell */
    if (!letter_of_sending(rec.sending, &letter))
        return true;
    if (!letter_read(reader, a, letter, &l, e) || !answer_begin(&r->answer, r->office, a, letter, l.arrived_at, e))
        return false;
    r->answer.zone = receipt_fill(r->office, a, &rec, &of);
    answer_returned(&r->answer, &of, r->reason, r->forget);
    return true;
}

static bool one(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                const struct review_in *in, const struct review_item *item, struct err *e)
{
    if (in->action == REVIEW_PHONE)
        return by_phone(office, a, who, campaign, in, item, e);
    struct review_op r = {.op = {.apply = review_op_apply, .fold = review_op_fold, .done = review_op_done},
                          .office = office,
                          .who = *who,
                          .action = in->action,
                          .campaign = campaign.n,
                          .obligation = item->obligation,
                          .version = (uint32_t)item->version,
                          .at = office_now(office),
                          .due = in->action == REVIEW_EXTEND ? in->due : INSTANT_NONE,
                          .forget = in->action == REVIEW_RETURN && in->forget,
                          .reason = in->reason};
    struct live *l;
    office_read(office);
    struct live_obligation *o = obligation_to_review(office, who, campaign, item->obligation, &l, e);
    if (o)
        r.body = before_and_after(a, &r, o);
    office_read_done(office);
    return o && answer_letter(&r, a, e) && ledger_wait(office_store(office), &r.op, e);
}

bool review_apply(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                  const struct review_in *in, struct review_done *done_r, struct err *e)
{
    struct review_done done = {0};
    office_read(office);
    bool known = office_campaign(office, who, campaign, e);
    office_read_done(office);
    if (!known || !check_input(in, e))
        return false;
    struct arena *scratch = arena_new("review", ONE_REVIEW);
    for (size_t i = 0; i < in->items.n; i++, arena_reset(scratch)) {
        struct err why;
        if (one(office, scratch, who, campaign, in, &in->items.items[i], &why)) {
            done.done++;
            continue;
        }
        struct review_refusal refusal = {.obligation = in->items.items[i].obligation,
                                         .message = err_text(a, &why, who->language)};
        arena_push(a, &done.refused, refusal);
    }
    arena_free(scratch);
    *done_r = done;
    return true;
}
