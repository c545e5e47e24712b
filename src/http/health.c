/* SPDX-License-Identifier: Apache-2.0 */
/* How the program is: a page for the clerk, /readyz and /metrics of the office behind the door. */
#include "http/reply.h"
#include "work/health.h"

bool http_health(struct request *q, struct err *e)
{
    (void)e;
    struct health_view view = health_read(door_office(q), q->arena, q->language);
    return reply(q, &view);
}

static bool compare(struct request *q, struct err *e)
{
    struct health_line line;
    return health_compare(door_office(q), q->arena, q->language, &line, e) && reply(q, &line);
}

bool http_health_compare(struct request *q, struct err *e)
{
    return reply_background(q, compare, e);
}

bool door_ready(void *context)
{
    return health_is_ready(door_office_of(context));
}

void door_rest(void *context)
{
    office_rest(door_office_of(context));
}

void door_metrics(struct buf *b, void *context)
{
    health_metrics(door_office_of(context), b);
}
