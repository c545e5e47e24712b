/* SPDX-License-Identifier: Apache-2.0 */
#include "store/obligation.h"

#include "store/inside.h"

/* Day 0 stands for a duty that is not repeated, so that the unique index holds there too. */
static struct value day_value(struct day d)
{
    return v_int(day_is_set(d) ? d.n : 0);
}

bool obligation_add(struct tx *tx, struct obligation_record *o, struct err *e)
{
    uint64_t id = id_next(tx_store(tx));
    if (!sql_do(tx, SQL_OBLIGATION_ADD, e, v_id(id), v_id(o->campaign.n), v_text(o->duty), v_id(o->unit.n),
                day_value(o->day), v_instant(o->opens), v_instant(o->due), v_int(o->quota_min), v_int(o->quota_max),
                v_int(o->own_accord)))
        return false;
    o->id.n = id;
    return true;
}

static bool append(struct tx *tx, struct obligation_id id, struct str kind, struct event *ev, struct err *e)
{
    ev->kind = kind;
    ev->subject = id.n;
    return event_append(tx, ev, e);
}

bool obligation_begin(struct tx *tx, struct obligation_record *o, struct event *ev, struct err *e)
{
    const struct value args[] = {v_id(o->campaign.n), v_text(o->duty), day_value(o->day), v_id(o->unit.n)};
    int64_t id;
    if (!sql_number(tx_reader(tx), SQL_OBLIGATION_WITHDRAWN, args, sizeof args / sizeof *args, 0, &id, e))
        return false;
    if (!id)
        return obligation_add(tx, o, e);
    o->id.n = (uint64_t)id;
    return obligation_restore(tx, o->id, ev, e) && obligation_amend(tx, o, NULL, e);
}

bool obligation_withdraw(struct tx *tx, struct obligation_id id, struct event *ev, struct err *e)
{
    return sql_do(tx, SQL_OBLIGATION_WITHDRAW, e, v_id(id.n)) && append(tx, id, S("obligation.withdrawn"), ev, e);
}

bool obligation_restore(struct tx *tx, struct obligation_id id, struct event *ev, struct err *e)
{
    return sql_do(tx, SQL_OBLIGATION_RESTORE, e, v_id(id.n)) && append(tx, id, S("obligation.restored"), ev, e);
}

bool obligation_amend(struct tx *tx, const struct obligation_record *o, struct event *ev, struct err *e)
{
    return sql_do(tx, SQL_OBLIGATION_AMEND, e, v_id(o->id.n), v_instant(o->opens), v_instant(o->due),
                  v_int(o->quota_min), v_int(o->quota_max), v_int(o->own_accord)) &&
           (!ev || append(tx, o->id, S("obligation.amended"), ev, e));
}

bool obligation_waive(struct tx *tx, struct obligation_id id, struct event *ev, struct err *e)
{
    return sql_do(tx, SQL_OBLIGATION_WAIVE, e, v_id(id.n), v_id(ev->campaign)) &&
           append(tx, id, S("obligation.waived"), ev, e);
}

bool obligation_unwaive(struct tx *tx, struct obligation_id id, struct event *ev, struct err *e)
{
    return sql_do(tx, SQL_OBLIGATION_UNWAIVE, e, v_id(id.n), v_id(ev->campaign)) &&
           append(tx, id, S("obligation.unwaived"), ev, e);
}

bool obligation_extend(struct tx *tx, struct obligation_id id, struct instant due, struct event *ev, struct err *e)
{
    ev->when = due;
    return sql_do(tx, SQL_OBLIGATION_EXTEND, e, v_id(id.n), v_id(ev->campaign), v_int(due.ms)) &&
           append(tx, id, S("obligation.extended"), ev, e);
}

static struct obligation_record of_row(struct rows *rows, struct str duty)
{
    int32_t day = (int32_t)sql_int(rows, 4);
    return (struct obligation_record){
        .id = {(uint64_t)sql_int(rows, 0)},
        .campaign = {(uint64_t)sql_int(rows, 1)},
        .duty = duty,
        .unit = {(uint64_t)sql_int(rows, 3)},
        .day = day ? (struct day){day} : DAY_NONE,
        .opens = sql_instant(rows, 5),
        .due = sql_instant(rows, 6),
        .extended = sql_instant(rows, 7),
        .quota_min = sql_int(rows, 8),
        .quota_max = sql_int(rows, 9),
        .own_accord = sql_int(rows, 10) != 0,
        .withdrawn = sql_int(rows, 11) != 0,
        .waived = sql_int(rows, 12) != 0,
    };
}

bool obligation_each(struct reader *r, struct arena *a, struct campaign_id campaign,
                     void (*take)(void *arg, const struct obligation_record *o), void *arg, struct err *e)
{
    struct rows rows;
    struct str duty = {0};
    if (!sql_look(r, SQL_OBLIGATION_LOAD, &rows, e, v_id(campaign.n)))
        return false;
    while (sql_next(&rows)) {
        if (!str_eq(duty, sql_peek(&rows, 2)))
            duty = sql_text(&rows, a, 2);
        struct obligation_record o = of_row(&rows, duty);
        take(arg, &o);
    }
    return sql_close(&rows, e);
}

struct gathering {
    struct arena *arena;
    struct obligation_records list;
};

static void gather(void *arg, const struct obligation_record *o)
{
    struct gathering *g = arg;
    arena_push(g->arena, &g->list, *o);
}

bool obligation_load(struct reader *r, struct arena *a, struct campaign_id campaign, struct obligation_records *list_r,
                     struct err *e)
{
    struct gathering g = {.arena = a};
    if (!obligation_each(r, a, campaign, gather, &g, e))
        return false;
    *list_r = g.list;
    return true;
}

bool obligation_count(struct reader *r, struct campaign_id campaign, int64_t *count_r, struct err *e)
{
    const struct value args[] = {v_id(campaign.n)};
    return sql_number(r, SQL_OBLIGATION_COUNT, args, 1, 0, count_r, e);
}
