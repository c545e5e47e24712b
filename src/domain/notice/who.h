/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addressees: the units a clause or the letter names, as it names them: 各县（市）、开发区教育主管部门, 每校, 申报单位.
 */
#ifndef DOMAIN_NOTICE_WHO_H
#define DOMAIN_NOTICE_WHO_H

#include "domain/notice/compiler.h"

/* True when [from, to) ends with a noun for a unit, a bracket behind it allowed: 教育局(教委). */
bool unit_ends(const struct compiler *c, uint32_t from, uint32_t to);
/* Appends the units of an address line, all of it. */
void units_in(const struct compiler *c, struct span s, struct spans *list);
/* True when units are all that s holds; appends them. */
bool all_names(const struct compiler *c, struct span s, struct spans *list);
/* Appends the units named from `from` on, one after the other; returns where they end. */
uint32_t names_at(const struct compiler *c, uint32_t from, uint32_t end, struct spans *list);
/* Where one name that begins at `from` ends, or 0; sure: it begins with 各 or 每. */
uint32_t name_end(const struct compiler *c, uint32_t from, uint32_t end, bool sure);
/* Appends a name such as 有申报计划的单位; returns where it ends, or from. strict: a demand must follow it. */
uint32_t relative_name(const struct compiler *c, uint32_t from, uint32_t end, bool strict, struct spans *list);
/* 各 or 每 of units stands at `at`. */
bool is_every(const struct compiler *c, uint32_t at, uint32_t end);
/* 每位学员需…: each person at `at` is who hands in; 每名教师限报1项 counts what others do. */
bool is_each_person(const struct compiler *c, uint32_t at, uint32_t end);
/* The sentence goes on at `at` behind a name that began at `from`. */
bool stops_at(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end);
/* 参会人员|名单: what begins at `from` makes a thing of the noun before it. */
bool names_thing(const struct compiler *c, uint32_t from, uint32_t end);
/* A comma stands at `at`, and behind it what somebody named before owes: 市监理协会|,应按照要求汇总. */
bool owes_next(const struct compiler *c, uint32_t at);
/*
 * Appends the units that the clause makes its subject. Returns where the subject ends, or clause.from when it has none.
 */
uint32_t subject_of(const struct compiler *c, struct span clause, struct spans *list);
/* Appends the unit of 以县为单位 wherever s says so. Returns where the words end; 0: there are none. */
uint32_t by_unit(const struct compiler *c, struct span s, struct spans *list);
/* The byte after the unit that is named right at `at`; 0 when none is. */
uint32_t unit_at(const struct compiler *c, uint32_t at, uint32_t end);
/*
 * 就业指导中心|于5月6日前将…: s is what stands before the deadline of an object with 将, so it is who acts, whatever it is
 * called. Appends it; false: it tells when or how.
 */
bool actor_before(const struct compiler *c, struct span s, struct spans *list);
/* 由各单位…: the first name stands behind a 由. */
bool is_behind_by(const struct compiler *c, const struct spans *list);
/* True when every name of the list is one of those that stand for whoever was named before (各单位, 各地). */
bool is_anyone(const struct compiler *c, const struct spans *list);
/* 县教育局 is one of 各县（市、区）教育局, unless it is the office that sends. */
bool is_one_of(const struct compiler *c, struct str addressed, struct str name);

/* 大河、柳树、石桥: nothing but names of two to six characters, whatever they are called; for where units are told beside. */
bool short_names(const struct compiler *c, struct span s, struct spans *list);

#endif
