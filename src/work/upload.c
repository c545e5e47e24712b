/* SPDX-License-Identifier: Apache-2.0 */
#include "work/upload.h"
#include "work/quota.h"

#include <stdio.h>
#include <string.h>

static struct upload_store *uploads_of(struct office *office)
{
    return store_uploads(office_store(office));
}

static void fail(struct upload_deed *d, const struct err *e)
{
    d->answer(d, e);
}

static void succeed(struct upload_deed *d)
{
    const struct upload_view *v = &d->call.view;
    int64_t life = office_limits(d->office)->upload_minutes * MS_A_MINUTE;
    d->status.id = str_of(v->id);
    d->status.name = str_of(v->name);
    d->status.offset = (int64_t)v->offset;
    d->status.length = (int64_t)v->length;
    d->status.expires_at = (struct instant){v->touched.ms + life};
    d->answer(d, NULL);
}

/* ---- from a whole upload to a file ---- */

static void forgotten(struct upload_call *c, const struct err *e)
{
    struct upload_deed *d = (struct upload_deed *)c;
    if (e)
        fail(d, e);
    else
        succeed(d);
}

/* The row is committed, on the writer thread: now the upload can be forgotten. */
static void taken_in(struct deed *deed)
{
    struct upload_deed *d = deed->arg;
    if (!deed->op.ok) {
        fail(d, &deed->op.err);
        return;
    }
    d->status.file = &d->file.view;
    d->call.verb = UPLOAD_KEPT;
    d->call.done = forgotten;
    upload_call(uploads_of(d->office), &d->call);
}

static void refused(struct upload_call *c, const struct err *e)
{
    struct upload_deed *d = (struct upload_deed *)c;
    (void)e; /* the first trouble counts */
    fail(d, &d->file.deed.op.err);
}

/* A kind that is not taken will not be another kind tomorrow: the upload ends. */
static void take_in(struct upload_deed *d)
{
    struct err e;
    d->file.deed =
        (struct deed){.office = d->office, .arena = d->arena, .who = d->who, .at = d->at, .answer = taken_in, .arg = d};
    d->file.name = str_of(d->call.view.name);
    if (file_keep(&d->file, &d->call.view.blob, &e))
        return;
    if (e.code != ERR_INPUT && e.code != ERR_KIND && e.code != ERR_LARGE) {
        fail(d, &e);
        return;
    }
    d->file.deed.op.err = e;
    d->call.verb = UPLOAD_REMOVE;
    d->call.done = refused;
    upload_call(uploads_of(d->office), &d->call);
}

static bool file_of(struct upload_deed *d, struct err *e)
{
    struct file_record rec;
    if (!file_read(store_reader(office_store(d->office)), d->arena, d->call.view.blob.id, d->who.unit, &rec, e))
        return false;
    d->file.view = file_view_of(d->arena, &rec);
    d->status.file = &d->file.view;
    return true;
}

/* On the sync thread. */
static void looked(struct upload_call *c, const struct err *e)
{
    struct upload_deed *d = (struct upload_deed *)c;
    struct err why;
    if (e)
        fail(d, e);
    else if (c->view.whole)
        take_in(d);
    else if (c->view.kept && !file_of(d, &why))
        fail(d, &why);
    else
        succeed(d);
}

/* ---- what people ask for ---- */

static bool is_expired(const struct office *office, const struct upload_view *v)
{
    return v->touched.ms + office_limits(office)->upload_minutes * MS_A_MINUTE < clock_machine().ms;
}

static bool find(struct office *office, const struct session *who, struct str id, struct upload_view *v_r,
                 struct err *e)
{
    if (!upload_find(uploads_of(office), id, v_r, e))
        return false;
    if (v_r->unit != who->unit.n)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    return !is_expired(office, v_r) || err_set(e, ERR_GONE, MSG_NOT_FOUND);
}

static void call(struct upload_deed *d, enum upload_verb verb)
{
    d->call.verb = verb;
    d->call.done = looked;
    upload_call(uploads_of(d->office), &d->call);
}

bool upload_start(struct upload_deed *d, struct str name, uint64_t length, struct err *e)
{
    if (!name.n || name.n >= UPLOAD_NAME || utf8_has_hidden(name) || str_find(name, S("\n")) != STR_NONE)
        return err_with(e, ERR_INVALID, MSG_FIELD_TYPE, S("文件名"), S("不含控制字符的文字"), S(""));
    if (!length)
        return err_with(e, ERR_INPUT, MSG_MEDIA_EMPTY, name, S(""), S(""));
    if (length > (uint64_t)UPLOAD_MOST_MB << 20)
        return err_with(e, ERR_LARGE, MSG_TOO_LARGE, S("4095 MB"), S(""), S(""));
    if (!quota_take(d->office, d->who.unit, length, e))
        return false;
    d->call.view = (struct upload_view){.unit = d->who.unit.n, .account = d->who.account, .length = length};
    memcpy(d->call.view.name, name.at, name.n);
    call(d, UPLOAD_CREATE);
    return true;
}

bool upload_ask(struct upload_deed *d, struct str id, bool want_file, struct err *e)
{
    if (!find(d->office, &d->who, id, &d->call.view, e))
        return false;
    call(d, want_file ? UPLOAD_FINISH : UPLOAD_LOOK);
    return true;
}

bool upload_cancel(struct upload_deed *d, struct str id, struct err *e)
{
    if (!find(d->office, &d->who, id, &d->call.view, e))
        return false;
    d->call.verb = UPLOAD_REMOVE;
    d->call.done = forgotten;
    upload_call(uploads_of(d->office), &d->call);
    return true;
}

bool upload_go_on(struct office *office, const struct session *who, struct str id, uint64_t offset, uint64_t sending,
                  struct blob_writer **w_r, struct err *e)
{
    struct upload_view v;
    if (!find(office, who, id, &v, e))
        return false;
    if (sending != UINT64_MAX && (offset > v.length || sending > v.length - offset))
        return err_set(e, ERR_LARGE, MSG_UPLOAD_PAST_END);
    return upload_resume(uploads_of(office), id, offset, w_r, e);
}

void upload_sent(struct upload_deed *d, struct blob_writer *w)
{
    d->call.verb = UPLOAD_FINISH;
    d->call.done = looked;
    upload_end(w, &d->call);
}
