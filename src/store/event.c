/* SPDX-License-Identifier: Apache-2.0 */
#include "store/event.h"

#include "base/hash.h"
#include "store/inside.h"

#include <string.h>

const char *const transition_event_kinds[] = {
    [TRANSITION_DRAFTED] = "draft.started",
    [TRANSITION_SENT] = "report.sent",
    [TRANSITION_NIL] = "report.nil",
    [TRANSITION_PHONED] = "report.phoned",
    [TRANSITION_RETURNED] = "report.returned",
    [TRANSITION_ACCEPTED] = "report.accepted",
    [TRANSITION_REOPENED] = "report.reopened",
    [TRANSITION_WAIVED] = "obligation.waived",
    [TRANSITION_UNWAIVED] = "obligation.unwaived",
    [TRANSITION_EXTENDED] = "obligation.extended",
    [TRANSITION_AMENDED] = "obligation.amended",
    [TRANSITION_WITHDRAWN] = "obligation.withdrawn",
    [TRANSITION_RESTORED] = "obligation.restored",
    [TRANSITION_CHOSEN] = "report.chosen",
};
enum { TRANSITIONS = sizeof transition_event_kinds / sizeof *transition_event_kinds };

/* ---- hashes ---- */

void event_hash(const struct event *ev, const unsigned char previous[32], unsigned char hash_r[32])
{
    const uint64_t numbers[] = {ev->campaign, ev->seq,     (uint64_t)ev->at.ms,   ev->actor,
                                ev->subject,  ev->version, (uint64_t)ev->when.ms, ev->forget};
    struct sha256_stream *h = sha256_begin();
    sha256_add(h, (struct str){(const char *)previous, 32});
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sha256_add_number(h, numbers[i]);
    sha256_add_text(h, ev->kind);
    sha256_add_text(h, ev->body);
    sha256_add(h, (struct str){(const char *)ev->private_hash, 32});
    struct sha256 hash = sha256_finish(h);
    memcpy(hash_r, hash.bytes, 32);
}

void event_private_hash(const unsigned char salt[16], struct str private, unsigned char hash_r[32])
{
    struct sha256_stream *h = sha256_begin();
    sha256_add(h, (struct str){(const char *)salt, 16});
    sha256_add(h, private);
    struct sha256 hash = sha256_finish(h);
    memcpy(hash_r, hash.bytes, 32);
}

/* ---- the heads ---- */

void event_forget_heads(struct tx *tx)
{
    tx->heads.n = tx->heads.cap = 0;
    tx->heads.items = NULL;
    tx->newest = (struct chain_head){0};
    arena_reset(tx->arena);
}

bool event_head(struct reader *r, uint64_t campaign, uint64_t *seq_r, unsigned char hash_r[32], struct err *e)
{
    struct rows rows;
    uint64_t seq = 0;
    unsigned char hash[32] = {0};
    if (!sql_look(r, SQL_EVENT_HEAD, &rows, e, v_id(campaign)))
        return false;
    if (sql_next(&rows)) {
        seq = (uint64_t)sql_int(&rows, 0);
        sql_bytes(&rows, 1, hash, sizeof hash);
    }
    if (!sql_close(&rows, e))
        return false;
    *seq_r = seq;
    memcpy(hash_r, hash, 32);
    return true;
}

static struct chain_head *head_of(struct tx *tx, uint64_t campaign, struct err *e)
{
    for (size_t i = 0; i < tx->heads.n; i++)
        if (tx->heads.items[i].campaign == campaign)
            return &tx->heads.items[i];
    struct chain_head head = {.campaign = campaign};
    if (!event_head(tx_reader(tx), campaign, &head.seq, head.hash, e))
        return NULL;
    arena_push(tx->arena, &tx->heads, head);
    return &tx->heads.items[tx->heads.n - 1];
}

bool event_next_seq(struct tx *tx, uint64_t campaign, uint64_t *seq_r, struct err *e)
{
    struct chain_head *head = head_of(tx, campaign, e);
    if (head)
        *seq_r = head->seq + 1;
    return head != NULL;
}

/* ---- writing ---- */

static bool put_private(struct tx *tx, struct event *ev, struct err *e)
{
    unsigned char salt[16];
    random_bytes(salt, sizeof salt);
    event_private_hash(salt, ev->private, ev->private_hash);
    return sql_do(tx, SQL_EVENT_PRIVATE_ADD, e, v_id(ev->campaign), v_id(ev->seq), v_blob(salt, sizeof salt),
                  v_text(ev->private));
}

/* A report's own row names the event that it made. */
bool event_is_listed(const struct event *ev)
{
    return !str_eq(ev->kind, S("report.sent")) && !str_eq(ev->kind, S("report.nil")) &&
           !str_eq(ev->kind, S("report.phoned"));
}

bool event_newest(struct reader *r, uint64_t campaign, struct instant *at_r, struct err *e)
{
    struct value id = v_id(campaign);
    return sql_number(r, SQL_EVENT_NEWEST_AT, &id, 1, 0, &at_r->ms, e);
}

bool event_append(struct tx *tx, struct event *ev, struct err *e)
{
    struct chain_head *head = head_of(tx, ev->campaign, e);
    if (!head)
        return false;
    ev->seq = head->seq + 1;
    memset(ev->private_hash, 0, sizeof ev->private_hash);
    if (ev->private.n && !put_private(tx, ev, e))
        return false;
    event_hash(ev, head->hash, ev->hash);
    if (!sql_do(tx, SQL_EVENT_ADD, e, v_id(ev->campaign), v_id(ev->seq), v_int(ev->at.ms), v_id(ev->actor),
                v_text(ev->kind), v_id(ev->subject), v_int(ev->version), v_int(ev->when.ms), v_int(ev->forget),
                ev->private.n ? v_blob(ev->private_hash, 32) : v_null(), v_blob(ev->hash, 32), v_text(ev->body)))
        return false;
    if (event_is_listed(ev) &&
        !sql_do(tx, SQL_EVENT_ABOUT_ADD, e, v_id(ev->subject), v_id(ev->campaign), v_id(ev->seq)))
        return false;
    head->seq = ev->seq;
    memcpy(head->hash, ev->hash, 32);
    tx->newest = *head;
    return true;
}

bool event_erase(struct tx *tx, uint64_t actor, int64_t *count_r, struct err *e)
{
    const struct value args[] = {v_id(actor)};
    return sql_change(tx, SQL_EVENT_ERASE, args, 1, count_r, e);
}

/* ---- reading ---- */

void event_of_row(struct rows *rows, struct arena *a, struct event *ev_r)
{
    *ev_r = (struct event){
        .campaign = (uint64_t)sql_int(rows, 0),
        .seq = (uint64_t)sql_int(rows, 1),
        .at = {sql_int(rows, 2)},
        .actor = (uint64_t)sql_int(rows, 3),
        .kind = sql_text(rows, a, 4),
        .subject = (uint64_t)sql_int(rows, 5),
        .version = (uint32_t)sql_int(rows, 6),
        .when = {sql_int(rows, 7)},
        .forget = sql_int(rows, 8) != 0,
        .body = sql_text(rows, a, 11),
        .private = sql_text(rows, a, 12),
    };
    sql_bytes(rows, 9, ev_r->private_hash, 32);
    sql_bytes(rows, 10, ev_r->hash, 32);
}

static bool list_all(struct rows *rows, struct arena *a, struct event_list *list_r, struct err *e)
{
    struct event_list list = {0};
    while (sql_next(rows)) {
        struct event ev;
        event_of_row(rows, a, &ev);
        arena_push(a, &list, ev);
    }
    if (!sql_close(rows, e))
        return false;
    *list_r = list;
    return true;
}

static bool one_of(struct rows *rows, struct arena *a, struct event *ev_r, struct err *e)
{
    struct event_list list;
    if (!list_all(rows, a, &list, e))
        return false;
    if (!list.n)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *ev_r = list.items[0];
    return true;
}

bool event_read(struct reader *r, struct arena *a, uint64_t campaign, uint64_t seq, struct event *ev_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_EVENT_READ, &rows, e, v_id(campaign), v_id(seq)) && one_of(&rows, a, ev_r, e);
}

bool event_list_of(struct reader *r, struct arena *a, uint64_t subject, uint64_t before, size_t most,
                   struct event_list *list_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_EVENT_OF_SUBJECT, &rows, e, v_id(subject), before ? v_id(before) : v_int(INT64_MAX),
                    v_id(most)) &&
           list_all(&rows, a, list_r, e);
}

bool event_newest_about(struct reader *r, struct arena *a, uint64_t subject, struct str kind, struct event *ev_r,
                        struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_EVENT_NEWEST_ABOUT, &rows, e, v_id(subject), v_text(kind)) && one_of(&rows, a, ev_r, e);
}

bool event_count_after(struct reader *r, uint64_t campaign, uint64_t after, struct str kind, int64_t *count_r,
                       struct err *e)
{
    const struct value args[] = {v_id(campaign), v_id(after), v_text(kind)};
    return sql_number(r, SQL_EVENT_COUNT_AFTER, args, sizeof args / sizeof *args, 0, count_r, e);
}

/* ---- transitions ---- */

static bool kind_of(struct str kind, uint8_t *kind_r)
{
    for (uint8_t i = 0; i < TRANSITIONS; i++) {
        if (str_eq(kind, str_of(transition_event_kinds[i]))) {
            *kind_r = i;
            return true;
        }
    }
    return false;
}

bool event_each_transition(struct reader *r, struct campaign_id campaign, uint64_t after,
                           void (*take)(void *arg, const struct transition_row *row), void *arg, struct err *e)
{
    struct rows rows;
    if (!sql_look(r, SQL_EVENT_TRANSITIONS, &rows, e, v_id(campaign.n), v_id(after)))
        return false;
    while (sql_next(&rows)) {
        struct transition_row row = {.seq = (uint64_t)sql_int(&rows, 0), .obligation = {(uint64_t)sql_int(&rows, 1)}};
        if (!kind_of(sql_peek(&rows, 2), &row.transition.kind))
            continue;
        row.transition.at.ms = sql_int(&rows, 3);
        row.transition.when.ms = sql_int(&rows, 4);
        row.transition.version = (uint32_t)sql_int(&rows, 5);
        row.transition.forget = sql_int(&rows, 6) != 0;
        take(arg, &row);
    }
    return sql_close(&rows, e);
}
