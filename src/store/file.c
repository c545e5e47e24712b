/* SPDX-License-Identifier: Apache-2.0 */
#include "store/file.h"

#include "store/inside.h"

#include <string.h>

bool file_put(struct tx *tx, const struct file_record *f, struct err *e)
{
    return sql_do(tx, SQL_FILE_PUT, e, v_blob(f->blob.sha256, 32), v_id(f->unit.n), v_id(f->account), v_text(f->name),
                  v_text(f->type), v_int(f->size), v_int(f->width), v_int(f->height), v_int(f->at.ms));
}

static struct file_record of_row(struct rows *rows, struct arena *a)
{
    struct file_record f = {
        .unit = {(uint64_t)sql_int(rows, 1)},
        .account = (uint64_t)sql_int(rows, 2),
        .name = sql_text(rows, a, 3),
        .type = sql_text(rows, a, 4),
        .size = sql_int(rows, 5),
        .width = sql_int(rows, 6),
        .height = sql_int(rows, 7),
        .at = sql_instant(rows, 8),
    };
    sql_bytes(rows, 0, f.blob.sha256, sizeof f.blob.sha256);
    return f;
}

static bool all_rows(struct rows *rows, struct arena *a, struct file_records *list_r, struct err *e)
{
    struct file_records list = {0};
    while (sql_next(rows)) {
        struct file_record f = of_row(rows, a);
        arena_push(a, &list, f);
    }
    if (!sql_close(rows, e))
        return false;
    *list_r = list;
    return true;
}

bool file_owners(struct reader *r, struct arena *a, struct blob_id blob, struct file_records *list_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_FILE_OWNERS, &rows, e, v_blob(blob.sha256, 32)) && all_rows(&rows, a, list_r, e);
}

bool file_read(struct reader *r, struct arena *a, struct blob_id blob, struct unit_id unit, struct file_record *f_r,
               struct err *e)
{
    struct rows rows;
    struct file_records list;
    if (!sql_look(r, SQL_FILE_READ, &rows, e, v_blob(blob.sha256, 32), v_id(unit.n)) || !all_rows(&rows, a, &list, e))
        return false;
    if (!list.n)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *f_r = list.items[0];
    return true;
}

/* ---- all that are named ---- */

enum { BLOBS_AT_ONCE = 256 };

static bool named_behind(struct reader *r, struct blob_id last, struct blob_id list[BLOBS_AT_ONCE], size_t *n_r,
                         struct err *e)
{
    struct rows rows;
    size_t n = 0;
    if (!sql_look(r, SQL_BLOB_NAMED_NEXT, &rows, e, v_blob(last.sha256, sizeof last.sha256), v_int(BLOBS_AT_ONCE)))
        return false;
    while (n < BLOBS_AT_ONCE && sql_next(&rows))
        sql_bytes(&rows, 0, list[n++].sha256, sizeof last.sha256);
    if (!sql_close(&rows, e))
        return false;
    *n_r = n;
    return true;
}

bool blob_each_named(struct reader *r, bool (*take)(void *arg, struct blob_id id, struct err *e), void *arg,
                     struct err *e)
{
    struct blob_id list[BLOBS_AT_ONCE], last = {0};
    size_t n = BLOBS_AT_ONCE;
    while (n == BLOBS_AT_ONCE) {
        if (!named_behind(r, last, list, &n, e))
            return false;
        for (size_t i = 0; i < n; last = list[i++])
            if (memcmp(&list[i], &last, sizeof last) <= 0) /* of another length than a hash */
                return err_set(e, ERR_FAULT, MSG_STORE_BROKEN);
            else if (!take(arg, list[i], e))
                return false;
    }
    return true;
}
