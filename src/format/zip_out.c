/* SPDX-License-Identifier: Apache-2.0 */
#include "format/zip_out.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    NAME_LENGTH_MAX = 80,
    ENDING_MAX = 8,
    PIECE = 256 * 1024,
    FLAGS = 0x0808 /* sizes behind the bytes, UTF-8 names */
};
static const uint64_t FOUR_GIB = 0xFFFFFFFFu;

struct entry {
    struct str name;
    uint32_t time, crc;
    uint64_t at, size;
    unsigned last; /* the number that the latest entry of the same name got */
};

struct zip_out {
    struct arena *arena;
    bool (*sink)(void *to, struct str piece, struct err *e);
    void *to;
    uint64_t written;
    bool open;
    struct {
        struct entry *items;
        size_t n, cap;
    } entries;
    uint32_t *places; /* of the entries, by name: index + 1, or 0 */
    size_t place_count;
    struct buf name, numbered; /* at hand */
};

/* ---- CRC-32 (ISO 3309), eight bytes at a time by tables made when the program starts ---- */

static uint32_t crc_table[8][256];

__attribute__((constructor)) static void make_crc_table(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xEDB88320u ^ c >> 1 : c >> 1;
        crc_table[0][i] = c;
    }
    for (int k = 1; k < 8; k++)
        for (int i = 0; i < 256; i++)
            crc_table[k][i] = crc_table[k - 1][i] >> 8 ^ crc_table[0][crc_table[k - 1][i] & 0xFF];
}

static uint32_t crc_add(uint32_t crc, struct str piece)
{
    const unsigned char *p = (const unsigned char *)piece.at, *end = p + piece.n;
    crc = ~crc;
    for (; end - p >= 8; p += 8) {
        uint32_t low = crc ^ (p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24);
        crc = crc_table[7][low & 0xFF] ^ crc_table[6][low >> 8 & 0xFF] ^ crc_table[5][low >> 16 & 0xFF] ^
              crc_table[4][low >> 24] ^ crc_table[3][p[4]] ^ crc_table[2][p[5]] ^ crc_table[1][p[6]] ^
              crc_table[0][p[7]];
    }
    for (; p < end; p++)
        crc = crc_table[0][(crc ^ *p) & 0xFF] ^ crc >> 8;
    return ~crc;
}

/* ---- little-endian records ---- */

struct record {
    char bytes[96];
    size_t n;
};

static void put(struct record *r, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        r->bytes[r->n++] = i < 8 ? (char)(value >> (8 * i)) : 0;
}

static bool emit(struct zip_out *z, struct str piece, struct err *e)
{
    if (!z->sink(z->to, piece, e))
        return false;
    z->written += piece.n;
    return true;
}

static bool emit_record(struct zip_out *z, const struct record *r, struct err *e)
{
    return emit(z, (struct str){r->bytes, r->n}, e);
}

struct zip_out *zip_out_begin(struct arena *a, bool (*sink)(void *to, struct str piece, struct err *e), void *to)
{
    struct zip_out *z = arena_one(a, struct zip_out);
    *z = (struct zip_out){.arena = a, .sink = sink, .to = to, .name = buf_new(a, 256), .numbered = buf_new(a, 256)};
    return z;
}

/* ---- names ---- */

static bool is_safe(uint32_t cp, struct str one)
{
    return cp >= 0x20 && !(cp < 0x80 && strchr("\\/:*?\"<>|", (int)cp)) && !utf8_has_hidden(one);
}

static void put_characters(struct buf *b, struct str name)
{
    while (name.n) {
        struct str one = name;
        uint32_t cp = utf8_next(&name);
        one.n -= name.n;
        buf_put(b, is_safe(cp, one) ? one : S("_"));
    }
}

/* The dot and what is behind it (".jpg"); empty when that is no ending. */
static struct str ending_of(struct str name)
{
    for (size_t n = 1; n <= ENDING_MAX && n <= name.n; n++)
        if (name.at[name.n - n] == '.')
            return str_from(name, name.n - n);
    return (struct str){0};
}

/* Windows gives no file such a name, whatever its ending: unpacking would stop there (CON.jpg, lpt1). */
static bool is_device(struct str name)
{
    static const char *const names[] = {"con", "prn", "aux", "nul"};
    struct str stem = str_trim(str_sub(name, 0, str_find(name, S("."))));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(stem, str_of(names[i])))
            return true;
    struct str port = str_sub(stem, 0, 3);
    return stem.n == 4 && stem.at[3] >= '1' && stem.at[3] <= '9' &&
           (str_eq_nocase(port, S("com")) || str_eq_nocase(port, S("lpt")));
}

/* A name too long loses its middle: what a file is opened with is told by its ending. */
static void put_safe(struct buf *b, struct str name)
{
    size_t from = b->n;
    name = str_trim(name);
    struct str ending = ending_of(name);
    if (is_device(name))
        buf_lit(b, "_");
    put_characters(b, utf8_head(str_sub(name, 0, name.n - ending.n), NAME_LENGTH_MAX - ending.n));
    put_characters(b, ending);
    while (b->n > from && (b->at[b->n - 1] == '.' || b->at[b->n - 1] == ' '))
        b->n--;
    if (b->n > from && b->at[from] == '.')
        b->at[from] = '_';
    if (b->n == from)
        buf_lit(b, "_");
}

/* Where the entry of that name stands, or would. */
static uint32_t *place_of(const struct zip_out *z, struct str name)
{
    size_t last = z->place_count - 1, at = str_hash_nocase(name) & last;
    while (z->places[at] && !str_eq_nocase(z->entries.items[z->places[at] - 1].name, name))
        at = (at + 1) & last;
    return &z->places[at];
}

static void keep_entry(struct zip_out *z, struct entry entry)
{
    size_t from = z->entries.n;
    arena_push(z->arena, &z->entries, entry);
    if (z->entries.n * 2 > z->place_count) {
        z->place_count = z->place_count ? z->place_count * 2 : 64;
        z->places = arena_many(z->arena, uint32_t, z->place_count);
        from = 0;
    }
    for (size_t i = from; i < z->entries.n; i++)
        *place_of(z, z->entries.items[i].name) = (uint32_t)i + 1;
}

static struct str safe_path(struct zip_out *z, struct str folder, struct str name)
{
    struct str part;
    z->name.n = 0;
    while (str_cut(&folder, S("/"), &part))
        if (part.n) {
            put_safe(&z->name, part);
            buf_lit(&z->name, "/");
        }
    put_safe(&z->name, name);
    return buf_str(&z->name);
}

/* One name may be that of every entry: the next one goes on behind the number of the last. */
static struct str free_name(struct zip_out *z, struct str folder, struct str name)
{
    struct str whole = safe_path(z, folder, name);
    uint32_t first = z->place_count ? *place_of(z, whole) : 0;
    if (!first)
        return str_dup(z->arena, whole);
    size_t dot = whole.n;
    for (size_t i = whole.n; i-- && whole.at[i] != '/' && dot == whole.n;)
        if (whole.at[i] == '.')
            dot = i;
    do {
        z->numbered.n = 0;
        buf_format(&z->numbered, STR_FMT "（%u）" STR_FMT, STR_ARG(str_sub(whole, 0, dot)),
                   ++z->entries.items[first - 1].last, STR_ARG(str_from(whole, dot)));
    } while (*place_of(z, buf_str(&z->numbered)));
    return str_dup(z->arena, buf_str(&z->numbered));
}

/* ---- entries ---- */

/* MS-DOS date and time, of the campaign's zone. */
static uint32_t dos_time(struct instant at, int zone)
{
    struct civil c = day_civil(instant_day(at, zone));
    int minute = instant_minute(at, zone);
    if (c.year < 1980 || c.year > 2107)
        return 1 << 21 | 1 << 16;
    return (uint32_t)((c.year - 1980) << 25 | c.month << 21 | c.day << 16 | (minute / 60) << 11 | (minute % 60) << 5);
}

static bool end_entry(struct zip_out *z, struct err *e)
{
    struct record r = {0};
    if (!z->open)
        return true;
    const struct entry *entry = &z->entries.items[z->entries.n - 1];
    z->open = false;
    put(&r, 0x08074b50, 4);
    put(&r, entry->crc, 4);
    put(&r, entry->size, 4);
    put(&r, entry->size, 4);
    return emit_record(z, &r, e);
}

static bool begin_entry(struct zip_out *z, struct str name, uint32_t time, struct err *e)
{
    struct record r = {0};
    struct entry entry = {.name = name, .time = time, .at = z->written, .last = 1};
    keep_entry(z, entry);
    z->open = true;
    put(&r, 0x04034b50, 4);
    put(&r, 20, 2);
    put(&r, FLAGS, 2);
    put(&r, 0, 2);
    put(&r, entry.time, 4);
    put(&r, 0, 12);
    put(&r, entry.name.n, 2);
    put(&r, 0, 2);
    return emit_record(z, &r, e) && emit(z, entry.name, e);
}

static bool may_begin(struct zip_out *z, struct err *e)
{
    return end_entry(z, e) && (arena_left(z->arena) || err_set(e, ERR_LARGE, MSG_NO_ROOM));
}

bool zip_out_entry(struct zip_out *z, struct str folder, struct str name, struct instant at, int zone, struct err *e)
{
    return may_begin(z, e) && begin_entry(z, free_name(z, folder, name), dos_time(at, zone), e);
}

bool zip_out_part(struct zip_out *z, struct str name, struct instant at, int zone, struct err *e)
{
    return may_begin(z, e) && begin_entry(z, str_dup(z->arena, name), dos_time(at, zone), e);
}

bool zip_out_bytes(struct zip_out *z, struct str piece, struct err *e)
{
    struct entry *entry = &z->entries.items[z->entries.n - 1];
    if (entry->size + piece.n >= FOUR_GIB)
        return err_with(e, ERR_LARGE, MSG_TOO_LARGE, S("4 GB"), S(""), S(""));
    if (!emit(z, piece, e))
        return false;
    entry->crc = crc_add(entry->crc, piece);
    entry->size += piece.n;
    return true;
}

bool zip_out_file(struct zip_out *z, int fd, struct err *e)
{
    char *piece = malloc(PIECE);
    off_t at = 0;
    bool ok = piece || err_fault(e, "zip: no memory");
    while (ok) {
        ssize_t n = pread(fd, piece, PIECE, at);
        if (n < 0)
            ok = err_fault(e, "zip: %s", strerror(errno));
        if (n <= 0)
            break;
        ok = zip_out_bytes(z, (struct str){piece, (size_t)n}, e);
        at += n;
    }
    free(piece);
    return ok;
}

/* ---- the end ---- */

static bool emit_central(struct zip_out *z, const struct entry *entry, struct err *e)
{
    struct record r = {0};
    bool far = entry->at >= FOUR_GIB;
    put(&r, 0x02014b50, 4);
    put(&r, 3 << 8 | 45, 2); /* made on Unix */
    put(&r, far ? 45 : 20, 2);
    put(&r, FLAGS, 2);
    put(&r, 0, 2);
    put(&r, entry->time, 4);
    put(&r, entry->crc, 4);
    put(&r, entry->size, 4);
    put(&r, entry->size, 4);
    put(&r, entry->name.n, 2);
    put(&r, far ? 12 : 0, 2);
    put(&r, 0, 6);                       /* comment, disk, inner attributes */
    put(&r, (uint64_t)0100644 << 16, 4); /* a plain file */
    put(&r, far ? FOUR_GIB : entry->at, 4);
    struct record extra = {0};
    put(&extra, 1, 2);
    put(&extra, 8, 2);
    put(&extra, entry->at, 8);
    return emit_record(z, &r, e) && emit(z, entry->name, e) && (!far || emit_record(z, &extra, e));
}

static bool emit_zip64(struct zip_out *z, uint64_t at, uint64_t size, struct err *e)
{
    struct record r = {0};
    uint64_t here = z->written, n = z->entries.n;
    put(&r, 0x06064b50, 4);
    put(&r, 44, 8);
    put(&r, 45, 2);
    put(&r, 45, 2);
    put(&r, 0, 8);
    put(&r, n, 8);
    put(&r, n, 8);
    put(&r, size, 8);
    put(&r, at, 8);
    put(&r, 0x07064b50, 4);
    put(&r, 0, 4);
    put(&r, here, 8);
    put(&r, 1, 4);
    return emit_record(z, &r, e);
}

bool zip_out_finish(struct zip_out *z, struct err *e)
{
    struct record r = {0};
    if (!end_entry(z, e))
        return false;
    uint64_t at = z->written, n = z->entries.n;
    for (size_t i = 0; i < n; i++)
        if (!emit_central(z, &z->entries.items[i], e))
            return false;
    uint64_t size = z->written - at;
    bool far = at >= FOUR_GIB || size >= FOUR_GIB || n >= 0xFFFF;
    if (far && !emit_zip64(z, at, size, e))
        return false;
    put(&r, 0x06054b50, 4);
    put(&r, 0, 4);
    put(&r, far ? 0xFFFF : n, 2);
    put(&r, far ? 0xFFFF : n, 2);
    put(&r, far ? FOUR_GIB : size, 4);
    put(&r, far ? FOUR_GIB : at, 4);
    put(&r, 0, 2);
    return emit_record(z, &r, e);
}
