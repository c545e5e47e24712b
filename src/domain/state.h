/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of an obligation, judged from its events up to a moment, as known then. One pure function; the board, the
 * as-of slider, the missing list and reminders all use it.
 *
 * Precedence: withdrawn > waived > accepted > returned > sent (nil, by phone) > draft > overdue > due > not yet due.
 * On time is judged by the first receipt; a return that "counts as not sent" forgets the receipts before it.
 * Exactly at the deadline counts as in time. An amended deadline judges anew what was sent before it, from the moment of
 * the amendment; an extension given before it stands unless the new deadline is later still.
 */
#ifndef DOMAIN_STATE_H
#define DOMAIN_STATE_H

#include "base/clock.h"

enum transition_kind {
    TRANSITION_DRAFTED,
    TRANSITION_SENT,     /* version; when: a letter that held it reached the mailbox, ms 0: no letter did */
    TRANSITION_NIL,      /* version; 零报告 */
    TRANSITION_PHONED,   /* version; when: the call's time 电话报送 */
    TRANSITION_RETURNED, /* version; forget: counts as not sent 视同未报 */
    TRANSITION_ACCEPTED, /* version */
    TRANSITION_REOPENED, /* version; an acceptance taken back */
    TRANSITION_WAIVED,
    TRANSITION_UNWAIVED,
    TRANSITION_EXTENDED,  /* when: the new deadline */
    TRANSITION_AMENDED,   /* a published amendment moved the deadline of all; when: the one before, ms 0: none */
    TRANSITION_WITHDRAWN, /* an amendment took it away; obligation_withdrawn judges it, the verdict does not */
    TRANSITION_RESTORED,  /* and it is owed again */
    TRANSITION_CHOSEN,    /* a bulletin tells a piece of it 采用; changes no state */
};

/* One event of one obligation, as narrow as it can be: a national week has a million of them. */
struct transition {
    struct instant at; /* the server's time of the event */
    struct instant when;
    uint32_t version;
    uint8_t kind;
    bool forget;
};

enum state {
    STATE_NOT_YET,  /* 未到期 */
    STATE_DUE,      /* 待报: open, and due within a day */
    STATE_DRAFT,    /* 草稿 */
    STATE_OVERDUE,  /* 逾期未报 */
    STATE_SENT,     /* 已报 */
    STATE_RETURNED, /* 退回修改 */
    STATE_ACCEPTED, /* 审核通过 */
    STATE_WAIVED,   /* 免报 */
    STATE_COUNT
};
extern const char
    *const state_words[]; /* "not_yet", "due", "draft", "overdue", "sent", "returned", "accepted", "waived" */

struct verdict {
    enum state state;
    bool late;     /* reported after its deadline 迟报 */
    bool nil;      /* 零报告 */
    bool by_phone; /* 电话报送 */
    bool extended; /* 延期 */
    bool overdue; /* its deadline has passed without a report (also with a draft or a return that counts as not sent) */
    bool reported;        /* counts as reported */
    uint32_t version;     /* the newest, 0: none */
    struct instant due;   /* after extensions */
    struct instant first; /* the first receipt that counts; INSTANT_NONE */
};

/* transitions in the order of their events; those after as_of only tell which deadline held then. due: as amended last;
 * may be INSTANT_NONE. */
struct verdict obligation_state(const struct transition *transitions, size_t n, struct instant opens,
                                struct instant due, struct instant as_of);

/*
 * Whether a version is late, as its receipt says: by the first receipt that counted when it came and the deadline that holds at
 * as_of. Of the newest it is what the verdict says, unless a return counts it as not sent.
 */
bool version_is_late(const struct transition *transitions, size_t n, struct instant opens, struct instant due,
                     struct instant as_of, uint32_t version);

/* Whether it was withdrawn at that moment; `now`: whether it is. Of one that was withdrawn before such events were written,
 * nobody knows since when. */
bool obligation_withdrawn(const struct transition *transitions, size_t n, bool now, struct instant as_of);

#endif
