/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A filled sheet read by its labels. First the lists of rows: the line that bears the most of a list's labels is its head,
 * what stands below is its rows, up to the next label of the form. Then the other fields: the value stands to the right of
 * its label, or behind a colon, or below it where labels stand in a line. Whatever is left over is noted.
 */
#include "domain/form_cells.h"

#include "domain/cell.h"

/* ---- where the lists stand ---- */

static bool is_taken(const size_t *columns, size_t n, size_t column)
{
    for (size_t i = 0; i < n; i++)
        if (columns[i] == column)
            return true;
    return false;
}

/* Which field's label a cell of the head bears: with the line below, `group` is what stands over it. */
static bool heads(const struct list *l, size_t i, struct str over, struct str cell, struct str below, bool two)
{
    const struct label *label = &l->labels[i];
    size_t n = l->field->fields.n;
    bool alone = is_leaf_alone(l->labels, n, label);
    if (two && below.n)
        return label->group.n ? same_label(below, label->leaf) && (same_label(over, label->group) || (alone && !over.n))
                              : same_label(below, label->leaf) && !cell.n;
    return label_is(cell, label) || (alone && same_label(cell, label->leaf));
}

/* How many of the list's labels stand in that line (two: and the one below), and in which columns. */
static size_t fit_head(const struct reading *r, const struct list *l, size_t line, bool two, size_t *columns)
{
    size_t n = l->field->fields.n, found = 0;
    struct str over = {0};
    for (size_t i = 0; i < n; i++)
        columns[i] = NOWHERE;
    for (size_t c = 0; c < r->width; c++) {
        struct str cell = cell_label(r, line, c), below = two ? cell_label(r, line + 1, c) : (struct str){0};
        over = cell.n ? cell : over;
        for (size_t i = 0; i < n && (cell.n || below.n); i++)
            if (columns[i] == NOWHERE && heads(l, i, over, cell, below, two)) {
                columns[i] = c;
                found++;
                break;
            }
    }
    return found;
}

static bool is_enough(size_t found, size_t n)
{
    return (found >= 2 || (n == 1 && found)) && found * 4 >= n;
}

static bool is_head_but(const struct reading *r, size_t line, const struct list *but)
{
    for (size_t i = 0; i < r->list_count; i++)
        if (&r->lists[i] != but && r->lists[i].head != NOWHERE && line >= r->lists[i].head && line < r->lists[i].body)
            return true;
    return false;
}

static bool is_head(const struct reading *r, size_t line)
{
    return is_head_but(r, line, NULL);
}

static void find_head(const struct reading *r, struct list *l)
{
    size_t columns[LIST_COLUMNS_MAX], most = 0, n = l->field->fields.n;
    for (size_t line = 0; line < r->table->n; line++)
        for (int two = 0; two < 2; two++) {
            bool beside =
                line + 1 < r->table->n && r->table->items[line + 1].number == r->table->items[line].number + 1;
            if (is_head_but(r, line, l) || (two && !beside))
                continue;
            size_t found = fit_head(r, l, line, two, columns);
            if (found <= most || !is_enough(found, n))
                continue;
            most = found;
            memcpy(l->columns, columns, n * sizeof *columns);
            l->head = line;
            l->body = line + 1 + (size_t)two;
        }
}

/* ---- what a line is ---- */

static size_t count_filled(const struct reading *r, size_t line)
{
    size_t n = 0;
    for (size_t c = 0; c < r->width; c++)
        n += cell_raw(r, line, c).n > 0;
    return n;
}

static bool is_total_word(struct str label)
{
    static const char *const words[] = {"合计", "小计", "总计", "共计"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(label, str_of(words[i])))
            return true;
    return false;
}

static bool is_total(const struct reading *r, size_t line)
{
    size_t c = line_first(r, line, 0);
    for (int looked = 0; looked < 3 && c != NOWHERE; looked++, c = line_first(r, line, c + 1))
        if (is_total_word(cell_label(r, line, c)))
            return true;
    return false;
}

/* 序号 and sums are not taken for data; a text that somebody wrote among them is told. */
static bool is_figure(struct str text)
{
    double number;
    return cell_number(text, S(""), &number) || str_eq(text, S("-")) || str_eq(text, S("/"));
}

/* Here a list ends: at a label of the form's own, a note, or the head of another. */
static bool ends_list(const struct reading *r, size_t line)
{
    size_t c = line_first(r, line, 0), begins, value, length;
    if (is_head(r, line) || c == NOWHERE)
        return true;
    struct str text = cell_raw(r, line, c);
    if (label_own(r, cell_label(r, line, c)) || label_inside(r, text, &begins, &value))
        return true;
    return count_filled(r, line) == 1 && (cell_is_furniture(r, text) || colon_in(text, &length) < 40);
}

/* ---- a list's rows ---- */

static bool is_number_column(const struct reading *r, const struct list *l, size_t column)
{
    static const char *const words[] = {"序号", "编号", "项次", "序"};
    for (size_t line = l->head; line < l->body; line++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (str_eq(cell_label(r, line, column), str_of(words[i])))
                return true;
    return false;
}

static struct str head_of(const struct reading *r, const struct list *l, size_t column)
{
    struct str below = cell_raw(r, l->body - 1, column), above = cell_raw(r, l->head, column);
    return below.n ? below : above.n ? above : S("—");
}

static void note_other_columns(struct reading *r, const struct list *l, size_t line)
{
    for (size_t c = 0; c < r->width; c++) {
        if (*cell_used(r, line, c) || !cell_raw(r, line, c).n || label_own(r, cell_label(r, l->head, c)))
            continue; /* of a column that is the form's own field, the first value is read later */
        *cell_used(r, line, c) = true;
        if (!is_number_column(r, l, c) || !is_figure(cell_raw(r, line, c)))
            cell_tell(r, MSG_CELL_NO_COLUMN, line, c, S(""), head_of(r, l, c));
    }
}

/* The head printed once more, on the next page. */
static bool is_head_again(const struct reading *r, const struct list *l, size_t line)
{
    size_t again = 0;
    for (size_t i = 0; i < l->field->fields.n; i++)
        again += l->columns[i] != NOWHERE && same_label(cell_label(r, line, l->columns[i]), l->labels[i].leaf);
    return again > 1;
}

static void read_row(struct reading *r, const struct list *l, size_t line, struct members *rows)
{
    struct members members = {0};
    size_t n = l->field->fields.n, filled = 0;
    for (size_t i = 0; i < n; i++)
        filled += l->columns[i] != NOWHERE && cell_raw(r, line, l->columns[i]).n;
    for (size_t i = 0; i < n && filled; i++) {
        const struct field *f = &l->field->fields.items[i];
        if (l->columns[i] == NOWHERE || !cell_raw(r, line, l->columns[i]).n)
            continue;
        struct str where = str_format(r->arena, "forms." STR_FMT "." STR_FMT "[%zu]." STR_FMT, STR_ARG(r->form->key),
                                      STR_ARG(l->field->key), rows->n, STR_ARG(f->key));
        cell_take(r, f, line, l->columns[i], cell_raw(r, line, l->columns[i]), where, &members);
    }
    if (filled)
        arena_push(r->arena, rows, ((struct json){.kind = JSON_OBJECT, .items = members.items, .n = members.n}));
    note_other_columns(r, l, line);
}

static void pass_total(struct reading *r, size_t line)
{
    for (size_t c = 0; c < r->width; c++)
        *cell_used(r, line, c) = is_total_word(cell_label(r, line, c)) || is_figure(cell_raw(r, line, c));
}

static void pass_row(struct reading *r, size_t line)
{
    for (size_t c = 0; c < r->width; c++)
        *cell_used(r, line, c) = true;
}

static void tell_rest(struct reading *r, const struct list *l, size_t line)
{
    struct arena *a = r->arena;
    const struct str args[ERR_ARGS] = {str_format(a, "%lld", (long long)r->table->items[line].number), l->field->label,
                                       str_format(a, "%d", FORM_ROWS_MAX)};
    cell_note_add(a, r->notes,
                  (struct cell_note){.cell = cell_name(r, line, 0),
                                     .message = message_text(a, MSG_ROWS_UNREAD, r->hints->language, args)});
}

static void read_list(struct reading *r, struct list *l, struct members *members)
{
    struct members rows = {0};
    bool told = false;
    if (l->head == NOWHERE)
        return;
    for (size_t line = l->head; line < l->body; line++)
        for (size_t c = 0; c < r->width; c++)
            *cell_used(r, line, c) =
                is_taken(l->columns, l->field->fields.n, c) || !label_own(r, cell_label(r, line, c));
    for (l->end = l->body; l->end < r->table->n && !ends_list(r, l->end); l->end++) {
        if (is_head_again(r, l, l->end)) {
            pass_row(r, l->end);
        } else if (is_total(r, l->end)) {
            pass_total(r, l->end);
        } else if (rows.n < FORM_ROWS_MAX) {
            read_row(r, l, l->end, &rows);
        } else {
            if (!told)
                tell_rest(r, l, l->end);
            told = true;
            pass_row(r, l->end);
        }
    }
    if (rows.n)
        arena_push(r->arena, members,
                   ((struct json){.kind = JSON_ARRAY, .name = l->field->key, .items = rows.items, .n = rows.n}));
}

/* ---- the form's own fields ---- */

static bool is_label(const struct reading *r, size_t line, size_t column)
{
    return label_own(r, cell_label(r, line, column)) != NULL;
}

/* The line below, where the rows of a list do not begin; NOWHERE: there is none. */
static size_t line_below(const struct reading *r, size_t line)
{
    do
        line++;
    while (line < r->table->n && is_head(r, line));
    return line < r->table->n ? line : NOWHERE;
}

/* Labels side by side, their values below: few of them have something else to their right, and most have something below. */
static bool is_heading_line(const struct reading *r, size_t line)
{
    size_t labels = 0, followed = 0, filled = 0, below = line_below(r, line);
    if (r->hints->stamped || below == NOWHERE)
        return false;
    for (size_t c = line_first(r, line, 0), next; c != NOWHERE; c = next) {
        next = line_first(r, line, c + 1);
        if (is_label(r, below, c))
            return false;
        if (!is_label(r, line, c))
            continue;
        labels++;
        followed += next != NOWHERE && !is_label(r, line, next);
        filled += cell_raw(r, below, c).n && !cell_is_furniture(r, cell_raw(r, below, c));
    }
    return labels > 1 && filled && followed * 2 <= labels && filled * 2 >= labels;
}

static bool find_value(struct reading *r, size_t line, size_t column, size_t *line_r, size_t *column_r)
{
    bool above = is_heading_line(r, line) || is_head(r, line);
    *line_r = above ? line_below(r, line) : line;
    *column_r = above ? column : line_first(r, line, column + 1);
    return *line_r != NOWHERE && *column_r != NOWHERE && !is_label(r, *line_r, *column_r) &&
           !*cell_used(r, *line_r, *column_r) && cell_raw(r, *line_r, *column_r).n;
}

static bool has_member(const struct members *members, struct str key)
{
    for (size_t i = 0; i < members->n; i++)
        if (str_eq(members->items[i].name, key))
            return true;
    return false;
}

static struct str place_of(struct reading *r, const struct field *f)
{
    return str_format(r->arena, "forms." STR_FMT "." STR_FMT, STR_ARG(r->form->key), STR_ARG(f->key));
}

/* 填报单位：… of another unit: an officer of many schools brings the wrong one. */
static void check_unit(struct reading *r, size_t line, size_t column)
{
    struct str text = cell_raw(r, line, column), name;
    size_t length, colon = colon_in(text, &length);
    char room[CELL_PLAIN_MAX], known[CELL_PLAIN_MAX], brief[CELL_PLAIN_MAX];
    bool asked = str_starts(text, S("填报单位")) || str_starts(text, S("报送单位")) || str_starts(text, S("单位名称"));
    if (!asked || colon == STR_NONE)
        return;
    struct str rest = str_trim(str_from(text, colon + length));
    str_cut(&rest, S("　"), &name);
    rest = name;
    str_cut(&rest, S("  "), &name);
    name = cell_plain(utf8_head(name, 30), room);
    if (!name.n || str_find(cell_plain(r->hints->unit, known), name) != STR_NONE ||
        str_find(name, cell_plain(r->hints->unit_short, brief)) != STR_NONE)
        return;
    const struct str args[ERR_ARGS] = {name, r->hints->unit, S("")};
    cell_note_add(r->arena, r->notes,
                  (struct cell_note){.cell = cell_name(r, line, column),
                                     .text = str_dup(r->arena, text),
                                     .message = message_text(r->arena, MSG_CELL_UNIT, r->hints->language, args)});
}

/* The values that stand behind colons; true: there was one. */
static bool read_inside(struct reading *r, size_t line, size_t column, struct members *members)
{
    struct str text = cell_raw(r, line, column);
    size_t begins, at, next, end;
    const struct label *l = label_inside(r, text, &begins, &at);
    if (!l || at >= text.n)
        return false;
    while (l) {
        struct str rest = str_from(text, at);
        const struct label *after = label_inside(r, rest, &next, &end);
        struct str value = str_trim(after ? str_sub(rest, 0, next) : rest);
        if (value.n && !has_member(members, l->field->key))
            cell_take(r, l->field, line, column, value, place_of(r, l->field), members);
        at += after ? end : 0;
        l = after;
    }
    *cell_used(r, line, column) = true;
    return true;
}

static void read_own(struct reading *r, struct members *members)
{
    size_t at, where;
    for (size_t line = 0; line < r->table->n; line++)
        for (size_t c = 0; c < r->width; c++) {
            if (*cell_used(r, line, c) || !cell_raw(r, line, c).n || read_inside(r, line, c, members))
                continue;
            const struct label *l = label_own(r, cell_label(r, line, c));
            if (!l) {
                check_unit(r, line, c);
                continue;
            }
            *cell_used(r, line, c) = true;
            if (find_value(r, line, c, &at, &where) && !has_member(members, l->field->key))
                cell_take(r, l->field, at, where, cell_raw(r, at, where), place_of(r, l->field), members);
        }
}

/* ---- the whole ---- */

static void note_rest(struct reading *r)
{
    for (size_t line = 0; line < r->table->n; line++)
        for (size_t c = 0; c < r->width; c++)
            if (!*cell_used(r, line, c) && cell_raw(r, line, c).n && !cell_is_furniture(r, cell_raw(r, line, c)))
                cell_tell(r, MSG_CELL_UNREAD, line, c, S(""), S(""));
    if (!r->others)
        return;
    const struct str args[ERR_ARGS] = {str_format(r->arena, "%zu", r->others + 1)};
    r->notes->items[r->notes->n - 1] =
        (struct cell_note){.message = message_text(r->arena, MSG_CELL_OTHERS, r->hints->language, args)};
}

static void set_labels(struct reading *r)
{
    struct arena *a = r->arena;
    size_t n = r->form->fields.n;
    r->labels = arena_many(a, struct label, n + 1);
    r->lists = arena_many(a, struct list, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct field *f = &r->form->fields.items[i];
        if (f->kind != FIELD_ROWS) {
            r->labels[i] = label_made(a, f);
            continue;
        }
        if (!f->fields.n || f->fields.n > LIST_COLUMNS_MAX)
            continue;
        struct list *l = &r->lists[r->list_count++];
        *l = (struct list){.field = f,
                           .name = label_plain(a, f->label),
                           .head = NOWHERE,
                           .columns = arena_many(a, size_t, f->fields.n)};
        l->labels = arena_many(a, struct label, f->fields.n);
        for (size_t k = 0; k < f->fields.n; k++)
            l->labels[k] = label_made(a, &f->fields.items[k]);
    }
}

static bool set_cells(struct reading *r)
{
    const struct table *t = r->table;
    size_t filled = 0;
    for (size_t i = 0; i < t->n; i++) {
        size_t n = t->items[i].cells.n;
        while (n && !str_trim(t->items[i].cells.items[n - 1]).n)
            n--;
        r->width = n > r->width ? n : r->width;
        filled += n;
    }
    if (t->n > FORM_SHEET_ROWS || r->width > FORM_SHEET_COLUMNS || filled > FORM_SHEET_CELLS)
        return false;
    size_t cells = t->n * r->width + 1;
    r->plain = arena_try(r->arena, cells * sizeof *r->plain);
    r->used = arena_try(r->arena, cells);
    for (size_t i = 0; r->plain && r->used && i < t->n; i++)
        for (size_t c = 0; c < r->width; c++) {
            if (!arena_left(r->arena))
                return false;
            r->plain[i * r->width + c] = label_plain(r->arena, cell_raw(r, i, c));
        }
    return r->plain && r->used;
}

static bool look(struct reading *r)
{
    if (!set_cells(r))
        return false;
    set_labels(r);
    for (size_t i = 0; i < r->list_count; i++)
        find_head(r, &r->lists[i]);
    return true;
}

size_t form_fit(struct arena *a, const struct form *form, const struct table *t)
{
    struct reading r = {.arena = a, .form = form, .table = t};
    size_t n = 0, begins, value;
    if (!look(&r))
        return 1;
    for (size_t i = 0; i < r.list_count; i++)
        for (size_t k = 0; r.lists[i].head != NOWHERE && k < r.lists[i].field->fields.n; k++)
            n += r.lists[i].columns[k] != NOWHERE;
    for (size_t line = 0; line < t->n; line++)
        for (size_t c = 0; c < r.width; c++)
            n += is_label(&r, line, c) || label_inside(&r, cell_raw(&r, line, c), &begins, &value);
    return n;
}

bool form_read(struct arena *a, const struct form *form, const struct table *t, const struct form_hints *hints,
               struct json *values_r, struct cell_notes *notes, struct err *e)
{
    struct reading r = {.arena = a, .form = form, .table = t, .hints = hints, .notes = notes};
    struct members members = {0};
    if (!look(&r))
        return err_with(e, ERR_LARGE, MSG_FORM_LARGE, hints->sheet.n ? hints->sheet : form->name, S(""), S(""));
    for (size_t i = 0; i < r.list_count; i++)
        read_list(&r, &r.lists[i], &members);
    read_own(&r, &members);
    note_rest(&r);
    if (!arena_left(a))
        return err_with(e, ERR_LARGE, MSG_FORM_LARGE, form->name, S(""), S(""));
    *values_r = (struct json){.kind = JSON_OBJECT, .name = form->key, .items = members.items, .n = members.n};
    return true;
}
