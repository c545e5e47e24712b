/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/imap.h"

#include <stdio.h>
#include <stdlib.h>

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

/* ---- a command and its answer ---- */

struct hearing {
    void (*line)(struct hearing *h, struct str line); /* untagged, or what goes on behind a literal */
    bool (*literal)(struct hearing *h, struct str piece, struct err *e);
    void *arg;
    struct str end; /* the line that ended the answer, good until the next is read */
};

/* {342} at a line's end: so many bytes follow (RFC 3501, 4.3). */
static bool literal_follows(struct str line, uint64_t *n_r)
{
    size_t at = line.n;
    int64_t n;
    if (!str_ends(line, S("}")))
        return false;
    while (at && line.at[at - 1] != '{')
        at--;
    if (!at || !str_to_int(str_sub(line, at, line.n - 1 - at), &n) || n < 0)
        return false;
    *n_r = (uint64_t)n;
    return true;
}

/* Also what nobody wants is read to its end. */
static bool read_literal(struct imap *i, struct hearing *h, bool wanted, uint64_t left, struct err *e)
{
    while (left) {
        struct str piece;
        if (!talk_piece(i->talk, left, &piece, e) || (wanted && !h->literal(h, piece, e)))
            return false;
        left -= piece.n;
    }
    return true;
}

static bool begin(struct imap *i, struct str command, struct err *e)
{
    char line[512];
    int n = snprintf(line, sizeof line, "W%u " STR_FMT "\r\n", ++i->tag, STR_ARG(command));
    if (n < 0 || (size_t)n >= sizeof line)
        return err_fault(e, "imap: a command too long");
    return i->talk->send(i->talk->arg, (struct str){line, (size_t)n}, e);
}

static bool is_own(const struct imap *i, struct str line, struct str *status_r)
{
    char tag[16];
    int n = snprintf(tag, sizeof tag, "W%u ", i->tag);
    if (!str_starts(line, (struct str){tag, (size_t)n}))
        return false;
    *status_r = str_from(line, (size_t)n);
    return true;
}

/* *done_r: OK; else NO or BAD, which stands in h->end. */
static bool command(struct imap *i, struct str text, struct hearing *h, bool *done_r, struct err *e)
{
    struct str status, line;
    uint64_t n;
    if (!begin(i, text, e))
        return false;
    for (;;) {
        if (!talk_line(i->talk, &line, e))
            return false;
        if (is_own(i, line, &status)) {
            h->end = line;
            *done_r = str_eq_nocase(str_sub(status, 0, 3), S("OK ")) || str_eq_nocase(status, S("OK"));
            return true;
        }
        if (str_starts(line, S("* BYE")))
            return talk_strange(i->talk, "it said BYE", e);
        bool follows = literal_follows(line, &n);
        bool wanted = follows && h->literal && str_find(line, S("BODY[]")) != STR_NONE;
        h->line(h, line);
        if (follows && !read_literal(i, h, wanted, n, e))
            return false;
    }
}

static void ignore(struct hearing *h, struct str line)
{
    (void)h, (void)line;
}

bool imap_hello(struct imap *i, struct err *e)
{
    struct hearing h = {.line = ignore};
    bool done;
    return command(i, S("ID (\"name\" \"skillweek\" \"version\" \"1\" \"vendor\" \"skillweek\")"), &h, &done, e);
}

/* ---- the folder ---- */

static void hear_validity(struct hearing *h, struct str line)
{
    size_t at = str_find(line, S("[UIDVALIDITY "));
    struct str rest = str_from(line, at == STR_NONE ? line.n : at + 13), number;
    int64_t n;
    if (str_starts(line, S("* ")) && str_cut(&rest, S("]"), &number) && str_to_int(number, &n) && n > 0 &&
        n <= UINT32_MAX)
        *(uint32_t *)h->arg = (uint32_t)n;
}

bool imap_examine(struct imap *i, struct str folder, uint32_t *validity_r, struct err *e)
{
    uint32_t validity = 0;
    struct hearing h = {.line = hear_validity, .arg = &validity};
    char text[400];
    bool done;
    int n = snprintf(text, sizeof text, "EXAMINE \"" STR_FMT "\"", STR_ARG(folder));
    if (n < 0 || (size_t)n >= sizeof text)
        return err_fault(e, "imap: a folder's name too long");
    if (!command(i, (struct str){text, (size_t)n}, &h, &done, e))
        return false;
    if (!done) {
        err_with(e, ERR_FORBIDDEN, MSG_MAILBOX_REFUSED, i->talk->host, folder, S(""));
        snprintf(e->detail, sizeof e->detail, "imap: " STR_FMT, STR_ARG(utf8_head(h.end, 100)));
        return false;
    }
    if (!validity)
        return talk_strange(i->talk, "no UIDVALIDITY", e);
    *validity_r = validity;
    return true;
}

struct finding {
    struct arena *arena;
    struct imap_uids uids;
    uint32_t after;
};

static void hear_uids(struct hearing *h, struct str line)
{
    struct finding *f = h->arg;
    struct str rest = str_from(line, 8), word;
    int64_t uid;
    if (!str_starts(line, S("* SEARCH")))
        return;
    while (arena_left(f->arena) && str_cut(&rest, S(" "), &word))
        if (str_to_int(word, &uid) && uid > f->after && uid <= UINT32_MAX)
            arena_push(f->arena, &f->uids, (uint32_t)uid);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

bool imap_search(struct imap *i, struct arena *a, uint32_t after, struct day since, struct imap_uids *uids_r,
                 struct err *e)
{
    struct finding f = {.arena = a, .after = after};
    struct hearing h = {.line = hear_uids, .arg = &f};
    struct civil c = day_civil(since);
    char text[80];
    bool done;
    if (after == UINT32_MAX)
        return talk_strange(i->talk, "no more UIDs", e);
    int n = snprintf(text, sizeof text, "UID SEARCH UID %u:* SINCE %d-%.3s-%d", after + 1, c.day,
                     months + 3 * (c.month - 1), c.year);
    if (!command(i, (struct str){text, (size_t)n}, &h, &done, e))
        return false;
    if (!done)
        return talk_strange(i->talk, "SEARCH refused", e);
    if (!arena_left(a))
        return err_set(e, ERR_LARGE, MSG_NO_ROOM);
    if (f.uids.n)
        qsort(f.uids.items, f.uids.n, sizeof *f.uids.items, by_number);
    *uids_r = f.uids;
    return true;
}

/* ---- letters ---- */

static bool number_at(struct str s, size_t at, size_t n, int *value_r)
{
    int64_t v;
    if (!str_to_int(str_trim(str_sub(s, at, n)), &v) || v < 0)
        return false;
    *value_r = (int)v;
    return true;
}

bool imap_date_read(struct str t, struct instant *t_r)
{
    int day, year, hour, minute, second, zone_hour, zone_minute;
    char iso[40];
    size_t month = t.n == 26 ? str_find(str_of(months), str_sub(t, 3, 3)) : STR_NONE;
    if (month == STR_NONE || month % 3 || (t.at[21] != '+' && t.at[21] != '-') || !number_at(t, 0, 2, &day) ||
        !number_at(t, 7, 4, &year) || !number_at(t, 12, 2, &hour) || !number_at(t, 15, 2, &minute) ||
        !number_at(t, 18, 2, &second) || !number_at(t, 22, 2, &zone_hour) || !number_at(t, 24, 2, &zone_minute))
        return false;
    int n = snprintf(iso, sizeof iso, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", year, (int)month / 3 + 1, day, hour,
                     minute, second > 59 ? 59 : second, t.at[21], zone_hour, zone_minute);
    return n > 0 && (size_t)n < sizeof iso && instant_read((struct str){iso, (size_t)n}, t_r);
}

struct fetching {
    bool (*take)(void *arg, struct str piece, struct err *e);
    void *arg;
    struct instant arrived;
    bool found;
};

static void hear_date(struct hearing *h, struct str line)
{
    struct fetching *f = h->arg;
    size_t at = str_find(line, S("INTERNALDATE \""));
    if (at != STR_NONE)
        imap_date_read(str_sub(line, at + 14, 26), &f->arrived);
    f->found = f->found || str_find(line, S("BODY[] {")) != STR_NONE; /* NIL: it has it and does not give it */
}

static bool hear_piece(struct hearing *h, struct str piece, struct err *e)
{
    struct fetching *f = h->arg;
    return f->take(f->arg, piece, e);
}

bool imap_fetch(struct imap *i, uint32_t uid, bool (*take)(void *arg, struct str piece, struct err *e), void *arg,
                struct instant *arrived_r, bool *found_r, struct err *e)
{
    struct fetching f = {take, arg, INSTANT_NONE, false};
    struct hearing h = {.line = hear_date, .literal = hear_piece, .arg = &f};
    char text[64];
    bool done;
    int n = snprintf(text, sizeof text, "UID FETCH %u (INTERNALDATE BODY.PEEK[])", uid);
    if (!command(i, (struct str){text, (size_t)n}, &h, &done, e))
        return false;
    *arrived_r = f.arrived;
    *found_r = done && f.found && instant_is_set(f.arrived);
    return true;
}

void imap_goodbye(struct imap *i)
{
    struct err ignored;
    if (!begin(i, S("LOGOUT"), &ignored))
        return; /* it was leaving anyway */
}
