/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resumable uploads: tus 1.0.0 with creation, expiration and termination (tus.io/protocols/resumable-upload). What a
 * PATCH brings is on disk before its Upload-Offset is answered; when its peer leaves half-way, what has come stays. A whole
 * upload is answered with Upload-Blob, and GET tells the file as POST /api/files would have.
 */
#include "format/tus.h"
#include "http/reply.h"
#include "work/upload.h"

static bool speaks_tus(const struct request *q, struct err *e)
{
    return str_eq(request_header(q, S("tus-resumable")), S(TUS_VERSION)) || err_set(e, ERR_VERSION, MSG_UPLOAD_VERSION);
}

static bool header_number(const struct request *q, struct str name, uint64_t *n_r, struct err *e)
{
    return tus_number(request_header(q, name), n_r) || err_with(e, ERR_INPUT, MSG_UPLOAD_HEADER, name, S(""), S(""));
}

/* Sun, 06 Nov 1994 08:49:37 GMT (RFC 9110, 5.6.7) */
static struct str http_date(struct arena *a, struct instant t)
{
    static const char days[] = "MonTueWedThuFriSatSun", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct day d = instant_day(t, 0);
    struct civil c = day_civil(d);
    int minute = instant_minute(t, 0), second = (int)((t.ms % MS_A_MINUTE + MS_A_MINUTE) % MS_A_MINUTE / 1000);
    return str_format(a, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", days + 3 * (day_weekday(d) - 1), c.day,
                      months + 3 * (c.month - 1), c.year, minute / 60, minute % 60, second);
}

static void put_number(struct request *q, struct str name, int64_t n)
{
    response_header(q, name, str_format(q->arena, "%lld", (long long)n));
}

static void answer(struct upload_deed *d, const struct err *e)
{
    struct request *q = d->arg;
    const struct upload_status *s = &d->status;
    if (e) {
        request_answer(q, e);
        return;
    }
    response_header(q, S("Tus-Resumable"), S(TUS_VERSION));
    q->response.status = 204;
    if (q->method == HTTP_POST_) {
        q->response.status = 201;
        response_header(q, S("Location"), str_format(q->arena, "/api/uploads/" STR_FMT, STR_ARG(s->id)));
    }
    if (q->method == HTTP_GET_ || q->method == HTTP_HEAD_)
        q->response.status = 200;
    if (q->method != HTTP_DELETE_) {
        put_number(q, S("Upload-Offset"), s->offset);
        put_number(q, S("Upload-Length"), s->length);
        response_header(q, S("Upload-Expires"), http_date(q->arena, s->expires_at));
    }
    if (s->file)
        response_header(q, S("Upload-Blob"), s->file->blob);
    if (q->response.status != 204)
        reply(q, s);
    request_answer(q, NULL);
}

static struct upload_deed *upload_deed(struct request *q)
{
    struct upload_deed *d = arena_one(q->arena, struct upload_deed);
    d->office = door_office(q);
    d->arena = q->arena;
    d->who = *q->session;
    d->at = office_now(d->office);
    d->answer = answer;
    d->arg = q;
    return d;
}

bool http_upload_options(struct request *q, struct err *e)
{
    (void)e;
    q->response.status = 204;
    response_header(q, S("Tus-Resumable"), S(TUS_VERSION));
    response_header(q, S("Tus-Version"), S(TUS_VERSION));
    response_header(q, S("Tus-Max-Size"), str_format(q->arena, "%llu", (unsigned long long)UPLOAD_MOST_MB << 20));
    response_header(q, S("Tus-Extension"), S("creation,expiration,termination"));
    return true;
}

/* The request is parked before the deed begins: its answer may come before we are back here. */
bool http_upload_new(struct request *q, struct err *e)
{
    struct str name;
    uint64_t length;
    if (!speaks_tus(q, e) || !header_number(q, S("Upload-Length"), &length, e))
        return false;
    if (!tus_metadata(q->arena, request_header(q, S("upload-metadata")), S("filename"), UPLOAD_NAME - 1, &name))
        return err_with(e, ERR_INPUT, MSG_UPLOAD_HEADER, S("Upload-Metadata"), S(""), S(""));
    request_park(q);
    return upload_start(upload_deed(q), name, length, e);
}

bool http_upload(struct request *q, struct err *e)
{
    bool head = q->method == HTTP_HEAD_;
    if (head && !speaks_tus(q, e))
        return false;
    request_park(q);
    return upload_ask(upload_deed(q), q->params[0], !head, e);
}

bool http_upload_remove(struct request *q, struct err *e)
{
    if (!speaks_tus(q, e))
        return false;
    request_park(q);
    return upload_cancel(upload_deed(q), q->params[0], e);
}

/* Before the body is read. */
bool upload_open(struct request *q, struct err *e)
{
    uint64_t offset, sending = UINT64_MAX;
    if (!speaks_tus(q, e))
        return false;
    if (!str_eq_nocase(request_header(q, S("content-type")), S("application/offset+octet-stream")))
        return err_with(e, ERR_KIND, MSG_UPLOAD_HEADER, S("Content-Type"), S(""), S(""));
    if (!header_number(q, S("Upload-Offset"), &offset, e))
        return false;
    if (request_header(q, S("content-length")).n && !header_number(q, S("Content-Length"), &sending, e))
        return false;
    return upload_go_on(door_office(q), q->session, q->params[0], offset, sending, &q->upload, e);
}

bool http_upload_patch(struct request *q, struct err *e)
{
    (void)e;
    request_park(q);
    upload_sent(upload_deed(q), q->upload);
    return true;
}
