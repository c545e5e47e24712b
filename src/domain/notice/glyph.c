/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/glyph.h"

enum gap glyph_gap(uint32_t cp)
{
    if (cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029 || cp == 0x0b || cp == 0x0c)
        return GAP_LINE;
    if (cp == '|' || cp == 0xff5c || cp == 0x2502 || cp == 0x2503)
        return GAP_CELL;
    bool blank = cp <= ' ' || cp == 0x7f || cp == 0xa0 || cp == 0x3000 || cp == 0xfeff || cp == 0xfffd || cp == '*' ||
                 cp == 0xad || (cp >= 0x2000 && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202f) ||
                 (cp >= 0x2060 && cp <= 0x2069);
    bool picture = (cp >= 0x1f000 && cp <= 0x1faff) || (cp >= 0xfe00 && cp <= 0xfe0f); /* strewn over a page */
    return blank || picture ? GAP_BLANK : GAP_NONE;
}

static bool is_dash(uint32_t cp)
{
    return (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0x2500 || cp == 0x2501 || cp == 0xfe63;
}

/* Numbering signs that stand for several characters (⒈ is "1.", ⑴ is "(1)", ㈠ is "(一)"). */
static size_t spell_number(uint32_t cp, char out[16])
{
    static const char *const han[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    uint32_t n = cp >= 0x2488 && cp <= 0x249b ? cp - 0x2487 : cp >= 0x2474 && cp <= 0x2487 ? cp - 0x2473 : 0;
    size_t at = 0;
    if (cp == 0x5eff || cp == 0x5345) { /* 廿九日, 卅日 */
        memcpy(out, cp == 0x5eff ? "二十" : "三十", 6);
        return 6;
    }
    if (cp >= 0x3220 && cp <= 0x3229) {
        out[at++] = '(';
        memcpy(out + at, han[cp - 0x3220], 3);
        at += 3;
        out[at++] = ')';
        return at;
    }
    if (n == 0)
        return 0;
    bool round = cp <= 0x2487;
    if (round)
        out[at++] = '(';
    if (n >= 10)
        out[at++] = (char)('0' + n / 10);
    out[at++] = (char)('0' + n % 10);
    out[at++] = round ? ')' : '.';
    return at;
}

enum { HAN_FIRST = 0x4e00, HAN_LAST = 0x9fff };

/* For each Chinese character that is a traditional form, the simplified one; 0 for all others. */
static const uint16_t simplified[HAN_LAST - HAN_FIRST + 1] = {
#define T(traditional, simple) [(traditional)-HAN_FIRST] = (simple),
#include "domain/notice/script.def"
#undef T
};

static uint32_t even(uint32_t cp)
{
    if (cp >= 0xff01 && cp <= 0xff5e)
        return cp - 0xfee0;
    if (is_dash(cp))
        return '-';
    if (cp == 0xfe5d || cp == 0xfe5e) /* ﹝2021﹞ */
        return cp == 0xfe5d ? '[' : ']';
    if (cp == 0x223c || cp == 0x301c)
        return '~';
    if (cp == 0xfe55 || cp == 0x2236)
        return ':';
    return cp;
}

size_t glyph_even(uint32_t cp, struct str as_read, char out[16])
{
    size_t n = spell_number(cp, out);
    if (n > 0)
        return n;
    if (cp >= HAN_FIRST && cp <= HAN_LAST && simplified[cp - HAN_FIRST] != 0) {
        uint32_t simple = simplified[cp - HAN_FIRST];
        out[0] = (char)(0xe0 | simple >> 12);
        out[1] = (char)(0x80 | (simple >> 6 & 0x3f));
        out[2] = (char)(0x80 | (simple & 0x3f));
        return 3;
    }
    uint32_t to = even(cp);
    if (to != cp) { /* all of these become one ASCII character */
        out[0] = (char)to;
        return 1;
    }
    memcpy(out, as_read.at, as_read.n);
    return as_read.n;
}

size_t glyph_growth(const char *at)
{
    switch ((unsigned char)at[0]) {
    case '"':
    case '.':
    case '?':
        return 2; /* “ 。 〔 */
    case 0xe2:
        return 1; /* ⑽: (10) */
    case 0xe3:
        return (unsigned char)at[1] == 0x88 ? 2 : 0; /* ㈠: (一) */
    case 0xe5:
        return memcmp(at, "廿", 3) == 0 || memcmp(at, "卅", 3) == 0 ? 3 : 0;
    default:
        return 0;
    }
}

/* Nearly every character is a Chinese one that stays as it is: three bytes from U+4E00 on, but for 廿, 卅 and 關. */
bool glyph_is_plain(struct str rest)
{
    const unsigned char *c = (const unsigned char *)rest.at;
    if (c[0] < 0xe4 || c[0] > 0xe9)
        return false;
    uint32_t cp = (c[0] & 0xfu) << 12 | (c[1] & 0x3fu) << 6 | (c[2] & 0x3fu);
    return cp >= HAN_FIRST && cp <= HAN_LAST && simplified[cp - HAN_FIRST] == 0 && cp != U'廿' && cp != U'卅';
}

/* The bytes of a vowel with its tone (ā … ǜ, ü) or of a small letter; *toned: it bears one. */
static size_t letter_at(struct str rest, bool *toned)
{
    struct str behind = rest;
    uint32_t cp = rest.n > 0 ? utf8_next(&behind) : 0;
    bool tone = cp >= 0xe0 && cp <= 0x1dc;
    *toned = *toned || tone;
    return tone || (cp >= 'a' && cp <= 'z') ? rest.n - behind.n : 0;
}

/* 報(bào)送: a syllable that bears its tone is nothing else. */
static size_t toned_at(struct str rest)
{
    enum { LONGEST = 6 };
    bool toned = false;
    size_t n = 1;
    for (int i = 0; i < LONGEST && n < rest.n && rest.at[n] != ')'; i++) {
        size_t letter = letter_at(str_from(rest, n), &toned);
        if (letter == 0)
            return 0;
        n += letter;
    }
    return toned && n < rest.n && rest.at[n] == ')' ? n + 1 : 0;
}

/* 教(jiao)育(yu): a syllable in a bracket behind the character it spells, with the bracket; not (pdf), (word), (logo). */
size_t glyph_spelled(struct str rest)
{
    static const char heads[] = "bpmfdtnlgkhjqxzcsryw", vowels[] = "aeiouv";
    size_t n = rest.n > 0 && rest.at[0] == '(' ? 1 : 0, toned = n > 0 ? toned_at(rest) : 0;
    if (n == 0 || rest.n < 4 || toned > 0)
        return toned;
    n += strchr(heads, rest.at[n]) ? 1 : 0;
    n += n == 2 && rest.at[n] == 'h' ? 1 : 0;
    size_t sound = n;
    while (n < rest.n && n < 7 && strchr(vowels, rest.at[n]))
        n++;
    if (n == sound)
        return 0;
    n += n + 1 < rest.n && rest.at[n] == 'n' ? 1 + (rest.at[n + 1] == 'g') : rest.at[n] == 'r';
    return n < rest.n && rest.at[n] == ')' ? n + 1 : 0;
}

/* The page spells characters here and there: more than one does. */
bool glyphs_spelled(struct str text)
{
    size_t found = 0;
    for (size_t i = 1; i < text.n && found < 2; i++)
        found += text.at[i] == '(' && (unsigned char)text.at[i - 1] >= 0x80 && glyph_spelled(str_from(text, i)) > 0;
    return found > 1;
}

/*
 * Characters that a page names instead of showing them; the second names are those of pages that a broken code page turned
 * from Latin to Chinese letters.
 */
static const struct {
    struct str name, piece; /* an empty piece: a blank */
} entities[] = {{S("&nbsp;"), S("")},          {S("&苍产蝉辫;"), S("")},    {S("&ldquo;"), S("“")},
                {S("&濒诲辩耻辞;"), S("“")},   {S("&rdquo;"), S("”")},      {S("&谤诲辩耻辞;"), S("”")},
                {S("&mdash;"), S("-")},        {S("&尘诲补蝉丑;"), S("-")}, {S("&middot;"), S("·")},
                {S("&尘颈诲诲辞迟;"), S("·")}, {S("&hellip;"), S("…")},     {S("&丑别濒濒颈辫;"), S("…")},
                {S("&amp;"), S("&")}};

size_t glyph_named(struct str rest, struct str *piece_r)
{
    for (size_t i = 0; rest.at[0] == '&' && i < sizeof entities / sizeof *entities; i++) {
        *piece_r = entities[i].piece;
        if (str_starts(rest, entities[i].name))
            return entities[i].name.n;
    }
    return 0;
}
