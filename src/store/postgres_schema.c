/* SPDX-License-Identifier: Apache-2.0 */
#include "store/postgres.h"

#include "base/log.h"
#include "store/inside.h"
#include "store/libpq.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* The oldest that knows all the settings below; 15 is what the tests run. */
enum { OLDEST = 140000, LOCK_TRIES = 30, LOCK_WAIT_MS = 100, WORD = 64 };

static bool unfit(const char *what, const char *is, const char *must, struct err *e)
{
    return err_with(e, ERR_FAULT, MSG_DATABASE_UNFIT, str_of(what), str_of(is), str_of(must));
}

/* A pooler tells another process than the one that answers: behind it the lock and the settings are not this connection's. */
static bool is_direct(struct reader *r, struct err *e)
{
    int64_t answers;
    return r->driver->number(r, "select pg_backend_pid()", &answers, e) &&
           (answers == libpq.PQbackendPID(r->db) || err_set(e, ERR_FAULT, MSG_DATABASE_POOLER));
}

static bool server_fits(struct reader *r, struct err *e)
{
    const char *encoding = libpq.PQparameterStatus(r->db, "server_encoding");
    char schema[WORD];
    if (libpq.PQserverVersion(r->db) < OLDEST)
        return unfit("server_version", libpq.PQparameterStatus(r->db, "server_version"), ">= 14", e);
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        return unfit("server_encoding", encoding ? encoding : "?", "UTF8", e);
    return is_direct(r, e) && postgres_word(r, "select coalesce(current_schema(), '')", schema, sizeof schema, e) &&
           (schema[0] || unfit("search_path", "\"\"", "public", e));
}

/* ---- the one who writes ---- */

static bool lock_try(struct reader *r, bool *held_r, struct err *e)
{
    char text[WORD];
    /* "skwk" and the schema: one database may keep several stores. */
    if (!postgres_word(r,
                       "select pg_try_advisory_lock((1936422763::bigint << 32) | oid::bigint) from pg_namespace "
                       "where nspname = current_schema()",
                       text, sizeof text, e))
        return false;
    *held_r = text[0] == 't';
    return true;
}

/* The server may take a moment to see that the process before this one is dead. */
static bool lock_take(struct reader *r, struct err *e)
{
    bool held = false;
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (i)
            nanosleep(&(struct timespec){.tv_nsec = LOCK_WAIT_MS * 1000000L}, NULL);
        if (!lock_try(r, &held, e))
            return false;
        if (held)
            return true;
    }
    return err_set(e, ERR_BUSY, MSG_DATABASE_LOCKED);
}

/* A server that does not sync loses what was acknowledged when its machine dies. */
static bool server_syncs(struct reader *r, const char *setting, const char *ask, struct err *e)
{
    char is[WORD];
    if (!postgres_word(r, ask, is, sizeof is, e))
        return false;
    if (!strcmp(is, "on"))
        return true;
    log_line(LOG_ERROR, "store.database", "\"setting\":\"%s\",\"is\":\"%s\"", setting, log_text(is).at);
    return r->store->options.rehearsal || unfit(setting, is, "on", e);
}

static bool set_up_writer(struct reader *r, struct err *e)
{
    char commit[WORD];
    return postgres_word(r, "show synchronous_commit", commit, sizeof commit, e) &&
           (!strcmp(commit, "remote_apply") || r->driver->run(r, "set synchronous_commit = on", e)) &&
           server_syncs(r, "fsync", "show fsync", e) &&
           server_syncs(r, "full_page_writes", "show full_page_writes", e) && lock_take(r, e);
}

/*
 * What a server or a role may have set otherwise: nobody but us ends our sessions and transactions. And the server ends one
 * whose machine is gone within half a minute, not two hours, so that another machine gets the lock. Some are unknown to older
 * servers.
 */
#define SETTINGS                                                                                             \
    "set standard_conforming_strings = on; set client_min_messages = warning; "                              \
    "select set_config(s.name, w.value, false) from pg_settings s join (values ('statement_timeout', '0'), " \
    "('lock_timeout', '0'), ('idle_session_timeout', '0'), ('idle_in_transaction_session_timeout', '0'), "   \
    "('transaction_timeout', '0'), ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'), "        \
    "('tcp_keepalives_count', '3'), ('tcp_user_timeout', '30000')) w (name, value) on w.name = s.name"

bool postgres_set_up(struct reader *r, bool writes, struct err *e)
{
    return server_fits(r, e) && r->driver->run(r, SETTINGS, e) &&
           (writes ? set_up_writer(r, e) : r->driver->run(r, "set default_transaction_read_only = on", e));
}

/* ---- the schema ---- */

/* Tables, views and sequences of an extension are nobody's rows. */
#define OTHERS                                                                                                  \
    "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = "          \
    "current_schema() and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and not exists (select 1 from pg_depend " \
    "d where d.objid = c.oid and d.deptype = 'e')"

bool postgres_schema_look(struct reader *r, struct schema *schema_r, struct err *e)
{
    struct schema schema = {0};
    int64_t marks, others;
    if (!r->driver->number(r, OTHERS " and c.relname = 'skillweek_store'", &marks, e) ||
        !r->driver->number(r, OTHERS, &others, e))
        return false;
    schema.ours = marks > 0;
    schema.others = others > 0;
    if (schema.ours && (!r->driver->number(r, "select version from skillweek_store", &schema.version, e) ||
                        !postgres_word(r, "select id from skillweek_store", schema.id, sizeof schema.id, e)))
        return false;
    *schema_r = schema;
    return true;
}

/* Whole or not at all. */
static bool in_one(struct reader *r, const char *sql, const char *mark, struct err *e)
{
    struct err more;
    if (!r->driver->begin(r, e))
        return false;
    if (r->driver->run(r, sql, e) && r->driver->run(r, mark, e) && r->driver->commit(r, e))
        return true;
    if (!r->driver->roll_back(r, &more))
        log_line(LOG_ERROR, "store.rollback", "\"error\":\"%s\"", log_text(more.detail).at);
    return false;
}

bool postgres_schema_found(struct reader *r, struct err *e)
{
    char mark[128];
    snprintf(mark, sizeof mark, "insert into skillweek_store values ('%s', 0)", r->store->binding.id);
    return in_one(r, "create table skillweek_store (id text not null, version bigint not null)", mark, e);
}

/* No copy is made before: pg_dump makes one (docs/operating.md). */
bool postgres_migrate(struct reader *r, int64_t version, struct err *e)
{
    char mark[96];
    snprintf(mark, sizeof mark, "update skillweek_store set version = %lld", (long long)version + 1);
    return in_one(r, store_migrations[version].postgres, mark, e);
}
