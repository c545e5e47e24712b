/* SPDX-License-Identifier: Apache-2.0 */
#include "format/charset.h"

#include <iconv.h>
#include <string.h>

static bool convert(struct arena *a, struct str bytes, const char *from, struct str *utf8_r)
{
    iconv_t how = iconv_open("UTF-8", from);
    if (how == (iconv_t)-1)
        return false;
    size_t room = bytes.n * 2 + 16, left = room; /* two bytes of GBK become three; one stays one */
    char *out = arena_alloc(a, room), *to = out, *at = (char *)bytes.at;
    size_t n = bytes.n;
    bool ok = iconv(how, &at, &n, &to, &left) != (size_t)-1 && n == 0;
    iconv_close(how);
    if (ok)
        *utf8_r = (struct str){out, room - left};
    return ok && utf8_is_valid(*utf8_r);
}

static struct str line_feeds(struct arena *a, struct str s)
{
    if (memchr(s.at, '\r', s.n) == NULL)
        return s;
    struct buf b = buf_new(a, s.n);
    for (size_t i = 0; i < s.n; i++) {
        bool pair = s.at[i] == '\r' && i + 1 < s.n && s.at[i + 1] == '\n';
        if (!pair)
            buf_putc(&b, s.at[i] == '\r' ? '\n' : s.at[i]);
    }
    return buf_str(&b);
}

static const char *utf16_named(struct str bytes)
{
    if (str_starts(bytes, S("\xff\xfe")))
        return "UTF-16LE";
    return str_starts(bytes, S("\xfe\xff")) ? "UTF-16BE" : NULL;
}

bool charset_to_utf8(struct arena *a, struct str bytes, struct str *utf8_r, struct err *e)
{
    struct str text = bytes;
    const char *utf16 = utf16_named(bytes);
    if (bytes.n == 0) {
        *utf8_r = S("");
        return true;
    }
    if (utf16 != NULL) {
        if (!convert(a, str_from(bytes, 2), utf16, &text))
            return err_set(e, ERR_INPUT, MSG_BAD_UTF8);
    } else if (utf8_is_valid(bytes)) {
        if (str_starts(bytes, S("\xef\xbb\xbf")))
            text = str_from(bytes, 3);
    } else if (!convert(a, bytes, "GB18030", &text)) {
        return err_set(e, ERR_INPUT, MSG_BAD_UTF8);
    }
    *utf8_r = line_feeds(a, text);
    return true;
}
