/* SPDX-License-Identifier: Apache-2.0 */
#include "app/commands.h"
#include "app/folder.h"
#include "app/players.h"
#include "app/server.h"
#include "base/file.h"
#include "work/sessions.h"

#include <stdio.h>
#include <sys/stat.h>

struct rehearsal {
    struct arena *arena;
    struct office *office;
    struct players *players;
    int64_t speed;
    struct unit_id school, county, bureau;
    bool quiet; /* no simulated units */
};

/* Ten days before the start: when the notice went out. */
static const int64_t PREFACE_MS = 10 * MS_A_DAY;

static bool remove_old(struct arena *a, struct str data, struct err *e)
{
    struct store *s;
    struct stat st;
    if (stat(str_z(a, str_format(a, STR_FMT "/skillweek.db", STR_ARG(data))), &st) != 0)
        return true;
    if (!store_open(a, data, (struct store_options){.any = true, .readonly = true}, &s, e))
        return false;
    bool rehearsal = store_is_rehearsal(s);
    store_close(s);
    return rehearsal ? folder_remove(a, data, e) : err_with(e, ERR_CONFLICT, MSG_NOT_REHEARSAL, data, S(""), S(""));
}

/* The first that is of the kind, else the first that is (or is no) office between; the uppermost is neither. */
static struct unit_id first_of(const struct roll *roll, int kind, bool office)
{
    struct unit_id found = {0};
    for (size_t i = 1; i < roll->units.n; i++) {
        const struct unit *u = &roll->units.items[i];
        if (u->kind == kind)
            return u->id;
        if (!found.n && roll_is_office(roll, u) == office)
            found = u->id;
    }
    return found;
}

/*
 * The person who tries it plays the office that sends the notice, the first county office below it and the first school;
 * in a register without such, whoever stands there instead.
 */
static void cast(struct rehearsal *r)
{
    office_read(r->office);
    const struct roll *roll = office_roll(r->office, office_first_register(r->office));
    if (roll && roll->units.n) {
        r->bureau = roll->units.items[0].id;
        r->county = first_of(roll, UNIT_COUNTY, true);
        r->school = first_of(roll, UNIT_SCHOOL, false);
    }
    if (roll && roll->units.n > 1 && !r->school.n) /* offices all the way down */
        r->school = roll->units.items[roll->units.n - 1].id;
    office_read_done(r->office);
}

static bool invite(struct rehearsal *r, struct str base_url, int role, struct unit_id unit, const char *who,
                   struct err *e)
{
    struct invitation_in in = {.role = role, .unit = unit};
    struct invitation_made made;
    if (!unit.n) /* nobody of that sort in this register */
        return true;
    if (!invitation_make(r->office, r->arena, NULL, &in, base_url, &made, e))
        return false;
    printf("  %s\t" STR_FMT "\n", who, STR_ARG(made.link));
    return true;
}

static bool ready(void *arg, struct str base_url, struct err *e)
{
    struct rehearsal *r = arg;
    printf("试运行（演练数据） " STR_FMT "\n一次性进入链接（每个只能使用一次）：\n", STR_ARG(base_url));
    if (!invite(r, base_url, ROLE_CLERK, r->bureau, "经办人    ", e) ||
        !invite(r, base_url, ROLE_COUNTY, r->county, "下级经办人", e) ||
        !invite(r, base_url, ROLE_LIAISON, r->school, "联络员    ", e) ||
        !invite(r, base_url, ROLE_LEADER, r->bureau, "领导（只读）", e))
        return false;
    printf("按 Ctrl-C 停止；再次启动将接着运行，--fresh 重新开始。\n");
    fflush(stdout);
    if (!r->quiet)
        players_start(r->players);
    return true;
}

static void ending(void *arg)
{
    struct rehearsal *r = arg;
    struct err ignored;
    if (!r->quiet)
        players_stop(r->players);
    struct clock c = office_clock(r->office);
    if (!office_clock_change(r->office, INSTANT_NONE, c.rate, &ignored)) /* keeps the moment it stopped at */
        fprintf(stderr, "skillweek rehearse: the clock was not kept\n");
}

/* The notice goes out, and what happened until the start is told. */
static bool begin(struct rehearsal *r, struct str folder, struct instant start, struct err *e)
{
    struct live **lives;
    struct published_view published = {0};
    office_read(r->office);
    bool begun = office_campaigns(r->office, &lives);
    office_read_done(r->office);
    struct unit_id played[2];
    if (!begun) {
        if (!office_clock_change(r->office, (struct instant){start.ms - PREFACE_MS}, 0, e) ||
            !folder_publish(r->office, r->arena, folder, &published, e))
            return false;
        printf("已发布：%lld 项应报事项\n", (long long)published.obligations);
    }
    cast(r);
    played[0] = r->school;
    played[1] = r->county;
    struct photos *photos;
    if (!photos_load(r->arena, r->office, folder, &photos, e))
        return false;
    r->players = players_new(r->arena, r->office, photos, played, 2);
    struct instant to = office_now(r->office).ms < start.ms ? start : INSTANT_NONE;
    if (instant_is_set(to) && !r->quiet && !players_tell(r->players, start, e))
        return false;
    return office_clock_change(r->office, to, r->speed, e);
}

int app_rehearse(int argc, char **argv)
{
    struct arena *a = arena_new("rehearse", 1 << 30);
    struct serve_options o;
    struct rehearsal r = {.arena = a, .speed = 1};
    struct str folder = S("campaigns/hefei-2023"), start_text = S("2023-05-18T09:30:00+08:00");
    bool fresh = false;
    serve_defaults(&o);
    o.data = S("rehearsal");
    const struct option options[] = {
        SERVE_OPTIONS(&o),
        {"campaign", "DIR", "the campaign's folder (campaigns/hefei-2023)", OPTION_TEXT, .to = &folder},
        {"start", "TIME", "the clock's first time (2023-05-18T09:30:00+08:00)", OPTION_TEXT, .to = &start_text},
        OPTION_N("speed", "how many times as fast the clock runs (1; 0 stops it)", &r.speed, 0, 1000000),
        {"quiet", NULL, "no simulated units", OPTION_FLAG, .to = &r.quiet},
        {"fresh", NULL, "begin anew", OPTION_FLAG, .to = &fresh},
        {0}};
    options_read(a, "[OPTION …]", options, 0, 0, argc, argv);
    serve_check(a, &o, argv[0]);
    struct err e = {0};
    struct instant start;
    if (fresh && o.database.n && !err_set(&e, ERR_INPUT, MSG_DATABASE_FRESH))
        return app_fail("rehearse", &e);
    if (fresh && o.blobs.address.n && !err_set(&e, ERR_INPUT, MSG_BUCKET_FRESH))
        return app_fail("rehearse", &e);
    if (!instant_read(start_text, &start))
        option_refuse("rehearse", "start", start_text, S("2023-05-18T09:30:00+08:00"));
    struct office_options how = {.data = o.data,
                                 .database = o.database,
                                 .bucket = o.blobs.bucket,
                                 .cache_mb = o.blobs_cache_mb,
                                 .create = true,
                                 .rehearsal = true,
                                 .limits = o.limits};
    if ((fresh && !remove_old(a, o.data, &e)) || !office_open(a, &how, &r.office, &e))
        return app_fail("rehearse", &e);
    bool ok = begin(&r, folder, start, &e) && serve_run(a, &o, r.office, ready, ending, &r, &e);
    office_close(r.office);
    int code = ok ? EXIT_OK : app_fail("rehearse", &e);
    arena_free(a);
    return code;
}
