/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of the built browser side, for GET paths that no route knows. A path without a file extension is a page of
 * the browser's own router and gets index.html. Names that start with a dot are never served; segments are already free
 * of "..", slashes and control characters (request_path). FILE.br and FILE.gz beside FILE are sent to who takes them.
 */
#include "http/core.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *ending, *type;
    bool packs; /* worth a compressed twin */
} kinds[] = {
    {".html", "text/html; charset=utf-8", true},
    {".js", "text/javascript; charset=utf-8", true},
    {".mjs", "text/javascript; charset=utf-8", true},
    {".css", "text/css; charset=utf-8", true},
    {".json", "application/json", true},
    {".webmanifest", "application/manifest+json", true},
    {".svg", "image/svg+xml", true},
    {".txt", "text/plain; charset=utf-8", true},
    {".png", "image/png", false},
    {".jpg", "image/jpeg", false},
    {".webp", "image/webp", false},
    {".ico", "image/x-icon", false},
    {".woff2", "font/woff2", false},
    {".wasm", "application/wasm", true},
    {".pdf", "application/pdf", false},
    {".mp4", "video/mp4", false},
};

/* Index into kinds, or −1. */
static int kind_of(struct str name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_ends(name, str_of(kinds[i].ending)))
            return (int)i;
    return -1;
}

static bool open_file(struct request *q, struct str name, const char *more, struct stat *st)
{
    const char *path =
        str_z(q->arena, str_format(q->arena, STR_FMT "/" STR_FMT "%s",
                                   STR_ARG(((struct exchange *)q)->loop->server->options.web), STR_ARG(name), more));
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return false;
    if (fstat(fd, st) < 0 || !S_ISREG(st->st_mode)) {
        close(fd);
        errno = ENOENT;
        return false;
    }
    q->response.file = fd;
    return true;
}

static bool takes(const struct request *q, struct str coding)
{
    struct str rest = request_header(q, S("accept-encoding")), one, name;
    while (str_cut(&rest, S(","), &one)) {
        struct str weight = one;
        str_cut(&weight, S(";"), &name);
        if (str_eq_nocase(str_trim(name), coding))
            return !str_eq(str_trim(weight), S("q=0"));
    }
    return false;
}

/* The name under the web folder, or the empty str when there can be no such file. */
static struct str file_name(struct exchange *x)
{
    struct buf b = buf_new(x->q.arena, 128);
    struct str last = x->segment_count ? x->segments[x->segment_count - 1] : (struct str){0};
    if (str_find(last, S(".")) == STR_NONE)
        return S("index.html");
    for (size_t i = 0; i < x->segment_count; i++) {
        if (!x->segments[i].n || x->segments[i].at[0] == '.')
            return (struct str){0};
        if (i)
            buf_putc(&b, '/');
        buf_put(&b, x->segments[i]);
    }
    return buf_str(&b);
}

static bool open_best(struct request *q, struct str name, bool packs, struct stat *st)
{
    if (packs)
        response_header(q, S("Vary"), S("Accept-Encoding"));
    if (packs && takes(q, S("br")) && open_file(q, name, ".br", st)) {
        response_header(q, S("Content-Encoding"), S("br"));
        return true;
    }
    if (packs && takes(q, S("gzip")) && open_file(q, name, ".gz", st)) {
        response_header(q, S("Content-Encoding"), S("gzip"));
        return true;
    }
    return open_file(q, name, "", st);
}

static bool serve_file(struct request *q, struct err *e)
{
    struct exchange *x = (struct exchange *)q;
    struct str name = file_name(x);
    struct stat st;
    int kind = kind_of(name);
    errno = 0;
    if (!name.n || !open_best(q, name, kind >= 0 && kinds[kind].packs, &st))
        return errno == EMFILE || errno == ENFILE ? err_with(e, ERR_BUSY, MSG_BUSY, S("5"), S(""), S(""))
                                                  : err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    bool fixed = str_starts(name, S("assets/"));
    response_header(q, S("Cache-Control"), fixed ? S("public, max-age=31536000, immutable") : S("no-cache"));
    q->response.type = kind >= 0 ? str_of(kinds[kind].type) : S("application/octet-stream");
    struct str etag = str_format(q->arena, "\"%llx-%llx-%lx\"", (unsigned long long)st.st_mtim.tv_sec,
                                 (unsigned long long)st.st_size, (unsigned long)st.st_mtim.tv_nsec);
    if (response_unchanged(q, etag))
        return true;
    if (!response_range(q, (uint64_t)st.st_size, &q->response.file_at, &q->response.file_size)) {
        close(q->response.file);
        q->response.file = 0;
    }
    return true;
}

const struct route static_route = {.method = HTTP_GET_,
                                   .path = "(file)",
                                   .may = MAY_ANYONE,
                                   .handle = serve_file,
                                   .summary = "a file of the web folder"};
