/* SPDX-License-Identifier: Apache-2.0 */
#include "app/draft.h"

static void joined(struct buf *b, const struct strs *list)
{
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            buf_lit(b, "、");
        buf_put(b, list->items[i]);
    }
}

static void line(struct buf *b, const char *label, struct str s)
{
    if (s.n > 0)
        buf_format(b, "%s：" STR_FMT "\n", label, STR_ARG(s));
}

static void list_line(struct buf *b, const char *label, const struct strs *list)
{
    if (!list->n)
        return;
    buf_format(b, "%s：", label);
    joined(b, list);
    buf_putc(b, '\n');
}

static void contacts_line(struct buf *b, const struct notice_draft *d)
{
    for (size_t i = 0; i < d->contacts.n; i++) {
        const struct notice_contact *c = &d->contacts.items[i];
        buf_put(b, i ? S("；") : S("联系人："));
        buf_format(b, STR_FMT "%s" STR_FMT, STR_ARG(c->name), c->name.n && c->phone.n ? " " : "", STR_ARG(c->phone));
    }
    if (d->contacts.n)
        buf_putc(b, '\n');
}

static struct str due_words(struct arena *a, const struct notice_duty *d)
{
    static const char *const each[] = {"", "每日", "每周", "每月", "每年", "每次"};
    static const char *const weekdays[] = {"", "周一", "周二", "周三", "周四", "周五", "周六", "周日"};
    static const char *const units[] = {"", "小时", "日", "个工作日"};
    struct buf b = buf_new(a, 64);
    buf_put(&b, str_of(each[d->each]));
    if (day_is_set(d->due.date))
        buf_put(&b, day_text(a, d->due.date));
    if (d->due.relative == RELATIVE_NEXT_DAY)
        buf_lit(&b, "次日");
    if (d->due.relative == RELATIVE_WEEKLY)
        buf_put(&b, str_of(weekdays[d->due.n]));
    if (d->due.relative == RELATIVE_MONTHLY && d->due.n)
        buf_put(&b, d->due.n > 31 ? S("最后一日") : str_format(a, "%d日", d->due.n));
    if (d->due.relative == RELATIVE_AFTER)
        buf_put(&b, d->due.n ? str_format(a, "结束后%d%s内", d->due.n, units[d->due.unit]) : S("结束后"));
    if (d->due.minute >= 0)
        buf_format(&b, " %02d:%02d", d->due.minute / 60, d->due.minute % 60);
    if (b.n == 0)
        buf_lit(&b, "未写明时限");
    return buf_str(&b);
}

static struct str quota_words(struct arena *a, const struct notice_duty *d)
{
    int min = d->quota.min, max = d->quota.max;
    struct buf b = buf_new(a, 32);
    if (!d->has_quota)
        return S("");
    if (min >= 0)
        buf_format(&b, "%s%d", min == max ? "应报" : "不少于", min);
    if (max >= 0 && max != min)
        buf_format(&b, "%s不超过%d", min >= 0 ? "、" : "", max);
    buf_put(&b, d->quota.counts);
    return buf_str(&b);
}

static void duty_page(struct buf *b, const struct notice_duty *d, size_t number)
{
    static const char *const fields[DOUBT_FIELDS] = {
        [DOUBT_DUTY] = "是否要求报送", [DOUBT_WHO] = "报送单位",   [DOUBT_WHAT] = "报送内容",
        [DOUBT_DUE] = "报送时限",      [DOUBT_QUOTA] = "数量要求", [DOUBT_TITLE] = "命名要求",
        [DOUBT_MAILBOX] = "报送邮箱"};
    buf_format(b, "\n%zu. ", number);
    joined(b, &d->who);
    buf_put(b, d->who_inherited ? S("（按主送单位）\n") : S("\n"));
    buf_lit(b, "   报送内容：");
    joined(b, &d->what);
    buf_format(b, "\n   报送时限：" STR_FMT "\n", STR_ARG(due_words(b->arena, d)));
    line(b, "   数量要求", quota_words(b->arena, d));
    line(b, "   报送至", d->to);
    line(b, "   邮箱", d->mailbox);
    line(b, "   命名要求", d->title_rule);
    line(b, "   材料要求", terms_text(b->arena, &d->terms, LANGUAGE_ZH));
    line(b, "   零报告", d->nil_report ? S("没有情况也要报告") : S(""));
    buf_format(b, "   原文第 %u–%u 字，把握 %.0f%%\n", d->span.from, d->span.to, d->confidence * 100);
    for (size_t i = 0; i < d->doubts.n && d->confidence < 0.9; i++)
        buf_format(b, "   请核对%s：" STR_FMT "\n", fields[d->doubts.items[i].field], STR_ARG(d->doubts.items[i].why));
}

void draft_page(struct buf *b, const struct notice_draft *d)
{
    line(b, "标题", d->title);
    line(b, "发文单位", d->issuer);
    line(b, "文号", d->number);
    line(b, "成文日期", day_is_set(d->issued) ? day_text(b->arena, d->issued) : S(""));
    list_line(b, "主送单位", &d->audience);
    line(b, "主题", d->theme);
    if (day_is_set(d->to)) {
        struct str from = day_is_set(d->from) ? day_text(b->arena, d->from) : S("");
        buf_format(b, "活动时间：" STR_FMT " 至 " STR_FMT "\n", STR_ARG(from), STR_ARG(day_text(b->arena, d->to)));
    }
    list_line(b, "附件", &d->attachments);
    contacts_line(b, d);
    buf_format(b, "\n报送要求 %zu 项\n", d->duties.n);
    for (size_t i = 0; i < d->duties.n; i++)
        duty_page(b, &d->duties.items[i], i + 1);
    if (d->findings.n > 0)
        buf_format(b, "\n疑点提示 %zu 条\n", d->findings.n);
    for (size_t i = 0; i < d->findings.n; i++) {
        const struct notice_finding *f = &d->findings.items[i];
        buf_format(b, "- " STR_FMT "。" STR_FMT "\n", STR_ARG(notice_finding_message(b->arena, f, false)),
                   STR_ARG(notice_finding_advice(f->code, false)));
    }
}
