/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose data it is. What a role may call at all stands in the table of routes; here it is judged on which unit.
 * A clerk and a leader reach their whole register, a county office itself and what stands below it, a liaison officer
 * the own unit. Of a unit that has left the register all stays to be seen, and nothing more is reported.
 */
#include "work/office.h"

bool sees_all(const struct roll *r, const struct session *who)
{
    return r && r->id == who->reg && (who->role == ROLE_CLERK || who->role == ROLE_LEADER);
}

static bool is_within(const struct roll *r, struct unit_id unit, struct unit_id office)
{
    const struct unit *u = roll_unit(r, unit);
    while (u && u->id.n != office.n)
        u = roll_unit(r, u->parent);
    return u;
}

bool may_see(const struct roll *r, const struct session *who, struct unit_id unit)
{
    if (!r || r->id != who->reg || !roll_unit(r, unit))
        return false;
    switch (who->role) {
    case ROLE_CLERK:
    case ROLE_LEADER:
        return true;
    case ROLE_COUNTY:
        return is_within(r, unit, who->unit);
    default:
        return unit.n == who->unit.n;
    }
}

bool may_report(const struct roll *r, const struct session *who, struct unit_id unit)
{
    return (who->role == ROLE_LIAISON || who->role == ROLE_COUNTY) && may_see(r, who, unit) && roll_holds(r, unit);
}

bool must_report(const struct roll *r, const struct session *who, struct unit_id unit, struct err *e)
{
    bool left = may_see(r, who, unit) && !roll_holds(r, unit);
    return may_report(r, who, unit) || err_set(e, ERR_FORBIDDEN, left ? MSG_UNIT_LEFT : MSG_NOT_ALLOWED);
}

bool may_review(const struct roll *r, const struct session *who, struct unit_id unit)
{
    if (who->role == ROLE_COUNTY && unit.n == who->unit.n)
        return false; /* nobody judges his own report */
    return (who->role == ROLE_CLERK || who->role == ROLE_COUNTY) && may_see(r, who, unit);
}

/* A clerk is in charge of everybody in the register; a county office of the liaison officers it may invite. */
bool may_manage(const struct roll *r, const struct session *who, struct unit_id unit, int role)
{
    return may_see(r, who, unit) && (who->role == ROLE_CLERK || (who->role == ROLE_COUNTY && role == ROLE_LIAISON));
}
