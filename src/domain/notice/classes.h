/* SPDX-License-Identifier: Apache-2.0 */
/* Quotas that differ by class of unit (各县不少于2篇，各校不少于1篇): each class owes a duty of its own. */
#ifndef DOMAIN_NOTICE_CLASSES_H
#define DOMAIN_NOTICE_CLASSES_H

#include "domain/notice/making.h"

/* True when the move counts what all have together: it binds nobody alone. */
bool is_whole(const struct compiler *c, const struct move *m);
/* True when move i and another of its list each have a unit and a quota of their own. */
bool is_class_quota(const struct compiler *c, const struct moves *moves, size_t i);
/* True when the move's unit is none: it tells how many there were. */
bool is_tally(const struct compiler *c, const struct move *m);
/* True when the move tells how many more some may send, by their size. */
bool is_more(const struct compiler *c, const struct moves *moves, size_t i);

/* Begins the duty of a class with its number; *things: what the last class was asked for, which the next one owes as well. */
void class_add(struct compiler *c, struct makings *list, const struct move *m, struct spans *things);
/* The classes, from classes_from on, owe what the letter's one deadline asks of all; classes: there are several. */
void share_deadline(struct compiler *c, struct makings *list, size_t classes_from, bool classes);
/* Once all is filled in: the classes owe, each with its own quota, what that deadline's duty names; it says nothing more. */
void classes_take(struct compiler *c, struct makings *list);

#endif
