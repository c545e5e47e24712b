/* SPDX-License-Identifier: Apache-2.0 */
#include "work/workbook.h"

#include "format/json.h"
#include "format/sheet.h"
#include "format/sheet_out.h"

#include <string.h>

const char *const workbook_of_words[] = {"own", "plain", "older", "day", "duty", "unit", "unknown", NULL};

SHAPE(filled_view, struct filled_view, SHAPE_FIELD(filled_view, of, "来源", WORD, .words = workbook_of_words),
      SHAPE_FIELD(filled_view, usable, "可用", BOOL), SHAPE_FIELD(filled_view, told, "提示", PROSE),
      SHAPE_FIELD(filled_view, body, "内容", JSON),
      SHAPE_FIELD(filled_view, notes, "说明", MANY, .of = &cell_note_shape));

/* What an obligation is and holds, for those who may report it, or look over what a letter brought for it. */
static bool take_detail(struct office *office, struct arena *a, const struct session *who, struct obligation_id id,
                        struct obligation_detail *view_r, struct err *e)
{
    if (!obligation_detail_read(office, a, who, id, (struct history_page){.most = 1}, view_r, e))
        return false;
    if (!view_r->may_report && !view_r->may_review)
        return err_set(e, ERR_FORBIDDEN, MSG_NOT_ALLOWED);
    return view_r->forms.n || err_set(e, ERR_MISSING, MSG_NO_FORM);
}

/* ---- given out ---- */

static struct str day_words(struct arena *a, struct day d)
{
    struct civil c = day_civil(d);
    return str_format(a, "%d年%d月%d日", c.year, c.month, c.day);
}

/* 日报（5月17日） */
static struct str duty_words(struct arena *a, const struct obligation_view *o)
{
    struct str name = o->short_name.n ? o->short_name : o->name;
    if (!day_is_set(o->day))
        return name;
    struct civil c = day_civil(o->day);
    return str_format(a, STR_FMT "（%d月%d日）", STR_ARG(name), c.month, c.day);
}

/* Where filling in begins, as web/src/phone/body.ts has it. */
static bool beginning(struct arena *a, const struct obligation_detail *view, struct json *body_r, struct err *e)
{
    struct str text = view->draft ? view->draft->body : view->body.n > 2 ? view->body : view->prefill;
    *body_r = (struct json){.kind = JSON_OBJECT};
    return !text.n || json_read(a, text, body_r, e);
}

/* Its form's name without what all of them begin with would be best; a tab has 31 characters, so the part's name. */
static struct str tab_of(const struct obligation_detail *view, const struct form *form)
{
    for (size_t i = 0; i < view->duty.parts.n; i++)
        if (str_eq(view->duty.parts.items[i].form, form->key) && view->duty.parts.items[i].name.n)
            return view->duty.parts.items[i].name;
    return form->name;
}

static bool write_forms(struct office *office, struct arena *a, const struct obligation_detail *view,
                        const struct json *body, struct sheet_out *w, struct err *e)
{
    const struct obligation_view *o = &view->obligation;
    struct day today = instant_day(office_now(office), ZONE_CHINA);
    for (size_t i = 0; i < view->forms.n; i++) {
        const struct form *form = &view->forms.items[i];
        struct form_paper paper = {.name = tab_of(view, form),
                                   .unit = o->unit_name,
                                   .of = day_words(a, day_is_set(o->day) ? o->day : today),
                                   .obligation = o->id.n};
        struct grid grid;
        form_lay_out(a, form, json_get(json_get(body, S("forms")), form->key), &paper, &grid);
        if (!arena_left(a))
            return err_set(e, ERR_LARGE, MSG_NO_ROOM);
        if (!sheet_out_grid(w, &grid, e))
            return false;
    }
    return true;
}

bool report_workbook(struct office *office, struct arena *a, const struct session *who, struct obligation_id id,
                     struct str *name_r, int *fd_r, uint64_t *size_r, struct err *e)
{
    struct obligation_detail view;
    struct json body;
    struct sheet_out *w;
    if (!take_detail(office, a, who, id, &view, e) || !beginning(a, &view, &body, e) || !sheet_out_begin(a, 0, &w, e))
        return false;
    if (!write_forms(office, a, &view, &body, w, e)) {
        sheet_out_abandon(w);
        return false;
    }
    *name_r = str_format(a, STR_FMT "-" STR_FMT ".xlsx", STR_ARG(duty_words(a, &view.obligation)),
                         STR_ARG(view.obligation.unit_short_name));
    return sheet_out_finish(w, fd_r, size_r, e);
}

/* ---- whose it is ---- */

struct taking {
    struct arena *arena;
    struct office *office;
    const struct session *who;
    enum language language;
    struct obligation_detail detail;
    struct sheets sheets;
    struct sheet_seen {
        bool stamped, taken;
        struct form_stamp stamp;
    } * seen; /* of each sheet */
    struct filled_view *view;
};

static struct str said(const struct taking *t, enum message message, struct str a1, struct str a2)
{
    const struct str args[ERR_ARGS] = {a1, a2, S("")};
    return message_text(t->arena, message, t->language, args);
}

static const struct form *form_marked(const struct taking *t, uint32_t mark)
{
    for (size_t i = 0; i < t->detail.forms.n; i++)
        if (form_mark(&t->detail.forms.items[i]) == mark)
            return &t->detail.forms.items[i];
    return NULL;
}

/* The obligation a stamp names, if this session may know of it. */
static bool stamped_one(const struct taking *t, uint64_t id, struct obligation_view *o_r)
{
    struct live *l;
    struct err ignored;
    office_read(t->office);
    struct live_obligation *o = obligation_find(t->office, t->who, (struct obligation_id){id}, &l, &ignored);
    if (o)
        obligation_fill(t->arena, l, o, office_now(t->office), o_r);
    office_read_done(t->office);
    return o;
}

static void tell_other(struct taking *t, uint64_t id)
{
    const struct obligation_view *own = &t->detail.obligation;
    struct obligation_view other = {0};
    struct filled_view *v = t->view;
    v->of = WORKBOOK_UNKNOWN;
    v->told = said(t, MSG_STAMP_UNKNOWN, S(""), S(""));
    if (!stamped_one(t, id, &other))
        return;
    struct str its = duty_words(t->arena, &other), ours = duty_words(t->arena, own);
    if (other.unit.n != own->unit.n) {
        v->of = WORKBOOK_UNIT;
        v->told = said(t, MSG_STAMP_UNIT, other.unit_name, own->unit_name);
    } else {
        v->of = str_eq(other.duty, own->duty) ? WORKBOOK_DAY : WORKBOOK_DUTY;
        v->told = said(t, v->of == WORKBOOK_DAY ? MSG_STAMP_DAY : MSG_STAMP_DUTY, its, ours);
    }
}

/* By the stamps of its sheets: another's is asked about, and used only where the form is the same. */
static void look_at_stamps(struct taking *t)
{
    size_t stamped = 0, fit = 0;
    uint64_t other = 0;
    for (size_t i = 0; i < t->sheets.n; i++) {
        struct sheet_seen *s = &t->seen[i];
        s->stamped = form_stamp_find(&t->sheets.items[i].table, &s->stamp);
        stamped += s->stamped;
        fit += s->stamped && form_marked(t, s->stamp.form);
        if (s->stamped && s->stamp.obligation != t->detail.obligation.id.n && !other)
            other = s->stamp.obligation;
    }
    t->view->usable = true;
    t->view->of = stamped ? WORKBOOK_OWN : WORKBOOK_PLAIN;
    if (other) {
        tell_other(t, other);
        t->view->usable = fit > 0;
        if (!fit)
            t->view->told = said(t, MSG_STAMP_NO_USE, t->view->told, S(""));
    } else if (stamped && fit < stamped) {
        t->view->of = WORKBOOK_OLDER;
        t->view->told = said(t, MSG_STAMP_OLDER, S(""), S(""));
    }
}

/* ---- read ---- */

/* The sheet of a form: the one its stamp names, else the one that bears most of its labels. */
static struct sheet_seen *sheet_of(struct taking *t, const struct form *form)
{
    struct sheet_seen *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < t->sheets.n; i++) {
        struct sheet_seen *s = &t->seen[i];
        if (s->taken)
            continue;
        if (s->stamped && s->stamp.form == form_mark(form))
            return s;
        size_t fit =
            s->stamped && form_marked(t, s->stamp.form) ? 0 : form_fit(t->arena, form, &t->sheets.items[i].table);
        if (fit > most) {
            most = fit;
            best = s;
        }
    }
    return best;
}

static bool read_forms(struct taking *t, struct buf *body, size_t *read_r, struct err *e)
{
    const struct obligation_view *o = &t->detail.obligation;
    struct form_hints hints = {.day = day_is_set(o->day) ? o->day : instant_day(office_now(t->office), ZONE_CHINA),
                               .unit = o->unit_name,
                               .unit_short = o->unit_short_name,
                               .language = t->language};
    buf_lit(body, "{\"forms\":{");
    for (size_t i = 0; i < t->detail.forms.n; i++) {
        struct sheet_seen *s = sheet_of(t, &t->detail.forms.items[i]);
        struct json values;
        if (!s)
            continue;
        const struct named_table *its = &t->sheets.items[s - t->seen];
        s->taken = true;
        hints.stamped = s->stamped;
        hints.sheet = t->sheets.n > 1 ? its->name : (struct str){0};
        if (!form_read(t->arena, &t->detail.forms.items[i], &its->table, &hints, &values, &t->view->notes, e))
            return false;
        if ((*read_r)++)
            buf_putc(body, ',');
        json_str(body, t->detail.forms.items[i].key);
        buf_putc(body, ':');
        json_write(body, &values);
    }
    buf_lit(body, "}}");
    return true;
}

static bool holds_text(const struct table *t)
{
    for (size_t i = 0; i < t->n; i++)
        for (size_t c = 0; c < t->items[i].cells.n; c++)
            if (str_trim(t->items[i].cells.items[c]).n)
                return true;
    return false;
}

static void note_other_sheets(struct taking *t)
{
    for (size_t i = 0; i < t->sheets.n; i++) {
        struct str name = t->sheets.items[i].name;
        if (!t->seen[i].taken && holds_text(&t->sheets.items[i].table))
            cell_note_add(t->arena, &t->view->notes,
                          (struct cell_note){.cell = name, .message = said(t, MSG_SHEET_UNREAD, name, S(""))});
    }
}

static bool no_labels(const struct taking *t, struct str name, struct err *e)
{
    const struct form *form = &t->detail.forms.items[0];
    struct str example = form->fields.n ? form->fields.items[0].label : form->name;
    return err_with(e, ERR_INVALID, MSG_SHEET_NO_LABELS, name, form->name, example);
}

bool report_read_workbook(struct office *office, struct arena *a, const struct session *who, struct obligation_id id,
                          struct str path, struct str name, enum language language, struct filled_view *view_r,
                          struct err *e)
{
    struct filled_view view = {.body = S("{}")};
    struct taking t = {.arena = a, .office = office, .who = who, .language = language, .view = &view};
    struct buf body = buf_new(a, 4096);
    size_t read = 0;
    if (!take_detail(office, a, who, id, &t.detail, e) || !sheet_read_all(a, path, name, &t.sheets, e))
        return false;
    t.seen = arena_many(a, struct sheet_seen, t.sheets.n + 1);
    look_at_stamps(&t);
    if (view.usable) {
        if (!read_forms(&t, &body, &read, e))
            return false;
        if (!read)
            return no_labels(&t, name, e);
        note_other_sheets(&t);
        view.body = buf_str(&body);
    }
    *view_r = view;
    return true;
}
