/* SPDX-License-Identifier: Apache-2.0 */
#include "store/unit.h"

#include "base/map.h"
#include "store/event.h"
#include "store/inside.h"

/* ---- writing ---- */

bool register_add(struct tx *tx, struct str name, struct instant at, uint64_t *register_r, struct err *e)
{
    uint64_t id = id_next(tx_store(tx));
    if (!sql_do(tx, SQL_REGISTER_ADD, e, v_id(id), v_text(name), v_int(at.ms)))
        return false;
    *register_r = id;
    return true;
}

bool register_first(struct reader *r, uint64_t *register_r, struct err *e)
{
    int64_t id;
    if (!sql_number(r, SQL_REGISTER_FIRST, NULL, 0, 0, &id, e))
        return false;
    *register_r = (uint64_t)id;
    return true;
}

bool register_newest(struct reader *r, struct arena *a, uint64_t reg, uint64_t *seq_r, struct err *e)
{
    struct event imported = {0}, edited = {0};
    if (!event_newest_about(r, a, reg, S("register.imported"), &imported, e) && e->code != ERR_MISSING)
        return false;
    if (!event_newest_about(r, a, reg, S("unit.edited"), &edited, e) && e->code != ERR_MISSING)
        return false;
    *seq_r = imported.seq > edited.seq ? imported.seq : edited.seq;
    return true;
}

bool register_is_at(struct tx *tx, struct arena *a, uint64_t reg, uint64_t seq, struct err *e)
{
    uint64_t newest;
    return register_newest(tx_reader(tx), a, reg, &newest, e) &&
           (newest == seq || err_set(e, ERR_CONFLICT, MSG_STATE_CHANGED));
}

static bool put_traits(struct tx *tx, const struct unit *u, uint64_t id, struct err *e)
{
    if (!sql_do(tx, SQL_TRAIT_CLEAR, e, v_id(id)))
        return false;
    for (size_t i = 0; i < u->traits.n; i++) {
        const struct trait *t = &u->traits.items[i];
        if (!sql_do(tx, SQL_TRAIT_ADD, e, v_id(id), v_id(i), v_text(t->key), v_text(t->value), v_day(t->from),
                    v_day(t->to)))
            return false;
    }
    return true;
}

bool unit_put(struct tx *tx, uint64_t reg, struct unit *u, struct err *e)
{
    const struct value code[] = {v_id(reg), v_text(u->code)};
    int64_t id;
    if (!sql_do(tx, SQL_UNIT_PUT, e, v_id(id_next(tx_store(tx))), v_id(reg), v_text(u->code),
                u->parent.n ? v_id(u->parent.n) : v_null(), v_int(u->kind), v_text(u->name), v_text(u->short_name),
                v_text(u->contact_name), v_text(u->contact_phone)) ||
        !sql_number(tx_reader(tx), SQL_UNIT_ID_OF_CODE, code, 2, 0, &id, e) || !put_traits(tx, u, (uint64_t)id, e))
        return false;
    u->id.n = (uint64_t)id;
    return true;
}

bool unit_edit(struct tx *tx, uint64_t reg, const struct unit *u, struct event *ev, struct err *e)
{
    ev->kind = S("unit.edited");
    ev->subject = reg;
    return sql_do(tx, SQL_UNIT_EDIT, e, v_id(u->id.n), v_text(u->name), v_text(u->short_name), v_text(u->contact_name),
                  v_text(u->contact_phone), v_id(reg)) &&
           event_append(tx, ev, e);
}

bool unit_recode(struct tx *tx, uint64_t reg, struct unit_id id, struct str code, struct err *e)
{
    return sql_do(tx, SQL_UNIT_FREE_CODE, e, v_id(reg), v_text(code)) &&
           sql_do(tx, SQL_UNIT_RECODE, e, v_id(id.n), v_text(code));
}

bool unit_remove(struct tx *tx, struct unit_id id, struct instant at, int unless_role, struct err *e)
{
    return sql_do(tx, SQL_UNIT_REMOVE, e, v_id(id.n), v_int(at.ms > 0 ? at.ms : 1), v_int(unless_role));
}

/* ---- reading ---- */

static bool load_units(struct reader *r, struct arena *a, uint64_t reg, bool with_removed, struct units *list,
                       struct err *e)
{
    struct rows rows;
    if (!sql_look(r, SQL_UNIT_LOAD, &rows, e, v_id(reg), v_int(with_removed)))
        return false;
    while (sql_next(&rows)) {
        struct unit u = {
            .id = {(uint64_t)sql_int(&rows, 0)},
            .parent = {(uint64_t)sql_int(&rows, 1)},
            .code = sql_text(&rows, a, 2),
            .name = sql_text(&rows, a, 3),
            .short_name = sql_text(&rows, a, 4),
            .kind = (int)sql_int(&rows, 5),
            .contact_name = sql_text(&rows, a, 6),
            .contact_phone = sql_text(&rows, a, 7),
            .removed = {sql_int(&rows, 8)},
        };
        arena_push(a, list, u);
    }
    return sql_close(&rows, e);
}

/* Places in a list by the unit's id. */
static struct map places_of(struct arena *a, const struct units *list)
{
    struct map m = map_new(a, list->n);
    for (size_t i = 0; i < list->n; i++)
        map_put(&m, list->items[i].id.n, i);
    return m;
}

static struct unit *unit_at(const struct map *places, const struct units *list, uint64_t id)
{
    size_t walk = 0, at;
    while (map_next(places, id, &walk, &at))
        if (list->items[at].id.n == id)
            return &list->items[at];
    return NULL;
}

/* The traits of units that are not loaded are passed over. */
static bool load_traits(struct reader *r, struct arena *a, uint64_t reg, struct units *list, const struct map *places,
                        struct err *e)
{
    struct rows rows;
    if (!sql_look(r, SQL_TRAIT_LOAD, &rows, e, v_id(reg)))
        return false;
    while (sql_next(&rows)) {
        struct unit *u = unit_at(places, list, (uint64_t)sql_int(&rows, 0));
        if (!u)
            continue;
        struct trait t = {.key = sql_text(&rows, a, 1),
                          .value = sql_text(&rows, a, 2),
                          .from = sql_day(&rows, 3),
                          .to = sql_day(&rows, 4)};
        arena_push(a, &u->traits, t);
    }
    return sql_close(&rows, e);
}

/* How far from the root; a parent that is not loaded counts as none, a circle ends after as many steps as units. */
static size_t depth_of(const struct units *list, const struct map *places, const struct unit *u)
{
    size_t depth = 0;
    while (depth <= list->n && u->parent.n && (u = unit_at(places, list, u->parent.n)))
        depth++;
    return depth;
}

/* By depth, keeping the order by code within one depth: so parents stand before children. */
static struct units in_order(struct arena *a, const struct units *list, const struct map *places)
{
    size_t *depths = arena_many(a, size_t, list->n + 1), deepest = 0;
    struct units ordered = {.items = arena_many(a, struct unit, list->n + 1), .cap = list->n + 1};
    for (size_t i = 0; i < list->n; i++) {
        depths[i] = depth_of(list, places, &list->items[i]);
        deepest = depths[i] > deepest ? depths[i] : deepest;
    }
    for (size_t depth = 0; depth <= deepest; depth++)
        for (size_t i = 0; i < list->n; i++)
            if (depths[i] == depth)
                ordered.items[ordered.n++] = list->items[i];
    return ordered;
}

bool unit_load(struct reader *r, struct arena *a, uint64_t reg, bool with_removed, struct units *units_r, struct err *e)
{
    struct units list = {0};
    if (!load_units(r, a, reg, with_removed, &list, e))
        return false;
    struct map places = places_of(a, &list);
    if (!load_traits(r, a, reg, &list, &places, e))
        return false;
    *units_r = in_order(a, &list, &places);
    return true;
}
