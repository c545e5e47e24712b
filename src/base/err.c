/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <stdio.h>
#include <string.h>

static const char *const texts[MSG_COUNT][2] = {
#define MESSAGE(name, zh, en) [MSG_##name] = {zh, en},
#include "base/message.def"
#undef MESSAGE
};

static const struct {
    int status;
    const char *name;
} codes[] = {
    [ERR_NONE] = {200, "none"},           [ERR_INPUT] = {400, "input"},     [ERR_LOGIN] = {401, "login"},
    [ERR_FORBIDDEN] = {403, "forbidden"}, [ERR_MISSING] = {404, "missing"}, [ERR_CONFLICT] = {409, "conflict"},
    [ERR_GONE] = {410, "gone"},           [ERR_LARGE] = {413, "large"},     [ERR_KIND] = {415, "kind"},
    [ERR_INVALID] = {422, "invalid"},     [ERR_SLOW] = {429, "slow"},       [ERR_BUSY] = {503, "busy"},
    [ERR_FULL] = {507, "full"},           [ERR_FAULT] = {500, "fault"},     [ERR_VERSION] = {412, "version"},
};

bool err_set(struct err *e, enum err_code code, enum message message)
{
    return err_with(e, code, message, S(""), S(""), S(""));
}

/* Copies without cutting a character in two. */
static void keep_arg(char *to, struct str s)
{
    size_t n = s.n < ERR_ARG_BYTES ? s.n : ERR_ARG_BYTES - 1;
    while (n < s.n && n && ((unsigned char)s.at[n] & 0xC0) == 0x80)
        n--;
    if (n)
        memcpy(to, s.at, n);
    to[n] = 0;
}

bool err_with(struct err *e, enum err_code code, enum message message, struct str a1, struct str a2, struct str a3)
{
    e->code = code;
    e->message = message;
    keep_arg(e->args[0], a1);
    keep_arg(e->args[1], a2);
    keep_arg(e->args[2], a3);
    e->detail[0] = 0;
    return false;
}

bool err_fault(struct err *e, const char *fmt, ...)
{
    err_set(e, ERR_FAULT, MSG_FAULT);
    va_list args;
    va_start(args, fmt);
    vsnprintf(e->detail, sizeof e->detail, fmt, args);
    va_end(args);
    return false;
}

int err_status(enum err_code code)
{
    return codes[code].status;
}

const char *err_name(enum err_code code)
{
    return codes[code].name;
}

struct str err_text(struct arena *a, const struct err *e, enum language language)
{
    struct str args[ERR_ARGS];
    for (int i = 0; i < ERR_ARGS; i++)
        args[i] = str_of(e->args[i]);
    return message_text(a, e->message, language, args);
}

struct str message_text(struct arena *a, enum message message, enum language language, const struct str args[ERR_ARGS])
{
    struct buf out = buf_new(a, 128);
    for (const char *p = texts[message][language]; *p; p++) {
        if (p[0] == '{' && p[1] >= '1' && p[1] < '1' + ERR_ARGS && p[2] == '}') {
            buf_put(&out, args[p[1] - '1']);
            p += 2;
        } else {
            buf_putc(&out, *p);
        }
    }
    return buf_str(&out);
}
