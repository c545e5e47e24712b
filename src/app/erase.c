/* SPDX-License-Identifier: Apache-2.0 */
/* skillweek erase: a person asks to be forgotten, or the time of visits is over. The chains stay whole. */
#include "app/commands.h"
#include "store/account.h"
#include "store/event.h"
#include "store/ledger.h"
#include "store/store.h"
#include "store/visit.h"

#include <stdio.h>

struct erase_op {
    struct op op;
    uint64_t account;
    int64_t texts; /* that were erased, or bookings */
};

static bool erase_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct erase_op *d = (struct erase_op *)(void *)op;
    return event_erase(tx, d->account, &d->texts, e) && account_erase(tx, d->account, clock_machine(), e);
}

static bool erase(struct arena *a, struct store *s, struct str login, struct erase_op *d, struct err *e)
{
    struct account_record acc;
    if (!app_account(store_reader(s), a, login, &acc, e))
        return false;
    *d = (struct erase_op){.op = {.apply = erase_apply}, .account = acc.id};
    return ledger_wait(s, &d->op, e);
}

/* Of slots that have ended, whenever that was: who calls does not wait for the sweeper. */
static bool forget_apply(struct op *op, struct tx *tx, struct err *e)
{
    return visit_forget(tx, clock_machine(), &((struct erase_op *)(void *)op)->texts, e);
}

static bool forget_visits(struct store *s, struct erase_op *d, struct err *e)
{
    *d = (struct erase_op){.op = {.apply = forget_apply}};
    return ledger_wait(s, &d->op, e);
}

static void tell(const struct erase_op *d)
{
    if (d->account)
        printf("已删除该账号的姓名、电话、密码和 %lld 条文字说明；账号已停用，事件链完整\n", (long long)d->texts);
    else
        printf("已删除 %lld 个已结束预约的姓名和电话\n", (long long)d->texts);
}

int app_erase(int argc, char **argv)
{
    struct arena *a = arena_new("erase", 16 << 20);
    struct str data = {0}, database = {0}, login = {0};
    bool rehearsal = false, visits = false;
    const struct option options[] = {
        {"data", "DIR", "the data folder; its server must be stopped", OPTION_TEXT, .to = &data, .needed = true},
        OPTION_DB(&database),
        {"login", "NAME", "the account to be forgotten", OPTION_TEXT, .to = &login},
        {"visits", NULL, "instead: whoever booked a visit that is over", OPTION_FLAG, .to = &visits},
        {"rehearsal", NULL, "the folder is a rehearsal's", OPTION_FLAG, .to = &rehearsal},
        {0}};
    options_read(a, "--data DIR (--login NAME | --visits)", options, 0, 0, argc, argv);
    if (visits == (login.n > 0))
        option_refuse("erase", "login", login, S("--login NAME / --visits"));
    struct err e = {0};
    struct store *s;
    struct erase_op d;
    struct store_options how = {.rehearsal = rehearsal, .database = database, .rows_only = true};
    if (!store_open(a, data, how, &s, &e))
        return app_fail("erase", &e);
    bool ok = visits ? forget_visits(s, &d, &e) : erase(a, s, login, &d, &e);
    store_close(s);
    if (ok)
        tell(&d);
    int code = ok ? EXIT_OK : app_fail("erase", &e);
    arena_free(a);
    return code;
}
