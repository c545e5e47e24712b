/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of an upload, as a small file beside its bytes. */
#include "store/upload_inside.h"

#include "base/hash.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- the line ---- */

/*
 * A head of fixed places that are written one at a time, each with a checksum, so that a torn one is seen: the offset,
 * in two places in turn of which the greater good one counts, and the blob once a row names it. Then what never changes.
 */
static const char line_magic[] = "skillweek upload 1\n";
_Static_assert(sizeof line_magic - 1 == UPLOAD_OFFSET_AT, "the places stand behind it");
enum { FIELDS_AT = UPLOAD_BLOB_AT + UPLOAD_BLOB_SIZE };

static uint64_t sum_of(struct str s)
{
    return str_hash(s);
}

void upload_put_offset(char to[UPLOAD_OFFSET_SIZE + 1], uint64_t offset)
{
    snprintf(to, UPLOAD_OFFSET_SIZE + 1, "%016llx", (unsigned long long)offset);
    snprintf(to + 16, UPLOAD_OFFSET_SIZE - 15, " %016llx\n", (unsigned long long)sum_of((struct str){to, 16}));
}

void upload_put_blob(char to[UPLOAD_BLOB_SIZE + 1], struct blob_id id)
{
    hex_put(to, id.sha256, sizeof id.sha256);
    snprintf(to + 64, UPLOAD_BLOB_SIZE - 63, " %016llx\n", (unsigned long long)sum_of((struct str){to, 64}));
}

static bool hex_number(struct str text, uint64_t *n_r)
{
    unsigned char bytes[8];
    uint64_t n = 0;
    if (!hex_read(text, bytes, sizeof bytes))
        return false;
    for (size_t i = 0; i < sizeof bytes; i++)
        n = n << 8 | bytes[i];
    *n_r = n;
    return true;
}

/* A place that is whole: `n` characters, a blank, their sum, a line feed. */
static bool place_is_good(struct str place, size_t n)
{
    uint64_t sum;
    return place.n == n + 18 && place.at[n] == ' ' && place.at[n + 17] == '\n' &&
           hex_number(str_sub(place, n + 1, 16), &sum) && sum == sum_of(str_sub(place, 0, n));
}

static bool line_field(struct str *rest, struct str name, struct str *value_r)
{
    struct str line;
    if (!str_cut(rest, S("\n"), &line) || !str_starts(line, name))
        return false;
    *value_r = str_from(line, name.n);
    return true;
}

static bool line_number(struct str *rest, struct str name, uint64_t *n_r)
{
    struct str value;
    int64_t n;
    if (!line_field(rest, name, &value) || !str_to_int(value, &n) || n < 0)
        return false;
    *n_r = (uint64_t)n;
    return true;
}

/* *place_r: the place that may be written over. */
bool upload_line_read(struct str text, struct upload_view *v, int *place_r)
{
    struct str rest = str_from(text, FIELDS_AT), name;
    struct str blob = str_sub(text, UPLOAD_BLOB_AT, UPLOAD_BLOB_SIZE);
    bool marked = false;
    if (text.n < FIELDS_AT || !str_starts(text, str_of(line_magic)))
        return false;
    for (int i = 0; i < 2; i++) {
        struct str place = str_sub(text, (size_t)(UPLOAD_OFFSET_AT + i * UPLOAD_OFFSET_SIZE), UPLOAD_OFFSET_SIZE);
        uint64_t offset;
        if (!place_is_good(place, 16) || !hex_number(str_sub(place, 0, 16), &offset))
            continue;
        if (!marked || offset > v->offset) {
            v->offset = offset;
            *place_r = !i;
        }
        marked = true;
    }
    v->kept = place_is_good(blob, 64) && blob_id_read(str_sub(blob, 0, 64), &v->blob.id);
    if (!marked || !line_number(&rest, S("unit "), &v->unit) || !line_number(&rest, S("account "), &v->account) ||
        !line_number(&rest, S("length "), &v->length) || !line_field(&rest, S("name "), &name) ||
        name.n >= UPLOAD_NAME || v->offset > v->length)
        return false;
    memcpy(v->name, name.at, name.n);
    v->name[name.n] = 0;
    v->blob.size = v->length;
    return true;
}

struct str upload_line_text(char to[UPLOAD_LINE_ROOM], const struct upload_view *v)
{
    char offset[UPLOAD_OFFSET_SIZE + 1];
    upload_put_offset(offset, 0);
    int n = snprintf(to, UPLOAD_LINE_ROOM, "%s%s%s%*s\nunit %llu\naccount %llu\nlength %llu\nname %s\n", line_magic,
                     offset, offset, UPLOAD_BLOB_SIZE - 1, "", (unsigned long long)v->unit,
                     (unsigned long long)v->account, (unsigned long long)v->length, v->name);
    assert(n > FIELDS_AT && n < UPLOAD_LINE_ROOM);
    return (struct str){to, (size_t)n};
}

/* ---- files ---- */

void upload_paths_of(const struct upload_store *us, const char *id, struct upload_paths *p)
{
    snprintf(p->bytes, sizeof p->bytes, "%s/%s", us->folder, id);
    snprintf(p->line, sizeof p->line, "%s/%s.line", us->folder, id);
}

bool upload_file_make(const char *path, struct str text, struct err *e)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno_trouble("upload", e);
    bool done = fd_write(fd, text, e);
    if (done)
        fd_sync(fd, "upload");
    close(fd);
    return done;
}

bool upload_place_write(const char *path, off_t at, struct str text, struct err *e)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return errno_trouble("upload", e);
    bool done = lseek(fd, at, SEEK_SET) == at ? fd_write(fd, text, e) : errno_trouble("upload", e);
    if (done)
        fd_sync(fd, "upload");
    close(fd);
    return done;
}
