/* SPDX-License-Identifier: Apache-2.0 */
/* skillweek erase: a person asks to be forgotten, or a campaign's time is up. The chains stay whole. */
#include "app/commands.h"
#include "store/account.h"
#include "store/campaign.h"
#include "store/event.h"
#include "store/ledger.h"
#include "store/store.h"

#include <stdio.h>

enum { PAGE = 1000 };

struct erase_op {
    struct op op;
    uint64_t account;
    struct event_list texts; /* events of that account with something private */
};

static bool erase_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct erase_op *d = (struct erase_op *)(void *)op;
    for (size_t i = 0; i < d->texts.n; i++)
        if (!event_erase(tx, d->texts.items[i].campaign, d->texts.items[i].seq, e))
            return false;
    return account_erase(tx, d->account, e);
}

/* What this account wrote in free words on one chain. */
static bool collect(struct arena *a, struct store *s, uint64_t campaign, struct erase_op *d, struct err *e)
{
    uint64_t after = 0;
    for (;;) {
        struct event_list page = {0};
        if (!event_list_after(store_reader(s), a, campaign, after, PAGE, &page, e))
            return false;
        for (size_t i = 0; i < page.n; i++)
            if (page.items[i].actor == d->account && page.items[i].private.n)
                arena_push(a, &d->texts, page.items[i]);
        if (page.n < PAGE)
            return true;
        after = page.items[page.n - 1].seq;
    }
}

static bool erase(struct arena *a, struct store *s, struct str login, struct erase_op *d, struct err *e)
{
    struct account_record acc;
    struct campaign_records campaigns = {0};
    if (!app_account(store_reader(s), a, login, &acc, e) || !campaign_list(store_reader(s), a, &campaigns, e))
        return false;
    *d = (struct erase_op){.op = {.apply = erase_apply}, .account = acc.id};
    bool ok = collect(a, s, 0, d, e);
    for (size_t i = 0; ok && i < campaigns.n; i++)
        ok = collect(a, s, campaigns.items[i].id.n, d, e);
    return ok && ledger_wait(s, &d->op, e);
}

int app_erase(int argc, char **argv)
{
    struct arena *a = arena_new("erase", 1 << 30);
    struct str data = {0}, login = {0};
    bool rehearsal = false;
    const struct option options[] = {
        {"data", "DIR", "the data folder; its server must be stopped", OPTION_TEXT, .to = &data, .needed = true},
        {"login", "NAME", "the account to be forgotten", OPTION_TEXT, .to = &login, .needed = true},
        {"rehearsal", NULL, "the folder is a rehearsal's", OPTION_FLAG, .to = &rehearsal},
        {0}};
    options_read(a, "--data DIR --login NAME", options, 0, 0, argc, argv);
    struct err e = {0};
    struct store *s;
    struct erase_op d;
    if (!store_open(a, data, (struct store_options){.rehearsal = rehearsal}, &s, &e))
        return app_fail("erase", &e);
    bool ok = erase(a, s, login, &d, &e);
    store_close(s);
    if (ok)
        printf("已删除该账号的姓名、电话、密码和 %zu 条文字说明；账号已停用，事件链完整\n", d.texts.n);
    int code = ok ? EXIT_OK : app_fail("erase", &e);
    arena_free(a);
    return code;
}
