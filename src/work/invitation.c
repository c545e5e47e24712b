/* SPDX-License-Identifier: Apache-2.0 */
/* Invitations are made and looked at, people listed; declared in work/sessions.h. */
#include "base/hash.h"
#include "store/account.h"
#include "work/office.h"
#include "work/sessions.h"

#include <qrencode.h>
#include <string.h>

static const int64_t VALID_MS = 14 * MS_A_DAY;

bool invitation_find(struct office *office, struct arena *a, struct str token, struct invitation_record *inv_r,
                     struct err *e)
{
    struct invitation_record inv;
    struct sha256 hash = sha256_of(token);
    if (!invitation_by_token(store_reader(office_store(office)), a, hash.bytes, &inv, e))
        return e->code == ERR_MISSING ? err_set(e, ERR_GONE, MSG_INVITATION_GONE) : false;
    if (instant_is_set(inv.used_at) || inv.expires_at.ms <= clock_machine().ms)
        return err_set(e, ERR_GONE, MSG_INVITATION_GONE);
    *inv_r = inv;
    return true;
}

bool invitation_look(struct office *office, struct arena *a, struct str token, struct invitation_view *view_r,
                     struct err *e)
{
    struct invitation_record inv;
    if (!invitation_find(office, a, token, &inv, e))
        return false;
    office_read(office);
    const struct roll *roll = office_any_roll(office, inv.unit);
    const struct unit *u = roll ? roll_unit(roll, inv.unit) : NULL;
    struct invitation_view view = {.role = inv.role, .expires_at = inv.expires_at};
    if (u) {
        view.unit_name = str_dup(a, u->name);
        view.suggested_login =
            inv.role == ROLE_LIAISON || inv.role == ROLE_COUNTY ? str_dup(a, u->code) : (struct str){0};
    }
    office_read_done(office);
    *view_r = view;
    return true;
}

/* An SVG path of the dark modules, one unit square each, with the quiet zone of four that scanners want. */
static bool qr_path(struct arena *a, struct str text, struct str *path_r, int64_t *size_r)
{
    QRcode *code = QRcode_encodeString(str_z(a, text), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (!code)
        return false;
    struct buf b = buf_new(a, 4096);
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++)
            if (code->data[y * code->width + x] & 1)
                buf_format(&b, "M%d %dh1v1h-1z", x + 4, y + 4);
    *path_r = buf_str(&b);
    *size_r = code->width + 8;
    QRcode_free(code);
    return true;
}

struct invitation_deed {
    struct deed deed;
    struct invitation_record inv;
};

static bool make_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct invitation_deed *d = (struct invitation_deed *)(void *)op;
    struct event ev = {.at = d->deed.at,
                       .actor = d->inv.made_by,
                       .kind = S("invitation.made"),
                       .subject = d->inv.unit.n,
                       .body = S("{}"),
                       .when = {0}};
    return invitation_add(tx, &d->inv, e) && event_append(tx, &ev, e);
}

/* A clerk invites anybody of the register; a county office invites the liaison officers of its own schools. */
static bool may_invite(struct office *office, const struct session *who, const struct invitation_in *in, struct err *e)
{
    office_read(office);
    const struct roll *roll = who ? office_roll(office, who->reg) : office_any_roll(office, in->unit);
    bool there = roll && roll_unit(roll, in->unit) && (!who || may_see(roll, who, in->unit));
    bool fits = !who || who->role == ROLE_CLERK || in->role == ROLE_LIAISON;
    office_read_done(office);
    if (!there)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    return fits || err_set(e, ERR_FORBIDDEN, MSG_NOT_ALLOWED);
}

bool invitation_make(struct office *office, struct arena *a, const struct session *made_by,
                     const struct invitation_in *in, struct str base, struct invitation_made *made_r, struct err *e)
{
    if (!may_invite(office, made_by, in, e))
        return false;
    unsigned char raw[24];
    random_bytes(raw, sizeof raw);
    struct str token = hex_text(a, (struct str){(char *)raw, sizeof raw});
    struct instant now = clock_machine();
    struct invitation_deed d = {.deed = {.op = {.apply = make_apply}, .office = office, .at = office_now(office)},
                                .inv = {.role = in->role,
                                        .unit = in->unit,
                                        .purpose = S("join"),
                                        .made_by = made_by ? made_by->account : 0,
                                        .made_at = now,
                                        .expires_at = {now.ms + VALID_MS},
                                        .used_at = INSTANT_NONE}};
    memcpy(d.inv.token_hash, sha256_of(token).bytes, 32);
    if (!deed_submit(&d.deed, e))
        return false;
    struct invitation_made made = {.expires_at = d.inv.expires_at};
    made.link = str_format(a, STR_FMT "/i/" STR_FMT, STR_ARG(base), STR_ARG(token));
    if (!qr_path(a, made.link, &made.qr, &made.qr_size))
        return err_fault(e, "qr code");
    *made_r = made;
    return true;
}

static void add_person(struct arena *a, const struct roll *roll, const struct session *who, struct person_view p,
                       struct people_view *view)
{
    const struct unit *u = roll_unit(roll, p.unit);
    if (!u || !may_see(roll, who, p.unit))
        return;
    p.unit_name = str_dup(a, u->name);
    arena_push(a, &view->people, p);
}

bool people_list(struct office *office, struct arena *a, const struct session *who, struct people_view *view_r,
                 struct err *e)
{
    struct reader *r = store_reader(office_store(office));
    struct account_records accounts = {0};
    struct invitation_records open = {0};
    if (!account_list(r, a, &accounts, e) || !invitation_list(r, a, clock_machine(), &open, e))
        return false;
    struct people_view view = {0};
    office_read(office);
    const struct roll *roll = office_roll(office, who->reg);
    for (size_t i = 0; roll && i < accounts.n; i++) {
        const struct account_record *acc = &accounts.items[i];
        if (!acc->disabled)
            add_person(a, roll, who,
                       (struct person_view){.account = acc->id,
                                            .unit = acc->unit,
                                            .name = acc->name,
                                            .phone = acc->phone,
                                            .login = acc->login,
                                            .role = acc->role,
                                            .last_seen = acc->last_seen},
                       &view);
    }
    for (size_t i = 0; roll && i < open.n; i++)
        add_person(
            a, roll, who,
            (struct person_view){.unit = open.items[i].unit, .role = open.items[i].role, .last_seen = INSTANT_NONE},
            &view);
    office_read_done(office);
    *view_r = view;
    return true;
}
