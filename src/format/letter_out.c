/* SPDX-License-Identifier: Apache-2.0 */
#include "format/letter_out.h"

/* =?UTF-8?B?…?= of 39 bytes is 64 characters: with the longest name of a header before it a line of at most 76. */
enum { WORD_BYTES = 39, LINE_BYTES = 57, LOCAL_LONG = 64 };

/* ---- what is sound ---- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* A dot-atom (RFC 5322, 3.2.3) of these marks: those of gateways (!, %) could send it elsewhere. */
static bool dots_are_sound(struct str s, const char *marks)
{
    if (!s.n || s.at[0] == '.' || s.at[s.n - 1] == '.')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.at[i];
        if (!c || (c == '.' && s.at[i - 1] == '.') || (!is_word(c) && c != '.' && !strchr(marks, c)))
            return false;
    }
    return true;
}

bool letter_address_is_sound(struct str address)
{
    size_t at = str_find(address, S("@"));
    struct str host = str_from(address, at == STR_NONE ? address.n : at + 1);
    return address.n <= LETTER_ADDRESS_LONG && at != STR_NONE && at <= LOCAL_LONG &&
           dots_are_sound(str_sub(address, 0, at), "#$&'*+-/=?^_`{|}~") && dots_are_sound(host, "-") &&
           host.at[0] != '-' && str_find(host, S(".")) != STR_NONE;
}

bool letter_id_is_sound(struct str id)
{
    if (id.n < 3 || id.n > LETTER_ID_LONG || id.at[0] != '<' || id.at[id.n - 1] != '>')
        return false;
    for (size_t i = 1; i + 1 < id.n; i++)
        if (id.at[i] <= ' ' || id.at[i] >= 0x7f || id.at[i] == '<' || id.at[i] == '>')
            return false;
    return true;
}

struct str letter_ids(struct arena *a, struct str line)
{
    struct strs list = {0};
    while (line.n) {
        size_t from = str_find(line, S("<"));
        size_t to = from == STR_NONE ? STR_NONE : str_find(str_from(line, from), S(">"));
        if (to == STR_NONE)
            break;
        struct str id = str_sub(line, from, to + 1);
        if (letter_id_is_sound(id))
            arena_push(a, &list, id);
        line = str_from(line, from + to + 1);
    }
    struct buf b = buf_new(a, 256);
    for (size_t i = list.n > LETTER_REFS ? list.n - LETTER_REFS : 0; i < list.n; i++) {
        if (b.n)
            buf_putc(&b, ' ');
        buf_put(&b, list.items[i]);
    }
    return buf_str(&b);
}

/* ---- encoding ---- */

static void put_base64(struct buf *b, struct str s)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < s.n; i += 3) {
        uint32_t v = 0;
        size_t n = s.n - i < 3 ? s.n - i : 3;
        for (size_t k = 0; k < 3; k++)
            v = v << 8 | (k < n ? (unsigned char)s.at[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            buf_putc(b, k <= n ? digits[v >> (18 - 6 * k) & 63] : '=');
    }
}

/* As much of it as one encoded word takes, no character cut (RFC 2047, 5). */
static size_t word_of(struct str s)
{
    size_t n = 0;
    for (struct str rest = s; rest.n;) {
        utf8_next(&rest);
        if (s.n - rest.n > WORD_BYTES)
            break;
        n = s.n - rest.n;
    }
    return n;
}

static void put_words(struct buf *b, struct str s)
{
    for (size_t n; s.n; s = str_from(s, n)) {
        n = word_of(s);
        buf_lit(b, "=?UTF-8?B?");
        put_base64(b, str_sub(s, 0, n));
        buf_lit(b, "?=");
        if (n < s.n)
            buf_lit(b, "\r\n ");
    }
}

/* A text's lines end in CRLF before they are encoded (RFC 2045, 6.8). */
static void put_text(struct buf *b, struct str words)
{
    struct buf text = buf_new(b->arena, words.n + words.n / 8 + 16);
    struct str line;
    while (words.n && str_cut(&words, S("\n"), &line)) {
        buf_put(&text, str_ends(line, S("\r")) ? str_sub(line, 0, line.n - 1) : line);
        buf_lit(&text, "\r\n");
    }
    for (struct str rest = buf_str(&text); rest.n; rest = str_from(rest, LINE_BYTES)) {
        put_base64(b, str_sub(rest, 0, LINE_BYTES));
        buf_lit(b, "\r\n");
    }
}

/* ---- headers ---- */

static void put_date(struct buf *b, struct instant at)
{
    static const char days[] = "MonTueWedThuFriSatSun", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct day d = instant_day(at, ZONE_CHINA);
    struct civil c = day_civil(d);
    int minute = instant_minute(at, ZONE_CHINA);
    buf_format(b, "Date: %.3s, %d %.3s %04d %02d:%02d:%02d +0800\r\n", days + 3 * (day_weekday(d) - 1), c.day,
               months + 3 * (c.month - 1), c.year, minute / 60, minute % 60, (int)(at.ms / 1000 % 60));
}

static void put_addresses(struct buf *b, const struct letter_out *l)
{
    buf_lit(b, "From: ");
    if (l->from_name.n) {
        put_words(b, l->from_name);
        buf_lit(b, "\r\n ");
    }
    buf_format(b, "<" STR_FMT ">\r\nTo: <" STR_FMT ">\r\nSubject: ", STR_ARG(l->from), STR_ARG(l->to));
    put_words(b, l->subject);
    buf_lit(b, "\r\n");
}

/* RFC 5322, 3.6.4: what the letter refers to, and the letter. */
static void put_thread(struct buf *b, const struct letter_out *l)
{
    struct str refs = l->refs, id;
    if (!l->answers.n)
        return;
    buf_format(b, "In-Reply-To: " STR_FMT "\r\nReferences:", STR_ARG(l->answers));
    while (refs.n && str_cut(&refs, S(" "), &id))
        buf_format(b, " " STR_FMT "\r\n", STR_ARG(id));
    buf_format(b, " " STR_FMT "\r\n", STR_ARG(l->answers));
}

static bool refs_are_sound(struct str refs)
{
    struct str id;
    while (refs.n && str_cut(&refs, S(" "), &id))
        if (!letter_id_is_sound(id))
            return false;
    return true;
}

/* It could not break out as it is encoded; who shows it decoded is another matter. */
static bool is_one_line(struct str s)
{
    return utf8_is_valid(s) && !utf8_has_hidden(s) && str_find(s, S("\n")) == STR_NONE;
}

bool letter_write(struct arena *a, const struct letter_out *l, struct str *bytes_r, struct err *e)
{
    if (!letter_address_is_sound(l->from) || !letter_address_is_sound(l->to) || !letter_id_is_sound(l->id) ||
        (l->answers.n && !letter_id_is_sound(l->answers)) || !refs_are_sound(l->refs) || !is_one_line(l->from_name) ||
        !is_one_line(l->subject) || !utf8_is_valid(l->words))
        return err_set(e, ERR_INVALID, MSG_ANSWER_UNFIT);
    struct buf b = buf_new(a, 4096);
    put_date(&b, l->at);
    put_addresses(&b, l);
    buf_format(&b, "Message-ID: " STR_FMT "\r\n", STR_ARG(l->id));
    put_thread(&b, l);
    buf_lit(&b, "Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n"
                "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    put_text(&b, l->words);
    *bytes_r = buf_str(&b);
    return true;
}
