/* SPDX-License-Identifier: Apache-2.0 */
/* Bulletins: drafting, choosing, issuing, the document. */
#include "http/reply.h"
#include "work/bulletin.h"

static bool list(struct request *q, struct err *e)
{
    struct bulletins_view view;
    return bulletins_read(door_office(q), q->arena, q->session, path_campaign(q), &view, e) && reply(q, &view);
}

bool http_bulletins(struct request *q, struct err *e)
{
    return reply_background(q, list, e);
}

static bool look(struct request *q, struct err *e)
{
    struct bulletin_view view;
    return bulletin_look(door_office(q), q->arena, q->session, path_campaign(q), path_id(q, 1), &view, e) &&
           reply(q, &view);
}

bool http_bulletin(struct request *q, struct err *e)
{
    return reply_background(q, look, e);
}

static bool draft(struct request *q, struct err *e)
{
    struct bulletin drafted;
    return bulletin_drafted(door_office(q), q->arena, q->session, path_campaign(q), q->in, &drafted, e) &&
           reply(q, &drafted);
}

bool http_bulletin_draft(struct request *q, struct err *e)
{
    return reply_background(q, draft, e);
}

static bool create(struct request *q, struct err *e)
{
    struct bulletin_row row;
    return bulletin_save(door_office(q), q->arena, q->session, path_campaign(q), 0, q->in, &row, e) && reply(q, &row);
}

bool http_bulletin_create(struct request *q, struct err *e)
{
    return reply_background(q, create, e);
}

static bool edit(struct request *q, struct err *e)
{
    struct bulletin_row row;
    return bulletin_save(door_office(q), q->arena, q->session, path_campaign(q), path_id(q, 1), q->in, &row, e) &&
           reply(q, &row);
}

bool http_bulletin_edit(struct request *q, struct err *e)
{
    return path_id(q, 1) ? reply_background(q, edit, e) : err_set(e, ERR_MISSING, MSG_NOT_FOUND);
}

static bool drop(struct request *q, struct err *e)
{
    int64_t revision = (int64_t)query_number(q, S("revision"), INT64_MAX);
    q->response.status = 204;
    return bulletin_forget(door_office(q), q->arena, q->session, path_campaign(q), path_id(q, 1), revision, e);
}

bool http_bulletin_drop(struct request *q, struct err *e)
{
    return reply_background(q, drop, e);
}

static bool issue(struct request *q, struct err *e)
{
    const struct bulletin_issue_in *in = q->in;
    struct bulletin_row row;
    return bulletin_make_final(door_office(q), q->arena, q->session, path_campaign(q), path_id(q, 1), in->revision,
                               &row, e) &&
           reply(q, &row);
}

bool http_bulletin_issue(struct request *q, struct err *e)
{
    return reply_background(q, issue, e);
}

static bool stories(struct request *q, struct err *e)
{
    struct stories_view view;
    struct day from, to;
    return query_day(q, S("from"), &from, e) && query_day(q, S("to"), &to, e) &&
           stories_list(door_office(q), q->arena, q->session, path_campaign(q), from, to,
                        query_number(q, S("after"), INT64_MAX), &view, e) &&
           reply(q, &view);
}

bool http_stories(struct request *q, struct err *e)
{
    return reply_background(q, stories, e);
}

static bool paper(struct request *q, struct err *e)
{
    struct str name;
    if (!bulletin_paper(door_office(q), q->arena, q->session, path_campaign(q), path_id(q, 1), &q->response.body, &name,
                        e))
        return false;
    q->response.type = S("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    response_header(q, S("Content-Disposition"),
                    str_format(q->arena, "attachment; filename=\"" STR_FMT "\"", STR_ARG(name)));
    return true;
}

/* With the previews, which take seconds where they are not made yet. */
bool http_bulletin_paper(struct request *q, struct err *e)
{
    return reply_pictures(q, paper, e);
}
