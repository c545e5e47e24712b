/* SPDX-License-Identifier: Apache-2.0 */
#include "store/letter.h"

#include "store/inside.h"

const char *const letter_trouble_words[] = {"none", "broken", "large", NULL};
const char *const letter_state_words[] = {"waiting", "taken", "aside", NULL};

/* ---- how far a mailbox was read ---- */

bool mailbox_read(struct reader *r, struct str address, struct mailbox_mark *mark_r, bool *known_r, struct err *e)
{
    struct rows rows;
    struct mailbox_mark mark = {.address = address};
    if (!sql_look(r, SQL_MAILBOX_READ, &rows, e, v_text(address)))
        return false;
    bool known = sql_next(&rows);
    if (known) {
        mark.validity = (uint32_t)sql_int(&rows, 0);
        mark.uid = (uint32_t)sql_int(&rows, 1);
        mark.since = sql_day(&rows, 2);
    }
    if (!sql_close(&rows, e))
        return false;
    *known_r = known;
    if (known)
        *mark_r = mark;
    return true;
}

bool mailbox_put(struct tx *tx, const struct mailbox_mark *mark, struct err *e)
{
    return sql_do(tx, SQL_MAILBOX_PUT, e, v_text(mark->address), v_int(mark->validity), v_int(mark->uid),
                  v_int(mark->since.n));
}

/* ---- writing ---- */

static bool add_file(struct tx *tx, const struct letter_record *l, size_t i, struct err *e)
{
    const struct letter_file *f = &l->files.items[i];
    return sql_do(tx, SQL_LETTER_FILE_ADD, e, v_id(l->id), v_id(i), v_blob(f->blob.sha256, 32), v_text(f->name),
                  v_text(f->type), v_int(f->size), v_int(f->width), v_int(f->height), v_id(f->obligation.n));
}

bool letter_put(struct tx *tx, struct letter_record *l, bool *added_r, struct err *e)
{
    int64_t added;
    l->id = id_next(tx_store(tx));
    const struct value args[] = {
        v_id(l->id),
        v_blob(l->blob.sha256, 32),
        v_int(l->size),
        v_int(l->arrived_at.ms),
        v_int(l->fetched_at.ms),
        v_int(l->trouble),
        v_text(l->sender),
        v_text(l->subject),
        v_text(l->written),
        v_text(l->words),
        v_id(l->obligation.n),
        v_int(l->stamped),
    };
    if (!sql_change(tx, SQL_LETTER_ADD, args, sizeof args / sizeof *args, &added, e))
        return false;
    for (size_t i = 0; added && i < l->files.n; i++)
        if (!add_file(tx, l, i, e))
            return false;
    *added_r = added;
    return true;
}

struct str letter_sending(struct arena *a, uint64_t letter, struct obligation_id id, int64_t base)
{
    return str_format(a, "letter-%llu-%llu-%lld", (unsigned long long)letter, (unsigned long long)id.n,
                      (long long)base);
}

bool letter_of_sending(struct str sending, uint64_t *letter_r)
{
    struct str rest = str_from(sending, 7), number;
    int64_t n;
    if (!str_starts(sending, S("letter-")) || !str_cut(&rest, S("-"), &number) || !str_to_int(number, &n) || n <= 0)
        return false;
    *letter_r = (uint64_t)n;
    return true;
}

bool letter_may_be_taken(struct tx *tx, uint64_t id, bool again, struct err *e)
{
    const struct value of[] = {v_id(id)};
    int64_t state;
    if (!sql_number(tx_reader(tx), SQL_LETTER_STATE, of, 1, LETTER_TAKEN, &state, e))
        return false;
    return again || state != LETTER_TAKEN || err_set(e, ERR_CONFLICT, MSG_LETTER_SETTLED);
}

bool letter_taken(struct tx *tx, const struct letter_record *l, int64_t file, struct err *e)
{
    const struct value of[] = {v_id(l->id), v_int(file), v_id(l->obligation.n)};
    int64_t changed, next;
    if (!sql_change(tx, SQL_LETTER_FILE_TAKE, of, 3, &changed, e) ||
        !sql_number(tx_reader(tx), SQL_LETTER_FILE_NEXT, of, 1, 0, &next, e))
        return false;
    return sql_do(tx, SQL_LETTER_SETTLE, e, v_id(l->id), v_int(next ? LETTER_WAITING : LETTER_TAKEN),
                  next ? v_int(next) : v_id(l->obligation.n), v_id(l->account), v_int(l->settled_at.ms));
}

bool letter_set_aside(struct tx *tx, const struct letter_record *l, struct err *e)
{
    return sql_do(tx, SQL_LETTER_ASIDE, e, v_id(l->id), v_text(l->reason), v_id(l->account), v_int(l->settled_at.ms)) ||
           (e->code == ERR_CONFLICT && err_set(e, ERR_CONFLICT, MSG_LETTER_SETTLED));
}

/* ---- reading ---- */

enum { WORDS = 15 };

static struct letter_record of_row(struct rows *rows, struct arena *a, bool with_words)
{
    struct letter_record l = {
        .id = (uint64_t)sql_int(rows, 0),
        .size = sql_int(rows, 2),
        .arrived_at = sql_instant(rows, 3),
        .fetched_at = sql_instant(rows, 4),
        .trouble = (int)sql_int(rows, 5),
        .sender = sql_text(rows, a, 6),
        .subject = sql_text(rows, a, 7),
        .written = sql_text(rows, a, 8),
        .state = (int)sql_int(rows, 9),
        .obligation = {(uint64_t)sql_int(rows, 10)},
        .stamped = sql_int(rows, 11) != 0,
        .reason = sql_text(rows, a, 12),
        .account = (uint64_t)sql_int(rows, 13),
        .settled_at = sql_instant(rows, 14),
        .words = with_words ? sql_text(rows, a, WORDS) : S(""),
    };
    sql_bytes(rows, 1, l.blob.sha256, sizeof l.blob.sha256);
    return l;
}

static bool read_files(struct reader *r, struct arena *a, struct letter_record *l, struct err *e)
{
    struct rows rows;
    if (!sql_look(r, SQL_LETTER_FILES, &rows, e, v_id(l->id)))
        return false;
    while (sql_next(&rows)) {
        struct letter_file f = {
            .name = sql_text(&rows, a, 1),
            .type = sql_text(&rows, a, 2),
            .size = sql_int(&rows, 3),
            .width = sql_int(&rows, 4),
            .height = sql_int(&rows, 5),
            .obligation = {(uint64_t)sql_int(&rows, 6)},
            .taken = sql_int(&rows, 7) != 0,
        };
        sql_bytes(&rows, 0, f.blob.sha256, sizeof f.blob.sha256);
        arena_push(a, &l->files, f);
    }
    return sql_close(&rows, e);
}

bool letter_read(struct reader *r, struct arena *a, uint64_t id, struct letter_record *l_r, struct err *e)
{
    struct rows rows;
    struct letter_record l;
    if (!sql_look(r, SQL_LETTER_READ, &rows, e, v_id(id)))
        return false;
    bool found = sql_next(&rows);
    if (found)
        l = of_row(&rows, a, true);
    if (!sql_close(&rows, e))
        return false;
    if (!found)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    if (!read_files(r, a, &l, e))
        return false;
    *l_r = l;
    return true;
}

bool letter_list(struct reader *r, struct arena *a, int state, uint64_t before, size_t most,
                 struct letter_records *list_r, struct err *e)
{
    struct rows rows;
    struct letter_records list = {0};
    if (!sql_look(r, SQL_LETTER_LIST, &rows, e, v_int(state), before ? v_id(before) : v_int(INT64_MAX), v_id(most)))
        return false;
    while (sql_next(&rows)) {
        struct letter_record l = of_row(&rows, a, false);
        arena_push(a, &list, l);
    }
    if (!sql_close(&rows, e))
        return false;
    *list_r = list;
    return true;
}

bool letter_is_known(struct reader *r, struct blob_id blob, bool *known_r, struct err *e)
{
    const struct value args[] = {v_blob(blob.sha256, 32)};
    int64_t found;
    if (!sql_number(r, SQL_LETTER_KNOWN, args, 1, 0, &found, e))
        return false;
    *known_r = found != 0;
    return true;
}

bool letter_count(struct reader *r, int state, int64_t *n_r, struct err *e)
{
    const struct value args[] = {v_int(state)};
    return sql_number(r, SQL_LETTER_COUNT, args, 1, 0, n_r, e);
}
