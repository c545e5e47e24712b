/* SPDX-License-Identifier: Apache-2.0 */
#include "base/library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static bool missing(const char *file, const char *package, struct err *e)
{
    const char *why = dlerror();
    err_with(e, ERR_MISSING, MSG_LIBRARY_MISSING, str_of(file), str_of(package), S(""));
    snprintf(e->detail, sizeof e->detail, "library: %.180s", why ? why : "");
    return false;
}

bool library_open(const char *file, const char *package, const struct library_function *functions, size_t n,
                  struct err *e)
{
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return missing(file, package, e);
    for (size_t i = 0; i < n; i++)
        if (!dlsym(library, functions[i].name)) {
            missing(file, package, e);
            dlclose(library);
            return false;
        }
    for (size_t i = 0; i < n; i++) {
        void *function = dlsym(library, functions[i].name);
        memcpy(functions[i].to, &function, sizeof function); /* POSIX: both kinds of pointer are alike */
    }
    return true;
}
