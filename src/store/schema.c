/* SPDX-License-Identifier: Apache-2.0 */
#include "store/inside.h"

#include <stdio.h>
#include <string.h>

/* Tests put longer lists here. */
const struct sql_migration *store_migrations = sql_migrations;
const int *store_migration_count = &sql_migration_count;

static bool refuse(struct store *s, enum err_code code, enum message why, struct err *e)
{
    return err_with(e, code, why, s->folder, S(""), S(""));
}

static bool version_judge(struct store *s, int64_t version, struct err *e)
{
    if (version > *store_migration_count) {
        char kept[24], known[24];
        snprintf(kept, sizeof kept, "%lld", (long long)version);
        snprintf(known, sizeof known, "%d", *store_migration_count);
        return err_with(e, ERR_CONFLICT, MSG_STORE_NEWER, s->folder, str_of(kept), str_of(known));
    }
    return !s->options.readonly || version == *store_migration_count || refuse(s, ERR_CONFLICT, MSG_STORE_OLDER, e);
}

/* The folder's database, or a new one for a new folder; see binding.h. */
static bool database_judge(struct store *s, const struct schema *schema, struct err *e)
{
    const struct binding *b = &s->binding;
    if (schema->ours && b->there)
        return !strcmp(schema->id, b->id) || refuse(s, ERR_CONFLICT, MSG_DATABASE_OTHER, e);
    if (schema->ours)
        return refuse(s, ERR_CONFLICT, MSG_DATABASE_TAKEN, e);
    if (b->whole)
        return refuse(s, ERR_CONFLICT, MSG_DATABASE_OTHER, e);
    return !schema->others || refuse(s, ERR_CONFLICT, MSG_DATABASE_FOREIGN, e);
}

static bool schema_judge(struct store *s, const struct schema *schema, struct err *e)
{
    if (store_in_database(s) ? !database_judge(s, schema, e)
                             : schema->others && !schema->ours && !refuse(s, ERR_FAULT, MSG_STORE_FOREIGN, e))
        return false;
    return version_judge(s, schema->version, e);
}

/* Before any statement is prepared: the schema may be an older one. */
static bool kind_judge(struct store *s, struct reader *r, struct err *e)
{
    int64_t rehearsal = 0;
    if (!r->driver->number(r, "select count(*) from setting where key = 'rehearsal' and value = '1'", &rehearsal, e))
        return false;
    s->rehearsal = rehearsal != 0;
    if (s->options.any || s->rehearsal == s->options.rehearsal)
        return true;
    return refuse(s, ERR_CONFLICT, s->rehearsal ? MSG_STORE_REHEARSAL : MSG_STORE_EARNEST, e);
}

static bool migrate(struct reader *r, int64_t version, int64_t to, struct err *e)
{
    for (; version < to; version++)
        if (!r->driver->migrate(r, version, e))
            return false;
    return true;
}

/* The database has its tables: from now on no other one will do for this folder. */
static bool bind_whole(struct store *s, struct err *e)
{
    if (!store_in_database(s) || s->options.readonly || s->binding.whole)
        return true;
    s->binding.whole = true;
    return binding_write(s, BINDING_DATABASE, &s->binding, e);
}

static bool bind_begun(struct store *s, struct err *e)
{
    if (!store_in_database(s) || s->binding.there)
        return true;
    s->binding = binding_new();
    return binding_write(s, BINDING_DATABASE, &s->binding, e);
}

/* A new store says what it is once its schema is whole. */
static bool begin_empty(struct store *s, struct reader *r, int64_t version, struct err *e)
{
    s->rehearsal = s->options.rehearsal;
    return migrate(r, version, *store_migration_count, e) &&
           r->driver->run(r,
                          s->rehearsal ? "insert into setting values ('rehearsal', '1')"
                                       : "insert into setting values ('rehearsal', '0')",
                          e);
}

/* The tables as the rows were written for, then the rows, then what has changed since. */
static bool begin_from(struct store *s, struct reader *r, int64_t version, struct err *e)
{
    struct reader from = {.driver = &sqlite_driver, .store = s};
    struct schema old;
    if (!sqlite_look(&from, str_z(s->arena, s->options.from), e))
        return false;
    bool done = from.driver->schema_look(&from, &old, e) && (old.ours || refuse(s, ERR_FAULT, MSG_STORE_FOREIGN, e)) &&
                version_judge(s, old.version, e) && migrate(r, version, old.version, e) &&
                postgres_take_over(r, &from, e) && migrate(r, old.version, *store_migration_count, e);
    from.driver->disconnect(&from);
    return done && kind_judge(s, r, e);
}

static bool found(struct store *s, struct reader *r, const struct schema *schema, struct err *e)
{
    if (!bind_begun(s, e) || (!schema->ours && !r->driver->schema_found(r, e)))
        return false;
    return (s->options.from.n ? begin_from(s, r, schema->version, e) : begin_empty(s, r, schema->version, e)) &&
           bind_whole(s, e);
}

/* A first start that was cut off before its mark is gone on with by whoever comes next. */
static bool is_marked(struct reader *r, int64_t version, bool *marked_r, struct err *e)
{
    int64_t n = 0;
    if (version && !r->driver->number(r, "select count(*) from setting where key = 'rehearsal'", &n, e))
        return false;
    *marked_r = n != 0;
    return true;
}

bool schema_ready(struct store *s, struct reader *r, struct err *e)
{
    struct schema schema;
    bool marked;
    if (!r->driver->schema_look(r, &schema, e) || !schema_judge(s, &schema, e) ||
        !is_marked(r, schema.version, &marked, e))
        return false;
    if (schema.version && marked)
        return kind_judge(s, r, e) && (s->options.readonly || migrate(r, schema.version, *store_migration_count, e)) &&
               bind_whole(s, e);
    if (!s->options.create || s->options.readonly)
        return refuse(s, ERR_MISSING, MSG_STORE_MISSING, e);
    return found(s, r, &schema, e);
}
