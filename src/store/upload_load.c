/* SPDX-License-Identifier: Apache-2.0 */
/* Uploads as a stop of the program left them. */
#include "store/upload_inside.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- opening and closing ---- */

/* Bytes behind the promised offset may be torn: they go. False: the upload cannot go on. */
static bool bytes_ready(const struct upload_paths *p, const struct upload_view *v)
{
    struct stat st;
    if (v->kept)
        return true;
    return !stat(p->bytes, &st) && (uint64_t)st.st_size >= v->offset &&
           ((uint64_t)st.st_size == v->offset || !truncate(p->bytes, (off_t)v->offset));
}

static void load_one(struct upload_store *us, struct arena *a, const char *id)
{
    struct upload_paths p;
    struct upload_view v = {0};
    struct str text;
    struct stat st;
    struct err e;
    int place = 0;
    upload_paths_of(us, id, &p);
    snprintf(v.id, sizeof v.id, "%s", id);
    if (!file_load(a, str_of(p.line), UPLOAD_LINE_ROOM, &text, &e) || !upload_line_read(text, &v, &place) ||
        stat(p.line, &st) || !bytes_ready(&p, &v)) {
        log_line(LOG_WARN, "upload.lost", "\"upload\":\"%.8s\"", id);
        unlink(p.line);
        unlink(p.bytes);
        return;
    }
    v.touched = (struct instant){(int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000};
    if (v.kept)
        unlink(p.bytes);
    struct upload *u = upload_new(us, &v);
    u->place = place;
    upload_list(u);
}

static bool load(struct upload_store *us, struct err *e)
{
    struct arena *a = arena_new("uploads", 64 << 20);
    unsigned char id[16];
    char text[UPLOAD_ID_TEXT];
    DIR *dir = opendir(us->folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        struct str name = str_of(entry->d_name);
        if (!hex_read(str_sub(name, 0, 32), id, sizeof id))
            continue;
        memcpy(text, entry->d_name, 32);
        text[32] = 0;
        if (str_eq(str_from(name, 32), S(".line")))
            load_one(us, a, text);
        else if (name.n == 32 && faccessat(dirfd(dir), str_z(a, str_format(a, "%s.line", text)), F_OK, 0))
            unlinkat(dirfd(dir), text, 0); /* cut off while it was made */
    }
    arena_free(a);
    if (!dir)
        return errno_trouble(us->folder, e);
    closedir(dir);
    return true;
}

bool upload_store_open(struct store *s, struct upload_store **us_r, struct err *e)
{
    struct upload_store *us = arena_one(s->arena, struct upload_store);
    us->store = s;
    us->blobs = s->blobs;
    us->folder = str_z(s->arena, str_format(s->arena, "%s/uploads", blob_folder(s->blobs)));
    pthread_mutex_init(&us->mutex, NULL);
    if (mkdir(us->folder, 0700) && errno != EEXIST)
        return errno_trouble(us->folder, e);
    *us_r = us;
    return folder_sync(blob_folder(s->blobs), e) && load(us, e);
}

void upload_store_close(struct upload_store *us)
{
    for (size_t i = 0; i < UPLOAD_BUCKETS; i++)
        for (struct upload *u = us->buckets[i], *next; u; u = next) {
            next = u->next;
            upload_free(u);
        }
    pthread_mutex_destroy(&us->mutex);
}

struct upload_store *store_uploads(struct store *s)
{
    return s->uploads;
}
