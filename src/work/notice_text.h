/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A notice from a file: .txt, .md, .html, .docx by our own readers, .pdf by the worker, confined. What comes out is what the
 * clerk sees in the left half of the page and what spans count in.
 */
#ifndef WORK_NOTICE_TEXT_H
#define WORK_NOTICE_TEXT_H

#include "work/views.h"

enum { NOTICE_FILE_BYTES = 20 << 20, NOTICE_FILE_ARENA = 320 << 20, NOTICE_CHARACTERS = 200000 };

/*
 * path: of the file, read only ("-": standard input); name: as the sender calls it. The arena should allow
 * NOTICE_FILE_ARENA. A text file's text is just what it holds; others' is clean (format/document.h). ERR_KIND: no kind of
 * file that is read; ERR_INPUT: damaged; ERR_INVALID: no text in it (empty, a scan); ERR_LARGE: past NOTICE_FILE_BYTES, or a
 * text of more than PROSE_BYTES (format/prose.h).
 */
bool notice_file_text(struct arena *a, struct str path, struct str name, struct str *text_r, struct err *e) MUST_LOOK;

/* The same for the page: always clean, at most NOTICE_CHARACTERS, memory given back with the request's arena. */
bool notice_text_in(struct arena *request, struct str path, struct str name, struct text_view *view_r,
                    struct err *e) MUST_LOOK;

#endif
