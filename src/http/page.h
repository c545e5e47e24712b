/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages that the server writes itself, for everybody: no script, one style sheet (/week.css), and every word escaped where
 * it is put in: page_say and page_text for words, buf_lit for markup that stands in the source.
 */
#ifndef HTTP_PAGE_H
#define HTTP_PAGE_H

#include "format/html_out.h"
#include "http/reply.h"
#include "work/public.h"

struct page {
    struct request *q;
    const struct week *week; /* NULL: of no week */
    struct buf b;
};

struct page page_begin(struct request *q, const struct week *w, struct str title);
/* The response is this page; its status stays. True, so that a handler can end with it. */
bool page_end(struct page *p);

void page_text(struct page *p, struct str s);
/* A sentence of the catalogue in the reader's language. args: ARGS(…) or NULL. */
void page_say(struct page *p, enum message message, const struct str args[ERR_ARGS]);
struct str page_words(const struct request *q, enum message message, const struct str args[ERR_ARGS]);
/* <TAG>sentence</TAG> */
void page_line(struct page *p, const char *tag, enum message message, const struct str args[ERR_ARGS]);
/* The address of a part of the week: "/week/KEY" and what follows. */
void page_href(struct page *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str page_path(struct request *q, const struct week *w, struct str rest);
/* 5月18日 周四 */
struct str page_day(const struct request *q, struct day d);
/* 12,345: groups of three (GB/T 15835, 5.1.1). n ≥ 0 */
struct str page_number(const struct request *q, int64_t n);
/* 09:00–11:00 */
void page_hours(struct page *p, int64_t start, int64_t end);

/* The week that the path names. */
bool page_week(struct request *q, struct week *w_r, struct err *e) MUST_LOOK;
#endif
