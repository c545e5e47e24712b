/* SPDX-License-Identifier: Apache-2.0 */
#include "store/snapshot.h"

#include "base/file.h"
#include "base/hash.h"
#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HASH = sizeof(struct sha256), PATH_ROOM = 4096 };
static const off_t LARGEST = (off_t)1 << 32;

static bool path_of(struct store *s, uint64_t campaign, const char *ending, char path[PATH_ROOM])
{
    struct str folder = store_folder(s);
    int n =
        snprintf(path, PATH_ROOM, STR_FMT "/snapshots/%llu%s", STR_ARG(folder), (unsigned long long)campaign, ending);
    return n > 0 && n < PATH_ROOM;
}

/* The hash stands first and is known last. */
static bool write_pieces(int fd, const struct str *pieces, size_t n)
{
    struct sha256_stream *stream = sha256_begin();
    struct err e;
    bool ok = lseek(fd, HASH, SEEK_SET) == HASH;
    for (size_t i = 0; i < n; i++) {
        sha256_add(stream, pieces[i]);
        ok = ok && fd_write(fd, pieces[i], &e);
    }
    struct sha256 hash = sha256_finish(stream);
    return ok && pwrite(fd, hash.bytes, HASH, 0) == HASH;
}

bool snapshot_put(struct store *s, uint64_t campaign, const struct str *pieces, size_t n, struct err *e)
{
    char path[PATH_ROOM], part[PATH_ROOM], folder[PATH_ROOM];
    struct str at = store_folder(s);
    snprintf(folder, sizeof folder, STR_FMT "/snapshots", STR_ARG(at));
    if (!path_of(s, campaign, "", path) || !path_of(s, campaign, ".part", part))
        return err_fault(e, "snapshot: the path is too long");
    mkdir(folder, 0700); /* may be there; if it cannot be made, opening fails */
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_fault(e, "snapshot: cannot open %s", part);
    bool ok = write_pieces(fd, pieces, n);
    ok = !close(fd) && ok && !rename(part, path);
    if (!ok)
        unlink(part);
    return ok || err_fault(e, "snapshot: cannot write %s", path);
}

bool snapshot_get(struct store *s, struct arena *a, uint64_t campaign, struct str *bytes_r)
{
    char path[PATH_ROOM];
    struct stat st;
    struct sha256 told;
    struct err e;
    size_t got;
    int fd = path_of(s, campaign, "", path) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return false;
    bool ok = !fstat(fd, &st) && st.st_size > HASH && st.st_size < LARGEST;
    size_t n = ok ? (size_t)st.st_size - HASH : 0;
    char *bytes = ok ? arena_try(a, n) : NULL;
    ok = bytes && fd_read(fd, (char *)told.bytes, HASH, &got, &e) && got == HASH && fd_read(fd, bytes, n, &got, &e) &&
         got == n;
    close(fd);
    if (!ok)
        return false;
    struct sha256 is = sha256_of((struct str){bytes, n});
    *bytes_r = (struct str){bytes, n};
    return str_eq((struct str){(const char *)is.bytes, HASH}, (struct str){(const char *)told.bytes, HASH});
}
