/* SPDX-License-Identifier: Apache-2.0 */
#include "store/activity.h"

#include "store/inside.h"

bool activity_put(struct tx *tx, struct activity_record *act, struct err *e)
{
    const struct value row[] = {v_id(act->obligation.n), v_text(act->row)};
    int64_t id;
    if (!sql_do(tx, SQL_ACTIVITY_PUT, e, v_id(id_next(tx_store(tx))), v_id(act->campaign.n), v_id(act->unit.n),
                v_id(act->obligation.n), v_int(act->version), v_text(act->row), v_text(act->name),
                v_text(act->organiser), v_text(act->partners), v_text(act->place),
                v_int(day_is_set(act->day) ? act->day.n : 0), v_int(act->start), v_int(act->end),
                v_text(act->values)) ||
        !sql_number(tx_reader(tx), SQL_ACTIVITY_ID_OF_ROW, row, 2, 0, &id, e))
        return false;
    act->id = (uint64_t)id;
    return true;
}

bool activity_prune(struct tx *tx, struct obligation_id id, uint32_t version, struct err *e)
{
    return sql_do(tx, SQL_ACTIVITY_PRUNE, e, v_id(id.n), v_int(version));
}

static struct activity_record of_row(struct rows *rows, struct arena *a)
{
    int32_t day = (int32_t)sql_int(rows, 10);
    return (struct activity_record){
        .id = (uint64_t)sql_int(rows, 0),
        .campaign = {(uint64_t)sql_int(rows, 1)},
        .unit = {(uint64_t)sql_int(rows, 2)},
        .obligation = {(uint64_t)sql_int(rows, 3)},
        .version = (uint32_t)sql_int(rows, 4),
        .row = sql_text(rows, a, 5),
        .name = sql_text(rows, a, 6),
        .organiser = sql_text(rows, a, 7),
        .partners = sql_text(rows, a, 8),
        .place = sql_text(rows, a, 9),
        .day = day ? (struct day){day} : DAY_NONE,
        .start = sql_int(rows, 11),
        .end = sql_int(rows, 12),
        .values = sql_text(rows, a, 13),
    };
}

bool activity_each(struct reader *r, struct arena *one, struct campaign_id campaign, struct activity_span span,
                   bool (*take)(void *arg, const struct activity_record *act, bool *more_r, struct err *e), void *arg,
                   struct err *e)
{
    struct rows rows;
    bool one_day = day_is_set(span.day), ok = true, more = true;
    struct activity_place from = span.after;
    if (!from.id)
        from = (struct activity_place){.day = one_day ? span.day.n : 0, .start = INT32_MIN};
    if (!sql_look(r, SQL_ACTIVITY_FROM, &rows, e, v_id(campaign.n), v_int(from.day), v_int(from.start), v_id(from.id),
                  v_int(one_day ? span.day.n : INT32_MAX)))
        return false;
    while (ok && more && sql_next(&rows)) {
        struct activity_record act = of_row(&rows, one);
        ok = rows.full || take(arg, &act, &more, e);
        arena_reset(one);
    }
    struct err closing;
    bool closed = sql_close(&rows, &closing);
    if (ok && !closed)
        *e = closing;
    return ok && closed;
}

bool activity_read(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t id,
                   struct activity_record *act_r, struct err *e)
{
    struct rows rows;
    struct activity_record act = {0};
    if (!sql_look(r, SQL_ACTIVITY_READ, &rows, e, v_id(id), v_id(campaign.n)))
        return false;
    if (sql_next(&rows))
        act = of_row(&rows, a);
    if (!sql_close(&rows, e))
        return false;
    if (!act.id)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *act_r = act;
    return true;
}

struct activity_place activity_place_of(const struct activity_record *act)
{
    return (struct activity_place){day_is_set(act->day) ? act->day.n : 0, act->start, act->id};
}
