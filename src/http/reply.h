/* SPDX-License-Identifier: Apache-2.0 */
/* What the handlers share: answers in JSON, deeds answered from the writer thread, slow work in the background. */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "http/handlers.h"
#include "work/office.h"

struct door; /* what requests' context is: the office and the background threads */

struct door *door_open(struct arena *a, struct office *office, struct str base_url);
void door_close(struct door *d);

struct office *door_office(const struct request *q);
struct office *door_office_of(const void *context);
struct str door_base(const struct request *q); /* "http://127.0.0.1:8023" */

bool door_guard(struct request *q, struct err *e);
bool door_open_upload(struct request *q, struct err *e);
bool upload_open(struct request *q, struct err *e);       /* open_upload of a resumable one */
bool page_refuse(struct request *q, const struct err *e); /* of pages: the error's own words, and a way back */
bool door_ready(void *context);
void door_rest(void *context);
void door_metrics(struct buf *b, void *context);
void desk_watch(struct office *office, struct server *s); /* the streams are told from now on */

/*
 * True when the reader has the answer already, as it was made from what the office holds in memory in the same minute of
 * the campaign's clock (times in it are so much older at most): the response is a whole 304. Otherwise it gets its ETag.
 */
bool reply_unchanged(struct request *q);
/* Writes `out` by the route's out shape, or refuses when it is too much; true, so that a handler can end with it. */
bool reply(struct request *q, const void *out);

/* A deed for this request, to be answered with the route's out shape. */
struct deed reply_deed(struct request *q);

/*
 * Runs `fn` on a background thread and answers with what it leaves in q->response. For what waits for commits
 * or writes workbooks. Accounts take turns. ERR_BUSY when too much waits already; what waited of the one account that has
 * most of it is then refused first.
 */
typedef bool handler(struct request *q, struct err *e);
bool reply_background(struct request *q, handler *fn, struct err *e);
/* The same on a thread for previews alone: a page of forty new photos keeps nobody from publishing. */
bool reply_pictures(struct request *q, handler *fn, struct err *e);
/* The same on threads for files that are read whole before they are given out, which may take seconds. */
bool reply_check(struct request *q, handler *fn, struct err *e);
/* The same on threads for everybody's pages alone: however many come, no unit and no clerk waits behind them. */
bool reply_visitor(struct request *q, handler *fn, struct err *e);
/*
 * The same on a thread for passwords alone: each takes as long whether it is right or not, and anybody may try. Turns are
 * taken by addresses, and there by names: many names from one address keep no other out, and people behind one address
 * do not wait for one of them.
 */
bool reply_password(struct request *q, struct str login, handler *fn, struct err *e);

/* The response's file is a workbook, of a name that may hold Chinese. */
bool reply_workbook(struct request *q, struct str name);

/* The response is a stranger's file, of whatever kind: it is saved and never shown. */
bool reply_saved(struct request *q, int fd, uint64_t size, struct str name);

/* In the background, for an upload that is read here and kept nowhere: a path to it, good until upload_drop. */
struct str upload_path(struct request *q);
void upload_drop(struct request *q);

/* As reply_background, one after the other: for what reads a whole day's files, which takes minutes. */
bool reply_parcel(struct request *q, handler *fn, struct err *e);

/* The n-th part in braces of the path as an id; 0 when it is none. */
uint64_t path_id(const struct request *q, int n);
/* The first of them. */
struct campaign_id path_campaign(const struct request *q);
/* 0: not given, or no number; at most `most`. */
uint64_t query_number(const struct request *q, struct str name, uint64_t most);
bool query_day(const struct request *q, struct str name, struct day *d_r, struct err *e);
bool query_instant(const struct request *q, struct str name, struct instant *t_r, struct err *e);

#endif
