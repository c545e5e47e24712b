/* SPDX-License-Identifier: Apache-2.0 */
#include "format/urlencoded.h"

#include "base/hash.h"

static bool has_escape(struct str s, bool plus)
{
    return s.n && (memchr(s.at, '%', s.n) || (plus && memchr(s.at, '+', s.n)));
}

bool percent_decode(struct arena *a, struct str s, bool plus, struct str *out_r)
{
    if (has_escape(s, plus)) {
        char *to = arena_try(a, s.n);
        size_t n = 0;
        for (size_t i = 0; to && i < s.n; i++) {
            to[n] = plus && s.at[i] == '+' ? ' ' : s.at[i];
            if (s.at[i] == '%') {
                int high = i + 2 < s.n ? hex_digit(s.at[i + 1]) : -1;
                int low = i + 2 < s.n ? hex_digit(s.at[i + 2]) : -1;
                if (high < 0 || low < 0)
                    return false;
                to[n] = (char)(high << 4 | low);
                i += 2;
            }
            n++;
        }
        if (!to)
            return false;
        s = (struct str){to, n};
    }
    if (s.n && memchr(s.at, 0, s.n))
        return false;
    if (!utf8_is_valid(s))
        return false;
    *out_r = s;
    return true;
}

struct str urlencoded_value(struct arena *a, struct str pairs, struct str name)
{
    struct str pair, key, value;
    while (str_cut(&pairs, S("&"), &pair)) {
        if (!str_cut(&pair, S("="), &key) || !percent_decode(a, key, true, &key) || !str_eq(key, name))
            continue;
        return percent_decode(a, pair, true, &value) ? value : (struct str){0};
    }
    return (struct str){0};
}
