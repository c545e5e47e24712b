/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing a document (.docx, ECMA-376) as GB/T 9704-2012 lays an official paper out: A4, type area 156 × 225 mm (37 mm
 * above, 28 mm at the binding edge), 22 lines of 28 characters in 16 pt, page numbers in 14 pt with dashes, outside.
 * Fonts are named as an office's machines have them: 仿宋_GB2312, 黑体, 楷体_GB2312, 方正小标宋简体; none is put in.
 */
#ifndef FORMAT_DOCX_OUT_H
#define FORMAT_DOCX_OUT_H

#include "base/clock.h"
#include "base/err.h"

struct docx_out;

enum docx_style {
    DOCX_RED,        /* the red name at the head: as large as the line holds */
    DOCX_CENTRE,     /* the number below it */
    DOCX_RULED,      /* left and, behind a tab, right; a red line below */
    DOCX_TITLE,      /* 22 pt 小标宋 */
    DOCX_HEADING,    /* 一、 黑体 */
    DOCX_SUBHEADING, /* （一） 楷体 */
    DOCX_TEXT,       /* 仿宋, first line in by two characters */
    DOCX_NOTE,       /* 报、送、发: 14 pt between lines */
};

/* A JPEG. */
struct docx_picture {
    struct str bytes;
    int64_t width, height;
};

/* at: the time its parts bear. Everything written goes to `sink`, as in zip_out_begin. */
bool docx_out_begin(struct arena *a, bool (*sink)(void *to, struct str piece, struct err *e), void *to,
                    struct instant at, int zone, struct docx_out **d_r, struct err *e) MUST_LOOK;
/* Each line of `text` is a paragraph; blank ones are left out. */
void docx_out_text(struct docx_out *d, enum docx_style style, struct str text);
/* Two beside each other. */
bool docx_out_pictures(struct docx_out *d, const struct docx_picture *list, size_t n, struct err *e) MUST_LOOK;
bool docx_out_finish(struct docx_out *d, struct err *e) MUST_LOOK;

#endif
