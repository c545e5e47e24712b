/* SPDX-License-Identifier: Apache-2.0 */
/* One unit's row, changed by hand: what it is called and whom to ask. Declared in work/register.h. */
#include "format/json.h"
#include "store/event.h"
#include "store/unit.h"
#include "work/register.h"

struct edit_deed {
    struct deed deed;
    struct unit unit;
    struct str body;
};

static bool edit_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct edit_deed *d = (struct edit_deed *)(void *)op;
    struct event ev = {.at = d->deed.at, .actor = d->deed.who.account, .body = d->body};
    return unit_edit(tx, d->deed.who.reg, &d->unit, &ev, e);
}

/* As an import would judge it. */
static bool names_are_free(const struct units *all, const struct unit *u, struct err *e)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct unit *other = &all->items[i];
        if (other->id.n == u->id.n)
            continue;
        struct str taken = str_eq(other->name, u->name)               ? u->name
                           : str_eq(other->short_name, u->short_name) ? u->short_name
                                                                      : (struct str){0};
        if (taken.n)
            return err_with(e, ERR_CONFLICT, MSG_NAME_TAKEN, taken, S(""), S(""));
    }
    return true;
}

/* What the chain may know: people's names and telephones stand in the register alone. */
static struct str body_of(struct arena *a, const struct unit *before, const struct unit *after)
{
    struct buf b = buf_new(a, 256);
    buf_format(&b, "{\"unit\":\"%llu\",\"before\":", (unsigned long long)before->id.n);
    json_str(&b, before->name);
    buf_lit(&b, ",\"after\":");
    json_str(&b, after->name);
    buf_putc(&b, '}');
    return buf_str(&b);
}

bool unit_change(struct office *office, struct arena *a, const struct session *who, struct unit_id id,
                 const struct unit_in *in, struct unit *unit_r, struct err *e)
{
    struct edit_deed d = {.deed = {.op = {.apply = edit_apply},
                                   .office = office,
                                   .arena = a,
                                   .who = *who,
                                   .at = office_now(office),
                                   .project = deed_reload}};
    d.unit = (struct unit){.id = id,
                           .name = str_trim(in->name),
                           .short_name = str_trim(in->short_name.n ? in->short_name : in->name),
                           .contact_name = str_trim(in->contact_name),
                           .contact_phone = str_trim(in->contact_phone)};
    if (!d.unit.name.n)
        return err_with(e, ERR_INVALID, MSG_FIELD_MISSING, S("名称"), S(""), S(""));
    office_read(office);
    const struct roll *roll = office_roll(office, who->reg);
    bool ok =
        (roll_holds(roll, id) || err_set(e, ERR_MISSING, MSG_NOT_FOUND)) && names_are_free(&roll->units, &d.unit, e);
    if (ok) {
        const struct unit *before = roll_unit(roll, id);
        d.unit.kind = before->kind;
        d.unit.parent = before->parent;
        d.unit.code = str_dup(a, before->code);
        d.body = body_of(a, before, &d.unit);
    }
    office_read_done(office);
    if (!ok || !deed_submit(&d.deed, e))
        return false;
    *unit_r = d.unit;
    return true;
}
