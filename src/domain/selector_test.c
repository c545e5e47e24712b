/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/unit.h"

static void phrases_of_notices_become_classes(void **state)
{
    (void)state;
    static const struct {
        const char *phrases[3], *text;
    } cases[] = {
        {{"各县(市)、开发区教育主管部门", "各职业院校"}, "县、县级市、开发区、中专学校"},
        {{"各县（市）、开发区教育主管部门", "市管中专学校"}, "县、县级市、开发区；举办者为市的中专学校"},
        {{"各县（市）区教育局主管部门", "各中专学校"}, "县、县级市、区、中专学校"},
        {{"各县(市)", "各校"}, "县、县级市、中专学校"},
        {{"每个县(市)"}, "县、县级市"},
        {{"省级示范及以上的学校"}, "等级为省级示范或国家级重点的中专学校"},
        {{"全市具备办学资质的中专学校"}, "办学资质为有的中专学校"},
        {{"各区（含开发区）"}, "区、开发区"},
        {{"各 县 区 教 育 局"}, "县、县级市、区"},
        {{"各县区所属职业学校"}, "举办者为县区的中专学校"},
        {{"市管中专学校", "各校"}, "中专学校"},
        {{"市职教集团成员企业"}, "成员企业"},
        {{"《合肥日报》等主流媒体"}, "媒体"},
        {{"市现代职业教育公共实训中心"}, "公共实训中心"},
        {{"各地各校"}, "县、县级市、区、开发区、中专学校"},
        {{"市属和民办中等职业学校"}, "举办者为市或民办的中专学校"},
        {{"各市直中等职业学校"}, "举办者为市的中专学校"},
        {{"县直各学校"}, "举办者为县区的中专学校"},
        {{"省级示范及以上"}, "等级为省级示范或国家级重点的中专学校"},
    };
    struct arena *a = arena_new("test", 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strs who = {0};
        for (size_t p = 0; p < 3 && cases[i].phrases[p]; p++)
            arena_push(a, &who, str_of(cases[i].phrases[p]));
        struct selector s;
        assert_true(selector_from_phrases(a, &who, NULL, &s));
        assert_string_equal(str_z(a, selector_text(a, &s, LANGUAGE_ZH)), cases[i].text);
    }
    arena_free(a);
}

static void a_phrase_of_no_class_is_left_to_the_clerk(void **state)
{
    (void)state;
    static const char *const phrases[] = {"各社区居委会", "居民",   "各高等职业院校", "教育局职成处",
                                          "园区",         "示范区", "各直属事业单位"};
    struct arena *a = arena_new("test", 1 << 20);
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        struct strs who = {0};
        arena_push(a, &who, S("各县"));
        arena_push(a, &who, str_of(phrases[i]));
        struct selector s;
        assert_false(selector_from_phrases(a, &who, NULL, &s));
        assert_string_equal(str_z(a, selector_text(a, &s, LANGUAGE_ZH)), "县");
    }
    struct selector s;
    assert_false(selector_from_phrases(a, &(struct strs){0}, NULL, &s));
    arena_free(a);
}

static struct unit of_kind(const char *name, const char *short_name, const char *kind)
{
    static struct trait traits[8];
    static size_t n;
    traits[n] = (struct trait){S("kind"), str_of(kind), DAY_NONE, DAY_NONE};
    struct unit u = {.kind = UNIT_OTHER, .name = str_of(name), .short_name = str_of(short_name)};
    u.traits.items = &traits[n++];
    u.traits.n = 1;
    return u;
}

/* A flood office's and a university's registers: no word of theirs is in any lexicon. */
static void the_registers_own_words_are_understood(void **state)
{
    (void)state;
    struct unit list[] = {
        of_kind("演练甲镇人民政府", "甲镇", "乡镇"),           of_kind("演练乙街道办事处", "乙街道", "街道"),
        of_kind("演练丙水库管理所", "丙水库", "水库管理单位"), of_kind("演练计算机学院", "计算机学院", "学院"),
        of_kind("演练外语学院", "外语学院", "学院"),           {.kind = UNIT_COUNTY, .name = S("演练县")}};
    const struct units units = {.items = list, .n = sizeof list / sizeof *list};
    static const struct {
        const char *phrases[3], *text;
    } cases[] = {
        {{"各乡镇、街道"}, "乡镇、街道"},
        {{"各水库管理单位", "各县"}, "县、水库管理单位"},
        {{"其他学院"}, "学院"},
        {{"计算机学院"}, "名称为演练计算机学院的学院"},
        {{"各单位"}, "县、县级市、区、开发区、中专学校、公共实训中心、乡镇、街道、水库管理单位、学院"},
    };
    struct arena *a = arena_new("test", 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strs who = {0};
        for (size_t p = 0; p < 3 && cases[i].phrases[p]; p++)
            arena_push(a, &who, str_of(cases[i].phrases[p]));
        struct selector s;
        assert_true(selector_from_phrases(a, &who, &units, &s));
        assert_string_equal(str_z(a, selector_text(a, &s, LANGUAGE_ZH)), cases[i].text);
    }
    arena_free(a);
}

static void traits_hold_on_their_days(void **state)
{
    (void)state;
    struct trait traits[] = {
        {S("grade"), S("ordinary"), DAY_NONE, DAY_NONE},
        {S("grade"), S("provincial_model"), day_of(2023, 5, 19), DAY_NONE},
    };
    struct unit u = {.kind = UNIT_SCHOOL, .code = S("34X001"), .traits = {traits, 2, 2}};
    struct arena *a = arena_new("test", 1 << 20);
    struct strs who = {0};
    arena_push(a, &who, S("省级示范及以上的学校"));
    struct selector s;
    assert_true(selector_from_phrases(a, &who, NULL, &s));
    assert_false(selector_picks(&s, &u, day_of(2023, 5, 18)));
    assert_true(selector_picks(&s, &u, day_of(2023, 5, 19)));
    assert_true(selector_picks(&s, &u, DAY_NONE));
    assert_true(str_eq(unit_attribute(&u, S("grade"), day_of(2023, 5, 18)), S("ordinary")));
    assert_true(str_eq(unit_attribute(&u, S("code"), DAY_NONE), S("34X001")));
    assert_int_equal(unit_attribute(&u, S("run_by"), DAY_NONE).n, 0);
    s.any.items[0].all.items[1].except = true;
    assert_true(selector_picks(&s, &u, day_of(2023, 5, 18)));
    assert_false(selector_picks(&(struct selector){0}, &u, DAY_NONE));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_of_notices_become_classes),
        cmocka_unit_test(a_phrase_of_no_class_is_left_to_the_clerk),
        cmocka_unit_test(the_registers_own_words_are_understood),
        cmocka_unit_test(traits_hold_on_their_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
