/* SPDX-License-Identifier: Apache-2.0 */
#include "format/unzip.h"

#include <zip.h>

enum { ENTRIES_MAX = 2000, RATIO_MAX = 100, PIECE = 64 * 1024 };
static const uint64_t BYTES_MAX = 200u << 20, RATIO_FREE = 1u << 20;

struct unzip {
    struct arena *arena;
    zip_t *zip;
    struct str name;
    uint64_t archive, taken; /* bytes of the archive itself, bytes that came out of it */
    char *piece;
};

static bool broken(const struct unzip *z, const char *why, struct err *e)
{
    return err_with(e, ERR_INPUT, MSG_FILE_UNREADABLE, z->name, str_of(why), S(""));
}

static bool too_large(const struct unzip *z, struct err *e)
{
    return err_with(e, ERR_LARGE, MSG_ZIP_LARGE, z->name, S(""), S(""));
}

static void close_zip(void *arg)
{
    zip_discard(((struct unzip *)arg)->zip);
}

/* Takes over `source`, which is freed with the archive or here. */
static bool open_source(struct arena *a, zip_source_t *source, uint64_t size, struct str name, struct unzip **z_r,
                        struct err *e)
{
    struct unzip *z = arena_one(a, struct unzip);
    *z = (struct unzip){.arena = a, .name = name, .archive = size};
    if (!source)
        return broken(z, "不是有效的压缩包", e);
    z->zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
    if (!z->zip) {
        zip_source_free(source);
        return broken(z, "不是有效的压缩包", e);
    }
    arena_defer(a, close_zip, z);
    if (zip_get_num_entries(z->zip, 0) > ENTRIES_MAX)
        return too_large(z, e);
    z->piece = arena_try(a, PIECE);
    if (!z->piece)
        return too_large(z, e);
    *z_r = z;
    return true;
}

bool unzip_open(struct arena *a, struct str bytes, struct str name, struct unzip **z_r, struct err *e)
{
    return open_source(a, zip_source_buffer_create(bytes.at, bytes.n, 0, NULL), bytes.n, name, z_r, e);
}

bool unzip_open_file(struct arena *a, struct str path, struct str name, struct unzip **z_r, struct err *e)
{
    zip_source_t *source = zip_source_file_create(str_z(a, path), 0, -1, NULL);
    zip_stat_t stat;
    uint64_t size = 0;
    if (source && zip_source_stat(source, &stat) == 0 && stat.valid & ZIP_STAT_SIZE)
        size = stat.size;
    return open_source(a, source, size, name, z_r, e);
}

struct str unzip_name(const struct unzip *z)
{
    return z->name;
}

bool unzip_has(struct unzip *z, const char *entry)
{
    return zip_name_locate(z->zip, entry, ZIP_FL_ENC_UTF_8) >= 0;
}

static bool count(struct unzip *z, uint64_t n, struct err *e)
{
    z->taken += n;
    if (z->taken > BYTES_MAX || (z->taken > RATIO_FREE && z->taken - RATIO_FREE > z->archive * RATIO_MAX))
        return too_large(z, e);
    return true;
}

bool unzip_entry(struct unzip *z, const char *entry, bool (*sink)(void *to, struct str piece, struct err *e), void *to,
                 struct err *e)
{
    zip_int64_t index = zip_name_locate(z->zip, entry, ZIP_FL_ENC_UTF_8), n = 0;
    zip_file_t *file = index < 0 ? NULL : zip_fopen_index(z->zip, (zip_uint64_t)index, 0);
    if (!file)
        return broken(z, index < 0 ? "缺少必要的内容" : "内容已加密或已损坏", e);
    bool ok = true;
    while (ok && (n = zip_fread(file, z->piece, PIECE)) > 0)
        ok = count(z, (uint64_t)n, e) && sink(to, (struct str){z->piece, (size_t)n}, e);
    if (ok && n < 0)
        ok = broken(z, "内容已损坏", e);
    zip_fclose(file);
    return ok;
}
