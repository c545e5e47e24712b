/* SPDX-License-Identifier: Apache-2.0 */
#include "store/outbox.h"

#include "store/inside.h"

const char *const outbox_state_words[] = {"waiting", "sent", "failed", "silent", NULL};

/* ---- of a letter ---- */

bool letter_answer_put(struct tx *tx, uint64_t letter, const struct letter_answer *answer, struct err *e)
{
    return sql_do(tx, SQL_LETTER_ANSWER_ADD, e, v_id(letter), v_text(answer->address), v_text(answer->message),
                  v_text(answer->refs), v_int(answer->silence));
}

bool letter_answer_read(struct reader *r, struct arena *a, uint64_t letter, struct letter_answer *answer_r,
                        struct err *e)
{
    struct rows rows;
    struct letter_answer answer = {.silence = SILENCE_EARLIER};
    if (!sql_look(r, SQL_LETTER_ANSWER, &rows, e, v_id(letter)))
        return false;
    if (sql_next(&rows))
        answer = (struct letter_answer){.address = sql_text(&rows, a, 0),
                                        .message = sql_text(&rows, a, 1),
                                        .refs = sql_text(&rows, a, 2),
                                        .silence = (int)sql_int(&rows, 3)};
    if (!sql_close(&rows, e))
        return false;
    *answer_r = answer;
    return true;
}

/* ---- putting ---- */

static bool told_enough(struct tx *tx, const struct outbox_record *rec, bool *enough_r, struct err *e)
{
    const struct value of[] = {v_text(rec->address), v_int(rec->put_at.ms - MS_A_DAY)};
    int64_t n;
    if (!sql_number(tx_reader(tx), SQL_OUTBOX_OFTEN, of, 2, 0, &n, e))
        return false;
    *enough_r = n >= OUTBOX_A_DAY;
    return true;
}

bool outbox_put(struct tx *tx, struct outbox_record *rec, struct err *e)
{
    bool enough = false;
    rec->id = id_next(tx_store(tx));
    if (!rec->silence && !told_enough(tx, rec, &enough, e))
        return false;
    if (enough)
        rec->silence = SILENCE_OFTEN;
    rec->state = rec->silence ? OUTBOX_SILENT : OUTBOX_WAITING;
    struct str none = S("");
    const struct value args[] = {
        v_id(rec->id),
        v_id(rec->letter),
        v_int(rec->kind),
        v_text(rec->silence ? none : rec->address),
        v_text(rec->silence ? none : rec->subject),
        v_text(rec->silence ? none : rec->words),
        v_int(rec->put_at.ms),
        v_int(rec->state),
        v_int(rec->silence),
    };
    return sql_exec(tx, SQL_OUTBOX_ADD, args, sizeof args / sizeof *args, e);
}

bool outbox_settle(struct tx *tx, const struct outbox_record *rec, struct err *e)
{
    return sql_do(tx, SQL_OUTBOX_SETTLE, e, v_id(rec->id), v_int(rec->state), v_int(rec->next_at.ms),
                  v_instant(rec->settled_at), v_text(rec->told));
}

bool outbox_forget(struct tx *tx, struct instant before, int64_t *count_r, struct err *e)
{
    const struct value args[] = {v_int(before.ms)};
    return sql_change(tx, SQL_OUTBOX_FORGET, args, 1, count_r, e);
}

/* ---- reading ---- */

static struct outbox_record of_row(struct rows *rows, struct arena *a)
{
    return (struct outbox_record){
        .id = (uint64_t)sql_int(rows, 0),
        .letter = (uint64_t)sql_int(rows, 1),
        .kind = (int)sql_int(rows, 2),
        .address = sql_text(rows, a, 3),
        .subject = sql_text(rows, a, 4),
        .words = sql_text(rows, a, 5),
        .put_at = sql_instant(rows, 6),
        .state = (int)sql_int(rows, 7),
        .silence = (int)sql_int(rows, 8),
        .tries = sql_int(rows, 9),
        .next_at = sql_instant(rows, 10),
        .settled_at = sql_instant(rows, 11),
        .told = sql_text(rows, a, 12),
        .message = sql_text(rows, a, 13),
        .refs = sql_text(rows, a, 14),
    };
}

static bool take_all(struct rows *rows, struct arena *a, struct outbox_records *list_r, struct err *e)
{
    struct outbox_records list = {0};
    while (sql_next(rows)) {
        struct outbox_record one = of_row(rows, a);
        arena_push(a, &list, one);
    }
    if (!sql_close(rows, e))
        return false;
    *list_r = list;
    return true;
}

bool outbox_due(struct reader *r, struct arena *a, struct instant at, size_t most, struct outbox_records *list_r,
                struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_OUTBOX_DUE, &rows, e, v_int(at.ms), v_id(most)) && take_all(&rows, a, list_r, e);
}

bool outbox_of(struct reader *r, struct arena *a, uint64_t letter, struct outbox_records *list_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_OUTBOX_OF, &rows, e, v_id(letter)) && take_all(&rows, a, list_r, e);
}

bool outbox_count(struct reader *r, int state, int64_t *n_r, struct err *e)
{
    const struct value args[] = {v_int(state)};
    return sql_number(r, SQL_OUTBOX_COUNT, args, 1, 0, n_r, e);
}

bool outbox_failure(struct reader *r, struct arena *a, struct outbox_record *rec_r, bool *known_r, struct err *e)
{
    struct rows rows;
    struct outbox_record rec = {.state = OUTBOX_FAILED};
    if (!sql_look(r, SQL_OUTBOX_LAST, &rows, e, v_int(OUTBOX_FAILED)))
        return false;
    bool known = sql_next(&rows);
    if (known) {
        rec.settled_at = sql_instant(&rows, 0);
        rec.told = sql_text(&rows, a, 1);
    }
    if (!sql_close(&rows, e))
        return false;
    *known_r = known;
    if (known)
        *rec_r = rec;
    return true;
}
