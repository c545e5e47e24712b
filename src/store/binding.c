/* SPDX-License-Identifier: Apache-2.0 */
#include "store/binding.h"

#include "base/hash.h"
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *path_of(struct store *s, const char *name, const char *more)
{
    return str_z(s->arena, str_format(s->arena, STR_FMT "/%s%s", STR_ARG(s->folder), name, more));
}

struct str binding_text(struct arena *a, const struct binding *b)
{
    return str_format(a, "%s %s\n", b->id, b->restored ? "restored" : b->whole ? "whole" : "begun");
}

/* "<32 hex digits> begun\n", whole, restored */
static bool parse(struct str text, struct binding *b)
{
    struct str word;
    unsigned char bytes[BINDING_ID / 2];
    if (!str_cut(&text, S(" "), &word) || !hex_read(word, bytes, sizeof bytes))
        return false;
    snprintf(b->id, sizeof b->id, STR_FMT, STR_ARG(word));
    b->whole = str_eq(text, S("whole\n"));
    b->restored = str_eq(text, S("restored\n"));
    return b->whole || b->restored || str_eq(text, S("begun\n"));
}

bool binding_read(struct store *s, const char *name, struct binding *b_r, struct err *e)
{
    char room[BINDING_ID + 16];
    const char *path = path_of(s, name, "");
    struct binding b = {0};
    size_t got = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT)
        return errno_trouble(path, e);
    b.there = fd >= 0;
    bool read = fd < 0 || fd_read(fd, room, sizeof room, &got, e);
    if (fd >= 0)
        close(fd);
    if (!read)
        return false;
    if (b.there && !parse((struct str){room, got}, &b))
        return err_with(e, ERR_FAULT, MSG_DATABASE_BINDING, str_of(path), S(""), S(""));
    *b_r = b;
    return true;
}

bool binding_write(struct store *s, const char *name, const struct binding *b, struct err *e)
{
    const char *path = path_of(s, name, ""), *part = path_of(s, name, ".part");
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno_trouble(part, e);
    bool written = fd_write(fd, binding_text(s->arena, b), e);
    if (written)
        fd_sync(fd, "binding");
    close(fd);
    if (!written)
        return false;
    if (rename(part, path))
        return errno_trouble(path, e);
    return folder_sync(str_z(s->arena, s->folder), e);
}

struct binding binding_new(void)
{
    struct binding b = {.there = true};
    unsigned char bytes[BINDING_ID / 2];
    random_bytes(bytes, sizeof bytes);
    hex_put(b.id, bytes, sizeof bytes);
    return b;
}
