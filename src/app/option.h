/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Options of a command: one table yields parsing, --help and the manual's list. `--name value`, `--name=value`, and
 * `--flag`; what is left over are the operands, and all that stands behind `--`.
 */
#ifndef APP_OPTION_H
#define APP_OPTION_H

#include "base/str.h"

enum option_kind { OPTION_TEXT, OPTION_NUMBER, OPTION_FLAG, OPTION_LIST };

struct option {
    const char *name, *value, *help; /* value: what --help calls it, NULL for a flag */
    enum option_kind kind;
    void *to; /* struct str, int64_t, bool, struct strs */
};

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* argv[0] is the command's name. Ends the process after --help (0) and after a wrong option (2, with a line on stderr). */
struct strs options_read(struct arena *a, const char *about, const struct option *options, int argc, char **argv);

#endif
