/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/doubt.h"

const char *const doubt_field_words[] = {"duty", "who", "what", "due", "quota", "title", "mailbox", NULL};

SHAPE(doubt, struct doubt, SHAPE_FIELD(doubt, field, "存疑项", WORD, .words = doubt_field_words),
      SHAPE_FIELD(doubt, why, "原因", STR, .flags = SHAPE_REQUIRED), SHAPE_FIELD(doubt, why_en, "原因（英文）", STR));
