/* SPDX-License-Identifier: Apache-2.0 */
/* Invitations are made and looked at; declared in work/sessions.h. */
#include "base/hash.h"
#include "store/account.h"
#include "work/office.h"
#include "work/sessions.h"

#include <qrencode.h>
#include <string.h>

static const int64_t VALID_MS = 14 * MS_A_DAY;

static bool look_at(struct office *office, struct arena *a, const struct invitation_record *inv,
                    struct invitation_view *view_r, struct err *e)
{
    struct invitation_view view = {.role = inv->role, .expires_at = inv->expires_at, .renews = inv->account};
    struct account_record acc = {0};
    if (inv->account && !account_read(store_reader(office_store(office)), a, inv->account, &acc, e))
        return false;
    office_read(office);
    const struct roll *roll = office_any_roll(office, inv->unit);
    const struct unit *u = roll ? roll_unit(roll, inv->unit) : NULL;
    if (u)
        view.unit_name = str_dup(a, u->name);
    if (inv->account)
        view.suggested_login = acc.login;
    else if (u && (inv->role == ROLE_LIAISON || inv->role == ROLE_COUNTY))
        view.suggested_login = str_dup(a, u->code);
    office_read_done(office);
    *view_r = view;
    return true;
}

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
    return invitation_find(office, a, token, &inv, e) && look_at(office, a, &inv, view_r, e);
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
                       .subject = d->inv.account ? d->inv.account : d->inv.unit.n,
                       .body = S("{}"),
                       .when = {0}};
    return invitation_add(tx, &d->inv, e) && event_append(tx, &ev, e);
}

/* A clerk invites anybody of the register; a county office invites the liaison officers of its own schools. */
static bool may_invite(struct office *office, const struct session *who, const struct invitation_in *in, struct err *e)
{
    office_read(office);
    const struct roll *roll = who ? office_roll(office, who->reg) : office_any_roll(office, in->unit);
    bool there = roll && roll_holds(roll, in->unit) && (!who || may_see(roll, who, in->unit));
    bool fits = !who || may_manage(roll, who, in->unit, in->role);
    office_read_done(office);
    if (!there)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    return fits || err_set(e, ERR_FORBIDDEN, MSG_NOT_ALLOWED);
}

/* Makes it, its link and its picture. inv: for whom. */
static bool make(struct office *office, struct arena *a, struct invitation_record inv, struct str base,
                 struct invitation_made *made_r, struct err *e)
{
    unsigned char raw[24];
    random_bytes(raw, sizeof raw);
    struct str token = hex_text(a, (struct str){(char *)raw, sizeof raw});
    struct invitation_deed d = {.deed = {.op = {.apply = make_apply}, .office = office, .at = office_now(office)},
                                .inv = inv};
    d.inv.made_at = clock_machine();
    d.inv.expires_at.ms = d.inv.made_at.ms + VALID_MS;
    d.inv.used_at = INSTANT_NONE;
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

bool invitation_make(struct office *office, struct arena *a, const struct session *made_by,
                     const struct invitation_in *in, struct str base, struct invitation_made *made_r, struct err *e)
{
    struct invitation_record inv = {
        .role = in->role, .unit = in->unit, .purpose = S("join"), .made_by = made_by ? made_by->account : 0};
    return may_invite(office, made_by, in, e) && make(office, a, inv, base, made_r, e);
}

bool person_invite(struct office *office, struct arena *a, const struct session *who, uint64_t account, struct str base,
                   struct invitation_made *made_r, struct err *e)
{
    struct account_record acc;
    if (!person_find(office, a, who, account, &acc, e))
        return false;
    struct invitation_record inv = {.role = acc.role,
                                    .unit = acc.unit,
                                    .purpose = S("password"),
                                    .account = account,
                                    .made_by = who ? who->account : 0};
    return make(office, a, inv, base, made_r, e);
}
