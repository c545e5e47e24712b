/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/own.h"

#include "domain/notice/demand.h"
#include "domain/notice/duty.h"
#include "domain/notice/thing.h"

/* The first row holds for every fate, and each fate has one of its own. */
static const int8_t weights[FATES + 1][SIGNS] = {
#include "domain/notice/own.def"
};

static void sign(struct move *m, enum sign s, bool there)
{
    m->signs |= (uint64_t)there << s;
}

static void sentence_signs(struct move *m)
{
    static const float steps[] = {-2, -1, 0, 1, 2.5f, 4};
    for (int i = 0; i < 6; i++)
        sign(m, (enum sign)(SIGN_LOGIT_1 + i), m->logit > steps[i]);
}

static void move_signs(const struct compiler *c, struct move *m)
{
    sign(m, SIGN_ANY, true);
    sign(m, SIGN_SENDS, m->verb.kind == VERB_SEND);
    sign(m, SIGN_BARE, m->verb.kind == VERB_BARE);
    sign(m, SIGN_NAMES, m->verb.kind == VERB_NAME);
    sign(m, SIGN_FILLS, m->verb.kind == VERB_FILL || m->verb.kind == VERB_JOIN);
    sign(m, SIGN_DUE, has_deadline(c, m));
    sign(m, SIGN_MODAL, m->modal);
    sign(m, SIGN_AS_SAID, m->as_said);
    sign(m, SIGN_LEAVE, m->leave);
    sign(m, SIGN_HEADING, m->heading);
    sign(m, SIGN_OWED, m->owed);
    sign(m, SIGN_LABELLED, m->labelled);
    sign(m, SIGN_VAGUE, m->vague);
    sign(m, SIGN_CONDITIONAL, m->conditional);
    sign(m, SIGN_QUOTA, m->has_quota);
    sign(m, SIGN_BOUNDED, m->has_quota && m->quota.bounded);
    sign(m, SIGN_WHO, m->who.n > 0);
    sign(m, SIGN_THINGS, m->things.n > 0);
    sign(m, SIGN_THOSE, is_those(c, &m->things));
    sign(m, SIGN_TO, !span_is_empty(m->to));
    sign(m, SIGN_MAIL, !span_is_empty(m->mailbox));
    sign(m, SIGN_NIL, m->nil);
    sign(m, SIGN_DEMANDS, demands(c, m));
    sign(m, SIGN_NAMED_TASK, named_task(c, m));
}

void own_open(const struct compiler *c, struct moves *moves)
{
    size_t dated = 0, passed = 0;
    for (size_t i = 0; i < moves->n; i++)
        dated += has_deadline(c, &moves->items[i]);
    for (size_t i = 0; i < moves->n; i++) {
        struct move *m = &moves->items[i];
        sentence_signs(m);
        move_signs(c, m);
        sign(m, SIGN_DATED, dated > 0);
        sign(m, SIGN_DATED_MORE, dated > 1);
        sign(m, SIGN_PASSED, passed > 0);
        sign(m, SIGN_LONE, moves->n == 1);
        sign(m, SIGN_MANY, moves->n >= 4);
        passed += has_deadline(c, m);
    }
}

void own_propose(const struct compiler *c, struct move *m, enum fate fate, const struct making *d, int near)
{
    m->fate = fate;
    if (d == NULL)
        return;
    bool meets = lists_meet(c, &d->things, &m->things), agrees = who_agree(c, d, m);
    sign(m, SIGN_NEAR, near == 2);
    sign(m, SIGN_BESIDE, near == 3);
    sign(m, SIGN_TOGETHER, near == 4);
    sign(m, SIGN_MEETS, meets);
    sign(m, SIGN_AGREES, agrees);
    sign(m, SIGN_OTHER_WHO, m->who.n > 0 && !agrees);
    sign(m, SIGN_OTHER_THINGS, m->things.n > 0 && !meets && !is_those(c, &m->things));
    sign(m, SIGN_OTHER_OFFICE, others_office(c, d, m));
    sign(m, SIGN_OF_DATED, d->has_due);
    sign(m, SIGN_OF_LABELLED, d->labelled);
}

int own_weight(const struct move *m)
{
    int sum = 0;
    for (uint64_t left = m->signs; left != 0; left &= left - 1) {
        int s = __builtin_ctzll(left);
        sum += weights[0][s] + weights[m->fate + 1][s];
    }
    return sum;
}
