/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sweep.h"

#include "base/hash.h"
#include "store/file.h"
#include "store/inside.h"
#include "store/ledger.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { HEX = 64, DRAFTED_BYTES = 1 << 30 };

/* ---- the lock ---- */

static int lock_open(struct store *s)
{
    char path[BLOB_PATH_ROOM];
    snprintf(path, sizeof path, STR_FMT "/sweep.lock", STR_ARG(s->folder));
    int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    *strrchr(path, '/') = 0;
    fd_give(fd, path);
    return fd;
}

int sweep_hold(struct store *s)
{
    int fd = lock_open(s);
    while (fd >= 0 && flock(fd, LOCK_SH) && errno == EINTR)
        ;
    return fd;
}

/* ---- who names a blob ---- */

static bool is_found(struct reader *r, enum sql_id id, struct value v, bool *named_r, struct err *e)
{
    int64_t n;
    if (!sql_number(r, id, &v, 1, 0, &n, e))
        return false;
    *named_r = *named_r || n != 0;
    return true;
}

struct blob_ids {
    struct blob_id *items;
    size_t n, cap;
};

static int by_id(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct blob_id));
}

static bool blob_ids_have(const struct blob_ids *list, struct blob_id id)
{
    return list->n && bsearch(&id, list->items, list->n, sizeof id, by_id);
}

/* A blob is named in a draft by as many hex digits as a hash has. */
static void take_named(struct arena *a, struct str body, struct blob_ids *list)
{
    size_t run = 0;
    for (size_t i = 0; i <= body.n; i++) {
        struct blob_id id;
        bool hex = i < body.n && hex_digit(body.at[i]) >= 0;
        if (!hex && run == HEX && blob_id_read(str_sub(body, i - HEX, HEX), &id))
            arena_push(a, list, id);
        run = hex ? run + 1 : 0;
    }
}

/* All of them, in order: to look through the drafts for each blob by itself would take days. */
static bool drafted(struct reader *r, struct arena *a, struct blob_ids *list_r, struct err *e)
{
    struct rows rows;
    struct blob_ids list = {0};
    if (!sql_open(r, SQL_SWEEP_DRAFTS, NULL, 0, &rows, e))
        return false;
    while (arena_left(a) && sql_next(&rows))
        take_named(a, sql_peek(&rows, 0), &list);
    if (!sql_close(&rows, e))
        return false;
    if (!arena_left(a)) /* then nothing is known to be nobody's */
        return err_set(e, ERR_LARGE, MSG_NO_ROOM);
    if (list.n)
        qsort(list.items, list.n, sizeof *list.items, by_id);
    *list_r = list;
    return true;
}

struct sweep {
    struct store *store;
    struct arena *arena;
    struct blob_ids drafted;
    bool looked;
};

/* Drafts are looked through, once, only if there is what neither a report nor an upload names. */
static bool is_drafted(struct sweep *w, struct blob_id id, bool *named_r, struct err *e)
{
    if (!w->looked && !drafted(store_reader(w->store), w->arena, &w->drafted, e))
        return false;
    w->looked = true;
    *named_r = blob_ids_have(&w->drafted, id);
    return true;
}

static bool is_named(void *arg, struct blob_id id, bool *named_r, struct err *e)
{
    struct sweep *w = arg;
    struct reader *r = store_reader(w->store);
    bool named = false;
    struct value blob = v_blob(id.sha256, sizeof id.sha256);
    if (!is_found(r, SQL_SWEEP_FILE, blob, &named, e) ||
        (!named && !is_found(r, SQL_SWEEP_REPORT_FILE, blob, &named, e)) ||
        (!named && !is_found(r, SQL_SWEEP_LETTER, blob, &named, e)) || (!named && !is_drafted(w, id, &named, e)))
        return false;
    *named_r = named;
    return true;
}

/* ---- what was uploaded and never sent ---- */

enum { UNSENT_AT_ONCE = 256 };

struct unsent {
    struct op op;
    struct instant before;
    struct file_record rows[UNSENT_AT_ONCE]; /* blob and unit */
    size_t n;
    uint64_t gone, removed; /* of these rows, of all */
};

static bool unsent_next(struct reader *r, struct file_record last, struct unsent *u, struct err *e)
{
    struct rows rows;
    u->n = 0;
    if (!sql_look(r, SQL_SWEEP_UNSENT, &rows, e, v_int(u->before.ms), v_blob(last.blob.sha256, 32), v_id(last.unit.n),
                  v_int(UNSENT_AT_ONCE)))
        return false;
    for (; u->n < UNSENT_AT_ONCE && sql_next(&rows); u->n++) {
        sql_bytes(&rows, 0, u->rows[u->n].blob.sha256, 32);
        u->rows[u->n].unit.n = (uint64_t)sql_int(&rows, 1);
    }
    return sql_close(&rows, e);
}

/* Judged once more, for a report may have come meanwhile. */
static bool unsent_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct unsent *u = (struct unsent *)(void *)op;
    u->gone = 0;
    for (size_t i = 0; i < u->n; i++) {
        const struct value args[] = {v_blob(u->rows[i].blob.sha256, 32), v_id(u->rows[i].unit.n), v_int(u->before.ms)};
        int64_t changed;
        if (!sql_change(tx, SQL_SWEEP_UNSENT_ROW, args, 3, &changed, e))
            return false;
        u->gone += (uint64_t)changed;
    }
    return true;
}

/* Those that a draft names leave the list. */
static void unsent_spare(struct unsent *u, const struct blob_ids *named)
{
    size_t n = 0;
    for (size_t i = 0; i < u->n; i++)
        if (!blob_ids_have(named, u->rows[i].blob))
            u->rows[n++] = u->rows[i];
    u->n = n;
}

static bool forget_unsent(struct store *s, struct unsent *u, const struct blob_ids *named, struct err *e)
{
    struct file_record last = {0};
    for (bool more = true; more;) {
        if (!unsent_next(store_reader(s), last, u, e))
            return false;
        more = u->n == UNSENT_AT_ONCE;
        last = u->n ? u->rows[u->n - 1] : last;
        unsent_spare(u, named);
        if (u->n && !ledger_wait(s, &u->op, e))
            return false;
        u->removed += u->n ? u->gone : 0;
    }
    return true;
}

bool store_forget_unsent(struct store *s, struct instant before, uint64_t *removed_r, struct err *e)
{
    struct arena *a = arena_new("sweep", DRAFTED_BYTES);
    struct unsent u = {.op = {.apply = unsent_apply}, .before = before};
    struct blob_ids named;
    bool ok = drafted(store_reader(s), a, &named, e) && forget_unsent(s, &u, &named, e);
    arena_free(a);
    if (ok)
        *removed_r = u.removed;
    return ok;
}

/* ---- previews ---- */

/* previews/ab/cdef….jpg, whatever its ending */
static bool has_blob(struct sweep *w, const char *two, const char *rest)
{
    char path[BLOB_PATH_ROOM], hex[HEX + 1];
    struct store *s = w->store;
    struct blob_id id;
    struct err ignored;
    bool named = true;
    snprintf(path, sizeof path, "%s/%.2s/%.62s", blob_folder(s->blobs), two, rest);
    if (strlen(rest) < HEX - 2 || !access(path, F_OK) || errno != ENOENT)
        return true;
    snprintf(hex, sizeof hex, "%.2s%.62s", two, rest);
    if (!blob_is_remote(s->blobs) || !blob_id_read(str_of(hex), &id))
        return false;
    return !is_named(w, id, &named, &ignored) || named; /* the copy is gone, the blob may be in the bucket */
}

static void sweep_previews_of(struct sweep *w, const char *folder, const char *two, struct swept *n)
{
    char path[BLOB_PATH_ROOM + 8];
    snprintf(path, sizeof path, "%s/%.2s", folder, two);
    DIR *dir = opendir(path);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));)
        if (entry->d_name[0] != '.' && !has_blob(w, two, entry->d_name))
            n->previews += unlinkat(dirfd(dir), entry->d_name, 0) == 0;
    closedir(dir);
}

static void sweep_previews(struct sweep *w, struct swept *n)
{
    char path[BLOB_PATH_ROOM];
    unsigned char byte;
    snprintf(path, sizeof path, STR_FMT "/previews", STR_ARG(w->store->folder));
    DIR *dir = opendir(path);
    if (!dir)
        return; /* none was ever made */
    for (struct dirent *entry; (entry = readdir(dir));)
        if (hex_read(str_of(entry->d_name), &byte, 1))
            sweep_previews_of(w, path, entry->d_name, n);
    closedir(dir);
}

bool store_sweep(struct store *s, struct instant before, struct swept *swept_r, struct err *e)
{
    struct swept n = {0};
    struct sweep w = {.store = s};
    struct blob_sweep how = {.before = before, .is_named = is_named, .arg = &w};
    int lock = lock_open(s);
    if (lock < 0)
        return errno_trouble("sweep.lock", e);
    bool good = true;
    if (!flock(lock, LOCK_EX | LOCK_NB)) {
        w.arena = arena_new("sweep", DRAFTED_BYTES);
        good = blob_sweep(s->blobs, &how, &n.blobs, e);
        if (good)
            sweep_previews(&w, &n);
        arena_free(w.arena);
        n.done = good;
    }
    close(lock);
    if (good)
        *swept_r = n;
    return good;
}
