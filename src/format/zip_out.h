/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing a zip as a stream: entries are stored as they are (photos and films do not shrink), names are UTF-8, sizes may
 * pass 4 GB in all (Zip64), one entry's may not. Nothing is kept but one record an entry. APPNOTE 6.3.10.
 */
#ifndef FORMAT_ZIP_OUT_H
#define FORMAT_ZIP_OUT_H

#include "base/clock.h"
#include "base/err.h"

struct zip_out;

/* Everything written goes to `sink`; when it returns false, *e set, so does the call that wrote. */
struct zip_out *zip_out_begin(struct arena *a, bool (*sink)(void *to, struct str piece, struct err *e), void *to);

/*
 * Begins an entry; the one before ends. folder and name are made safe for every system (no separators, controls, colons
 * or dots at the ends, at most 80 characters, of which the ending is kept); a name taken already gets （2）. folder may be empty, or "a/b".
 * ERR_LARGE when the arena's bound is passed.
 */
bool zip_out_entry(struct zip_out *z, struct str folder, struct str name, struct instant at, int zone,
                   struct err *e) MUST_LOOK;
/* The same by its whole name as it is: for the parts of a document, which are not a stranger's to name. */
bool zip_out_part(struct zip_out *z, struct str name, struct instant at, int zone, struct err *e) MUST_LOOK;
bool zip_out_bytes(struct zip_out *z, struct str piece, struct err *e) MUST_LOOK;
/* An entry's bytes from a descriptor's beginning; its offset is not moved. */
bool zip_out_file(struct zip_out *z, int fd, struct err *e) MUST_LOOK;
bool zip_out_finish(struct zip_out *z, struct err *e) MUST_LOOK;

#endif
