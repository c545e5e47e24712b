/* SPDX-License-Identifier: Apache-2.0 */
#include "format/charset.h"

#include <iconv.h>
#include <string.h>

/* Two bytes of GB18030 or UTF-16 become at most three of UTF-8; one byte at most three. */
static bool convert(struct arena *a, const char *from, struct str bytes, struct str *text_r, struct err *e)
{
    size_t room = bytes.n * 3 + 16, left = room, in_left = bytes.n;
    char *text = arena_try(a, room), *out = text, *in = (char *)bytes.at;
    if (!text)
        return err_with(e, ERR_LARGE, MSG_TOO_LARGE, S("文字"), S(""), S(""));
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1)
        return err_fault(e, "iconv does not know %s", from);
    bool ok = iconv(cd, &in, &in_left, &out, &left) != (size_t)-1 && in_left == 0;
    iconv_close(cd);
    struct str got = {text, room - left};
    if (!ok || !utf8_is_valid(got) || (got.n && memchr(got.at, 0, got.n)))
        return err_set(e, ERR_INPUT, MSG_CHARSET);
    *text_r = str_starts(got, S("\ufeff")) ? str_from(got, 3) : got;
    return true;
}

bool charset_read(struct arena *a, struct str bytes, struct str *text_r, struct err *e)
{
    if (str_starts(bytes, S("\xff\xfe")))
        return convert(a, "UTF-16LE", bytes, text_r, e);
    if (str_starts(bytes, S("\xfe\xff")))
        return convert(a, "UTF-16BE", bytes, text_r, e);
    if (bytes.n && memchr(bytes.at, 0, bytes.n))
        return err_set(e, ERR_INPUT, MSG_CHARSET);
    if (!utf8_is_valid(bytes))
        return convert(a, "GB18030", bytes, text_r, e);
    *text_r = str_starts(bytes, S("\ufeff")) ? str_from(bytes, 3) : bytes;
    return true;
}

struct str text_lf(struct arena *a, struct str text)
{
    if (!text.n || !memchr(text.at, '\r', text.n))
        return text;
    char *out = arena_alloc(a, text.n);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '\r' && i + 1 < text.n && text.at[i + 1] == '\n')
            continue;
        out[n++] = text.at[i] == '\r' ? '\n' : text.at[i];
    }
    return (struct str){out, n};
}
