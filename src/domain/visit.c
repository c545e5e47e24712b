/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/visit.h"

#include "base/hash.h"

enum { NAME_LEAST = 2, NAME_MOST = 20, PHONE_LEAST = 10, PHONE_MOST = 12, MOBILE = 11 };

static bool is_name(struct str name)
{
    size_t n = utf8_length(name);
    struct str rest = name;
    if (n < NAME_LEAST || n > NAME_MOST || utf8_has_hidden(name))
        return false;
    while (rest.n) {
        uint32_t c = utf8_next(&rest);
        if (utf8_digit(c) >= 0 || c == '\n' || c == '\t' || c == '<' || c == '@')
            return false;
    }
    return true;
}

/* A mobile number, or one with its area code; +86 before it is taken off. */
static struct str phone_of(struct arena *a, struct str typed)
{
    struct buf b = buf_new(a, 16);
    struct str rest = str_trim(typed);
    if (str_starts(rest, S("+86")))
        rest = str_from(rest, 3);
    while (rest.n) {
        uint32_t c = utf8_next(&rest);
        int d = utf8_digit(c);
        if (d >= 0)
            buf_putc(&b, (char)('0' + d));
        else if (c != ' ' && c != '-' && c != 0xFF0D && c != 0x3000)
            return (struct str){0};
    }
    struct str phone = buf_str(&b);
    bool mobile = phone.n == MOBILE && phone.at[0] == '1' && phone.at[1] >= '3';
    bool landline = phone.n >= PHONE_LEAST && phone.n <= PHONE_MOST && phone.at[0] == '0' && phone.at[1] != '0';
    return mobile || landline ? phone : (struct str){0};
}

static bool wrong(enum visit_field field, enum visit_field *wrong_r, struct err *e, enum message message,
                  struct str arg)
{
    *wrong_r = field;
    return err_with(e, ERR_INVALID, message, arg, S(""), S(""));
}

bool visit_check(struct arena *a, const struct visit_ask *ask, int64_t most, struct visit_party *party_r,
                 enum visit_field *wrong_r, struct err *e)
{
    struct visit_party p = {.name = str_trim(ask->name), .phone = phone_of(a, ask->phone)};
    if (!is_name(p.name))
        return wrong(VISIT_NAME, wrong_r, e, MSG_VISIT_NAME, S(""));
    if (!p.phone.n)
        return wrong(VISIT_PHONE, wrong_r, e, MSG_VISIT_PHONE, S(""));
    if (!str_to_int(str_trim(ask->persons), &p.persons) || p.persons < 1 || p.persons > most)
        return wrong(VISIT_PERSONS, wrong_r, e, MSG_VISIT_PERSONS, str_format(a, "%lld", (long long)most));
    *party_r = p;
    return true;
}

static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

struct str visit_code_new(struct arena *a)
{
    unsigned char raw[VISIT_CODE];
    char *code = arena_many(a, char, VISIT_CODE);
    random_bytes(raw, sizeof raw);
    for (size_t i = 0; i < VISIT_CODE; i++)
        code[i] = letters[raw[i] & 31];
    return (struct str){code, VISIT_CODE};
}

struct str visit_code_text(struct arena *a, struct str code)
{
    return str_format(a, STR_FMT "-" STR_FMT, STR_ARG(str_sub(code, 0, 5)), STR_ARG(str_from(code, 5)));
}

static char letter_of(char c)
{
    c = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    c = c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
    return c && strchr(letters, c) ? c : 0;
}

struct str visit_code_read(struct arena *a, struct str typed)
{
    struct buf b = buf_new(a, VISIT_CODE);
    for (size_t i = 0; i < typed.n; i++) {
        char c = letter_of(typed.at[i]);
        if (!c && typed.at[i] != '-' && typed.at[i] != ' ')
            return (struct str){0};
        if (c)
            buf_putc(&b, c);
    }
    struct str code = buf_str(&b);
    return code.n == VISIT_CODE ? code : (struct str){0};
}
