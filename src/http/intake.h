/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What comes in, made into requests: a pull parser for HTTP/1.1 (RFC 9110, 9112) around llhttp, without any I/O, so
 * that it can be tested and fuzzed by itself. The head of a request is first gathered whole (head_scan tells where it
 * ends and refuses what llhttp would let pass: folded lines, empty names, bare LF) and then parsed in one go, so that
 * names and values are plain views into the request's arena. Bodies are handed on piece by piece, never kept.
 *
 * Refused with the status in intake.status (all of them end the connection):
 *   400  bad syntax; no Host, two Hosts; two of Content-Length, Transfer-Encoding, Content-Type, Authorization, Expect;
 *        Content-Length with Transfer-Encoding; a transfer coding other than chunked, or any in HTTP/1.0; bad chunks;
 *        chunk extensions or trailers out of proportion; CONNECT
 *   414  a target over URL_BYTES        431  a head over HEAD_BYTES or HEAD_FIELDS
 *   417  an expectation but 100-continue        505  a version but 1.0 and 1.1
 */
#ifndef HTTP_INTAKE_H
#define HTTP_INTAKE_H

#include "base/str.h"

#include <llhttp/llhttp.h>

enum { HEAD_BYTES = 32 * 1024, URL_BYTES = 8 * 1024, HEAD_FIELDS = 100 };

struct head_field {
    struct str name, value;
};

struct head {
    llhttp_method_t method;
    int minor;         /* of the version: 0 or 1 */
    struct str target; /* in origin form: "/path?query"; "*" for OPTIONS * */
    struct str host;
    struct {
        struct head_field *items;
        size_t n, cap;
    } fields;
    bool keep_alive, chunked, wants_continue;
    uint64_t length; /* of the body, when not chunked */
};

struct str head_get(const struct head *h, struct str name); /* the first of that name (any case), or the empty str */

/* Where a head ends. Stands between two feeds of the same head. */
struct head_scan {
    enum { SCAN_START, SCAN_LINE, SCAN_NEXT, SCAN_END } at;
    size_t bytes, lines, blanks;
    char last;
};

enum head_verdict { HEAD_MORE, HEAD_WHOLE, HEAD_BAD, HEAD_LARGE, HEAD_URL_LONG };

/* *used_r: how many of the bytes belong to this head. */
enum head_verdict head_scan(struct head_scan *s, struct str bytes, size_t *used_r);

enum intake_event {
    INTAKE_MORE, /* all bytes are used up; nothing to tell yet */
    INTAKE_HEAD, /* intake.head is filled */
    INTAKE_BODY, /* *piece_r is the next part of the body, a view into the bytes given */
    INTAKE_DONE, /* the request is whole; the bytes left belong to the next one */
    INTAKE_BAD,  /* refused, see intake.status; nothing after this can be trusted */
};

struct intake {
    llhttp_t parser;
    enum { INTAKE_AT_HEAD, INTAKE_AT_BODY, INTAKE_AT_END } stage;
    struct head_scan scan;
    struct arena *arena;
    struct buf gathered;
    struct head *head;
    struct str piece;
    uint64_t raw, decoded; /* bytes of the body on the wire, and without chunk framing */
    size_t trailer;
    int status;
};

/* Makes ready for a new request, whose head will live in that arena. */
void intake_begin(struct intake *in, struct arena *a);
/* Takes what it needs off *bytes and tells the next thing that happened. */
enum intake_event intake_next(struct intake *in, struct str *bytes, struct str *piece_r);

#endif
