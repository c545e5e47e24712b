/* SPDX-License-Identifier: Apache-2.0 */
#include "app/commands.h"
#include "app/server.h"
#include "store/account.h"
#include "store/unit.h"
#include "work/office.h"
#include "work/sessions.h"

#include <stdio.h>

enum { NAME_MOST = 100 };

struct first_start {
    struct arena *arena;
    struct office *office;
    struct str name;
};

struct first_deed {
    struct deed deed;
    struct str name;
};

/* The office is there from the first start on; the links of earlier ones, which nobody has used, end. */
static bool first_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct first_deed *d = (struct first_deed *)(void *)op;
    uint64_t reg = office_first_register(d->deed.office);
    struct unit u = {.code = S("0"), .name = d->name, .short_name = d->name, .kind = UNIT_BUREAU};
    return (reg || (register_add(tx, S("单位名录"), d->deed.at, &reg, e) && unit_put(tx, reg, &u, e))) &&
           invitation_end_first(tx, clock_machine(), e);
}

static void first_project(struct deed *d)
{
    d->op.ok = office_reload(d->office, &d->op.err);
}

static bool has_clerk(const struct first_start *f, bool *has_r, struct err *e)
{
    struct account_records list = {0};
    bool has = false;
    if (!account_list(store_reader(office_store(f->office)), f->arena, &list, e))
        return false;
    for (size_t i = 0; i < list.n; i++)
        has |= list.items[i].role == ROLE_CLERK && !list.items[i].disabled;
    *has_r = has;
    return true;
}

/* Nobody else could invite the first clerk, or the next one when there is none left. */
static bool invite_clerk(const struct first_start *f, struct str base_url, struct err *e)
{
    struct first_deed d = {.deed = {.op = {.apply = first_apply},
                                    .office = f->office,
                                    .arena = f->arena,
                                    .at = office_now(f->office),
                                    .project = first_project},
                           .name = f->name};
    if (!deed_submit(&d.deed, e))
        return false;
    const struct roll *roll = office_roll(f->office, office_first_register(f->office));
    if (!roll->units.n)
        return err_fault(e, "a register without units");
    struct invitation_in in = {.unit = roll->units.items[0].id, .role = ROLE_CLERK};
    struct invitation_made made;
    if (!invitation_make(f->office, f->arena, NULL, &in, base_url, &made, e))
        return false;
    printf("还没有管理员账号：请用下面的一次性链接创建（14 天内有效；重新启动会换一个，此前的作废）\n  " STR_FMT "\n",
           STR_ARG(made.link));
    return true;
}

static bool begin(void *arg, struct str base_url, struct err *e)
{
    struct first_start *f = arg;
    bool clerk = false;
    if (!has_clerk(f, &clerk, e) || (!clerk && !invite_clerk(f, base_url, e)))
        return false;
    printf("skillweek 正式运行：" STR_FMT "\n", STR_ARG(base_url));
    fflush(stdout);
    return true;
}

/* It stands on every page until a register is imported: as the uppermost unit's name, it is one line. */
static bool is_a_name(struct str s)
{
    if (!str_trim(s).n || !utf8_is_valid(s) || utf8_length(s) > NAME_MOST || utf8_has_hidden(s))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.at[i] < ' ')
            return false;
    return true;
}

int app_serve(int argc, char **argv)
{
    struct arena *a = arena_new("serve", 1 << 30);
    struct serve_options o;
    struct str office_name = S("教育局");
    serve_defaults(&o);
    const struct option options[] = {
        SERVE_OPTIONS(&o),
        {"office", "NAME", "the office's name, on the first start", OPTION_TEXT, .to = &office_name},
        {0}};
    options_read(a, "--data DIR [OPTION …]", options, 0, 0, argc, argv);
    serve_check(a, &o, argv[0]);
    if (!is_a_name(office_name))
        option_refuse("serve", "office", office_name, S("合肥市教育局"));
    struct err e = {0};
    struct office *office;
    struct office_options how = {.data = o.data,
                                 .database = o.database,
                                 .bucket = o.blobs.bucket,
                                 .cache_mb = o.blobs_cache_mb,
                                 .create = true,
                                 .limits = o.limits};
    if (!office_open(a, &how, &office, &e))
        return app_fail("serve", &e);
    struct first_start first = {a, office, str_trim(office_name)};
    bool ok = serve_run(a, &o, office, begin, NULL, &first, &e);
    office_close(office);
    int code = ok ? EXIT_OK : app_fail("serve", &e);
    arena_free(a);
    return code;
}
