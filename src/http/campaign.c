/* SPDX-License-Identifier: Apache-2.0 */
/* Notices, campaigns and their clock. */
#include "http/reply.h"
#include "work/notice.h"
#include "work/notice_text.h"

bool http_campaigns(struct request *q, struct err *e)
{
    struct campaigns_view view;
    return campaigns_list(door_office(q), q->arena, q->session, &view, e) && reply(q, &view);
}

static bool compile(struct request *q, struct err *e)
{
    struct compiled_view view;
    return notice_compile_in(door_office(q), q->arena, q->session, q->in, &view, e) && reply(q, &view);
}

bool http_compile(struct request *q, struct err *e)
{
    return reply_background(q, compile, e);
}

bool http_phrases(struct request *q, struct err *e)
{
    struct phrases_view view = phrases_read(door_office(q), q->arena, q->session, q->in);
    (void)e;
    return reply(q, &view);
}

static bool trial(struct request *q, struct err *e)
{
    struct trial_view view;
    return notice_trial(door_office(q), q->arena, q->session, q->in, &view, e) && reply(q, &view);
}

bool http_trial(struct request *q, struct err *e)
{
    return reply_background(q, trial, e);
}

static bool save(struct request *q, struct err *e)
{
    struct draft_saved saved;
    return campaign_save(door_office(q), q->arena, q->session, path_campaign(q), q->in, &saved, e) && reply(q, &saved);
}

bool http_campaign_create(struct request *q, struct err *e)
{
    return reply_background(q, save, e);
}

bool http_campaign_edit(struct request *q, struct err *e)
{
    if (!path_id(q, 0))
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    return reply_background(q, save, e);
}

bool http_campaign(struct request *q, struct err *e)
{
    struct campaign_view view;
    return reply_unchanged(q) ||
           (campaign_look(door_office(q), q->arena, q->session, path_campaign(q), false, &view, e) && reply(q, &view));
}

bool http_campaign_draft(struct request *q, struct err *e)
{
    struct campaign_view view;
    return campaign_look(door_office(q), q->arena, q->session, path_campaign(q), true, &view, e) && reply(q, &view);
}

static bool publish(struct request *q, struct err *e)
{
    struct published_view view;
    const struct publish_in *in = q->in;
    return campaign_put_out(door_office(q), q->arena, q->session, path_campaign(q), in->revision, &view, e) &&
           reply(q, &view);
}

bool http_campaign_publish(struct request *q, struct err *e)
{
    return reply_background(q, publish, e);
}

static bool amend(struct request *q, struct err *e)
{
    struct amended_view view;
    return campaign_amend_in(door_office(q), q->arena, q->session, path_campaign(q), q->in, &view, e) &&
           reply(q, &view);
}

bool http_campaign_amend(struct request *q, struct err *e)
{
    return reply_background(q, amend, e);
}

static bool differences(struct request *q, struct err *e)
{
    struct differences_view view;
    return campaign_differences(door_office(q), q->arena, q->session, path_campaign(q), q->in, &view, e) &&
           reply(q, &view);
}

bool http_campaign_differences(struct request *q, struct err *e)
{
    return reply_background(q, differences, e);
}

static bool redate(struct request *q, struct err *e)
{
    struct redated_view view;
    return notice_redate(door_office(q), q->arena, q->session, q->in, &view, e) && reply(q, &view);
}

bool http_notice_redate(struct request *q, struct err *e)
{
    return reply_background(q, redate, e);
}

/* The file comes as an upload but is read here and kept nowhere. */
static bool notice_text(struct request *q, struct err *e)
{
    struct text_view view;
    struct str name = request_query(q, S("name"));
    bool ok = notice_text_in(q->arena, upload_path(q), name.n ? name : S("通知"), &view, e);
    upload_drop(q);
    return ok && reply(q, &view);
}

bool http_notice_text(struct request *q, struct err *e)
{
    return reply_background(q, notice_text, e);
}

/* ---- the clock ---- */

bool http_clock(struct request *q, struct err *e)
{
    (void)e;
    struct office *office = door_office(q);
    struct clock c = office_clock(office);
    struct clock_view view = {
        .now = clock_now(&c), .rehearsal = office_is_rehearsal(office), .rate = c.rate, .zone = ZONE_CHINA};
    return reply(q, &view);
}

static bool change_clock(struct request *q, struct err *e)
{
    const struct clock_in *in = q->in;
    return office_clock_change(door_office(q), in->to, in->rate, e) && http_clock(q, e);
}

bool http_clock_change(struct request *q, struct err *e)
{
    return reply_background(q, change_clock, e);
}

bool http_openapi(struct request *q, struct err *e)
{
    (void)e;
    q->response.body = routes_openapi(q->arena, routes, route_count);
    return true;
}
