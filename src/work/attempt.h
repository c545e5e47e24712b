/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passwords that were tried, and who must wait for them. Two counts:
 *
 * - of one account from one address: from the sixth wrong one on 2, 4, 8 … seconds, at most 15 minutes, until a right one.
 *   Who knows the password and comes from elsewhere is not kept out.
 * - of one address, whatever accounts it names: 40 at once, then one every five seconds. A wrong password costs us as much
 *   as a right one (work/password.c), also of a name that nobody has. A right one counts a twenty-fifth: an office of a
 *   thousand behind one address gets in at once, then five a second.
 *
 * An IPv6 address counts as its /64. The places are few and chosen by a hash under a key that is this process's secret:
 * which names share a place cannot be computed. Those that share one may wait for each other; nobody's waiting ends by
 * what another does. Any thread; times are the machine's.
 */
#ifndef WORK_ATTEMPT_H
#define WORK_ATTEMPT_H

#include "base/clock.h"
#include "base/str.h"

enum { ATTEMPT_FREE = 5, ADDRESS_BURST = 40, ADDRESS_STEP_MS = 5000, RIGHT_STEP_MS = 200, ATTEMPT_KEY_BYTES = 16 };

struct attempts;

struct attempts *attempts_open(struct arena *a, const unsigned char key[ATTEMPT_KEY_BYTES]);
void attempts_close(struct attempts *t);

/* Seconds until `login` may be tried from there; 0: now. */
int64_t attempt_wait(struct attempts *t, struct str login, struct str peer, struct instant now);
/* Seconds until anything may be tried from there; 0: now. */
int64_t address_wait(struct attempts *t, struct str peer, struct instant now);
/* Whoever tries that name from there, as a number that nobody can compute. */
uint64_t attempt_key(const struct attempts *t, struct str login, struct str peer);
/* Counts a password that was looked at, for both. */
void attempt_count(struct attempts *t, struct str login, struct str peer, bool right, struct instant now);

#endif
