/* SPDX-License-Identifier: Apache-2.0 */
#include "format/media.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEAD_BYTES = 256 * 1024, BOX_DEPTH_MAX = 8 };
static const int64_t PIXELS_MAX = 100000000;

/* endings: those that a file of the kind may bear, the usual one first. */
static const struct {
    const char *type, *endings;
    bool picture;
} kinds[MEDIA_COUNT] = {
    [MEDIA_JPEG] = {"image/jpeg", ".jpg .jpeg", true},
    [MEDIA_PNG] = {"image/png", ".png", true},
    [MEDIA_GIF] = {"image/gif", ".gif", true},
    [MEDIA_WEBP] = {"image/webp", ".webp", true},
    [MEDIA_HEIC] = {"image/heic", ".heic .heif", true},
    [MEDIA_MP4] = {"video/mp4", ".mp4 .m4v .3gp", false},
    [MEDIA_MOV] = {"video/quicktime", ".mov .qt", false},
    [MEDIA_PDF] = {"application/pdf", ".pdf", false},
    [MEDIA_DOCX] = {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", false},
    [MEDIA_XLSX] = {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", false},
    [MEDIA_PPTX] = {"application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx", false},
    [MEDIA_OFFICE] = {"application/x-ole-storage", ".doc .xls .ppt .wps .et .dps", false},
    [MEDIA_ZIP] = {"application/zip", ".zip .ofd", false},
    [MEDIA_TEXT] = {"text/plain", ".txt .csv .md", false},
};

const char *media_type(int kind)
{
    return kind >= 0 && kind < MEDIA_COUNT ? kinds[kind].type : "application/octet-stream";
}

bool media_is_picture(int kind)
{
    return kind >= 0 && kind < MEDIA_COUNT && kinds[kind].picture;
}

/* ---- names ---- */

/* The last dot and a few ASCII letters or digits behind it; else empty. */
static struct str ending_of(struct str name)
{
    enum { ENDING_MAX = 6 };
    for (size_t n = 1; n <= ENDING_MAX && n <= name.n; n++) {
        char c = name.at[name.n - n];
        if (c == '.')
            return str_from(name, name.n - n);
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
            break;
    }
    return (struct str){0};
}

struct str media_name(struct arena *a, struct str name, struct str type)
{
    struct str endings = S(".bin"), one, usual = {0};
    name = str_trim(name);
    struct str ending = ending_of(name);
    for (int i = 0; i < MEDIA_COUNT; i++)
        if (str_eq(type, str_of(kinds[i].type)))
            endings = str_of(kinds[i].endings);
    while (str_cut(&endings, S(" "), &one)) {
        if (str_eq_nocase(one, ending))
            return name;
        if (!usual.n)
            usual = one;
    }
    return str_format(a, STR_FMT STR_FMT, STR_ARG(str_sub(name, 0, name.n - ending.n)), STR_ARG(usual));
}

/* ---- bytes; past the end they read as 0, and every reader checks what it needs ---- */

static uint32_t byte_at(struct str s, size_t at)
{
    return at < s.n ? (unsigned char)s.at[at] : 0;
}

static uint32_t big16(struct str s, size_t at)
{
    return byte_at(s, at) << 8 | byte_at(s, at + 1);
}

static uint32_t big32(struct str s, size_t at)
{
    return big16(s, at) << 16 | big16(s, at + 2);
}

static uint32_t little16(struct str s, size_t at)
{
    return byte_at(s, at) | byte_at(s, at + 1) << 8;
}

static uint32_t little24(struct str s, size_t at)
{
    return little16(s, at) | byte_at(s, at + 2) << 16;
}

static bool has_at(struct str s, size_t at, struct str what)
{
    return str_eq(str_sub(s, at, what.n), what);
}

/* ---- pictures: each finds width and height, false when the head is not what it says ---- */

/* ITU-T T.81: markers up to the frame header (SOF0 … SOF15, but DHT, JPG, DAC). A head that ends before is let pass. */
static bool read_jpeg(struct str s, uint64_t size, struct media *m)
{
    size_t at = 2;
    while (at + 4 <= s.n) {
        if (byte_at(s, at) != 0xFF)
            return false;
        uint32_t marker = byte_at(s, at + 1);
        if (marker == 0xFF) {
            at++;
            continue;
        }
        if (marker == 0xD9 || marker == 0xDA)
            return false;
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
            at += 2;
            continue;
        }
        uint32_t length = big16(s, at + 2);
        if (length < 2)
            return false;
        if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
            m->height = big16(s, at + 5);
            m->width = big16(s, at + 7);
            return length >= 8 && at + 9 <= s.n && m->width > 0;
        }
        at += 2 + length;
    }
    return size > s.n; /* the frame header lies behind the head: the worker will tell */
}

static bool read_png(struct str s, struct media *m)
{
    m->width = big32(s, 16);
    m->height = big32(s, 20);
    return s.n >= 24 && has_at(s, 12, S("IHDR")) && m->width > 0 && m->height > 0;
}

static bool read_gif(struct str s, struct media *m)
{
    m->width = little16(s, 6);
    m->height = little16(s, 8);
    return s.n >= 13 && m->width > 0 && m->height > 0;
}

static bool read_webp(struct str s, struct media *m)
{
    if (s.n < 30)
        return false;
    if (has_at(s, 12, S("VP8 "))) {
        m->width = little16(s, 26) & 0x3FFF;
        m->height = little16(s, 28) & 0x3FFF;
    } else if (has_at(s, 12, S("VP8L")) && byte_at(s, 20) == 0x2F) {
        uint32_t bits = little16(s, 21) | little16(s, 23) << 16;
        m->width = (bits & 0x3FFF) + 1;
        m->height = (bits >> 14 & 0x3FFF) + 1;
    } else if (has_at(s, 12, S("VP8X"))) {
        m->width = (int64_t)little24(s, 24) + 1;
        m->height = (int64_t)little24(s, 27) + 1;
    }
    return m->width > 0 && m->height > 0;
}

/* ISO 14496-12: the largest ispe (image spatial extents) anywhere under meta/iprp/ipco. */
static void read_extents(struct str s, int depth, struct media *m)
{
    size_t at = 0;
    while (depth < BOX_DEPTH_MAX && at + 8 <= s.n) {
        uint64_t length = big32(s, at), head = 8;
        if (length == 1) {
            length = (uint64_t)big32(s, at + 8) << 32 | big32(s, at + 12);
            head = 16;
        }
        if (length == 0)
            length = s.n - at;
        if (length < head)
            return;
        struct str type = str_sub(s, at + 4, 4);
        struct str inside = str_sub(s, at + (size_t)head, (size_t)(length - head));
        if (str_eq(type, S("meta")))
            read_extents(str_from(inside, 4), depth + 1, m);
        else if (str_eq(type, S("iprp")) || str_eq(type, S("ipco")))
            read_extents(inside, depth + 1, m);
        else if (str_eq(type, S("ispe")) && inside.n >= 12 &&
                 (uint64_t)big32(inside, 4) * big32(inside, 8) > (uint64_t)m->width * (uint64_t)m->height) {
            m->width = big32(inside, 4);
            m->height = big32(inside, 8);
        }
        if (length > s.n - at)
            return;
        at += (size_t)length;
    }
}

/* The file's brand tells a still picture from a film. */
static bool read_iso(struct str s, struct media *m)
{
    static const char *const stills[] = {"heic", "heix", "heim", "heis", "mif1", "msf1", "hevc"};
    struct str brand = str_sub(s, 8, 4);
    if (s.n < 16)
        return false;
    m->kind = str_eq(brand, S("qt  ")) ? MEDIA_MOV : MEDIA_MP4;
    for (size_t i = 0; i < sizeof stills / sizeof *stills; i++)
        if (str_eq(brand, str_of(stills[i]))) {
            m->kind = MEDIA_HEIC;
            read_extents(s, 0, m);
        }
    return true;
}

/* ---- documents ---- */

static bool is_named_picture(struct str name)
{
    static const char *const endings[] = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends_nocase(name, str_of(endings[i])))
            return true;
    return false;
}

static int zip_kind(struct str name)
{
    if (str_ends_nocase(name, S(".docx")))
        return MEDIA_DOCX;
    if (str_ends_nocase(name, S(".xlsx")))
        return MEDIA_XLSX;
    return str_ends_nocase(name, S(".pptx")) ? MEDIA_PPTX : MEDIA_ZIP;
}

static bool is_text(struct str s, struct str name)
{
    bool named =
        str_ends_nocase(name, S(".txt")) || str_ends_nocase(name, S(".csv")) || str_ends_nocase(name, S(".md"));
    return named && !memchr(s.at, 0, s.n);
}

static const struct {
    const char *bytes;
    size_t n, at;
    int kind;
} magic[] = {
    {"\xFF\xD8\xFF", 3, 0, MEDIA_JPEG}, {"\x89PNG\r\n\x1A\n", 8, 0, MEDIA_PNG},
    {"GIF87a", 6, 0, MEDIA_GIF},        {"GIF89a", 6, 0, MEDIA_GIF},
    {"WEBP", 4, 8, MEDIA_WEBP},         {"ftyp", 4, 4, MEDIA_MP4},
    {"moov", 4, 4, MEDIA_MOV},          {"mdat", 4, 4, MEDIA_MOV},
    {"wide", 4, 4, MEDIA_MOV},          {"%PDF-", 5, 0, MEDIA_PDF},
    {"PK\x03\x04", 4, 0, MEDIA_ZIP},    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, 0, MEDIA_OFFICE},
};

static bool known(struct str s, struct str name, struct media *m)
{
    for (size_t i = 0; i < sizeof magic / sizeof *magic; i++)
        if (has_at(s, magic[i].at, (struct str){magic[i].bytes, magic[i].n})) {
            m->kind = magic[i].kind;
            return m->kind != MEDIA_WEBP || has_at(s, 0, S("RIFF"));
        }
    m->kind = MEDIA_TEXT;
    return is_text(s, name);
}

static bool read_inside(struct str s, uint64_t size, struct str name, struct media *m)
{
    switch (m->kind) {
    case MEDIA_JPEG:
        return read_jpeg(s, size, m);
    case MEDIA_PNG:
        return read_png(s, m);
    case MEDIA_GIF:
        return read_gif(s, m);
    case MEDIA_WEBP:
        return read_webp(s, m);
    case MEDIA_MP4:
        return read_iso(s, m);
    case MEDIA_ZIP:
        m->kind = zip_kind(name);
        return size >= 22; /* an end record at the least */
    default:
        return true;
    }
}

bool media_probe_head(struct str head, uint64_t size, struct str name, struct media *m_r, struct err *e)
{
    struct media m = {0};
    if (!size || !head.n)
        return err_with(e, ERR_INPUT, MSG_MEDIA_EMPTY, name, S(""), S(""));
    if (!known(head, name, &m))
        return err_with(e, ERR_KIND, is_named_picture(name) ? MSG_MEDIA_BROKEN : MSG_MEDIA_KIND, name, S(""), S(""));
    if (!read_inside(head, size, name, &m))
        return err_with(e, ERR_INPUT, MSG_MEDIA_BROKEN, name, S(""), S(""));
    if (m.width > 0 && m.height > PIXELS_MAX / m.width) {
        char pixels[48];
        snprintf(pixels, sizeof pixels, "%lld×%lld", (long long)m.width, (long long)m.height);
        return err_with(e, ERR_LARGE, MSG_MEDIA_PIXELS, name, str_of(pixels), S(""));
    }
    *m_r = m;
    return true;
}

bool media_probe(int fd, uint64_t size, struct str name, struct media *m_r, struct err *e)
{
    char *head = malloc(HEAD_BYTES);
    size_t n = 0;
    ssize_t got = 1;
    while (head && got > 0 && n < HEAD_BYTES) {
        got = pread(fd, head + n, HEAD_BYTES - n, (off_t)n);
        n += got > 0 ? (size_t)got : 0;
    }
    bool ok = head && got >= 0 ? media_probe_head((struct str){head, n}, size, name, m_r, e)
                               : err_fault(e, "a file just stored cannot be read");
    free(head);
    return ok;
}
