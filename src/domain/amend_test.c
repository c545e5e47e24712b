/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/amend.h"

#include <stdio.h>
#include <string.h>

#define PLANS "各中专学校于5月12日前将活动方案报市教育局。"
#define PLANS_LATER "各中专学校于5月15日前将活动方案报市教育局。"
#define LISTS "各县于5月11日前将联络员信息表报市教育局。"
#define SAFETY "各县于5月16日前将安全检查报告报市教育局。"

/* Stands for the compiler: a sentence gives the same duty wherever it stands. */
static const struct {
    const char *sentence, *who, *thing;
    int day;
} readings[] = {
    {PLANS, "各中专学校", "活动方案", 12},
    {PLANS_LATER, "各中专学校", "活动方案", 15},
    {LISTS, "各县", "联络员信息表", 11},
    {SAFETY, "各县", "安全检查报告", 16},
};

struct scene {
    struct arena *a;
    struct units units;
    struct campaign published, before, now;
    struct strs used;
    struct amendment out;
};

static void add_duty(struct arena *a, struct campaign *c, size_t reading, size_t at)
{
    struct str sentence = str_of(readings[reading].sentence);
    struct duty d = {.key = str_format(a, "d%zu", c->duties.n + 1),
                     .name = str_of(readings[reading].thing),
                     .short_name = str_of(readings[reading].thing),
                     .from = DAY_NONE,
                     .to = DAY_NONE,
                     .due = {.kind = DUE_DATE, .day = day_of(2023, 5, readings[reading].day), .minute = 1440}};
    struct part p = {.key = S("p1"), .name = d.name, .kind = PART_TEXT, .required = true};
    int64_t from = (int64_t)utf8_length(str_sub(c->text, 0, at));
    struct passage span = {from, from + (int64_t)utf8_length(sentence)};
    arena_push(a, &d.who, str_of(readings[reading].who));
    assert_true(selector_from_phrases(a, &d.who, NULL, &d.picks));
    arena_push(a, &d.parts, p);
    arena_push(a, &d.spans, span);
    d.confidence = 0.5; /* nothing here is sure: the sentence names neither its units nor its day well */
    arena_push(a, &d.doubts, ((struct doubt){.field = DOUBT_DUE, .why = S("日期残缺")}));
    arena_push(a, &d.doubts, ((struct doubt){.field = DOUBT_WHO, .why = S("按上文推定")}));
    arena_push(a, &c->duties, d);
}

static struct campaign compile(struct arena *a, const char *text)
{
    struct campaign c = {.title = S("通知"),
                         .text = str_of(text),
                         .issued = DAY_NONE,
                         .from = DAY_NONE,
                         .to = DAY_NONE,
                         .zone = ZONE_CHINA};
    for (size_t at = 0; at < c.text.n; at++)
        for (size_t r = 0; r < sizeof readings / sizeof *readings; r++)
            if (str_starts(str_from(c.text, at), str_of(readings[r].sentence)))
                add_duty(a, &c, r, at);
    return c;
}

static struct scene scene(const char *published)
{
    struct scene s = {.a = arena_new("test", 16 << 20)};
    for (size_t i = 0; i < 5; i++) {
        struct unit u = {.id = {i + 1}, .kind = i < 2 ? UNIT_COUNTY : UNIT_SCHOOL, .name = S("演练")};
        arena_push(s.a, &s.units, u);
    }
    s.published = compile(s.a, published);
    s.before = compile(s.a, published);
    return s;
}

static void tell(struct scene *s, const struct amend_basis *basis)
{
    struct obligations owed = {0}, owes = {0};
    obligations_of(s->a, &s->published, &s->units, &owed);
    obligations_of(s->a, &s->out.document, &s->units, &owes);
    amendment_tell(s->a, basis, &owed, &owes, &s->out);
}

static void amend(struct scene *s, const char *text)
{
    s->now = compile(s->a, text);
    struct amend_basis basis = {.published = &s->published, .before = &s->before, .now = &s->now, .used = &s->used};
    campaign_amend(s->a, &basis, &s->out);
    tell(s, &basis);
}

/* The draft by hand, its text as published. */
static void edit(struct scene *s, const struct campaign *draft)
{
    struct amend_basis basis = {.published = &s->published, .before = &s->before, .now = &s->before, .used = &s->used};
    s->out = (struct amendment){.document = *draft};
    tell(s, &basis);
}

static const struct duty *duty(const struct scene *s, const char *key)
{
    const struct duty *d = campaign_duty(&s->out.document, str_of(key));
    assert_non_null(d);
    return d;
}

static void the_same_text_changes_nothing(void **state)
{
    (void)state;
    struct scene s = scene(PLANS LISTS);
    amend(&s, PLANS LISTS);
    assert_int_equal(s.out.duties.n, 0);
    assert_int_equal(s.out.head.n, 0);
    arena_free(s.a);
}

static void a_changed_deadline_is_the_same_duty(void **state)
{
    (void)state;
    struct scene s = scene(PLANS LISTS);
    amend(&s, "更正如下。" LISTS PLANS_LATER);
    assert_int_equal(s.out.duties.n, 1);
    const struct duty_change *c = &s.out.duties.items[0];
    assert_true(c->kind == CHANGE_CHANGED && str_eq(c->key, S("d1")));
    assert_int_equal(c->fields.n, 1);
    assert_true(str_eq(c->fields.items[0].before, S("2023年5月12日24:00前")));
    assert_true(str_eq(c->fields.items[0].after, S("2023年5月15日24:00前")));
    assert_true(c->units == 3 && c->changed == 3 && !c->added && !c->withdrawn && s.out.units == 3);
    arena_free(s.a);
}

static void a_dropped_sentence_withdraws_and_a_new_one_gets_a_key_never_used(void **state)
{
    (void)state;
    struct scene s = scene(PLANS LISTS);
    arena_push(s.a, &s.used, S("d9"));
    amend(&s, PLANS SAFETY);
    assert_true(duty(&s, "d2")->withdrawn);
    assert_true(str_eq(duty(&s, "d10")->name, S("安全检查报告")));
    assert_int_equal(s.out.duties.n, 2);
    assert_true(s.out.withdrawn == 2 && s.out.added == 2 && s.out.units == 2);
    arena_free(s.a);
}

static void what_the_clerk_set_by_hand_stays(void **state)
{
    (void)state;
    struct scene s = scene(PLANS LISTS);
    struct duty *d = &s.published.duties.items[0];
    d->name = S("走进校园方案");
    d->parts.items[0].kind = PART_FILES;
    d->due.minute = 17 * 60;
    s.published.duties.items[1].due.day = day_of(2023, 5, 20);
    amend(&s, LISTS PLANS);
    assert_true(str_eq(duty(&s, "d1")->name, S("走进校园方案")));
    assert_int_equal(duty(&s, "d1")->parts.items[0].kind, PART_FILES);
    assert_int_equal(duty(&s, "d1")->due.minute, 17 * 60);
    assert_int_equal(duty(&s, "d2")->due.day.n, day_of(2023, 5, 20).n);
    assert_int_equal(s.out.duties.n, 0);
    arena_free(s.a);
}

static void a_doubt_that_was_settled_is_raised_again_only_where_the_text_reads_otherwise(void **state)
{
    (void)state;
    struct scene s = scene(PLANS LISTS);
    for (size_t i = 0; i < 2; i++) {
        s.published.duties.items[i].confidence = 1;
        s.published.duties.items[i].doubts.n = 0;
    }
    amend(&s, PLANS_LATER LISTS);
    assert_true(duty(&s, "d1")->confidence < 0.9);
    assert_int_equal(duty(&s, "d1")->doubts.n, 1);
    assert_int_equal(duty(&s, "d1")->doubts.items[0].field, DOUBT_DUE);
    assert_true(duty(&s, "d2")->confidence > 0.9);
    assert_int_equal(duty(&s, "d2")->doubts.n, 0);
    arena_free(s.a);
}

static void a_doubt_that_nobody_settled_stays(void **state)
{
    (void)state;
    struct scene s = scene(PLANS LISTS);
    s.published.duties.items[0].doubts.n = 1; /* the units were corrected, the day was not */
    amend(&s, LISTS PLANS);
    assert_int_equal(duty(&s, "d1")->doubts.n, 1);
    assert_int_equal(duty(&s, "d1")->doubts.items[0].field, DOUBT_DUE);
    assert_int_equal(duty(&s, "d2")->doubts.n, 2);
    assert_true(duty(&s, "d1")->confidence < 0.9 && duty(&s, "d2")->confidence < 0.9);
    arena_free(s.a);
}

static void where_hand_and_text_disagree_the_text_holds_and_it_is_told(void **state)
{
    (void)state;
    struct scene s = scene(PLANS);
    s.published.duties.items[0].due.minute = 17 * 60;
    amend(&s, PLANS_LATER);
    assert_int_equal(duty(&s, "d1")->due.minute, 1440);
    assert_true(s.out.duties.items[0].fields.items[0].edited);
    arena_free(s.a);
}

static void a_duty_added_by_hand_stays_with_its_sentence(void **state)
{
    (void)state;
    struct scene s = scene("请做好宣传。" PLANS);
    struct duty by_hand = {.key = S("d7"),
                           .name = S("宣传"),
                           .picks = s.published.duties.items[0].picks,
                           .due = {.kind = DUE_NONE, .day = DAY_NONE},
                           .from = DAY_NONE,
                           .to = DAY_NONE};
    struct passage span = {0, 6};
    arena_push(s.a, &by_hand.spans, span);
    arena_push(s.a, &s.published.duties, by_hand);
    amend(&s, "更正：请做好宣传。" PLANS_LATER);
    assert_false(duty(&s, "d7")->withdrawn);
    assert_true(duty(&s, "d7")->spans.items[0].from == 3 && duty(&s, "d7")->spans.items[0].to == 9);
    arena_free(s.a);
}

static void a_withdrawn_duty_whose_sentence_is_back_is_the_old_one(void **state)
{
    (void)state;
    struct scene s = scene(PLANS);
    add_duty(s.a, &s.published, 2, 0);
    struct duty *gone = &s.published.duties.items[1];
    gone->withdrawn = true;
    gone->spans.n = 0;
    amend(&s, PLANS LISTS);
    assert_false(duty(&s, "d2")->withdrawn);
    assert_int_equal(s.out.document.duties.n, 2);
    assert_int_equal(s.out.duties.items[0].kind, CHANGE_ADDED);
    arena_free(s.a);
}

/* One about each duty, and one about the notice. */
static void find(struct arena *a, struct campaign *c)
{
    for (size_t i = 0; i < c->duties.n; i++) {
        struct finding_note f = {.code = S("due-weekend"), .duty = c->duties.items[i].key, .field = DOUBT_DUE};
        arena_push(a, &c->findings, f);
    }
    arena_push(a, &c->findings, ((struct finding_note){.code = S("pending")}));
}

static void a_finding_bears_its_dutys_key_in_the_document(void **state)
{
    (void)state;
    struct scene s = scene(PLANS LISTS);
    s.now = compile(s.a, SAFETY LISTS PLANS_LATER);
    find(s.a, &s.now);
    struct amend_basis basis = {.published = &s.published, .before = &s.before, .now = &s.now, .used = &s.used};
    campaign_amend(s.a, &basis, &s.out);
    static const char *const keys[] = {"d3", "d2", "d1", ""};
    assert_int_equal(s.out.document.findings.n, 4);
    for (size_t i = 0; i < 4; i++)
        assert_true(str_eq(s.out.document.findings.items[i].duty, str_of(keys[i])));
    arena_free(s.a);
}

static void what_was_found_about_a_duty_left_out_is_left_out_too(void **state)
{
    (void)state;
    struct scene s = scene(PLANS LISTS);
    s.now = compile(s.a, PLANS_LATER LISTS);
    s.published.duties.n = 1;
    find(s.a, &s.now);
    struct amend_basis basis = {.published = &s.published, .before = &s.before, .now = &s.now, .used = &s.used};
    campaign_amend(s.a, &basis, &s.out);
    assert_int_equal(s.out.document.duties.n, 1);
    assert_int_equal(s.out.document.findings.n, 2);
    assert_true(str_eq(s.out.document.findings.items[0].duty, S("d1")));
    assert_int_equal(s.out.document.findings.items[1].duty.n, 0);
    arena_free(s.a);
}

static void of_several_sentences_a_change_stands_where_the_words_are_new(void **state)
{
    (void)state;
    struct scene s = scene(LISTS PLANS);
    amend(&s, LISTS PLANS_LATER);
    struct passage lists = s.out.document.duties.items[0].spans.items[0];
    struct passage later = s.out.document.duties.items[1].spans.items[0];
    struct duty *d = &s.out.document.duties.items[1];
    d->spans.n = 0;
    arena_push(s.a, &d->spans, lists);
    arena_push(s.a, &d->spans, later);
    struct amend_basis basis = {.published = &s.published, .before = &s.before, .now = &s.now, .used = &s.used};
    s.out.duties.n = 0;
    tell(&s, &basis);
    assert_int_equal(s.out.duties.n, 1);
    assert_int_equal(s.out.duties.items[0].span.from, later.from);
    arena_free(s.a);
}

/* ---- by hand, without a corrected text ---- */

static void what_the_clerk_edits_is_told_like_any_difference(void **state)
{
    (void)state;
    struct scene s = scene(PLANS LISTS);
    struct campaign draft = compile(s.a, PLANS LISTS);
    draft.duties.items[0].due.day = day_of(2023, 5, 14);
    draft.duties.items[1].parts.items[0].min = 2;
    edit(&s, &draft);
    assert_int_equal(s.out.duties.n, 2);
    assert_true(s.out.duties.items[0].changed == 3);
    assert_false(s.out.duties.items[0].fields.items[0].edited);
    assert_true(str_eq(s.out.duties.items[1].fields.items[0].after, S("联络员信息表（文字，必报，不少于2）")));
    arena_free(s.a);
}

static void a_form_that_was_edited_is_told_alone(void **state)
{
    (void)state;
    struct scene s = scene(PLANS);
    struct form daily = {.key = S("daily"), .name = S("日报表")}, weekly = {.key = S("weekly"), .name = S("周报表")};
    struct field people = {.key = S("people"), .label = S("参加人数")}, place = {.key = S("place"), .label = S("地点")};
    arena_push(s.a, &daily.fields, people);
    arena_push(s.a, &s.published.forms, daily);
    arena_push(s.a, &s.published.forms, weekly);
    struct campaign draft = s.published;
    memset(&draft.forms, 0, sizeof draft.forms);
    struct form longer = daily;
    longer.fields.cap = longer.fields.n; /* a list of its own */
    arena_push(s.a, &longer.fields, place);
    arena_push(s.a, &draft.forms, longer);
    arena_push(s.a, &draft.forms, weekly);
    edit(&s, &draft);
    assert_int_equal(s.out.head.n, 1);
    assert_true(str_eq(s.out.head.items[0].before, S("日报表：参加人数")));
    assert_true(str_eq(s.out.head.items[0].after, S("日报表：参加人数、地点")));
    arena_free(s.a);
}

static void a_text_corrected_where_nothing_is_asked_for_is_told_from_there(void **state)
{
    (void)state;
    struct scene s = scene("活动以“技能”为主题。" PLANS);
    struct campaign draft = compile(s.a, "活动以“技术”为主题。" PLANS);
    edit(&s, &draft);
    assert_int_equal(s.out.head.n, 1);
    assert_true(str_starts(s.out.head.items[0].before, S("活动以“技能")));
    assert_true(str_starts(s.out.head.items[0].after, S("活动以“技术")));
    arena_free(s.a);
}

/* ---- another date of issue ---- */

static void a_date_of_issue_moves_what_nobody_touched(void **state)
{
    (void)state;
    struct scene s = scene(PLANS LISTS SAFETY);
    struct campaign draft = compile(s.a, PLANS LISTS SAFETY), now = compile(s.a, PLANS LISTS SAFETY);
    for (size_t i = 0; i < now.duties.n; i++)
        now.duties.items[i].due.day = day_of(2015, 6, 1 + (int)i);
    draft.duties.items[1].due.day = day_of(2023, 5, 31); /* by hand */
    draft.duties.items[2].name = S("安全报告");
    draft.duties.items[2].key = S("d7");
    find(s.a, &now);
    struct redating out;
    campaign_redate(s.a, &draft, &s.before, &now, &out);
    assert_true(out.redated == 2 && out.kept == 1 && out.document.duties.n == 3);
    assert_int_equal(out.document.duties.items[0].due.day.n, day_of(2015, 6, 1).n);
    assert_int_equal(out.document.duties.items[1].due.day.n, day_of(2023, 5, 31).n);
    assert_int_equal(out.document.duties.items[2].due.day.n, day_of(2015, 6, 3).n);
    assert_true(str_eq(out.document.duties.items[2].name, S("安全报告")));
    assert_int_equal(out.document.findings.n, 4);
    assert_true(str_eq(out.document.findings.items[2].duty, S("d7")));
    assert_int_equal(out.document.findings.items[3].duty.n, 0);
    assert_int_equal(draft.duties.items[0].due.day.n, day_of(2023, 5, 12).n);
    arena_free(s.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text_changes_nothing),
        cmocka_unit_test(a_changed_deadline_is_the_same_duty),
        cmocka_unit_test(a_dropped_sentence_withdraws_and_a_new_one_gets_a_key_never_used),
        cmocka_unit_test(what_the_clerk_set_by_hand_stays),
        cmocka_unit_test(a_doubt_that_was_settled_is_raised_again_only_where_the_text_reads_otherwise),
        cmocka_unit_test(a_doubt_that_nobody_settled_stays),
        cmocka_unit_test(where_hand_and_text_disagree_the_text_holds_and_it_is_told),
        cmocka_unit_test(a_duty_added_by_hand_stays_with_its_sentence),
        cmocka_unit_test(a_withdrawn_duty_whose_sentence_is_back_is_the_old_one),
        cmocka_unit_test(a_finding_bears_its_dutys_key_in_the_document),
        cmocka_unit_test(what_was_found_about_a_duty_left_out_is_left_out_too),
        cmocka_unit_test(of_several_sentences_a_change_stands_where_the_words_are_new),
        cmocka_unit_test(what_the_clerk_edits_is_told_like_any_difference),
        cmocka_unit_test(a_form_that_was_edited_is_told_alone),
        cmocka_unit_test(a_text_corrected_where_nothing_is_asked_for_is_told_from_there),
        cmocka_unit_test(a_date_of_issue_moves_what_nobody_touched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
