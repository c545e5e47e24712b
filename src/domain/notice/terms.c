/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/terms.h"

#include "domain/notice/block.h"
#include "domain/notice/number.h"

/* What one sentence says. */
struct said {
    struct terms terms;
    bool nil;
    unsigned channels;
};

static bool has(const struct compiler *c, uint32_t at, uint32_t end, struct str word)
{
    return page_has(c->page, at, end, word);
}

static bool ends(const struct compiler *c, uint32_t from, uint32_t to, struct str word)
{
    return to >= from + word.n && has(c, to - (uint32_t)word.n, to, word);
}

/* ---- words, bytes, seconds ------------------------------------------------------------------------------------- */

enum measure { MEASURE_WORDS, MEASURE_BYTES, MEASURE_SECONDS };

static const struct {
    struct str sign;
    enum measure of;
    int64_t ones;
} units[] = {
    {S("万字"), MEASURE_WORDS, 10000}, {S("千字"), MEASURE_WORDS, 1000},  {S("个字"), MEASURE_WORDS, 1},
    {S("字"), MEASURE_WORDS, 1},       {S("KB"), MEASURE_BYTES, 1 << 10}, {S("kb"), MEASURE_BYTES, 1 << 10},
    {S("Kb"), MEASURE_BYTES, 1 << 10}, {S("K"), MEASURE_BYTES, 1 << 10},  {S("k"), MEASURE_BYTES, 1 << 10},
    {S("MB"), MEASURE_BYTES, 1 << 20}, {S("Mb"), MEASURE_BYTES, 1 << 20}, {S("mb"), MEASURE_BYTES, 1 << 20},
    {S("M"), MEASURE_BYTES, 1 << 20},  {S("兆"), MEASURE_BYTES, 1 << 20}, {S("GB"), MEASURE_BYTES, 1 << 30},
    {S("G"), MEASURE_BYTES, 1 << 30},  {S("分钟"), MEASURE_SECONDS, 60},  {S("秒"), MEASURE_SECONDS, 1},
};

/* A number and its unit; unit < 0 when the number has none of its own (800-1000字). */
struct amount {
    double n;
    int unit;
    uint32_t bytes;
};

static int unit_at(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str other[] = {S("字号"), S("字体"), S("字样"), S("字母"), S("字节"), S("字符"), S("字段")};
    if (page_has_any(c->page, at, end, WORD_LIST(other)))
        return -1;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (has(c, at, end, units[i].sign))
            return (int)i;
    return -1;
}

static bool amount_at(const struct compiler *c, uint32_t at, uint32_t end, struct amount *r)
{
    int n, part = 0;
    uint32_t bytes = number_at(c->page, at, end, &n), point = 0;
    if (bytes == 0)
        return false;
    if (has(c, at + bytes, end, S(".")))
        point = digits_at(c->page, at + bytes + 1, end);
    if (point == 1) { /* 1.5M */
        part = digits_value(c->page, at + bytes + 1, 1);
        bytes += 2;
    }
    *r = (struct amount){n + part / 10.0, unit_at(c, at + bytes, end), bytes};
    r->bytes += r->unit >= 0 ? (uint32_t)units[r->unit].sign.n : 0;
    return true;
}

static uint32_t range_sign(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str signs[] = {S("-"), S("~"), S("至"), S("到")};
    return page_has_any(c->page, at, end, WORD_LIST(signs));
}

static bool is_least(const struct compiler *c, uint32_t from, uint32_t at, uint32_t past, uint32_t end)
{
    return word_before(c->page, from, at, WORD_AT_LEAST) || has(c, past, end, S("以上")) ||
           has(c, past, end, S("及以上")) || (ends(c, from, at, S("大于")) && !ends(c, from, at, S("不大于")));
}

static bool is_most(const struct compiler *c, uint32_t from, uint32_t at, uint32_t past, uint32_t end)
{
    return word_before(c->page, from, at, WORD_AT_MOST) || has(c, past, end, S("以内")) ||
           has(c, past, end, S("之内")) || has(c, past, end, S("以下")) || has(c, past, end, S("内")) ||
           ends(c, from, at, S("不大于")) || (ends(c, from, at, S("小于")) && !ends(c, from, at, S("不小于")));
}

/* 标题不超过20字, 汇报5分钟: of something that is no piece. */
static bool of_another(const struct compiler *c, struct span s, uint32_t at, enum measure of)
{
    static const struct str heads[] = {S("标题"), S("题目"), S("摘要"), S("关键词"), S("提要")};
    static const struct str films[] = {S("时长"), S("视频"), S("短片"),   S("音频"), S("微课"), S("录像"),
                                       S("录音"), S("片长"), S("宣传片"), S("影片"), S("长度")};
    struct span lead = page_lead(c->page, s.from, at, 36);
    bool other = false, film = of != MEASURE_SECONDS;
    other = other || (of == MEASURE_WORDS && span_has_any(c, lead, WORD_LIST(heads)));
    film = film || span_has_any(c, s, WORD_LIST(films));
    return other || !film;
}

static void bounds_join(struct bounds *to, const struct bounds *more)
{
    if (to->min == 0 && to->max == 0) {
        *to = *more;
        return;
    }
    to->min = to->min ? to->min : more->max == 0 || more->min <= to->max ? more->min : 0;
    to->max = to->max ? to->max : more->min == 0 || more->max >= to->min ? more->max : 0;
}

/* The measure at `at`, with its bounds; the bytes it takes, or 0. */
static uint32_t measure_at(const struct compiler *c, struct span s, uint32_t at, struct said *r)
{
    struct amount a, b;
    if (!amount_at(c, at, s.to, &a))
        return 0;
    uint32_t past = at + a.bytes, sign = range_sign(c, past, s.to);
    bool range = sign && amount_at(c, past + sign, s.to, &b) && b.unit >= 0 &&
                 (a.unit < 0 || units[a.unit].of == units[b.unit].of);
    if (range) {
        past += sign + b.bytes;
        a.unit = a.unit < 0 ? b.unit : a.unit;
    }
    if (a.unit < 0 || of_another(c, s, at, units[a.unit].of))
        return a.bytes;
    if (units[a.unit].of == MEASURE_WORDS && (has(c, past, s.to, S("说明")) || has(c, past, s.to, S("以内说明")) ||
                                              has(c, past, s.to, S("以内简介")) || has(c, past, s.to, S("简介"))))
        return past - at; /* 附100字以内说明: of the piece's label */
    int64_t first = (int64_t)(a.n * (double)units[a.unit].ones);
    struct bounds x = {first, range ? (int64_t)(b.n * (double)units[b.unit].ones) : 0};
    if (!range) {
        bool least = is_least(c, s.from, at, past, s.to), most = !least && is_most(c, s.from, at, past, s.to);
        x = (struct bounds){least ? first : 0, most ? first : 0};
    }
    struct bounds *of[] = {&r->terms.words, &r->terms.bytes, &r->terms.seconds};
    bounds_join(of[units[a.unit].of], &x);
    return past - at;
}

/* The next ASCII character: sizes are written in digits, formats in letters. */
static uint32_t ascii_from(const struct compiler *c, uint32_t at, uint32_t end)
{
    while (at < end && (unsigned char)c->page->text.at[at] >= 0x80)
        at++;
    return at;
}

static void measures_read(const struct compiler *c, struct span s, struct said *r)
{
    for (uint32_t at = s.from; (at = ascii_from(c, at, s.to)) < s.to;) {
        bool digit = c->page->text.at[at] >= '0' && c->page->text.at[at] <= '9';
        uint32_t n = digit ? measure_at(c, s, at, r) : 0;
        at += n ? n : 1;
    }
}

/* ---- formats --------------------------------------------------------------------------------------------------- */

static const struct {
    struct str spelled, format;
} formats[] = {
    {S("jpeg"), S("JPG")},  {S("jpg"), S("JPG")},  {S("png"), S("PNG")},     {S("tiff"), S("TIF")},
    {S("tif"), S("TIF")},   {S("pdf"), S("PDF")},  {S("ofd"), S("OFD")},     {S("word"), S("Word")},
    {S("docx"), S("Word")}, {S("doc"), S("Word")}, {S("excel"), S("Excel")}, {S("xlsx"), S("Excel")},
    {S("xls"), S("Excel")}, {S("pptx"), S("PPT")}, {S("ppt"), S("PPT")},     {S("wps"), S("WPS")},
    {S("mp4"), S("MP4")},   {S("avi"), S("AVI")},  {S("mov"), S("MOV")},     {S("wmv"), S("WMV")},
    {S("mp3"), S("MP3")},   {S("rar"), S("RAR")},  {S("zip"), S("ZIP")},     {S("txt"), S("TXT")},
};

static bool is_letter(const struct compiler *c, uint32_t at)
{
    char b = at < page_end(c->page) ? c->page->text.at[at] : ' ';
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
}

static int format_at(const struct compiler *c, uint32_t at, uint32_t end)
{
    if (!is_letter(c, at) || (at > 0 && (is_letter(c, at - 1) || c->page->text.at[at - 1] == '@')))
        return -1;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        uint32_t n = (uint32_t)formats[i].spelled.n;
        bool alike = (c->page->text.at[at] | ' ') == formats[i].spelled.at[0]; /* in whatever case */
        if (alike && end - at >= n && !is_letter(c, at + n) &&
            str_eq_nocase(text_of(c, (struct span){at, at + n}), formats[i].spelled))
            return (int)i;
    }
    return -1;
}

/* JPG、PNG格式, 格式为MP4或AVI, PDF盖章扫描件, word版: a file's ending in a list of attachments is none. */
static bool says_format(const struct compiler *c, struct span s, struct span run)
{
    static const struct str tails[] = {S("格式"), S("版"),   S("文档"), S("文件"), S("扫描"), S("盖章"), S("形式"),
                                       S("电子"), S("文本"), S("表格"), S("图片"), S("照片"), S("压缩"), S("视频")};
    uint32_t at = run.to + (has(c, run.to, s.to, S(")")) ? 1 : 0);
    if (page_has_any(c->page, at, s.to, WORD_LIST(tails)))
        return true;
    return span_has(c, page_lead(c->page, s.from, run.from, 24), S("格式"));
}

static uint32_t format_join(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str joins[] = {S("、"), S("/"),  S("或者"), S("或"),    S("和"),
                                       S("及"), S("与"), S(","),    S("格式或")};
    if (c->page->text.at[at < end ? at : end - 1] == '.')
        return 1; /* .jpg/.png */
    return page_has_any(c->page, at, end, WORD_LIST(joins));
}

static void formats_read(struct compiler *c, struct span s, struct strs *list)
{
    for (uint32_t at = s.from; (at = ascii_from(c, at, s.to)) < s.to;) {
        if (!is_letter(c, at)) {
            at++;
            continue;
        }
        struct span run = {at, at};
        struct strs found = {0};
        for (int f; (f = format_at(c, at, s.to)) >= 0;) {
            if (!strs_have(&found, formats[f].format))
                arena_push(c->arena, &found, formats[f].format);
            run.to = at += (uint32_t)formats[f].spelled.n;
            for (uint32_t n; at < s.to && (n = format_join(c, at, s.to)) > 0;)
                at += n;
        }
        for (size_t i = 0; found.n && i < found.n && says_format(c, s, run); i++)
            if (!strs_have(list, found.items[i]))
                arena_push(c->arena, list, found.items[i]);
        at += found.n ? 0 : 1;
    }
}

/* ---- copies, seal, the late ------------------------------------------------------------------------------------ */

/* 一式三份, 各2份, 纸质版一份. */
static int64_t copies_in(const struct compiler *c, struct span s)
{
    if (!span_has(c, s, S("份")))
        return 0;
    for (uint32_t at = s.from; at < s.to; at = page_next(c->page, at)) {
        int n = 0;
        uint32_t bytes = number_at(c->page, at, s.to, &n);
        if (bytes == 0 || !has(c, at + bytes, s.to, S("份"))) {
            at += bytes > 0 ? bytes - 1 : 0;
            continue;
        }
        struct span lead = page_lead(c->page, s.from, at, 18);
        bool paper = span_has(c, lead, S("纸质")) || span_has(c, lead, S("书面")) || span_has(c, lead, S("打印")) ||
                     span_has(c, lead, S("原件")) || span_has(c, lead, S("复印件"));
        bool set = ends(c, s.from, at, S("一式")) || ends(c, s.from, at, S("各"));
        if (n > 0 && n < 100 && (set || paper))
            return n;
        at += bytes - 1;
    }
    return 0;
}

static bool wants_seal(const struct compiler *c, struct span s)
{
    return span_has_word(c, s, WORD_SEAL) && !span_has_word(c, s, WORD_NO_SEAL);
}

/* 逾期…: from the word that says late to the sentence's end. */
static struct str late_in(const struct compiler *c, struct span s)
{
    enum { LATE_BYTES = 180 };
    struct span sign;
    if (!word_find(c->words, s, WORD_OVERDUE, &sign) || s.to - sign.from > LATE_BYTES)
        return S("");
    uint32_t from = sign.from, to = s.to;
    uint32_t open = from > 0 && c->page->text.at[from - 1] == '(' ? c->page->twin[from - 1] : 0;
    to = open > from && open < to ? open : to; /* (逾期不予受理) */
    while (to > from && (c->page->text.at[to - 1] == ';' || ends(c, from, to, S("。"))))
        to = page_back(c->page, to);
    return to - from >= 12 ? copy_of(c, (struct span){from, to}) : S("");
}

/* 报送方式:登录…填报: the way has a label of its own. */
static bool tells_way(const struct compiler *c, uint32_t block, struct span s)
{
    struct span heading = heading_above(c, block), lead = {s.from, s.to - s.from > 36 ? s.from + 36 : s.to};
    return span_has_word(c, heading, WORD_WAY) || span_has_word(c, lead, WORD_WAY);
}

static struct said sentence_says(struct compiler *c, uint32_t block, struct span s)
{
    struct said r = {0};
    measures_read(c, s, &r);
    formats_read(c, s, &r.terms.formats);
    r.terms.copies = copies_in(c, s);
    r.terms.sealed = wants_seal(c, s);
    r.terms.late = late_in(c, s);
    r.nil = span_has_word(c, s, WORD_NIL);
    r.channels = tells_way(c, block, s) ? channels_of(c, s) : 0;
    return r;
}

/* ---- whose they are -------------------------------------------------------------------------------------------- */

static void terms_join(struct compiler *c, struct making *d, const struct said *more)
{
    struct terms *t = &d->terms;
    bounds_join(&t->words, &more->terms.words);
    bounds_join(&t->bytes, &more->terms.bytes);
    bounds_join(&t->seconds, &more->terms.seconds);
    t->copies = t->copies ? t->copies : more->terms.copies;
    t->sealed = t->sealed || more->terms.sealed;
    t->late = t->late.n ? t->late : more->terms.late;
    for (size_t i = 0; i < more->terms.formats.n; i++)
        if (!strs_have(&t->formats, more->terms.formats.items[i]))
            arena_push(c->arena, &t->formats, more->terms.formats.items[i]);
    d->nil = d->nil || more->nil;
    d->channels |= more->channels;
}

/* The sentence, or the heading above it, names one of the duty's things, or its last two characters (征文, 报告). */
static bool names_thing(const struct compiler *c, const struct making *d, uint32_t block, struct span s)
{
    struct span heading = heading_above(c, block);
    for (size_t i = 0; i < d->things.n; i++) {
        struct span thing = d->things.items[i];
        struct str tail = text_of(c, page_lead(c->page, thing.from, thing.to, 6));
        if (tail.n && (span_has(c, s, tail) || span_has(c, heading, tail)))
            return true;
    }
    return false;
}

/* How near a sentence stands to a duty: 4 its own, 3 paragraph, 2 part, 1 the letter, 0 not at all. */
static int nearness(const struct compiler *c, const struct making *d, uint32_t block, struct span s, bool alone)
{
    if (d->span.from < s.to && d->span.to > s.from)
        return 4;
    if (d->block == block)
        return 3;
    if (!same_letter(c, d->block, block))
        return 0;
    if (same_part(c, d->block, block))
        return 2;
    return alone || names_thing(c, d, block, s) ? 1 : 0;
}

static void give(struct compiler *c, struct makings *list, uint32_t block, struct span s)
{
    struct said said = sentence_says(c, block, s);
    if (terms_are_empty(&said.terms) && !said.nil && !said.channels)
        return;
    int near[NEIGHBOURS], best = 0;
    bool alone = list->n == 1 || said.terms.late.n;
    for (size_t i = 0; i < list->n; i++) {
        near[i] = nearness(c, &list->items[i], block, s, alone);
        best = near[i] > best ? near[i] : best;
    }
    for (size_t i = 0; best > 0 && i < list->n; i++)
        if (near[i] == best)
            terms_join(c, &list->items[i], &said);
}

static void channels_name(struct compiler *c, struct making *d)
{
    static const struct str names[] = {
        [CHANNEL_MAIL] = S("mail"), [CHANNEL_PAPER] = S("paper"), [CHANNEL_PLATFORM] = S("platform"),
        [CHANNEL_CHAT] = S("chat"), [CHANNEL_FAX] = S("fax"),     [CHANNEL_OA] = S("oa")};
    unsigned ways = d->channels | (span_is_empty(d->mailbox) ? 0 : 1u << CHANNEL_MAIL);
    for (unsigned i = CHANNEL_MAIL; i <= CHANNEL_OA; i++)
        if (ways & 1u << i)
            arena_push(c->arena, &d->terms.channels, names[i]);
}

void terms_give(struct compiler *c, struct makings *list)
{
    for (uint32_t i = 0; i < c->blocks.n && list->n > 0 && list->n <= NEIGHBOURS; i++) {
        const struct block *b = &c->blocks.items[i];
        for (size_t k = 0; !b->tail && k < b->sentences.n; k++)
            give(c, list, i, b->sentences.items[k]);
    }
    for (size_t i = 0; i < list->n; i++)
        channels_name(c, &list->items[i]);
}
