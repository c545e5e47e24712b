/* SPDX-License-Identifier: Apache-2.0 */
#include "store/libpq.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

struct libpq libpq;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool loaded;

/* POSIX.1-2017, dlsym: what it gives fits a pointer to a function, which C alone does not promise. */
static bool find(void *library, const char *name, void *to)
{
    void *at = dlsym(library, name);
    memcpy(to, &at, sizeof at);
    return at != NULL;
}

static void load(void)
{
    void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL); /* for as long as the process lives */
    if (!library)
        return;
    loaded = true;
#define LIBPQ_FIND(name) loaded = loaded && find(library, #name, &libpq.name);
    LIBPQ_EACH(LIBPQ_FIND)
#undef LIBPQ_FIND
}

bool libpq_load(struct err *e)
{
    pthread_once(&once, load);
    return loaded || err_set(e, ERR_FAULT, MSG_DATABASE_LIBRARY);
}
