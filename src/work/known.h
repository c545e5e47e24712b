/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sessions in memory: found by their token's SHA-256, which every request does, or all of one account. A session ends
 * 12 hours after it was last used and 7 days after it began; what has ended is forgotten by the next sweep, however it
 * ended and whether anybody asks for it again or not. An account has at most SESSIONS_OF_ACCOUNT: the next one ends the
 * oldest. There is a most in all, too: memory for it is taken before a session is promised to anybody (known_take), so
 * that a full table is a refusal.
 *
 * Any thread; times are the machine's.
 */
#ifndef WORK_KNOWN_H
#define WORK_KNOWN_H

#include "store/account.h"
#include "work/office.h"

enum { SESSIONS_OF_ACCOUNT = 20, SESSIONS_IN_ALL = 100000 };
extern const int64_t SESSION_IDLE_MS, SESSION_LIFE_MS;
/* So long after the disk was told of a use it is told of the next. */
extern const int64_t SESSION_KEEP_MS;

struct known;
struct known_table;

struct known_table *known_open(size_t most);
void known_close(struct known_table *t);
size_t known_count(struct known_table *t);

/* Room for one more session; goes to known_put or known_give_back. NULL: there are too many. */
struct known *known_take(struct known_table *t, struct instant now);
void known_give_back(struct known_table *t, struct known *k);
void known_put(struct known_table *t, struct known *k, const struct session *who, struct instant seen,
               struct instant expires);

/* Fills *who_r with the session of that token, and counts it as used. False: there is none, or it has ended. */
bool known_use(struct known_table *t, const unsigned char token_hash[32], struct instant now, struct session *who_r);
void known_drop(struct known_table *t, const unsigned char token_hash[32]);
void known_drop_account(struct known_table *t, uint64_t account);

/* Forgets those that have ended and lists those whose use the disk does not know yet. */
void known_sweep(struct known_table *t, struct instant now, struct arena *a, struct session_records *used_r);

#endif
