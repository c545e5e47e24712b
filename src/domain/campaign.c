/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/campaign.h"

const char *const part_kind_words[] = {"form", "text", "photos", "videos", "files", "pieces", NULL};
const char *const due_kind_words[] = {"none",    "date",      "same_day", "next_day", "weekly",
                                      "monthly", "quarterly", "any_day",  NULL};

enum { NOTICE_LENGTH_MAX = 200000 };

SHAPE(passage, struct passage, SHAPE_FIELD(passage, from, "起点", INT), SHAPE_FIELD(passage, to, "终点", INT));

SHAPE(part, struct part, SHAPE_FIELD(part, key, "键", STR, .flags = SHAPE_REQUIRED, .limit = 40),
      SHAPE_FIELD(part, name, "名称", STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(part, kind, "种类", WORD, .words = part_kind_words),
      SHAPE_FIELD(part, form, "报表", STR, .limit = 40), SHAPE_FIELD(part, required, "必报", BOOL),
      SHAPE_FIELD(part, min, "至少", INT), SHAPE_FIELD(part, max, "至多", INT));

SHAPE(due_rule, struct due_rule, SHAPE_FIELD(due_rule, kind, "时限种类", WORD, .words = due_kind_words),
      SHAPE_FIELD(due_rule, day, "日期", DAY), SHAPE_FIELD(due_rule, minute, "时刻", INT),
      SHAPE_FIELD(due_rule, weekday, "星期", INT), SHAPE_FIELD(due_rule, month_day, "每月几日", INT),
      SHAPE_FIELD(due_rule, month, "每季度第几个月", INT));

SHAPE(quota_rule, struct quota_rule, SHAPE_FIELD(quota_rule, who, "适用单位", ONE, .of = &selector_shape),
      SHAPE_FIELD(quota_rule, min, "至少", INT), SHAPE_FIELD(quota_rule, max, "至多", INT),
      SHAPE_FIELD(quota_rule, counts, "量词", STR, .limit = 10));

SHAPE(duty, struct duty, SHAPE_FIELD(duty, key, "键", STR, .flags = SHAPE_REQUIRED, .limit = 40),
      SHAPE_FIELD(duty, name, "名称", STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(duty, short_name, "简称", STR, .limit = 20), SHAPE_FIELD(duty, who, "报送单位", STRS, .limit = 50),
      SHAPE_FIELD(duty, picks, "报送范围", ONE, .of = &selector_shape),
      SHAPE_FIELD(duty, parts, "报送内容", MANY, .of = &part_shape, .limit = 50),
      SHAPE_FIELD(duty, due, "报送时限", ONE, .of = &due_rule_shape), SHAPE_FIELD(duty, from, "起始日", DAY),
      SHAPE_FIELD(duty, to, "截止日", DAY),
      SHAPE_FIELD(duty, quotas, "数量要求", MANY, .of = &quota_rule_shape, .limit = 50),
      SHAPE_FIELD(duty, title_rule, "命名要求", STR), SHAPE_FIELD(duty, mailbox, "邮箱", STR),
      SHAPE_FIELD(duty, terms, "材料要求", ONE, .of = &terms_shape),
      SHAPE_FIELD(duty, spans, "依据", MANY, .of = &passage_shape, .limit = 50),
      SHAPE_FIELD(duty, nil_allowed, "可零报告", BOOL), SHAPE_FIELD(duty, own_accord, "可自愿报送", BOOL),
      SHAPE_FIELD(duty, withdrawn, "已撤销", BOOL), SHAPE_FIELD(duty, confidence, "把握", NUMBER),
      SHAPE_FIELD(duty, doubts, "存疑", MANY, .of = &doubt_shape, .limit = 50));

SHAPE(contact, struct contact, SHAPE_FIELD(contact, name, "联系人", STR), SHAPE_FIELD(contact, phone, "电话", STR));

SHAPE(finding_note, struct finding_note, SHAPE_FIELD(finding_note, code, "代号", STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(finding_note, message, "疑点", PROSE, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(finding_note, advice, "建议", PROSE), SHAPE_FIELD(finding_note, message_en, "疑点（英文）", PROSE),
      SHAPE_FIELD(finding_note, advice_en, "建议（英文）", PROSE),
      SHAPE_FIELD(finding_note, duty, "报送要求", STR, .limit = 40),
      SHAPE_FIELD(finding_note, field, "存疑项", WORD, .words = doubt_field_words),
      SHAPE_FIELD(finding_note, span, "位置", ONE, .of = &passage_shape),
      SHAPE_FIELD(finding_note, settled, "已处理", BOOL));

SHAPE(campaign, struct campaign, SHAPE_FIELD(campaign, key, "键", STR, .flags = SHAPE_REQUIRED, .limit = 60),
      SHAPE_FIELD(campaign, title, "标题", STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(campaign, issuer, "发文单位", STR), SHAPE_FIELD(campaign, number, "文号", STR),
      SHAPE_FIELD(campaign, theme, "主题", STR), SHAPE_FIELD(campaign, issued, "发文日期", DAY),
      SHAPE_FIELD(campaign, from, "起始日", DAY), SHAPE_FIELD(campaign, to, "截止日", DAY),
      SHAPE_FIELD(campaign, zone, "时区", INT),
      SHAPE_FIELD(campaign, text, "通知正文", PROSE, .limit = NOTICE_LENGTH_MAX),
      SHAPE_FIELD(campaign, attachments, "附件", STRS, .limit = 100),
      SHAPE_FIELD(campaign, mailboxes, "邮箱", STRS, .limit = 20),
      SHAPE_FIELD(campaign, return_reasons, "退回理由", STRS, .limit = 50),
      SHAPE_FIELD(campaign, contacts, "联系方式", MANY, .of = &contact_shape, .limit = 50),
      SHAPE_FIELD(campaign, duties, "报送要求", MANY, .of = &duty_shape, .limit = 200),
      SHAPE_FIELD(campaign, forms, "报表", MANY, .of = &form_shape, .limit = 100),
      SHAPE_FIELD(campaign, findings, "疑点提示", MANY, .of = &finding_note_shape, .limit = 500));

const struct duty *campaign_duty(const struct campaign *c, struct str key)
{
    for (size_t i = 0; i < c->duties.n; i++)
        if (str_eq(c->duties.items[i].key, key))
            return &c->duties.items[i];
    return NULL;
}

const struct form *campaign_form(const struct campaign *c, struct str key)
{
    for (size_t i = 0; i < c->forms.n; i++)
        if (str_eq(c->forms.items[i].key, key))
            return &c->forms.items[i];
    return NULL;
}

struct str passage_text(struct str text, struct passage p)
{
    size_t from = utf8_offset(text, (size_t)p.from);
    return str_sub(text, from, utf8_offset(str_from(text, from), (size_t)(p.to - p.from)));
}
