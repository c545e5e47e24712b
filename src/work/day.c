/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the desk takes away for a day: the dailies merged, and a parcel of all that was sent. Declared in work/material.h.
 * A day of a province is more than memory holds: which reports there are is looked up first, and then one after another
 * is read into an arena of its own, written, and forgotten. What cannot be read ends the whole, so that no unit is ever
 * missing from the totals in silence.
 */
#include "domain/board.h"
#include "domain/missing.h"
#include "domain/rollup.h"
#include "format/json.h"
#include "format/media.h"
#include "format/sheet_out.h"
#include "format/zip_out.h"
#include "store/report.h"
#include "store/scratch.h"
#include "work/material.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ONE_REPORT = 64 << 20 };

/* A duty of the day, and the reports sent for it that the session may see. */
struct sent {
    const struct duty *duty;
    struct report_keys keys;
    char *cells;      /* of the board, one for each key */
    int64_t reported; /* as the board counts them */
};

struct day_take {
    struct arena *a, *one; /* one: of the report at hand */
    struct office *office;
    const struct session *who;
    struct campaign_id campaign;
    struct campaign doc; /* a copy, so that no lock is held while writing */
    struct day day;
    struct instant now; /* of the board that the counts are of */
    LIST(struct sent) sent;
};

/* The report at hand. */
struct taken {
    struct unit unit; /* id and names */
    struct report_record rec;
    struct json body; /* JSON_NULL: none */
};

static char cell_now(const struct day_take *t, const struct live *l, struct obligation_id id)
{
    const struct live_obligation *o = live_obligation(l, id);
    struct verdict v = o ? live_verdict(o, t->now) : (struct verdict){0};
    return o ? board_cell(&v, o->o.own_accord) : ' ';
}

/* Those of units the session may not see are left out; the others get their cells. */
static void keep_seen(struct day_take *t, struct sent *s)
{
    size_t n = 0;
    struct board_counts counts = {0};
    s->cells = arena_many(t->a, char, s->keys.n + 1);
    office_read(t->office);
    struct live *l = office_live(t->office, t->campaign.n);
    for (size_t i = 0; l && i < s->keys.n; i++) {
        const struct report_key key = s->keys.items[i];
        if (!roll_unit(l->roll, key.unit) || !may_see(l->roll, t->who, key.unit))
            continue;
        s->keys.items[n] = key;
        s->cells[n] = cell_now(t, l, key.obligation);
        board_count(&counts, s->cells[n++]);
    }
    office_read_done(t->office);
    s->keys.n = n;
    s->reported = counts.reported;
}

/* Reports of that day's duties: dailies of that day, or without a day those owed once. */
static bool collect(struct day_take *t, struct err *e)
{
    t->now = office_now(t->office);
    office_read(t->office);
    struct live *l = office_campaign(t->office, t->who, t->campaign, e);
    bool ok = l && live_copy_doc(l, t->a, &t->doc, e);
    office_read_done(t->office);
    for (size_t i = 0; ok && i < t->doc.duties.n; i++) {
        struct sent s = {.duty = &t->doc.duties.items[i]};
        bool repeated = s.duty->due.kind > DUE_DATE;
        if (repeated != day_is_set(t->day))
            continue;
        ok = report_of_day(store_reader(office_store(t->office)), t->a, t->campaign, s.duty->key, t->day, &s.keys, e);
        if (ok)
            keep_seen(t, &s);
        arena_push(t->a, &t->sent, s);
    }
    return ok;
}

static void take_unit(struct day_take *t, struct unit_id id, struct unit *unit_r)
{
    *unit_r = (struct unit){.id = id};
    office_read(t->office);
    struct live *l = office_live(t->office, t->campaign.n);
    const struct unit *u = l ? roll_unit(l->roll, id) : NULL;
    if (u) {
        unit_r->name = str_dup(t->one, u->name);
        unit_r->short_name = str_dup(t->one, u->short_name.n ? u->short_name : u->name);
    }
    office_read_done(t->office);
}

static bool broken(const struct taken *r, struct err *e)
{
    err_with(e, ERR_FAULT, MSG_REPORT_BROKEN, r->unit.name, S(""), S(""));
    snprintf(e->detail, sizeof e->detail, "report %llu version %u: body", (unsigned long long)r->rec.obligation.n,
             (unsigned)r->rec.version);
    return false;
}

/* Forgets the one before. */
static bool take(struct day_take *t, const struct report_key *key, struct taken *r, struct err *e)
{
    arena_reset(t->one);
    *r = (struct taken){0};
    take_unit(t, key->unit, &r->unit);
    if (!report_read(store_reader(office_store(t->office)), t->one, key->obligation, key->version, &r->rec, e))
        return false;
    return !r->rec.body.n || json_read(t->one, r->rec.body, &r->body, e) || broken(r, e);
}

/* ---- the workbook ---- */

/* Returned ones that are not sent again are not in the totals. */
static bool counts(const struct report_key *key)
{
    return key->kind == REPORT_FULL && key->standing != STANDING_RETURNED;
}

/* Why a unit stands there without figures, or with figures that the board does not count as reported. */
static struct str remark_of(const struct report_key *key, char cell, bool filled)
{
    struct board_counts one = {0};
    board_count(&one, cell);
    if (one.own || one.waived || key->standing == STANDING_RETURNED)
        return board_cell_label(cell);
    if (filled)
        return S("");
    return key->kind == REPORT_NIL ? S("零报告") : key->kind == REPORT_PHONE ? S("电话报送") : S("未填本表");
}

/* The next unit from *at on as the form's sheet tells it; one_r->unit NULL: there is no more. */
static bool next_unit(struct day_take *t, const struct sent *s, const struct form *f, size_t *at, struct taken *r,
                      struct filled_form *one_r, struct err *e)
{
    *one_r = (struct filled_form){0};
    for (; *at < s->keys.n && !one_r->unit; ++*at) {
        const struct report_key *key = &s->keys.items[*at];
        if (!take(t, key, r, e))
            return false;
        if (counts(key))
            one_r->body = json_get(json_get(&r->body, S("forms")), f->key);
        one_r->remark = remark_of(key, s->cells[*at], one_r->body);
        if (one_r->body || one_r->remark.n)
            one_r->unit = &r->unit;
    }
    return true;
}

static bool count_rows(struct day_take *t, const struct sent *s, const struct form *f, size_t *rows, struct err *e)
{
    struct taken r;
    struct filled_form one;
    size_t at = 0;
    while (next_unit(t, s, f, &at, &r, &one, e)) {
        if (!one.unit)
            return true;
        for (size_t i = 0; i < rollup_sheets(f); i++)
            *rows += rollup_lines(f, i, one.body);
    }
    return false;
}

static bool put_line(void *to, const struct sheet_row *row, struct err *e)
{
    return sheet_out_row(to, row, e);
}

static bool write_rows(struct day_take *t, const struct sent *s, const struct form *f, struct rollup *rollup,
                       struct err *e)
{
    struct taken r;
    struct filled_form one;
    size_t at = 0;
    while (next_unit(t, s, f, &at, &r, &one, e)) {
        if (!one.unit)
            return rollup_end(rollup, t->one, e);
        if (!rollup_add(rollup, t->one, &one, e))
            return false;
    }
    return false;
}

static bool write_form(struct day_take *t, const struct sent *s, const struct form *f, struct sheet_out *w,
                       struct err *e)
{
    struct rollup_options how = {.take = put_line, .to = w};
    struct str now = deadline_text(t->a, t->now, (int)t->doc.zone);
    arena_push(t->a, &how.above, t->doc.title);
    arena_push(t->a, &how.above,
               str_format(t->a, "截至 " STR_FMT "，已报 %lld 家", STR_ARG(now), (long long)s->reported));
    for (size_t i = 0; i < rollup_sheets(f); i++) {
        struct sheet head;
        struct rollup *rollup = rollup_begin(t->a, f, i, &how, &head);
        if (!sheet_out_page(w, &head, e) || !write_rows(t, s, f, rollup, e))
            return false;
        sheet_out_page_end(w);
    }
    return true;
}

struct page {
    const struct sent *sent;
    const struct form *form;
};

struct pages {
    struct page *items;
    size_t n, cap, rows;
};

/* The forms of the day's duties. */
static bool pages_of(struct day_take *t, struct pages *pages, struct err *e)
{
    for (size_t i = 0; i < t->sent.n; i++)
        for (size_t k = 0; k < t->sent.items[i].duty->parts.n; k++) {
            struct page p = {.sent = &t->sent.items[i]};
            p.form = campaign_form(&t->doc, p.sent->duty->parts.items[k].form);
            if (!p.form)
                continue;
            if (!count_rows(t, p.sent, p.form, &pages->rows, e))
                return false;
            arena_push(t->a, pages, p);
        }
    return true;
}

static bool write_workbook(struct day_take *t, int *fd_r, uint64_t *size_r, struct err *e)
{
    struct pages pages = {0};
    struct sheet_out *w;
    if (!collect(t, e) || !pages_of(t, &pages, e) || !sheet_out_begin(t->a, pages.rows, &w, e))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < pages.n; i++)
        ok = write_form(t, pages.items[i].sent, pages.items[i].form, w, e);
    if (ok)
        return sheet_out_finish(w, fd_r, size_r, e);
    sheet_out_abandon(w);
    return false;
}

bool workbook_of_day(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                     struct day day, int *fd_r, uint64_t *size_r, struct err *e)
{
    struct day_take t = {.a = a, .office = office, .who = who, .campaign = campaign, .day = day};
    t.one = arena_new("report", ONE_REPORT);
    bool ok = write_workbook(&t, fd_r, size_r, e);
    arena_free(t.one);
    return ok;
}

/* ---- the parcel ---- */

static void put_value(struct buf *b, struct str label, const struct json *value)
{
    buf_put(b, label);
    buf_lit(b, "：");
    if (value->kind == JSON_STRING)
        buf_put(b, value->text);
    else
        json_write(b, value);
    buf_putc(b, '\n');
}

static void put_row(struct buf *b, const struct field *rows, const struct json *row, size_t number)
{
    buf_format(b, "\n（%zu）\n", number);
    for (size_t i = 0; i < rows->fields.n; i++) {
        const struct json *value = json_get(row, rows->fields.items[i].key);
        if (value)
            put_value(b, rows->fields.items[i].label, value);
    }
}

static void put_form(struct buf *b, const struct form *f, const struct json *filled)
{
    buf_format(b, "\n【" STR_FMT "】\n", STR_ARG(f->name));
    for (size_t i = 0; i < f->fields.n; i++) {
        const struct field *field = &f->fields.items[i];
        const struct json *value = json_get(filled, field->key);
        if (value && field->kind != FIELD_ROWS)
            put_value(b, field->label, value);
        for (size_t k = 0; value && field->kind == FIELD_ROWS && k < value->n; k++)
            put_row(b, field, &value->items[k], k + 1);
    }
}

static void put_pieces(struct buf *b, const struct json *list)
{
    for (size_t i = 0; list->kind == JSON_ARRAY && i < list->n; i++)
        buf_format(b, "\n《" STR_FMT "》\n" STR_FMT "\n", STR_ARG(json_get_str(&list->items[i], S("title"))),
                   STR_ARG(json_get_str(&list->items[i], S("text"))));
}

/* A report as a person reads it, for a clerk who opens the parcel on any machine. */
static struct str report_text(struct day_take *t, const struct sent *s, const struct taken *r)
{
    struct buf b = buf_new(t->one, 4096);
    const struct report_record *rec = &r->rec;
    int zone = (int)t->doc.zone;
    buf_format(&b, STR_FMT "\n填报单位：" STR_FMT "\n报送时间：" STR_FMT "\n报送凭证：" STR_FMT "\n",
               STR_ARG(rec->title), STR_ARG(r->unit.name), STR_ARG(instant_text(t->one, rec->received_at, zone)),
               STR_ARG(receipt_number(t->one, t->doc.key, rec->seq)));
    if (rec->kind != REPORT_FULL)
        buf_put(&b, rec->kind == REPORT_NIL ? S("零报告\n") : S("电话报送（代录）\n"));
    for (size_t i = 0; i < s->duty->parts.n; i++) {
        const struct form *f = campaign_form(&t->doc, s->duty->parts.items[i].form);
        if (f && r->body.n)
            put_form(&b, f, json_get(json_get(&r->body, S("forms")), f->key));
    }
    const struct json *texts = json_get(&r->body, S("texts")), *pieces = json_get(&r->body, S("pieces"));
    for (size_t i = 0; texts && i < texts->n; i++)
        if (texts->items[i].text.n)
            buf_format(&b, "\n" STR_FMT "\n", STR_ARG(texts->items[i].text));
    for (size_t i = 0; pieces && i < pieces->n; i++)
        put_pieces(&b, &pieces->items[i]);
    return buf_str(&b);
}

static bool put_file(struct day_take *t, struct zip_out *z, struct str folder, const struct report_record *rec,
                     const struct report_file *f, struct err *e)
{
    int fd;
    uint64_t size;
    if (!blob_check(office_blobs(t->office), f->blob, e) || !blob_open(office_blobs(t->office), f->blob, &fd, &size, e))
        return false;
    struct str name = media_name(t->one, f->name, f->type);
    bool ok = zip_out_entry(z, folder, name, rec->received_at, (int)t->doc.zone, e) && zip_out_file(z, fd, e);
    close(fd);
    return ok;
}

static bool is_named_before(const struct report_files *files, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!memcmp(&files->items[i].blob, &files->items[n].blob, sizeof files->items[n].blob))
            return true;
    return false;
}

static bool put_report(struct day_take *t, struct zip_out *z, const struct sent *s, const struct report_key *key,
                       struct err *e)
{
    struct taken r;
    if (!take(t, key, &r, e))
        return false;
    struct str name = s->duty->short_name;
    struct str folder = str_format(t->one, STR_FMT "/" STR_FMT, STR_ARG(name), STR_ARG(r.unit.short_name));
    struct str file = str_format(t->one, STR_FMT ".txt", STR_ARG(r.rec.title.n ? r.rec.title : name));
    bool ok = zip_out_entry(z, folder, file, r.rec.received_at, (int)t->doc.zone, e) &&
              zip_out_bytes(z, report_text(t, s, &r), e);
    for (size_t i = 0; ok && i < r.rec.files.n; i++)
        ok = is_named_before(&r.rec.files, i) || put_file(t, z, folder, &r.rec, &r.rec.files.items[i], e);
    return ok;
}

struct parcel {
    struct scratch file;
    uint64_t floor;
    struct parcel_place *place;
};

static bool wanted(const struct parcel *p, struct err *e)
{
    return !parcel_is_left(p->place) || err_set(e, ERR_GONE, MSG_DOWNLOAD_LEFT);
}

static bool parcel_put(void *to, struct str piece, struct err *e)
{
    struct parcel *p = to;
    p->file.floor = p->floor + parcel_grow(p->place, piece.n);
    return wanted(p, e) && scratch_put(&p->file, piece, e);
}

static bool write_parcel(struct day_take *t, struct parcel *p, struct err *e)
{
    struct zip_out *z = zip_out_begin(t->a, parcel_put, p);
    for (size_t i = 0; i < t->sent.n; i++)
        for (size_t k = 0; k < t->sent.items[i].keys.n; k++)
            if (!put_report(t, z, &t->sent.items[i], &t->sent.items[i].keys.items[k], e))
                return false;
    return zip_out_finish(z, e);
}

bool parcel_of_day(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                   struct day day, struct parcel_place *place, int *fd_r, uint64_t *size_r, struct err *e)
{
    struct day_take t = {.a = a, .office = office, .who = who, .campaign = campaign, .day = day};
    struct parcel p = {.file.fd = -1, .place = place, .floor = (uint64_t)office_limits(office)->disk_floor_mb << 20};
    t.one = arena_new("report", ONE_REPORT);
    bool ok = wanted(&p, e) && collect(&t, e) &&
              scratch_open(office_store(office), p.floor + parcel_grow(place, 0), &p.file, e) &&
              write_parcel(&t, &p, e);
    arena_free(t.one);
    if (!ok && p.file.fd >= 0)
        close(p.file.fd);
    if (!ok)
        return false;
    *size_r = p.file.size;
    *fd_r = p.file.fd;
    return true;
}
