/* SPDX-License-Identifier: Apache-2.0 */
#include "work/notice_text.h"

#include "base/file.h"
#include "format/document.h"
#include "work/worker.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PDF_MS = 8000 }; /* the worker's own limit is five seconds of processor */

static bool refused(const struct worker_answer *answer, struct str name, struct err *e)
{
    if (!strcmp(answer->line, "no kind"))
        return err_with(e, ERR_KIND, MSG_TEXT_LOCKED, name, S(""), S(""));
    if (!strcmp(answer->line, "no large"))
        return err_with(e, ERR_LARGE, MSG_TEXT_LONG, name, S("1 MB"), S(""));
    return err_with(e, ERR_INPUT, MSG_TEXT_BROKEN, name, S(""), S(""));
}

/* Bytes in memory as a descriptor to read from, or an empty one to write to. */
static int memory_file(struct str bytes)
{
    int fd = memfd_create("notice", MFD_CLOEXEC);
    struct err e;
    if (fd >= 0 && fd_write(fd, bytes, &e) && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static bool ask_worker(struct arena *a, int from, int to, struct str name, struct str *text_r, struct err *e)
{
    struct worker_answer answer;
    struct str bytes;
    if (from < 0 || to < 0)
        return err_fault(e, "notice: no memory for a file: %s", strerror(errno));
    if (!worker_run(worker_path(a), "pdf", from, to, PDF_MS, &answer, e))
        return false;
    if (answer.end != WORKER_DONE)
        return refused(&answer, name, e);
    if (!file_load(a, str_format(a, "/proc/self/fd/%d", to), DOCUMENT_TEXT_BYTES, &bytes, e))
        return false;
    if (!utf8_is_valid(bytes))
        return err_with(e, ERR_INPUT, MSG_TEXT_BROKEN, name, S(""), S(""));
    return document_clean(a, bytes, name, text_r, e);
}

static bool pdf_text(struct arena *a, struct str pdf, struct str name, struct str *text_r, struct err *e)
{
    int from = memory_file(pdf), to = memory_file(S(""));
    bool ok = ask_worker(a, from, to, name, text_r, e);
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    return ok;
}

static bool no_text(enum document_kind kind, struct str name, struct err *e)
{
    return err_with(e, ERR_INVALID, kind == DOCUMENT_TEXT ? MSG_TEXT_EMPTY : MSG_TEXT_NONE, name, S(""), S(""));
}

bool notice_file_text(struct arena *a, struct str path, struct str name, struct str *text_r, struct err *e)
{
    struct str bytes, text;
    if (!file_load(a, path, NOTICE_FILE_BYTES, &bytes, e))
        return false;
    enum document_kind kind = bytes.n ? document_kind_of(str_sub(bytes, 0, DOCUMENT_HEAD), name) : DOCUMENT_TEXT;
    if (!(kind == DOCUMENT_PDF ? pdf_text(a, bytes, name, &text, e) : document_text(a, kind, bytes, name, &text, e)))
        return false;
    if (!str_trim(text).n)
        return no_text(kind, name, e);
    *text_r = text;
    return true;
}

bool notice_text_in(struct arena *request, struct str path, struct str name, struct text_view *view_r, struct err *e)
{
    struct str text;
    struct arena *a = arena_within(request, "notice file", NOTICE_FILE_ARENA);
    if (!notice_file_text(a, path, name, &text, e) || !document_clean(a, text, name, &text, e))
        return false;
    if (!text.n)
        return err_with(e, ERR_INVALID, MSG_TEXT_NONE, name, S(""), S(""));
    if (utf8_length(text) > NOTICE_CHARACTERS)
        return err_with(e, ERR_LARGE, MSG_TEXT_LONG, name, S("20 万字"), S(""));
    *view_r = (struct text_view){.text = text};
    return true;
}
