/* SPDX-License-Identifier: Apache-2.0 */
#include "work/material.h"
#include "format/json.h"
#include "store/activity.h"
#include "work/report.h"

#include <unistd.h>

enum { ONE_ACTIVITY = 64 << 20 };

static int64_t number_of(const struct json *row, struct str key)
{
    const struct json *j = json_get(row, key);
    return j && j->kind == JSON_NUMBER ? (int64_t)j->number : 0;
}

struct listing {
    struct arena *a, *one; /* one: of the activity at hand */
    struct office *office;
    const struct session *who;
    uint64_t campaign;
    size_t most;
    struct activity_place last;
    bool more;
    struct activities_view view;
};

/* False: not one that the session may see. */
static bool seen(const struct listing *list, struct unit_id unit, struct str *name_r)
{
    office_read(list->office);
    struct live *l = office_live(list->office, list->campaign);
    const struct unit *u = l ? roll_unit(l->roll, unit) : NULL;
    bool may = l && may_see(l->roll, list->who, unit);
    *name_r = may && u ? str_dup(list->a, u->name) : (struct str){0};
    office_read_done(list->office);
    return may;
}

static bool add_activity(void *arg, const struct activity_record *rec, bool *more_r, struct err *e)
{
    struct listing *list = arg;
    struct arena *a = list->a, *one = list->one;
    struct json values = {0};
    struct str name;
    if (!seen(list, rec->unit, &name))
        return true;
    list->more = list->view.activities.n == list->most || !arena_left(a);
    *more_r = !list->more;
    if (list->more)
        return true;
    if (rec->values.n && !json_read(one, rec->values, &values, e))
        return err_with(e, ERR_FAULT, MSG_REPORT_BROKEN, name, S(""), S(""));
    struct activity_view v = {.id = rec->id,
                              .unit = rec->unit,
                              .unit_name = name,
                              .name = str_dup(a, rec->name),
                              .organiser = str_dup(a, rec->organiser),
                              .partners = str_dup(a, rec->partners),
                              .place = str_dup(a, rec->place),
                              .day = rec->day,
                              .start = hour_text(a, rec->start),
                              .end = hour_text(a, rec->end),
                              .students = number_of(&values, S("students")),
                              .teachers = number_of(&values, S("teachers")),
                              .public = number_of(&values, S("public"))};
    arena_push(a, &list->view.activities, v);
    list->last = activity_place_of(rec);
    return true;
}

/* "19494.540.17": a place as the next page's ?after= says it. */
static bool place_read(struct str text, struct activity_place *place_r)
{
    struct str day, start;
    int64_t id;
    *place_r = (struct activity_place){0};
    if (!text.n)
        return true;
    if (!str_cut(&text, S("."), &day) || !str_cut(&text, S("."), &start) || !str_to_int(day, &place_r->day) ||
        !str_to_int(start, &place_r->start) || !str_to_int(text, &id) || id <= 0)
        return false;
    place_r->id = (uint64_t)id;
    return true;
}

bool activities_list(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                     const struct activities_page *page, struct activities_view *view_r, struct err *e)
{
    struct listing list = {.a = a, .office = office, .who = who, .campaign = campaign.n, .most = page->most};
    struct activity_span span = {.day = page->day};
    if (!place_read(page->after, &span.after))
        return err_with(e, ERR_INPUT, MSG_FIELD_TYPE, S("after"), S("上一页给出的位置"), S(""));
    office_read(office);
    bool known = office_campaign(office, who, campaign, e);
    office_read_done(office);
    list.one = known ? arena_new("activity", ONE_ACTIVITY) : NULL;
    bool ok =
        known && activity_each(store_reader(office_store(office)), list.one, campaign, span, add_activity, &list, e);
    arena_free(list.one);
    if (!ok)
        return false;
    if (list.more)
        list.view.next = str_format(a, "%lld.%lld.%llu", (long long)list.last.day, (long long)list.last.start,
                                    (unsigned long long)list.last.id);
    *view_r = list.view;
    return true;
}
