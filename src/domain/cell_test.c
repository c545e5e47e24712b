/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/cell.h"

#include <string.h>

static void a_number_is_read_however_it_is_typed(void **state)
{
    (void)state;
    static const struct {
        const char *text, *unit;
        double number;
    } cases[] = {{"30", "人", 30},
                 {" １２０ ", "人", 120},
                 {"12,345", "", 12345},
                 {"１２，３４５", "", 12345},
                 {"1,234,567.5", "", 1234567.5},
                 {"30人", "人", 30},
                 {"30 人", "人", 30},
                 {"-3", "", -3},
                 {"0.5", "", 0.5},
                 {"＋7", "", 7}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double n = -99;
        assert_true(cell_number(str_of(cases[i].text), str_of(cases[i].unit), &n));
        assert_true(n == cases[i].number);
    }
}

static void what_could_mean_two_things_is_no_number(void **state)
{
    (void)state;
    static const char *const cases[] = {"约30人", "12,5", "120，85", "30-40", "1.2.3", "",    "-",
                                        "人",     "30场", "0,123",   "1e5",   "nan",   "1 2", "1 200",
                                        "0x10",   ",123", "1,2345",  "3.",    "#REF!"};
    double n;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_false(cell_number(str_of(cases[i]), S("人"), &n));
}

static void a_day_is_read_however_it_is_typed(void **state)
{
    (void)state;
    static const char *const cases[] = {"2023-05-18",
                                        "2023/5/18",
                                        "2023.5.18",
                                        "2023年5月18日",
                                        "2023年05月18号（周四）",
                                        "5月18日",
                                        "5/18",
                                        "5.18",
                                        "45064",
                                        "45064.5",
                                        "20230518",
                                        "２０２３－５－１８",
                                        "2023-05-18 00:00",
                                        "5月18日星期四"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct day d = DAY_NONE;
        assert_true(cell_day(str_of(cases[i]), day_of(2023, 5, 17), &d));
        assert_int_equal(d.n, day_of(2023, 5, 18).n);
    }
    struct day d;
    assert_true(cell_day(S("1月2日"), day_of(2023, 12, 30), &d)); /* over the turn of the year */
    assert_int_equal(d.n, day_of(2024, 1, 2).n);
}

static void what_is_no_day_is_not_read(void **state)
{
    (void)state;
    static const char *const cases[] = {"",      "明天",       "2023-13-01", "2023-02-30",  "5月",  "30",     "1234",
                                        "99999", "5月18-19日", "18日",       "2023-5-18-1", "----", "2月30日"};
    struct day d;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_false(cell_day(str_of(cases[i]), day_of(2023, 5, 17), &d));
    assert_false(cell_day(S("5月18日"), DAY_NONE, &d));
}

static void an_hour_is_read_however_it_is_typed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int minute;
    } cases[] = {{"09:30", 570},     {"9:30", 570},
                 {"9：30", 570},     {"９：３０", 570},
                 {"9点半", 570},     {"9时30分", 570},
                 {"上午9点30", 570}, {"下午2:05", 845},
                 {"14点", 840},      {"0.375", 540},
                 {"09:30:00", 570},  {"中午12点", 720},
                 {"下午12:10", 730}, {"2023-05-18 09:30", 570},
                 {"0:00", 0},        {"晚上7点", 1140}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int m = -1;
        assert_true(cell_minute(str_of(cases[i].text), &m));
        assert_int_equal(m, cases[i].minute);
    }
    static const char *const none[] = {"",  "上午", "9:00-11:00", "24:00", "9:60", "930",
                                       "9", "25点", "1.5",        "全天",  "9:"};
    int m;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(cell_minute(str_of(none[i]), &m));
}

static void a_number_that_a_spreadsheet_rounded_is_known(void **state)
{
    (void)state;
    assert_true(cell_is_rounded(S("3.40123E+17")));
    assert_true(cell_is_rounded(S("3e+17")));
    assert_false(cell_is_rounded(S("E+")));
    assert_false(cell_is_rounded(S("13800000000")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_read_however_it_is_typed),
        cmocka_unit_test(what_could_mean_two_things_is_no_number),
        cmocka_unit_test(a_day_is_read_however_it_is_typed),
        cmocka_unit_test(what_is_no_day_is_not_read),
        cmocka_unit_test(an_hour_is_read_however_it_is_typed),
        cmocka_unit_test(a_number_that_a_spreadsheet_rounded_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
