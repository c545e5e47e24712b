/* SPDX-License-Identifier: Apache-2.0 */
/* skillweek compile: a notice in, the draft of a campaign out, as JSON or as a page for a person. */
#include "app/commands.h"
#include "domain/notice/notice.h"
#include "format/json.h"
#include "work/notice_text.h"

#include <stdio.h>

enum { MEMORY_LIMIT = 1024 << 20 };

/* ---- JSON ------------------------------------------------------------------------------------------------------ */

static void name(struct buf *b, const char *key)
{
    char last = b->n ? b->at[b->n - 1] : '{';
    if (last != '{' && last != '[')
        buf_putc(b, ',');
    json_str(b, str_of(key));
    buf_putc(b, ':');
}

static void text_or_null(struct buf *b, const char *key, struct str s)
{
    name(b, key);
    if (s.n > 0)
        json_str(b, s);
    else
        buf_lit(b, "null");
}

static void day_or_null(struct buf *b, const char *key, struct day d)
{
    text_or_null(b, key, day_is_set(d) ? day_text(b->arena, d) : S(""));
}

static void number_or_null(struct buf *b, const char *key, int value)
{
    name(b, key);
    if (value >= 0)
        buf_put_int(b, value);
    else
        buf_lit(b, "null");
}

static void texts(struct buf *b, const char *key, const struct strs *list)
{
    name(b, key);
    buf_putc(b, '[');
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            buf_putc(b, ',');
        json_str(b, list->items[i]);
    }
    buf_putc(b, ']');
}

static void place(struct buf *b, const char *key, struct span s)
{
    name(b, key);
    buf_format(b, "[%u,%u]", s.from, s.to);
}

static void window(struct buf *b, const struct notice_draft *d)
{
    name(b, "window");
    if (!day_is_set(d->to)) {
        buf_lit(b, "null");
        return;
    }
    buf_putc(b, '{');
    day_or_null(b, "from", d->from);
    day_or_null(b, "to", d->to);
    buf_putc(b, '}');
}

static void contacts(struct buf *b, const struct notice_draft *d)
{
    name(b, "contacts");
    buf_putc(b, '[');
    for (size_t i = 0; i < d->contacts.n; i++) {
        if (i > 0)
            buf_putc(b, ',');
        buf_putc(b, '{');
        text_or_null(b, "name", d->contacts.items[i].name);
        text_or_null(b, "phone", d->contacts.items[i].phone);
        place(b, "span", d->contacts.items[i].span);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void head(struct buf *b, const struct notice_draft *d)
{
    name(b, "notice");
    buf_putc(b, '{');
    text_or_null(b, "title", d->title);
    text_or_null(b, "issuer", d->issuer);
    text_or_null(b, "number", d->number);
    day_or_null(b, "issued", d->issued);
    texts(b, "audience", &d->audience);
    text_or_null(b, "theme", d->theme);
    window(b, d);
    texts(b, "attachments", &d->attachments);
    contacts(b, d);
    texts(b, "mailboxes", &d->mailboxes);
    buf_putc(b, '}');
}

static struct str minute_text(struct arena *a, int minute)
{
    return minute < 0 ? S("") : str_format(a, "%02d:%02d", minute / 60, minute % 60);
}

static void due(struct buf *b, const struct notice_due *d)
{
    name(b, "due");
    buf_putc(b, '{');
    day_or_null(b, "date", d->date);
    text_or_null(b, "time", minute_text(b->arena, d->minute));
    text_or_null(b, "relative", notice_relative_text(b->arena, d));
    buf_putc(b, '}');
}

static void quota(struct buf *b, const struct notice_duty *d)
{
    name(b, "quota");
    if (!d->has_quota) {
        buf_lit(b, "null");
        return;
    }
    buf_putc(b, '{');
    number_or_null(b, "min", d->quota.min);
    number_or_null(b, "max", d->quota.max);
    text_or_null(b, "counts", d->quota.counts);
    buf_putc(b, '}');
}

static void duty(struct buf *b, const struct notice_duty *d)
{
    buf_putc(b, '{');
    place(b, "span", d->span);
    texts(b, "who", &d->who);
    texts(b, "what", &d->what);
    due(b, &d->due);
    text_or_null(b, "each", notice_each_text(d->each));
    quota(b, d);
    text_or_null(b, "title_rule", d->title_rule);
    text_or_null(b, "mailbox", d->mailbox);
    text_or_null(b, "to", d->to);
    place(b, "who_span", d->who_span);
    place(b, "due_span", d->due_span);
    name(b, "terms");
    shape_write(b, &terms_shape, &d->terms);
    name(b, "nil_report");
    buf_put(b, d->nil_report ? S("true") : S("false"));
    name(b, "confidence");
    buf_format(b, "%.2f", d->confidence);
    buf_putc(b, '}');
}

static void finding(struct buf *b, const struct notice_finding *f)
{
    buf_putc(b, '{');
    text_or_null(b, "code", notice_finding_code_text(f->code));
    text_or_null(b, "message", notice_finding_message(b->arena, f, false));
    text_or_null(b, "advice", notice_finding_advice(f->code, false));
    place(b, "span", f->span);
    buf_putc(b, '}');
}

static void draft_json(struct buf *b, const struct notice_draft *d)
{
    buf_putc(b, '{');
    head(b, d);
    name(b, "duties");
    buf_putc(b, '[');
    for (size_t i = 0; i < d->duties.n; i++) {
        if (i > 0)
            buf_putc(b, ',');
        duty(b, &d->duties.items[i]);
    }
    buf_putc(b, ']');
    name(b, "findings");
    buf_putc(b, '[');
    for (size_t i = 0; i < d->findings.n; i++) {
        if (i > 0)
            buf_putc(b, ',');
        finding(b, &d->findings.items[i]);
    }
    buf_lit(b, "]}\n");
}

/* ---- a page for a person --------------------------------------------------------------------------------------- */

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

static void duty_page(struct buf *b, const struct notice_duty *d, size_t number)
{
    buf_format(b, "\n%zu. ", number);
    joined(b, &d->who);
    buf_put(b, d->who_inherited ? S("（按主送单位）\n") : S("\n"));
    buf_lit(b, "   报送内容：");
    joined(b, &d->what);
    buf_format(b, "\n   报送时限：" STR_FMT "\n", STR_ARG(due_words(b->arena, d)));
    if (d->has_quota) {
        buf_lit(b, "   数量要求：");
        if (d->quota.min >= 0)
            buf_format(b, "不少于%d", d->quota.min);
        if (d->quota.max >= 0)
            buf_format(b, "%s不超过%d", d->quota.min >= 0 ? "、" : "", d->quota.max);
        buf_put(b, d->quota.counts);
        buf_putc(b, '\n');
    }
    line(b, "   报送至", d->to);
    line(b, "   邮箱", d->mailbox);
    line(b, "   命名要求", d->title_rule);
    line(b, "   材料要求", terms_text(b->arena, &d->terms));
    line(b, "   零报告", d->nil_report ? S("没有情况也要报告") : S(""));
    buf_format(b, "   原文第 %u–%u 字，把握 %.0f%%%s\n", d->span.from, d->span.to, d->confidence * 100,
               d->confidence < 0.9 ? "（请核对）" : "");
}

static void draft_page(struct buf *b, const struct notice_draft *d)
{
    line(b, "标题", d->title);
    line(b, "发文单位", d->issuer);
    line(b, "文号", d->number);
    line(b, "成文日期", day_is_set(d->issued) ? day_text(b->arena, d->issued) : S(""));
    line(b, "主题", d->theme);
    if (day_is_set(d->to)) {
        struct str from = day_is_set(d->from) ? day_text(b->arena, d->from) : S("");
        buf_format(b, "活动时间：" STR_FMT " 至 " STR_FMT "\n", STR_ARG(from), STR_ARG(day_text(b->arena, d->to)));
    }
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

/* ---- the command ----------------------------------------------------------------------------------------------- */

static bool compile_file(struct str path, const struct notice_options *o, bool json, struct err *e)
{
    struct arena *a = arena_new("compile", MEMORY_LIMIT);
    struct str text;
    bool ok = notice_file_text(a, path, path, &text, e);
    if (ok) {
        const struct notice_draft *draft = notice_compile(a, text, o);
        struct buf b = buf_new(a, 1 << 14);
        if (json)
            draft_json(&b, draft);
        else
            draft_page(&b, draft);
        fwrite(b.at, 1, b.n, stdout);
    }
    arena_free(a);
    return ok;
}

int app_compile(int argc, char **argv)
{
    struct arena *a = arena_new("options", 1 << 20);
    bool json = false;
    struct str issued = {0};
    const struct option options[] = {
        {"json", NULL, "print JSON, one line for each file", OPTION_FLAG, &json},
        {"issued", "DATE", "the date of issue (2023-05-08), for notices that bear none", OPTION_TEXT, &issued},
        {NULL, NULL, NULL, 0, NULL},
    };
    struct strs files = options_read(a, "[--json] [--issued DATE] FILE…   (- is standard input)", options, argc, argv);
    struct notice_options how = {.issued = DAY_NONE};
    int code = EXIT_OK;
    if (files.n == 0 || (issued.n > 0 && !day_read(issued, &how.issued))) {
        fprintf(stderr, "usage: skillweek compile [--json] [--issued YYYY-MM-DD] FILE…\n");
        code = EXIT_USAGE;
    }
    for (size_t i = 0; code != EXIT_USAGE && i < files.n; i++) {
        struct err e = {0};
        if (!compile_file(files.items[i], &how, json, &e))
            code = app_fail("compile", &e);
    }
    arena_free(a);
    return code;
}
