/* SPDX-License-Identifier: Apache-2.0 */
#include "work/answer.h"

#include <stddef.h>

enum { HASH_TOLD = 16, SUBJECT_LONG = 120 };

SHAPE(answer_view, struct answer_view,
      SHAPE_FIELD(answer_view, kind, NULL, WORD, .flags = SHAPE_REQUIRED, .words = answer_kind_words),
      SHAPE_FIELD(answer_view, state, NULL, WORD, .flags = SHAPE_REQUIRED, .words = outbox_state_words),
      SHAPE_FIELD(answer_view, text, NULL, PROSE, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(answer_view, at, NULL, INSTANT, .flags = SHAPE_REQUIRED));

/* ---- whom ---- */

static int silence_of(struct office *office, const struct letter_answer *to)
{
    if (to->silence)
        return to->silence;
    return outbox_is_ours(office, to->address) ? SILENCE_OURSELVES : SILENCE_NONE;
}

bool answer_begin(struct answer *x, struct office *office, struct arena *a, uint64_t letter, struct instant arrived,
                  struct err *e)
{
    struct letter_answer to;
    *x = (struct answer){.wanted = outbox_is_connected(office), .office = office, .arena = a, .zone = ZONE_CHINA};
    if (!x->wanted)
        return true;
    if (!letter_answer_read(store_reader(office_store(office)), a, letter, &to, e))
        return false;
    x->arrived = arrived;
    x->name = outbox_name(office, a);
    x->row = (struct outbox_record){.letter = letter,
                                    .address = to.address,
                                    .put_at = office_now(office),
                                    .settled_at = INSTANT_NONE,
                                    .silence = silence_of(office, &to)};
    return true;
}

void answer_keep_still(struct answer *x)
{
    if (!x->row.silence)
        x->row.silence = SILENCE_CHOSEN;
}

bool answer_put(struct tx *tx, struct answer *x, struct err *e)
{
    return !x->wanted || outbox_put(tx, &x->row, e);
}

/* ---- words ---- */

/* To a sender in Chinese, whatever the clerk reads. */
static struct str say(const struct answer *x, enum message message, struct str a1, struct str a2, struct str a3)
{
    return message_text(x->arena, message, LANGUAGE_ZH, ARGS(a1, a2, a3));
}

static struct str moment(const struct answer *x, struct instant t)
{
    struct civil c = day_civil(instant_day(t, x->zone));
    int minute = instant_minute(t, x->zone);
    return str_format(x->arena, "%04d-%02d-%02d %02d:%02d:%02d", c.year, c.month, c.day, minute / 60, minute % 60,
                      (int)(t.ms / 1000 % 60));
}

/* 日报（5月17日） */
static struct str what(const struct answer *x, const struct receipt_view *of)
{
    if (!day_is_set(of->day))
        return of->duty_name;
    struct civil c = day_civil(of->day);
    return say(x, MSG_ANSWER_OF_DAY, of->duty_name, str_format(x->arena, "%d", c.month),
               str_format(x->arena, "%d", c.day));
}

struct letter_text {
    const struct answer *answer;
    struct buf b;
};

static struct letter_text text_of(const struct answer *x)
{
    return (struct letter_text){x, buf_new(x->arena, 1024)};
}

static void line(struct letter_text *t, enum message message, struct str a1, struct str a2)
{
    buf_put(&t->b, say(t->answer, message, a1, a2, S("")));
    buf_putc(&t->b, '\n');
}

/* What a letter of ours has at its beginning and its end. */
static void done(struct answer *x, int kind, struct str subject, struct letter_text *t)
{
    buf_format(&t->b, "\n" STR_FMT "\n", STR_ARG(x->name));
    line(t, MSG_ANSWER_END, S(""), S(""));
    x->row.kind = kind;
    x->row.subject = utf8_head(subject, SUBJECT_LONG);
    x->row.words = buf_str(&t->b);
}

static void put_facts(struct letter_text *t, const struct receipt_view *of)
{
    line(t, MSG_ANSWER_CAMPAIGN, of->campaign_title, S(""));
    line(t, MSG_ANSWER_UNIT, of->unit_name, S(""));
    line(t, MSG_ANSWER_DUTY, what(t->answer, of), S(""));
}

void answer_receipt(struct answer *x, const struct receipt_view *r, struct instant entered)
{
    if (!x->wanted)
        return;
    struct letter_text t = text_of(x);
    struct str none = S(""), url = outbox_url(x->office);
    line(&t, MSG_ANSWER_TAKEN, moment(x, x->arrived), none);
    buf_putc(&t.b, '\n');
    put_facts(&t, r);
    line(&t, r->late ? MSG_ANSWER_LATE : MSG_ANSWER_IN_TIME, moment(x, x->arrived), none);
    line(&t, MSG_ANSWER_ENTERED, moment(x, entered), none);
    line(&t, MSG_ANSWER_NUMBER, r->number, none);
    line(&t, MSG_ANSWER_HASH, r->hash, none);
    line(&t, MSG_ANSWER_CHECK,
         str_format(x->arena, STR_FMT "/receipt/" STR_FMT "?hash=" STR_FMT, STR_ARG(url), STR_ARG(r->number),
                    STR_ARG(str_sub(r->hash, 0, HASH_TOLD))),
         none);
    buf_putc(&t.b, '\n');
    line(&t, MSG_ANSWER_CORRECT, url, none);
    line(&t, MSG_ANSWER_FORGED, none, none);
    done(x, ANSWER_RECEIPT, say(x, MSG_ANSWER_RECEIPT, r->unit_name, what(x, r), none), &t);
}

void answer_aside(struct answer *x, struct str reason)
{
    if (!x->wanted)
        return;
    struct letter_text t = text_of(x);
    line(&t, MSG_ANSWER_LEFT, moment(x, x->arrived), S(""));
    line(&t, MSG_ANSWER_REASON, reason, S(""));
    buf_putc(&t.b, '\n');
    line(&t, MSG_ANSWER_SEND_AGAIN, outbox_url(x->office), S(""));
    line(&t, MSG_ANSWER_FORGED, S(""), S(""));
    done(x, ANSWER_ASIDE, say(x, MSG_ANSWER_ASIDE, moment(x, x->arrived), S(""), S("")), &t);
}

void answer_returned(struct answer *x, const struct receipt_view *of, struct str reason, bool forget)
{
    if (!x->wanted)
        return;
    struct letter_text t = text_of(x);
    line(&t, MSG_ANSWER_BACK, moment(x, x->arrived), S(""));
    buf_putc(&t.b, '\n');
    put_facts(&t, of);
    line(&t, MSG_ANSWER_NUMBER, of->number, S(""));
    line(&t, MSG_ANSWER_REASON, reason, S(""));
    line(&t, forget ? MSG_ANSWER_FORGET : MSG_ANSWER_STANDS, S(""), S(""));
    buf_putc(&t.b, '\n');
    line(&t, MSG_ANSWER_SEND_AGAIN, outbox_url(x->office), S(""));
    done(x, ANSWER_RETURNED, say(x, MSG_ANSWER_RETURNED, of->unit_name, what(x, of), S("")), &t);
}

/* ---- looking ---- */

static const enum message kinds[] = {[ANSWER_RECEIPT] = MSG_ANSWER_KIND_RECEIPT,
                                     [ANSWER_ASIDE] = MSG_ANSWER_KIND_ASIDE,
                                     [ANSWER_RETURNED] = MSG_ANSWER_KIND_RETURNED};

static const enum message silences[] = {
    [SILENCE_NONE] = MSG_SILENCE_NOBODY,       [SILENCE_NOBODY] = MSG_SILENCE_NOBODY,
    [SILENCE_AUTOMATIC] = MSG_SILENCE_PROGRAM, [SILENCE_LIST] = MSG_SILENCE_LIST,
    [SILENCE_ROBOT] = MSG_SILENCE_ROBOT,       [SILENCE_OURSELVES] = MSG_SILENCE_OURSELVES,
    [SILENCE_OFTEN] = MSG_SILENCE_OFTEN,       [SILENCE_EARLIER] = MSG_SILENCE_EARLIER,
    [SILENCE_CHOSEN] = MSG_SILENCE_CHOSEN};

/* A number that this program does not know was written by a newer one. */
static struct str why_silent(struct arena *a, enum language language, int silence)
{
    bool known = silence > 0 && silence <= SILENCE_CHOSEN;
    return message_text(a, silences[known ? silence : SILENCE_NONE], language, NULL);
}

static struct str answer_text(struct arena *a, enum language language, const struct outbox_record *x)
{
    bool known = x->kind >= 0 && x->kind <= ANSWER_RETURNED;
    struct str kind = message_text(a, kinds[known ? x->kind : ANSWER_RECEIPT], language, NULL);
    switch (x->state) {
    case OUTBOX_WAITING:
        return message_text(a, x->tries ? MSG_ANSWER_TRIED : MSG_ANSWER_WAITS, language,
                            ARGS(kind, x->address, x->told));
    case OUTBOX_SENT:
        return message_text(a, x->address.n ? MSG_ANSWER_SENT : MSG_ANSWER_SENT_THEN, language, ARGS(kind, x->address));
    case OUTBOX_FAILED:
        return message_text(a, x->address.n ? MSG_ANSWER_FAILED : MSG_ANSWER_FAILED_THEN, language,
                            ARGS(kind, x->told, x->address));
    default:
        return message_text(a, MSG_ANSWER_SILENT, language, ARGS(kind, why_silent(a, language, x->silence)));
    }
}

bool answers_of(struct office *office, struct arena *a, enum language language, uint64_t letter,
                struct answers_view *list_r, struct err *e)
{
    struct outbox_records rows;
    struct answers_view list = {0};
    if (!outbox_of(store_reader(office_store(office)), a, letter, &rows, e))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct outbox_record *x = &rows.items[i];
        struct answer_view one = {.kind = x->kind,
                                  .state = x->state,
                                  .text = answer_text(a, language, x),
                                  .at = instant_is_set(x->settled_at) ? x->settled_at : x->put_at};
        arena_push(a, &list, one);
    }
    *list_r = list;
    return true;
}

bool answer_foretold(struct office *office, struct arena *a, enum language language, uint64_t letter,
                     struct str *text_r, bool *told_r, struct err *e)
{
    struct letter_answer to;
    if (!outbox_is_connected(office))
        return true;
    if (!letter_answer_read(store_reader(office_store(office)), a, letter, &to, e))
        return false;
    int silence = silence_of(office, &to);
    *told_r = !silence;
    *text_r = silence ? message_text(a, MSG_ANSWER_NONE, language, ARGS(why_silent(a, language, silence)))
                      : message_text(a, MSG_ANSWER_TO, language, ARGS(to.address));
    return true;
}
