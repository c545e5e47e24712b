/* SPDX-License-Identifier: Apache-2.0 */
/* The commands: each takes argv from its own name on and returns the exit code. */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "app/option.h"
#include "store/account.h"

int app_serve(int argc, char **argv);
int app_rehearse(int argc, char **argv);
int app_compile(int argc, char **argv);
int app_count(int argc, char **argv);
int app_verify(int argc, char **argv);
int app_backup(int argc, char **argv);
int app_erase(int argc, char **argv);
int app_invite(int argc, char **argv);
int app_restore(int argc, char **argv);
int app_openapi(int argc, char **argv);

/* Says on stderr what went wrong and what to do, a line in each language, and is EXIT_FAILED. */
int app_fail(const char *command, const struct err *e);
/* The account of that name, or a refusal that names it. */
bool app_account(struct reader *r, struct arena *a, struct str login, struct account_record *acc_r,
                 struct err *e) MUST_LOOK;

#endif
