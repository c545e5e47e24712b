/* SPDX-License-Identifier: Apache-2.0 */
#include "app/folder.h"
#include "base/file.h"
#include "format/json.h"
#include "work/notice.h"
#include "work/register.h"

struct forms_file {
    LIST(struct form) forms;
};
static SHAPE(forms_file, struct forms_file, SHAPE_FIELD(forms_file, forms, "报表", MANY, .of = &form_shape));

/* Where a thing's or duty's words hold these words. */
struct thing_default {
    struct str words, form;
    int kind;
    bool required;
    int64_t min, max;
};
static SHAPE(thing_default, struct thing_default, SHAPE_FIELD(thing_default, words, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(thing_default, form, NULL, STR),
             SHAPE_FIELD(thing_default, kind, NULL, WORD, .words = part_kind_words),
             SHAPE_FIELD(thing_default, required, NULL, BOOL), SHAPE_FIELD(thing_default, min, NULL, INT),
             SHAPE_FIELD(thing_default, max, NULL, INT));

struct duty_default {
    struct str words, name, short_name;
    bool nil_allowed, own_accord;
};
static SHAPE(duty_default, struct duty_default, SHAPE_FIELD(duty_default, words, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(duty_default, name, NULL, STR), SHAPE_FIELD(duty_default, short_name, NULL, STR),
             SHAPE_FIELD(duty_default, nil_allowed, NULL, BOOL), SHAPE_FIELD(duty_default, own_accord, NULL, BOOL));

struct defaults {
    struct str key;
    int64_t zone;
    struct strs return_reasons;
    LIST(struct thing_default) things;
    LIST(struct duty_default) duties;
};
static SHAPE(defaults, struct defaults, SHAPE_FIELD(defaults, key, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(defaults, zone, NULL, INT), SHAPE_FIELD(defaults, return_reasons, NULL, STRS),
             SHAPE_FIELD(defaults, things, NULL, MANY, .of = &thing_default_shape),
             SHAPE_FIELD(defaults, duties, NULL, MANY, .of = &duty_default_shape));

enum { FILE_MAX = 4 << 20 };

static struct str in_folder(struct arena *a, struct str folder, const char *name)
{
    return str_format(a, STR_FMT "/%s", STR_ARG(folder), name);
}

static bool load_json(struct arena *a, struct str folder, const char *name, const struct shape *shape, void *into,
                      struct err *e)
{
    struct str text;
    return file_load(a, in_folder(a, folder, name), FILE_MAX, &text, e) && shape_read_text(a, shape, text, into, e);
}

static void set_part(struct part *p, const struct thing_default *t)
{
    p->kind = t->kind;
    p->form = t->form;
    p->required = t->required;
    p->min = t->min;
    p->max = t->max;
}

static void set_duty(struct duty *d, const struct defaults *defaults)
{
    for (size_t i = 0; i < d->parts.n; i++)
        for (size_t k = 0; k < defaults->things.n; k++)
            if (d->parts.items[i].kind != PART_PIECES &&
                str_find(d->parts.items[i].name, defaults->things.items[k].words) != STR_NONE) {
                set_part(&d->parts.items[i], &defaults->things.items[k]);
                break;
            }
    for (size_t k = 0; k < defaults->duties.n; k++) {
        const struct duty_default *def = &defaults->duties.items[k];
        bool named = str_find(d->name, def->words) != STR_NONE;
        for (size_t i = 0; i < d->parts.n && !named; i++)
            named = str_find(d->parts.items[i].name, def->words) != STR_NONE;
        if (!named)
            continue;
        d->name = def->name.n ? def->name : d->name;
        d->short_name = def->short_name.n ? def->short_name : d->short_name;
        d->nil_allowed = def->nil_allowed;
        d->own_accord = def->own_accord;
        return;
    }
}

static bool import_register(struct office *office, struct arena *a, struct str folder, struct err *e)
{
    struct import_view view;
    if (!register_import(office, a, NULL, in_folder(a, folder, "register.csv"), S("register.csv"), true, &view, e))
        return false;
    if (!view.errors.n)
        return true;
    const struct row_error *first = &view.errors.items[0];
    return err_with(e, ERR_INVALID, MSG_FILE_UNREADABLE, S("register.csv"),
                    str_format(a, "第 %lld 行 " STR_FMT "：" STR_FMT, (long long)first->row, STR_ARG(first->column),
                               STR_ARG(first->message)), S(""));
}

static bool draft_of(struct arena *a, struct str folder, struct campaign *c, struct err *e)
{
    struct forms_file forms = {0};
    struct defaults defaults = {0};
    struct str text;
    if (!file_load(a, in_folder(a, folder, "notice.txt"), FILE_MAX, &text, e) ||
        !load_json(a, folder, "forms.json", &forms_file_shape, &forms, e) ||
        !load_json(a, folder, "campaign_defaults.json", &defaults_shape, &defaults, e))
        return false;
    struct notice_draft *draft = notice_compile(a, text, NULL);
    campaign_from_notice(a, text, draft, (struct known_forms){forms.forms.items, forms.forms.n}, c);
    c->key = defaults.key;
    c->zone = defaults.zone ? defaults.zone : c->zone;
    if (defaults.return_reasons.n)
        c->return_reasons = defaults.return_reasons;
    for (size_t i = 0; i < c->duties.n; i++)
        set_duty(&c->duties.items[i], &defaults);
    return c->duties.n || err_set(e, ERR_INVALID, MSG_NO_DUTIES);
}

bool folder_publish(struct office *office, struct arena *a, struct str folder, struct published_view *view_r,
                    struct err *e)
{
    struct draft_in *in = arena_one(a, struct draft_in);
    struct draft_saved saved;
    return import_register(office, a, folder, e) && draft_of(a, folder, &in->document, e) &&
           campaign_save(office, a, NULL, (struct campaign_id){0}, in, &saved, e) &&
           campaign_put_out(office, a, NULL, saved.id, saved.revision, view_r, e);
}
