/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is at the door: sessions, logins and invitations.
 *
 * A session's token is 32 random bytes in a cookie; memory and disk know its SHA-256 only. Sessions are checked in
 * memory. They end 12 hours after they were last used and 7 days after they began. An account has
 * twenty at most. A password is kept as argon2id. Whoever gives wrong ones must wait (work/attempt.h).
 *
 * An invitation is a link to a page; looking at it (people and robots do) uses nothing up, only accepting does, once.
 */
#ifndef WORK_SESSIONS_H
#define WORK_SESSIONS_H

#include "base/err.h"
#include "work/views.h"

struct invitation_record;
struct office;
struct session;
struct sessions;

bool sessions_open(struct arena *a, struct office *office, struct sessions **s_r, struct err *e) MUST_LOOK;
void sessions_close(struct sessions *s);

/* Fills *who_r for the session a cookie names, and counts it as used. False: nobody. */
bool session_find(struct sessions *s, struct str token, struct session *who_r);

/* How many are known, used or not. */
size_t sessions_count(struct sessions *s);

/*
 * Logging in, accepting an invitation: both hash a password (about 70 ms) and wait for a commit, so they are called on a
 * background thread. token_r: the cookie's value. peer: the caller's address, for the waiting times.
 */
bool session_login(struct office *office, struct arena *a, const struct login_in *in, struct str peer,
                   struct str *token_r, struct me_view *me_r, struct err *e) MUST_LOOK;
bool session_accept(struct office *office, struct arena *a, const struct invitation_accept_in *in, struct str peer,
                    struct str *token_r, struct me_view *me_r, struct err *e) MUST_LOOK;
/* ERR_SLOW while this address has to wait, whatever account it would name: asked before a place is taken for it. */
bool session_may_try(struct office *office, struct str peer, struct err *e) MUST_LOOK;
bool session_logout(struct office *office, const struct session *who, struct err *e) MUST_LOOK;

/* Now and then: forgets the sessions that have ended, here and on disk, and tells the disk which were used. Waits for the
 * commit. */
bool sessions_keep(struct sessions *s, struct err *e) MUST_LOOK;

/* argon2id, about 70 ms. An empty `kept` never fits, and takes as long. */
bool password_keep(struct arena *a, struct str password, struct str *kept_r, struct err *e) MUST_LOOK;
bool password_fits(struct arena *a, struct str kept, struct str password);

bool me_read(struct office *office, struct arena *a, const struct session *who, struct me_view *me_r, struct err *e);

bool invitation_look(struct office *office, struct arena *a, struct str token, struct invitation_view *view_r,
                     struct err *e) MUST_LOOK;
/* base: "http://127.0.0.1:8023". made_by may be NULL: the system. Waits for the commit: on a background thread. */
bool invitation_make(struct office *office, struct arena *a, const struct session *made_by,
                     const struct invitation_in *in, struct str base, struct invitation_made *made_r,
                     struct err *e) MUST_LOOK;
/* ERR_GONE when it was used or has expired, or never was. */
bool invitation_find(struct office *office, struct arena *a, struct str token, struct invitation_record *inv_r,
                     struct err *e) MUST_LOOK;

bool people_list(struct office *office, struct arena *a, const struct session *who, struct people_view *view_r,
                 struct err *e) MUST_LOOK;

#endif
