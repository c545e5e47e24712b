/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Previews: a stranger's picture made small for pages. JPEG of at most 480 × 480, upright (EXIF orientation applied),
 * in sRGB, on white where it was see-through, and without any metadata: no place, no time, no camera.
 *
 * The kind is told by the bytes (format/media.h), the size is looked at before anything is decoded, and of libvips'
 * readers only those of the five kinds of pictures that are taken can run.
 */
#ifndef WORKER_PREVIEW_H
#define WORKER_PREVIEW_H

#include "base/err.h"

enum { PREVIEW_SIDE = 480, PREVIEW_QUALITY = 78 };

struct preview {
    int width, height;
};

/* Starts libvips, which reads files of its own: before confine_shut. ERR_FAULT. */
bool preview_ready(const char *program, struct err *e) MUST_LOOK;
/*
 * The picture behind `from` as a preview to `to`. ERR_KIND: no picture; ERR_INPUT: broken or cut off; ERR_LARGE: more
 * than 100 megapixels or 128 MB; ERR_FAULT: what it needed was not there (memory, room on the disk).
 */
bool preview_make(int from, int to, struct preview *p_r, struct err *e) MUST_LOOK;

#endif
