/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/state.h"

const char *const state_words[] = {"not_yet",  "due",      "draft",  "overdue", "sent",
                                   "returned", "accepted", "waived", NULL};

/* What the events up to a moment have established; each fact is one bit. */
enum fact {
    FACT_OPEN = 1 << 0,   /* its time has come and the deadline is within a day */
    FACT_PASSED = 1 << 1, /* its deadline has passed and nothing counts as reported */
    FACT_DRAFT = 1 << 2,  /* a draft that was not yet sent */
    FACT_SENT = 1 << 3,   /* a version is with the office */
    FACT_RETURNED = 1 << 4,
    FACT_ACCEPTED = 1 << 5,
    FACT_WAIVED = 1 << 6,
};

/* The table of precedence: the first fact that holds names the state. */
static const struct {
    unsigned fact;
    enum state state;
} precedence[] = {
    {FACT_WAIVED, STATE_WAIVED}, {FACT_ACCEPTED, STATE_ACCEPTED}, {FACT_RETURNED, STATE_RETURNED},
    {FACT_SENT, STATE_SENT},     {FACT_DRAFT, STATE_DRAFT},       {FACT_PASSED, STATE_OVERDUE},
    {FACT_OPEN, STATE_DUE},
};

struct judging {
    unsigned facts;
    struct instant due; /* of all, as known at the moment */
    bool amended;       /* after this unit's last extension */
    struct verdict verdict;
};

static bool is_before(struct instant a, struct instant b)
{
    return !instant_is_set(b) || a.ms < b.ms;
}

/* A version arrives: sent, nil, by letter or told by phone. What was accepted stays as it was accepted until it is reopened. */
static void take_version(struct judging *j, const struct transition *t)
{
    if (j->facts & FACT_ACCEPTED)
        return;
    struct verdict *v = &j->verdict;
    struct instant received = t->at;
    bool entered = t->kind == TRANSITION_PHONED || (t->kind == TRANSITION_SENT && t->when.ms);
    if (entered && instant_is_set(t->when) && t->when.ms < t->at.ms)
        received = t->when;
    if (is_before(received, v->first))
        v->first = received;
    if (t->version > v->version)
        v->version = t->version;
    v->nil = t->kind == TRANSITION_NIL;
    v->by_phone = t->kind == TRANSITION_PHONED;
    j->facts = (j->facts & ~(unsigned)(FACT_DRAFT | FACT_RETURNED)) | FACT_SENT;
}

static void take_return(struct judging *j, const struct transition *t)
{
    j->facts = (j->facts & ~(unsigned)(FACT_SENT | FACT_ACCEPTED)) | FACT_RETURNED;
    if (t->forget) {
        j->verdict.first = INSTANT_NONE;
        j->verdict.nil = j->verdict.by_phone = false;
    }
}

/* A review of a version that was replaced meanwhile says nothing of the newer one. */
static bool is_stale(const struct judging *j, const struct transition *t)
{
    bool review = t->kind == TRANSITION_RETURNED || t->kind == TRANSITION_ACCEPTED || t->kind == TRANSITION_REOPENED;
    return review && ((t->version && t->version < j->verdict.version) || !(j->facts & (FACT_SENT | FACT_RETURNED)));
}

static void take(struct judging *j, const struct transition *t)
{
    if (is_stale(j, t))
        return;
    switch ((enum transition_kind)t->kind) {
    case TRANSITION_DRAFTED:
        j->facts |= j->facts & (FACT_SENT | FACT_RETURNED | FACT_ACCEPTED) ? 0 : FACT_DRAFT;
        break;
    case TRANSITION_SENT:
    case TRANSITION_NIL:
    case TRANSITION_PHONED:
        take_version(j, t);
        break;
    case TRANSITION_RETURNED:
        take_return(j, t);
        break;
    case TRANSITION_ACCEPTED:
        j->facts = (j->facts & ~(unsigned)FACT_RETURNED) | FACT_SENT | FACT_ACCEPTED;
        break;
    case TRANSITION_REOPENED:
        j->facts &= ~(unsigned)FACT_ACCEPTED;
        break;
    case TRANSITION_WAIVED:
        j->facts |= FACT_WAIVED;
        break;
    case TRANSITION_UNWAIVED:
        j->facts &= ~(unsigned)FACT_WAIVED;
        break;
    case TRANSITION_EXTENDED:
        j->verdict.due = t->when;
        j->verdict.extended = true;
        j->amended = false;
        break;
    case TRANSITION_AMENDED:
        j->amended = true;
        break;
    case TRANSITION_WITHDRAWN:
    case TRANSITION_RESTORED:
    case TRANSITION_CHOSEN:
        break;
    }
}

/* The first amendment after the moment tells which deadline it replaced: that one held. */
static struct instant due_as_known(const struct transition *transitions, size_t n, struct instant due,
                                   struct instant as_of)
{
    for (size_t i = 0; i < n; i++)
        if (transitions[i].kind == TRANSITION_AMENDED && transitions[i].at.ms > as_of.ms)
            return transitions[i].when.ms ? transitions[i].when : INSTANT_NONE;
    return due;
}

static void judge_time(struct judging *j, struct instant opens, struct instant as_of)
{
    struct verdict *v = &j->verdict;
    if (v->extended && j->amended && (!instant_is_set(j->due) || j->due.ms > v->due.ms))
        v->due = j->due;
    bool has_due = instant_is_set(v->due);
    v->reported = instant_is_set(v->first);
    v->late = has_due && v->reported && v->first.ms > v->due.ms;
    v->overdue = has_due && as_of.ms > v->due.ms && !v->reported && !(j->facts & FACT_WAIVED);
    if (v->overdue)
        j->facts |= FACT_PASSED;
    if (has_due && as_of.ms >= opens.ms && v->due.ms - as_of.ms <= MS_A_DAY)
        j->facts |= FACT_OPEN;
}

struct verdict obligation_state(const struct transition *transitions, size_t n, struct instant opens,
                                struct instant due, struct instant as_of)
{
    due = due_as_known(transitions, n, due, as_of);
    struct judging j = {.due = due, .verdict = {.state = STATE_NOT_YET, .due = due, .first = INSTANT_NONE}};
    for (size_t i = 0; i < n; i++) /* times of neighbours may cross by milliseconds: none is a reason to stop */
        if (transitions[i].at.ms <= as_of.ms)
            take(&j, &transitions[i]);
    judge_time(&j, opens, as_of);
    for (size_t i = 0; i < sizeof precedence / sizeof *precedence; i++)
        if (j.facts & precedence[i].fact) {
            j.verdict.state = precedence[i].state;
            break;
        }
    return j.verdict;
}

bool version_is_late(const struct transition *transitions, size_t n, struct instant opens, struct instant due,
                     struct instant as_of, uint32_t version)
{
    size_t with = 0;
    while (with < n && transitions[with].version < version)
        with++;
    struct instant first = obligation_state(transitions, with < n ? with + 1 : n, opens, due, as_of).first;
    struct instant last = obligation_state(transitions, n, opens, due, as_of).due;
    return instant_is_set(first) && instant_is_set(last) && first.ms > last.ms;
}

/* As for the deadline, the first such event after the moment tells what held until then. */
bool obligation_withdrawn(const struct transition *transitions, size_t n, bool now, struct instant as_of)
{
    for (size_t i = 0; i < n; i++)
        if (transitions[i].kind >= TRANSITION_WITHDRAWN && transitions[i].at.ms > as_of.ms)
            return transitions[i].kind == TRANSITION_RESTORED;
    return now;
}
