/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libpq, loaded when a store is in PostgreSQL and not before: whoever keeps his rows in SQLite need not have it installed
 * (docs/decisions/0031).
 */
#ifndef STORE_LIBPQ_H
#define STORE_LIBPQ_H

#include "base/err.h"

#include <libpq-fe.h>

#define LIBPQ_EACH(CALL)       \
    CALL(PQbackendPID)         \
    CALL(PQclear)              \
    CALL(PQcmdStatus)          \
    CALL(PQcmdTuples)          \
    CALL(PQconnectdbParams)    \
    CALL(PQconninfoFree)       \
    CALL(PQconninfoParse)      \
    CALL(PQconsumeInput)       \
    CALL(PQerrorMessage)       \
    CALL(PQexec)               \
    CALL(PQexecParams)         \
    CALL(PQexecPrepared)       \
    CALL(PQfinish)             \
    CALL(PQfreemem)            \
    CALL(PQgetResult)          \
    CALL(PQgetisnull)          \
    CALL(PQgetlength)          \
    CALL(PQgetvalue)           \
    CALL(PQntuples)            \
    CALL(PQparameterStatus)    \
    CALL(PQprepare)            \
    CALL(PQputCopyData)        \
    CALL(PQputCopyEnd)         \
    CALL(PQresultErrorField)   \
    CALL(PQresultStatus)       \
    CALL(PQserverVersion)      \
    CALL(PQsetNoticeProcessor) \
    CALL(PQstatus)             \
    CALL(PQtransactionStatus)

/* libpq.PQexec(…) and so on, once libpq_load has said true. */
struct libpq {
#define LIBPQ_MEMBER(name) __typeof__(name) *(name);
    LIBPQ_EACH(LIBPQ_MEMBER)
#undef LIBPQ_MEMBER
};
extern struct libpq libpq;

bool libpq_load(struct err *e) MUST_LOOK;

#endif
