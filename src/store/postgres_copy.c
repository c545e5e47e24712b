/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a SQLite file into the new tables of a database: by COPY, in its binary format (PostgreSQL's manual, "COPY"). */
#include "store/inside.h"
#include "store/libpq.h"
#include "store/postgres.h"

#include <endian.h>
#include <stdio.h>

static bool put(struct reader *to, struct str bytes, struct err *e)
{
    return libpq.PQputCopyData(to->db, bytes.at, (int)bytes.n) == 1 || postgres_trouble(to, NULL, "copy", e);
}

static bool put_16(struct reader *to, int16_t n, struct err *e)
{
    uint16_t big = htobe16((uint16_t)n);
    return put(to, (struct str){(const char *)&big, sizeof big}, e);
}

static bool put_32(struct reader *to, int32_t n, struct err *e)
{
    uint32_t big = htobe32((uint32_t)n);
    return put(to, (struct str){(const char *)&big, sizeof big}, e);
}

/* Every number is a bigint (tools/sqlgen.py). */
static bool put_value(struct reader *to, const struct value *v, struct err *e)
{
    uint64_t big = htobe64((uint64_t)v->number);
    struct str bytes = v->kind == V_INT ? (struct str){(const char *)&big, sizeof big} : v->bytes;
    return put_32(to, v->kind == V_NULL ? -1 : (int32_t)bytes.n, e) && (!bytes.n || put(to, bytes, e));
}

static bool begin(void *arg, const char *table, const char *columns, struct err *e)
{
    static const char head[] = "PGCOPY\n\377\r\n";
    struct reader *to = arg;
    char sql[2048];
    if ((size_t)snprintf(sql, sizeof sql, "copy %s (%s) from stdin (format binary)", table, columns) >= sizeof sql)
        return err_fault(e, "%s has too many columns", table);
    PGresult *res = libpq.PQexec(to->db, sql);
    bool begun = libpq.PQresultStatus(res) == PGRES_COPY_IN || postgres_trouble(to, res, sql, e);
    libpq.PQclear(res);
    return begun && put(to, (struct str){head, sizeof head}, e) && put_32(to, 0, e) && put_32(to, 0, e);
}

static bool take(void *arg, const struct value *values, size_t n, struct err *e)
{
    struct reader *to = arg;
    bool good = put_16(to, (int16_t)n, e);
    for (size_t i = 0; good && i < n; i++)
        good = put_value(to, &values[i], e);
    return good;
}

/* Only now it is known whether the server took them. */
static bool end(void *arg, const char *table, struct err *e)
{
    struct reader *to = arg;
    if (!put_16(to, -1, e) || (libpq.PQputCopyEnd(to->db, NULL) != 1 && !postgres_trouble(to, NULL, "copy", e)))
        return false;
    bool good = true;
    for (PGresult *res; (res = libpq.PQgetResult(to->db)); libpq.PQclear(res))
        good = good && (libpq.PQresultStatus(res) == PGRES_COMMAND_OK || postgres_trouble(to, res, table, e));
    return good;
}

/* When it fails the store is not opened, and the transaction ends with the connection. */
bool postgres_take_over(struct reader *to, struct reader *from, struct err *e)
{
    const struct row_sink sink = {begin, take, end, to};
    return to->driver->begin(to, e) && sqlite_each_row(from, &sink, e) && to->driver->commit(to, e);
}
