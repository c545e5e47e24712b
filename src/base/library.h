/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A shared library that few houses need, taken in when it is needed and not at the program's start: a large one costs
 * memory as soon as it is linked (docs/decisions/0033). It stays until the program ends.
 */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include "base/err.h"

/* to: the address of a pointer to the function, which is declared by the library's own header:
 * typeof(curl_easy_init) *easy_init; … {"curl_easy_init", &easy_init} */
struct library_function {
    const char *name;
    void *to;
};

/* file: "libcurl.so.4", found as a linked one would be; package: what Debian calls the package that brings it.
 * ERR_MISSING MSG_LIBRARY_MISSING, also when it is there and lacks one of the functions; none of them is set then. */
bool library_open(const char *file, const char *package, const struct library_function *functions, size_t n,
                  struct err *e) MUST_LOOK;

#endif
