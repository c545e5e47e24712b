/* SPDX-License-Identifier: Apache-2.0 */
/* Serving, as `serve` and `rehearse` share it: office, doors, signals. */
#ifndef APP_SERVER_H
#define APP_SERVER_H

#include "app/option.h"
#include "work/office.h"

struct serve_options {
    struct str data, host, web, base_url;
    int64_t port, threads, request_mb;
    struct strs proxies, metrics_from;
    struct office_limits limits;
};

#define SERVE_OPTIONS(o)                                                                                             \
    {"data", "DIR", "the folder that keeps everything", OPTION_TEXT, &(o)->data},                                    \
        {"host", "ADDRESS", "where to listen (127.0.0.1)", OPTION_TEXT, &(o)->host},                                 \
        {"port", "N", "the port (8023)", OPTION_NUMBER, &(o)->port},                                                 \
        {"base-url", "URL", "how people reach it, for links (http://HOST:PORT)", OPTION_TEXT, &(o)->base_url},       \
        {"web", "DIR", "the browser's side (web/dist beside the program)", OPTION_TEXT, &(o)->web},                  \
        {"proxy", "ADDRESS", "a proxy that is believed; may be given again", OPTION_LIST, &(o)->proxies},            \
        {"threads", "N", "loops (2)", OPTION_NUMBER, &(o)->threads},                                                 \
        {"request-mb", "N", "the memory one request may take, MiB (64)", OPTION_NUMBER, &(o)->request_mb},           \
        {"metrics-from", "ADDRESS", "who may read /metrics (this machine); may be given again", OPTION_LIST,         \
         &(o)->metrics_from},                                                                                        \
        {"unit-day-mb", "N", "what one unit may upload in a day, MiB (20480)", OPTION_NUMBER,                        \
         &(o)->limits.unit_day_mb},                                                                                  \
        {"unit-hour-files", "N", "files one unit may upload in an hour (600)", OPTION_NUMBER,                        \
         &(o)->limits.unit_hour_files},                                                                              \
        {"hour-versions", "N", "versions of one report in an hour (60)", OPTION_NUMBER, &(o)->limits.hour_versions}, \
        {"upload-minutes", "N", "an unfinished upload is kept so long (1440)", OPTION_NUMBER,                        \
         &(o)->limits.upload_minutes},                                                                               \
        {"orphan-hours", "N", "a file that nothing names is kept so long (48)", OPTION_NUMBER,                       \
         &(o)->limits.orphan_hours},                                                                                 \
    {                                                                                                                \
        "disk-floor-mb", "N", "so much disk is left to reports: files are refused, not ready, MiB (512)",            \
            OPTION_NUMBER, &(o)->limits.disk_floor_mb                                                                \
    }

void serve_defaults(struct serve_options *o);
/* Opens the doors, calls ready (may print links, start players), and serves until SIGINT or SIGTERM; then drains. */
bool serve_run(struct arena *a, struct serve_options *o, struct office *office,
               bool (*ready)(void *arg, struct str base_url, struct err *e), void (*ending)(void *arg), void *arg,
               struct err *e) MUST_LOOK;

#endif
