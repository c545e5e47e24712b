/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From notice to campaign: compile a text into a draft, hold a draft against the register, keep, edit and publish it.
 */
#ifndef WORK_NOTICE_H
#define WORK_NOTICE_H

#include "domain/defaults.h"
#include "domain/notice/notice.h"
#include "work/office.h"

/*
 * What the compiler found becomes a draft of duties: classes of unit become selectors, things become parts, deadlines
 * become due rules, quotas of nested classes become one duty with its narrowest class first. defaults: what the office
 * knows beyond the notice, or NULL. known: forms (this year's or last year's) that serve where an attachment bears their
 * name. units: the register, whose own kinds and names the notice may use, or NULL. Pure; texts are views into draft and
 * text.
 */
void campaign_from_notice(struct arena *a, struct str text, const struct notice_draft *draft,
                          const struct campaign_defaults *defaults, const struct form_book *known,
                          const struct units *units, struct campaign *c_r);

/* Compiling takes 60 bytes for each byte of a notice, more than a request may: an arena beside it, freed with it. */
struct arena *notice_arena(struct arena *request);
/* Notices come with the line ends of any machine; spans count LF text. */
struct str notice_lines(struct arena *a, struct str text);
/* Compiled, and bound to the register of who. issued: the day the clerk gives, which stands where the text bears none. */
const struct notice_draft *notice_read(struct office *office, const struct session *who, struct arena *a,
                                       struct str text, struct day issued, const struct form_book *known,
                                       struct campaign *c_r);
/* Under office_read: forms of this office's campaigns, copied, the newest campaign's first: they may serve again. */
bool office_forms(struct office *office, struct arena *a, const struct session *who, struct form_book *known,
                  struct err *e) MUST_LOOK;

bool notice_compile_in(struct office *office, struct arena *a, const struct session *who, const struct compile_in *in,
                       struct compiled_view *view_r, struct err *e) MUST_LOOK;
/*
 * The corrected text compiled against the campaign as published, or against its draft where it never was: a draft in
 * which duties keep their keys and what the clerk had made of them, and all that differs, with the reports already sent
 * that it judges otherwise. Nothing is kept: the clerk saves the draft (campaign_save) and puts it out as the next
 * version (campaign_put_out).
 */
bool campaign_amend_in(struct office *office, struct arena *a, const struct session *who, struct campaign_id id,
                       const struct compile_in *in, struct amended_view *view_r, struct err *e) MUST_LOOK;

/*
 * What a draft, saved or not, differs in from what is published (or from the draft as it is kept, where nothing is), whatever
 * made it differ; with its trial. Exactly what campaign_put_out would do, were it saved. Nothing is kept.
 */
bool campaign_differences(struct office *office, struct arena *a, const struct session *who, struct campaign_id id,
                          const struct campaign *draft, struct differences_view *view_r, struct err *e) MUST_LOOK;
/* A draft whose date of issue is given after it was read: dates that depended on it, and that nobody touched, follow. */
bool notice_redate(struct office *office, struct arena *a, const struct session *who, const struct redate_in *in,
                   struct redated_view *view_r, struct err *e) MUST_LOOK;

/* Whom the words of a notice mean, as the compiler understands them. */
struct phrases_view phrases_read(struct office *office, struct arena *a, const struct session *who,
                                 const struct phrases_in *in);
bool notice_trial(struct office *office, struct arena *a, const struct session *who, const struct campaign *draft,
                  struct trial_view *view_r, struct err *e) MUST_LOOK;

bool campaigns_list(struct office *office, struct arena *a, const struct session *who, struct campaigns_view *view_r,
                    struct err *e) MUST_LOOK;
/* draft: the newest draft, for the clerk; else the published document. */
bool campaign_look(struct office *office, struct arena *a, const struct session *who, struct campaign_id id, bool draft,
                   struct campaign_view *view_r, struct err *e) MUST_LOOK;

/* These wait for the commit: on a background thread. who NULL: the operator. */
bool campaign_save(struct office *office, struct arena *a, const struct session *who, struct campaign_id id,
                   const struct draft_in *in, struct draft_saved *saved_r, struct err *e) MUST_LOOK;
bool campaign_put_out(struct office *office, struct arena *a, const struct session *who, struct campaign_id id,
                      int64_t revision, struct published_view *view_r, struct err *e) MUST_LOOK;

#endif
