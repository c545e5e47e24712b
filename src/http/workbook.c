/* SPDX-License-Identifier: Apache-2.0 */
/* A report's forms as a workbook: given out to be filled in, and read when it comes back. */
#include "http/reply.h"
#include "work/workbook.h"

static struct obligation_id asked_for(const struct request *q)
{
    return (struct obligation_id){path_id(q, 0)};
}

static bool give(struct request *q, struct err *e)
{
    struct str name;
    return report_workbook(door_office(q), q->arena, q->session, asked_for(q), &name, &q->response.file,
                           &q->response.file_size, e) &&
           reply_workbook(q, name);
}

bool http_report_workbook(struct request *q, struct err *e)
{
    return reply_background(q, give, e);
}

/* The workbook comes as an upload but is read here and kept nowhere. */
static bool take(struct request *q, struct err *e)
{
    struct filled_view view;
    bool ok = report_read_workbook(door_office(q), q->arena, q->session, asked_for(q), upload_path(q),
                                   request_query(q, S("name")), q->language, &view, e);
    upload_drop(q);
    return ok && reply(q, &view);
}

bool http_report_workbook_in(struct request *q, struct err *e)
{
    return reply_background(q, take, e);
}
