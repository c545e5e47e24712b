/* SPDX-License-Identifier: Apache-2.0 */
/* One version of a report, and the check of a receipt. Declared in work/report.h. */
#include "base/hash.h"
#include "work/report.h"

bool report_look(struct office *office, struct arena *a, const struct session *who, struct obligation_id id,
                 uint32_t version, struct report_view *view_r, struct err *e)
{
    struct live *l;
    struct report_record rec;
    office_read(office);
    bool ok = obligation_find(office, who, id, &l, e);
    struct str key = ok ? str_dup(a, l->doc.key) : (struct str){0};
    office_read_done(office);
    if (!ok || !report_read_text(store_reader(office_store(office)), a, id, version, &rec, e))
        return false;
    *view_r = (struct report_view){.version = rec.version,
                                   .title = rec.title,
                                   .body = rec.body,
                                   .hash = hex_text(a, (struct str){(const char *)rec.hash, 32}),
                                   .receipt = receipt_number(a, key, rec.seq),
                                   .received_at = rec.received_at};
    return true;
}

int receipt_fill(struct office *office, struct arena *a, const struct report_record *rec, struct receipt_view *view_r)
{
    struct receipt_view view = {.hash = hex_text(a, (struct str){(const char *)rec->hash, 32}),
                                .title = rec->title,
                                .received_at = rec->received_at,
                                .version = rec->version,
                                .nil = rec->kind == REPORT_NIL,
                                .day = DAY_NONE};
    int zone = ZONE_CHINA;
    office_read(office);
    struct live_obligation *o;
    struct live *l = office_campaign_with(office, rec->obligation, &o);
    if (l) {
        const struct unit *u = roll_unit(l->roll, rec->unit);
        zone = (int)l->doc.zone;
        view.number = receipt_number(a, l->doc.key, rec->seq);
        view.campaign_title = str_dup(a, l->doc.title);
        if (o->o.duty >= 0) /* else no version has it any more */
            view.duty_name = str_dup(a, l->doc.duties.items[o->o.duty].name);
        view.unit_name = u ? str_dup(a, u->name) : (struct str){0};
        view.day = o->o.day;
        view.late = live_version_is_late(o, office_now(office), rec->version);
    }
    office_read_done(office);
    *view_r = view;
    return zone;
}

bool receipt_check(struct office *office, struct arena *a, struct str number, struct str hash,
                   struct receipt_view *view_r, struct err *e)
{
    struct report_record rec, newest;
    struct reader *r = store_reader(office_store(office));
    if (!report_by_receipt(r, a, number, &rec, e))
        return e->code == ERR_MISSING ? err_set(e, ERR_MISSING, MSG_RECEIPT_UNKNOWN) : false;
    struct str kept = hex_text(a, (struct str){(const char *)rec.hash, 32});
    if (hash.n < 16 || !str_starts(kept, hash))
        return err_set(e, ERR_MISSING, MSG_RECEIPT_UNKNOWN);
    if (!report_read(r, a, rec.obligation, 0, &newest, e))
        return false;
    struct receipt_view view;
    receipt_fill(office, a, &rec, &view);
    view.number = number;
    view.replaced = newest.version != rec.version;
    *view_r = view;
    return true;
}
