/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/public.h"

#include <ctype.h>

const char *const public_kind_words[] = {"programme", "story", NULL};
const char *const public_state_words[] = {"offered", "shown", "withdrawn", NULL};

enum { NUMBER_ALONE = 10, NUMBER_NAMED = 7, WORD_REACH = 24 };

/* What stands between the groups of one number: a blank, a hyphen, a dash, brackets of an area code. */
static bool joins(uint32_t c)
{
    return c == ' ' || c == '-' || c == 0x2010 || c == 0x2013 || c == 0x2014 || c == 0xFF0D || c == '(' || c == ')' ||
           c == 0xFF08 || c == 0xFF09;
}

static bool is_behind_word(struct str before)
{
    static const struct str words[] = {S("电话"), S("手机"), S("热线"), S("联系"), S("微信"),  S("QQ"),
                                       S("qq"),   S("Tel"),  S("tel"),  S("TEL"),  S("Phone"), S("phone")};
    struct str near = str_from(before, before.n > WORD_REACH ? before.n - WORD_REACH : 0);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_find(near, words[i]) != STR_NONE)
            return true;
    return false;
}

struct number {
    size_t end, third; /* behind its last digit, and that of its third group */
    int digits, groups;
    int lengths[8];
    int year; /* of a first group of four */
};

/* From a digit on; at most one joint between two groups. */
static struct number number_at(struct str text)
{
    struct number n = {0};
    struct str rest = text;
    bool in_group = false;
    int joints = 0;
    while (rest.n) {
        uint32_t c = utf8_next(&rest);
        int d = utf8_digit(c);
        if (d < 0 && (!joins(c) || ++joints > 2))
            break;
        if (d >= 0) {
            joints = 0;
            n.groups += !in_group;
            if (n.groups <= 8)
                n.lengths[n.groups - 1]++;
            if (n.groups == 1)
                n.year = n.year * 10 + d;
            if (n.year > 99999)
                n.year = 99999;
            n.digits++;
            n.end = text.n - rest.n;
            if (n.groups == 3)
                n.third = n.end;
        }
        in_group = d >= 0;
    }
    return n;
}

/* It begins with 2023-05-18. What follows is looked at by itself: an hour, another day, or a phone. */
static bool is_date(const struct number *n)
{
    return n->groups >= 3 && n->lengths[0] == 4 && n->year >= 1900 && n->year < 2100 && n->lengths[1] <= 2 &&
           n->lengths[2] <= 2;
}

static bool is_mail_letter(char c)
{
    return isalnum((unsigned char)c) || c == '.' || c == '_' || c == '-' || c == '+';
}

static bool mailbox_around(struct str text, size_t at, struct str *found_r)
{
    size_t from = at, to = at + 1;
    while (from && is_mail_letter(text.at[from - 1]))
        from--;
    while (to < text.n && is_mail_letter(text.at[to]))
        to++;
    *found_r = str_sub(text, from, to - from);
    return from < at && str_find(str_sub(text, at + 1, to - at - 1), S(".")) != STR_NONE;
}

bool text_names_contact(struct str text, struct str *found_r)
{
    struct str rest = text;
    while (rest.n) {
        size_t at = text.n - rest.n;
        struct str here = rest;
        uint32_t c = utf8_next(&rest);
        if (c == '@' && mailbox_around(text, at, found_r))
            return true;
        if (utf8_digit(c) < 0)
            continue;
        struct number n = number_at(here);
        bool named = n.digits >= NUMBER_NAMED && is_behind_word(str_sub(text, 0, at));
        if (!is_date(&n) && (n.digits >= NUMBER_ALONE || named)) {
            *found_r = str_sub(here, 0, n.end);
            return true;
        }
        rest = str_from(here, is_date(&n) ? n.third : n.end);
    }
    return false;
}

/* Off the head or the tail, the first that fits of a list that has the longer ones first. */
static struct str without(struct str s, const char *const *ends, bool head)
{
    for (; *ends; ends++) {
        struct str end = str_of(*ends);
        if (head && str_starts(s, end))
            return str_from(s, end.n);
        if (!head && str_ends(s, end))
            return str_sub(s, 0, s.n - end.n);
    }
    return s;
}

struct str public_title(struct str title)
{
    static const char *const about[] = {"关于", NULL};
    static const char *const doing[] = {"组织开展好", "组织开展", "做好", "开展好", "开展", "举办", "组织", NULL};
    static const char *const notice[] = {"的通知", "通知", NULL};
    static const char *const work[] = {"有关工作", "相关工作", "工作", NULL};
    struct str s = without(without(title, about, true), doing, true);
    s = without(without(s, notice, false), work, false);
    return utf8_length(s) < 4 ? title : s;
}

void public_numbers_add(struct public_numbers *n, const struct bulletin_sums *sums)
{
    if (!sums->form->activities)
        return;
    n->units += sums->units;
    for (size_t i = 0; i < sums->lines.n; i++) {
        const struct bulletin_sum *s = &sums->lines.items[i];
        if (!s->rows || !str_eq(s->rows->key, S("activities")))
            continue;
        if (!s->field)
            n->activities += (int64_t)s->value;
        else if (s->field->kind == FIELD_NUMBER && str_eq(s->field->unit, S("人")))
            n->people += (int64_t)s->value;
    }
}
