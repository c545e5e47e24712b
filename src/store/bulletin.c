/* SPDX-License-Identifier: Apache-2.0 */
#include "store/bulletin.h"

#include "base/hash.h"
#include "store/inside.h"

#include <stdio.h>

bool bulletin_add(struct tx *tx, struct bulletin_record *b, struct err *e)
{
    b->id = id_next(tx_store(tx));
    b->revision = 1;
    return sql_do(tx, SQL_BULLETIN_ADD, e, v_id(b->id), v_id(b->campaign.n), v_id(b->account), v_int(b->saved_at.ms),
                  v_text(b->document));
}

/* -1: there is no such bulletin. */
static bool number_of(struct tx *tx, const struct bulletin_record *b, int64_t *number_r, struct err *e)
{
    const struct value args[] = {v_id(b->id), v_id(b->campaign.n)};
    return sql_number(tx_reader(tx), SQL_BULLETIN_NUMBER, args, 2, -1, number_r, e);
}

/* A condition was not met: tells which. */
static bool why_not(struct tx *tx, const struct bulletin_record *b, struct err *e)
{
    int64_t number;
    if (e->code != ERR_CONFLICT || e->message != MSG_STATE_CHANGED || !number_of(tx, b, &number, e))
        return false;
    if (number < 0)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    return err_set(e, ERR_CONFLICT, number ? MSG_BULLETIN_ISSUED : MSG_DRAFT_STALE);
}

bool bulletin_edit(struct tx *tx, struct bulletin_record *b, struct err *e)
{
    if (!sql_do(tx, SQL_BULLETIN_EDIT, e, v_id(b->id), v_id(b->campaign.n), v_int(b->revision), v_id(b->account),
                v_int(b->saved_at.ms), v_text(b->document)))
        return why_not(tx, b, e);
    b->revision++;
    return true;
}

bool bulletin_drop(struct tx *tx, const struct bulletin_record *b, struct err *e)
{
    return sql_do(tx, SQL_BULLETIN_DROP, e, v_id(b->id), v_id(b->campaign.n), v_int(b->revision)) || why_not(tx, b, e);
}

/* ---- issues ---- */

struct str bulletin_event_body(const struct bulletin_record *b, char room[BULLETIN_EVENT_ROOM])
{
    struct sha256 hash = sha256_of(b->document);
    char hex[65] = {0};
    hex_put(hex, hash.bytes, sizeof hash.bytes);
    int n = snprintf(room, BULLETIN_EVENT_ROOM, "{\"chosen\":%lld,\"document\":\"%s\"}", (long long)b->chosen, hex);
    return (struct str){room, (size_t)n};
}

static bool append_issued(struct tx *tx, const struct bulletin_record *b, struct err *e)
{
    char room[BULLETIN_EVENT_ROOM];
    struct event ev = {.campaign = b->campaign.n,
                       .at = b->issued_at,
                       .actor = b->account,
                       .kind = S("bulletin.issued"),
                       .subject = b->id,
                       .version = (uint32_t)b->number,
                       .body = bulletin_event_body(b, room)};
    return event_append(tx, &ev, e);
}

static bool append_chosen(struct tx *tx, struct arena *a, const struct bulletin_record *b, struct bulletin_piece *piece,
                          struct err *e)
{
    piece->number = b->number;
    struct event ev = {
        .campaign = b->campaign.n,
        .at = b->issued_at,
        .actor = b->account,
        .kind = S("report.chosen"),
        .subject = piece->obligation.n,
        .version = piece->version,
        .body = str_format(a, "{\"number\":%lld,\"piece\":" STR_FMT "}", (long long)b->number, STR_ARG(piece->which))};
    bool done = event_append(tx, &ev, e);
    piece->seq = ev.seq;
    return done;
}

bool bulletin_issue(struct tx *tx, struct arena *a, struct bulletin_record *b, struct bulletin_pieces *pieces,
                    struct err *e)
{
    b->chosen = (int64_t)pieces->n;
    if (!event_next_seq(tx, b->campaign.n, &b->seq, e))
        return false;
    if (!sql_do(tx, SQL_BULLETIN_ISSUE, e, v_id(b->id), v_id(b->campaign.n), v_int(b->revision), v_id(b->account),
                v_int(b->issued_at.ms), v_id(b->seq), v_int(b->chosen)))
        return why_not(tx, b, e);
    bool done = number_of(tx, b, &b->number, e) && append_issued(tx, b, e);
    for (size_t i = 0; done && i < pieces->n; i++)
        done = append_chosen(tx, a, b, &pieces->items[i], e);
    return done;
}

/* ---- reading ---- */

static struct bulletin_record of_row(struct rows *rows, struct arena *a, bool with_document)
{
    return (struct bulletin_record){
        .id = (uint64_t)sql_int(rows, 0),
        .campaign = {(uint64_t)sql_int(rows, 1)},
        .number = sql_int(rows, 2),
        .revision = sql_int(rows, 3),
        .account = (uint64_t)sql_int(rows, 4),
        .saved_at = sql_instant(rows, 5),
        .issued_at = sql_instant(rows, 6),
        .seq = (uint64_t)sql_int(rows, 7),
        .chosen = sql_int(rows, 8),
        .document = with_document ? sql_text(rows, a, 9) : S(""),
    };
}

static bool one_row(struct rows *rows, struct arena *a, struct bulletin_record *b_r, struct err *e)
{
    struct bulletin_record b;
    bool found = sql_next(rows);
    if (found)
        b = of_row(rows, a, true);
    if (!sql_close(rows, e))
        return false;
    if (!found)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *b_r = b;
    return true;
}

bool bulletin_read(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t id,
                   struct bulletin_record *b_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_BULLETIN_READ, &rows, e, v_id(id), v_id(campaign.n)) && one_row(&rows, a, b_r, e);
}

bool bulletin_newest(struct reader *r, struct arena *a, struct campaign_id campaign, struct bulletin_record *b_r,
                     struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_BULLETIN_NEWEST, &rows, e, v_id(campaign.n)) && one_row(&rows, a, b_r, e);
}

bool bulletin_list(struct reader *r, struct arena *a, struct campaign_id campaign, struct bulletin_records *list_r,
                   struct err *e)
{
    struct rows rows;
    struct bulletin_records list = {0};
    if (!sql_look(r, SQL_BULLETIN_LIST, &rows, e, v_id(campaign.n)))
        return false;
    while (sql_next(&rows)) {
        struct bulletin_record b = of_row(&rows, a, false);
        arena_push(a, &list, b);
    }
    if (!sql_close(&rows, e))
        return false;
    *list_r = list;
    return true;
}

bool bulletin_chosen(struct reader *r, struct arena *a, struct campaign_id campaign, struct bulletin_pieces *list_r,
                     struct err *e)
{
    struct rows rows;
    struct bulletin_pieces list = {0};
    if (!sql_look(r, SQL_BULLETIN_CHOSEN, &rows, e, v_id(campaign.n)))
        return false;
    while (sql_next(&rows)) {
        struct bulletin_piece p = {.number = sql_int(&rows, 0),
                                   .obligation = {(uint64_t)sql_int(&rows, 1)},
                                   .version = (uint32_t)sql_int(&rows, 2),
                                   .which = sql_text(&rows, a, 3)};
        arena_push(a, &list, p);
    }
    if (!sql_close(&rows, e))
        return false;
    *list_r = list;
    return true;
}
