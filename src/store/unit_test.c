/* SPDX-License-Identifier: Apache-2.0 */
/* Registers of units: what store/unit.h promises. */
#include "store/test_store.h"

/* A test's body runs as one op, so that a refusal within it can be looked at. */
#define OP(name) static bool name(void *arg, struct tx *tx, struct err *e)

OP(put_tree)
{
    struct fixture *f = arg;
    static struct trait traits[] = {{.key = {"grade", 5}, .value = {"model", 5}, .from = {100}, .to = {INT32_MIN}}};
    struct unit school = {.code = S("1"), .name = S("school"), .kind = UNIT_SCHOOL, .traits = {traits, 1, 1}};
    struct unit bureau = {.code = S("9"), .name = S("bureau"), .kind = UNIT_BUREAU}, again;
    if (!unit_put(tx, f->reg, &bureau, e))
        return false;
    school.parent = bureau.id;
    if (!unit_put(tx, f->reg, &school, e))
        return false;
    again = school;
    again.name = S("renamed");
    return unit_remove(tx, school.id, (struct instant){5}, 2, e) && unit_put(tx, f->reg, &again, e) &&
           (again.id.n == school.id.n || err_fault(e, "another id")) &&
           unit_remove(tx, f->unit, (struct instant){5}, 2, e);
}

struct row_edit {
    struct fixture *f;
    const char *name;
    uint64_t seq; /* of the last change of the register */
};

OP(edit_row)
{
    struct row_edit *c = arg;
    struct unit u = {.id = c->f->unit, .name = str_of(c->name), .short_name = str_of(c->name)};
    struct event ev = {.at = {5}, .actor = 7, .body = S("{}")};
    return unit_edit(tx, c->f->reg, &u, &ev, e);
}

OP(is_still_so)
{
    struct row_edit *c = arg;
    return register_is_at(tx, c->f->arena, c->f->reg, c->seq, e);
}

OP(put_other)
{
    struct fixture *f = arg;
    struct unit other = {.code = S("1"), .name = S("other"), .short_name = S("o"), .kind = UNIT_SCHOOL};
    return unit_put(tx, f->reg, &other, e);
}

static void a_row_changed_by_hand_is_news_to_an_import_and_takes_no_others_name(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct row_edit c = {.f = f, .name = "renamed"};
    assert_good(register_newest(store_reader(f->store), f->arena, f->reg, &c.seq, &e));
    assert_good(test_op(f, is_still_so, &c, &e));
    assert_good(test_op(f, edit_row, &c, &e));
    assert_false(test_op(f, is_still_so, &c, &e));
    assert_int_equal(e.message, MSG_STATE_CHANGED);
    assert_good(register_newest(store_reader(f->store), f->arena, f->reg, &c.seq, &e));
    assert_good(test_op(f, is_still_so, &c, &e));
    assert_good(test_op(f, put_other, f, &e));
    c.name = "other";
    assert_false(test_op(f, edit_row, &c, &e));
    assert_int_equal(e.message, MSG_STATE_CHANGED);
}

static void a_register_loads_parents_first(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct units units;
    assert_good(test_op(f, put_tree, f, &e));
    assert_good(unit_load(store_reader(f->store), f->arena, f->reg, false, &units, &e));
    assert_int_equal(units.n, 2);
    assert_true(str_eq(units.items[0].name, S("bureau")) && str_eq(units.items[1].name, S("renamed")));
    assert_int_equal(units.items[1].parent.n, units.items[0].id.n);
    assert_int_equal(units.items[1].traits.n, 1);
    assert_true(units.items[1].traits.items[0].from.n == 100 && !day_is_set(units.items[1].traits.items[0].to));
    assert_good(unit_load(store_reader(f->store), f->arena, f->reg, true, &units, &e));
    assert_int_equal(units.n, 3);
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_register_loads_parents_first),
        STORED(a_row_changed_by_hand_is_news_to_an_import_and_takes_no_others_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
