/* SPDX-License-Identifier: Apache-2.0 */
/* The board, who is missing, what waits, review, the register; and the stream of what changes. */
#include "http/reply.h"
#include "work/board.h"
#include "work/register.h"
#include "work/review.h"

bool http_board(struct request *q, struct err *e)
{
    struct board_view view;
    struct instant at;
    return query_instant(q, S("at"), &at, e) &&
           (reply_unchanged(q) || (board_read(door_office(q), q->arena, q->session, path_campaign(q), at,
                                              str_eq(request_query(q, S("only")), S("cells")), &view, e) &&
                                   reply(q, &view)));
}

bool http_missing(struct request *q, struct err *e)
{
    struct missing_view view;
    struct day day;
    struct instant at;
    return query_day(q, S("day"), &day, e) && query_instant(q, S("at"), &at, e) &&
           missing_read(door_office(q), q->arena, q->session, path_campaign(q), request_query(q, S("duty")), day, at,
                        &view, e) &&
           reply(q, &view);
}

bool http_queue(struct request *q, struct err *e)
{
    struct obligations_view view;
    return queue_read(door_office(q), q->arena, q->session, path_campaign(q), &view, e) && reply(q, &view);
}

static bool review(struct request *q, struct err *e)
{
    struct review_done done;
    return review_apply(door_office(q), q->arena, q->session, path_campaign(q), q->in, &done, e) && reply(q, &done);
}

bool http_review(struct request *q, struct err *e)
{
    return reply_background(q, review, e);
}

bool http_units(struct request *q, struct err *e)
{
    struct units_view view;
    return reply_unchanged(q) || (units_list(door_office(q), q->arena, q->session, &view, e) && reply(q, &view));
}

static bool edit_unit(struct request *q, struct err *e)
{
    struct unit unit;
    return unit_change(door_office(q), q->arena, q->session, (struct unit_id){path_id(q, 0)}, q->in, &unit, e) &&
           reply(q, &unit);
}

bool http_unit_edit(struct request *q, struct err *e)
{
    return reply_background(q, edit_unit, e);
}

/* ---- the stream ---- */

/* A topic is a campaign in one scope: the whole (0), or what stands below one county office. */
static void tell(void *arg, uint64_t campaign, uint64_t scope, struct str event, struct str data)
{
    server_publish(arg, (struct topic){campaign ? campaign : TOPIC_ALL, scope}, event, data);
}

void desk_watch(struct office *office, struct server *s)
{
    office_watch(office, tell, s);
}

bool http_live(struct request *q, struct err *e)
{
    struct office *office = door_office(q);
    uint64_t scope = q->session->role == ROLE_COUNTY ? q->session->unit.n : 0;
    office_read(office);
    bool known = office_campaign(office, q->session, path_campaign(q), e);
    office_read_done(office);
    if (!known)
        return false;
    request_subscribe(q, (struct topic){path_campaign(q).n, scope});
    return true;
}
