/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/board.h"

#include <string.h>

enum group { GROUP_NONE, GROUP_OPEN, GROUP_MISSING, GROUP_REPORTED, GROUP_WAIVED, GROUP_OWN };

static const struct cell {
    char cell;
    enum group group;
    bool late, nil, by_phone, accepted, returned;
    const char *label;
} cells[] = {
    {' ', GROUP_NONE, .label = ""},
    {'.', GROUP_OPEN, .label = "未到期"},
    {'o', GROUP_OPEN, .label = "待报"},
    {'e', GROUP_OPEN, .label = "延期待报"},
    {'d', GROUP_OPEN, .label = "草稿"},
    {'D', GROUP_MISSING, .label = "逾期未报（有草稿）"},
    {'x', GROUP_MISSING, .label = "逾期未报"},
    {'b', GROUP_OPEN, .label = "退回，待重报"},
    {'R', GROUP_MISSING, .label = "退回，视同未报"},
    {'s', GROUP_REPORTED, .label = "已报"},
    {'l', GROUP_REPORTED, .late = true, .label = "迟报"},
    {'n', GROUP_REPORTED, .nil = true, .label = "零报告"},
    {'N', GROUP_REPORTED, .nil = true, .late = true, .label = "零报告（迟报）"},
    {'p', GROUP_REPORTED, .by_phone = true, .label = "电话报送"},
    {'P', GROUP_REPORTED, .by_phone = true, .late = true, .label = "电话报送（迟报）"},
    {'r', GROUP_REPORTED, .returned = true, .label = "退回修改"},
    {'a', GROUP_REPORTED, .accepted = true, .label = "审核通过"},
    {'A', GROUP_REPORTED, .accepted = true, .late = true, .label = "审核通过（迟报）"},
    {'w', GROUP_WAIVED, .label = "免报"},
    {'v', GROUP_OWN, .label = "自愿报送"},
};

static char sent_cell(const struct verdict *v)
{
    if (v->nil)
        return v->late ? 'N' : 'n';
    if (v->by_phone)
        return v->late ? 'P' : 'p';
    return v->late ? 'l' : 's';
}

char board_cell(const struct verdict *v, bool own_accord)
{
    if (own_accord)
        return v->reported ? 'v' : ' ';
    switch (v->state) {
    case STATE_DUE:
        return v->extended ? 'e' : 'o';
    case STATE_DRAFT:
        return v->overdue ? 'D' : 'd';
    case STATE_OVERDUE:
        return 'x';
    case STATE_SENT:
        return sent_cell(v);
    case STATE_RETURNED:
        return v->reported ? 'r' : v->overdue ? 'R' : 'b';
    case STATE_ACCEPTED:
        return v->late ? 'A' : 'a';
    case STATE_WAIVED:
        return 'w';
    default:
        return v->extended ? 'e' : '.';
    }
}

static const struct cell *cell_of(char c)
{
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (cells[i].cell == c)
            return &cells[i];
    return &cells[0];
}

struct str board_cell_label(char cell)
{
    return str_of(cell_of(cell)->label);
}

void board_count(struct board_counts *counts, char c)
{
    const struct cell *cell = cell_of(c);
    counts->owed += cell->group != GROUP_NONE && cell->group != GROUP_OWN;
    counts->reported += cell->group == GROUP_REPORTED;
    counts->waived += cell->group == GROUP_WAIVED;
    counts->missing += cell->group == GROUP_MISSING;
    counts->open += cell->group == GROUP_OPEN;
    counts->own += cell->group == GROUP_OWN;
    counts->late += cell->late;
    counts->nil += cell->nil;
    counts->by_phone += cell->by_phone;
    counts->accepted += cell->accepted;
    counts->returned += cell->returned;
}
