/* SPDX-License-Identifier: Apache-2.0 */
#include "work/views.h"

const char *const role_words[] = {"liaison", "county", "clerk", "leader", NULL};
const char *const campaign_state_words[] = {"draft", "published", NULL};
const char *const unit_change_words[] = {"removed", "changed", "added", NULL};
const char *const review_action_words[] = {"accept", "return", "waive", "unwaive", "extend", "phone", "reopen", NULL};

SHAPE(login_in, struct login_in, SHAPE_FIELD(login_in, login, "账号", STR, .flags = SHAPE_REQUIRED, .limit = 64),
      SHAPE_FIELD(login_in, password, "密码", STR, .flags = SHAPE_REQUIRED, .limit = 200));

SHAPE(me_view, struct me_view, SHAPE_FIELD(me_view, account, NULL, ID), SHAPE_FIELD(me_view, login, NULL, STR),
      SHAPE_FIELD(me_view, name, NULL, STR), SHAPE_FIELD(me_view, unit_name, NULL, STR),
      SHAPE_FIELD(me_view, unit_short_name, NULL, STR), SHAPE_FIELD(me_view, role, NULL, WORD, .words = role_words),
      SHAPE_FIELD(me_view, unit, NULL, ID), SHAPE_FIELD(me_view, rehearsal, NULL, BOOL));

SHAPE(invitation_in, struct invitation_in, SHAPE_FIELD(invitation_in, unit, "单位", ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(invitation_in, role, "角色", WORD, .flags = SHAPE_REQUIRED, .words = role_words));

SHAPE(invitation_made, struct invitation_made,
      SHAPE_FIELD(invitation_made, link, NULL, STR, .flags = SHAPE_REQUIRED, .limit = 500),
      SHAPE_FIELD(invitation_made, qr, NULL, PROSE, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(invitation_made, qr_size, NULL, INT), SHAPE_FIELD(invitation_made, expires_at, NULL, INSTANT));

SHAPE(invitation_view, struct invitation_view,
      SHAPE_FIELD(invitation_view, unit_name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(invitation_view, suggested_login, NULL, STR),
      SHAPE_FIELD(invitation_view, role, NULL, WORD, .words = role_words),
      SHAPE_FIELD(invitation_view, expires_at, NULL, INSTANT), SHAPE_FIELD(invitation_view, renews, NULL, BOOL));

SHAPE(invitation_accept_in, struct invitation_accept_in,
      SHAPE_FIELD(invitation_accept_in, token, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(invitation_accept_in, name, "姓名", STR, .limit = 40),
      SHAPE_FIELD(invitation_accept_in, phone, "联系电话", STR, .limit = 40),
      SHAPE_FIELD(invitation_accept_in, login, "账号", STR, .limit = 64),
      SHAPE_FIELD(invitation_accept_in, password, "密码", STR, .flags = SHAPE_REQUIRED, .limit = 200));

SHAPE(person_view, struct person_view, SHAPE_FIELD(person_view, account, NULL, ID),
      SHAPE_FIELD(person_view, unit, NULL, ID), SHAPE_FIELD(person_view, unit_name, NULL, STR),
      SHAPE_FIELD(person_view, name, NULL, STR), SHAPE_FIELD(person_view, phone, NULL, STR),
      SHAPE_FIELD(person_view, login, NULL, STR), SHAPE_FIELD(person_view, role, NULL, WORD, .words = role_words),
      SHAPE_FIELD(person_view, disabled, NULL, BOOL), SHAPE_FIELD(person_view, managed, NULL, BOOL),
      SHAPE_FIELD(person_view, last_seen, NULL, INSTANT));

SHAPE(people_view, struct people_view, SHAPE_FIELD(people_view, people, NULL, MANY, .of = &person_view_shape));

SHAPE(campaign_row, struct campaign_row, SHAPE_FIELD(campaign_row, id, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(campaign_row, key, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(campaign_row, title, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(campaign_row, state, NULL, WORD, .words = campaign_state_words),
      SHAPE_FIELD(campaign_row, from, NULL, DAY), SHAPE_FIELD(campaign_row, to, NULL, DAY),
      SHAPE_FIELD(campaign_row, revision, NULL, INT), SHAPE_FIELD(campaign_row, version, NULL, INT),
      SHAPE_FIELD(campaign_row, left_out, NULL, INT));

SHAPE(campaigns_view, struct campaigns_view,
      SHAPE_FIELD(campaigns_view, campaigns, NULL, MANY, .of = &campaign_row_shape));

SHAPE(campaign_view, struct campaign_view, SHAPE_FIELD(campaign_view, campaign, NULL, ONE, .of = &campaign_row_shape),
      SHAPE_FIELD(campaign_view, now, NULL, INSTANT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(campaign_view, rehearsal, NULL, BOOL),
      SHAPE_FIELD(campaign_view, document, NULL, ONE, .of = &campaign_shape));

SHAPE(text_view, struct text_view, SHAPE_FIELD(text_view, text, NULL, PROSE, .flags = SHAPE_REQUIRED, .limit = 200000));

SHAPE(phrases_in, struct phrases_in,
      SHAPE_FIELD(phrases_in, phrases, "称谓", STRS, .flags = SHAPE_REQUIRED, .limit = 50));

SHAPE(phrases_view, struct phrases_view, SHAPE_FIELD(phrases_view, picks, NULL, ONE, .of = &selector_shape),
      SHAPE_FIELD(phrases_view, known, NULL, BOOL));

SHAPE(compile_in, struct compile_in,
      SHAPE_FIELD(compile_in, text, "通知正文", PROSE, .flags = SHAPE_REQUIRED, .limit = 200000),
      SHAPE_FIELD(compile_in, issued, "成文日期", DAY));

SHAPE(draft_in, struct draft_in, SHAPE_FIELD(draft_in, revision, NULL, INT),
      SHAPE_FIELD(draft_in, document, NULL, ONE, .of = &campaign_shape));

SHAPE(draft_saved, struct draft_saved, SHAPE_FIELD(draft_saved, id, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(draft_saved, revision, NULL, INT));

SHAPE(duty_trial, struct duty_trial, SHAPE_FIELD(duty_trial, key, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(duty_trial, name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(duty_trial, picks_text, NULL, PROSE, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(duty_trial, units, NULL, INT), SHAPE_FIELD(duty_trial, obligations, NULL, INT),
      SHAPE_FIELD(duty_trial, fields, NULL, INT), SHAPE_FIELD(duty_trial, prefilled, NULL, INT),
      SHAPE_FIELD(duty_trial, hours, NULL, NUMBER), SHAPE_FIELD(duty_trial, named, NULL, STRS));

SHAPE(trial_view, struct trial_view, SHAPE_FIELD(trial_view, duties, NULL, MANY, .of = &duty_trial_shape),
      SHAPE_FIELD(trial_view, total, NULL, INT), SHAPE_FIELD(trial_view, hours, NULL, NUMBER),
      SHAPE_FIELD(trial_view, hours_prefilled, NULL, NUMBER),
      SHAPE_FIELD(trial_view, remarks, NULL, MANY, .of = &remark_shape));

SHAPE(compiled_view, struct compiled_view, SHAPE_FIELD(compiled_view, document, NULL, ONE, .of = &campaign_shape),
      SHAPE_FIELD(compiled_view, trial, NULL, ONE, .of = &trial_view_shape));

SHAPE(publish_in, struct publish_in, SHAPE_FIELD(publish_in, revision, NULL, INT, .flags = SHAPE_REQUIRED));

SHAPE(published_view, struct published_view, SHAPE_FIELD(published_view, version, NULL, INT),
      SHAPE_FIELD(published_view, obligations, NULL, INT), SHAPE_FIELD(published_view, added, NULL, INT),
      SHAPE_FIELD(published_view, withdrawn, NULL, INT), SHAPE_FIELD(published_view, changed, NULL, INT),
      SHAPE_FIELD(published_view, rejudged, NULL, INT));

SHAPE(redate_in, struct redate_in, SHAPE_FIELD(redate_in, document, NULL, ONE, .of = &campaign_shape),
      SHAPE_FIELD(redate_in, issued, "成文日期", DAY));

SHAPE(redated_view, struct redated_view, SHAPE_FIELD(redated_view, document, NULL, ONE, .of = &campaign_shape),
      SHAPE_FIELD(redated_view, redated, NULL, INT), SHAPE_FIELD(redated_view, kept, NULL, INT));

SHAPE(duty_change_view, struct duty_change_view, SHAPE_FIELD(duty_change_view, key, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(duty_change_view, name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(duty_change_view, kind, NULL, WORD, .words = change_kind_words),
      SHAPE_FIELD(duty_change_view, text, NULL, PROSE, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(duty_change_view, span, NULL, ONE, .of = &passage_shape),
      SHAPE_FIELD(duty_change_view, fields, NULL, MANY, .of = &field_change_shape),
      SHAPE_FIELD(duty_change_view, units, NULL, INT), SHAPE_FIELD(duty_change_view, added, NULL, INT),
      SHAPE_FIELD(duty_change_view, withdrawn, NULL, INT), SHAPE_FIELD(duty_change_view, changed, NULL, INT),
      SHAPE_FIELD(duty_change_view, reports, NULL, INT));

SHAPE(rejudged_view, struct rejudged_view, SHAPE_FIELD(rejudged_view, id, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(rejudged_view, duty, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(rejudged_view, duty_name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(rejudged_view, unit, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(rejudged_view, unit_name, NULL, STR), SHAPE_FIELD(rejudged_view, day, NULL, DAY),
      SHAPE_FIELD(rejudged_view, sent_at, NULL, INSTANT), SHAPE_FIELD(rejudged_view, due_before, NULL, INSTANT),
      SHAPE_FIELD(rejudged_view, due_after, NULL, INSTANT), SHAPE_FIELD(rejudged_view, late_before, NULL, BOOL),
      SHAPE_FIELD(rejudged_view, late_after, NULL, BOOL),
      SHAPE_FIELD(rejudged_view, text, NULL, PROSE, .flags = SHAPE_REQUIRED));

SHAPE(differences_view, struct differences_view,
      SHAPE_FIELD(differences_view, trial, NULL, ONE, .of = &trial_view_shape),
      SHAPE_FIELD(differences_view, version, NULL, INT),
      SHAPE_FIELD(differences_view, head, NULL, MANY, .of = &field_change_shape),
      SHAPE_FIELD(differences_view, duties, NULL, MANY, .of = &duty_change_view_shape),
      SHAPE_FIELD(differences_view, rejudged, NULL, MANY, .of = &rejudged_view_shape),
      SHAPE_FIELD(differences_view, units, NULL, INT), SHAPE_FIELD(differences_view, added, NULL, INT),
      SHAPE_FIELD(differences_view, withdrawn, NULL, INT), SHAPE_FIELD(differences_view, changed, NULL, INT));

SHAPE(amended_view, struct amended_view, SHAPE_FIELD(amended_view, document, NULL, ONE, .of = &campaign_shape),
      SHAPE_FIELD(amended_view, revision, NULL, INT), SHAPE_FIELD(amended_view, gives_up, NULL, BOOL),
      SHAPE_FIELD(amended_view, differences, NULL, ONE, .of = &differences_view_shape));

SHAPE(units_view, struct units_view, SHAPE_FIELD(units_view, units, NULL, MANY, .of = &unit_shape));

SHAPE(unit_in, struct unit_in, SHAPE_FIELD(unit_in, name, "名称", STR, .flags = SHAPE_REQUIRED, .limit = 100),
      SHAPE_FIELD(unit_in, short_name, "简称", STR, .limit = 100),
      SHAPE_FIELD(unit_in, contact_name, "联系人", STR, .limit = 100),
      SHAPE_FIELD(unit_in, contact_phone, "电话", STR, .limit = 100));

SHAPE(unit_change_view, struct unit_change_view,
      SHAPE_FIELD(unit_change_view, kind, NULL, WORD, .words = unit_change_words),
      SHAPE_FIELD(unit_change_view, code, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(unit_change_view, name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(unit_change_view, text, NULL, PROSE), SHAPE_FIELD(unit_change_view, reports, NULL, INT));

SHAPE(kind_count, struct kind_count, SHAPE_FIELD(kind_count, name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(kind_count, units, NULL, INT));

SHAPE(import_view, struct import_view, SHAPE_FIELD(import_view, units, NULL, INT),
      SHAPE_FIELD(import_view, added, NULL, INT), SHAPE_FIELD(import_view, changed, NULL, INT),
      SHAPE_FIELD(import_view, removed, NULL, INT),
      SHAPE_FIELD(import_view, kinds, NULL, MANY, .of = &kind_count_shape),
      SHAPE_FIELD(import_view, items, NULL, MANY, .of = &unit_change_view_shape),
      SHAPE_FIELD(import_view, errors, NULL, MANY, .of = &row_error_shape),
      SHAPE_FIELD(import_view, applied, NULL, BOOL));

SHAPE(obligation_view, struct obligation_view, SHAPE_FIELD(obligation_view, id, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(obligation_view, duty, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(obligation_view, name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(obligation_view, short_name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(obligation_view, unit, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(obligation_view, unit_name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(obligation_view, unit_short_name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(obligation_view, day, NULL, DAY), SHAPE_FIELD(obligation_view, opens, NULL, INSTANT),
      SHAPE_FIELD(obligation_view, due, NULL, INSTANT), SHAPE_FIELD(obligation_view, sent_at, NULL, INSTANT),
      SHAPE_FIELD(obligation_view, amended_at, NULL, INSTANT), SHAPE_FIELD(obligation_view, due_was, NULL, INSTANT),
      SHAPE_FIELD(obligation_view, state, NULL, WORD, .words = state_words),
      SHAPE_FIELD(obligation_view, late, NULL, BOOL), SHAPE_FIELD(obligation_view, nil, NULL, BOOL),
      SHAPE_FIELD(obligation_view, by_phone, NULL, BOOL), SHAPE_FIELD(obligation_view, extended, NULL, BOOL),
      SHAPE_FIELD(obligation_view, own_accord, NULL, BOOL), SHAPE_FIELD(obligation_view, withdrawn, NULL, BOOL),
      SHAPE_FIELD(obligation_view, nil_allowed, NULL, BOOL), SHAPE_FIELD(obligation_view, overdue, NULL, BOOL),
      SHAPE_FIELD(obligation_view, version, NULL, INT), SHAPE_FIELD(obligation_view, quota_min, NULL, INT),
      SHAPE_FIELD(obligation_view, quota_max, NULL, INT), SHAPE_FIELD(obligation_view, chosen, NULL, INT),
      SHAPE_FIELD(obligation_view, reason, NULL, PROSE), SHAPE_FIELD(obligation_view, sentence, NULL, PROSE),
      SHAPE_FIELD(obligation_view, title, NULL, STR, .limit = 300),
      SHAPE_FIELD(obligation_view, span, NULL, ONE, .of = &passage_shape));

SHAPE(obligations_view, struct obligations_view,
      SHAPE_FIELD(obligations_view, now, NULL, INSTANT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(obligations_view, unit_name, NULL, STR), SHAPE_FIELD(obligations_view, left, NULL, BOOL),
      SHAPE_FIELD(obligations_view, items, NULL, MANY, .of = &obligation_view_shape));

SHAPE(draft_view, struct draft_view, SHAPE_FIELD(draft_view, revision, NULL, INT),
      SHAPE_FIELD(draft_view, body, NULL, JSON), SHAPE_FIELD(draft_view, saved_at, NULL, INSTANT),
      SHAPE_FIELD(draft_view, by, NULL, STR), SHAPE_FIELD(draft_view, device, NULL, STR));

SHAPE(version_view, struct version_view, SHAPE_FIELD(version_view, version, NULL, INT),
      SHAPE_FIELD(version_view, kind, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(version_view, title, NULL, STR, .limit = 300), SHAPE_FIELD(version_view, receipt, NULL, STR),
      SHAPE_FIELD(version_view, hash, NULL, STR), SHAPE_FIELD(version_view, by, NULL, STR),
      SHAPE_FIELD(version_view, verdict, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(version_view, reason, NULL, PROSE), SHAPE_FIELD(version_view, received_at, NULL, INSTANT),
      SHAPE_FIELD(version_view, call_at, NULL, INSTANT), SHAPE_FIELD(version_view, late, NULL, BOOL));

SHAPE(happening_view, struct happening_view, SHAPE_FIELD(happening_view, seq, NULL, INT),
      SHAPE_FIELD(happening_view, at, NULL, INSTANT),
      SHAPE_FIELD(happening_view, kind, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(happening_view, text, NULL, PROSE, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(happening_view, by, NULL, STR), SHAPE_FIELD(happening_view, reason, NULL, PROSE));

SHAPE(officer_view, struct officer_view, SHAPE_FIELD(officer_view, name, NULL, STR),
      SHAPE_FIELD(officer_view, phone, NULL, STR, .flags = SHAPE_REQUIRED));

SHAPE(obligation_detail, struct obligation_detail,
      SHAPE_FIELD(obligation_detail, obligation, NULL, ONE, .of = &obligation_view_shape),
      SHAPE_FIELD(obligation_detail, duty, NULL, ONE, .of = &duty_shape),
      SHAPE_FIELD(obligation_detail, forms, NULL, MANY, .of = &form_shape),
      SHAPE_FIELD(obligation_detail, draft, NULL, MAYBE, .of = &draft_view_shape),
      SHAPE_FIELD(obligation_detail, prefill, NULL, JSON),
      SHAPE_FIELD(obligation_detail, versions, NULL, MANY, .of = &version_view_shape),
      SHAPE_FIELD(obligation_detail, happenings, NULL, MANY, .of = &happening_view_shape),
      SHAPE_FIELD(obligation_detail, earlier, NULL, INT), SHAPE_FIELD(obligation_detail, body, NULL, JSON),
      SHAPE_FIELD(obligation_detail, may_report, NULL, BOOL), SHAPE_FIELD(obligation_detail, may_review, NULL, BOOL),
      SHAPE_FIELD(obligation_detail, officers, NULL, MANY, .of = &officer_view_shape));

SHAPE(draft_put_in, struct draft_put_in, SHAPE_FIELD(draft_put_in, revision, NULL, INT),
      SHAPE_FIELD(draft_put_in, base, NULL, INT, .limit = UINT32_MAX),
      SHAPE_FIELD(draft_put_in, device, NULL, STR, .limit = 80),
      SHAPE_FIELD(draft_put_in, body, "内容", JSON, .flags = SHAPE_REQUIRED));

SHAPE(draft_put_view, struct draft_put_view, SHAPE_FIELD(draft_put_view, revision, NULL, INT),
      SHAPE_FIELD(draft_put_view, saved_at, NULL, INSTANT, .flags = SHAPE_REQUIRED));

SHAPE(check_in, struct check_in, SHAPE_FIELD(check_in, title, "标题", STR, .limit = 300),
      SHAPE_FIELD(check_in, body, "内容", TREE, .flags = SHAPE_REQUIRED));

SHAPE(check_view, struct check_view, SHAPE_FIELD(check_view, remarks, NULL, MANY, .of = &remark_shape),
      SHAPE_FIELD(check_view, title, NULL, STR, .limit = 300));

static SHAPE(draft_seen, struct draft_seen, SHAPE_FIELD(draft_seen, revision, NULL, INT));

SHAPE(report_in, struct report_in, SHAPE_FIELD(report_in, sending, NULL, STR, .flags = SHAPE_REQUIRED, .limit = 64),
      SHAPE_FIELD(report_in, base, NULL, INT, .limit = UINT32_MAX), SHAPE_FIELD(report_in, nil, NULL, BOOL),
      SHAPE_FIELD(report_in, draft, NULL, MAYBE, .of = &draft_seen_shape),
      SHAPE_FIELD(report_in, title, "标题", STR, .limit = 300), SHAPE_FIELD(report_in, body, "内容", TREE));

SHAPE(receipt_view, struct receipt_view, SHAPE_FIELD(receipt_view, number, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(receipt_view, hash, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(receipt_view, campaign_title, NULL, STR), SHAPE_FIELD(receipt_view, unit_name, NULL, STR),
      SHAPE_FIELD(receipt_view, duty_name, NULL, STR), SHAPE_FIELD(receipt_view, title, NULL, STR, .limit = 300),
      SHAPE_FIELD(receipt_view, day, NULL, DAY),
      SHAPE_FIELD(receipt_view, received_at, NULL, INSTANT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(receipt_view, version, NULL, INT), SHAPE_FIELD(receipt_view, late, NULL, BOOL),
      SHAPE_FIELD(receipt_view, nil, NULL, BOOL), SHAPE_FIELD(receipt_view, replaced, NULL, BOOL),
      SHAPE_FIELD(receipt_view, remarks, NULL, MANY, .of = &remark_shape));

SHAPE(report_view, struct report_view, SHAPE_FIELD(report_view, version, NULL, INT),
      SHAPE_FIELD(report_view, title, NULL, STR, .limit = 300), SHAPE_FIELD(report_view, body, NULL, JSON),
      SHAPE_FIELD(report_view, hash, NULL, STR), SHAPE_FIELD(report_view, receipt, NULL, STR),
      SHAPE_FIELD(report_view, received_at, NULL, INSTANT));

SHAPE(own_accord_in, struct own_accord_in, SHAPE_FIELD(own_accord_in, duty, "报送要求", STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(own_accord_in, day, "日期", DAY));

SHAPE(file_view, struct file_view, SHAPE_FIELD(file_view, blob, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(file_view, name, NULL, STR, .flags = SHAPE_REQUIRED, .limit = 300),
      SHAPE_FIELD(file_view, type, NULL, STR, .flags = SHAPE_REQUIRED), SHAPE_FIELD(file_view, size, NULL, INT),
      SHAPE_FIELD(file_view, width, NULL, INT), SHAPE_FIELD(file_view, height, NULL, INT));

SHAPE(column_view, struct column_view, SHAPE_FIELD(column_view, duty, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(column_view, name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(column_view, short_name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(column_view, day, NULL, DAY), SHAPE_FIELD(column_view, due, NULL, INSTANT));

SHAPE(board_row, struct board_row, SHAPE_FIELD(board_row, unit, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(board_row, parent, NULL, ID), SHAPE_FIELD(board_row, name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(board_row, short_name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(board_row, kind, NULL, STR, .flags = SHAPE_REQUIRED), SHAPE_FIELD(board_row, contact_name, NULL, STR),
      SHAPE_FIELD(board_row, contact_phone, NULL, STR),
      SHAPE_FIELD(board_row, cells, NULL, STR, .flags = SHAPE_REQUIRED));

SHAPE(board_view, struct board_view, SHAPE_FIELD(board_view, now, NULL, INSTANT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(board_view, as_of, NULL, INSTANT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(board_view, first, NULL, INSTANT), SHAPE_FIELD(board_view, seq, NULL, INT),
      SHAPE_FIELD(board_view, version, NULL, INT),
      SHAPE_FIELD(board_view, columns, NULL, MANY, .of = &column_view_shape),
      SHAPE_FIELD(board_view, mark, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(board_view, rows, NULL, MANY, .of = &board_row_shape), SHAPE_FIELD(board_view, cells, NULL, PROSE));

SHAPE(missing_unit, struct missing_unit, SHAPE_FIELD(missing_unit, unit, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(missing_unit, obligation, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(missing_unit, name, NULL, STR, .flags = SHAPE_REQUIRED), SHAPE_FIELD(missing_unit, county, NULL, STR),
      SHAPE_FIELD(missing_unit, contact_name, NULL, STR), SHAPE_FIELD(missing_unit, contact_phone, NULL, STR),
      SHAPE_FIELD(missing_unit, officers, NULL, MANY, .of = &officer_view_shape),
      SHAPE_FIELD(missing_unit, state, NULL, WORD, .words = state_words),
      SHAPE_FIELD(missing_unit, version, NULL, INT));

SHAPE(missing_view, struct missing_view, SHAPE_FIELD(missing_view, now, NULL, INSTANT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(missing_view, due, NULL, INSTANT),
      SHAPE_FIELD(missing_view, text, NULL, PROSE, .flags = SHAPE_REQUIRED), SHAPE_FIELD(missing_view, owed, NULL, INT),
      SHAPE_FIELD(missing_view, reported, NULL, INT),
      SHAPE_FIELD(missing_view, units, NULL, MANY, .of = &missing_unit_shape));

SHAPE(review_item, struct review_item, SHAPE_FIELD(review_item, obligation, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(review_item, version, NULL, INT, .limit = UINT32_MAX));

SHAPE(review_in, struct review_in,
      SHAPE_FIELD(review_in, action, "操作", WORD, .flags = SHAPE_REQUIRED, .words = review_action_words),
      SHAPE_FIELD(review_in, items, NULL, MANY, .of = &review_item_shape),
      SHAPE_FIELD(review_in, reason, "原因或要点", PROSE, .limit = 500), SHAPE_FIELD(review_in, forget, NULL, BOOL),
      SHAPE_FIELD(review_in, due, "新的时限", INSTANT), SHAPE_FIELD(review_in, call_at, "来电时间", INSTANT));

SHAPE(review_refusal, struct review_refusal, SHAPE_FIELD(review_refusal, obligation, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(review_refusal, message, NULL, STR, .flags = SHAPE_REQUIRED, .limit = 500));

SHAPE(review_done, struct review_done, SHAPE_FIELD(review_done, done, NULL, INT),
      SHAPE_FIELD(review_done, refused, NULL, MANY, .of = &review_refusal_shape));

SHAPE(clock_view, struct clock_view, SHAPE_FIELD(clock_view, now, NULL, INSTANT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(clock_view, rehearsal, NULL, BOOL), SHAPE_FIELD(clock_view, rate, NULL, INT),
      SHAPE_FIELD(clock_view, zone, NULL, INT));

SHAPE(clock_in, struct clock_in, SHAPE_FIELD(clock_in, to, "时间", INSTANT), SHAPE_FIELD(clock_in, rate, "速度", INT));

SHAPE(activity_view, struct activity_view, SHAPE_FIELD(activity_view, id, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(activity_view, unit, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(activity_view, unit_name, NULL, STR), SHAPE_FIELD(activity_view, name, NULL, STR),
      SHAPE_FIELD(activity_view, organiser, NULL, STR), SHAPE_FIELD(activity_view, partners, NULL, STR, .limit = 500),
      SHAPE_FIELD(activity_view, place, NULL, STR), SHAPE_FIELD(activity_view, day, NULL, DAY),
      SHAPE_FIELD(activity_view, start, NULL, STR), SHAPE_FIELD(activity_view, end, NULL, STR),
      SHAPE_FIELD(activity_view, students, NULL, INT), SHAPE_FIELD(activity_view, teachers, NULL, INT),
      SHAPE_FIELD(activity_view, public, NULL, INT));

SHAPE(activities_view, struct activities_view,
      SHAPE_FIELD(activities_view, activities, NULL, MANY, .of = &activity_view_shape),
      SHAPE_FIELD(activities_view, next, NULL, STR));

SHAPE(upload_status, struct upload_status, SHAPE_FIELD(upload_status, id, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(upload_status, name, NULL, STR, .flags = SHAPE_REQUIRED, .limit = 300),
      SHAPE_FIELD(upload_status, offset, NULL, INT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(upload_status, length, NULL, INT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(upload_status, expires_at, NULL, INSTANT),
      SHAPE_FIELD(upload_status, file, NULL, MAYBE, .of = &file_view_shape));

SHAPE(health_line, struct health_line, SHAPE_FIELD(health_line, key, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(health_line, title, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(health_line, text, NULL, STR, .flags = SHAPE_REQUIRED, .limit = 500),
      SHAPE_FIELD(health_line, well, NULL, BOOL, .flags = SHAPE_REQUIRED));

SHAPE(health_view, struct health_view, SHAPE_FIELD(health_view, now, NULL, INSTANT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(health_view, well, NULL, BOOL, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(health_view, text, NULL, STR, .flags = SHAPE_REQUIRED, .limit = 500),
      SHAPE_FIELD(health_view, lines, NULL, MANY, .of = &health_line_shape));
