/* SPDX-License-Identifier: Apache-2.0 */
#include "work/preview.h"

#include "store/preview.h"
#include "work/worker.h"

#include <stdio.h>
#include <unistd.h>

enum { DEADLINE_MS = 8000 }; /* the worker's own limit is five seconds of processor */

static bool impossible(const char *why, struct err *e)
{
    err_set(e, ERR_MISSING, MSG_PREVIEW_NONE);
    snprintf(e->detail, sizeof e->detail, "preview: %s", why);
    return false;
}

/* One that could not be made is marked, also when the worker died of it: the next page would only kill another. */
static bool make(struct preview_writer *w, struct str worker, int from, struct err *e)
{
    struct worker_answer answer;
    if (!worker_run(worker, "preview", from, w->fd, DEADLINE_MS, &answer, e)) {
        preview_abandon(w);
        return false;
    }
    if (answer.end == WORKER_DONE)
        return preview_keep(w, e);
    return preview_mark(w, e) && impossible(answer.line, e);
}

bool preview_is_ready(struct office *office, struct blob_id id)
{
    int fd;
    uint64_t size;
    enum preview_kept kept = preview_open(office_store(office), id, clock_machine(), &fd, &size);
    if (kept == PREVIEW_KEPT)
        close(fd);
    return kept != PREVIEW_UNTRIED;
}

static bool make_from(struct office *office, struct arena *a, struct blob_id id, struct err *e)
{
    struct preview_writer w;
    uint64_t size;
    int from;
    if (!blob_open(office_blobs(office), id, &from, &size, e))
        return false;
    bool ok = preview_begin(office_store(office), a, id, &w, e) && make(&w, worker_path(a), from, e);
    close(from);
    return ok;
}

bool preview_of(struct office *office, struct arena *a, struct blob_id id, int *fd_r, uint64_t *size_r, struct err *e)
{
    enum preview_kept kept = preview_open(office_store(office), id, clock_machine(), fd_r, size_r);
    if (kept == PREVIEW_UNTRIED) {
        if (!make_from(office, a, id, e))
            return false;
        kept = preview_open(office_store(office), id, clock_machine(), fd_r, size_r);
    }
    return kept == PREVIEW_KEPT || impossible("tried before", e);
}
