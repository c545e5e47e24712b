/* SPDX-License-Identifier: Apache-2.0 */
/* Serving, as `serve` and `rehearse` share it: office, doors, signals. */
#ifndef APP_SERVER_H
#define APP_SERVER_H

#include "app/option.h"
#include "mail/address.h"
#include "work/office.h"

struct serve_options {
    struct blobs_options blobs;
    int64_t blobs_cache_mb;
    struct str data, database, host, web, base_url;
    int64_t port, threads, request_mb;
    struct strs proxies, metrics_from;
    struct office_limits limits;
    struct str mail, mail_password; /* mail empty: no mailbox */
    int64_t mail_seconds;
    bool mail_plain;
    struct mail_address mail_address;          /* of `mail`, by serve_check */
    struct str smtp, smtp_password, smtp_from; /* smtp empty: no answers */
    int64_t smtp_seconds;
    bool smtp_plain;
    struct mail_address smtp_address; /* by serve_check, as name and address of smtp_from */
    struct str from_name, from_address;
};

#define SERVE_OPTIONS(o)                                                                                               \
    {"data", "DIR", "the folder that keeps everything", OPTION_TEXT, .to = &(o)->data, .needed = true},                \
        OPTION_DB(&(o)->database), OPTION_BLOBS(&(o)->blobs),                                                          \
        OPTION_N("blobs-cache-mb", "so much of it is kept in DIR/blobs for reading, MiB (8192)", &(o)->blobs_cache_mb, \
                 1, 1 << 30),                                                                                          \
        {"host", "ADDRESS", "where to listen (127.0.0.1)", OPTION_TEXT, .to = &(o)->host},                             \
        OPTION_N("port", "the port (8023)", &(o)->port, 1, 65535),                                                     \
        {"base-url", "URL", "how people reach it, for links (http://HOST:PORT)", OPTION_URL, .to = &(o)->base_url},    \
        {"web", "DIR", "the browser's side (web/dist beside the program)", OPTION_TEXT, .to = &(o)->web},              \
        {"proxy", "ADDRESS", "a proxy that is believed; may be given again", OPTION_ADDRESSES, .to = &(o)->proxies},   \
        OPTION_N("threads", "loops (2)", &(o)->threads, 1, 16),                                                        \
        OPTION_N("request-mb", "the memory one request may take, MiB (64)", &(o)->request_mb, 1, 16384),               \
        {"metrics-from", "ADDRESS", "who may read /metrics beside this machine; may be given again", OPTION_ADDRESSES, \
         .to = &(o)->metrics_from},                                                                                    \
        OPTION_N("unit-day-mb", "what one unit may upload in a day, MiB (20480)", &(o)->limits.unit_day_mb, 1,         \
                 1 << 30),                                                                                             \
        OPTION_N("unit-hour-files", "files one unit may upload in an hour (600)", &(o)->limits.unit_hour_files, 1,     \
                 1000000),                                                                                             \
        OPTION_N("hour-versions", "versions of one report in an hour (60; -1: any)", &(o)->limits.hour_versions, -1,   \
                 1000000),                                                                                             \
        OPTION_N("upload-minutes", "an unfinished upload is kept so long (1440)", &(o)->limits.upload_minutes, -1,     \
                 1000000),                                                                                             \
        OPTION_N("orphan-hours", "a file that nothing names is kept so long (48)", &(o)->limits.orphan_hours, 1,       \
                 1000000),                                                                                             \
        OPTION_N("disk-floor-mb", "so much disk is left to reports: files are refused, not ready, MiB (512)",          \
                 &(o)->limits.disk_floor_mb, 1, 1 << 30),                                                              \
        {"mail", "ADDRESS", "the mailbox of reports by letter, imaps://USER@HOST/FOLDER", OPTION_TEXT,                 \
         .to = &(o)->mail},                                                                                            \
        {"mail-password", "FILE", "whose first line is its password or authorisation code", OPTION_TEXT,               \
         .to = &(o)->mail_password},                                                                                   \
        OPTION_N("mail-seconds", "so often it is looked into (60)", &(o)->mail_seconds, 1, 86400),                     \
        {"mail-plain", NULL, "takes imap:// without TLS, of this machine alone", OPTION_FLAG, .to = &(o)->mail_plain}, \
        {"smtp", "ADDRESS", "the server that answers to letters go by, smtps://USER@HOST", OPTION_TEXT,                \
         .to = &(o)->smtp},                                                                                            \
        {"smtp-password", "FILE", "whose first line is its password or authorisation code", OPTION_TEXT,               \
         .to = &(o)->smtp_password},                                                                                   \
        {"smtp-from", "ADDRESS", "as whom they are written, 'NAME <USER@HOST>' or USER@HOST", OPTION_TEXT,             \
         .to = &(o)->smtp_from},                                                                                       \
        OPTION_N("smtp-seconds", "the first pause before one is tried again (60)", &(o)->smtp_seconds, 1, 86400),      \
    {                                                                                                                  \
        "smtp-plain", NULL, "takes smtp:// without TLS, of this machine alone", OPTION_FLAG, .to = &(o)->smtp_plain    \
    }

void serve_defaults(struct serve_options *o);
/* What one option cannot tell by itself; ends the process (2). */
void serve_check(struct arena *a, struct serve_options *o, const char *command);
/* Opens the doors, calls ready (may print links, start players), and serves until SIGINT or SIGTERM; then drains. */
bool serve_run(struct arena *a, struct serve_options *o, struct office *office,
               bool (*ready)(void *arg, struct str base_url, struct err *e), void (*ending)(void *arg), void *arg,
               struct err *e) MUST_LOOK;

#endif
