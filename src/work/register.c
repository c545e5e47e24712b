/* SPDX-License-Identifier: Apache-2.0 */
#include "work/register.h"
#include "base/map.h"
#include "format/json.h"
#include "format/sheet.h"
#include "format/sheet_out.h"
#include "store/account.h"
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

/* Units found by their code or id. */
struct catalogue {
    const struct units *all;
    struct map codes, ids;
};

static struct catalogue catalogue_of(struct arena *a, const struct units *all)
{
    struct catalogue c = {.all = all, .codes = map_new(a, all->n), .ids = map_new(a, all->n)};
    for (size_t i = 0; i < all->n; i++) {
        map_put(&c.codes, str_hash(all->items[i].code), i);
        map_put(&c.ids, all->items[i].id.n, i);
    }
    return c;
}

static const struct unit *by_code(const struct catalogue *c, struct str code)
{
    size_t walk = 0, at;
    while (map_next(&c->codes, str_hash(code), &walk, &at))
        if (str_eq(c->all->items[at].code, code))
            return &c->all->items[at];
    return NULL;
}

static struct str parent_code(const struct catalogue *c, const struct unit *u)
{
    size_t walk = 0, at;
    while (u->parent.n && map_next(&c->ids, u->parent.n, &walk, &at))
        if (c->all->items[at].id.n == u->parent.n)
            return c->all->items[at].code;
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

struct import_deed {
    struct deed deed;
    uint64_t reg;          /* 0: to be made */
    uint64_t held_against; /* the import that made it what it is in `old` */
    struct units fresh, old;
    struct catalogue fresh_by, old_by;
    const struct unit **before; /* of each fresh unit: what it was; NULL: it is new */
    bool *stays;                /* of each old one: it is among the fresh ones */
    struct str body;            /* before and after, for the event */
};

static bool same_unit(const struct import_deed *d, const struct unit *before, const struct unit *after)
{
    return str_eq(before->code, after->code) && str_eq(before->name, after->name) &&
           str_eq(before->short_name, after->short_name) && before->kind == after->kind &&
           str_eq(before->contact_name, after->contact_name) && str_eq(before->contact_phone, after->contact_phone) &&
           str_eq(parent_code(&d->old_by, before), parent_code(&d->fresh_by, after)) &&
           same_traits(&before->traits, &after->traits);
}

/*
 * Which unit was which: by its code, and the uppermost one is the office, whatever code it is given. Both lists begin
 * with it.
 */
static void pair(struct arena *a, struct import_deed *d)
{
    d->fresh_by = catalogue_of(a, &d->fresh);
    d->old_by = catalogue_of(a, &d->old);
    d->before = arena_many(a, const struct unit *, d->fresh.n + 1);
    d->stays = arena_many(a, bool, d->old.n + 1);
    for (size_t i = 0; i < d->fresh.n; i++) {
        d->before[i] = by_code(&d->old_by, d->fresh.items[i].code);
        if (d->before[i])
            d->stays[d->before[i] - d->old.items] = true;
    }
    if (d->fresh.n && d->old.n && !d->before[0] && !d->stays[0]) {
        d->before[0] = d->old.items;
        d->stays[0] = true;
    }
}

/* ---- what it makes different, told beforehand ---- */

/* What is told, in the reader's language, one after another. */
struct telling {
    struct arena *arena;
    enum language language;
    struct buf text;
};

static void put_change_text(struct telling *t, enum message message, struct str before, struct str after)
{
    if (t->text.n)
        buf_put(&t->text, message_text(t->arena, MSG_REGISTER_AND, t->language, NULL));
    buf_put(&t->text, message_text(t->arena, message, t->language, ARGS(before, after)));
}

static void put_field(struct telling *t, enum message message, struct str before, struct str after)
{
    struct str nothing = message_text(t->arena, MSG_REGISTER_NOTHING, t->language, NULL);
    if (!str_eq(before, after))
        put_change_text(t, message, before.n ? before : nothing, after.n ? after : nothing);
}

static struct str change_text(struct arena *a, enum language language, const struct import_deed *d,
                              const struct unit *before, const struct unit *after)
{
    struct telling t = {a, language, buf_new(a, 128)};
    put_field(&t, MSG_REGISTER_CODE, before->code, after->code);
    put_field(&t, MSG_REGISTER_PARENT, parent_code(&d->old_by, before), parent_code(&d->fresh_by, after));
    put_field(&t, MSG_REGISTER_NAME, before->name, after->name);
    put_field(&t, MSG_REGISTER_SHORT, before->short_name, after->short_name);
    put_field(&t, MSG_REGISTER_KIND, unit_kind_label(before, language), unit_kind_label(after, language));
    put_field(&t, MSG_REGISTER_CONTACT, before->contact_name, after->contact_name);
    put_field(&t, MSG_REGISTER_PHONE, before->contact_phone, after->contact_phone);
    if (!same_traits(&before->traits, &after->traits))
        put_change_text(&t, MSG_REGISTER_TRAITS, S(""), S(""));
    return buf_str(&t.text);
}

/* Under office_read: how many things a unit has reported. */
static int64_t reported(struct office *office, const struct import_deed *d, struct unit_id unit)
{
    struct live **lives;
    int64_t n = 0;
    size_t campaigns = office_campaigns(office, &lives);
    for (size_t i = 0; i < campaigns; i++) {
        int64_t at = lives[i]->reg == d->reg ? roll_index(lives[i]->roll, unit) : -1;
        for (size_t c = 0; at >= 0 && c < lives[i]->columns.n; c++) {
            struct live_obligation *o = live_at(lives[i], at, c);
            n += o && live_verdict(o, office_now(office)).version;
        }
    }
    return n;
}

static void tell(struct arena *a, struct import_view *view, struct unit_change_view c, const struct unit *u)
{
    c.code = u->code;
    c.name = u->name;
    if (view->items.n < UNIT_CHANGES_MAX)
        arena_push(a, &view->items, c);
}

static void tell_removed(struct office *office, struct arena *a, enum language language, const struct import_deed *d,
                         struct import_view *view)
{
    office_read(office);
    for (size_t i = 0; i < d->old.n; i++) {
        const struct unit *u = &d->old.items[i];
        if (d->stays[i])
            continue;
        struct unit_change_view c = {.kind = UNIT_REMOVED, .reports = reported(office, d, u->id)};
        enum message message = c.reports ? MSG_REGISTER_LEAVES : MSG_REGISTER_LEAVES_NOTHING;
        c.text = message_text(a, message, language, ARGS(str_format(a, "%lld", (long long)c.reports)));
        tell(a, view, c, u);
        view->removed++;
    }
    office_read_done(office);
}

static void tell_kinds(struct arena *a, const struct units *units, struct import_view *view)
{
    struct strs own = units_own_kinds(a, units);
    for (size_t i = 0; i < own.n; i++) {
        struct kind_count c = {.name = own.items[i]};
        for (size_t u = 0; u < units->n; u++)
            c.units += str_eq(unit_kind_word(&units->items[u]), c.name);
        arena_push(a, &view->kinds, c);
    }
}

static void compare(struct office *office, struct arena *a, enum language language, const struct import_deed *d,
                    struct import_view *view)
{
    view->units = (int64_t)d->fresh.n;
    tell_kinds(a, &d->fresh, view);
    tell_removed(office, a, language, d, view);
    for (size_t i = 0; i < d->fresh.n; i++) {
        const struct unit *before = d->before[i], *after = &d->fresh.items[i];
        if (!before || same_unit(d, before, after))
            continue;
        view->changed++;
        if (view->items.n < UNIT_CHANGES_MAX)
            tell(a, view,
                 (struct unit_change_view){.kind = UNIT_CHANGED, .text = change_text(a, language, d, before, after)},
                 after);
    }
    for (size_t i = 0; i < d->fresh.n; i++) {
        if (d->before[i])
            continue;
        view->added++;
        tell(a, view, (struct unit_change_view){.kind = UNIT_ADDED}, &d->fresh.items[i]);
    }
}

/* An office without its clerk could do nothing about it. unit_remove holds the same to be true once more. */
static bool keep_clerks(struct arena *a, enum language language, const struct import_deed *d, struct reader *r,
                        struct import_view *view, struct err *e)
{
    struct account_records accounts = {0};
    if (!account_list(r, a, &accounts, e))
        return false;
    for (size_t i = 0; i < accounts.n; i++) {
        const struct account_record *acc = &accounts.items[i];
        const struct unit *u = acc->role == ROLE_CLERK && !acc->disabled ? unit_find(&d->old, acc->unit) : NULL;
        if (!u || d->stays[u - d->old.items])
            continue;
        struct row_error wrong = {
            .row = 1,
            .column = S("编码"),
            .message = message_text(a, MSG_REGISTER_CLERK, language, ARGS(u->name, u->code, acc->login))};
        arena_push(a, &view->errors, wrong);
    }
    return true;
}

/* A unit as the chain may know it: people's names and telephones stand in the register alone. */
static void put_unit(struct buf *b, const struct catalogue *all, const struct unit *u)
{
    if (!u) {
        buf_lit(b, "null");
        return;
    }
    buf_lit(b, "{\"code\":");
    json_str(b, u->code);
    buf_lit(b, ",\"name\":");
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

static void put_change(struct buf *b, const struct import_deed *d, const struct unit *before, const struct unit *after)
{
    if (b->at[b->n - 1] != '{')
        buf_putc(b, ',');
    json_str(b, after ? after->code : before->code);
    buf_lit(b, ":{\"before\":");
    put_unit(b, &d->old_by, before);
    buf_lit(b, ",\"after\":");
    put_unit(b, &d->fresh_by, after);
    buf_putc(b, '}');
}

/* {CODE: {before, after}} of every unit that an import adds, changes or removes. Cut off without room for it: then the
 * deed is refused. */
static struct str before_and_after(struct arena *a, const struct import_deed *d)
{
    struct buf b = buf_new(a, 4096);
    buf_putc(&b, '{');
    for (size_t i = 0; i < d->fresh.n && arena_left(a); i++)
        if (!d->before[i] || !same_unit(d, d->before[i], &d->fresh.items[i]))
            put_change(&b, d, d->before[i], &d->fresh.items[i]);
    for (size_t i = 0; i < d->old.n && arena_left(a); i++)
        if (!d->stays[i])
            put_change(&b, d, &d->old.items[i], NULL);
    buf_putc(&b, '}');
    return buf_str(&b);
}

/* Those that leave, before others are given their codes; the office's own code, before it is asked for by it. */
static bool make_room(const struct import_deed *d, struct tx *tx, struct err *e)
{
    for (size_t i = 0; i < d->old.n; i++)
        if (!d->stays[i] && !unit_remove(tx, d->old.items[i].id, d->deed.at, ROLE_CLERK, e))
            return false;
    const struct unit *office = d->before[0];
    return !office || str_eq(office->code, d->fresh.items[0].code) ||
           unit_recode(tx, d->reg, office->id, d->fresh.items[0].code, e);
}

static bool import_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct import_deed *d = (struct import_deed *)(void *)op;
    if (!register_is_at(tx, d->deed.arena, d->reg, d->held_against, e))
        return false;
    struct unit_id *ids = arena_many(d->deed.arena, struct unit_id, d->fresh.n + 1); /* the lasting ones, from 1 on */
    uint64_t reg = d->reg;
    if (!(reg ? make_room(d, tx, e) : register_add(tx, S("单位名录"), d->deed.at, &reg, e)))
        return false;
    for (size_t i = 0; i < d->fresh.n; i++) { /* parents stand before their children */
        struct unit u = d->fresh.items[i];
        u.parent = ids[u.parent.n];
        if (d->before[i] && same_unit(d, d->before[i], &d->fresh.items[i]))
            u.id = d->before[i]->id; /* others wait while this writes */
        else if (!unit_put(tx, reg, &u, e))
            return false;
        ids[i + 1] = u.id;
    }
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
    struct reader *r = store_reader(office_store(office));
    if (!sheet_read(a, path, name, &table, e))
        return false;
    enum language language = who ? who->language : LANGUAGE_ZH;
    register_read(a, &table, language, &d->fresh, &view.errors);
    office_read(office);
    d->reg = who ? who->reg : office_first_register(office);
    office_read_done(office);
    if (!register_newest(r, a, d->reg, &d->held_against, e) || (d->reg && !unit_load(r, a, d->reg, false, &d->old, e)))
        return false;
    if (!view.errors.n) {
        pair(a, d);
        compare(office, a, language, d, &view);
        if (!keep_clerks(a, language, d, r, &view, e))
            return false;
    }
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

/* ---- taken away ---- */

static bool write_page(struct sheet_out *w, const struct register_page *page, struct err *e)
{
    if (!sheet_out_page(w, &page->sheet, e))
        return false;
    for (size_t i = 0; i < page->rows.n; i++)
        if (!sheet_out_row(w, &page->rows.items[i], e))
            return false;
    sheet_out_page_end(w);
    return true;
}

bool register_workbook(struct office *office, struct arena *a, const struct session *who, bool template, int *fd_r,
                       uint64_t *size_r, struct err *e)
{
    struct units_view view;
    struct register_page pages[REGISTER_PAGES] = {0};
    struct sheet_out *w;
    if (!units_list(office, a, who, &view, e))
        return false;
    if (template && view.units.n)
        register_template(a, &view.units.items[0], pages);
    else
        register_lay_out(a, &view.units, &pages[0]);
    if (!arena_left(a))
        return err_set(e, ERR_LARGE, MSG_NO_ROOM);
    if (!sheet_out_begin(a, pages[0].rows.n, &w, e))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < REGISTER_PAGES && pages[i].sheet.columns.n; i++)
        ok = write_page(w, &pages[i], e);
    if (ok)
        return sheet_out_finish(w, fd_r, size_r, e);
    sheet_out_abandon(w);
    return false;
}
