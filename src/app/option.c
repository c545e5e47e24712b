/* SPDX-License-Identifier: Apache-2.0 */
#include "app/option.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void help(const char *about, const struct option *options, const char *command)
{
    printf("usage: skillweek %s %s\n\n", command, about);
    for (const struct option *o = options; o->name; o++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
        printf("  %-24s %s\n", left, o->help);
    }
}

static void refuse(const char *command, const char *why, const char *what)
{
    fprintf(stderr, "skillweek %s: %s: %s (see skillweek %s --help)\n", command, why, what, command);
    exit(EXIT_USAGE);
}

static const struct option *option_named(const struct option *options, struct str name)
{
    while (options->name && !str_eq(str_of(options->name), name))
        options++;
    return options->name ? options : NULL;
}

static void take(struct arena *a, const struct option *o, struct str value, const char *command)
{
    if (o->kind == OPTION_TEXT)
        *(struct str *)o->to = value;
    else if (o->kind == OPTION_LIST)
        arena_push(a, (struct strs *)o->to, value);
    else if (!str_to_int(value, o->to))
        refuse(command, "not a number", o->name);
}

struct strs options_read(struct arena *a, const char *about, const struct option *options, int argc, char **argv)
{
    struct strs operands = {0};
    bool ended = false; /* behind -- */
    for (int i = 1; i < argc; i++) {
        struct str arg = str_of(argv[i]), name, value = str_from(arg, 2);
        if (ended || !str_starts(arg, S("--"))) {
            arena_push(a, &operands, arg);
            continue;
        }
        ended = arg.n == 2;
        if (ended)
            continue;
        if (str_eq(arg, S("--help"))) {
            help(about, options, argv[0]);
            exit(EXIT_OK);
        }
        bool joined = str_find(value, S("=")) != STR_NONE;
        str_cut(&value, S("="), &name);
        const struct option *o = option_named(options, name);
        if (!o)
            refuse(argv[0], "no such option", argv[i]);
        if (o->kind == OPTION_FLAG)
            *(bool *)o->to = true;
        else if (!joined && i + 1 >= argc)
            refuse(argv[0], "needs a value", argv[i]);
        else
            take(a, o, joined ? value : str_of(argv[++i]), argv[0]);
    }
    return operands;
}
