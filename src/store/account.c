/* SPDX-License-Identifier: Apache-2.0 */
#include "store/account.h"

#include "store/inside.h"

#include <stdio.h>
#include <string.h>

/* ---- accounts ---- */

bool account_add(struct tx *tx, struct account_record *acc, struct err *e)
{
    uint64_t id = id_next(tx_store(tx));
    int64_t added;
    const struct value args[] = {
        v_id(id),          v_text(acc->login), v_int(acc->role),      v_id(acc->unit.n),
        v_text(acc->name), v_text(acc->phone), v_text(acc->password), v_int(acc->created_at.ms)};
    if (!sql_change(tx, SQL_ACCOUNT_ADD, args, sizeof args / sizeof *args, &added, e))
        return false;
    if (!added)
        return err_with(e, ERR_CONFLICT, MSG_LOGIN_TAKEN, acc->login, S(""), S(""));
    acc->id = id;
    return true;
}

bool account_enter(struct tx *tx, uint64_t id, struct str password, struct instant at, struct err *e)
{
    const struct value args[] = {v_id(id), v_text(password), v_int(at.ms)};
    int64_t changed;
    if (!sql_change(tx, SQL_ACCOUNT_ENTER, args, 3, &changed, e))
        return false;
    return changed == 1 || err_set(e, ERR_LOGIN, MSG_LOGIN_WRONG);
}

static bool end_sessions(struct tx *tx, uint64_t id, struct instant now, struct err *e)
{
    return sql_do(tx, SQL_SESSION_END_OF_ACCOUNT, e, v_id(id)) &&
           sql_do(tx, SQL_INVITATION_END_OF_ACCOUNT, e, v_id(id), v_int(now.ms));
}

bool account_renew(struct tx *tx, uint64_t id, struct str password, struct instant now, struct err *e)
{
    return sql_do(tx, SQL_ACCOUNT_RENEW, e, v_id(id), v_text(password)) && end_sessions(tx, id, now, e);
}

bool account_disable(struct tx *tx, uint64_t id, uint64_t by, struct instant now, struct err *e)
{
    return sql_do(tx, SQL_ACCOUNT_DISABLE, e, v_id(id), v_id(by)) && end_sessions(tx, id, now, e) &&
           sql_do(tx, SQL_INVITATION_END_MADE_BY, e, v_id(id), v_int(now.ms));
}

bool account_erase(struct tx *tx, uint64_t id, struct instant now, struct err *e)
{
    char login[40];
    snprintf(login, sizeof login, "erased-%llu", (unsigned long long)id);
    return sql_do(tx, SQL_ACCOUNT_ERASE, e, v_id(id), v_text(str_of(login))) &&
           sql_do(tx, SQL_SESSION_END_OF_ACCOUNT, e, v_id(id)) &&
           sql_do(tx, SQL_INVITATION_END_MADE_BY, e, v_id(id), v_int(now.ms));
}

static struct account_record account_of_row(struct rows *rows, struct arena *a, bool with_password)
{
    return (struct account_record){
        .id = (uint64_t)sql_int(rows, 0),
        .login = sql_text(rows, a, 1),
        .role = (int)sql_int(rows, 2),
        .unit = {(uint64_t)sql_int(rows, 3)},
        .name = sql_text(rows, a, 4),
        .phone = sql_text(rows, a, 5),
        .created_at = sql_instant(rows, 6),
        .last_seen = sql_instant(rows, 7),
        .disabled = sql_int(rows, 8) != 0,
        .password = with_password ? sql_text(rows, a, 9) : S(""),
    };
}

static bool one_account(struct rows *rows, struct arena *a, struct account_record *acc_r, struct err *e)
{
    struct account_record acc;
    bool found = sql_next(rows);
    if (found)
        acc = account_of_row(rows, a, true);
    if (!sql_close(rows, e))
        return false;
    if (!found)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *acc_r = acc;
    return true;
}

bool account_read(struct reader *r, struct arena *a, uint64_t id, struct account_record *acc_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_ACCOUNT_READ, &rows, e, v_id(id)) && one_account(&rows, a, acc_r, e);
}

bool account_by_login(struct reader *r, struct arena *a, struct str login, struct account_record *acc_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_ACCOUNT_BY_LOGIN, &rows, e, v_text(login)) && one_account(&rows, a, acc_r, e);
}

bool account_list(struct reader *r, struct arena *a, struct account_records *list_r, struct err *e)
{
    struct rows rows;
    struct account_records list = {0};
    if (!sql_open(r, SQL_ACCOUNT_LIST, NULL, 0, &rows, e))
        return false;
    while (sql_next(&rows)) {
        struct account_record acc = account_of_row(&rows, a, false);
        arena_push(a, &list, acc);
    }
    if (!sql_close(&rows, e))
        return false;
    *list_r = list;
    return true;
}

bool account_each_to_call(struct reader *r, struct unit_id unit,
                          void (*take)(void *arg, const struct account_record *acc), void *arg, struct err *e)
{
    struct rows rows;
    if (!(unit.n ? sql_look(r, SQL_ACCOUNT_TO_CALL_AT, &rows, e, v_id(unit.n))
                 : sql_open(r, SQL_ACCOUNT_TO_CALL, NULL, 0, &rows, e)))
        return false;
    while (sql_next(&rows)) {
        struct account_record acc = {
            .unit = {(uint64_t)sql_int(&rows, 0)}, .name = sql_peek(&rows, 1), .phone = sql_peek(&rows, 2)};
        take(arg, &acc);
    }
    return sql_close(&rows, e);
}

/* ---- invitations ---- */

bool invitation_add(struct tx *tx, struct invitation_record *inv, struct err *e)
{
    uint64_t id = id_next(tx_store(tx));
    if (!sql_do(tx, SQL_INVITATION_ADD, e, v_id(id), v_blob(inv->token_hash, 32), v_int(inv->role), v_id(inv->unit.n),
                v_text(inv->purpose), v_id(inv->account), v_id(inv->made_by), v_int(inv->made_at.ms),
                v_int(inv->expires_at.ms)))
        return false;
    inv->id = id;
    return true;
}

static bool all_invitations(struct rows *rows, struct arena *a, struct invitation_records *list_r, struct err *e)
{
    struct invitation_records list = {0};
    while (sql_next(rows)) {
        struct invitation_record inv = {
            .id = (uint64_t)sql_int(rows, 0),
            .role = (int)sql_int(rows, 2),
            .unit = {(uint64_t)sql_int(rows, 3)},
            .purpose = sql_text(rows, a, 4),
            .account = (uint64_t)sql_int(rows, 5),
            .made_by = (uint64_t)sql_int(rows, 6),
            .made_at = sql_instant(rows, 7),
            .expires_at = sql_instant(rows, 8),
            .used_at = sql_instant(rows, 9),
        };
        sql_bytes(rows, 1, inv.token_hash, sizeof inv.token_hash);
        arena_push(a, &list, inv);
    }
    if (!sql_close(rows, e))
        return false;
    *list_r = list;
    return true;
}

bool invitation_by_token(struct reader *r, struct arena *a, const unsigned char token_hash[32],
                         struct invitation_record *inv_r, struct err *e)
{
    struct rows rows;
    struct invitation_records list;
    if (!sql_look(r, SQL_INVITATION_BY_TOKEN, &rows, e, v_blob(token_hash, 32)) || !all_invitations(&rows, a, &list, e))
        return false;
    if (!list.n)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *inv_r = list.items[0];
    return true;
}

bool invitation_use(struct tx *tx, uint64_t id, struct instant now, struct err *e)
{
    const struct value args[] = {v_id(id), v_int(now.ms)};
    int64_t changed;
    if (!sql_change(tx, SQL_INVITATION_USE, args, 2, &changed, e))
        return false;
    return changed == 1 || err_set(e, ERR_GONE, MSG_INVITATION_GONE);
}

bool invitation_end_first(struct tx *tx, struct instant now, struct err *e)
{
    return sql_do(tx, SQL_INVITATION_END_FIRST, e, v_int(now.ms));
}

bool invitation_list(struct reader *r, struct arena *a, struct instant now, struct invitation_records *list_r,
                     struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_INVITATION_LIST, &rows, e, v_int(now.ms)) && all_invitations(&rows, a, list_r, e);
}

/* ---- sessions ---- */

bool session_add(struct tx *tx, const struct session_record *ses, struct err *e)
{
    return sql_do(tx, SQL_SESSION_ADD, e, v_blob(ses->token_hash, 32), v_id(ses->account), v_int(ses->created_at.ms),
                  v_int(ses->last_seen.ms), v_int(ses->expires_at.ms));
}

bool session_touch(struct tx *tx, const struct session_record *ses, struct err *e)
{
    return sql_do(tx, SQL_SESSION_TOUCH, e, v_blob(ses->token_hash, 32), v_int(ses->last_seen.ms),
                  v_int(ses->expires_at.ms));
}

bool session_end(struct tx *tx, const unsigned char token_hash[32], struct err *e)
{
    return sql_do(tx, SQL_SESSION_END, e, v_blob(token_hash, 32));
}

bool session_trim(struct tx *tx, uint64_t account, int64_t most, struct err *e)
{
    return sql_do(tx, SQL_SESSION_TRIM, e, v_id(account), v_int(most));
}

bool session_end_expired(struct tx *tx, struct instant now, struct instant used, struct err *e)
{
    return sql_do(tx, SQL_SESSION_END_EXPIRED, e, v_int(now.ms), v_int(used.ms));
}

bool session_load(struct reader *r, struct arena *a, struct instant now, struct instant used, int64_t most,
                  struct session_records *list_r, struct err *e)
{
    struct rows rows;
    struct session_records list = {0};
    if (!sql_look(r, SQL_SESSION_LOAD, &rows, e, v_int(now.ms), v_int(used.ms), v_int(most)))
        return false;
    while (sql_next(&rows)) {
        struct session_record ses = {
            .account = (uint64_t)sql_int(&rows, 1),
            .created_at = sql_instant(&rows, 2),
            .last_seen = sql_instant(&rows, 3),
            .expires_at = sql_instant(&rows, 4),
        };
        sql_bytes(&rows, 0, ses.token_hash, sizeof ses.token_hash);
        arena_push(a, &list, ses);
    }
    if (!sql_close(&rows, e))
        return false;
    *list_r = list;
    return true;
}
