/* SPDX-License-Identifier: Apache-2.0 */
#include "app/photos.h"
#include "base/file.h"
#include "format/json.h"
#include "format/media.h"
#include "work/material.h"

#include <glob.h>
#include <string.h>

enum { FILE_MAX = 1 << 20, PHOTOS_MAX = 32 };

struct photo {
    struct blob blob;
    struct media media;
    struct str name;
};

/* given: bit i is the i-th photo. */
struct owner {
    struct unit_id unit;
    uint32_t given;
};

struct photos {
    struct arena *arena;
    struct office *office;
    LIST(struct photo) items;
    LIST(struct owner) units;
};

/* ---- the folder ---- */

static bool keep_blob(struct office *office, struct str bytes, struct blob *b_r, struct err *e)
{
    struct blob_writer *w;
    if (!blob_begin(office_blobs(office), &w, e))
        return false;
    if (blob_write(w, bytes, e))
        return blob_finish_wait(w, b_r, e);
    blob_abandon(w);
    return false;
}

static bool load_one(struct photos *p, const char *path, struct err *e)
{
    struct str bytes;
    struct photo photo = {.name = str_format(p->arena, "演练-%s", strrchr(path, '/') + 1)};
    if (!file_load(p->arena, str_of(path), FILE_MAX, &bytes, e) ||
        !media_probe_head(bytes, bytes.n, photo.name, &photo.media, e) || !keep_blob(p->office, bytes, &photo.blob, e))
        return false;
    arena_push(p->arena, &p->items, photo);
    return true;
}

bool photos_load(struct arena *a, struct office *office, struct str folder, struct photos **p_r, struct err *e)
{
    struct photos *p = arena_one(a, struct photos);
    glob_t found = {0};
    bool ok = true;
    p->arena = a;
    p->office = office;
    if (!glob(str_z(a, str_format(a, STR_FMT "/photos/*.jpg", STR_ARG(folder))), 0, NULL, &found))
        for (size_t i = 0; ok && i < found.gl_pathc && i < PHOTOS_MAX; i++)
            ok = load_one(p, found.gl_pathv[i], e);
    globfree(&found);
    if (ok)
        *p_r = p;
    return ok;
}

/* ---- a report's photos ---- */

/* Neighbours from a place on, so that none comes twice. */
static size_t draw(const struct photos *p, uint64_t seed, size_t picks[PHOTOS_A_REPORT])
{
    size_t n = 1 + (size_t)(seed >> 13) % PHOTOS_A_REPORT, have = p->items.n;
    n = n < have ? n : have;
    for (size_t i = 0; i < n; i++)
        picks[i] = ((size_t)(seed >> 21) + i) % have;
    return n;
}

static void write_one(const struct photos *p, const struct photo *photo, struct str part, struct buf *out)
{
    buf_format(out, "{\"blob\":\"" STR_FMT "\",\"name\":", STR_ARG(blob_id_text(p->arena, photo->blob.id)));
    json_str(out, photo->name);
    buf_lit(out, ",\"part\":");
    json_str(out, part);
    buf_format(out, ",\"type\":\"%s\",\"size\":%llu,\"width\":%lld,\"height\":%lld}", media_type(photo->media.kind),
               (unsigned long long)photo->blob.size, (long long)photo->media.width, (long long)photo->media.height);
}

void photos_write(const struct photos *p, uint64_t seed, struct str part, struct buf *out)
{
    size_t picks[PHOTOS_A_REPORT], n = draw(p, seed, picks);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_putc(out, ',');
        write_one(p, &p->items.items[picks[i]], part, out);
    }
}

static uint32_t *given_to(struct photos *p, struct unit_id unit)
{
    for (size_t i = 0; i < p->units.n; i++)
        if (p->units.items[i].unit.n == unit.n)
            return &p->units.items[i].given;
    struct owner owner = {.unit = unit};
    arena_push(p->arena, &p->units, owner);
    return &p->units.items[p->units.n - 1].given;
}

static bool give_one(struct photos *p, struct arena *a, const struct session *who, const struct photo *photo,
                     struct err *e)
{
    struct file_deed *d = arena_one(a, struct file_deed);
    d->deed = (struct deed){.office = p->office, .arena = a, .who = *who, .at = office_now(p->office)};
    d->name = photo->name;
    return file_keep(d, &photo->blob, e) && (d->deed.op.ok || (*e = d->deed.op.err, false));
}

bool photos_give(struct photos *p, struct arena *a, const struct session *who, uint64_t seed, struct err *e)
{
    size_t picks[PHOTOS_A_REPORT], n = draw(p, seed, picks);
    uint32_t *given = given_to(p, who->unit);
    for (size_t i = 0; i < n; i++) {
        uint32_t bit = (uint32_t)1 << picks[i];
        if (!(*given & bit) && !give_one(p, a, who, &p->items.items[picks[i]], e))
            return false;
        *given |= bit;
    }
    return true;
}
