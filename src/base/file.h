/* SPDX-License-Identifier: Apache-2.0 */
/* Whole files, for commands. What strangers send is streamed elsewhere (store/blob.h). */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"

/*
 * Reads at most `limit` bytes; "-" is standard input. ERR_LARGE; ERR_MISSING when it is nowhere, a folder or not readable.
 * The text says which, with the path.
 */
bool file_load(struct arena *a, struct str path, size_t limit, struct str *bytes_r, struct err *e) MUST_LOOK;
/* Removes a folder and all that is in it. */
bool folder_remove(struct arena *a, struct str path, struct err *e) MUST_LOOK;

#endif
