/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON (RFC 8259). Reading is strict where leniency loses data: the text must be UTF-8, no object may name a member
 * twice, nesting stops at 32, U+0000 is refused, and no text has more than JSON_VALUES_MAX values. Numbers are doubles,
 * so ids travel as strings. The tree itself and the ways to walk it are base/tree.h's.
 */
#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H

#include "base/err.h"
#include "base/shape.h"
#include "base/tree.h"

enum { JSON_VALUES_MAX = 200000 };

/* *json_r lives in the arena, as do its texts. Fails with ERR_INPUT, or ERR_LARGE: too many values, or the arena is too
 * small. */
bool json_read(struct arena *a, struct str text, struct json *json_r, struct err *e) MUST_LOOK;
void json_write(struct buf *b, const struct json *j); /* no blanks, members in the order read */
void json_str(struct buf *b, struct str s);           /* with its quotation marks; safe inside HTML too */
void json_number(struct buf *b, double value);        /* the shortest text that reads back the same */

/*
 * Structs by their shape. shape_read fills the zeroed struct at `into`; unknown members are refused, so that a client's
 * slip of the pen is told and not lost.
 */
bool shape_read(struct arena *a, const struct shape *shape, const struct json *j, void *into, struct err *e) MUST_LOOK;
bool shape_read_text(struct arena *a, const struct shape *shape, struct str text, void *into, struct err *e) MUST_LOOK;
/* Whole always, unless the buf `stops` (base/str.h). */
void shape_write(struct buf *b, const struct shape *shape, const void *from);
/* The JSON schema (OpenAPI 3.1) of one shape, references as #/components/schemas/NAME. */
void shape_schema(struct buf *b, const struct shape *shape);

#endif
