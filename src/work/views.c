/* SPDX-License-Identifier: Apache-2.0 */
#include "work/views.h"

const char *const role_words[] = {"liaison", "county", "clerk", "leader", NULL};
const char *const campaign_state_words[] = {"draft", "published", NULL};
const char *const unit_change_words[] = {"removed", "changed", "added", NULL};
const char *const review_action_words[] = {"accept", "return", "waive", "unwaive", "extend", "phone", "reopen", NULL};

/* One line a member: name in JSON, label in zh-CN, kind, place, flags, limit, and what a list or word is of. */
#define M(type, member, label, kind, flags, limit, of, words)                                \
    {                                                                                        \
#member, label, SHAPE_##kind, offsetof(struct type, member), flags, limit, of, words \
    }

SHAPE(login_in, struct login_in, M(login_in, login, "账号", STR, SHAPE_REQUIRED, 64, NULL, NULL),
      M(login_in, password, "密码", STR, SHAPE_REQUIRED, 200, NULL, NULL));

SHAPE(me_view, struct me_view, M(me_view, account, NULL, ID, 0, 0, NULL, NULL),
      M(me_view, login, NULL, STR, 0, 0, NULL, NULL), M(me_view, name, NULL, STR, 0, 0, NULL, NULL),
      M(me_view, unit_name, NULL, STR, 0, 0, NULL, NULL), M(me_view, unit_short_name, NULL, STR, 0, 0, NULL, NULL),
      M(me_view, role, NULL, WORD, 0, 0, NULL, role_words), M(me_view, unit, NULL, ID, 0, 0, NULL, NULL),
      M(me_view, rehearsal, NULL, BOOL, 0, 0, NULL, NULL));

SHAPE(invitation_in, struct invitation_in, M(invitation_in, unit, "单位", ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(invitation_in, role, "角色", WORD, SHAPE_REQUIRED, 0, NULL, role_words));

SHAPE(invitation_made, struct invitation_made, M(invitation_made, link, NULL, STR, SHAPE_REQUIRED, 500, NULL, NULL),
      M(invitation_made, qr, NULL, PROSE, SHAPE_REQUIRED, 0, NULL, NULL),
      M(invitation_made, qr_size, NULL, INT, 0, 0, NULL, NULL),
      M(invitation_made, expires_at, NULL, INSTANT, 0, 0, NULL, NULL));

SHAPE(invitation_view, struct invitation_view, M(invitation_view, unit_name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(invitation_view, suggested_login, NULL, STR, 0, 0, NULL, NULL),
      M(invitation_view, role, NULL, WORD, 0, 0, NULL, role_words),
      M(invitation_view, expires_at, NULL, INSTANT, 0, 0, NULL, NULL),
      M(invitation_view, renews, NULL, BOOL, 0, 0, NULL, NULL));

SHAPE(invitation_accept_in, struct invitation_accept_in,
      M(invitation_accept_in, token, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(invitation_accept_in, name, "姓名", STR, 0, 40, NULL, NULL),
      M(invitation_accept_in, phone, "联系电话", STR, 0, 40, NULL, NULL),
      M(invitation_accept_in, login, "账号", STR, 0, 64, NULL, NULL),
      M(invitation_accept_in, password, "密码", STR, SHAPE_REQUIRED, 200, NULL, NULL));

SHAPE(person_view, struct person_view, M(person_view, account, NULL, ID, 0, 0, NULL, NULL),
      M(person_view, unit, NULL, ID, 0, 0, NULL, NULL), M(person_view, unit_name, NULL, STR, 0, 0, NULL, NULL),
      M(person_view, name, NULL, STR, 0, 0, NULL, NULL), M(person_view, phone, NULL, STR, 0, 0, NULL, NULL),
      M(person_view, login, NULL, STR, 0, 0, NULL, NULL), M(person_view, role, NULL, WORD, 0, 0, NULL, role_words),
      M(person_view, disabled, NULL, BOOL, 0, 0, NULL, NULL), M(person_view, managed, NULL, BOOL, 0, 0, NULL, NULL),
      M(person_view, last_seen, NULL, INSTANT, 0, 0, NULL, NULL));

SHAPE(people_view, struct people_view, M(people_view, people, NULL, MANY, 0, 0, &person_view_shape, NULL));

SHAPE(campaign_row, struct campaign_row, M(campaign_row, id, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(campaign_row, key, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(campaign_row, title, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(campaign_row, state, NULL, WORD, 0, 0, NULL, campaign_state_words),
      M(campaign_row, from, NULL, DAY, 0, 0, NULL, NULL), M(campaign_row, to, NULL, DAY, 0, 0, NULL, NULL),
      M(campaign_row, revision, NULL, INT, 0, 0, NULL, NULL), M(campaign_row, version, NULL, INT, 0, 0, NULL, NULL),
      M(campaign_row, left_out, NULL, INT, 0, 0, NULL, NULL));

SHAPE(campaigns_view, struct campaigns_view, M(campaigns_view, campaigns, NULL, MANY, 0, 0, &campaign_row_shape, NULL));

SHAPE(campaign_view, struct campaign_view, M(campaign_view, campaign, NULL, ONE, 0, 0, &campaign_row_shape, NULL),
      M(campaign_view, now, NULL, INSTANT, SHAPE_REQUIRED, 0, NULL, NULL),
      M(campaign_view, rehearsal, NULL, BOOL, 0, 0, NULL, NULL),
      M(campaign_view, document, NULL, ONE, 0, 0, &campaign_shape, NULL));

SHAPE(text_view, struct text_view, M(text_view, text, NULL, PROSE, SHAPE_REQUIRED, 200000, NULL, NULL));

SHAPE(phrases_in, struct phrases_in, M(phrases_in, phrases, "称谓", STRS, SHAPE_REQUIRED, 50, NULL, NULL));

SHAPE(phrases_view, struct phrases_view, M(phrases_view, picks, NULL, ONE, 0, 0, &selector_shape, NULL),
      M(phrases_view, known, NULL, BOOL, 0, 0, NULL, NULL));

SHAPE(compile_in, struct compile_in, M(compile_in, text, "通知正文", PROSE, SHAPE_REQUIRED, 200000, NULL, NULL),
      M(compile_in, issued, "成文日期", DAY, 0, 0, NULL, NULL));

SHAPE(draft_in, struct draft_in, M(draft_in, revision, NULL, INT, 0, 0, NULL, NULL),
      M(draft_in, document, NULL, ONE, 0, 0, &campaign_shape, NULL));

SHAPE(draft_saved, struct draft_saved, M(draft_saved, id, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(draft_saved, revision, NULL, INT, 0, 0, NULL, NULL));

SHAPE(duty_trial, struct duty_trial, M(duty_trial, key, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(duty_trial, name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(duty_trial, picks_text, NULL, PROSE, SHAPE_REQUIRED, 0, NULL, NULL),
      M(duty_trial, units, NULL, INT, 0, 0, NULL, NULL), M(duty_trial, obligations, NULL, INT, 0, 0, NULL, NULL),
      M(duty_trial, fields, NULL, INT, 0, 0, NULL, NULL), M(duty_trial, prefilled, NULL, INT, 0, 0, NULL, NULL),
      M(duty_trial, hours, NULL, NUMBER, 0, 0, NULL, NULL), M(duty_trial, named, NULL, STRS, 0, 0, NULL, NULL));

SHAPE(trial_view, struct trial_view, M(trial_view, duties, NULL, MANY, 0, 0, &duty_trial_shape, NULL),
      M(trial_view, total, NULL, INT, 0, 0, NULL, NULL), M(trial_view, hours, NULL, NUMBER, 0, 0, NULL, NULL),
      M(trial_view, hours_prefilled, NULL, NUMBER, 0, 0, NULL, NULL),
      M(trial_view, remarks, NULL, MANY, 0, 0, &remark_shape, NULL));

SHAPE(compiled_view, struct compiled_view, M(compiled_view, document, NULL, ONE, 0, 0, &campaign_shape, NULL),
      M(compiled_view, trial, NULL, ONE, 0, 0, &trial_view_shape, NULL));

SHAPE(publish_in, struct publish_in, M(publish_in, revision, NULL, INT, SHAPE_REQUIRED, 0, NULL, NULL));

SHAPE(published_view, struct published_view, M(published_view, version, NULL, INT, 0, 0, NULL, NULL),
      M(published_view, obligations, NULL, INT, 0, 0, NULL, NULL),
      M(published_view, added, NULL, INT, 0, 0, NULL, NULL), M(published_view, withdrawn, NULL, INT, 0, 0, NULL, NULL),
      M(published_view, changed, NULL, INT, 0, 0, NULL, NULL),
      M(published_view, rejudged, NULL, INT, 0, 0, NULL, NULL));

SHAPE(redate_in, struct redate_in, M(redate_in, document, NULL, ONE, 0, 0, &campaign_shape, NULL),
      M(redate_in, issued, "成文日期", DAY, 0, 0, NULL, NULL));

SHAPE(redated_view, struct redated_view, M(redated_view, document, NULL, ONE, 0, 0, &campaign_shape, NULL),
      M(redated_view, redated, NULL, INT, 0, 0, NULL, NULL), M(redated_view, kept, NULL, INT, 0, 0, NULL, NULL));

SHAPE(duty_change_view, struct duty_change_view, M(duty_change_view, key, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(duty_change_view, name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(duty_change_view, kind, NULL, WORD, 0, 0, NULL, change_kind_words),
      M(duty_change_view, text, NULL, PROSE, SHAPE_REQUIRED, 0, NULL, NULL),
      M(duty_change_view, span, NULL, ONE, 0, 0, &passage_shape, NULL),
      M(duty_change_view, fields, NULL, MANY, 0, 0, &field_change_shape, NULL),
      M(duty_change_view, units, NULL, INT, 0, 0, NULL, NULL), M(duty_change_view, added, NULL, INT, 0, 0, NULL, NULL),
      M(duty_change_view, withdrawn, NULL, INT, 0, 0, NULL, NULL),
      M(duty_change_view, changed, NULL, INT, 0, 0, NULL, NULL),
      M(duty_change_view, reports, NULL, INT, 0, 0, NULL, NULL));

SHAPE(rejudged_view, struct rejudged_view, M(rejudged_view, id, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(rejudged_view, duty, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(rejudged_view, duty_name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(rejudged_view, unit, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(rejudged_view, unit_name, NULL, STR, 0, 0, NULL, NULL), M(rejudged_view, day, NULL, DAY, 0, 0, NULL, NULL),
      M(rejudged_view, sent_at, NULL, INSTANT, 0, 0, NULL, NULL),
      M(rejudged_view, due_before, NULL, INSTANT, 0, 0, NULL, NULL),
      M(rejudged_view, due_after, NULL, INSTANT, 0, 0, NULL, NULL),
      M(rejudged_view, late_before, NULL, BOOL, 0, 0, NULL, NULL),
      M(rejudged_view, late_after, NULL, BOOL, 0, 0, NULL, NULL),
      M(rejudged_view, text, NULL, PROSE, SHAPE_REQUIRED, 0, NULL, NULL));

SHAPE(differences_view, struct differences_view, M(differences_view, trial, NULL, ONE, 0, 0, &trial_view_shape, NULL),
      M(differences_view, version, NULL, INT, 0, 0, NULL, NULL),
      M(differences_view, head, NULL, MANY, 0, 0, &field_change_shape, NULL),
      M(differences_view, duties, NULL, MANY, 0, 0, &duty_change_view_shape, NULL),
      M(differences_view, rejudged, NULL, MANY, 0, 0, &rejudged_view_shape, NULL),
      M(differences_view, units, NULL, INT, 0, 0, NULL, NULL), M(differences_view, added, NULL, INT, 0, 0, NULL, NULL),
      M(differences_view, withdrawn, NULL, INT, 0, 0, NULL, NULL),
      M(differences_view, changed, NULL, INT, 0, 0, NULL, NULL));

SHAPE(amended_view, struct amended_view, M(amended_view, document, NULL, ONE, 0, 0, &campaign_shape, NULL),
      M(amended_view, revision, NULL, INT, 0, 0, NULL, NULL), M(amended_view, gives_up, NULL, BOOL, 0, 0, NULL, NULL),
      M(amended_view, differences, NULL, ONE, 0, 0, &differences_view_shape, NULL));

SHAPE(units_view, struct units_view, M(units_view, units, NULL, MANY, 0, 0, &unit_shape, NULL));

SHAPE(unit_in, struct unit_in, M(unit_in, name, "名称", STR, SHAPE_REQUIRED, 100, NULL, NULL),
      M(unit_in, short_name, "简称", STR, 0, 100, NULL, NULL),
      M(unit_in, contact_name, "联系人", STR, 0, 100, NULL, NULL),
      M(unit_in, contact_phone, "电话", STR, 0, 100, NULL, NULL));

SHAPE(unit_change_view, struct unit_change_view, M(unit_change_view, kind, NULL, WORD, 0, 0, NULL, unit_change_words),
      M(unit_change_view, code, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(unit_change_view, name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(unit_change_view, text, NULL, PROSE, 0, 0, NULL, NULL),
      M(unit_change_view, reports, NULL, INT, 0, 0, NULL, NULL));

SHAPE(kind_count, struct kind_count, M(kind_count, name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(kind_count, units, NULL, INT, 0, 0, NULL, NULL));

SHAPE(import_view, struct import_view, M(import_view, units, NULL, INT, 0, 0, NULL, NULL),
      M(import_view, added, NULL, INT, 0, 0, NULL, NULL), M(import_view, changed, NULL, INT, 0, 0, NULL, NULL),
      M(import_view, removed, NULL, INT, 0, 0, NULL, NULL),
      M(import_view, kinds, NULL, MANY, 0, 0, &kind_count_shape, NULL),
      M(import_view, items, NULL, MANY, 0, 0, &unit_change_view_shape, NULL),
      M(import_view, errors, NULL, MANY, 0, 0, &row_error_shape, NULL),
      M(import_view, applied, NULL, BOOL, 0, 0, NULL, NULL));

SHAPE(obligation_view, struct obligation_view, M(obligation_view, id, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(obligation_view, duty, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(obligation_view, name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(obligation_view, short_name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(obligation_view, unit, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(obligation_view, unit_name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(obligation_view, unit_short_name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(obligation_view, day, NULL, DAY, 0, 0, NULL, NULL), M(obligation_view, opens, NULL, INSTANT, 0, 0, NULL, NULL),
      M(obligation_view, due, NULL, INSTANT, 0, 0, NULL, NULL),
      M(obligation_view, sent_at, NULL, INSTANT, 0, 0, NULL, NULL),
      M(obligation_view, amended_at, NULL, INSTANT, 0, 0, NULL, NULL),
      M(obligation_view, due_was, NULL, INSTANT, 0, 0, NULL, NULL),
      M(obligation_view, state, NULL, WORD, 0, 0, NULL, state_words),
      M(obligation_view, late, NULL, BOOL, 0, 0, NULL, NULL), M(obligation_view, nil, NULL, BOOL, 0, 0, NULL, NULL),
      M(obligation_view, by_phone, NULL, BOOL, 0, 0, NULL, NULL),
      M(obligation_view, extended, NULL, BOOL, 0, 0, NULL, NULL),
      M(obligation_view, own_accord, NULL, BOOL, 0, 0, NULL, NULL),
      M(obligation_view, withdrawn, NULL, BOOL, 0, 0, NULL, NULL),
      M(obligation_view, nil_allowed, NULL, BOOL, 0, 0, NULL, NULL),
      M(obligation_view, overdue, NULL, BOOL, 0, 0, NULL, NULL),
      M(obligation_view, version, NULL, INT, 0, 0, NULL, NULL),
      M(obligation_view, quota_min, NULL, INT, 0, 0, NULL, NULL),
      M(obligation_view, quota_max, NULL, INT, 0, 0, NULL, NULL),
      M(obligation_view, chosen, NULL, INT, 0, 0, NULL, NULL),
      M(obligation_view, reason, NULL, PROSE, 0, 0, NULL, NULL),
      M(obligation_view, sentence, NULL, PROSE, 0, 0, NULL, NULL),
      M(obligation_view, title, NULL, STR, 0, 300, NULL, NULL),
      M(obligation_view, span, NULL, ONE, 0, 0, &passage_shape, NULL));

SHAPE(obligations_view, struct obligations_view, M(obligations_view, now, NULL, INSTANT, SHAPE_REQUIRED, 0, NULL, NULL),
      M(obligations_view, unit_name, NULL, STR, 0, 0, NULL, NULL),
      M(obligations_view, left, NULL, BOOL, 0, 0, NULL, NULL),
      M(obligations_view, items, NULL, MANY, 0, 0, &obligation_view_shape, NULL));

SHAPE(draft_view, struct draft_view, M(draft_view, revision, NULL, INT, 0, 0, NULL, NULL),
      M(draft_view, body, NULL, JSON, 0, 0, NULL, NULL), M(draft_view, saved_at, NULL, INSTANT, 0, 0, NULL, NULL),
      M(draft_view, by, NULL, STR, 0, 0, NULL, NULL), M(draft_view, device, NULL, STR, 0, 0, NULL, NULL));

SHAPE(version_view, struct version_view, M(version_view, version, NULL, INT, 0, 0, NULL, NULL),
      M(version_view, kind, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(version_view, title, NULL, STR, 0, 300, NULL, NULL), M(version_view, receipt, NULL, STR, 0, 0, NULL, NULL),
      M(version_view, hash, NULL, STR, 0, 0, NULL, NULL), M(version_view, by, NULL, STR, 0, 0, NULL, NULL),
      M(version_view, verdict, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(version_view, reason, NULL, PROSE, 0, 0, NULL, NULL),
      M(version_view, received_at, NULL, INSTANT, 0, 0, NULL, NULL),
      M(version_view, call_at, NULL, INSTANT, 0, 0, NULL, NULL), M(version_view, late, NULL, BOOL, 0, 0, NULL, NULL));

SHAPE(happening_view, struct happening_view, M(happening_view, seq, NULL, INT, 0, 0, NULL, NULL),
      M(happening_view, at, NULL, INSTANT, 0, 0, NULL, NULL),
      M(happening_view, kind, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(happening_view, text, NULL, PROSE, SHAPE_REQUIRED, 0, NULL, NULL),
      M(happening_view, by, NULL, STR, 0, 0, NULL, NULL), M(happening_view, reason, NULL, PROSE, 0, 0, NULL, NULL));

SHAPE(officer_view, struct officer_view, M(officer_view, name, NULL, STR, 0, 0, NULL, NULL),
      M(officer_view, phone, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL));

SHAPE(obligation_detail, struct obligation_detail,
      M(obligation_detail, obligation, NULL, ONE, 0, 0, &obligation_view_shape, NULL),
      M(obligation_detail, duty, NULL, ONE, 0, 0, &duty_shape, NULL),
      M(obligation_detail, forms, NULL, MANY, 0, 0, &form_shape, NULL),
      M(obligation_detail, draft, NULL, MAYBE, 0, 0, &draft_view_shape, NULL),
      M(obligation_detail, prefill, NULL, JSON, 0, 0, NULL, NULL),
      M(obligation_detail, versions, NULL, MANY, 0, 0, &version_view_shape, NULL),
      M(obligation_detail, happenings, NULL, MANY, 0, 0, &happening_view_shape, NULL),
      M(obligation_detail, earlier, NULL, INT, 0, 0, NULL, NULL),
      M(obligation_detail, body, NULL, JSON, 0, 0, NULL, NULL),
      M(obligation_detail, may_report, NULL, BOOL, 0, 0, NULL, NULL),
      M(obligation_detail, may_review, NULL, BOOL, 0, 0, NULL, NULL),
      M(obligation_detail, officers, NULL, MANY, 0, 0, &officer_view_shape, NULL));

SHAPE(draft_put_in, struct draft_put_in, M(draft_put_in, revision, NULL, INT, 0, 0, NULL, NULL),
      M(draft_put_in, base, NULL, INT, 0, UINT32_MAX, NULL, NULL),
      M(draft_put_in, device, NULL, STR, 0, 80, NULL, NULL),
      M(draft_put_in, body, "内容", JSON, SHAPE_REQUIRED, 0, NULL, NULL));

SHAPE(draft_put_view, struct draft_put_view, M(draft_put_view, revision, NULL, INT, 0, 0, NULL, NULL),
      M(draft_put_view, saved_at, NULL, INSTANT, SHAPE_REQUIRED, 0, NULL, NULL));

SHAPE(check_in, struct check_in, M(check_in, title, "标题", STR, 0, 300, NULL, NULL),
      M(check_in, body, "内容", TREE, SHAPE_REQUIRED, 0, NULL, NULL));

SHAPE(check_view, struct check_view, M(check_view, remarks, NULL, MANY, 0, 0, &remark_shape, NULL),
      M(check_view, title, NULL, STR, 0, 300, NULL, NULL));

static SHAPE(draft_seen, struct draft_seen, M(draft_seen, revision, NULL, INT, 0, 0, NULL, NULL));

SHAPE(report_in, struct report_in, M(report_in, sending, NULL, STR, SHAPE_REQUIRED, 64, NULL, NULL),
      M(report_in, base, NULL, INT, 0, UINT32_MAX, NULL, NULL), M(report_in, nil, NULL, BOOL, 0, 0, NULL, NULL),
      M(report_in, draft, NULL, MAYBE, 0, 0, &draft_seen_shape, NULL),
      M(report_in, title, "标题", STR, 0, 300, NULL, NULL), M(report_in, body, "内容", TREE, 0, 0, NULL, NULL));

SHAPE(receipt_view, struct receipt_view, M(receipt_view, number, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(receipt_view, hash, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(receipt_view, campaign_title, NULL, STR, 0, 0, NULL, NULL),
      M(receipt_view, unit_name, NULL, STR, 0, 0, NULL, NULL), M(receipt_view, duty_name, NULL, STR, 0, 0, NULL, NULL),
      M(receipt_view, title, NULL, STR, 0, 300, NULL, NULL), M(receipt_view, day, NULL, DAY, 0, 0, NULL, NULL),
      M(receipt_view, received_at, NULL, INSTANT, SHAPE_REQUIRED, 0, NULL, NULL),
      M(receipt_view, version, NULL, INT, 0, 0, NULL, NULL), M(receipt_view, late, NULL, BOOL, 0, 0, NULL, NULL),
      M(receipt_view, nil, NULL, BOOL, 0, 0, NULL, NULL), M(receipt_view, replaced, NULL, BOOL, 0, 0, NULL, NULL),
      M(receipt_view, remarks, NULL, MANY, 0, 0, &remark_shape, NULL));

SHAPE(report_view, struct report_view, M(report_view, version, NULL, INT, 0, 0, NULL, NULL),
      M(report_view, title, NULL, STR, 0, 300, NULL, NULL), M(report_view, body, NULL, JSON, 0, 0, NULL, NULL),
      M(report_view, hash, NULL, STR, 0, 0, NULL, NULL), M(report_view, receipt, NULL, STR, 0, 0, NULL, NULL),
      M(report_view, received_at, NULL, INSTANT, 0, 0, NULL, NULL));

SHAPE(own_accord_in, struct own_accord_in, M(own_accord_in, duty, "报送要求", STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(own_accord_in, day, "日期", DAY, 0, 0, NULL, NULL));

SHAPE(file_view, struct file_view, M(file_view, blob, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(file_view, name, NULL, STR, SHAPE_REQUIRED, 300, NULL, NULL),
      M(file_view, type, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL), M(file_view, size, NULL, INT, 0, 0, NULL, NULL),
      M(file_view, width, NULL, INT, 0, 0, NULL, NULL), M(file_view, height, NULL, INT, 0, 0, NULL, NULL));

SHAPE(column_view, struct column_view, M(column_view, duty, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(column_view, name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(column_view, short_name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(column_view, day, NULL, DAY, 0, 0, NULL, NULL), M(column_view, due, NULL, INSTANT, 0, 0, NULL, NULL));

SHAPE(board_row, struct board_row, M(board_row, unit, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(board_row, parent, NULL, ID, 0, 0, NULL, NULL), M(board_row, name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(board_row, short_name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(board_row, kind, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(board_row, contact_name, NULL, STR, 0, 0, NULL, NULL), M(board_row, contact_phone, NULL, STR, 0, 0, NULL, NULL),
      M(board_row, cells, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL));

SHAPE(board_view, struct board_view, M(board_view, now, NULL, INSTANT, SHAPE_REQUIRED, 0, NULL, NULL),
      M(board_view, as_of, NULL, INSTANT, SHAPE_REQUIRED, 0, NULL, NULL),
      M(board_view, first, NULL, INSTANT, 0, 0, NULL, NULL), M(board_view, seq, NULL, INT, 0, 0, NULL, NULL),
      M(board_view, version, NULL, INT, 0, 0, NULL, NULL),
      M(board_view, columns, NULL, MANY, 0, 0, &column_view_shape, NULL),
      M(board_view, mark, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(board_view, rows, NULL, MANY, 0, 0, &board_row_shape, NULL),
      M(board_view, cells, NULL, PROSE, 0, 0, NULL, NULL));

SHAPE(missing_unit, struct missing_unit, M(missing_unit, unit, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(missing_unit, obligation, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(missing_unit, name, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(missing_unit, county, NULL, STR, 0, 0, NULL, NULL), M(missing_unit, contact_name, NULL, STR, 0, 0, NULL, NULL),
      M(missing_unit, contact_phone, NULL, STR, 0, 0, NULL, NULL),
      M(missing_unit, officers, NULL, MANY, 0, 0, &officer_view_shape, NULL),
      M(missing_unit, state, NULL, WORD, 0, 0, NULL, state_words),
      M(missing_unit, version, NULL, INT, 0, 0, NULL, NULL));

SHAPE(missing_view, struct missing_view, M(missing_view, now, NULL, INSTANT, SHAPE_REQUIRED, 0, NULL, NULL),
      M(missing_view, due, NULL, INSTANT, 0, 0, NULL, NULL),
      M(missing_view, text, NULL, PROSE, SHAPE_REQUIRED, 0, NULL, NULL),
      M(missing_view, owed, NULL, INT, 0, 0, NULL, NULL), M(missing_view, reported, NULL, INT, 0, 0, NULL, NULL),
      M(missing_view, units, NULL, MANY, 0, 0, &missing_unit_shape, NULL));

SHAPE(review_item, struct review_item, M(review_item, obligation, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(review_item, version, NULL, INT, 0, UINT32_MAX, NULL, NULL));

SHAPE(review_in, struct review_in, M(review_in, action, "操作", WORD, SHAPE_REQUIRED, 0, NULL, review_action_words),
      M(review_in, items, NULL, MANY, 0, 0, &review_item_shape, NULL),
      M(review_in, reason, "原因或要点", PROSE, 0, 500, NULL, NULL), M(review_in, forget, NULL, BOOL, 0, 0, NULL, NULL),
      M(review_in, due, "新的时限", INSTANT, 0, 0, NULL, NULL),
      M(review_in, call_at, "来电时间", INSTANT, 0, 0, NULL, NULL));

SHAPE(review_refusal, struct review_refusal, M(review_refusal, obligation, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(review_refusal, message, NULL, STR, SHAPE_REQUIRED, 500, NULL, NULL));

SHAPE(review_done, struct review_done, M(review_done, done, NULL, INT, 0, 0, NULL, NULL),
      M(review_done, refused, NULL, MANY, 0, 0, &review_refusal_shape, NULL));

SHAPE(clock_view, struct clock_view, M(clock_view, now, NULL, INSTANT, SHAPE_REQUIRED, 0, NULL, NULL),
      M(clock_view, rehearsal, NULL, BOOL, 0, 0, NULL, NULL), M(clock_view, rate, NULL, INT, 0, 0, NULL, NULL),
      M(clock_view, zone, NULL, INT, 0, 0, NULL, NULL));

SHAPE(clock_in, struct clock_in, M(clock_in, to, "时间", INSTANT, 0, 0, NULL, NULL),
      M(clock_in, rate, "速度", INT, 0, 0, NULL, NULL));

SHAPE(activity_view, struct activity_view, M(activity_view, id, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(activity_view, unit, NULL, ID, SHAPE_REQUIRED, 0, NULL, NULL),
      M(activity_view, unit_name, NULL, STR, 0, 0, NULL, NULL), M(activity_view, name, NULL, STR, 0, 0, NULL, NULL),
      M(activity_view, organiser, NULL, STR, 0, 0, NULL, NULL),
      M(activity_view, partners, NULL, STR, 0, 500, NULL, NULL), M(activity_view, place, NULL, STR, 0, 0, NULL, NULL),
      M(activity_view, day, NULL, DAY, 0, 0, NULL, NULL), M(activity_view, start, NULL, STR, 0, 0, NULL, NULL),
      M(activity_view, end, NULL, STR, 0, 0, NULL, NULL), M(activity_view, students, NULL, INT, 0, 0, NULL, NULL),
      M(activity_view, teachers, NULL, INT, 0, 0, NULL, NULL), M(activity_view, public, NULL, INT, 0, 0, NULL, NULL));

SHAPE(activities_view, struct activities_view,
      M(activities_view, activities, NULL, MANY, 0, 0, &activity_view_shape, NULL),
      M(activities_view, next, NULL, STR, 0, 0, NULL, NULL));

SHAPE(upload_status, struct upload_status, M(upload_status, id, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(upload_status, name, NULL, STR, SHAPE_REQUIRED, 300, NULL, NULL),
      M(upload_status, offset, NULL, INT, SHAPE_REQUIRED, 0, NULL, NULL),
      M(upload_status, length, NULL, INT, SHAPE_REQUIRED, 0, NULL, NULL),
      M(upload_status, expires_at, NULL, INSTANT, 0, 0, NULL, NULL),
      M(upload_status, file, NULL, MAYBE, 0, 0, &file_view_shape, NULL));

SHAPE(health_line, struct health_line, M(health_line, key, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(health_line, title, NULL, STR, SHAPE_REQUIRED, 0, NULL, NULL),
      M(health_line, text, NULL, STR, SHAPE_REQUIRED, 500, NULL, NULL),
      M(health_line, well, NULL, BOOL, SHAPE_REQUIRED, 0, NULL, NULL));

SHAPE(health_view, struct health_view, M(health_view, now, NULL, INSTANT, SHAPE_REQUIRED, 0, NULL, NULL),
      M(health_view, well, NULL, BOOL, SHAPE_REQUIRED, 0, NULL, NULL),
      M(health_view, text, NULL, STR, SHAPE_REQUIRED, 500, NULL, NULL),
      M(health_view, lines, NULL, MANY, 0, 0, &health_line_shape, NULL));
