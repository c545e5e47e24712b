/* SPDX-License-Identifier: Apache-2.0 */
#include "store/draft.h"

#include "store/inside.h"

/* What a save is judged by: the newest version of the report, the draft's revision, and whether it was sent. */
struct stamp {
    int64_t version, revision, sent;
};

static bool stamp(struct tx *tx, struct obligation_id id, struct stamp *stamp_r, struct err *e)
{
    struct rows rows;
    *stamp_r = (struct stamp){0};
    if (!sql_look(tx_reader(tx), SQL_DRAFT_STAMP, &rows, e, v_id(id.n)))
        return false;
    if (sql_next(&rows))
        *stamp_r = (struct stamp){sql_int(&rows, 0), sql_int(&rows, 1), sql_int(&rows, 2)};
    return sql_close(&rows, e);
}

bool draft_put(struct tx *tx, struct draft_record *d, bool *first_r, struct err *e)
{
    struct stamp now;
    int64_t changed;
    if (!stamp(tx, d->obligation, &now, e))
        return false;
    if (d->base != now.version)
        return err_set(e, ERR_CONFLICT, MSG_REPORT_STALE);
    if (d->revision != (now.sent ? 0 : now.revision))
        return err_set(e, ERR_CONFLICT, MSG_DRAFT_STALE);
    const struct value args[] = {
        v_id(d->obligation.n), v_int(d->base),        v_int(now.revision + 1), v_id(d->account),
        v_text(d->device),     v_int(d->saved_at.ms), v_text(d->body),         v_int(now.revision),
    };
    if (!sql_change(tx, SQL_DRAFT_PUT, args, sizeof args / sizeof *args, &changed, e))
        return false;
    if (changed != 1)
        return err_set(e, ERR_CONFLICT, MSG_DRAFT_STALE);
    d->revision = now.revision + 1;
    *first_r = !now.revision;
    return true;
}

bool draft_read(struct reader *r, struct arena *a, struct obligation_id id, struct draft_record *d_r, struct err *e)
{
    struct rows rows;
    struct draft_record d = {.obligation = id};
    if (!sql_look(r, SQL_DRAFT_READ, &rows, e, v_id(id.n)))
        return false;
    bool found = sql_next(&rows);
    if (found) {
        d.base = (uint32_t)sql_int(&rows, 0);
        d.revision = sql_int(&rows, 1);
        d.account = (uint64_t)sql_int(&rows, 2);
        d.device = sql_text(&rows, a, 3);
        d.saved_at = sql_instant(&rows, 4);
        d.body = sql_text(&rows, a, 5);
    }
    if (!sql_close(&rows, e))
        return false;
    if (!found)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *d_r = d;
    return true;
}
