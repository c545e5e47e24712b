/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>

#include "domain/campaign.h"

#define RULE "活动周xx单位xx材料"

static void titles_are_built_by_whatever_placeholders_the_notice_writes(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *what, *title;
    } cases[] = {
        {RULE, "典型案例", "活动周演练一中专单位典型案例材料"},
        {RULE, "宣传材料", "活动周演练一中专单位宣传材料"},
        {"活动周××单位××材料", "综述", "活动周演练一中专单位综述材料"},
        {"活动周XX单位XX材料", "综述", "活动周演练一中专单位综述材料"},
        {"某某学校某某材料", "综述", "演练一中专学校综述材料"},
        {"{单位名称}-{材料名称}", "综述", "演练一中专-综述"},
        {"〈材料〉（〈单位〉）", "综述", "综述（演练一中专）"},
        {"XX学校+活动周+材料", "综述", "演练一中专学校+活动周+材料"},
        {"活动周总结", "综述", "活动周总结"},
        {"学院名称-项目名称-申报书", "甲项目", "演练一中专-甲项目-申报书"},
        {"单位+报表名称", "月报表", "演练一中专+月报表"},
        {"报送单位_材料名称", "综述", "演练一中专_综述"},
        {"____单位____材料", "综述", "演练一中专单位综述材料"},
        {"〈学院〉-〈项目名称〉", "甲项目", "演练一中专-甲项目"},
        {"", "综述", ""},
    };
    struct arena *a = arena_new("test", 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(str_z(a, title_build(a, str_of(cases[i].rule), S("演练一中专"), str_of(cases[i].what))),
                            cases[i].title);
    arena_free(a);
}

static void a_title_by_the_rule_is_right_whatever_it_tells_of(void **state)
{
    (void)state;
    static const char *const titles[] = {"活动周演练一中专单位典型案例材料",
                                         "活动周演练一中专单位技能进社区，服务到家门材料",
                                         "活动周演练一中专单位材料材料"};
    struct arena *a = arena_new("test", 1 << 20);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        struct str repaired;
        assert_true(title_check(a, S(RULE), S("演练一中专"), S("日报"), str_of(titles[i]), &repaired));
        assert_true(str_eq(repaired, str_of(titles[i])));
    }
    struct str repaired;
    assert_true(title_check(a, S(""), S("演练一中专"), S("日报"), S("anything"), &repaired));
    arena_free(a);
}

static void a_wrong_title_is_mended_and_keeps_what_was_typed(void **state)
{
    (void)state;
    static const struct {
        const char *title, *repaired;
    } cases[] = {
        {"", "活动周演练一中专单位日报材料"},
        {"技能进社区", "活动周演练一中专单位技能进社区材料"},
        {"活动周-演练一中专-技能进社区", "活动周演练一中专单位技能进社区材料"},
        {"活动周演练一中专单位 技能进社区 材料.docx", "活动周演练一中专单位技能进社区材料"},
        {"活动周演练二中专单位技能进社区材料", "活动周演练一中专单位技能进社区材料"},
        {"演练一中专技能进社区材料", "活动周演练一中专单位技能进社区材料"},
        {"技能进社区（演练一中专）", "活动周演练一中专单位技能进社区材料"},
        {"活动周演练一中专单位材料", "活动周演练一中专单位日报材料"},
        {"活动周xx单位xx材料", "活动周演练一中专单位xx材料"},
        {"技能\u202e进社区", "活动周演练一中专单位技能进社区材料"},
    };
    struct arena *a = arena_new("test", 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str repaired;
        assert_false(title_check(a, S(RULE), S("演练一中专"), S("日报"), str_of(cases[i].title), &repaired));
        assert_string_equal(str_z(a, repaired), cases[i].repaired);
        struct str again;
        assert_true(title_check(a, S(RULE), S("演练一中专"), S("日报"), repaired, &again));
    }
    arena_free(a);
}

/* A rule's slots and a title's hyphens could be matched in more ways than there is time for. */
static void a_title_of_nothing_but_the_marks_of_its_rule_is_judged_at_once(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct buf title = buf_new(a, 256);
    struct str repaired, rule = S("xx-xx-xx-xx-xx-xx-xx-xx-xx材料");
    for (int i = 0; i < 200; i++)
        buf_putc(&title, '-');
    alarm(10);
    assert_false(title_check(a, rule, S("-"), S("日报"), buf_str(&title), &repaired));
    buf_lit(&title, "材料");
    assert_true(title_check(a, rule, S("-"), S("日报"), buf_str(&title), &repaired));
    assert_true(title_check(a, S("xx-xx-xx"), S("甲"), S("日报"), S("甲-乙-丙-丁"), &repaired));
    assert_false(title_check(a, S("xx-xx-xx"), S("甲"), S("日报"), S("甲-乙-"), &repaired));
    assert_true(
        title_check(a, S("xx单位xxxx材料和xx材料"), S("甲"), S("日报"), S("甲单位一材料二材料和三材料"), &repaired));
    alarm(0);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_are_built_by_whatever_placeholders_the_notice_writes),
        cmocka_unit_test(a_title_by_the_rule_is_right_whatever_it_tells_of),
        cmocka_unit_test(a_wrong_title_is_mended_and_keeps_what_was_typed),
        cmocka_unit_test(a_title_of_nothing_but_the_marks_of_its_rule_is_judged_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
