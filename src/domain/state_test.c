/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/state.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* The deadline of all cases is 0; times are milliseconds around it, OPEN a day and ten hours before. */
enum { OPEN = -122400000, HOUR = 3600000, DAY = 86400000, STEPS = 8 };

#define NOTHING       \
    {                 \
        {             \
            .kind = 0 \
        }             \
    }
#define STEP(time, kind_, ...)                                \
    {                                                         \
        .at = {time}, .kind = TRANSITION_##kind_, __VA_ARGS__ \
    }

struct judged {
    const char *sentence;
    struct transition steps[STEPS];
    int64_t as_of;
    enum state state;
    const char *flags; /* l late, n nil, p by phone, e extended, o overdue, r reported */
    uint32_t version;
};

static const struct judged cases[] = {
    {"before its day it is not yet due", NOTHING, OPEN - 1, STATE_NOT_YET, "", 0},
    {"on its day but more than a day ahead it is not yet due", NOTHING, -DAY - 1, STATE_NOT_YET, "", 0},
    {"a day ahead it is due", NOTHING, -DAY, STATE_DUE, "", 0},
    {"at the deadline it is still due", NOTHING, 0, STATE_DUE, "", 0},
    {"a millisecond later it is overdue", NOTHING, 1, STATE_OVERDUE, "o", 0},
    {"a draft is a draft", {STEP(-5, DRAFTED)}, -1, STATE_DRAFT, "", 0},
    {"a draft left lying is a draft that is overdue", {STEP(-5, DRAFTED)}, 1, STATE_DRAFT, "o", 0},
    {"sent a millisecond early is in time", {STEP(-1, SENT, .version = 1)}, 5, STATE_SENT, "r", 1},
    {"sent exactly at 10:00:00.000 is in time", {STEP(0, SENT, .version = 1)}, 0, STATE_SENT, "r", 1},
    {"sent at 10:00:00.001 is late", {STEP(1, SENT, .version = 1)}, 1, STATE_SENT, "lr", 1},
    {"what is sent later is not yet known", {STEP(1, SENT, .version = 1)}, 0, STATE_DUE, "", 0},
    {"a nil report is a report", {STEP(-9, NIL, .version = 1)}, 9, STATE_SENT, "nr", 1},
    {"a full report replaces a nil one",
     {STEP(-9, NIL, .version = 1), STEP(-8, SENT, .version = 2)},
     9,
     STATE_SENT,
     "r",
     2},
    {"a draft after sending changes nothing", {STEP(-9, SENT, .version = 1), STEP(-8, DRAFTED)}, 9, STATE_SENT, "r", 1},
    {"a return keeps the first receipt's time",
     {STEP(-9, SENT, .version = 1), STEP(5, RETURNED, .version = 1)},
     9,
     STATE_RETURNED,
     "r",
     1},
    {"sent again after a return is still in time by the first receipt",
     {STEP(-9, SENT, .version = 1), STEP(5, RETURNED, .version = 1), STEP(7, SENT, .version = 2)},
     9,
     STATE_SENT,
     "r",
     2},
    {"a return that counts as not sent makes it overdue",
     {STEP(-9, SENT, .version = 1), STEP(5, RETURNED, .version = 1, .forget = true)},
     9,
     STATE_RETURNED,
     "o",
     1},
    {"and what is sent after such a return is late",
     {STEP(-9, SENT, .version = 1), STEP(5, RETURNED, .version = 1, .forget = true), STEP(7, SENT, .version = 2)},
     9,
     STATE_SENT,
     "lr",
     2},
    {"before the deadline such a return is not overdue",
     {STEP(-9, SENT, .version = 1), STEP(-5, RETURNED, .version = 1, .forget = true)},
     -2,
     STATE_RETURNED,
     "",
     1},
    {"a return of a version already replaced says nothing of the new one",
     {STEP(-9, SENT, .version = 1), STEP(-8, SENT, .version = 2), STEP(-7, RETURNED, .version = 1, .forget = true)},
     9,
     STATE_SENT,
     "r",
     2},
    {"a review of nothing is nothing", {STEP(-9, ACCEPTED), STEP(-8, RETURNED)}, -5, STATE_DUE, "", 0},
    {"accepted", {STEP(-9, SENT, .version = 1), STEP(5, ACCEPTED, .version = 1)}, 9, STATE_ACCEPTED, "r", 1},
    {"an accepted report cannot be sent again",
     {STEP(-9, SENT, .version = 1), STEP(5, ACCEPTED, .version = 1), STEP(6, SENT, .version = 2)},
     9,
     STATE_ACCEPTED,
     "r",
     1},
    {"reopened it is sent, as it was",
     {STEP(-9, SENT, .version = 1), STEP(5, ACCEPTED, .version = 1), STEP(6, REOPENED, .version = 1)},
     9,
     STATE_SENT,
     "r",
     1},
    {"reopened it may be sent again",
     {STEP(-9, SENT, .version = 1), STEP(5, ACCEPTED, .version = 1), STEP(6, REOPENED, .version = 1),
      STEP(7, SENT, .version = 2)},
     9,
     STATE_SENT,
     "r",
     2},
    {"a returned one may be accepted after all",
     {STEP(-9, SENT, .version = 1), STEP(5, RETURNED, .version = 1), STEP(6, ACCEPTED, .version = 1)},
     9,
     STATE_ACCEPTED,
     "r",
     1},
    {"waived is not overdue", {STEP(-9, WAIVED)}, 9, STATE_WAIVED, "", 0},
    {"a waiver taken back leaves it overdue", {STEP(-9, WAIVED), STEP(5, UNWAIVED)}, 9, STATE_OVERDUE, "o", 0},
    {"a waiver after sending stands over what was sent",
     {STEP(-9, SENT, .version = 1), STEP(5, WAIVED)},
     9,
     STATE_WAIVED,
     "r",
     1},
    {"and taken back shows it again",
     {STEP(-9, SENT, .version = 1), STEP(5, WAIVED), STEP(6, UNWAIVED)},
     9,
     STATE_SENT,
     "r",
     1},
    {"sent although waived counts as reported",
     {STEP(-9, WAIVED), STEP(3, SENT, .version = 1)},
     9,
     STATE_WAIVED,
     "lr",
     1},
    {"an extension moves the deadline", {STEP(-9, EXTENDED, .when = {HOUR})}, HOUR, STATE_DUE, "e", 0},
    {"and past it it is overdue", {STEP(-9, EXTENDED, .when = {HOUR})}, HOUR + 1, STATE_OVERDUE, "eo", 0},
    {"sent within the extension is in time",
     {STEP(-9, EXTENDED, .when = {HOUR}), STEP(HOUR, SENT, .version = 1)},
     HOUR,
     STATE_SENT,
     "er",
     1},
    {"an extension given afterwards makes a late one in time",
     {STEP(9, SENT, .version = 1), STEP(20, EXTENDED, .when = {HOUR})},
     30,
     STATE_SENT,
     "er",
     1},
    {"but as known before it was late",
     {STEP(9, SENT, .version = 1), STEP(20, EXTENDED, .when = {HOUR})},
     19,
     STATE_SENT,
     "lr",
     1},
    {"the last of two extensions holds",
     {STEP(1, EXTENDED, .when = {HOUR}), STEP(2, EXTENDED, .when = {50})},
     51,
     STATE_OVERDUE,
     "eo",
     0},
    {"told by phone in time and entered later is in time",
     {STEP(HOUR, PHONED, .version = 1, .when = {-5})},
     HOUR,
     STATE_SENT,
     "pr",
     1},
    {"until it is entered nobody knows of the call",
     {STEP(HOUR, PHONED, .version = 1, .when = {-5})},
     HOUR - 1,
     STATE_OVERDUE,
     "o",
     0},
    {"a call after the deadline is late", {STEP(HOUR, PHONED, .version = 1, .when = {5})}, HOUR, STATE_SENT, "lpr", 1},
    {"a call entered with a time yet to come counts from its entry",
     {STEP(-5, PHONED, .version = 1, .when = {HOUR})},
     HOUR,
     STATE_SENT,
     "pr",
     1},
    {"a letter that came in time and is entered later is in time, and is no call",
     {STEP(HOUR, SENT, .version = 1, .when = {-5})},
     HOUR,
     STATE_SENT,
     "r",
     1},
    {"until it is taken in nobody knows of the letter",
     {STEP(HOUR, SENT, .version = 1, .when = {-5})},
     HOUR - 1,
     STATE_OVERDUE,
     "o",
     0},
    {"a letter that came after the deadline is late",
     {STEP(HOUR, SENT, .version = 1, .when = {5})},
     HOUR,
     STATE_SENT,
     "lr",
     1},
    {"a call before a late sending makes it in time",
     {STEP(9, SENT, .version = 1), STEP(20, PHONED, .version = 2, .when = {-9})},
     30,
     STATE_SENT,
     "pr",
     2},
    {"an amendment that moved the deadline forward to 0 finds late what was in time",
     {STEP(5, SENT, .version = 1), STEP(20, AMENDED, .when = {HOUR})},
     30,
     STATE_SENT,
     "lr",
     1},
    {"before that amendment it was known as in time",
     {STEP(5, SENT, .version = 1), STEP(20, AMENDED, .when = {HOUR})},
     19,
     STATE_SENT,
     "r",
     1},
    {"an amendment that put the deadline off to 0 finds in time what was late",
     {STEP(-5, SENT, .version = 1), STEP(20, AMENDED, .when = {-HOUR})},
     30,
     STATE_SENT,
     "r",
     1},
    {"of two amendments the first one still to come tells the deadline",
     {STEP(-5, SENT, .version = 1), STEP(20, AMENDED, .when = {-HOUR}), STEP(40, AMENDED, .when = {HOUR})},
     10,
     STATE_SENT,
     "lr",
     1},
    {"an extension stands when the amended deadline is earlier",
     {STEP(-9, EXTENDED, .when = {HOUR}), STEP(-5, AMENDED, .when = {-1})},
     5,
     STATE_DUE,
     "e",
     0},
    {"and gives way when the amended deadline is later",
     {STEP(-DAY, EXTENDED, .when = {-HOUR}), STEP(-HOUR, AMENDED, .when = {-2 * HOUR})},
     -5,
     STATE_DUE,
     "e",
     0},
    {"what is sent after a call replaces it",
     {STEP(-9, PHONED, .version = 1, .when = {-20}), STEP(5, SENT, .version = 2)},
     30,
     STATE_SENT,
     "r",
     2},
};

static void say_flags(const struct verdict *v, char text[8])
{
    const bool holds[] = {v->late, v->nil, v->by_phone, v->extended, v->overdue, v->reported};
    size_t n = 0;
    for (size_t i = 0; i < sizeof holds; i++)
        if (holds[i])
            text[n++] = "lnpeor"[i];
    text[n] = 0;
}

static void every_sentence_of_the_table_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct judged *c = &cases[i];
        size_t n = 0;
        while (n < STEPS && (c->steps[n].at.ms || c->steps[n].version || c->steps[n].kind))
            n++;
        struct verdict v =
            obligation_state(c->steps, n, (struct instant){OPEN}, (struct instant){0}, (struct instant){c->as_of});
        char flags[8];
        say_flags(&v, flags);
        if (v.state != c->state || strcmp(flags, c->flags) != 0 || v.version != c->version)
            fail_msg("%s: got %s \"%s\" version %u", c->sentence, state_words[v.state], flags, v.version);
    }
}

static void without_a_deadline_nothing_is_ever_due_or_late(void **state)
{
    (void)state;
    struct transition sent = STEP(5, SENT, .version = 1);
    struct verdict v = obligation_state(NULL, 0, (struct instant){0}, INSTANT_NONE, (struct instant){INT64_MAX});
    assert_int_equal(v.state, STATE_NOT_YET);
    assert_false(v.overdue);
    v = obligation_state(&sent, 1, (struct instant){0}, INSTANT_NONE, (struct instant){9});
    assert_int_equal(v.state, STATE_SENT);
    assert_false(v.late);
    assert_int_equal(v.first.ms, 5);
}

static void a_million_transitions_are_judged_in_a_blink(void **state)
{
    (void)state;
    enum { OBLIGATIONS = 250000 };
    static const struct transition four[] = {STEP(-9, DRAFTED), STEP(-5, SENT, .version = 1),
                                             STEP(5, RETURNED, .version = 1), STEP(7, SENT, .version = 2)};
    size_t sent = 0;
    clock_t start = clock();
    for (int i = 0; i < OBLIGATIONS; i++)
        sent += obligation_state(four, 4, (struct instant){OPEN}, (struct instant){i % 3}, (struct instant){9}).state ==
                STATE_SENT;
    double ms = 1000.0 * (double)(clock() - start) / CLOCKS_PER_SEC;
    printf("             %d transitions: %.1f ms\n", OBLIGATIONS * 4, ms);
    assert_int_equal(sent, OBLIGATIONS);
    assert_true(ms < 2000); /* with sanitizers on; without it is some 10 ms */
}

/* Received at -9 and 7, the deadline is 0. */
static void a_receipt_says_of_the_newest_version_what_the_board_says(void **state)
{
    (void)state;
    static const struct {
        struct transition steps[4];
        bool first_late, newest_late;
    } weeks[] = {
        {{STEP(-9, SENT, .version = 1), STEP(5, RETURNED, .version = 1), STEP(7, SENT, .version = 2)}, false, false},
        {{STEP(-9, SENT, .version = 1), STEP(-8, SENT, .version = 2)}, false, false},
        {{STEP(-9, SENT, .version = 1), STEP(5, RETURNED, .version = 1, .forget = true), STEP(7, SENT, .version = 2)},
         false,
         true},
        {{STEP(5, SENT, .version = 1), STEP(6, RETURNED, .version = 1, .forget = true), STEP(7, SENT, .version = 2)},
         true,
         true},
        {{STEP(5, SENT, .version = 1), STEP(7, SENT, .version = 2), STEP(8, EXTENDED, .when = {6})}, false, false},
    };
    for (size_t i = 0; i < sizeof weeks / sizeof *weeks; i++) {
        const struct transition *t = weeks[i].steps;
        struct instant opens = {OPEN}, due = {0}, now = {9};
        assert_int_equal(version_is_late(t, 4, opens, due, now, 1), weeks[i].first_late);
        assert_int_equal(version_is_late(t, 4, opens, due, now, 2), weeks[i].newest_late);
        assert_int_equal(obligation_state(t, 4, opens, due, now).late, weeks[i].newest_late);
    }
}

static void what_was_withdrawn_is_known_of_each_moment(void **state)
{
    (void)state;
    const struct transition list[] = {STEP(1, SENT, .version = 1), STEP(10, WITHDRAWN), STEP(20, RESTORED)};
    const struct transition untold[] = {STEP(20, RESTORED)};
    assert_false(obligation_withdrawn(list, 3, false, list[0].at));
    assert_true(obligation_withdrawn(list, 3, false, list[1].at));
    assert_true(obligation_withdrawn(list, 3, false, (struct instant){list[2].at.ms - 1}));
    assert_false(obligation_withdrawn(list, 3, false, list[2].at));
    assert_true(obligation_withdrawn(list, 2, true, list[2].at));
    assert_true(obligation_withdrawn(untold, 1, false, list[1].at));
    assert_true(obligation_withdrawn(list, 1, true, list[0].at));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_of_the_table_holds),
        cmocka_unit_test(without_a_deadline_nothing_is_ever_due_or_late),
        cmocka_unit_test(a_receipt_says_of_the_newest_version_what_the_board_says),
        cmocka_unit_test(what_was_withdrawn_is_known_of_each_moment),
        cmocka_unit_test(a_million_transitions_are_judged_in_a_blink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
