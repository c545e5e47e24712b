/* SPDX-License-Identifier: Apache-2.0 */
/* What the desk takes away for a day: the dailies merged, and a parcel of all that was sent. Declared in work/material.h. */
#include "domain/missing.h"
#include "domain/rollup.h"
#include "format/json.h"
#include "format/sheet_out.h"
#include "format/zip_out.h"
#include "store/report.h"
#include "work/material.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The day's duties with what was sent for each; names and forms copied, so that no lock is held while writing. */
struct sent {
    struct str key, name;
    struct report_records records;
    struct {
        const struct form **items;
        size_t n, cap;
    } forms;
};

struct day_take {
    struct arena *a;
    struct office *office;
    struct campaign doc;
    struct units units;
    int64_t zone;
    struct day day;
    LIST(struct sent) sent;
};

static bool copy_doc(struct day_take *t, const struct live *l, struct err *e)
{
    struct buf b = buf_new(t->a, 65536);
    shape_write(&b, &campaign_shape, &l->doc);
    return shape_read_text(t->a, &campaign_shape, buf_str(&b), &t->doc, e);
}

static void copy_units(struct day_take *t, const struct roll *roll)
{
    for (size_t i = 0; i < roll->units.n; i++) {
        struct unit u = roll->units.items[i];
        u.code = str_dup(t->a, u.code);
        u.name = str_dup(t->a, u.name);
        u.short_name = str_dup(t->a, u.short_name);
        u.traits = (struct traits){0};
        arena_push(t->a, &t->units, u);
    }
}

static const struct unit *unit_of(const struct day_take *t, struct unit_id id)
{
    return unit_find(&t->units, id);
}

static void add_forms(struct day_take *t, struct sent *s, const struct duty *d)
{
    for (size_t i = 0; i < d->parts.n; i++) {
        const struct form *f = campaign_form(&t->doc, d->parts.items[i].form);
        if (f)
            arena_push(t->a, &s->forms, f);
    }
}

/* Reports of that day's duties that the session may see: dailies of that day, or without a day those owed once. */
static bool collect(struct day_take *t, const struct session *who, struct campaign_id campaign, struct err *e)
{
    office_read(t->office);
    struct live *l = office_campaign(t->office, who, campaign, e);
    bool ok = l && copy_doc(t, l, e);
    if (ok)
        copy_units(t, l->roll);
    office_read_done(t->office);
    for (size_t i = 0; ok && i < t->doc.duties.n; i++) {
        const struct duty *d = &t->doc.duties.items[i];
        bool repeated = d->due.kind > DUE_DATE;
        struct sent s = {.key = d->key, .name = d->short_name};
        if (repeated != day_is_set(t->day))
            continue;
        ok = report_of_day(store_reader(office_store(t->office)), t->a, campaign, d->key, t->day, &s.records, e);
        add_forms(t, &s, d);
        arena_push(t->a, &t->sent, s);
    }
    t->zone = t->doc.zone;
    return ok;
}

/* Returned ones that are not sent again are not in the totals. */
static bool counts(const struct report_record *rec)
{
    return rec->kind == REPORT_FULL && rec->standing != STANDING_RETURNED;
}

static void fill(struct day_take *t, const struct session *who, const struct sent *s, const struct form *f,
                 struct filled_forms *filled)
{
    for (size_t i = 0; i < s->records.n; i++) {
        const struct report_record *rec = &s->records.items[i];
        const struct unit *u = unit_of(t, rec->unit);
        struct json *body = arena_one(t->a, struct json);
        struct err ignored;
        bool seen = u && (who->role != ROLE_COUNTY || unit_is_within(&t->units, rec->unit, who->unit));
        if (!seen || !counts(rec) || !json_read(t->a, rec->body, body, &ignored))
            continue;
        const struct json *form = json_get(json_get(body, S("forms")), f->key);
        struct filled_form one = {.unit = u, .day = t->day, .body = form};
        if (form)
            arena_push(t->a, filled, one);
    }
}

static void sheets_of(struct day_take *t, const struct session *who, struct sheets *sheets)
{
    struct instant now = office_now(t->office);
    for (size_t i = 0; i < t->sent.n; i++)
        for (size_t k = 0; k < t->sent.items[i].forms.n; k++) {
            const struct form *f = t->sent.items[i].forms.items[k];
            struct filled_forms filled = {0};
            struct rollup_options how = {0};
            fill(t, who, &t->sent.items[i], f, &filled);
            arena_push(t->a, &how.above, t->doc.title);
            arena_push(t->a, &how.above,
                       str_format(t->a, "截至 " STR_FMT "，已报 %zu 家",
                                  STR_ARG(deadline_text(t->a, now, (int)t->zone)), filled.n));
            rollup_sheets(t->a, f, &filled, &how, sheets);
        }
}

bool workbook_of_day(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                     struct day day, int *fd_r, uint64_t *size_r, struct err *e)
{
    struct day_take t = {.a = a, .office = office, .day = day};
    struct sheets sheets = {0};
    if (!collect(&t, who, campaign, e))
        return false;
    sheets_of(&t, who, &sheets);
    return sheets_write(a, &sheets, fd_r, size_r, e);
}

/* ---- the parcel ---- */

/* A temporary file that has no name: it goes when it is closed. */
static bool temporary(int *fd_r, struct err *e)
{
    FILE *f = tmpfile();
    int fd = f ? dup(fileno(f)) : -1;
    if (f)
        fclose(f);
    if (fd < 0)
        return err_fault(e, "temporary file: %s", strerror(errno));
    *fd_r = fd;
    return true;
}

static uint64_t size_of(int fd)
{
    off_t end = lseek(fd, 0, SEEK_END);
    return end < 0 ? 0 : (uint64_t)end;
}

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
static struct str report_text(struct day_take *t, const struct sent *s, const struct unit *u,
                              const struct report_record *rec)
{
    struct buf b = buf_new(t->a, 4096);
    struct json body;
    struct err ignored;
    buf_format(&b, STR_FMT "\n填报单位：" STR_FMT "\n报送时间：" STR_FMT "\n报送凭证：" STR_FMT "\n",
               STR_ARG(rec->title), STR_ARG(u->name), STR_ARG(instant_text(t->a, rec->received_at, (int)t->zone)),
               STR_ARG(receipt_number(t->a, t->doc.key, rec->seq)));
    if (rec->kind != REPORT_FULL)
        buf_put(&b, rec->kind == REPORT_NIL ? S("零报告\n") : S("电话报送（代录）\n"));
    if (!rec->body.n || !json_read(t->a, rec->body, &body, &ignored))
        return buf_str(&b);
    for (size_t i = 0; i < s->forms.n; i++)
        put_form(&b, s->forms.items[i], json_get(json_get(&body, S("forms")), s->forms.items[i]->key));
    const struct json *texts = json_get(&body, S("texts")), *pieces = json_get(&body, S("pieces"));
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
    bool ok = zip_out_entry(z, folder, f->name, rec->received_at, (int)t->zone, e) && zip_out_file(z, fd, e);
    close(fd);
    return ok;
}

static bool put_report(struct day_take *t, const struct session *who, struct zip_out *z, const struct sent *s,
                       const struct report_record *rec, struct err *e)
{
    const struct unit *u = unit_of(t, rec->unit);
    if (!u || (who->role == ROLE_COUNTY && !unit_is_within(&t->units, rec->unit, who->unit)))
        return true;
    struct str folder =
        str_format(t->a, STR_FMT "/" STR_FMT, STR_ARG(s->name), STR_ARG(u->short_name.n ? u->short_name : u->name));
    struct str name = str_format(t->a, STR_FMT ".txt", STR_ARG(rec->title.n ? rec->title : s->name));
    bool ok = zip_out_entry(z, folder, name, rec->received_at, (int)t->zone, e) &&
              zip_out_bytes(z, report_text(t, s, u, rec), e);
    for (size_t i = 0; ok && i < rec->files.n; i++)
        ok = put_file(t, z, folder, rec, &rec->files.items[i], e);
    return ok;
}

bool parcel_of_day(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                   struct day day, int *fd_r, uint64_t *size_r, struct err *e)
{
    struct day_take t = {.a = a, .office = office, .day = day};
    int fd = -1;
    if (!collect(&t, who, campaign, e) || !temporary(&fd, e))
        return false;
    struct zip_out *z = zip_out_begin_fd(a, fd);
    bool ok = true;
    for (size_t i = 0; ok && i < t.sent.n; i++)
        for (size_t k = 0; ok && k < t.sent.items[i].records.n; k++)
            ok = put_report(&t, who, z, &t.sent.items[i], &t.sent.items[i].records.items[k], e);
    if (!ok || !zip_out_finish(z, e)) {
        close(fd);
        return false;
    }
    *size_r = size_of(fd);
    *fd_r = fd;
    return true;
}
