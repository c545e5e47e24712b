/* SPDX-License-Identifier: Apache-2.0 */
#include "store/inside.h"

#include <stdio.h>

bool setting_read(struct reader *r, struct arena *a, struct str key, struct str *value_r, struct err *e)
{
    struct rows rows;
    if (!sql_look(r, SQL_SETTING_READ, &rows, e, v_text(key)))
        return false;
    struct str value = sql_next(&rows) ? sql_text(&rows, a, 0) : S("");
    if (!sql_close(&rows, e))
        return false;
    *value_r = value;
    return true;
}

bool setting_put(struct tx *tx, struct str key, struct str value, struct err *e)
{
    return sql_do(tx, SQL_SETTING_PUT, e, v_text(key), v_text(value));
}

/* "start since rate", in milliseconds. */
bool clock_read(struct reader *r, struct clock *c_r, bool *known_r, struct err *e)
{
    struct arena *a = arena_new("clock", 64 * 1024);
    struct str text = S(""), head;
    int64_t part[3] = {0};
    int n = 0;
    bool read = setting_read(r, a, S("clock"), &text, e);
    while (read && n < 3 && text.n && str_cut(&text, S(" "), &head) && str_to_int(head, &part[n]))
        n++;
    arena_free(a);
    if (!read)
        return false;
    *known_r = n == 3;
    if (n == 3)
        *c_r = (struct clock){.rehearsed = true, .start = {part[0]}, .since = {part[1]}, .rate = part[2]};
    return true;
}

bool clock_put(struct tx *tx, const struct clock *c, struct err *e)
{
    char text[80];
    snprintf(text, sizeof text, "%lld %lld %lld", (long long)c->start.ms, (long long)c->since.ms, (long long)c->rate);
    return setting_put(tx, S("clock"), str_of(text), e);
}
