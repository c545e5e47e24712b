/* SPDX-License-Identifier: Apache-2.0 */
/* The tray of letters: what waits, one of them, its attachments, taking in and setting aside. */
#include "http/reply.h"
#include "work/letter.h"

#include <string.h>

/* ?state=taken, aside; else those that wait. */
static int state_asked(const struct request *q)
{
    struct str word = request_query(q, S("state"));
    for (int i = 0; letter_state_words[i]; i++)
        if (str_eq(word, str_of(letter_state_words[i])))
            return i;
    return LETTER_WAITING;
}

static bool letters(struct request *q, struct err *e)
{
    struct letters_view view;
    return tray_read(door_office(q), q->arena, q->session, state_asked(q), query_number(q, S("before"), INT64_MAX),
                     &view, e) &&
           reply(q, &view);
}

bool http_letters(struct request *q, struct err *e)
{
    return reply_background(q, letters, e);
}

static bool letter(struct request *q, struct err *e)
{
    struct letter_detail view;
    struct obligation_id against = {query_number(q, S("obligation"), INT64_MAX)};
    return tray_letter(door_office(q), q->arena, q->session, path_id(q, 0), against, &view, e) && reply(q, &view);
}

bool http_letter(struct request *q, struct err *e)
{
    return reply_background(q, letter, e);
}

static bool letter_file(struct request *q, struct err *e)
{
    struct str name;
    int fd;
    uint64_t size;
    return tray_file(door_office(q), q->arena, q->session, path_id(q, 0), path_id(q, 1), &name, &fd, &size, e) &&
           reply_saved(q, fd, size, name);
}

bool http_letter_file(struct request *q, struct err *e)
{
    return reply_check(q, letter_file, e);
}

static bool take_in(struct request *q, struct err *e)
{
    struct receipt_view view;
    return tray_take_in(door_office(q), q->arena, q->session, path_id(q, 0), q->in, &view, e) && reply(q, &view);
}

bool http_letter_take_in(struct request *q, struct err *e)
{
    return reply_background(q, take_in, e);
}

static bool set_aside(struct request *q, struct err *e)
{
    struct letter_view view;
    return tray_set_aside(door_office(q), q->arena, q->session, path_id(q, 0), q->in, &view, e) && reply(q, &view);
}

bool http_letter_set_aside(struct request *q, struct err *e)
{
    return reply_background(q, set_aside, e);
}
