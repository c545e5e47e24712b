/* SPDX-License-Identifier: Apache-2.0 */
#include "format/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

enum { LONGEST = 4 }; /* bytes of a character, in any of the encodings */

static bool convert(struct arena *a, struct str bytes, const char *from, struct str *utf8_r)
{
    iconv_t how = iconv_open("UTF-8", from);
    if (how == (iconv_t)-1)
        return false;
    size_t room = bytes.n * 2 + 16, left = room; /* two bytes of GBK become three; one stays one */
    char *out = arena_alloc(a, room), *to = out, *at = (char *)bytes.at;
    size_t n = bytes.n;
    bool ok = iconv(how, &at, &n, &to, &left) != (size_t)-1 && n == 0;
    ok = ok || (errno == EINVAL && n < LONGEST && left < room); /* cut within its last character */
    iconv_close(how);
    if (ok)
        *utf8_r = (struct str){out, room - left};
    return ok && utf8_is_valid(*utf8_r);
}

static struct str line_feeds(struct arena *a, struct str s)
{
    if (!s.n || memchr(s.at, '\r', s.n) == NULL)
        return s;
    struct buf b = buf_new(a, s.n);
    for (size_t i = 0; i < s.n; i++) {
        bool pair = s.at[i] == '\r' && i + 1 < s.n && s.at[i + 1] == '\n';
        if (!pair)
            buf_putc(&b, s.at[i] == '\r' ? '\n' : s.at[i]);
    }
    return buf_str(&b);
}

/* ---- UTF-16 ---- */

/* What a Chinese text is made of: ASCII, quotation marks and dashes, punctuation, characters of everyday, full width. */
static bool is_everyday(unsigned high, unsigned low)
{
    switch (high) {
    case 0x00:
        return low == '\t' || low == '\n' || low == '\r' || (low >= ' ' && low < 0x7F);
    case 0x20:
    case 0x30:
        return true;
    case 0xFF:
        return low < 0xF0;
    default:
        return high >= 0x4E && high <= 0x9F;
    }
}

/*
 * Nine units in ten are everyday in this order of bytes. Latin letters two by two are Chinese characters as well, so that
 * bytes that are UTF-8 too must be ASCII with every second byte zero.
 */
static bool reads_as_utf16(struct str bytes, size_t high, bool utf8)
{
    size_t everyday = 0;
    for (size_t i = 0; i + 1 < bytes.n; i += 2) {
        unsigned char h = (unsigned char)bytes.at[i + high];
        everyday += is_everyday(h, (unsigned char)bytes.at[i + 1 - high]) && !(utf8 && h);
    }
    return everyday * 10 >= bytes.n / 2 * 9;
}

const char *charset_utf16(struct str bytes)
{
    if (str_starts(bytes, S("\xff\xfe")))
        return "UTF-16LE";
    if (str_starts(bytes, S("\xfe\xff")))
        return "UTF-16BE";
    if (bytes.n % 2 || !bytes.n || !memchr(bytes.at, 0, bytes.n)) /* a text of any other encoding holds no zero */
        return NULL;
    bool utf8 = utf8_is_valid(bytes);
    if (reads_as_utf16(bytes, 1, utf8))
        return "UTF-16LE";
    return reads_as_utf16(bytes, 0, utf8) ? "UTF-16BE" : NULL;
}

/* UTF-8 that was cut within its last character, without what is left of that; else the bytes as they are. */
static struct str without_cut(struct str bytes)
{
    for (size_t n = 1; n < LONGEST && n < bytes.n; n++) {
        struct str whole = str_sub(bytes, 0, bytes.n - n);
        bool lead =
            (unsigned char)bytes.at[whole.n] >= 0xE0; /* no character of GBK begins so and goes on as UTF-8 does */
        if (lead && utf8_is_valid(whole) && utf8_length(whole) < whole.n)
            return whole;
    }
    return bytes;
}

bool charset_to_utf8(struct arena *a, struct str bytes, struct str *utf8_r, struct err *e)
{
    struct str text = bytes;
    const char *from = charset_utf16(bytes);
    if (!from && !utf8_is_valid(bytes))
        text = without_cut(bytes);
    if (!from && !utf8_is_valid(text))
        from = "GB18030";
    if (from && !convert(a, bytes, from, &text))
        return err_set(e, ERR_INPUT, MSG_BAD_UTF8);
    if (str_starts(text, S("\xef\xbb\xbf")))
        text = str_from(text, 3);
    *utf8_r = line_feeds(a, text);
    return true;
}
