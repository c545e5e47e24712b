/* SPDX-License-Identifier: Apache-2.0 */
/* Uploads as a stop of the program left them. */
#include "store/upload_inside.h"

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

/*
 * What is lost is thrown away: a line that was read and says nothing sensible, a line without its bytes. What merely cannot
 * be read now (no descriptor, no memory, a bad disk) was acknowledged and stays; the start is refused.
 */
enum rest { REST_GOOD, REST_LOST, REST_TROUBLE };

static enum rest rest_of_errno(const char *path, struct err *e)
{
    if (errno == ENOENT)
        return REST_LOST;
    errno_trouble(path, e);
    return REST_TROUBLE;
}

/* Bytes behind the promised offset may be torn: they go. */
static enum rest bytes_ready(const struct upload_paths *p, const struct upload_view *v, struct err *e)
{
    struct stat st;
    if (v->kept)
        return REST_GOOD;
    if (stat(p->bytes, &st))
        return rest_of_errno(p->bytes, e);
    if ((uint64_t)st.st_size < v->offset)
        return REST_LOST;
    if ((uint64_t)st.st_size > v->offset && truncate(p->bytes, (off_t)v->offset))
        return rest_of_errno(p->bytes, e);
    return REST_GOOD;
}

enum { LINE_ROOM = UPLOAD_LINE_ROOM + 1 }; /* one more than a good line has */

static enum rest line_read(const char *path, char room[LINE_ROOM], struct str *text_r, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return rest_of_errno(path, e);
    ssize_t n;
    do
        n = read(fd, room, LINE_ROOM);
    while (n < 0 && errno == EINTR);
    enum rest rest = n < 0 ? rest_of_errno(path, e) : n < LINE_ROOM ? REST_GOOD : REST_LOST;
    close(fd);
    *text_r = (struct str){room, n < 0 ? 0 : (size_t)n};
    return rest;
}

static enum rest line_ready(const struct upload_paths *p, struct upload_view *v, int *place_r, struct err *e)
{
    char room[LINE_ROOM];
    struct str text;
    struct stat st;
    enum rest rest = line_read(p->line, room, &text, e);
    if (rest != REST_GOOD)
        return rest;
    if (!upload_line_read(text, v, place_r))
        return REST_LOST;
    if (stat(p->line, &st))
        return rest_of_errno(p->line, e);
    v->touched = (struct instant){(int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000};
    return bytes_ready(p, v, e);
}

static bool load_one(struct upload_store *us, const char *id, struct err *e)
{
    struct upload_paths p;
    struct upload_view v = {0};
    int place = 0;
    upload_paths_of(us, id, &p);
    snprintf(v.id, sizeof v.id, "%s", id);
    enum rest rest = line_ready(&p, &v, &place, e);
    if (rest == REST_TROUBLE)
        return false;
    if (rest == REST_LOST) {
        log_line(LOG_WARN, "upload.lost", "\"upload\":\"%.8s\"", id);
        unlink(p.line);
    }
    if (rest == REST_LOST || v.kept)
        unlink(p.bytes);
    if (rest == REST_LOST)
        return true;
    struct upload *u = upload_new(us, &v);
    u->place = place;
    upload_list(u);
    return true;
}

/* Bytes whose line is not there were cut off while the upload was made. */
static bool load_bytes(struct upload_store *us, const char *id, struct err *e)
{
    struct upload_paths p;
    upload_paths_of(us, id, &p);
    if (!access(p.line, F_OK))
        return true;
    if (rest_of_errno(p.line, e) == REST_TROUBLE)
        return false;
    unlink(p.bytes);
    return true;
}

static bool load_entry(struct upload_store *us, struct str name, struct err *e)
{
    unsigned char raw[16];
    char id[UPLOAD_ID_TEXT] = {0};
    struct str ending = str_from(name, UPLOAD_ID_TEXT - 1);
    if (!hex_read(str_sub(name, 0, UPLOAD_ID_TEXT - 1), raw, sizeof raw))
        return true;
    memcpy(id, name.at, UPLOAD_ID_TEXT - 1);
    if (str_eq(ending, S(".line")))
        return load_one(us, id, e);
    return ending.n || load_bytes(us, id, e);
}

static struct dirent *next_of(DIR *dir)
{
    errno = 0;
    return readdir(dir);
}

static bool load(struct upload_store *us, struct err *e)
{
    DIR *dir = opendir(us->folder);
    bool good = dir || errno_trouble(us->folder, e);
    struct dirent *entry;
    while (good && (entry = next_of(dir)))
        good = load_entry(us, str_of(entry->d_name), e);
    if (good && errno)
        good = errno_trouble(us->folder, e);
    if (dir)
        closedir(dir);
    return good;
}

bool upload_store_open(struct store *s, struct upload_store **us_r, struct err *e)
{
    struct upload_store *us = arena_one(s->arena, struct upload_store);
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
