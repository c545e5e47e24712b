/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept in memory is held against the ledger; whatever differs is found and named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/folder.h"
#include "work/compare.h"
#include "work/notice.h"
#include "work/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct arena *arena;
    struct office *office;
    struct live *live;
    struct live_obligation *o; /* on the board, waived, taken back and given more time */
    struct session clerk;
    char folder[64];
};

static void review(struct fixture *f, int action, struct instant due)
{
    struct err e = {0};
    struct review_done done;
    struct review_in in = {.action = action, .reason = S("演练"), .due = due};
    arena_push(f->arena, &in.items, ((struct review_item){.obligation = f->o->o.id}));
    assert_true(review_apply(f->office, f->arena, &f->clerk, (struct campaign_id){f->live->id}, &in, &done, &e));
    assert_int_equal(done.refused.n, 0);
}

static int setup(void **state)
{
    struct arena *a = arena_new("test", 64 << 20);
    struct fixture *f = arena_one(a, struct fixture);
    struct err e = {0};
    struct published_view published;
    struct instant start;
    f->arena = a;
    snprintf(f->folder, sizeof f->folder, "/tmp/skillweek-compare-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    struct office_options how = {.data = str_of(f->folder), .create = true, .rehearsal = true};
    assert_true(office_open(a, &how, &f->office, &e));
    assert_true(instant_read(S("2023-05-10T09:00:00+08:00"), &start));
    assert_true(office_clock_change(f->office, start, 0, &e));
    assert_true(folder_publish(f->office, a, S(HEFEI), &published, &e));
    struct live **lives;
    assert_int_equal(office_campaigns(f->office, &lives), 1);
    f->live = lives[0];
    for (size_t i = 0; !f->o; i++)
        if (!f->live->obligations.items[i].o.withdrawn && instant_is_set(f->live->obligations.items[i].o.due))
            f->o = &f->live->obligations.items[i];
    f->clerk = (struct session){
        .account = 1, .reg = f->live->reg, .role = ROLE_CLERK, .unit = f->live->roll->units.items[0].id};
    review(f, REVIEW_WAIVE, INSTANT_NONE);
    review(f, REVIEW_UNWAIVE, INSTANT_NONE);
    review(f, REVIEW_EXTEND, (struct instant){f->o->o.due.ms + MS_A_DAY});
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    char command[128];
    office_close(f->office);
    snprintf(command, sizeof command, "rm -rf %s", f->folder);
    int code = system(command);
    arena_free(f->arena);
    return code;
}

static struct comparison compare(struct fixture *f)
{
    struct comparison c;
    struct err e = {0};
    assert_true(office_compare(f->office, f->arena, &c, &e));
    return c;
}

static void what_is_kept_is_what_the_ledger_says(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct comparison c = compare(f), store;
    if (c.wrong)
        fail_msg("%.*s", (int)c.first.n, c.first.at);
    assert_int_equal(c.campaigns, 1);
    assert_int_equal(c.obligations, f->live->obligations.n);
    assert_int_equal(c.transitions, 3);
    assert_true(c.cells > 200);
    assert_true(store_compare(office_store(f->office), f->arena, office_now(f->office), &store, &e));
    assert_int_equal(store.wrong, 0);
    assert_int_equal(store.cells, c.cells);
    assert_int_equal(store.transitions, c.transitions);
}

/* The kept cells follow the clock by themselves: judged anew at a later moment they are still right. */
static void it_holds_at_every_moment(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    for (int hour = 0; hour < 24 * 22; hour += 7) {
        struct instant to = {office_now(f->office).ms + 7 * 60 * MS_A_MINUTE};
        assert_true(office_clock_change(f->office, to, 0, &e));
        struct comparison c = compare(f);
        if (c.wrong)
            fail_msg("%d h: %.*s", hour, (int)c.first.n, c.first.at);
    }
}

/* On the writer's thread, while reports wait: a nation's campaigns take seconds to be read. */
static void a_saved_draft_reads_nothing_else_anew(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct live **lives;
    struct draft_saved saved;
    struct draft_in in = {.revision = f->live->revision, .document = f->live->doc};
    struct campaign_id id = {f->live->id};
    in.document.title = S("演练：改过的标题");
    assert_true(campaign_save(f->office, f->arena, &f->clerk, id, &in, &saved, &e));
    assert_ptr_equal(office_live(f->office, id.n), f->live);
    assert_int_equal(f->live->revision, saved.revision);
    assert_false(str_eq(f->live->doc.title, in.document.title)); /* it is as published */
    in.document.key = S("another");
    saved = (struct draft_saved){0};
    for (int revision = 1; revision <= 3; revision++) {
        in.revision = saved.revision;
        in.document.title = str_format(f->arena, "演练：第 %d 稿", revision);
        assert_true(campaign_save(f->office, f->arena, &f->clerk, saved.id, &in, &saved, &e));
        const struct live *draft = office_live(f->office, saved.id.n);
        assert_true(draft->revision == revision && str_eq(draft->doc.title, in.document.title));
        assert_int_equal(office_campaigns(f->office, &lives), 2);
        assert_ptr_equal(lives[0], f->live);
    }
    assert_int_equal(compare(f).wrong, 0);
}

/* ---- what is damaged on purpose, and how it is named ---- */

static void a_cell(struct fixture *f)
{
    int64_t unit = roll_index(f->live->roll, f->o->o.unit);
    f->live->cells.at[(size_t)unit * f->live->columns.n + f->o->column] = 's';
}

static void an_empty_cell(struct fixture *f)
{
    size_t i = 0;
    while (f->live->matrix[i] >= 0)
        i++;
    f->live->cells.at[i] = 'x';
}

static void a_place(struct fixture *f)
{
    int64_t unit = roll_index(f->live->roll, f->o->o.unit);
    f->live->matrix[(size_t)unit * f->live->columns.n + f->o->column] = -1;
}

static void a_transition(struct fixture *f)
{
    f->o->items[0].at.ms++;
}

static void a_transition_is_gone(struct fixture *f)
{
    f->o->n--;
}

static void a_deadline(struct fixture *f)
{
    f->o->o.due.ms += 1000;
}

static void an_obligation_is_gone(struct fixture *f)
{
    f->o->o.id.n++;
}

static void what_differs_is_named(void **state)
{
    static const struct {
        void (*damage)(struct fixture *f);
        const char *named;
    } cases[] = {
        {a_cell, "cell is 's', judged 'e'"},
        {an_empty_cell, "cell is 'x' where nothing is owed"},
        {a_place, "stands elsewhere"},
        {a_transition, "transition 1 is another"},
        {a_transition_is_gone, "2 transitions are kept of 3"},
        {a_deadline, "is kept with other terms"},
        {an_obligation_is_gone, "is not kept"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        void *whole;
        assert_int_equal(setup(&whole), 0);
        struct fixture *f = whole;
        assert_int_equal(compare(f).wrong, 0); /* and the cells are ready */
        cases[i].damage(f);
        struct comparison c = compare(f);
        if (!c.wrong || str_find(c.first, str_of(cases[i].named)) == STR_NONE)
            fail_msg("%s: %d wrong, %.*s", cases[i].named, (int)c.wrong, (int)c.first.n, c.first.at);
        assert_int_equal(teardown(&whole), 0);
    }
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_kept_is_what_the_ledger_says, setup, teardown),
        cmocka_unit_test_setup_teardown(it_holds_at_every_moment, setup, teardown),
        cmocka_unit_test_setup_teardown(a_saved_draft_reads_nothing_else_anew, setup, teardown),
        cmocka_unit_test(what_differs_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
