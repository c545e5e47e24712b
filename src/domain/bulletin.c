/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/bulletin.h"

#include "domain/missing.h"

#include <math.h>

const char *const bulletin_block_words[] = {"heading", "text", "story", NULL};

SHAPE(bulletin_photo, struct bulletin_photo,
      SHAPE_FIELD(bulletin_photo, blob, "照片", STR, .flags = SHAPE_REQUIRED, .limit = 64),
      SHAPE_FIELD(bulletin_photo, name, "照片名", STR, .flags = SHAPE_REQUIRED, .limit = 300));

SHAPE(bulletin_block, struct bulletin_block,
      SHAPE_FIELD(bulletin_block, kind, "段落", WORD, .flags = SHAPE_REQUIRED, .words = bulletin_block_words),
      SHAPE_FIELD(bulletin_block, title, "标题", STR), SHAPE_FIELD(bulletin_block, unit_name, "单位", STR),
      SHAPE_FIELD(bulletin_block, text, "正文", PROSE),
      SHAPE_FIELD(bulletin_block, photos, "照片", MANY, .limit = BULLETIN_PHOTOS_MAX, .of = &bulletin_photo_shape),
      SHAPE_FIELD(bulletin_block, obligation, NULL, ID),
      SHAPE_FIELD(bulletin_block, version, NULL, INT, .limit = UINT32_MAX),
      SHAPE_FIELD(bulletin_block, part, NULL, STR), SHAPE_FIELD(bulletin_block, place, NULL, INT, .limit = 10000));

SHAPE(bulletin, struct bulletin, SHAPE_FIELD(bulletin, name, "简报名称", STR, .flags = SHAPE_REQUIRED, .limit = 60),
      SHAPE_FIELD(bulletin, issuer, "编印单位", STR, .limit = 60),
      SHAPE_FIELD(bulletin, title, "本期标题", STR, .limit = 100), SHAPE_FIELD(bulletin, date, "印发日期", DAY),
      SHAPE_FIELD(bulletin, from, NULL, DAY), SHAPE_FIELD(bulletin, to, NULL, DAY),
      SHAPE_FIELD(bulletin, as_of, NULL, INSTANT),
      SHAPE_FIELD(bulletin, blocks, "段落", MANY, .limit = BULLETIN_BLOCKS_MAX, .of = &bulletin_block_shape),
      SHAPE_FIELD(bulletin, report_to, "报", STR, .limit = 300),
      SHAPE_FIELD(bulletin, send_to, "送", STR, .limit = 300), SHAPE_FIELD(bulletin, issue_to, "发", STR, .limit = 300),
      SHAPE_FIELD(bulletin, copies, "印数", INT, .limit = 100000));

/* ---- sums ---- */

static void push_sum(struct arena *a, struct bulletin_sums *sums, const struct field *rows, const struct field *field,
                     struct str choice)
{
    struct bulletin_sum line = {.rows = rows, .field = field, .choice = choice};
    arena_push(a, &sums->lines, line);
}

static void begin_rows(struct arena *a, struct bulletin_sums *sums, const struct field *rows)
{
    push_sum(a, sums, rows, NULL, S(""));
    for (size_t i = 0; i < rows->fields.n; i++) {
        const struct field *f = &rows->fields.items[i];
        if (f->kind != FIELD_CHOICE)
            continue;
        for (size_t k = 0; k < f->choices.n; k++)
            push_sum(a, sums, rows, f, f->choices.items[k]);
        break;
    }
    for (size_t i = 0; i < rows->fields.n; i++)
        if (rows->fields.items[i].kind == FIELD_NUMBER && rows->fields.items[i].subtotal)
            push_sum(a, sums, rows, &rows->fields.items[i], S(""));
}

void bulletin_sums_begin(struct arena *a, const struct form *form, struct bulletin_sums *sums_r)
{
    *sums_r = (struct bulletin_sums){.form = form};
    for (size_t i = 0; i < form->fields.n; i++)
        if (form->fields.items[i].kind == FIELD_ROWS)
            begin_rows(a, sums_r, &form->fields.items[i]);
    for (size_t i = 0; i < form->fields.n; i++)
        if (form->fields.items[i].kind == FIELD_NUMBER)
            push_sum(a, sums_r, NULL, &form->fields.items[i], S(""));
}

static void add_number(struct bulletin_sum *line, const struct json *value)
{
    if (!value || value->kind != JSON_NUMBER)
        return;
    line->value += value->number;
    line->filled = true;
}

static bool chose(const struct bulletin_sum *line, const struct json *row)
{
    return str_eq(json_get_str(row, line->field->key), line->choice);
}

static void add_rows(struct bulletin_sum *line, const struct json *rows)
{
    for (size_t i = 0; rows && i < rows->n; i++) {
        const struct json *row = &rows->items[i];
        if (line->field && !line->choice.n)
            add_number(line, json_get(row, line->field->key));
        else if (!line->field || chose(line, row))
            line->value += 1, line->filled = true;
    }
}

void bulletin_sums_add(struct bulletin_sums *sums, const struct json *body, bool newest)
{
    for (size_t i = 0; i < sums->lines.n; i++) {
        struct bulletin_sum *line = &sums->lines.items[i];
        if (line->rows)
            add_rows(line, json_get_list(body, line->rows->key));
        else if (newest || line->field->tally != TALLY_TO_DATE)
            add_number(line, json_get(body, line->field->key));
    }
}

/* ---- words ---- */

static void put_day(struct buf *b, struct day d)
{
    struct civil c = day_civil(d);
    buf_format(b, "%d月%d日", c.month, c.day);
}

static void put_days(struct buf *b, struct day from, struct day to)
{
    put_day(b, from);
    if (from.n == to.n)
        return;
    buf_lit(b, "至");
    put_day(b, to);
}

/* At most two decimals, none where there are none. */
static void put_number(struct buf *b, double value)
{
    double rounded = floor(value * 100 + 0.5);
    int64_t cents = (int64_t)rounded;
    buf_format(b, "%lld", (long long)(cents / 100));
    if (cents % 100)
        buf_format(b, cents % 10 ? ".%02lld" : ".%lld", (long long)(cents % 10 ? cents % 100 : cents % 100 / 10));
}

/* 参加人数/学生: 参加人数. Empty where there is no slash. */
static struct str group_of(struct str label)
{
    size_t slash = str_find(label, S("/"));
    return slash == STR_NONE ? S("") : str_sub(label, 0, slash);
}

/* The last words of a label; 当日 stands at the head of the sentence. */
static void put_label(struct buf *b, struct str label)
{
    if (str_starts(label, S("当日")))
        label = str_from(label, sizeof "当日" - 1);
    size_t slash = str_find(label, S("/"));
    buf_put(b, slash == STR_NONE ? label : str_from(label, slash + 1));
}

/* What rows are counted in: the counter of the number that the form's checks hold against how many there are. 场 */
static struct str counter_of(const struct form *form, const struct field *rows)
{
    for (size_t i = 0; i < form->checks.n; i++) {
        const struct form_check *c = &form->checks.items[i];
        if (c->right.n != 1 || !str_eq(c->right.items[0], rows->key))
            continue;
        for (size_t k = 0; k < form->fields.n; k++)
            if (str_eq(form->fields.items[k].key, c->left) && form->fields.items[k].unit.n)
                return form->fields.items[k].unit;
    }
    return S("项");
}

/* （国家2条、省3条） */
static void put_choices(struct buf *b, const struct bulletin_sums *sums, const struct field *rows, struct str counter)
{
    bool any = false;
    for (size_t i = 0; i < sums->lines.n; i++) {
        const struct bulletin_sum *line = &sums->lines.items[i];
        if (line->rows != rows || !line->choice.n || !line->filled)
            continue;
        buf_put(b, any ? S("、") : S("（"));
        buf_put(b, line->choice);
        put_number(b, line->value);
        buf_put(b, counter);
        any = true;
    }
    if (any)
        buf_lit(b, "）");
}

static void put_sum(struct buf *b, const struct bulletin_sums *sums, const struct bulletin_sum *line)
{
    struct str counter = line->field ? line->field->unit : counter_of(sums->form, line->rows);
    put_label(b, line->field ? line->field->label : line->rows->label);
    put_number(b, line->value);
    buf_put(b, counter);
    if (!line->field)
        put_choices(b, sums, line->rows, counter);
}

static bool is_to_date(const struct bulletin_sum *line)
{
    return !line->rows && line->field->tally == TALLY_TO_DATE;
}

/* Between what was told last, of this group, and what comes, of that one: 参加人数（学生60人、教师8人），服务人次… */
static void put_joint(struct buf *b, struct str last, struct str next, bool first)
{
    if (last.n && str_eq(last, next)) {
        buf_lit(b, "、");
        return;
    }
    if (last.n)
        buf_lit(b, "）");
    if (!first)
        buf_lit(b, "，");
    buf_put(b, next);
    if (next.n)
        buf_lit(b, "（");
}

/* Those of the days, or those to date; false: nothing was filled in. */
static bool put_sums(struct buf *b, const struct bulletin_sums *sums, bool to_date)
{
    struct str group = {0};
    bool any = false;
    for (size_t i = 0; i < sums->lines.n; i++) {
        const struct bulletin_sum *line = &sums->lines.items[i];
        bool told = line->filled && (to_date || line->value > 0);
        if (!told || line->choice.n || is_to_date(line) != to_date)
            continue;
        struct str next = group_of(line->field ? line->field->label : line->rows->label);
        put_joint(b, group, next, !any);
        put_sum(b, sums, line);
        group = next;
        any = true;
    }
    if (group.n)
        buf_lit(b, "）");
    return any;
}

/* ---- paragraphs ---- */

static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

struct drafting {
    struct arena *a;
    const struct bulletin_figures *f;
    struct bulletin *b;
    size_t headings;
};

static void add_heading(struct drafting *d, struct str words)
{
    struct bulletin_block block = {.kind = BLOCK_HEADING};
    block.title = str_format(d->a, "%s、" STR_FMT, numerals[d->headings++ % 10], STR_ARG(words));
    arena_push(d->a, &d->b->blocks, block);
}

static void add_text(struct drafting *d, const struct buf *words)
{
    struct bulletin_block block = {.kind = BLOCK_TEXT, .text = buf_str(words)};
    arena_push(d->a, &d->b->blocks, block);
}

static void put_names(struct buf *b, const char *before, const struct strs *names)
{
    for (size_t i = 0; i < names->n; i++)
        buf_format(b, "%s" STR_FMT, i ? "、" : before, STR_ARG(names->items[i]));
    if (names->n)
        buf_lit(b, "。");
}

static void put_some(struct buf *b, const char *what, int64_t n, bool *some)
{
    if (!n)
        return;
    buf_format(b, "%s%s%lld家", *some ? "、" : "（其中", what, (long long)n);
    *some = true;
}

/* 5月17日“活动情况日报”（时限5月18日10:00）：应报69家，已报65家（其中迟报3家），未报4家。 */
static void add_column(struct drafting *d, const struct bulletin_column *c)
{
    const struct board_counts *n = &c->counts;
    struct buf b = buf_new(d->a, 512);
    bool some = false;
    if (day_is_set(c->day))
        put_day(&b, c->day);
    buf_format(&b, "“" STR_FMT "”", STR_ARG(c->duty->name));
    if (instant_is_set(c->due))
        buf_format(&b, "（时限" STR_FMT "）", STR_ARG(deadline_text(d->a, c->due, (int)d->f->campaign->zone)));
    buf_format(&b, "：应报%lld家，已报%lld家", (long long)n->owed, (long long)n->reported);
    put_some(&b, "迟报", n->late, &some);
    put_some(&b, "零报告", n->nil, &some);
    put_some(&b, "电话报送", n->by_phone, &some);
    if (some)
        buf_lit(&b, "）");
    if (n->waived)
        buf_format(&b, "，免报%lld家", (long long)n->waived);
    if (n->missing)
        buf_format(&b, "，逾期未报%lld家", (long long)n->missing);
    if (n->open)
        buf_format(&b, "，未到时限尚未报送%lld家", (long long)n->open);
    if (n->own)
        buf_format(&b, "；另有%lld家自愿报送", (long long)n->own);
    buf_lit(&b, "。");
    if (d->f->names) {
        put_names(&b, "迟报单位：", &c->late);
        put_names(&b, "逾期未报单位：", &c->missing);
    }
    add_text(d, &b);
}

static void draft_reporting(struct drafting *d)
{
    struct buf b = buf_new(d->a, 64);
    add_heading(d, S("报送情况"));
    for (size_t i = 0; i < d->f->columns.n; i++)
        add_column(d, &d->f->columns.items[i]);
    if (d->f->columns.n)
        return;
    put_days(&b, d->f->from, d->f->to);
    buf_lit(&b, "没有应报事项。");
    add_text(d, &b);
}

/* 5月17日，58家单位报送《活动情况日报表》：活动62场，服务人次3100人次。 */
static void put_of_days(struct drafting *d, struct buf *b, const struct bulletin_sums *sums)
{
    put_days(b, d->f->from, d->f->to);
    if (!sums->units) {
        buf_format(b, "，没有单位报送《" STR_FMT "》。", STR_ARG(sums->form->name));
        return;
    }
    buf_format(b, "，%lld家单位报送《" STR_FMT "》", (long long)sums->units, STR_ARG(sums->form->name));
    size_t end = b->n;
    buf_lit(b, "：");
    if (!put_sums(b, sums, false)) {
        b->n = end;
        buf_lit(b, "，没有新增数据");
    }
    buf_lit(b, "。");
}

static void add_form(struct drafting *d, const struct bulletin_form *f)
{
    struct buf b = buf_new(d->a, 512);
    put_of_days(d, &b, &f->of_days);
    size_t end = b.n;
    buf_lit(&b, "截至");
    put_day(&b, d->f->to);
    buf_lit(&b, "，各单位");
    if (put_sums(&b, &f->to_date, true))
        buf_lit(&b, "。");
    else
        b.n = end;
    add_text(d, &b);
}

static bool is_media(const struct form *f)
{
    return str_find(f->name, S("媒体")) != STR_NONE || str_find(f->name, S("宣传")) != STR_NONE;
}

static void draft_forms(struct drafting *d, bool media, struct str heading)
{
    bool begun = false;
    for (size_t i = 0; i < d->f->forms.n; i++) {
        const struct bulletin_form *f = &d->f->forms.items[i];
        if (!f->of_days.lines.n || is_media(f->of_days.form) != media)
            continue;
        if (!begun)
            add_heading(d, heading);
        begun = true;
        add_form(d, f);
    }
}

static void drop_head(struct str *s, struct str head)
{
    if (str_starts(*s, head))
        *s = str_from(*s, head.n);
}

static void drop_tail(struct str *s, struct str tail)
{
    if (str_ends(*s, tail))
        *s = str_sub(*s, 0, s->n - tail.n);
}

/* 某市教育局关于做好2023年职业教育活动周有关工作的通知: 2023年职业教育活动周. */
static struct str name_of(struct str title)
{
    static const struct str heads[] = {S("切实"), S("认真"), S("扎实"), S("做好"),
                                       S("组织"), S("开展"), S("举办"), S("举行")};
    static const struct str tails[] = {S("通知"), S("函"),   S("补充"), S("的"),
                                       S("工作"), S("事项"), S("有关"), S("相关")};
    size_t at = str_find(title, S("关于"));
    struct str name = at == STR_NONE ? title : str_from(title, at + S("关于").n);
    for (size_t i = 0; at != STR_NONE && i < sizeof heads / sizeof *heads; i++)
        drop_head(&name, heads[i]);
    for (size_t i = 0; at != STR_NONE && i < sizeof tails / sizeof *tails; i++)
        drop_tail(&name, tails[i]);
    return name.n ? name : title;
}

void bulletin_draft(struct arena *a, const struct bulletin_figures *figures, struct bulletin *b_r)
{
    struct drafting d = {.a = a, .f = figures, .b = b_r};
    *b_r = (struct bulletin){.name = str_format(a, STR_FMT "工作简报", STR_ARG(name_of(figures->campaign->title))),
                             .issuer = str_dup(a, figures->campaign->issuer),
                             .date = instant_day(figures->as_of, (int)figures->campaign->zone),
                             .from = figures->from,
                             .to = figures->to,
                             .as_of = figures->as_of};
    draft_reporting(&d);
    draft_forms(&d, false, S("活动开展情况"));
    draft_forms(&d, true, S("媒体宣传"));
}

struct str bulletin_number_text(struct arena *a, int64_t number)
{
    return number ? str_format(a, "第%lld期", (long long)number) : S("第　期");
}

struct str bulletin_date_text(struct arena *a, struct day d)
{
    struct civil c = day_civil(d);
    return day_is_set(d) ? str_format(a, "%d年%d月%d日", c.year, c.month, c.day) : S("");
}
