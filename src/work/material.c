/* SPDX-License-Identifier: Apache-2.0 */
#include "work/material.h"
#include "format/json.h"
#include "store/activity.h"
#include "work/report.h"

#include <unistd.h>

static int64_t number_of(const struct json *row, struct str key)
{
    const struct json *j = json_get(row, key);
    return j && j->kind == JSON_NUMBER ? (int64_t)j->number : 0;
}

static struct str minutes_text(struct arena *a, int64_t minutes)
{
    return minutes < 0 ? (struct str){0} : str_format(a, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

static void add_activity(struct arena *a, const struct roll *roll, const struct activity_record *rec,
                         struct activities_view *view)
{
    const struct unit *u = roll_unit(roll, rec->unit);
    struct json values = {0};
    struct err ignored;
    if (rec->values.n && !json_read(a, rec->values, &values, &ignored))
        return;
    struct activity_view v = {.id = rec->id,
                              .unit = rec->unit,
                              .unit_name = u ? str_dup(a, u->name) : (struct str){0},
                              .name = rec->name,
                              .organiser = rec->organiser,
                              .partners = rec->partners,
                              .place = rec->place,
                              .day = rec->day,
                              .start = minutes_text(a, rec->start),
                              .end = minutes_text(a, rec->end),
                              .students = number_of(&values, S("students")),
                              .teachers = number_of(&values, S("teachers")),
                              .public = number_of(&values, S("public"))};
    arena_push(a, &view->activities, v);
}

bool activities_list(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                     struct activities_view *view_r, struct err *e)
{
    struct activity_records list = {0};
    struct activities_view view = {0};
    office_read(office);
    struct live *l = office_campaign(office, who, campaign, e);
    office_read_done(office);
    if (!l || !activity_list(store_reader(office_store(office)), a, campaign, DAY_NONE, &list, e))
        return false;
    office_read(office);
    l = office_live(office, campaign.n);
    for (size_t i = 0; l && i < list.n; i++)
        if (may_see(l->roll, who, list.items[i].unit))
            add_activity(a, l->roll, &list.items[i], &view);
    office_read_done(office);
    *view_r = view;
    return true;
}
