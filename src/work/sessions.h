/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is at the door: sessions, logins and invitations.
 *
 * A session's token is 32 random bytes in a cookie; memory and disk know its SHA-256 only. Sessions are checked in
 * memory. They end 12 hours after they were last used and 7 days after they began. An account has
 * twenty at most. A password is kept as argon2id. Whoever gives wrong ones must wait (work/attempt.h).
 *
 * An invitation is a link to a page; looking at it (people and robots do) uses nothing up, only accepting does, once. It
 * makes an account, or sets the password of one anew: then that account's other sessions and links end, and if it was
 * disabled it is enabled again.
 */
#ifndef WORK_SESSIONS_H
#define WORK_SESSIONS_H

#include "base/err.h"
#include "work/views.h"

struct account_record;
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
/* Whoever tries that name from there (work/attempt.h). */
uint64_t session_try_key(struct office *office, struct str login, struct str peer);
/* ERR_SLOW while this address has to wait, whatever account it would name: asked before a place is taken for it. */
bool session_may_try(struct office *office, struct str peer, struct err *e) MUST_LOOK;
bool session_logout(struct office *office, const struct session *who, struct err *e) MUST_LOOK;

/* In memory: all sessions of an account are over. On the writer thread, once the disk has it. */
void sessions_end(struct sessions *s, uint64_t account);

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

/* ---- who has an account ---- */

/* Of the units one sees, the disabled ones too, and the open invitations to join. */
bool people_list(struct office *office, struct arena *a, const struct session *who, struct people_view *view_r,
                 struct err *e) MUST_LOOK;
/* The account, if `who` is in charge of it (NULL: the system): ERR_MISSING when it is none of theirs to know of, else ERR_FORBIDDEN. */
bool person_find(struct office *office, struct arena *a, const struct session *who, uint64_t account,
                 struct account_record *acc_r, struct err *e) MUST_LOOK;
/* Nobody logs in as it from now on, and who is in is out. Not one's own. Waits for the commit. */
bool person_disable(struct office *office, struct arena *a, const struct session *who, uint64_t account,
                    struct err *e) MUST_LOOK;
/* A link that sets its password anew. who: as in person_find. Waits for the commit. */
bool person_invite(struct office *office, struct arena *a, const struct session *who, uint64_t account, struct str base,
                   struct invitation_made *made_r, struct err *e) MUST_LOOK;

#endif
