/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords are kept as argon2id (RFC 9106) by libsodium: about 70 ms and 64 MiB each. Declared in work/sessions.h. */
#include "work/sessions.h"

#include <pthread.h>
#include <sodium.h>

/* One at a time: two would take 128 MiB and the processor from reports. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

/* Of nobody's password: what a login with an unknown name is held against, so that it takes as long. */
static const char NOBODY[] =
    "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

bool password_keep(struct arena *a, struct str password, struct str *kept_r, struct err *e)
{
    char *text = arena_alloc(a, crypto_pwhash_STRBYTES);
    pthread_mutex_lock(&one_at_a_time);
    int failed = crypto_pwhash_str(text, password.at, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                   crypto_pwhash_MEMLIMIT_INTERACTIVE);
    pthread_mutex_unlock(&one_at_a_time);
    if (failed)
        return err_fault(e, "argon2id: out of memory");
    *kept_r = str_of(text);
    return true;
}

bool password_fits(struct arena *a, struct str kept, struct str password)
{
    const char *text = kept.n ? str_z(a, kept) : NOBODY;
    pthread_mutex_lock(&one_at_a_time);
    int wrong = crypto_pwhash_str_verify(text, password.at, password.n);
    pthread_mutex_unlock(&one_at_a_time);
    return !wrong && kept.n;
}
