/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The board (报送情况一览表): one printable character for each unit's cell in a column (a duty, or a duty's day), and
 * counts that add up.
 *
 *   ' ' owes nothing
 *   '.' not yet due 未到期
 *   'o' due 待报
 *   'e' either of these, deadline extended 延期
 *   'd' draft 草稿
 *   'D' draft, deadline passed
 *   'x' overdue 逾期未报
 *   's' sent 已报
 *   'l' sent late 迟报
 *   'n' nil 零报告
 *   'N' nil, late
 *   'p' by phone 电话报送
 *   'P' by phone, late
 *   'a' accepted 审核通过
 *   'A' accepted, was late
 *   'r' returned 退回修改, still counts as reported
 *   'R' returned, counts as not sent 视同未报, deadline passed
 *   'b' the same before it
 *   'w' waived 免报
 *   'v' of its own accord 自愿报送
 */
#ifndef DOMAIN_BOARD_H
#define DOMAIN_BOARD_H

#include "domain/state.h"

char board_cell(const struct verdict *v, bool own_accord);
/* What a cell says, in zh-CN: for exports and for those who do not see colours. */
struct str board_cell_label(char cell);

/*
 * owed = reported + waived + missing + open, whatever cells were counted. late, nil, by_phone, accepted and returned
 * are among the reported ('R' is among the missing); own stands beside: it was not owed.
 */
struct board_counts {
    int64_t owed, reported, waived, missing, open;
    int64_t late, nil, by_phone, accepted, returned, own;
};

void board_count(struct board_counts *counts, char cell);

#endif
