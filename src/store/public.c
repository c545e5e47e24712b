/* SPDX-License-Identifier: Apache-2.0 */
#include "store/public.h"

#include "base/hash.h"
#include "store/inside.h"

#include <stdio.h>

/* ---- decisions leave a trace ---- */

bool public_week_set(struct tx *tx, struct campaign_id campaign, bool shown, const struct public_decision *by,
                     struct err *e)
{
    const struct value args[] = {v_id(campaign.n), v_int(shown)};
    int64_t changed;
    struct event ev = {.campaign = campaign.n,
                       .at = by->at,
                       .actor = by->account,
                       .kind = shown ? S("public.opened") : S("public.closed"),
                       .subject = campaign.n,
                       .body = S("{}")};
    return sql_change(tx, SQL_PUBLIC_WEEK_SET, args, 2, &changed, e) && (!changed || event_append(tx, &ev, e));
}

static struct sha256 words_hash(const struct public_item *item)
{
    struct sha256_stream *h = sha256_begin();
    const struct str texts[] = {item->title, item->place, item->text, item->photos};
    sha256_add_number(h, (uint64_t)item->kind);
    sha256_add_number(h, (uint64_t)item->day.n);
    sha256_add_number(h, (uint64_t)item->start);
    sha256_add_number(h, (uint64_t)item->end);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        sha256_add_text(h, texts[i]);
    return sha256_finish(h);
}

static const struct str item_mark = S("{\"item\":\"");

struct str public_event_body(const struct public_item *item, char room[PUBLIC_EVENT_ROOM])
{
    struct sha256 hash = words_hash(item);
    char hex[65] = {0};
    hex_put(hex, hash.bytes, sizeof hash.bytes);
    int n = snprintf(room, PUBLIC_EVENT_ROOM, STR_FMT "%llu\",\"words\":\"%s\"}", STR_ARG(item_mark),
                     (unsigned long long)item->id, hex);
    return (struct str){room, (size_t)n};
}

uint64_t public_event_item(struct str body)
{
    int64_t id;
    struct str number;
    if (!str_starts(body, item_mark))
        return 0;
    body = str_from(body, item_mark.n);
    return str_cut(&body, S("\""), &number) && str_to_int(number, &id) && id > 0 ? (uint64_t)id : 0;
}

static bool append_decision(struct tx *tx, const struct public_item *item, const struct public_decision *by,
                            struct err *e)
{
    char room[PUBLIC_EVENT_ROOM];
    struct event ev = {.campaign = item->campaign.n,
                       .at = by->at,
                       .actor = by->account,
                       .kind = item->state == PUBLIC_SHOWN ? S("public.shown") : S("public.withdrawn"),
                       .subject = by->obligation.n ? by->obligation.n : item->id,
                       .version = (uint32_t)item->version,
                       .body = public_event_body(item, room)};
    return event_append(tx, &ev, e);
}

/* The place its event will have, when there is one; else it keeps that of the last. */
static bool take_seq(struct tx *tx, struct public_item *item, bool decided, struct err *e)
{
    return !decided || event_next_seq(tx, item->campaign.n, &item->seq, e);
}

static int32_t day_number(struct day d)
{
    return day_is_set(d) ? d.n : 0;
}

bool public_item_add(struct tx *tx, struct public_item *item, const struct public_decision *by, struct err *e)
{
    item->id = id_next(tx_store(tx));
    item->revision = 1;
    uint64_t source = item->source ? item->source : item->id;
    if (!take_seq(tx, item, item->state == PUBLIC_SHOWN, e))
        return false;
    if (!sql_do(tx, SQL_PUBLIC_ITEM_ADD, e, v_id(item->id), v_id(item->campaign.n), v_int(item->kind),
                v_id(item->unit.n), v_id(source), v_text(item->part), v_int(item->piece), v_int(item->version),
                v_int(item->state), v_int(day_number(item->day)), v_int(item->start), v_int(item->end),
                v_text(item->title), v_text(item->place), v_text(item->text), v_text(item->photos), v_id(item->seq)))
        return false;
    return item->state != PUBLIC_SHOWN || append_decision(tx, item, by, e);
}

bool public_item_edit(struct tx *tx, struct public_item *item, int was, const struct public_decision *by, struct err *e)
{
    bool decided = item->state != PUBLIC_OFFERED || was == PUBLIC_SHOWN;
    if (!take_seq(tx, item, decided, e))
        return false;
    if (!sql_do(tx, SQL_PUBLIC_ITEM_EDIT, e, v_id(item->id), v_id(item->campaign.n), v_int(item->revision),
                v_int(item->version), v_int(item->state), v_int(day_number(item->day)), v_int(item->start),
                v_int(item->end), v_text(item->title), v_text(item->place), v_text(item->text), v_text(item->photos),
                v_id(item->seq))) {
        if (e->code == ERR_CONFLICT && e->message == MSG_STATE_CHANGED)
            e->message = MSG_DRAFT_STALE;
        return false;
    }
    item->revision++;
    return !decided || append_decision(tx, item, by, e);
}

/* ---- reading ---- */

bool public_week_shown(struct reader *r, struct campaign_id campaign, bool *shown_r, struct err *e)
{
    struct value id = v_id(campaign.n);
    int64_t shown;
    if (!sql_number(r, SQL_PUBLIC_WEEK_SHOWN, &id, 1, 0, &shown, e))
        return false;
    *shown_r = shown;
    return true;
}

static struct public_item of_row(struct rows *rows, struct arena *a)
{
    uint64_t id = (uint64_t)sql_int(rows, 0), source = (uint64_t)sql_int(rows, 4);
    int32_t day = (int32_t)sql_int(rows, 10);
    return (struct public_item){
        .id = id,
        .campaign = {(uint64_t)sql_int(rows, 1)},
        .kind = (int)sql_int(rows, 2),
        .unit = {(uint64_t)sql_int(rows, 3)},
        .source = source == id ? 0 : source,
        .part = sql_text(rows, a, 5),
        .piece = sql_int(rows, 6),
        .version = sql_int(rows, 7),
        .state = (int)sql_int(rows, 8),
        .revision = sql_int(rows, 9),
        .day = day ? (struct day){day} : DAY_NONE,
        .start = sql_int(rows, 11),
        .end = sql_int(rows, 12),
        .title = sql_text(rows, a, 13),
        .place = sql_text(rows, a, 14),
        .text = sql_text(rows, a, 15),
        .photos = sql_text(rows, a, 16),
        .seq = (uint64_t)sql_int(rows, 17),
    };
}

static bool take_items(struct rows *rows, struct arena *a, struct public_items *list_r, struct err *e)
{
    struct public_items list = {0};
    while (sql_next(rows)) {
        struct public_item item = of_row(rows, a);
        arena_push(a, &list, item);
    }
    if (!sql_close(rows, e))
        return false;
    *list_r = list;
    return true;
}

bool public_item_read(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t id,
                      struct public_item *item_r, struct err *e)
{
    struct rows rows;
    struct public_items list;
    if (!sql_look(r, SQL_PUBLIC_ITEM_READ, &rows, e, v_id(id), v_id(campaign.n)) || !take_items(&rows, a, &list, e))
        return false;
    if (!list.n)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *item_r = list.items[0];
    return true;
}

bool public_item_shown(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t id, int kind,
                       struct public_item *item_r, struct err *e)
{
    struct public_item item;
    int64_t kept;
    if (!public_item_read(r, a, campaign, id, &item, e))
        return false;
    struct value source = v_id(item.source);
    if (!sql_number(r, SQL_PUBLIC_ITEM_IS_KEPT, &source, 1, 0, &kept, e))
        return false;
    if (item.kind != kind || item.state != PUBLIC_SHOWN || !kept)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *item_r = item;
    return true;
}

bool public_item_list(struct reader *r, struct arena *a, struct campaign_id campaign, struct unit_id unit,
                      struct public_items *list_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_PUBLIC_ITEM_LIST, &rows, e, v_id(campaign.n), v_id(unit.n)) &&
           take_items(&rows, a, list_r, e);
}

bool public_days_of(struct reader *r, struct arena *a, struct campaign_id campaign, struct public_days *list_r,
                    struct err *e)
{
    struct rows rows;
    struct public_days list = {0};
    if (!sql_look(r, SQL_PUBLIC_DAYS, &rows, e, v_id(campaign.n)))
        return false;
    while (sql_next(&rows)) {
        struct public_day one = {{(int32_t)sql_int(&rows, 0)}, sql_int(&rows, 1)};
        arena_push(a, &list, one);
    }
    if (!sql_close(&rows, e))
        return false;
    *list_r = list;
    return true;
}

bool public_programme_of(struct reader *r, struct arena *a, struct campaign_id campaign, struct day day, size_t from,
                         size_t most, struct public_items *list_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_PUBLIC_PROGRAMME, &rows, e, v_id(campaign.n), v_int(day_number(day)), v_int((int64_t)from),
                    v_int((int64_t)most)) &&
           take_items(&rows, a, list_r, e);
}

bool public_stories_of(struct reader *r, struct arena *a, struct campaign_id campaign, size_t from, size_t most,
                       struct public_items *list_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_PUBLIC_STORIES, &rows, e, v_id(campaign.n), v_int((int64_t)from), v_int((int64_t)most)) &&
           take_items(&rows, a, list_r, e);
}
