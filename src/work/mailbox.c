/* SPDX-License-Identifier: Apache-2.0 */
#include "work/mailbox.h"

#include "base/log.h"

#include <pthread.h>

SHAPE(mailbox_view, struct mailbox_view, SHAPE_FIELD(mailbox_view, connected, NULL, BOOL),
      SHAPE_FIELD(mailbox_view, well, NULL, BOOL), SHAPE_FIELD(mailbox_view, address, NULL, STR),
      SHAPE_FIELD(mailbox_view, text, NULL, PROSE));

struct mailbox {
    pthread_mutex_t lock;
    struct str address; /* empty: none is read */
    int64_t seconds;
    struct instant well_at; /* machine's clock; ms 0: never yet */
    bool ill;
    struct err why;
};

struct mailbox *mailbox_open(struct arena *a)
{
    struct mailbox *m = arena_one(a, struct mailbox);
    pthread_mutex_init(&m->lock, NULL);
    return m;
}

void mailbox_watch(struct office *office, struct str address, int64_t seconds)
{
    struct mailbox *m = office_mailbox(office);
    pthread_mutex_lock(&m->lock);
    m->address = address;
    m->seconds = seconds;
    pthread_mutex_unlock(&m->lock);
}

/* Logged when it turns, not at each round. */
void mailbox_told(struct office *office, const struct err *why)
{
    struct mailbox *m = office_mailbox(office);
    pthread_mutex_lock(&m->lock);
    bool turned = m->ill != (why != NULL) || (why && why->message != m->why.message);
    m->ill = why;
    if (why)
        m->why = *why;
    else
        m->well_at = clock_machine();
    pthread_mutex_unlock(&m->lock);
    if (turned && why)
        log_line(LOG_WARN, "mailbox", "\"code\":\"%s\",\"detail\":\"%s\"", err_name(why->code),
                 log_text(why->detail).at);
    else if (turned)
        log_line(LOG_INFO, "mailbox", "\"well\":true");
}

static struct str well_text(struct arena *a, const struct mailbox *m, enum language language)
{
    struct str every = str_format(a, "%lld", (long long)m->seconds);
    if (!m->well_at.ms)
        return message_text(a, MSG_MAILBOX_BEGINS, language, NULL);
    int minute = instant_minute(m->well_at, ZONE_CHINA);
    return message_text(a, MSG_MAILBOX_WELL, language,
                        ARGS(str_format(a, "%02d:%02d", minute / 60, minute % 60), every));
}

struct mailbox_view mailbox_look(struct office *office, struct arena *a, enum language language)
{
    struct mailbox *m = office_mailbox(office);
    struct mailbox_view view = {.well = true};
    pthread_mutex_lock(&m->lock);
    view.connected = m->address.n;
    view.address = str_dup(a, m->address);
    view.well = !m->ill;
    if (!view.connected)
        view.text = message_text(a, MSG_MAILBOX_NONE, language, NULL);
    else
        view.text = m->ill ? err_text(a, &m->why, language) : well_text(a, m, language);
    pthread_mutex_unlock(&m->lock);
    return view;
}
