/* SPDX-License-Identifier: Apache-2.0 */
/* Files that units hand in. Declared in work/material.h. */
#include "format/media.h"
#include "work/material.h"
#include "work/preview.h"

#include <unistd.h>

static bool keep_apply(struct op *op, struct tx *tx, struct err *e)
{
    return file_put(tx, &((struct file_deed *)(void *)op)->record, e);
}

struct file_view file_view_of(struct arena *a, const struct file_record *rec)
{
    return (struct file_view){.blob = blob_id_text(a, rec->blob),
                              .name = rec->name,
                              .type = rec->type,
                              .size = rec->size,
                              .width = rec->width,
                              .height = rec->height};
}

static void keep_project(struct deed *deed)
{
    struct file_deed *d = (struct file_deed *)deed;
    d->view = file_view_of(deed->arena, &d->record);
}

bool file_keep(struct file_deed *d, const struct blob *b, struct err *e)
{
    struct media m;
    int fd;
    uint64_t size;
    if (!blob_open(office_blobs(d->deed.office), b->id, &fd, &size, e))
        return false;
    bool ok = media_probe(fd, size, d->name, &m, e);
    close(fd);
    if (!ok)
        return false;
    d->record = (struct file_record){.blob = b->id,
                                     .unit = d->deed.who.unit,
                                     .account = d->deed.who.account,
                                     .name = d->name,
                                     .type = str_of(media_type(m.kind)),
                                     .size = (int64_t)b->size,
                                     .width = m.width,
                                     .height = m.height,
                                     .at = d->deed.at};
    d->deed.op.apply = keep_apply;
    d->deed.project = keep_project;
    d->deed.out = &d->view;
    return deed_submit(&d->deed, e);
}

/* Bytes may be read by who may see a unit that handed them in. */
static bool owner_seen(struct office *office, const struct session *who, const struct file_records *owners,
                       struct file_record *row_r)
{
    bool seen = false;
    office_read(office);
    const struct roll *roll = office_roll(office, who->reg);
    for (size_t i = 0; i < owners->n && !seen; i++)
        if ((seen = may_see(roll, who, owners->items[i].unit)))
            *row_r = owners->items[i];
    office_read_done(office);
    return seen;
}

bool file_is_ready(struct office *office, struct str blob, bool small)
{
    struct blob_id id;
    if (!blob_id_read(blob, &id))
        return true;
    return small ? preview_is_ready(office, id) : blob_is_checked(office_blobs(office), id);
}

static bool is_picture(struct str type)
{
    return str_starts(type, S("image/"));
}

static bool open_small(struct office *office, struct arena *a, struct blob_id id, struct str type,
                       struct file_look *look, struct err *e)
{
    if (!is_picture(type))
        return err_set(e, ERR_MISSING, MSG_PREVIEW_NONE);
    look->type = S("image/jpeg");
    look->etag = str_format(a, STR_FMT "-small", STR_ARG(blob_id_text(a, id)));
    look->shown = true;
    return preview_of(office, a, id, &look->fd, &look->size, e);
}

static bool open_whole(struct office *office, struct arena *a, struct blob_id id, struct str type,
                       struct file_look *look, struct err *e)
{
    look->type = type;
    look->etag = blob_id_text(a, id);
    look->shown = is_picture(type) || str_starts(type, S("video/"));
    return blob_check(office_blobs(office), id, e) && blob_open(office_blobs(office), id, &look->fd, &look->size, e);
}

bool file_open(struct office *office, struct arena *a, const struct session *who, struct str blob, bool small,
               struct file_look *look_r, struct err *e)
{
    struct blob_id id;
    struct file_records owners = {0};
    struct file_record row;
    struct file_look look = {0};
    if (!blob_id_read(blob, &id))
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    if (!file_owners(store_reader(office_store(office)), a, id, &owners, e))
        return false;
    if (!owner_seen(office, who, &owners, &row))
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    if (small ? !open_small(office, a, id, row.type, &look, e) : !open_whole(office, a, id, row.type, &look, e))
        return false;
    look.name = media_name(a, row.name, look.type);
    *look_r = look;
    return true;
}
