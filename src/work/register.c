/* SPDX-License-Identifier: Apache-2.0 */
#include "work/register.h"
#include "format/json.h"
#include "format/sheet.h"
#include "store/unit.h"

bool units_list(struct office *office, struct arena *a, const struct session *who, struct units_view *view_r,
                struct err *e)
{
    struct units_view view = {0};
    office_read(office);
    const struct roll *roll = office_roll(office, who->reg);
    for (size_t i = 0; roll && i < roll->units.n; i++) {
        struct unit u = roll->units.items[i];
        if (!may_see(roll, who, u.id))
            continue;
        if (!arena_left(a)) {
            office_read_done(office);
            return err_set(e, ERR_LARGE, MSG_NO_ROOM);
        }
        u.code = str_dup(a, u.code);
        u.name = str_dup(a, u.name);
        u.short_name = str_dup(a, u.short_name);
        u.contact_name = str_dup(a, u.contact_name);
        u.contact_phone = str_dup(a, u.contact_phone);
        struct traits traits = {0};
        for (size_t k = 0; k < u.traits.n; k++) {
            struct trait t = u.traits.items[k];
            t.key = str_dup(a, t.key);
            t.value = str_dup(a, t.value);
            arena_push(a, &traits, t);
        }
        u.traits = traits;
        arena_push(a, &view.units, u);
    }
    office_read_done(office);
    *view_r = view;
    return true;
}

static const struct unit *by_code(const struct units *all, struct str code)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->items[i].code, code))
            return &all->items[i];
    return NULL;
}

static struct str parent_code(const struct units *all, const struct unit *u)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->items[i].id.n == u->parent.n)
            return all->items[i].code;
    return (struct str){0};
}

static bool same_traits(const struct traits *a, const struct traits *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        bool found = false;
        for (size_t k = 0; k < b->n && !found; k++)
            found = str_eq(a->items[i].key, b->items[k].key) && str_eq(a->items[i].value, b->items[k].value) &&
                    a->items[i].from.n == b->items[k].from.n && a->items[i].to.n == b->items[k].to.n;
        if (!found)
            return false;
    }
    return true;
}

static bool same_unit(const struct units *all_a, const struct unit *a, const struct units *all_b, const struct unit *b)
{
    return str_eq(a->name, b->name) && str_eq(a->short_name, b->short_name) && a->kind == b->kind &&
           str_eq(a->contact_name, b->contact_name) && str_eq(a->contact_phone, b->contact_phone) &&
           str_eq(parent_code(all_a, a), parent_code(all_b, b)) && same_traits(&a->traits, &b->traits);
}

static void compare(const struct units *old, const struct units *fresh, struct import_view *view)
{
    view->units = (int64_t)fresh->n;
    for (size_t i = 0; i < fresh->n; i++) {
        const struct unit *before = by_code(old, fresh->items[i].code);
        view->added += !before;
        view->changed += before && !same_unit(old, before, fresh, &fresh->items[i]);
    }
    for (size_t i = 0; i < old->n; i++)
        view->removed += !by_code(fresh, old->items[i].code);
}

struct import_deed {
    struct deed deed;
    uint64_t reg; /* 0: to be made */
    struct units fresh, old;
    struct str body; /* before and after, for the event */
};

/* A unit as the chain may know it: people's names and telephones stand in the register alone. */
static void put_unit(struct buf *b, const struct units *all, const struct unit *u)
{
    if (!u) {
        buf_lit(b, "null");
        return;
    }
    buf_lit(b, "{\"name\":");
    json_str(b, u->name);
    buf_format(b, ",\"kind\":\"%s\",\"parent\":", unit_kind_words[u->kind]);
    json_str(b, parent_code(all, u));
    buf_lit(b, ",\"traits\":{");
    for (size_t i = 0; i < u->traits.n; i++) {
        if (i)
            buf_putc(b, ',');
        json_str(b, u->traits.items[i].key);
        buf_putc(b, ':');
        json_str(b, u->traits.items[i].value);
    }
    buf_lit(b, "}}");
}

static void put_change(struct buf *b, const struct import_deed *d, struct str code, const struct unit *before,
                       const struct unit *after)
{
    if (b->at[b->n - 1] != '{')
        buf_putc(b, ',');
    json_str(b, code);
    buf_lit(b, ":{\"before\":");
    put_unit(b, &d->old, before);
    buf_lit(b, ",\"after\":");
    put_unit(b, &d->fresh, after);
    buf_putc(b, '}');
}

/* {CODE: {before, after}} of every unit that an import adds, changes or removes. Cut off without room for it: then the
 * deed is refused. */
static struct str before_and_after(struct arena *a, const struct import_deed *d)
{
    struct buf b = buf_new(a, 4096);
    buf_putc(&b, '{');
    for (size_t i = 0; i < d->fresh.n && arena_left(a); i++) {
        const struct unit *u = &d->fresh.items[i], *before = by_code(&d->old, u->code);
        if (!before || !same_unit(&d->old, before, &d->fresh, u))
            put_change(&b, d, u->code, before, u);
    }
    for (size_t i = 0; i < d->old.n && arena_left(a); i++)
        if (!by_code(&d->fresh, d->old.items[i].code))
            put_change(&b, d, d->old.items[i].code, &d->old.items[i], NULL);
    buf_putc(&b, '}');
    return buf_str(&b);
}

/* The lasting id of the parent, which stands before its children. */
static struct unit_id lasting(const struct units *fresh, const struct unit_id *ids, struct unit_id parent)
{
    for (size_t i = 0; parent.n && i < fresh->n; i++)
        if (fresh->items[i].id.n == parent.n)
            return ids[i];
    return (struct unit_id){0};
}

static bool import_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct import_deed *d = (struct import_deed *)(void *)op;
    struct unit_id *ids = arena_many(d->deed.arena, struct unit_id, d->fresh.n + 1);
    uint64_t reg = d->reg;
    if (!reg && !register_add(tx, S("单位名录"), d->deed.at, &reg, e))
        return false;
    for (size_t i = 0; i < d->fresh.n; i++) {
        struct unit u = d->fresh.items[i];
        u.parent = lasting(&d->fresh, ids, u.parent);
        if (!unit_put(tx, reg, &u, e))
            return false;
        ids[i] = u.id;
    }
    for (size_t i = 0; i < d->old.n; i++)
        if (!by_code(&d->fresh, d->old.items[i].code) && !unit_remove(tx, d->old.items[i].id, e))
            return false;
    struct event ev = {.at = d->deed.at, .actor = d->deed.who.account, .kind = S("register.imported"), .subject = reg};
    ev.body = d->body;
    return event_append(tx, &ev, e);
}

bool register_import(struct office *office, struct arena *a, const struct session *who, struct str path,
                     struct str name, bool apply, struct import_view *view_r, struct err *e)
{
    struct table table = {0};
    struct import_deed *d = arena_one(a, struct import_deed);
    struct import_view view = {0};
    if (!sheet_read(a, path, name, &table, e))
        return false;
    register_read(a, &table, &d->fresh, &view.errors);
    office_read(office);
    d->reg = who ? who->reg : office_first_register(office);
    office_read_done(office);
    if (d->reg && !unit_load(store_reader(office_store(office)), a, d->reg, false, &d->old, e))
        return false;
    if (!view.errors.n)
        compare(&d->old, &d->fresh, &view);
    if (apply && !view.errors.n) {
        d->body = before_and_after(a, d);
        d->deed = (struct deed){.op = {.apply = import_apply},
                                .office = office,
                                .arena = a,
                                .at = office_now(office),
                                .project = deed_reload};
        if (who)
            d->deed.who = *who;
        if (!deed_submit(&d->deed, e))
            return false;
        view.applied = true;
    }
    *view_r = view;
    return true;
}
