/* SPDX-License-Identifier: Apache-2.0 */
#include "store/report.h"

#include "base/hash.h"
#include "store/inside.h"

#include <stdio.h>
#include <string.h>

const char *const report_kind_words[] = {"full", "nil", "phone", NULL};
const char *const standing_words[] = {"sent", "returned", "accepted", NULL};
const char *const report_event_kinds[] = {"report.sent", "report.nil", "report.phoned"};

enum { SENDING_LONGEST = 64, RECEIPT_DIGITS = 6 };

/* ---- the content hash ---- */

void report_hash(struct report_record *rep)
{
    struct sha256_stream *h = sha256_begin();
    sha256_add_number(h, rep->obligation.n);
    sha256_add_number(h, (uint64_t)rep->kind);
    sha256_add_number(h, instant_is_set(rep->call_at) ? (uint64_t)rep->call_at.ms : 0);
    sha256_add_text(h, rep->title);
    sha256_add_text(h, rep->body);
    sha256_add_number(h, rep->files.n);
    for (size_t i = 0; i < rep->files.n; i++) {
        const struct report_file *f = &rep->files.items[i];
        sha256_add(h, (struct str){(const char *)f->blob.sha256, sizeof f->blob.sha256});
        sha256_add_text(h, f->part);
        sha256_add_text(h, f->name);
        sha256_add_text(h, f->type);
        sha256_add_number(h, (uint64_t)f->size);
    }
    struct sha256 hash = sha256_finish(h);
    memcpy(rep->hash, hash.bytes, sizeof hash.bytes);
}

/* ---- rows ---- */

static void report_of_row(struct rows *rows, struct arena *a, struct report_record *rep_r, bool with_body)
{
    *rep_r = (struct report_record){
        .obligation = {(uint64_t)sql_int(rows, 0)},
        .version = (uint32_t)sql_int(rows, 1),
        .campaign = {(uint64_t)sql_int(rows, 2)},
        .seq = (uint64_t)sql_int(rows, 3),
        .unit = {(uint64_t)sql_int(rows, 4)},
        .sending = sql_text(rows, a, 5),
        .kind = (int)sql_int(rows, 6),
        .account = (uint64_t)sql_int(rows, 7),
        .received_at = sql_instant(rows, 8),
        .call_at = sql_instant(rows, 9),
        .in_time = sql_int(rows, 10) != 0,
        .standing = (int)sql_int(rows, 11),
        .title = sql_text(rows, a, 13),
        .body = with_body ? sql_text(rows, a, 14) : S(""),
    };
    sql_bytes(rows, 12, rep_r->hash, sizeof rep_r->hash);
}

static bool read_files(struct reader *r, struct arena *a, struct report_record *rep, struct err *e)
{
    struct rows rows;
    if (!sql_look(r, SQL_REPORT_FILES, &rows, e, v_id(rep->obligation.n), v_int(rep->version)))
        return false;
    while (sql_next(&rows)) {
        struct report_file f = {
            .part = sql_text(&rows, a, 1),
            .name = sql_text(&rows, a, 2),
            .type = sql_text(&rows, a, 3),
            .size = sql_int(&rows, 4),
            .width = sql_int(&rows, 5),
            .height = sql_int(&rows, 6),
        };
        sql_bytes(&rows, 0, f.blob.sha256, sizeof f.blob.sha256);
        arena_push(a, &rep->files, f);
    }
    return sql_close(&rows, e);
}

static bool one_text(struct rows *rows, struct arena *a, struct report_record *rep_r, struct err *e)
{
    struct report_record rep;
    bool found = sql_next(rows);
    if (found)
        report_of_row(rows, a, &rep, true);
    if (!sql_close(rows, e))
        return false;
    if (!found)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *rep_r = rep;
    return true;
}

static bool one_row(struct rows *rows, struct arena *a, struct report_record *rep_r, struct err *e)
{
    struct report_record rep;
    if (!one_text(rows, a, &rep, e) || !read_files(rows->reader, a, &rep, e))
        return false;
    *rep_r = rep;
    return true;
}

static bool all_rows(struct rows *rows, struct arena *a, struct report_records *list_r, struct err *e)
{
    struct report_records list = {0};
    while (sql_next(rows)) {
        struct report_record rep;
        report_of_row(rows, a, &rep, false);
        arena_push(a, &list, rep);
    }
    if (!sql_close(rows, e))
        return false;
    *list_r = list;
    return true;
}

/* ---- reading ---- */

static bool look_at(struct reader *r, struct obligation_id id, uint32_t version, struct rows *rows, struct err *e)
{
    return version ? sql_look(r, SQL_REPORT_READ, rows, e, v_id(id.n), v_int(version))
                   : sql_look(r, SQL_REPORT_NEWEST, rows, e, v_id(id.n));
}

bool report_read(struct reader *r, struct arena *a, struct obligation_id id, uint32_t version,
                 struct report_record *rep_r, struct err *e)
{
    struct rows rows;
    return look_at(r, id, version, &rows, e) && one_row(&rows, a, rep_r, e);
}

bool report_read_text(struct reader *r, struct arena *a, struct obligation_id id, uint32_t version,
                      struct report_record *rep_r, struct err *e)
{
    struct rows rows;
    return look_at(r, id, version, &rows, e) && one_text(&rows, a, rep_r, e);
}

bool report_versions(struct reader *r, struct arena *a, struct obligation_id id, uint64_t before, size_t most,
                     struct report_records *list_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_REPORT_VERSIONS, &rows, e, v_id(id.n), before ? v_id(before) : v_int(INT64_MAX),
                    v_id(most)) &&
           all_rows(&rows, a, list_r, e);
}

bool report_of_day(struct reader *r, struct arena *a, struct campaign_id campaign, struct str duty, struct day day,
                   struct report_keys *list_r, struct err *e)
{
    struct rows rows;
    struct report_keys list = {0};
    if (!sql_look(r, SQL_REPORT_OF_DAY, &rows, e, v_id(campaign.n), v_text(duty), v_int(day_is_set(day) ? day.n : 0)))
        return false;
    while (sql_next(&rows)) {
        struct report_key key = {.obligation = {(uint64_t)sql_int(&rows, 0)},
                                 .version = (uint32_t)sql_int(&rows, 1),
                                 .unit = {(uint64_t)sql_int(&rows, 2)},
                                 .kind = (int)sql_int(&rows, 3),
                                 .standing = (int)sql_int(&rows, 4)};
        arena_push(a, &list, key);
    }
    if (!sql_close(&rows, e))
        return false;
    *list_r = list;
    return true;
}

/* ---- receipts ---- */

struct str receipt_number(struct arena *a, struct str campaign_key, uint64_t seq)
{
    struct buf b = buf_new(a, campaign_key.n + 24);
    buf_put(&b, campaign_key);
    buf_putc(&b, '-');
    buf_put_digits(&b, seq, RECEIPT_DIGITS);
    return buf_str(&b);
}

bool receipt_parse(struct str number, struct str *campaign_key_r, uint64_t *seq_r)
{
    size_t at = number.n;
    int64_t seq;
    while (at && number.at[at - 1] != '-')
        at--;
    struct str digits = str_from(number, at);
    if (at < 2 || digits.n < RECEIPT_DIGITS || digits.at[0] == '+' || !str_to_int(digits, &seq) || seq <= 0)
        return false;
    *campaign_key_r = str_sub(number, 0, at - 1);
    *seq_r = (uint64_t)seq;
    return true;
}

bool report_by_receipt(struct reader *r, struct arena *a, struct str number, struct report_record *rep_r, struct err *e)
{
    struct rows rows;
    struct str key;
    uint64_t seq;
    if (!receipt_parse(number, &key, &seq))
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    return sql_look(r, SQL_REPORT_BY_RECEIPT, &rows, e, v_text(key), v_id(seq)) && one_row(&rows, a, rep_r, e);
}

/* ---- sending ---- */

/* The name goes into the event's JSON as it is, so nothing needs escaping in it. */
static bool sending_is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.:", s.at[i]) || !s.at[i])
            return false;
    return s.n > 0 && s.n <= SENDING_LONGEST;
}

struct str report_event_body(const struct report_record *rep, char room[REPORT_EVENT_ROOM])
{
    char hex[65] = {0};
    hex_put(hex, rep->hash, sizeof rep->hash);
    int n = snprintf(room, REPORT_EVENT_ROOM, "{\"hash\":\"%s\",\"in_time\":%s,\"sending\":\"" STR_FMT "\"}", hex,
                     rep->in_time ? "true" : "false", STR_ARG(rep->sending));
    return (struct str){room, (size_t)n};
}

/* The same name was used before: with this content it is the same sending, come again. */
static bool same_again(struct tx *tx, struct report_record *rep, bool *found_r, struct err *e)
{
    struct rows rows;
    struct report_record kept = {0};
    *found_r = false;
    if (!sql_look(tx_reader(tx), SQL_REPORT_BY_SENDING, &rows, e, v_text(rep->sending), v_id(rep->unit.n)))
        return false;
    *found_r = sql_next(&rows);
    if (*found_r) {
        kept.version = (uint32_t)sql_int(&rows, 1);
        kept.seq = (uint64_t)sql_int(&rows, 3);
        kept.received_at = sql_instant(&rows, 8);
        kept.in_time = sql_int(&rows, 10) != 0;
        kept.standing = (int)sql_int(&rows, 11);
        sql_bytes(&rows, 12, kept.hash, sizeof kept.hash);
    }
    if (!sql_close(&rows, e) || !*found_r)
        return !rows.failed;
    if (memcmp(kept.hash, rep->hash, sizeof kept.hash) != 0)
        return err_set(e, ERR_CONFLICT, MSG_SENDING_REUSED);
    rep->version = kept.version;
    rep->seq = kept.seq;
    rep->received_at = kept.received_at;
    rep->in_time = kept.in_time;
    rep->standing = kept.standing;
    return true;
}

/* Whether a version may come on top of `base`: true, or why not. */
static bool judge_base(struct tx *tx, const struct report_record *rep, uint32_t base, struct err *e)
{
    struct rows rows;
    const struct value at_base[] = {v_id(rep->obligation.n), v_int(base)};
    int64_t standing = STANDING_SENT;
    if (!sql_look(tx_reader(tx), SQL_REPORT_BASE, &rows, e, v_id(rep->obligation.n)))
        return false;
    bool known =
        sql_next(&rows) && (uint64_t)sql_int(&rows, 0) == rep->campaign.n && (uint64_t)sql_int(&rows, 1) == rep->unit.n;
    bool withdrawn = known && sql_int(&rows, 2);
    bool newest = known && sql_int(&rows, 3) == base;
    if (!sql_close(&rows, e))
        return false;
    if (!known)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    if (withdrawn)
        return err_set(e, ERR_CONFLICT, MSG_OBLIGATION_WITHDRAWN);
    if (!newest)
        return err_set(e, ERR_CONFLICT, MSG_REPORT_STALE);
    if (base && !sql_number(tx_reader(tx), SQL_REPORT_STANDING, at_base, 2, STANDING_SENT, &standing, e))
        return false;
    return standing != STANDING_ACCEPTED || err_set(e, ERR_CONFLICT, MSG_REPORT_ACCEPTED);
}

static bool add_row(struct tx *tx, const struct report_record *rep, uint32_t version, uint64_t seq, int64_t *added_r,
                    struct err *e)
{
    const struct value args[] = {
        v_id(id_next(tx_store(tx))),
        v_id(rep->obligation.n),
        v_int(version),
        v_id(rep->campaign.n),
        v_id(seq),
        v_id(rep->unit.n),
        v_text(rep->sending),
        v_int(rep->kind),
        v_id(rep->account),
        v_int(rep->received_at.ms),
        v_instant(rep->call_at),
        v_int(rep->in_time),
        v_blob(rep->hash, 32),
        v_text(rep->title),
        v_text(rep->body),
    };
    return sql_change(tx, SQL_REPORT_ADD, args, sizeof args / sizeof *args, added_r, e);
}

static bool add_files(struct tx *tx, const struct report_record *rep, uint32_t version, struct err *e)
{
    for (size_t i = 0; i < rep->files.n; i++) {
        const struct report_file *f = &rep->files.items[i];
        if (!sql_do(tx, SQL_REPORT_FILE_ADD, e, v_id(rep->obligation.n), v_int(version), v_id(i),
                    v_blob(f->blob.sha256, 32), v_text(f->part), v_text(f->name), v_text(f->type), v_int(f->size),
                    v_int(f->width), v_int(f->height)))
            return false;
    }
    return true;
}

static bool add_event(struct tx *tx, const struct report_record *rep, uint32_t version, struct str private,
                      struct err *e)
{
    char room[REPORT_EVENT_ROOM];
    struct event ev = {
        .campaign = rep->campaign.n,
        .at = rep->received_at,
        .actor = rep->account,
        .kind = str_of(report_event_kinds[rep->kind]),
        .subject = rep->obligation.n,
        .version = version,
        .when = {instant_is_set(rep->call_at) ? rep->call_at.ms : 0},
        .body = report_event_body(rep, room),
        .private = private,
    };
    return event_append(tx, &ev, e);
}

static bool too_often(struct instant next, struct instant now, struct report_put_options options, struct err *e)
{
    char seconds[24], many[24], time[24];
    int minute = instant_minute((struct instant){next.ms + MS_A_MINUTE - 1}, options.zone);
    snprintf(seconds, sizeof seconds, "%lld", (long long)((next.ms - now.ms) / 1000 + 1));
    snprintf(many, sizeof many, "%u", (unsigned)options.an_hour);
    snprintf(time, sizeof time, "%02d:%02d", minute / 60, minute % 60);
    return err_with(e, ERR_SLOW, MSG_REPORTS_MANY, str_of(seconds), str_of(many), str_of(time));
}

/* So many versions of one obligation within an hour are enough: tells when the next may come. */
static bool judge_rate(struct tx *tx, const struct report_record *rep, struct report_put_options options, struct err *e)
{
    const struct value first[] = {v_id(rep->obligation.n), v_int((int64_t)options.base + 1 - options.an_hour)};
    int64_t at;
    if (!options.an_hour || options.base < options.an_hour)
        return true;
    if (!sql_number(tx_reader(tx), SQL_REPORT_RECEIVED_AT, first, 2, 0, &at, e))
        return false;
    struct instant next = {at + 60 * MS_A_MINUTE};
    return rep->received_at.ms >= next.ms || too_often(next, rep->received_at, options, e);
}

/* A newer draft would be hidden by what is sent from an older one. */
static bool judge_draft(struct tx *tx, const struct report_record *rep, struct report_put_options options,
                        struct err *e)
{
    const struct value of[] = {v_id(rep->obligation.n)};
    int64_t stands;
    if (!options.drafted)
        return true;
    if (!sql_number(tx_reader(tx), SQL_REPORT_DRAFT, of, 1, 0, &stands, e))
        return false;
    return stands == options.revision || err_set(e, ERR_CONFLICT, MSG_DRAFT_UNSEEN);
}

/* A refused sending may be one that came before: then that is the answer. */
static bool again_or(struct tx *tx, struct report_record *rep, bool *again_r, const struct err *refusal, struct err *e)
{
    bool found;
    if (!same_again(tx, rep, &found, e))
        return false;
    if (found)
        *again_r = true;
    else
        *e = *refusal;
    return found;
}

bool report_put(struct tx *tx, struct report_record *rep, struct report_put_options options, bool *again_r,
                struct err *e)
{
    uint32_t version = options.base + 1;
    uint64_t seq;
    int64_t added;
    struct err refusal;
    if (!sending_is_plain(rep->sending))
        return err_set(e, ERR_INPUT, MSG_SENDING_BAD);
    if (!judge_base(tx, rep, options.base, &refusal) || !judge_rate(tx, rep, options, &refusal) ||
        !judge_draft(tx, rep, options, &refusal))
        return again_or(tx, rep, again_r, &refusal, e);
    if (!event_next_seq(tx, rep->campaign.n, &seq, e) || !add_row(tx, rep, version, seq, &added, e))
        return false;
    err_set(&refusal, ERR_CONFLICT, MSG_REPORT_STALE);
    if (!added)
        return again_or(tx, rep, again_r, &refusal, e);
    if (!add_files(tx, rep, version, e) || !add_event(tx, rep, version, options.private, e))
        return false;
    rep->version = version;
    rep->seq = seq;
    rep->standing = STANDING_SENT;
    *again_r = false;
    return true;
}

/* ---- the desk's verdicts ---- */

static bool judge(struct tx *tx, struct obligation_id id, uint32_t version, int from, int to, struct str kind,
                  struct event *ev, struct err *e)
{
    if (!sql_do(tx, SQL_REPORT_JUDGE, e, v_id(id.n), v_int(version), v_int(from), v_int(to), v_id(ev->campaign)))
        return false;
    ev->kind = kind;
    ev->subject = id.n;
    ev->version = version;
    return event_append(tx, ev, e);
}

bool report_accept(struct tx *tx, struct obligation_id id, uint32_t version, struct event *ev, struct err *e)
{
    return judge(tx, id, version, STANDING_SENT, STANDING_ACCEPTED, S("report.accepted"), ev, e);
}

bool report_return(struct tx *tx, struct obligation_id id, uint32_t version, struct event *ev, struct err *e)
{
    return judge(tx, id, version, STANDING_SENT, STANDING_RETURNED, S("report.returned"), ev, e);
}

bool report_reopen(struct tx *tx, struct obligation_id id, uint32_t version, struct event *ev, struct err *e)
{
    return judge(tx, id, version, STANDING_ACCEPTED, STANDING_SENT, S("report.reopened"), ev, e);
}
