/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/form_cells.h"

#include "domain/cell.h"

enum { TEXT_SHOWN = 40, LINE_BYTES_MAX = 1000 };

SHAPE(cell_note, struct cell_note, SHAPE_FIELD(cell_note, where, "位置", STR, .limit = 400),
      SHAPE_FIELD(cell_note, cell, "单元格", STR), SHAPE_FIELD(cell_note, text, "内容", PROSE, .limit = 40000),
      SHAPE_FIELD(cell_note, message, "提示", PROSE), SHAPE_FIELD(cell_note, blocks, "须改正", BOOL));

/* ---- labels ---- */

/* Without blanks, marks and what stands behind them; 姓　名*： is 姓名. */
struct str label_plain(struct arena *a, struct str text)
{
    char room[CELL_PLAIN_MAX];
    if (!text.n || text.n > 2 * CELL_PLAIN_MAX)
        return (struct str){0};
    struct str s = cell_plain(text, room);
    while (s.n && (s.at[s.n - 1] == '*' || s.at[s.n - 1] == ':'))
        s.n--;
    while (s.n && s.at[0] == '*')
        s = str_from(s, 1);
    return s.n ? str_dup(a, s) : (struct str){0};
}

/* 学生 and 学生（人） are the same; so is what a clerk put behind it in brackets. */
bool same_label(struct str cell, struct str label)
{
    if (!label.n || !str_starts(cell, label))
        return false;
    return cell.n == label.n || (cell.at[label.n] == '(' && str_ends(cell, S(")")));
}

struct label label_made(struct arena *a, const struct field *f)
{
    struct str rest = f->label, group;
    struct label l = {.field = f};
    str_cut(&rest, S("/"), &group);
    l.whole = label_plain(a, f->label);
    l.leaf = label_plain(a, rest.at ? rest : group);
    if (rest.at)
        l.group = label_plain(a, group);
    return l;
}

/* 参加人数/学生 in one cell: 参加人数/学生, 参加人数学生, 学生参加人数, 参加人数（学生）. */
bool label_is(struct str cell, const struct label *l)
{
    struct str rest = str_from(cell, l->group.n);
    if (same_label(cell, l->whole))
        return true;
    if (!l->group.n || !str_starts(cell, l->group))
        return l->group.n && str_starts(cell, l->leaf) && str_eq(str_from(cell, l->leaf.n), l->group);
    if (rest.n && rest.at[0] == '(' && str_ends(rest, S(")")))
        rest = str_sub(rest, 1, rest.n - 2);
    return same_label(rest, l->leaf);
}

bool is_leaf_alone(const struct label *all, size_t n, const struct label *one)
{
    for (size_t i = 0; i < n; i++)
        if (&all[i] != one && str_eq(all[i].leaf, one->leaf))
            return false;
    return true;
}

/* ---- cells ---- */

struct str cell_raw(const struct reading *r, size_t line, size_t column)
{
    return str_trim(table_cell(&r->table->items[line], column));
}

struct str cell_label(const struct reading *r, size_t line, size_t column)
{
    return line < r->table->n && column < r->width ? r->plain[line * r->width + column] : (struct str){0};
}

bool *cell_used(struct reading *r, size_t line, size_t column)
{
    return &r->used[line * r->width + column];
}

struct str cell_name(struct reading *r, size_t line, size_t column)
{
    char letters[4];
    size_t n = sizeof letters;
    for (size_t c = column + 1; c && n; c = (c - 1) / 26)
        letters[--n] = (char)('A' + (c - 1) % 26);
    struct str sheet = r->hints->sheet;
    return str_format(r->arena, STR_FMT "%s%.*s%lld", STR_ARG(sheet), sheet.n ? "!" : "", (int)(sizeof letters - n),
                      letters + n, (long long)r->table->items[line].number);
}

void cell_note_add(struct arena *a, struct cell_notes *notes, struct cell_note note)
{
    if (notes->n < CELL_NOTES_MAX)
        arena_push(a, notes, note);
}

static struct str shown(struct arena *a, struct str text)
{
    struct str head = utf8_head(text, TEXT_SHOWN);
    return head.n < text.n ? str_format(a, STR_FMT "…", STR_ARG(head)) : text;
}

/* 第7行“参加人数”应为整数，读到“约30人” */
void cell_tell(struct reading *r, enum message message, size_t line, size_t column, struct str where, struct str label)
{
    struct arena *a = r->arena;
    struct str text = cell_raw(r, line, column);
    if (r->notes->n >= CELL_NOTES_MAX) {
        r->others++;
        return;
    }
    const struct str args[ERR_ARGS] = {str_format(a, "%lld", (long long)r->table->items[line].number),
                                       label.n ? label : shown(a, text), shown(a, text)};
    cell_note_add(a, r->notes,
                  (struct cell_note){.where = where,
                                     .cell = cell_name(r, line, column),
                                     .text = str_dup(a, text),
                                     .message = message_text(a, message, r->hints->language, args),
                                     .blocks = where.n > 0});
}

/* ---- values ---- */

static const struct str *choice_of(struct arena *a, const struct field *f, struct str text)
{
    struct str wanted = label_plain(a, text);
    for (size_t i = 0; i < f->choices.n; i++)
        if (str_eq(f->choices.items[i], text) || (wanted.n && str_eq(label_plain(a, f->choices.items[i]), wanted)))
            return &f->choices.items[i];
    return NULL;
}

/* A line break in a cell is a blank where the form has one line. */
static struct str text_value(struct arena *a, const struct field *f, struct str text)
{
    struct str copy = str_dup(a, text);
    char *at = (char *)(uintptr_t)copy.at;
    for (size_t i = 0; f->kind != FIELD_LONG_TEXT && i < copy.n; i++)
        if (at[i] == '\n' || at[i] == '\r' || at[i] == '\t')
            at[i] = ' ';
    return copy;
}

/* MSG_NONE: it was read. What was not is left a JSON_NULL, or stays as it is for the officer to mend in place. */
static enum message read_value(struct reading *r, const struct field *f, struct str text, struct json *j)
{
    struct arena *a = r->arena;
    struct day d;
    int minute;
    const struct str *choice;
    *j = (struct json){.kind = JSON_STRING, .name = f->key, .text = text_value(a, f, text)};
    switch ((enum field_kind)f->kind) {
    case FIELD_NUMBER:
        if (!cell_number(text, f->unit, &j->number))
            return field_is_counted(f) ? MSG_CELL_WHOLE : MSG_CELL_NUMBER;
        j->kind = JSON_NUMBER;
        return MSG_NONE;
    case FIELD_DATE:
        if (!cell_day(text, r->hints->day, &d)) {
            j->kind = JSON_NULL;
            return MSG_CELL_DATE;
        }
        j->text = day_text(a, d);
        return MSG_NONE;
    case FIELD_TIME:
        if (!cell_minute(text, &minute)) {
            j->kind = JSON_NULL;
            return MSG_CELL_TIME;
        }
        j->text = str_format(a, "%02d:%02d", minute / 60, minute % 60);
        return MSG_NONE;
    case FIELD_CHOICE:
        choice = choice_of(a, f, text);
        if (!choice)
            return MSG_CELL_CHOICE;
        j->text = *choice;
        return MSG_NONE;
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
    case FIELD_ROWS:
        break;
    }
    return cell_is_rounded(text) ? MSG_CELL_ROUNDED : MSG_NONE;
}

void cell_take(struct reading *r, const struct field *f, size_t line, size_t column, struct str text, struct str where,
               struct members *members)
{
    struct json value;
    enum message wrong = read_value(r, f, text, &value);
    *cell_used(r, line, column) = true;
    if (wrong != MSG_NONE)
        cell_tell(r, wrong, line, column, where, f->label);
    if (value.kind != JSON_NULL)
        arena_push(r->arena, members, value);
}
/* ---- labels among cells ---- */

const struct label *label_own(const struct reading *r, struct str cell)
{
    for (size_t i = 0; cell.n && i < r->form->fields.n; i++)
        if (r->labels[i].field && label_is(cell, &r->labels[i]))
            return &r->labels[i];
    return NULL;
}

size_t colon_in(struct str s, size_t *length_r)
{
    size_t half = str_find(s, S(":")), full = str_find(s, S("："));
    *length_r = full < half ? strlen("：") : 1;
    return full < half ? full : half;
}

/*
 * 填报人：张三　联系电话：0551-1: the next label of the form that has a colon behind it, where it begins in `text` and where
 * its value does; NULL: there is none.
 */
const struct label *label_inside(const struct reading *r, struct str text, size_t *begins_r, size_t *value_r)
{
    struct str rest = text;
    size_t length, passed = 0;
    if (text.n > LINE_BYTES_MAX)
        return NULL;
    for (size_t colon; (colon = colon_in(rest, &length)) != STR_NONE; rest = str_from(text, passed)) {
        struct str before = str_sub(text, passed, colon);
        for (size_t at = before.n;
             at-- > 0 &&
             before.n - at < CELL_PLAIN_MAX;) { /* from the nearest blank back: 联 系 电 话 holds some, too */
            bool starts = !at || before.at[at - 1] == ' ' || before.at[at - 1] == '\n' ||
                          (at >= 3 && str_eq(str_sub(before, at - 3, 3), S("　")));
            char room[CELL_PLAIN_MAX];
            const struct label *l = starts ? label_own(r, cell_plain(str_from(before, at), room)) : NULL;
            if (!l)
                continue;
            *begins_r = passed + at;
            *value_r = passed + colon + length;
            return l;
        }
        passed += colon + length;
    }
    return NULL;
}

size_t line_first(const struct reading *r, size_t line, size_t from)
{
    for (size_t c = from; c < r->width; c++)
        if (cell_raw(r, line, c).n)
            return c;
    return NOWHERE;
}

/* What an office prints around its tables, and we do. */
bool cell_is_furniture(const struct reading *r, struct str text)
{
    static const char *const heads_of[] = {
        "填报单位", "报送单位", "单位名称", "填报时间", "填报日期", "报送时间", "制表",     "附件", "附表",
        "注:",      "备注:",    "说明:",    "填写方法", "填写说明", "填表说明", "填报说明", "表号", "(盖章)"};
    char room[CELL_PLAIN_MAX];
    struct str s = cell_plain(utf8_head(text, 30), room);
    for (size_t i = 0; i < sizeof heads_of / sizeof *heads_of; i++)
        if (str_starts(s, str_of(heads_of[i])))
            return true;
    for (size_t i = 0; i < r->list_count; i++)
        if (r->lists[i].name.n && str_starts(s, r->lists[i].name))
            return true;
    return str_find(text, r->form->name) != STR_NONE || str_eq(s, S("注")) || str_eq(s, S("说明"));
}
