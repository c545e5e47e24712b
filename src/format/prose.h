/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running text gathered from a document of a stranger: paragraphs become lines, rows of tables become one line with the
 * cells parted by " | ". Documents lay out pages with tables, too: a row with one filled cell, or with a cell of many
 * lines, is no row but text, and keeps its lines. Characters that cannot be seen (control, bidi overrides, zero width)
 * are dropped; at most one blank line stands between two paragraphs.
 */
#ifndef FORMAT_PROSE_H
#define FORMAT_PROSE_H

#include "base/err.h"

enum { PROSE_BYTES = 1 << 20, PROSE_DEPTH = 8 };

struct prose_row {
    struct strs cells;
    struct buf cell;
    bool in_cell;
};

struct prose {
    struct arena *arena;
    struct buf out, line, whole;        /* the text; the paragraph and the row at hand */
    struct prose_row rows[PROSE_DEPTH]; /* their room is kept for the next ones */
    int depth;                          /* rows that are open; those deeper than PROSE_DEPTH are only counted */
    size_t taken;                       /* bytes put in all */
    struct str name;                    /* of the file, for messages */
};

void prose_begin(struct prose *p, struct arena *a, struct str name);
/* Before each mark of a document: rows and cells take memory without text. ERR_LARGE when the arena's bound is passed. */
bool prose_has_room(const struct prose *p, struct err *e) MUST_LOOK;
/* ERR_LARGE past PROSE_BYTES in all. Text must be valid UTF-8. */
bool prose_put(struct prose *p, struct str text, struct err *e) MUST_LOOK;
void prose_line(struct prose *p); /* ends the paragraph; nothing when there is none */
void prose_row(struct prose *p);
void prose_cell(struct prose *p); /* begins a cell of the innermost row */
void prose_row_end(struct prose *p);
/* The whole text, open rows ended. */
struct str prose_end(struct prose *p);

#endif
