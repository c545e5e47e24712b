/* SPDX-License-Identifier: Apache-2.0 */
/* Obligations, drafts, reports and receipts. */
#include "http/reply.h"
#include "work/report.h"

static struct obligation_id asked_for(const struct request *q)
{
    return (struct obligation_id){path_id(q, 0)};
}

/* A deed under way: the writer thread answers, so nothing of the request may be touched after this. */
static bool under_way(struct request *q, bool submitted)
{
    if (submitted)
        request_park(q);
    return submitted;
}

bool http_obligations(struct request *q, struct err *e)
{
    struct obligations_view view;
    struct unit_id unit = {str_eq(q->params[1], S("mine")) ? q->session->unit.n : path_id(q, 1)};
    if (!unit.n)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    return obligations_list(door_office(q), q->arena, q->session, path_campaign(q), unit, &view, e) && reply(q, &view);
}

bool http_own_accord(struct request *q, struct err *e)
{
    struct own_accord_deed *d = arena_one(q->arena, struct own_accord_deed);
    d->deed = reply_deed(q);
    return under_way(q, own_accord_begin(d, path_campaign(q), q->in, e));
}

bool http_obligation(struct request *q, struct err *e)
{
    struct obligation_detail view;
    struct history_page page = {.before = query_number(q, S("before"), INT64_MAX)};
    page.most = query_number(q, S("most"), HISTORY_MAX);
    if (!page.most)
        page.most = HISTORY_MAX;
    return obligation_detail_read(door_office(q), q->arena, q->session, asked_for(q), page, &view, e) &&
           reply(q, &view);
}

bool http_draft_put(struct request *q, struct err *e)
{
    struct draft_deed *d = arena_one(q->arena, struct draft_deed);
    d->deed = reply_deed(q);
    return under_way(q, draft_save(d, asked_for(q), q->in, e));
}

bool http_report_check(struct request *q, struct err *e)
{
    struct check_view view;
    return report_judge(door_office(q), q->arena, q->session, asked_for(q), q->in, &view, e) && reply(q, &view);
}

bool http_report_send(struct request *q, struct err *e)
{
    struct report_deed *d = arena_one(q->arena, struct report_deed);
    d->deed = reply_deed(q);
    return under_way(q, report_send(d, asked_for(q), q->in, e));
}

bool http_report(struct request *q, struct err *e)
{
    struct report_view view;
    uint64_t version = path_id(q, 1);
    if (!version || version > UINT32_MAX)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    return report_look(door_office(q), q->arena, q->session, asked_for(q), (uint32_t)version, &view, e) &&
           reply(q, &view);
}

bool http_receipt(struct request *q, struct err *e)
{
    struct receipt_view view;
    return receipt_check(door_office(q), q->arena, q->params[0], request_query(q, S("hash")), &view, e) &&
           reply(q, &view);
}
