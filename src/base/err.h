/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Refusals and faults. A function that can refuse returns bool and takes `struct err *e` last; on failure its outputs
 * are untouched. Few codes: each is one thing a caller does, and one HTTP status. The text comes from the catalogue
 * (message.def) and is put into the reader's language by the door, err_text. A finding (a late report, a missing photo)
 * is no err: it is a value. A bug is an assert.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/str.h"

enum err_code {
    ERR_NONE,
    ERR_INPUT,     /* 400: the request cannot be read */
    ERR_LOGIN,     /* 401: who are you? */
    ERR_FORBIDDEN, /* 403: known, but not allowed */
    ERR_MISSING,   /* 404: no such thing, or not yours to know of */
    ERR_CONFLICT,  /* 409: somebody was faster, or the state does not allow it */
    ERR_GONE,      /* 410: used up or expired */
    ERR_VERSION,   /* 412: speaks another version of a protocol */
    ERR_LARGE,     /* 413: over a limit */
    ERR_KIND,      /* 415: a kind of file that is not taken */
    ERR_INVALID,   /* 422: readable, but breaks a rule of the campaign */
    ERR_SLOW,      /* 429: too many attempts */
    ERR_BUSY,      /* 503: try again in a moment */
    ERR_FULL,      /* 507: the disk is full */
    ERR_FAULT,     /* 500: ours */
};

enum message {
#define MESSAGE(name, zh, en) MSG_##name,
#include "base/message.def"
#undef MESSAGE
    MSG_COUNT
};

enum language { LANGUAGE_ZH, LANGUAGE_EN };

enum { ERR_ARGS = 3, ERR_ARG_BYTES = 160 };

struct err {
    enum err_code code;
    enum message message;
    char args[ERR_ARGS][ERR_ARG_BYTES]; /* own copies: an err may outlive the arena that met it */
    char detail[200];                   /* for the log alone: never shown */
};

/* Fills *e and returns false, so that one can write: return err_set(e, ERR_MISSING, MSG_NOT_FOUND); */
bool err_set(struct err *e, enum err_code code, enum message message);
/* The same with up to three arguments for {1} … {3}; give empty strs for those that are not used. Cut at 159 bytes. */
bool err_with(struct err *e, enum err_code code, enum message message, struct str a1, struct str a2, struct str a3);
/* A fault of ours; the detail goes to the log. */
bool err_fault(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

int err_status(enum err_code code);       /* RFC 9110 status */
const char *err_name(enum err_code code); /* "conflict": stable, for programs */
struct str err_text(struct arena *a, const struct err *e, enum language language);
/* A sentence of the catalogue with its arguments filled in: ARGS(name, count), or NULL where it has none. */
#define ARGS(...) ((const struct str[ERR_ARGS]){__VA_ARGS__})
struct str message_text(struct arena *a, enum message message, enum language language, const struct str args[ERR_ARGS]);

#endif
