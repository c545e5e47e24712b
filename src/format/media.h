/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a file of a stranger's is, told by its bytes and never by its name: pictures, films, documents. Only heads and
 * boxes are read; nothing is decoded. What is said here is not proof that the rest is sound: pictures are decoded by the
 * confined worker alone.
 */
#ifndef FORMAT_MEDIA_H
#define FORMAT_MEDIA_H

#include "base/err.h"

enum media_kind {
    MEDIA_JPEG,
    MEDIA_PNG,
    MEDIA_GIF,
    MEDIA_WEBP,
    MEDIA_HEIC,
    MEDIA_MP4,
    MEDIA_MOV,
    MEDIA_PDF,
    MEDIA_DOCX,
    MEDIA_XLSX,
    MEDIA_PPTX,
    MEDIA_OFFICE, /* .doc, .xls, .ppt, .wps, .et: a compound file */
    MEDIA_ZIP,
    MEDIA_TEXT,
    MEDIA_COUNT
};

struct media {
    int kind;              /* enum media_kind */
    int64_t width, height; /* of pictures; 0 where the head does not say */
};

const char *media_type(int kind); /* "image/jpeg" */
bool media_is_picture(int kind);
/*
 * The name under which a file of that type is handed on: one whose ending belongs to another kind ("照片.bat", which may
 * be a sound picture all the same) gets the type's own, as one without an ending does.
 */
struct str media_name(struct arena *a, struct str name, struct str type);

/*
 * Tells the file behind fd (its offset is not moved). name: for messages, and to tell office documents apart, which are
 * all zips. ERR_INPUT: empty (MEDIA_EMPTY) or cut off (MEDIA_BROKEN). ERR_KIND: none of the above. ERR_LARGE: a picture
 * of more than 100 megapixels.
 */
bool media_probe(int fd, uint64_t size, struct str name, struct media *m_r, struct err *e) MUST_LOOK;
/* The same of bytes in memory; size: of the whole file, of which `head` may be the beginning (64 KB are enough for all but
 * some JPEG and HEIC). */
bool media_probe_head(struct str head, uint64_t size, struct str name, struct media *m_r, struct err *e) MUST_LOOK;

#endif
