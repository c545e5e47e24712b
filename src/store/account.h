/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts, invitations and sessions. Names and phones stand here and nowhere in the event chain. Tokens are kept as
 * their SHA-256 only; passwords as the text of a password hash (argon2id) that the floor above makes.
 * Times are the machine's.
 */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H

#include "base/clock.h"
#include "base/err.h"
#include "domain/unit.h"

struct reader;
struct tx;

struct account_record {
    uint64_t id;      /* set by account_add */
    struct str login; /* unique; the caller folds its case */
    int role;         /* work's enum role */
    struct unit_id unit;
    struct str name, phone, password;
    struct instant created_at, last_seen;
    bool disabled;
};

struct account_records {
    struct account_record *items;
    size_t n, cap;
};

/* ERR_CONFLICT MSG_LOGIN_TAKEN. */
bool account_add(struct tx *tx, struct account_record *acc, struct err *e) MUST_LOOK;
/* At a login: it was seen. ERR_LOGIN when it is disabled by now, or has another password (hash) than `password`. */
bool account_enter(struct tx *tx, uint64_t id, struct str password, struct instant at, struct err *e) MUST_LOOK;
/* Sets its password, enables it if it was disabled, ends its sessions and the invitations that would do the same. */
bool account_renew(struct tx *tx, uint64_t id, struct str password, struct instant now, struct err *e) MUST_LOOK;
/* Ends its sessions, the invitations that would renew it, and those it made, by which it would come back. ERR_CONFLICT
 * when it is disabled, or `by` is. */
bool account_disable(struct tx *tx, uint64_t id, uint64_t by, struct instant now, struct err *e) MUST_LOOK;
/* Erases name, phone and password and disables: the row stays so that events keep their actor. Ends what
 * account_disable ends. */
bool account_erase(struct tx *tx, uint64_t id, struct instant now, struct err *e) MUST_LOOK;
bool account_read(struct reader *r, struct arena *a, uint64_t id, struct account_record *acc_r,
                  struct err *e) MUST_LOOK;
bool account_by_login(struct reader *r, struct arena *a, struct str login, struct account_record *acc_r,
                      struct err *e) MUST_LOOK;
/* All accounts, by id, without password hashes. */
bool account_list(struct reader *r, struct arena *a, struct account_records *list_r, struct err *e) MUST_LOOK;
/* Unit, name and phone of each account in use that can be called, by id: of one unit, or (0) of all. Texts are views that
 * end with the call of `take`. */
bool account_each_to_call(struct reader *r, struct unit_id unit,
                          void (*take)(void *arg, const struct account_record *acc), void *arg,
                          struct err *e) MUST_LOOK;

struct invitation_record {
    uint64_t id; /* set by invitation_add */
    unsigned char token_hash[32];
    int role;
    struct unit_id unit;
    struct str purpose;                          /* "join", "password" */
    uint64_t account;                            /* whose password is set anew; 0: a new account */
    uint64_t made_by;                            /* account, 0: the system (an operator's first start) */
    struct instant made_at, expires_at, used_at; /* used_at INSTANT_NONE: not used */
};

struct invitation_records {
    struct invitation_record *items;
    size_t n, cap;
};

bool invitation_add(struct tx *tx, struct invitation_record *inv, struct err *e) MUST_LOOK;
/* ERR_MISSING when there is none of that token. Looking uses nothing up; the caller judges used_at and expires_at. */
bool invitation_by_token(struct reader *r, struct arena *a, const unsigned char token_hash[32],
                         struct invitation_record *inv_r, struct err *e) MUST_LOOK;
/* Uses it up: exactly one caller succeeds. ERR_GONE MSG_INVITATION_GONE when it is used or has expired. */
bool invitation_use(struct tx *tx, uint64_t id, struct instant now, struct err *e) MUST_LOOK;
/* Ends those to join that the system made (an operator's start). */
bool invitation_end_first(struct tx *tx, struct instant now, struct err *e) MUST_LOOK;
/* Not used and not expired at `now`. */
bool invitation_list(struct reader *r, struct arena *a, struct instant now, struct invitation_records *list_r,
                     struct err *e) MUST_LOOK;

struct session_record {
    unsigned char token_hash[32];
    uint64_t account;
    struct instant created_at, last_seen, expires_at;
};

struct session_records {
    struct session_record *items;
    size_t n, cap;
};

bool session_add(struct tx *tx, const struct session_record *ses, struct err *e) MUST_LOOK;
/* Moves last_seen and expires_at on; a session that has ended meanwhile stays ended. */
bool session_touch(struct tx *tx, const struct session_record *ses, struct err *e) MUST_LOOK;
bool session_end(struct tx *tx, const unsigned char token_hash[32], struct err *e) MUST_LOOK;
/* Of one account all but the `most` youngest. */
bool session_trim(struct tx *tx, uint64_t account, int64_t most, struct err *e) MUST_LOOK;
/* Those that have expired at `now`, or were last used before `used`. */
bool session_end_expired(struct tx *tx, struct instant now, struct instant used, struct err *e) MUST_LOOK;
/* All others, those last used first, at most so many: loaded at start, so that no request touches the disk for its
 * session. */
bool session_load(struct reader *r, struct arena *a, struct instant now, struct instant used, int64_t most,
                  struct session_records *list_r, struct err *e) MUST_LOOK;

#endif
