/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/table.h"

#include "domain/notice/block.h"
#include "domain/notice/duty.h"
#include "domain/notice/number.h"
#include "domain/notice/object.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

#include <string.h>

enum { CELLS = 8, CELL_BYTES = 150, HEAD_BYTES = 45, ROWS = 60, LEAD_BYTES = 300 };

struct row {
    struct span line, cells[CELLS];
    size_t n;
};

enum column { COLUMN_OTHER, COLUMN_WHO, COLUMN_WHAT, COLUMN_DUE };

struct table {
    struct row head, rows[ROWS];
    size_t n;
    enum column columns[CELLS];
    struct span lead; /* what is said before it: 推荐名额如下: */
};

/* | --- | --- |: the line between a table's head and its rows. */
static bool is_rule(const struct compiler *c, struct span line)
{
    for (uint32_t at = line.from; at < line.to; at++) {
        char byte = c->page->text.at[at];
        if (byte != '-' && byte != ':' && byte != '+')
            return false;
    }
    return line.to > line.from + 2;
}

/* The line at `at`, cut at its bars, or at its blanks; false where it is no row: a sentence, or a single cell. */
static bool row_read(const struct compiler *c, uint32_t at, struct row *r)
{
    const struct page *p = c->page;
    uint32_t end = line_end(p, at);
    *r = (struct row){.line = {at, end}};
    if (span_has(c, r->line, S("。")))
        return false;
    const uint8_t bar = memchr(p->gap + at + 1, GAP_CELL, end - at - 1) ? GAP_CELL : GAP_BLANK;
    while (at < end) {
        uint32_t to = page_next(p, at);
        while (to < end && p->gap[to] < bar)
            to = page_next(p, to);
        if (r->n == CELLS || to - at > CELL_BYTES)
            return false;
        r->cells[r->n++] = (struct span){at, to};
        at = to;
    }
    return r->n > 1;
}

static bool is_word(const struct compiler *c, struct span cell, enum word_kind kind)
{
    return word_here(c, cell.from, cell.to, kind) == cell.to - cell.from;
}

static enum column column_of(const struct compiler *c, struct span cell)
{
    if (cell.to > cell.from && c->page->text.at[cell.to - 1] == ')' && c->page->twin[cell.to - 1] > cell.from)
        cell.to = c->page->twin[cell.to - 1]; /* 时间(下班前) */
    static const struct str dues[] = {S("时间"), S("截止"), S("日期"), S("时限"), S("时间要求"), S("期限")};
    if (is_word(c, cell, WORD_WHO_COLUMN))
        return COLUMN_WHO;
    if (is_word(c, cell, WORD_WHAT_COLUMN))
        return COLUMN_WHAT;
    return page_ends_any(c->page, cell.from, cell.to, WORD_LIST(dues)) > 0 ? COLUMN_DUE : COLUMN_OTHER;
}

/* 报送主体 报送内容 报送时间: short cells, one of them at least a column's known name. */
static bool is_head(const struct compiler *c, const struct row *head, enum column *columns)
{
    bool known = false;
    for (size_t i = 0; i < head->n; i++) {
        struct span cell = head->cells[i];
        bool number = digits_at(c->page, cell.from, cell.to) > 0 && !page_has(c->page, cell.from + 4, cell.to, S("年"));
        if (cell.to - cell.from > HEAD_BYTES || number || span_has(c, cell, S("日")) || span_has(c, cell, S(",")))
            return false;
        columns[i] = column_of(c, head->cells[i]);
        known = known || columns[i] == COLUMN_WHO || columns[i] == COLUMN_WHAT;
    }
    return known;
}

/* 12, 12篇, 各4支, 每单位1-2, 每个不超过1支: nothing but a number. *given: false for a dash. */
static bool cell_count(const struct compiler *c, struct span cell, struct quota_read *q, bool *given)
{
    static const struct str before[] = {S("各"), S("每校"), S("每单位"), S("每个"), S("每县"), S("每系"), S("每家")};
    const struct page *p = c->page;
    *q = (struct quota_read){.min = -1, .max = -1};
    *given = false;
    static const struct str nothing[] = {S("自愿"), S("不限"), S("无"), S("——"), S("—")};
    if (page_has_any(p, cell.from, cell.to, WORD_LIST(nothing)) == cell.to - cell.from)
        return true;
    if (p->text.at[cell.from] == '-' || p->text.at[cell.from] == '/')
        return cell.to == cell.from + 1 || p->text.at[cell.from] == p->text.at[cell.to - 1];
    uint32_t at = cell.from + page_has_any(p, cell.from, cell.to, WORD_LIST(before));
    uint32_t most = word_here(c, at, cell.to, WORD_AT_MOST), least = word_here(c, at, cell.to, WORD_AT_LEAST);
    at += most + least;
    uint32_t n = number_at(p, at, cell.to, &q->min);
    if (n == 0)
        return false;
    q->max = q->min;
    q->span = (struct span){at, at + n};
    at += n;
    if (p->text.at[at] == '-' && at + 1 < cell.to) {
        n = number_at(p, at + 1, cell.to, &q->max);
        at += n > 0 ? n + 1 : 0;
    }
    uint32_t unit = at < cell.to ? word_here(c, at, cell.to, WORD_COUNTER) : 0;
    q->counts = (struct span){at, at + unit};
    *given = q->max > 0;
    q->min = most > 0 ? -1 : q->min;
    q->max = least > 0 ? -1 : q->max;
    q->bounded = true;
    return at + unit == cell.to;
}

/* What stands before the table asks for numbers: 推荐名额分配如下. A sum of houses does not. */
static bool asks_numbers(const struct compiler *c, const struct table *t)
{
    static const struct str asks[] = {S("名额"), S("限额"),     S("数额"),    S("推荐数"),
                                      S("限报"), S("推荐名额"), S("报送数量")};
    struct span head = t->head.line;
    return span_has_any(c, t->lead, WORD_LIST(asks)) || span_has_any(c, head, WORD_LIST(asks));
}

static struct move *move_add(struct compiler *c, struct moves *list, struct span span, enum verb_kind kind)
{
    struct move m = {.span = span, .block = block_at(c, span.from), .verb = {{span.from, span.from}, kind}};
    m.sentence = TABLE_SENTENCE + (uint32_t)list->n;
    m.owed = kind == VERB_SEND;
    arena_push(c->arena, list, m);
    return &list->items[list->n - 1];
}

/* 名额: the column whose cells say how many. */
static bool is_number_column(const struct compiler *c, const struct table *t, size_t i)
{
    static const struct str heads[] = {S("名额"), S("数量"), S("限额"), S("人数"), S("篇数"), S("件数"), S("指标")};
    struct span head = i < t->head.n ? t->head.cells[i] : (struct span){0, 0};
    return page_ends_any(c->page, head.from, head.to, WORD_LIST(heads)) > 0;
}

/* 备注, 说明: the column that may say how many as well. */
static bool is_remark(const struct compiler *c, const struct table *t, size_t i)
{
    struct span head = i < t->head.n ? t->head.cells[i] : (struct span){0, 0};
    return page_ends_any(c->page, head.from, head.to, (struct str[]){S("备注"), S("说明")}, 2) > 0;
}

/* 每家至少1篇,1500字以内: what stands before the comma. */
static struct span first_part(const struct compiler *c, struct span cell)
{
    uint32_t comma = page_find(c->page, cell, S(","));
    return comma > cell.from && comma < cell.to ? (struct span){cell.from, comma} : cell;
}

/* 规划课题|专项课题 are kinds of thing, each with its number; of 语文|数学 the numbers add up. */
static bool counts_things(const struct compiler *c, const struct table *t)
{
    static const struct str people[] = {S("个人"), S("集体"), S("教师"), S("工作者"), S("团员"), S("干部"), S("学生")};
    for (size_t i = 1; i < t->head.n; i++) {
        struct span s = t->head.cells[i];
        if (!thing_ends(c, s) && page_ends_any(c->page, s.from, s.to, WORD_LIST(people)) == 0)
            return false;
    }
    return true;
}

/* 区人民医院|2|12: who puts forward how many of what. */
static bool count_row(struct compiler *c, struct moves *list, const struct table *t, const struct row *r, bool add)
{
    bool things = counts_things(c, t), limits = span_has(c, t->lead, S("限额")) || span_has(c, t->lead, S("限报"));
    struct quota_read sum = {.min = -1, .max = -1}, q;
    struct spans what = {0};
    for (size_t i = 1; i < r->n; i++) {
        bool given;
        bool count = cell_count(c, r->cells[i], &q, &given);
        if (!count && i > 1 && is_remark(c, t, i))
            continue; /* 城关片初中|6人|五科兼顾 */
        if (!count)
            return false;
        if (given && things && i < t->head.n && !is_number_column(c, t, i)) /* 推荐名额 counts, and is no thing */
            arena_push(c->arena, &what, t->head.cells[i]);
        bool part = i < t->head.n && page_has(c->page, t->head.cells[i].from, t->head.cells[i].to, S("其中"));
        if (!given || part || (things && !span_is_empty(sum.span)))
            continue;
        bool first = span_is_empty(sum.span);
        sum.min = first ? q.min : sum.min + q.min;
        sum.max = first ? q.max : sum.max + q.max;
        sum.span = first ? q.span : sum.span;
        sum.counts = first ? q.counts : sum.counts;
    }
    static const struct str sums[] = {S("合计"), S("总计"), S("小计"), S("共计")};
    if (!add || span_is_empty(sum.span) || page_has_any(c->page, r->line.from, r->line.to, WORD_LIST(sums)) > 0)
        return true;
    sum.min = limits ? -1 : sum.min;
    sum.bounded = true;
    struct move *m = move_add(c, list, r->line, VERB_NAME);
    m->has_quota = m->counted = true;
    m->quota = sum;
    arena_push(c->arena, &m->who, r->cells[0]);
    m->things = what;
    return true;
}

static bool counts_read(struct compiler *c, struct moves *list, const struct table *t)
{
    if (t->head.n < 2 || t->columns[0] != COLUMN_WHO || !asks_numbers(c, t))
        return false;
    for (size_t i = 0; i < t->n; i++) {
        if (!count_row(c, list, t, &t->rows[i], false))
            return false;
    }
    for (size_t i = 0; i < t->n; i++)
        count_row(c, list, t, &t->rows[i], true);
    return true;
}

/* 9月15日前, 7月18日-20日, 排查期间每天下午5点前, 7月至9月每周五: a cell that tells a deadline. */
static bool cell_due(struct compiler *c, struct span cell, struct moment *r)
{
    struct moments moments = {0};
    c->calendar.said = DAY_NONE;
    moments_in(c, cell, &moments);
    uint32_t past_first = moments.n > 1 ? moments.items[0].span.to : 0;
    past_first += page_has(c->page, past_first, cell.to, S("起")) ? 3 : 0; /* 5月11日起每周四15时前 */
    if (moments.n > 1 && (moments.items[0].dates.is_range || past_first > moments.items[0].span.to) &&
        moments.items[1].span.from == past_first) {
        cell.from = moments.items[1].span.from; /* the days of the rhythm */
        moments.items++;
        moments.n--;
    }
    for (size_t i = 0; i < moments.n; i++) {
        *r = moments.items[i];
        static const struct str parts[] = {S("上午"), S("下午"), S("中午"), S("下班前")};
        uint32_t past = page_skip(c->page, r->span.to);
        past += page_has_any(c->page, past, cell.to, WORD_LIST(parts)); /* 1月25日(周一)上午 */
        bool whole = r->span.from == cell.from || page_has(c->page, r->span.from - 6, r->span.from, S("期间"));
        if (whole && (past >= cell.to || r->span.to == cell.to) &&
            (r->role == MOMENT_DEADLINE || r->role == MOMENT_DATE || r->role == MOMENT_RHYTHM))
            return true;
    }
    return false;
}

/* 春季学期5月20日前,秋季学期11月20日前: each part ends with its own deadline. How many, at most `most`; 0: no such cell. */
static size_t cell_dues(struct compiler *c, struct span cell, struct moment *dues, size_t most)
{
    enum { NAME_BYTES = 18 };
    size_t n = 0;
    c->calendar.said = DAY_NONE;
    for (uint32_t at = cell.from; at < cell.to;) {
        uint32_t comma = page_find(c->page, (struct span){at, cell.to}, S(",")), to = comma < cell.to ? comma : cell.to;
        struct moments moments = {0};
        moments_in(c, (struct span){at, to}, &moments);
        const struct moment *m = moments.n == 1 ? moments.items : NULL;
        if (n == most || m == NULL || m->role != MOMENT_DEADLINE || m->span.to != to || m->span.from > at + NAME_BYTES)
            return 0;
        dues[n++] = *m;
        at = to + 1;
    }
    return n > 1 ? n : 0;
}

/* 提交选题及申报意向表, 申请书、活页初稿交科研处, 汛前排查报告: what the cell says is handed in. *asks: with a verb. */
static void cell_things(struct compiler *c, struct span cell, struct spans *things, bool *asks)
{
    struct verb v = {0};
    uint32_t title = page_find(c->page, cell, S("报《"));
    *asks = verb_in(c, cell, &v) && v.kind >= VERB_BARE;
    if (!*asks && title != UINT32_MAX) { /* 成立小组,报《信息表》 */
        v = (struct verb){{title, title + 3}, VERB_SEND};
        *asks = true;
    }
    struct span behind = *asks ? object_after(c, v, cell.to) : cell, before = {cell.from, v.span.from};
    if (*asks && !thing_ends(c, behind) && before.to > before.from)
        behind = before;
    things_in(c, behind, false, things);
}

/* 成立小组,|10月12日前报送名单: a part of the cell that says itself what is handed in and by when. */
static bool cell_tells(struct compiler *c, struct span cell, struct moment *due, struct spans *things)
{
    for (uint32_t from = cell.from, to; from < cell.to; from = to + 1) {
        uint32_t comma = page_find(c->page, (struct span){from, cell.to}, S(","));
        to = comma < cell.to ? comma : cell.to;
        struct moments moments = {0};
        bool asks = false;
        c->calendar.said = DAY_NONE;
        moments_in(c, (struct span){from, to}, &moments);
        if (moments.n != 1 || moments.items[0].span.from != from || moments.items[0].role != MOMENT_DEADLINE)
            continue;
        things->n = 0;
        cell_things(c, (struct span){moments.items[0].span.to, to}, things, &asks);
        *due = moments.items[0];
        if (asks && things->n > 0)
            return true;
    }
    return false;
}

/* 申请人→学院→科研处, 学院汇总, 各学校报主管教育局: who begins. */
static void cell_who(const struct compiler *c, struct span cell, struct spans *who)
{
    uint32_t arrow = page_find(c->page, cell, S("→")), to = arrow != UINT32_MAX ? arrow : cell.to;
    who->n = 0;
    if (all_names(c, (struct span){cell.from, to}, who))
        return; /* 各县(市)、区教育工会 */
    who->n = 0;
    uint32_t unit = unit_at(c, cell.from, to);
    arena_push(c->arena, who, ((struct span){cell.from, unit > 0 ? unit : to}));
}

/* The heads or what stands before the table speak of handing in; else each row must. */
static bool asks_all(const struct compiler *c, const struct table *t)
{
    static const struct str heads[] = {S("报送"), S("上报"), S("填报"), S("提交"),
                                       S("材料"), S("成果"), S("年报"), S("报表")};
    return span_has_any(c, t->head.line, WORD_LIST(heads)) || span_has_word(c, t->lead, WORD_SEND);
}

/* The row goes on with what the one above it hands in: the same units, the same day. */
static bool is_more(const struct compiler *c, const struct moves *list, size_t row_above, const struct spans *who,
                    const struct moment *due)
{
    const struct move *m = list->n > 0 && list->n == row_above + 1 ? &list->items[row_above] : NULL;
    bool same = m != NULL && m->dues[0].span.from == due->span.from;
    return same && m->who.n == who->n &&
           (m->who.n == 0 || str_eq(text_of(c, m->who.items[0]), text_of(c, who->items[0])));
}

/* Who the row names sends nothing to the letter's sender: it is the sender, or an office of its own (资产处). */
static bool is_senders(const struct compiler *c, const struct row *r, const struct spans *who)
{
    static const struct str offices[] = {S("处"), S("科"), S("股")};
    const struct spans *readers = &c->audience[c->blocks.items[block_at(c, r->line.from)].letter];
    struct span first = who->n > 0 ? who->items[0] : (struct span){0, 0};
    bool other = readers->n > 0 && page_ends_any(c->page, first.from, first.to, WORD_LIST(offices)) > 0 &&
                 !lists_meet(c, readers, who);
    return who->n > 0 && (other || str_find(c->draft->issuer, text_of(c, first)) != STR_NONE);
}

/* 评审|9月下旬|专家组分初评、复评两轮: what the sender does with what came in. */
static bool is_stage(const struct compiler *c, struct span cell)
{
    static const struct str stages[] = {S("评审"), S("初评"), S("复评"), S("终评"), S("评议"),
                                        S("公示"), S("公布"), S("发布"), S("表彰"), S("颁奖")};
    return page_has_any(c->page, cell.from, cell.to, WORD_LIST(stages)) == cell.to - cell.from && cell.to > cell.from;
}

/* What a row's cells say. */
struct told {
    struct span used;
    struct spans who, things;
    struct moment dues[2];
    size_t n_dues;
    struct quota_read quota;
    bool named, counted, asks;
    bool whole; /* a cell said all but who */
};

/* Cell i, of column `column` of the head. */
static void cell_take(struct compiler *c, const struct table *t, struct span cell, size_t i, size_t column,
                      struct told *r)
{
    struct span head = column < t->head.n ? t->head.cells[column] : (struct span){0, 0};
    enum column kind = column < t->head.n ? t->columns[column] : COLUMN_OTHER;
    if (page_has(c->page, head.from, head.to, S("原")))
        return; /* 原定时间, and beside it 调整后时间 */
    struct spans things = {0};
    struct moment due;
    if (kind != COLUMN_DUE && kind != COLUMN_WHO && !r->whole && cell_tells(c, cell, &due, &things)) {
        r->whole = r->asks = true;
        r->dues[0] = due;
        r->n_dues = 1;
        r->things = things;
        r->used.to = cell.to;
    }
    if (r->whole && kind != COLUMN_WHO)
        return;
    size_t several = r->n_dues == 0 && kind == COLUMN_DUE ? cell_dues(c, cell, r->dues, 2) : 0;
    struct quota_read q;
    bool given;
    uint32_t comma = kind == COLUMN_DUE ? page_find(c->page, cell, S(",")) : UINT32_MAX;
    struct span rest = {comma < cell.to ? comma + 1 : cell.to, cell.to};
    if (comma < cell.to && cell_count(c, rest, &q, &given) && given) { /* 12月31日前,每单位1篇 */
        r->quota = q;
        r->counted = true;
        r->used.to = cell.to;
        cell.to = comma;
    }
    if (several > 0) {
        r->n_dues = several;
    } else if (r->n_dues < 2 && cell_due(c, cell, &due)) {
        r->dues[r->n_dues++] = due;
    } else if (kind == COLUMN_WHO || (t->head.n == 0 && i == 0)) {
        cell_who(c, cell, &r->who);
        r->named = true;
    } else if ((is_number_column(c, t, column) || is_remark(c, t, column)) &&
               cell_count(c, first_part(c, cell), &q, &given) && given) {
        r->quota = q;
        r->counted = true;
    } else if (kind == COLUMN_WHAT || (kind == COLUMN_OTHER && i == 0 && t->head.n > 0)) {
        bool verb;
        cell_things(c, cell, &r->things, &verb);
        r->asks = r->asks || verb;
        if (verb && !r->named && r->who.n == 0) /* 5月17日前|用人单位审核并提交申报材料 */
            subject_of(c, cell, &r->who);
    } else {
        return;
    }
    r->used.to = cell.to;
}

/* *above: the day of the row before, which holds for a row without one where the days come first. */
static void due_row(struct compiler *c, struct moves *list, const struct table *t, const struct row *r,
                    struct moment *above, size_t *row_above)
{
    struct told told = {.used = r->line, .quota = {.min = -1, .max = -1}};
    struct moment due;
    bool skips = t->columns[0] == COLUMN_DUE && !cell_due(c, r->cells[0], &due);
    if (skips)
        told.dues[told.n_dues++] = *above;
    for (size_t i = 0; i < r->n; i++)
        cell_take(c, t, r->cells[i], i, i + skips, &told);
    if (told.n_dues > 0)
        *above = told.dues[told.n_dues - 1];
    if (told.n_dues == 0 || told.dues[0].span.to == 0 || is_senders(c, r, &told.who) || is_stage(c, r->cells[0]) ||
        !(told.asks || asks_all(c, t)))
        return;
    if (told.n_dues == 1 &&
        is_more(c, list, *row_above, &told.who, &told.dues[0])) { /* 总结|二级学院, and below it 归档资料|二级学院 */
        struct move *m = &list->items[list->n - 1];
        m->span.to = told.used.to;
        for (size_t i = 0; i < told.things.n; i++)
            arena_push(c->arena, &m->things, told.things.items[i]);
        return;
    }
    *row_above = list->n;
    for (size_t i = 0; i < told.n_dues; i++) {
        struct move *m = move_add(c, list, told.used, VERB_SEND);
        m->n_dues = 1;
        m->dues = arena_one(c->arena, struct moment);
        *m->dues = told.dues[i];
        m->things = (struct spans){told.things.items, told.things.n, told.things.n};
        m->who = (struct spans){told.who.items, told.who.n, told.who.n};
        m->has_quota = told.counted;
        m->quota = told.quota;
    }
}

/* 城区律所|4月5日-7日|市律协秘书处: no heads, but units first and a day in each row. */
static bool bare_rows(struct compiler *c, const struct table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct row *r = &t->rows[i];
        struct moment due;
        bool dated = r->n > 1 && cell_due(c, r->cells[1], &due);
        if (!dated || !unit_ends(c, r->cells[0].from, r->cells[0].to))
            return false;
    }
    return t->n > 1;
}

static bool dues_read(struct compiler *c, struct moves *list, const struct table *t)
{
    bool due = false, name = false;
    for (size_t i = 0; i < t->head.n; i++) {
        due = due || t->columns[i] == COLUMN_DUE;
        name = name || t->columns[i] == COLUMN_WHO || t->columns[i] == COLUMN_WHAT;
    }
    if (t->head.n == 0 ? !bare_rows(c, t) : !due || !name)
        return false;
    struct moment above = {0};
    size_t row_above = list->n;
    for (size_t i = 0; i < t->n; i++)
        due_row(c, list, t, &t->rows[i], &above, &row_above);
    return true;
}

void tables_read(struct compiler *c, struct moves *list)
{
    struct table *t = arena_one(c->arena, struct table);
    uint32_t end = c->sign > c->body ? c->sign : page_end(c->page), before = c->body;
    for (uint32_t at = c->body; at < end;) {
        struct row row;
        uint32_t next = line_end(c->page, at);
        if (!row_read(c, at, &row)) {
            at = next;
            continue;
        }
        *t = (struct table){.lead = {at - before > LEAD_BYTES ? at - LEAD_BYTES : before, at}};
        if (is_head(c, &row, t->columns))
            t->head = row;
        else
            t->rows[t->n++] = row;
        enum column columns[CELLS]; /* another table's */
        for (at = next; at < end && t->n < ROWS; at = row.line.to) {
            row.line = (struct span){at, line_end(c->page, at)};
            if (is_rule(c, row.line))
                continue;
            if (!row_read(c, at, &row) || is_head(c, &row, columns))
                break;
            t->rows[t->n++] = row;
        }
        size_t had = list->n;
        if (t->n > 1 && (counts_read(c, list, t) || dues_read(c, list, t)) && list->n > had)
            moves_drop(list, had, (struct span){t->head.n > 0 ? t->head.line.from : t->rows[0].line.from, at});
    }
}
