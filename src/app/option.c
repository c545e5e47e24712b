/* SPDX-License-Identifier: Apache-2.0 */
#include "app/option.h"
#include "app/commands.h"
#include "base/curl.h"
#include "base/file.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DATABASE_LONGEST = 4096 };

static void help(const char *about, const struct option *options, const char *command)
{
    printf("usage: skillweek %s %s\n\n", command, about);
    for (const struct option *o = options; o->name; o++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
        printf("  %-24s %s\n", left, o->help);
    }
}

static _Noreturn void refuse(const char *command, enum message why, struct str what)
{
    struct err e;
    err_with(&e, ERR_INPUT, why, what, str_of(command), S(""));
    app_fail(command, &e);
    exit(EXIT_USAGE);
}

_Noreturn void option_refuse(const char *command, const char *name, struct str value, struct str like)
{
    struct err e;
    err_with(&e, ERR_INPUT, MSG_OPTION_VALUE, str_of(name), value, like);
    app_fail(command, &e);
    exit(EXIT_USAGE);
}

static const struct option *option_named(const struct option *options, struct str name)
{
    while (options->name && !str_eq(str_of(options->name), name))
        options++;
    return options->name ? options : NULL;
}

/* ---- values ---- */

static bool take_number(const struct option *o, struct str value)
{
    int64_t n;
    bool good = str_to_int(value, &n) && n >= o->least && n <= o->most;
    if (good)
        *(int64_t *)o->to = n;
    return good;
}

/* As a connection's peer is written, so that it can be compared with one. */
static bool take_address(struct arena *a, const struct option *o, struct str value)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr six;
    struct in_addr four;
    const char *z = str_z(a, value);
    if (inet_pton(AF_INET, z, &four) == 1)
        inet_ntop(AF_INET, &four, text, sizeof text);
    else if (inet_pton(AF_INET6, z, &six) == 1)
        inet_ntop(IN6_IS_ADDR_V4MAPPED(&six) ? AF_INET : AF_INET6, six.s6_addr + (IN6_IS_ADDR_V4MAPPED(&six) ? 12 : 0),
                  text, sizeof text);
    else
        return false;
    arena_push(a, (struct strs *)o->to, str_dup(a, str_of(text)));
    return true;
}

/* A scheme, a host, perhaps a port: the pages know no folder that they might stand in. */
static bool take_url(const struct option *o, struct str value)
{
    while (str_ends(value, S("/")))
        value.n--;
    struct str rest = str_from(value, str_starts(value, S("https://")) ? 8 : 7);
    if (!(str_starts(value, S("https://")) || str_starts(value, S("http://"))) || !rest.n)
        return false;
    for (size_t i = 0; i < rest.n; i++)
        if ((unsigned char)rest.at[i] <= ' ' || strchr("/?#@\"<>\\", rest.at[i]))
            return false;
    *(struct str *)o->to = value;
    return true;
}

static bool is_database(struct str s)
{
    return str_starts(s, S("postgresql://")) || str_starts(s, S("postgres://")) || str_find(s, S("=")) != STR_NONE;
}

/* In a file it may hold a password, which everybody reads who lists the processes. */
static void take_database(struct arena *a, const struct option *o, struct str value, const char *command)
{
    struct str text, line = value;
    struct err e;
    if (!is_database(value)) {
        if (!file_load(a, value, DATABASE_LONGEST, &text, &e)) {
            app_fail(command, &e);
            exit(EXIT_USAGE);
        }
        if (!str_cut(&text, S("\n"), &line))
            line = text;
        line = str_trim(line);
    }
    if (!is_database(line))
        refuse(command, MSG_DATABASE_FILE, value);
    *(struct str *)o->to = line;
}

static void take(struct arena *a, const struct option *o, struct str value, const char *command)
{
    bool good = true;
    struct str like = {0};
    if (o->kind == OPTION_TEXT) {
        *(struct str *)o->to = value;
    } else if (o->kind == OPTION_NUMBER) {
        good = take_number(o, value);
        like = str_format(a, "%lld … %lld", (long long)o->least, (long long)o->most);
    } else if (o->kind == OPTION_DATABASE) {
        take_database(a, o, value, command);
    } else if (o->kind == OPTION_ADDRESSES) {
        good = take_address(a, o, value);
        like = S("10.0.0.5 (IP)");
    } else {
        good = take_url(o, value);
        like = S("https://report.example.cn");
    }
    if (!good)
        option_refuse(command, o->name, value, like);
}

/* argv[i] is an option, its value perhaps the next one; how many were taken. */
static int take_option(struct arena *a, const struct option *options, const char *command, char **argv, int left)
{
    struct str name, value = str_from(str_of(argv[0]), 2);
    bool joined = str_find(value, S("=")) != STR_NONE;
    str_cut(&value, S("="), &name);
    const struct option *o = option_named(options, name);
    if (!o || !str_starts(str_of(argv[0]), S("--")))
        refuse(command, MSG_OPTION_UNKNOWN, str_of(argv[0]));
    if (o->kind == OPTION_FLAG && joined)
        refuse(command, MSG_OPTION_NO_VALUE, str_format(a, "--%s", o->name));
    if (o->kind == OPTION_FLAG) {
        *(bool *)o->to = true;
        return 1;
    }
    if (!joined && left < 2)
        refuse(command, MSG_OPTION_NEEDED, str_format(a, "--%s %s", o->name, o->value));
    take(a, o, joined ? value : str_of(argv[1]), command);
    return joined ? 1 : 2;
}

/* ---- the attachments' bucket ---- */

void blobs_check(struct blobs_options *o, const char *command)
{
    struct err e = {0};
    if (!o->address.n)
        return;
    if (!bucket_address_read(o->address, &o->bucket))
        option_refuse(command, "blobs", o->address, S("s3://skillweek/hefei"));
    if (!bucket_endpoint_fits(o->bucket.endpoint))
        refuse(command, MSG_BUCKET_ENDPOINT, S(""));
    if (!o->bucket.region.n)
        o->bucket.region = S("us-east-1");
    if (!curl_prepare(&e))
        exit(app_fail(command, &e));
}

/* ---- a command's line ---- */

static void look(struct arena *a, const struct option *options, const struct strs *operands, size_t least, size_t most,
                 const char *command)
{
    for (const struct option *o = options; o->name; o++)
        if (o->needed && !((struct str *)o->to)->n)
            refuse(command, MSG_OPTION_NEEDED, str_format(a, "--%s %s", o->name, o->value));
    if (operands->n < least)
        refuse(command, MSG_OPTION_NEEDED, S("FILE"));
    if (operands->n > most)
        refuse(command, MSG_OPERAND_MANY, operands->items[most]);
}

struct strs options_read(struct arena *a, const char *about, const struct option *options, size_t least, size_t most,
                         int argc, char **argv)
{
    struct strs operands = {0};
    bool ended = false; /* behind -- */
    for (int i = 1; i < argc;) {
        struct str arg = str_of(argv[i]);
        if (!ended && (str_eq(arg, S("--help")) || str_eq(arg, S("-h")))) {
            help(about, options, argv[0]);
            exit(EXIT_OK);
        }
        if (ended || arg.n < 2 || arg.at[0] != '-') {
            arena_push(a, &operands, arg);
            i++;
        } else if (str_eq(arg, S("--"))) {
            ended = true;
            i++;
        } else {
            i += take_option(a, options, argv[0], argv + i, argc - i);
        }
    }
    look(a, options, &operands, least, most, argv[0]);
    return operands;
}
