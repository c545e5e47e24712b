/* SPDX-License-Identifier: Apache-2.0 */
/* What the table of routes names: the table itself, and a handler for each route, one file a noun. */
#ifndef HTTP_HANDLERS_H
#define HTTP_HANDLERS_H

#include "http/server.h"
#include "work/views.h"

extern const struct route routes[];
extern const size_t route_count;

bool http_login(struct request *q, struct err *e);
bool http_logout(struct request *q, struct err *e);
bool http_me(struct request *q, struct err *e);
bool http_invitation(struct request *q, struct err *e);
bool http_invitation_accept(struct request *q, struct err *e);
bool http_invitation_make(struct request *q, struct err *e);
bool http_people(struct request *q, struct err *e);
bool http_account_disable(struct request *q, struct err *e);
bool http_account_invite(struct request *q, struct err *e);
bool http_campaigns(struct request *q, struct err *e);
bool http_compile(struct request *q, struct err *e);
bool http_phrases(struct request *q, struct err *e);
bool http_trial(struct request *q, struct err *e);
bool http_campaign_create(struct request *q, struct err *e);
bool http_campaign(struct request *q, struct err *e);
bool http_campaign_draft(struct request *q, struct err *e);
bool http_campaign_edit(struct request *q, struct err *e);
bool http_campaign_publish(struct request *q, struct err *e);
bool http_campaign_amend(struct request *q, struct err *e);
bool http_campaign_differences(struct request *q, struct err *e);
bool http_notice_redate(struct request *q, struct err *e);
bool http_notice_text(struct request *q, struct err *e);
bool http_units(struct request *q, struct err *e);
bool http_units_import(struct request *q, struct err *e);
bool http_unit_edit(struct request *q, struct err *e);
bool http_units_workbook(struct request *q, struct err *e);
bool http_obligations(struct request *q, struct err *e);
bool http_own_accord(struct request *q, struct err *e);
bool http_obligation(struct request *q, struct err *e);
bool http_draft_put(struct request *q, struct err *e);
bool http_report_check(struct request *q, struct err *e);
bool http_report_send(struct request *q, struct err *e);
bool http_report(struct request *q, struct err *e);
bool http_report_workbook(struct request *q, struct err *e);
bool http_report_workbook_in(struct request *q, struct err *e);
bool http_receipt(struct request *q, struct err *e);
bool http_file_put(struct request *q, struct err *e);
bool http_file(struct request *q, struct err *e);
bool http_upload_options(struct request *q, struct err *e);
bool http_upload_new(struct request *q, struct err *e);
bool http_upload(struct request *q, struct err *e);
bool http_upload_patch(struct request *q, struct err *e);
bool http_upload_remove(struct request *q, struct err *e);
bool http_health(struct request *q, struct err *e);
bool http_health_compare(struct request *q, struct err *e);
bool http_board(struct request *q, struct err *e);
bool http_live(struct request *q, struct err *e);
bool http_missing(struct request *q, struct err *e);
bool http_queue(struct request *q, struct err *e);
bool http_review(struct request *q, struct err *e);
bool http_activities(struct request *q, struct err *e);
bool http_day_workbook(struct request *q, struct err *e);
bool http_day_zip(struct request *q, struct err *e);
bool http_clock(struct request *q, struct err *e);
bool http_clock_change(struct request *q, struct err *e);
bool http_bulletins(struct request *q, struct err *e);
bool http_bulletin(struct request *q, struct err *e);
bool http_bulletin_draft(struct request *q, struct err *e);
bool http_bulletin_create(struct request *q, struct err *e);
bool http_bulletin_edit(struct request *q, struct err *e);
bool http_bulletin_drop(struct request *q, struct err *e);
bool http_bulletin_issue(struct request *q, struct err *e);
bool http_bulletin_paper(struct request *q, struct err *e);
bool http_letters(struct request *q, struct err *e);
bool http_letter(struct request *q, struct err *e);
bool http_letter_file(struct request *q, struct err *e);
bool http_letter_take_in(struct request *q, struct err *e);
bool http_letter_set_aside(struct request *q, struct err *e);
bool http_stories(struct request *q, struct err *e);
bool http_week(struct request *q, struct err *e);
bool http_week_day(struct request *q, struct err *e);
bool http_week_story(struct request *q, struct err *e);
bool http_week_picture(struct request *q, struct err *e);
bool http_visit(struct request *q, struct err *e);
bool http_visit_book(struct request *q, struct err *e);
bool http_visit_list(struct request *q, struct err *e);
bool http_booking(struct request *q, struct err *e);
bool http_booking_cancel(struct request *q, struct err *e);
bool http_booking_find(struct request *q, struct err *e);
bool http_visits(struct request *q, struct err *e);
bool http_slot_add(struct request *q, struct err *e);
bool http_slot_edit(struct request *q, struct err *e);
bool http_public(struct request *q, struct err *e);
bool http_public_show(struct request *q, struct err *e);
bool http_public_item_add(struct request *q, struct err *e);
bool http_public_item_edit(struct request *q, struct err *e);
bool http_openapi(struct request *q, struct err *e);

#endif
