/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What everybody may see of a campaign (公众页): its programme and the stories of its units, each because the clerk chose it.
 * The notice asks for an open week (三(二)); what its reports hold of persons is nobody's but the office's, so the
 * words of an item are read once more before they are shown.
 */
#ifndef DOMAIN_PUBLIC_H
#define DOMAIN_PUBLIC_H

#include "domain/bulletin.h"

enum public_kind { PUBLIC_PROGRAMME, PUBLIC_STORY };
enum public_state { PUBLIC_OFFERED, PUBLIC_SHOWN, PUBLIC_WITHDRAWN };
extern const char *const public_kind_words[];  /* "programme", "story" */
extern const char *const public_state_words[]; /* "offered", "shown", "withdrawn" */

/*
 * Whether a text holds what leads to a person: a phone number, a mailbox, the number of an identity card; and which words
 * these are. Dates, years and counts are none: a number is one from ten digits on, or from seven behind a word such as
 * 电话. What it finds the clerk takes out; it does not find names.
 */
bool text_names_contact(struct str text, struct str *found_r);

/* What people call it: the notice's title without what makes it a notice. 关于做好2023年职业教育活动周有关工作的通知: 2023年职业教育活动周. */
struct str public_title(struct str title);

/* What the week's page says at its top, from the forms' own sums (domain/bulletin.h). */
struct public_numbers {
    int64_t units, activities, people; /* people: all that is counted in 人 in the rows of activities */
};
void public_numbers_add(struct public_numbers *n, const struct bulletin_sums *sums);

#endif
