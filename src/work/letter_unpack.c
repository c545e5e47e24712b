/* SPDX-License-Identifier: Apache-2.0 */
/* A letter taken apart by the confined worker, of whose answer nothing is believed. Declared in work/letter.h. */
#include "base/file.h"
#include "format/charset.h"
#include "work/letter.h"
#include "work/worker.h"

#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { DEADLINE_MS = 15000, WORDS_BYTES = 1 << 20, LINE = 48, FILES_MAX = 200 };
enum { SENDER_LONG = 200, SUBJECT_LONG = 200, NAME_LONG = 200, WORDS_LONG = 20000, MARK_LONG = 400, REFS_LONG = 8000 };

struct item {
    struct str name; /* in `line` */
    uint64_t at, n;
    char line[LINE];
};

/* "NAME LENGTH\n" at `at`, and so many bytes within the file. */
static bool item_at(const struct scratch *f, uint64_t at, struct item *item_r)
{
    struct str rest, line, name;
    int64_t n;
    ssize_t got = pread(f->fd, item_r->line, LINE, (off_t)at);
    rest = (struct str){item_r->line, got > 0 ? (size_t)got : 0};
    if (str_find(rest, S("\n")) == STR_NONE || !str_cut(&rest, S("\n"), &line) || !str_cut(&line, S(" "), &name) ||
        !str_to_int(line, &n) || n < 0)
        return false;
    item_r->name = name;
    item_r->at = at + name.n + 1 + line.n + 1;
    item_r->n = (uint64_t)n;
    return item_r->at <= f->size && item_r->n <= f->size - item_r->at;
}

/* Valid, nothing hidden in it, one line or more; what fits no encoding is nothing. */
static struct str clean(struct arena *a, struct str raw, size_t longest, bool lines)
{
    struct str text = raw;
    struct err ignored;
    if (!utf8_is_valid(raw) && !charset_to_utf8(a, raw, &text, &ignored))
        return S("");
    struct buf b = buf_new(a, text.n + 1);
    for (struct str rest = text; rest.n;) {
        struct str before = rest;
        uint32_t cp = utf8_next(&rest);
        bool kept = lines && (cp == '\n' || cp == '\t');
        if (!kept && utf8_has_hidden(str_sub(before, 0, before.n - rest.n)))
            buf_lit(&b, " ");
        else if (cp == '\n' && !lines)
            buf_lit(&b, " ");
        else
            buf_put(&b, str_sub(before, 0, before.n - rest.n));
    }
    return utf8_head(str_trim(buf_str(&b)), longest);
}

static struct str words_at(struct arena *a, const struct scratch *f, const struct item *item, size_t longest,
                           bool lines)
{
    size_t n = item->n < WORDS_BYTES ? (size_t)item->n : WORDS_BYTES;
    char *room = arena_alloc(a, n + 1);
    ssize_t got = pread(f->fd, room, n, (off_t)item->at);
    return clean(a, (struct str){room, got > 0 ? (size_t)got : 0}, longest, lines);
}

static const struct {
    const char *name;
    size_t at, longest; /* in struct letter_parts; code points */
    bool lines;
} texts[] = {{"from", offsetof(struct letter_parts, sender), SENDER_LONG, false},
             {"subject", offsetof(struct letter_parts, subject), SUBJECT_LONG, false},
             {"date", offsetof(struct letter_parts, written), SUBJECT_LONG, false},
             {"text", offsetof(struct letter_parts, words), WORDS_LONG, true},
             {"message-id", offsetof(struct letter_parts, message), MARK_LONG, false},
             {"references", offsetof(struct letter_parts, refs), REFS_LONG, false},
             {"return-path", offsetof(struct letter_parts, marks.return_path), MARK_LONG, false},
             {"address", offsetof(struct letter_parts, marks.from), MARK_LONG, false},
             {"auto-submitted", offsetof(struct letter_parts, marks.auto_submitted), MARK_LONG, false},
             {"precedence", offsetof(struct letter_parts, marks.precedence), MARK_LONG, false},
             {"list", offsetof(struct letter_parts, marks.list), MARK_LONG, false},
             {"suppress", offsetof(struct letter_parts, marks.suppress), MARK_LONG, false},
             {"type", offsetof(struct letter_parts, marks.type), MARK_LONG, false}};

static bool take_item(struct arena *a, const struct scratch *f, const struct item *item, struct str *name,
                      struct letter_parts *p, struct err *e)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (str_eq(item->name, str_of(texts[i].name)))
            *(struct str *)((char *)p + texts[i].at) = words_at(a, f, item, texts[i].longest, texts[i].lines);
    if (str_eq(item->name, S("name")))
        *name = words_at(a, f, item, NAME_LONG, false);
    if (str_eq(item->name, S("data"))) {
        struct letter_part part = {.name = *name, .at = item->at, .n = item->n};
        if (p->files.n == FILES_MAX)
            return err_set(e, ERR_LARGE, MSG_LETTER_LARGE);
        arena_push(a, &p->files, part);
    }
    return true;
}

static bool read_answer(struct arena *a, const struct scratch *f, struct letter_parts *p, struct err *e)
{
    struct item item;
    struct str name = {0};
    for (uint64_t at = 0; at < f->size; at = item.at + item.n)
        if (!arena_left(a))
            return err_set(e, ERR_LARGE, MSG_LETTER_LARGE);
        else if (!item_at(f, at, &item))
            return err_set(e, ERR_INPUT, MSG_LETTER_BROKEN);
        else if (!take_item(a, f, &item, &name, p, e))
            return false;
    return true;
}

/* Whoever stops us stops our children too (systemd, Ctrl-C): that says nothing about the letter. */
static bool is_leaving(int signal)
{
    return signal == SIGTERM || signal == SIGINT || signal == SIGHUP;
}

static bool ask_worker(struct arena *a, int from, struct scratch *f, struct err *e)
{
    struct worker_answer answer;
    if (!worker_run(worker_path(a), "letter", from, f->fd, DEADLINE_MS, &answer, e))
        return false;
    off_t size = lseek(f->fd, 0, SEEK_END);
    f->size = size > 0 ? (uint64_t)size : 0;
    if (answer.end == WORKER_DONE)
        return true;
    if (is_leaving(answer.signal))
        return err_fault(e, "letter: the worker was told to leave");
    if (!strcmp(answer.line, "no large"))
        return err_set(e, ERR_LARGE, MSG_LETTER_LARGE);
    err_set(e, ERR_INPUT, MSG_LETTER_BROKEN);
    snprintf(e->detail, sizeof e->detail, "letter: %s", answer.line);
    return false;
}

bool letter_unpack(struct arena *a, int from, struct scratch *to, struct letter_parts *parts_r, struct err *e)
{
    struct letter_parts p = {.fd = to->fd};
    if (!ask_worker(a, from, to, e) || !read_answer(a, to, &p, e))
        return false;
    *parts_r = p;
    return true;
}
