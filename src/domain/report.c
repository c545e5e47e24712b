/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/report.h"

struct judging {
    struct arena *arena;
    const struct campaign *campaign;
    const struct duty *duty;
    const struct obligation *obligation;
    const struct json *body;
    struct remarks *remarks;
};

static void remark(const struct judging *j, struct str where, bool blocks, enum message message,
                   const struct str args[ERR_ARGS])
{
    remark_add(j->arena, j->remarks, where, blocks, message, args);
}

static struct str number(const struct judging *j, int64_t n)
{
    return str_format(j->arena, "%lld", (long long)n);
}

static const struct part *part_of(const struct duty *duty, struct str key)
{
    for (size_t i = 0; i < duty->parts.n; i++)
        if (str_eq(duty->parts.items[i].key, key))
            return &duty->parts.items[i];
    return NULL;
}

/* ---- the body itself ---- */

static const struct {
    const char *name;
    enum json_kind kind;
} members[] = {{"forms", JSON_OBJECT}, {"texts", JSON_OBJECT}, {"files", JSON_ARRAY}, {"pieces", JSON_OBJECT}};

static bool body_is_sound(const struct judging *j)
{
    bool sound = !j->body || j->body->kind == JSON_OBJECT;
    for (size_t i = 0; sound && j->body && i < j->body->n; i++) {
        const struct json *member = &j->body->items[i];
        size_t k = 0;
        while (k < sizeof members / sizeof *members && !str_eq(member->name, str_of(members[k].name)))
            k++;
        sound = k < sizeof members / sizeof *members && (member->kind == members[k].kind || member->kind == JSON_NULL);
    }
    if (!sound)
        remark(j, S(""), true, MSG_BODY_BROKEN, NULL);
    return sound;
}

/* Members that name no part of the duty would be lost in silence: they are told. */
static void check_keys(const struct judging *j, const char *name, bool (*is_known)(const struct judging *, struct str))
{
    const struct json *object = json_get(j->body, str_of(name));
    for (size_t i = 0; object && i < object->n && j->remarks->n < REMARKS_MAX; i++) {
        struct str key = utf8_head(object->items[i].name, 40);
        if (!is_known(j, object->items[i].name))
            remark(j, str_format(j->arena, "%s." STR_FMT, name, STR_ARG(key)), true, MSG_PART_UNKNOWN, ARGS(key));
    }
}

static bool is_form(const struct judging *j, struct str key)
{
    for (size_t i = 0; i < j->duty->parts.n; i++)
        if (j->duty->parts.items[i].kind == PART_FORM && str_eq(j->duty->parts.items[i].form, key))
            return true;
    return false;
}

static bool is_text(const struct judging *j, struct str key)
{
    const struct part *p = part_of(j->duty, key);
    return p && p->kind == PART_TEXT;
}

static bool is_pieces(const struct judging *j, struct str key)
{
    const struct part *p = part_of(j->duty, key);
    return p && p->kind == PART_PIECES;
}

/* ---- forms and texts ---- */

static void check_form(const struct judging *j, const struct part *p)
{
    const struct form *form = campaign_form(j->campaign, p->form);
    const struct json *filled = json_get(json_get(j->body, S("forms")), p->form);
    if (!form || (json_is_blank(filled) && !p->required))
        return;
    if (json_is_blank(filled)) {
        remark(j, str_format(j->arena, "forms." STR_FMT, STR_ARG(p->form)), true, MSG_FORM_EMPTY, ARGS(form->name));
        return;
    }
    size_t before = j->remarks->n;
    form_check(j->arena, form, filled, j->remarks);
    for (size_t i = before; i < j->remarks->n; i++) {
        struct remark *r = &j->remarks->items[i];
        r->where = str_format(j->arena, "forms." STR_FMT "%s" STR_FMT, STR_ARG(p->form), r->where.n ? "." : "",
                              STR_ARG(r->where));
    }
}

static void check_length(const struct judging *j, const struct part *p, struct str where, struct str text)
{
    int64_t length = (int64_t)utf8_length(text);
    if (p->min && length < p->min)
        remark(j, where, false, MSG_TEXT_SHORT_OF, ARGS(p->name, number(j, p->min), number(j, length)));
    if (p->max && length > p->max)
        remark(j, where, false, MSG_TEXT_OVER, ARGS(p->name, number(j, p->max), number(j, length)));
}

static void check_text(const struct judging *j, const struct part *p)
{
    struct str where = str_format(j->arena, "texts." STR_FMT, STR_ARG(p->key));
    const struct json *text = json_get(json_get(j->body, S("texts")), p->key);
    if (json_is_blank(text)) {
        if (p->required)
            remark(j, where, true, MSG_PART_EMPTY, ARGS(p->name));
    } else if (text->kind != JSON_STRING || utf8_has_hidden(text->text)) {
        remark(j, where, true, MSG_PART_NO_TEXT, ARGS(p->name));
    } else {
        check_length(j, p, where, str_trim(text->text));
    }
}

/* ---- files ---- */

static bool is_blob(struct str s)
{
    if (s.n != 64)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!((s.at[i] >= '0' && s.at[i] <= '9') || (s.at[i] >= 'a' && s.at[i] <= 'f')))
            return false;
    return true;
}

static bool fits_part(const struct part *p, struct str type)
{
    if (p->kind == PART_PHOTOS)
        return str_starts(type, S("image/"));
    if (p->kind == PART_VIDEOS)
        return str_starts(type, S("video/"));
    return true;
}

static void check_file(const struct judging *j, const struct json *file, const struct part *p, struct str where)
{
    struct str name = utf8_head(json_get_str(file, S("name")), 60), type = json_get_str(file, S("type"));
    if (!is_blob(json_get_str(file, S("blob"))))
        remark(j, where, true, MSG_FILE_NOT_THERE, NULL);
    else if (utf8_has_hidden(name) || !name.n)
        remark(j, where, true, MSG_FILE_NAMELESS, NULL);
    else if (p && type.n && !fits_part(p, type))
        remark(j, where, true, p->kind == PART_PHOTOS ? MSG_FILE_NO_PHOTO : MSG_FILE_NO_VIDEO, ARGS(name));
}

/* What the notice says of formats and sizes: told, never held against the sending. */
static void check_terms(const struct judging *j, const struct json *file, struct str where)
{
    const struct terms *t = &j->duty->terms;
    struct str name = utf8_head(json_get_str(file, S("name")), 60);
    const struct json *n = json_get(file, S("size"));
    int64_t size = n && n->kind == JSON_NUMBER ? (int64_t)n->number : 0;
    bool fits = (!t->bytes.min || size >= t->bytes.min) && (!t->bytes.max || size <= t->bytes.max);
    struct terms of_files = {.bytes = t->bytes, .formats = t->formats};
    if (!name.n || (terms_take_file(t, name) && (!size || fits)))
        return;
    remark(j, where, false, MSG_FILE_OFF_TERMS, ARGS(name, terms_text(j->arena, &of_files, j->remarks->language)));
}

static size_t count_all_files(const struct judging *j)
{
    size_t n = json_get_list(j->body, S("files"))->n;
    const struct json *pieces = json_get(j->body, S("pieces"));
    for (size_t i = 0; pieces && i < pieces->n; i++)
        for (size_t k = 0; k < pieces->items[i].n; k++)
            n += json_get_list(&pieces->items[i].items[k], S("files"))->n;
    return n;
}

/* False: so many that none of them is looked at. */
static bool files_are_few(const struct judging *j)
{
    size_t n = count_all_files(j);
    if (n > REPORT_FILES_MAX)
        remark(j, S("files"), true, MSG_FILES_MANY, ARGS(number(j, REPORT_FILES_MAX), number(j, (int64_t)n)));
    return n <= REPORT_FILES_MAX;
}

static void check_files(const struct judging *j)
{
    const struct json *files = json_get_list(j->body, S("files"));
    for (size_t i = 0; i < files->n; i++) {
        struct str where = str_format(j->arena, "files[%zu]", i);
        const struct part *p = part_of(j->duty, json_get_str(&files->items[i], S("part")));
        if (!p || p->kind == PART_PIECES)
            remark(j, where, true, MSG_FILE_STRAY, NULL);
        else
            check_file(j, &files->items[i], p, where);
        check_terms(j, &files->items[i], where);
    }
}

static size_t count_files(const struct judging *j, const struct part *p)
{
    const struct json *files = json_get_list(j->body, S("files"));
    size_t n = 0;
    for (size_t i = 0; i < files->n; i++)
        n += str_eq(json_get_str(&files->items[i], S("part")), p->key);
    return n;
}

/* Too few or too many: said, never held against the sending. Chinese counts each kind by a word of its own. */
static void check_count(const struct judging *j, const struct part *p, struct str where, int64_t n, int64_t min,
                        int64_t max)
{
    bool photos = p->kind == PART_PHOTOS, videos = p->kind == PART_VIDEOS, pieces = p->kind == PART_PIECES;
    if (n && n < min)
        remark(j, where, false,
               photos   ? MSG_PHOTOS_FEW
               : videos ? MSG_VIDEOS_FEW
               : pieces ? MSG_PIECES_FEW
                        : MSG_FILES_FEW,
               ARGS(p->name, number(j, min), number(j, n)));
    if (max && n > max)
        remark(j, where, false,
               photos   ? MSG_PHOTOS_MANY
               : videos ? MSG_VIDEOS_MANY
               : pieces ? MSG_PIECES_MANY
                        : MSG_FILES_OVER,
               ARGS(p->name, number(j, max), number(j, n)));
}

static void check_file_part(const struct judging *j, const struct part *p)
{
    size_t n = count_files(j, p);
    struct str where = str_format(j->arena, "files." STR_FMT, STR_ARG(p->key));
    if (!n && p->required)
        remark(j, where, p->kind != PART_VIDEOS, p->kind == PART_VIDEOS ? MSG_VIDEOS_LATER : MSG_PART_NO_FILES,
               ARGS(p->name));
    check_count(j, p, where, (int64_t)n, p->min, p->max);
}

/* ---- pieces ---- */

enum { TITLE_MOST = 200 };

static void check_piece(const struct judging *j, const struct json *piece, size_t place, struct str where)
{
    struct str title = json_get_str(piece, S("title")), titled = str_format(j->arena, STR_FMT ".title", STR_ARG(where));
    const struct json *files = json_get_list(piece, S("files"));
    struct str nth = number(j, (int64_t)place);
    if (!str_trim(title).n)
        remark(j, titled, true, MSG_PIECE_NO_TITLE, ARGS(nth));
    else if (utf8_has_hidden(title))
        remark(j, titled, true, MSG_PIECE_TITLE_HIDDEN, ARGS(nth));
    else if (utf8_length(title) > TITLE_MOST)
        remark(j, titled, true, MSG_PIECE_TITLE_LONG,
               ARGS(nth, number(j, TITLE_MOST), number(j, (int64_t)utf8_length(title))));
    if (json_is_blank(json_get(piece, S("text"))) && !files->n)
        remark(j, where, true, MSG_PIECE_EMPTY, ARGS(nth));
    else if (utf8_has_hidden(json_get_str(piece, S("text"))))
        remark(j, where, true, MSG_PIECE_HIDDEN, ARGS(nth));
    for (size_t i = 0; i < files->n; i++)
        check_file(j, &files->items[i], NULL, str_format(j->arena, STR_FMT ".files[%zu]", STR_ARG(where), i));
}

static void check_pieces(const struct judging *j, const struct part *p)
{
    const struct json *pieces = json_get_list(json_get(j->body, S("pieces")), p->key);
    struct str where = str_format(j->arena, "pieces." STR_FMT, STR_ARG(p->key));
    int64_t min = j->obligation->quota_min ? j->obligation->quota_min : p->min;
    int64_t max = j->obligation->quota_max ? j->obligation->quota_max : p->max;
    if (!pieces->n && p->required)
        remark(j, where, true, MSG_PIECES_NONE, ARGS(p->name));
    check_count(j, p, where, (int64_t)pieces->n, min, max);
    for (size_t i = 0; i < pieces->n && j->remarks->n < REMARKS_MAX; i++)
        check_piece(j, &pieces->items[i], i + 1, str_format(j->arena, STR_FMT "[%zu]", STR_ARG(where), i));
}

void report_check(struct arena *a, const struct campaign *c, const struct duty *duty, const struct obligation *o,
                  const struct json *body, struct remarks *remarks)
{
    struct judging j = {a, c, duty, o, body && body->kind != JSON_NULL ? body : NULL, remarks};
    if (!body_is_sound(&j) || !files_are_few(&j))
        return;
    check_keys(&j, "forms", is_form);
    check_keys(&j, "texts", is_text);
    check_keys(&j, "pieces", is_pieces);
    check_files(&j);
    for (size_t i = 0; i < duty->parts.n; i++) {
        const struct part *p = &duty->parts.items[i];
        if (p->kind == PART_FORM)
            check_form(&j, p);
        else if (p->kind == PART_TEXT)
            check_text(&j, p);
        else if (p->kind == PART_PIECES)
            check_pieces(&j, p);
        else
            check_file_part(&j, p);
    }
}
