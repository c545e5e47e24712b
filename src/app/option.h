/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Options of a command: one table yields parsing, checking, --help and the manual's list. `--name value`, `--name=value`,
 * and `--flag`; what is left over are the operands, and all that stands behind `--`. What the table does not allow ends the
 * process before anything is touched: with 2 and a line on stderr in each language.
 */
#ifndef APP_OPTION_H
#define APP_OPTION_H

#include "base/err.h"
#include "store/bucket.h"

enum option_kind { OPTION_TEXT, OPTION_URL, OPTION_NUMBER, OPTION_FLAG, OPTION_ADDRESSES, OPTION_DATABASE };

struct option {
    const char *name, *value, *help; /* value: what --help calls it, NULL for a flag */
    enum option_kind kind;
    void *to;            /* struct str, struct str, int64_t, bool, struct strs, struct str */
    int64_t least, most; /* of a number */
    bool needed;         /* must not be empty */
};

/* A row for a number. */
#define OPTION_N(name, help, to, least, most)                  \
    {                                                          \
        name, "N", help, OPTION_NUMBER, to, least, most, false \
    }

/* The row of each command that opens a store. */
#define OPTION_DB(to)                                                                                  \
    {                                                                                                  \
        "database", "URI|FILE",                                                                        \
            "the PostgreSQL that keeps the rows, or a file whose first line says so (SQLite, in DIR)", \
            OPTION_DATABASE, to, 0, 0, false                                                           \
    }

/* The bucket that keeps the attachments, as a command's line says it. */
struct blobs_options {
    struct str address; /* empty: none */
    struct bucket_options bucket;
};

/* The rows of each command that reads attachments. */
#define OPTION_BLOBS(o)                                                                                      \
    {"blobs", "s3://BUCKET/PREFIX", "the bucket that keeps the attachments (DIR/blobs)", OPTION_TEXT,        \
     .to = &(o)->address},                                                                                   \
        {"blobs-endpoint", "URL", "where its S3 API is", OPTION_URL, .to = &(o)->bucket.endpoint},           \
        {"blobs-region", "NAME", "its region (us-east-1)", OPTION_TEXT, .to = &(o)->bucket.region},          \
    {                                                                                                        \
        "blobs-key", "FILE", "whose two lines are the access key's id and secret (the environment's AWS_…)", \
            OPTION_TEXT, .to = &(o)->bucket.key                                                              \
    }

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/*
 * argv[0] is the command's name; it wants so many operands (files). A URL comes without a slash at its end, addresses as
 * the system writes them. Ends the process after --help (0).
 */
struct strs options_read(struct arena *a, const char *about, const struct option *options, size_t least, size_t most,
                         int argc, char **argv);
/* What one of them cannot tell by itself; ends the process (2). Takes libcurl in: before any thread begins. */
void blobs_check(struct blobs_options *o, const char *command);
/* Says why the value will not do, with one that would, and ends the process (2). */
_Noreturn void option_refuse(const char *command, const char *name, struct str value, struct str like);

#endif
