/* SPDX-License-Identifier: Apache-2.0 */
/* Whole files, for commands, and whole pieces of open ones. What strangers send is streamed elsewhere (store/blob.h). */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"

/*
 * Reads at most `limit` bytes; "-" is standard input. ERR_LARGE; ERR_MISSING when it is nowhere, a folder or not readable.
 * The text says which, with the path.
 */
bool file_load(struct arena *a, struct str path, size_t limit, struct str *bytes_r, struct err *e) MUST_LOOK;
/* Writes all of it, going on after short writes and EINTR. ERR_FULL on a full disk. */
bool fd_write(int fd, struct str bytes, struct err *e) MUST_LOOK;
/* Reads n bytes, fewer only where the file ends, in the same way. */
bool fd_read(int fd, char *to, size_t n, size_t *got_r, struct err *e) MUST_LOOK;
/* Something can be read from it now. */
bool fd_is_readable(int fd);
/* Makes an eventfd readable. */
void fd_ring(int fd);
/* err from errno, ENOSPC and EDQUOT as ERR_FULL. */
bool errno_trouble(const char *what, struct err *e);
/* Removes a folder and all that is in it. */
bool folder_remove(struct arena *a, struct str path, struct err *e) MUST_LOOK;

#endif
