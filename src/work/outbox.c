/* SPDX-License-Identifier: Apache-2.0 */
#include "work/outbox.h"

#include "base/log.h"

#include <pthread.h>

SHAPE(outbox_view, struct outbox_view, SHAPE_FIELD(outbox_view, connected, NULL, BOOL),
      SHAPE_FIELD(outbox_view, well, NULL, BOOL), SHAPE_FIELD(outbox_view, waiting, NULL, INT),
      SHAPE_FIELD(outbox_view, failed, NULL, INT), SHAPE_FIELD(outbox_view, text, NULL, PROSE));

struct outbox {
    pthread_mutex_t lock; /* of ill and why; the way is set before anybody serves */
    struct outbox_way way;
    bool connected, ill;
    struct err why;
};

struct outbox *outbox_open(struct arena *a)
{
    struct outbox *o = arena_one(a, struct outbox);
    pthread_mutex_init(&o->lock, NULL);
    return o;
}

void outbox_connect(struct office *office, const struct outbox_way *way)
{
    struct outbox *o = office_outbox(office);
    o->way = *way;
    o->connected = true;
}

bool outbox_is_connected(struct office *office)
{
    return office_outbox(office)->connected;
}

struct str outbox_name(struct office *office, struct arena *a)
{
    struct str name = office_outbox(office)->way.name;
    if (name.n)
        return name;
    office_read(office);
    const struct roll *roll = office_roll(office, office_first_register(office));
    name = roll && roll->units.n ? str_dup(a, roll->units.items[0].name) : S("");
    office_read_done(office);
    return name;
}

struct str outbox_url(struct office *office)
{
    return office_outbox(office)->way.base_url;
}

bool outbox_is_ours(struct office *office, struct str address)
{
    const struct strs *ours = &office_outbox(office)->way.ours;
    for (size_t i = 0; i < ours->n; i++)
        if (str_eq_nocase(ours->items[i], address))
            return true;
    return false;
}

void outbox_wake(struct office *office)
{
    const struct outbox *o = office_outbox(office);
    if (o->connected)
        o->way.wake(o->way.arg);
}

/* Logged when it turns, not at each try. */
void outbox_told(struct office *office, const struct err *why)
{
    struct outbox *o = office_outbox(office);
    pthread_mutex_lock(&o->lock);
    bool turned = o->ill != (why != NULL) || (why && why->message != o->why.message);
    o->ill = why;
    if (why)
        o->why = *why;
    pthread_mutex_unlock(&o->lock);
    if (turned && why)
        log_line(LOG_WARN, "outbox", "\"code\":\"%s\",\"detail\":\"%s\"", err_name(why->code),
                 log_text(why->detail).at);
    else if (turned)
        log_line(LOG_INFO, "outbox", "\"well\":true");
}

/* ---- what became of one ---- */

struct tried {
    struct op op;
    struct outbox_record rec;
};

static bool tried_apply(struct op *op, struct tx *tx, struct err *e)
{
    return outbox_settle(tx, &((struct tried *)(void *)op)->rec, e);
}

bool outbox_tried(struct office *office, const struct outbox_record *rec, struct err *e)
{
    struct tried t = {.op = {.apply = tried_apply}, .rec = *rec};
    if (!ledger_wait(office_store(office), &t.op, e))
        return false;
    office_tell(office, 0, ~0ull, S("letters"), S("{}"));
    return true;
}

struct erasing {
    struct op op;
    struct instant before;
    int64_t count;
};

static bool erase_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct erasing *x = (struct erasing *)(void *)op;
    return outbox_forget(tx, x->before, &x->count, e);
}

bool outbox_erase(struct office *office, int64_t *count_r, struct err *e)
{
    struct erasing x = {.op = {.apply = erase_apply}, .before = {office_now(office).ms - OUTBOX_KEPT_DAYS * MS_A_DAY}};
    if (!ledger_wait(office_store(office), &x.op, e))
        return false;
    *count_r = x.count;
    return true;
}

/* ---- looking ---- */

static struct str count_text(struct arena *a, int64_t n)
{
    return str_format(a, "%lld", (long long)n);
}

static struct str told_text(struct arena *a, const struct outbox *o, const struct outbox_view *v,
                            const struct outbox_record *last, enum language language)
{
    if (o->ill)
        return message_text(a, MSG_OUTBOX_ILL, language,
                            ARGS(count_text(a, v->waiting), err_text(a, &o->why, language)));
    if (v->waiting)
        return message_text(a, MSG_OUTBOX_WAITS, language, ARGS(count_text(a, v->waiting)));
    if (v->failed)
        return message_text(a, MSG_OUTBOX_FAILED, language, ARGS(count_text(a, v->failed), last->told));
    return message_text(a, MSG_OUTBOX_WELL, language, ARGS(o->way.from));
}

struct outbox_view outbox_look(struct office *office, struct arena *a, enum language language)
{
    struct outbox *o = office_outbox(office);
    struct outbox_view v = {.connected = o->connected, .well = true};
    struct reader *r = store_reader(office_store(office));
    struct outbox_record last = {.told = S("")};
    struct err why;
    bool known;
    if (!o->connected)
        return v;
    if (!outbox_count(r, OUTBOX_WAITING, &v.waiting, &why) || !outbox_count(r, OUTBOX_FAILED, &v.failed, &why) ||
        !outbox_failure(r, a, &last, &known, &why)) {
        v.well = false;
        v.text = err_text(a, &why, language);
        return v;
    }
    pthread_mutex_lock(&o->lock);
    v.well = !o->ill;
    v.text = told_text(a, o, &v, &last, language);
    pthread_mutex_unlock(&o->lock);
    return v;
}
