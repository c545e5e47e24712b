/* SPDX-License-Identifier: Apache-2.0 */
/* Files in and out: photos, videos, workbooks. */
#include "http/reply.h"
#include "work/material.h"
#include "work/quota.h"
#include "work/register.h"

#include <unistd.h>

static bool count_arriving(struct request *q, size_t bytes, struct err *e)
{
    return quota_add(door_office(q), q->session->unit, bytes, e);
}

bool door_open_upload(struct request *q, struct err *e)
{
    int64_t size;
    if (q->route->handle == http_upload_patch)
        return upload_open(q, e);
    if (q->route->handle == http_file_put) {
        bool told = str_to_int(request_header(q, S("content-length")), &size) && size >= 0;
        if (!quota_take(door_office(q), q->session->unit, told ? (uint64_t)size : 0, e))
            return false;
        q->arrives = told ? NULL : count_arriving;
    }
    return blob_begin(office_blobs(door_office(q)), &q->upload, e);
}

/* On the blobs' sync thread: the bytes are on disk, now the row that says whose they are. */
static void file_stored(void *arg, const struct blob *b, const struct err *e)
{
    struct file_deed *d = arg;
    struct request *q = d->deed.arg;
    struct err why;
    if (e)
        request_answer(q, e);
    else if (!file_keep(d, b, &why))
        request_answer(q, &why);
}

bool http_file_put(struct request *q, struct err *e)
{
    struct file_deed *d = arena_one(q->arena, struct file_deed);
    d->deed = reply_deed(q);
    d->name = request_query(q, S("name"));
    if (!d->name.n || d->name.n > 300 || utf8_has_hidden(d->name))
        return err_with(e, ERR_INVALID, MSG_FIELD_TYPE, S("文件名"), S("不含控制字符的文字"), S(""));
    request_park(q);
    blob_finish(q->upload, file_stored, d);
    return true;
}

static bool is_small(const struct request *q)
{
    return str_eq(request_query(q, S("size")), S("small"));
}

/* RFC 6266 and 8187. A browser takes this name before one that a page gives the link. */
static struct str disposition(struct arena *a, const char *how, struct str name)
{
    struct buf b = buf_new(a, 128);
    buf_format(&b, "%s; filename*=UTF-8''", how);
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.at[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
        buf_format(&b, plain ? "%c" : "%%%02X", c);
    }
    return buf_str(&b);
}

/* Asked for anew each time: else a browser that several share shows it from its history to whoever comes next. */
static void guard_file(struct request *q)
{
    response_header(q, S("Cache-Control"), S("private, no-cache"));
    response_header(q, S("Content-Security-Policy"), S("sandbox")); /* besides the one that all answers have */
}

bool reply_saved(struct request *q, int fd, uint64_t size, struct str name)
{
    guard_file(q);
    q->response.type = S("application/octet-stream");
    q->response.file = fd;
    q->response.file_size = size;
    response_header(q, S("Content-Disposition"), disposition(q->arena, "attachment", name));
    return true;
}

static bool send_look(struct request *q, struct err *e)
{
    struct file_look look;
    if (!file_open(door_office(q), q->arena, q->session, q->params[0], is_small(q), &look, e))
        return false;
    guard_file(q);
    if (response_unchanged(q, str_format(q->arena, "\"" STR_FMT "\"", STR_ARG(look.etag)))) {
        close(look.fd);
        return true;
    }
    uint64_t at = 0, size = look.size;
    q->response.type = look.type;
    /* Pictures and films may be shown; anything else is only ever saved, so that nothing of a stranger's runs here. */
    response_header(q, S("Content-Disposition"),
                    disposition(q->arena, look.shown ? "inline" : "attachment", look.name));
    if (!response_range(q, look.size, &at, &size)) {
        close(look.fd);
        return true;
    }
    q->response.file = look.fd;
    q->response.file_at = at;
    q->response.file_size = size;
    return true;
}

bool http_file(struct request *q, struct err *e)
{
    if (file_is_ready(door_office(q), q->params[0], is_small(q)))
        return send_look(q, e);
    return is_small(q) ? reply_pictures(q, send_look, e) : reply_check(q, send_look, e);
}

static bool activities(struct request *q, struct err *e)
{
    struct activities_view view;
    struct activities_page page = {.after = request_query(q, S("after")),
                                   .most = query_number(q, S("most"), ACTIVITIES_MAX)};
    if (!page.most)
        page.most = ACTIVITIES_MAX;
    return query_day(q, S("day"), &page.day, e) &&
           activities_list(door_office(q), q->arena, q->session, path_campaign(q), &page, &view, e) && reply(q, &view);
}

bool http_activities(struct request *q, struct err *e)
{
    return reply_background(q, activities, e);
}

/* ---- what the desk takes away ---- */

static bool send_file(struct request *q, int fd, uint64_t size, struct str type, struct str name)
{
    q->response.type = type;
    q->response.file = fd;
    q->response.file_size = size;
    response_header(q, S("Content-Disposition"),
                    str_format(q->arena, "attachment; filename=\"" STR_FMT "\"", STR_ARG(name)));
    return true;
}

static const struct str workbook_type = S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

static bool send_workbook(struct request *q, int fd, uint64_t size, struct str name)
{
    return send_file(q, fd, size, workbook_type, name);
}

bool reply_workbook(struct request *q, struct str name)
{
    q->response.type = workbook_type;
    response_header(q, S("Content-Disposition"), disposition(q->arena, "attachment", name));
    return true;
}

static bool day_workbook(struct request *q, struct err *e)
{
    struct day day;
    int fd;
    uint64_t size;
    return query_day(q, S("day"), &day, e) &&
           workbook_of_day(door_office(q), q->arena, q->session, path_campaign(q), day, &fd, &size, e) &&
           send_workbook(q, fd, size,
                         str_format(q->arena, "day-" STR_FMT ".xlsx", STR_ARG(request_query(q, S("day")))));
}

bool http_day_workbook(struct request *q, struct err *e)
{
    return reply_background(q, day_workbook, e);
}

static bool is_left(void *q)
{
    return request_is_left(q);
}

static bool day_zip(struct request *q, struct err *e)
{
    struct day day;
    int fd;
    uint64_t size;
    return query_day(q, S("day"), &day, e) &&
           parcel_of_day(door_office(q), q->arena, q->session, path_campaign(q), day, q->in, &fd, &size, e) &&
           send_file(q, fd, size, S("application/zip"),
                     str_format(q->arena, "day-" STR_FMT ".zip", STR_ARG(request_query(q, S("day")))));
}

bool http_day_zip(struct request *q, struct err *e)
{
    struct parcel_place *place;
    if (!parcel_begin(office_parcels(door_office(q)), q->arena, q->session->account, &(struct receiver){is_left, q},
                      &place, e))
        return false;
    q->in = place;
    return reply_parcel(q, day_zip, e);
}

struct str upload_path(struct request *q)
{
    return blob_path_of(q->arena, q->upload);
}

void upload_drop(struct request *q)
{
    blob_abandon(q->upload);
    q->upload = NULL;
}

/* The table comes as an upload but is read here and kept nowhere. */
static bool import(struct request *q, struct err *e)
{
    struct import_view view;
    bool ok = register_import(door_office(q), q->arena, q->session, upload_path(q), request_query(q, S("name")),
                              str_eq(request_query(q, S("apply")), S("1")), &view, e);
    upload_drop(q);
    return ok && reply(q, &view);
}

bool http_units_import(struct request *q, struct err *e)
{
    return reply_background(q, import, e);
}

static bool workbook(struct request *q, struct err *e)
{
    int fd;
    uint64_t size;
    bool template = str_eq(request_query(q, S("template")), S("1"));
    return register_workbook(door_office(q), q->arena, q->session, template, &fd, &size, e) &&
           send_workbook(q, fd, size, template ? S("register-template.xlsx") : S("register.xlsx"));
}

bool http_units_workbook(struct request *q, struct err *e)
{
    return reply_background(q, workbook, e);
}
