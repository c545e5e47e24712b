/* SPDX-License-Identifier: Apache-2.0 */
#include "app/folder.h"
#include "base/file.h"
#include "format/json.h"
#include "work/notice.h"
#include "work/register.h"
#include "work/trial.h"

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
                               STR_ARG(first->message)),
                    S(""));
}

static bool draft_of(struct office *office, struct arena *a, struct str folder, struct campaign *c, struct err *e)
{
    struct form_book forms = {0};
    struct campaign_defaults defaults = {0};
    struct str text;
    if (!file_load(a, in_folder(a, folder, "notice.txt"), FILE_MAX, &text, e) ||
        !load_json(a, folder, "forms.json", &form_book_shape, &forms, e) ||
        !load_json(a, folder, "campaign_defaults.json", &campaign_defaults_shape, &defaults, e))
        return false;
    struct notice_draft *draft = notice_compile(a, text, NULL);
    office_read(office);
    campaign_from_notice(a, text, draft, &defaults, &forms, trial_units(office, NULL), c);
    office_read_done(office);
    return c->duties.n || err_set(e, ERR_INVALID, MSG_NO_DUTIES);
}

bool folder_publish(struct office *office, struct arena *a, struct str folder, struct published_view *view_r,
                    struct err *e)
{
    struct draft_in *in = arena_one(a, struct draft_in);
    struct draft_saved saved;
    return import_register(office, a, folder, e) && draft_of(office, a, folder, &in->document, e) &&
           campaign_save(office, a, NULL, (struct campaign_id){0}, in, &saved, e) &&
           campaign_put_out(office, a, NULL, saved.id, saved.revision, view_r, e);
}
