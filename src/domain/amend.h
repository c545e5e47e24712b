/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A supplementary notice (补充通知): the corrected text is compiled and laid over the campaign as it was published. What the
 * text changed is changed, what the clerk had made of the draft by hand stays, and every duty keeps its key, so that
 * what was reported on it stays with it.
 *
 * Three documents meet: `published`; `before`, what the compiler makes of the published text today; `now`, what it
 * makes of the corrected one. A member that differs between before and now was changed by the text and is taken from now;
 * any other stays as published. Names stay where the clerk (or the office's own rules) gave them.
 *
 * Duties are recognised by what they ask for, of whom, and by their sentence; a changed deadline makes no new duty. One
 * whose sentence is gone is marked withdrawn, and revived under its old key when the sentence comes back. A duty added
 * by hand, which no sentence made the compiler find, stays. Keys of new duties were never used before. Pure.
 */
#ifndef DOMAIN_AMEND_H
#define DOMAIN_AMEND_H

#include "domain/campaign.h"

enum change_kind { CHANGE_ADDED, CHANGE_CHANGED, CHANGE_WITHDRAWN };
extern const char *const change_kind_words[]; /* "added", "changed", "withdrawn" */

/* 报送时限：2023年5月13日24:00前 → 2023年5月14日24:00前 */
struct field_change {
    struct str field, label, before, after; /* field: the member's name; the rest for a person */
    bool edited;                            /* the clerk had set it by hand, and now it is as the text says */
};

struct field_changes {
    struct field_change *items;
    size_t n, cap;
};

struct duty_change {
    struct str key, name;
    int kind;            /* enum change_kind */
    struct passage span; /* in the corrected text, where its words are new; empty when withdrawn */
    struct field_changes fields;
    int64_t units;                     /* concerned: with any of the obligations below */
    int64_t added, withdrawn, changed; /* obligations; changed: another deadline or quota */
};

struct amendment {
    struct campaign document; /* a draft: views into the three documents */
    struct field_changes head;
    struct {
        struct duty_change *items; /* in the document's order; duties that stay as they are do not stand here */
        size_t n, cap;
    } duties;
    int64_t units, added, withdrawn, changed; /* in all; a unit counts once */
};

struct amend_basis {
    const struct campaign *published, *before, *now;
    const struct strs *used; /* duty keys of all versions and of the draft at hand; NULL: none */
    enum language language;  /* of whoever reads what differs */
};

void campaign_amend(struct arena *a, const struct amend_basis *basis, struct amendment *out_r);

/*
 * What differs between the published document and out->document, whose duties bear the same keys, whatever made them
 * differ: an amendment, or the clerk's hand. owed, owes: the obligations there are, and those that out->document makes; either
 * list is put in order. Fills all of *out but the document.
 */
void amendment_tell(struct arena *a, const struct amend_basis *basis, struct obligations *owed,
                    struct obligations *owes, struct amendment *out);
bool amendment_is_empty(const struct amendment *told);

/* What a date of issue given later makes of a draft. */
struct redating {
    struct campaign document; /* views into the three documents */
    int64_t redated;          /* duties that got other dates */
    int64_t kept;             /* duties whose dates would be others too, but the clerk had set them by hand */
};

/*
 * draft: a document with the clerk's corrections; before, now: what the compiler makes of its text by the date of issue it
 * was read with, and by the new one. Deadlines and periods that nobody touched become those of now, with their doubts
 * and the findings; all else stays.
 */
void campaign_redate(struct arena *a, const struct campaign *draft, const struct campaign *before,
                     const struct campaign *now, struct redating *out_r);

/* 2023年5月13日24:00前; 次日10:00前; 每周五24:00前; 未写明时限 */
struct str due_rule_text(struct arena *a, const struct due_rule *due, enum language language);

extern const struct shape field_change_shape;

#endif
