/* SPDX-License-Identifier: Apache-2.0 */
#include "app/commands.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *about;
} commands[] = {
    {"serve", app_serve, "serve a data folder in earnest"},
    {"rehearse", app_rehearse, "rehearse a campaign with a clock of its own and simulated units"},
    {"compile", app_compile, "compile a notice and print what it demands"},
    {"count", app_count, "count a campaign's obligations, duty by duty"},
    {"verify", app_verify, "prove that nothing kept was altered"},
    {"backup", app_backup, "write everything into one file, also while serving"},
    {"restore", app_restore, "make a data folder of a backup"},
    {"erase", app_erase, "forget a person: name, phone, password and free words"},
    {"invite", app_invite, "a link that sets an account's password anew"},
    {"openapi", app_openapi, "print the API's OpenAPI document"},
};

static void usage(FILE *to)
{
    fprintf(to, "usage: skillweek COMMAND [OPTION …] [FILE …]\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].about);
    fprintf(to, "\nskillweek COMMAND --help tells a command's options.\n"
                "Behind -- every argument is a file.\n"
                "Exit codes: 0 done, 1 failed or the output could not be written, 2 wrong usage.\n");
}

/* What is said to somebody at a browser is no help to whoever typed a command: he sees the path and can act. */
static struct err for_operator(const struct err *e)
{
    struct err told = *e;
    if (e->message == MSG_FAULT)
        err_with(&told, e->code, MSG_COMMAND_FAULT, str_of(e->detail), S(""), S(""));
    else if (e->message == MSG_DISK_FULL)
        err_set(&told, e->code, MSG_COMMAND_FULL);
    return told;
}

int app_fail(const char *command, const struct err *e)
{
    struct arena *a = arena_new("message", 1 << 20);
    struct err told = for_operator(e);
    struct str zh = err_text(a, &told, LANGUAGE_ZH), en = err_text(a, &told, LANGUAGE_EN);
    fprintf(stderr, "skillweek %s: " STR_FMT "\n" STR_FMT "\n", command, STR_ARG(zh), STR_ARG(en));
    arena_free(a);
    return EXIT_FAILED;
}

bool app_account(struct reader *r, struct arena *a, struct str login, struct account_record *acc_r, struct err *e)
{
    return account_by_login(r, a, login, acc_r, e) ||
           (e->code == ERR_MISSING && err_with(e, ERR_MISSING, MSG_ACCOUNT_UNKNOWN, login, S(""), S("")));
}

static const char *running; /* the command's name */

/* Whatever was printed: on a full disk it is lost, and the command has failed. Who closed the pipe (| head) wants no word. */
static void check_output(void)
{
    struct err e;
    if (!fflush(stdout) && !ferror(stdout))
        return;
    if (errno == EPIPE)
        _exit(EXIT_FAILED);
    err_set(&e, ERR_FULL, MSG_OUTPUT_LOST);
    _exit(app_fail(running, &e));
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    running = name;
    signal(SIGPIPE, SIG_IGN);
    umask(077); /* what SQLite makes, too, is for the one who runs it */
    atexit(check_output);
    if (!strcmp(name, "--version"))
        return puts("skillweek " SKILLWEEK_VERSION) < 0;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (!strcmp(name, commands[i].name))
            return commands[i].run(argc - 1, argv + 1);
    bool asked = !strcmp(name, "--help") || !strcmp(name, "-h") || !strcmp(name, "help");
    struct err e;
    if (*name && !asked && !err_with(&e, ERR_INPUT, MSG_COMMAND_UNKNOWN, str_of(name), S(""), S("")))
        app_fail(name, &e);
    usage(asked ? stdout : stderr);
    return asked ? EXIT_OK : EXIT_USAGE;
}
