/* SPDX-License-Identifier: Apache-2.0 */
/* Names of files and titles of papers, without what the page adds behind them: endings, sizes, remarks, stamps. */
#include "domain/notice/annex.h"
#include "domain/notice/lexicon.h"
#include "domain/notice/number.h"

/* The endings of files' names that pages run together with what follows. */
static const struct str file_endings[] = {S(".docx"), S(".doc"), S(".xlsx"), S(".xls"),
                                          S(".pdf"),  S(".rar"), S(".zip")};
enum { FILE_ENDINGS = sizeof file_endings / sizeof *file_endings };

/* Files' endings, signs and the page's own words behind a title; the longer before the shorter. */
struct span cut_ending(const struct compiler *c, struct span s)
{
    static const struct str endings[] = {
        S(".docx"), S(".doc"), S(".xlsx"), S(".xls"), S(".pdf"), S(".rar"),       S(".zip"), S(".wps"), S(".et"),
        S(".jpg"),  S(".DOC"), S(".XLS"),  S(".PDF"), S(".ppt"), S(".pptx"),      S(".txt"), S(".tif"), S(".ofd"),
        S(".7z"),   S(";"),    S("。"),    S("."),    S(","),    S("、"),         S("下载"), S("点击"), S("点击查看"),
        S("(1)"),   S("(2)"),  S(":"),     S("-"),    S("·"),    S("(点击下载)"), S("["),    S("【")};
    for (uint32_t n; (n = page_ends_any(c->page, s.from + 1, s.to, WORD_LIST(endings))) > 0;)
        s.to -= n;
    return s;
}

/* 汇总表.docx 12.5KB: the file's size. */
static struct span cut_size(const struct compiler *c, struct span s)
{
    static const struct str units[] = {S("KB"), S("kb"), S("K"), S("MB"), S("mb"), S("M")};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        uint32_t to = s.to - (uint32_t)units[i].n;
        if (s.to - s.from < units[i].n + 9 || !page_has(c->page, to, s.to, units[i]) || !digits_at(c->page, to - 1, to))
            continue;
        while (to > s.from && (digits_at(c->page, to - 1, to) || c->page->text.at[to - 1] == '.'))
            to--;
        return (struct span){s.from, to};
    }
    return s;
}

/* 获奖名单(已从OA发出): a remark behind the title; (试行), (表1), (一) belong to it. */
static struct span cut_remark(const struct compiler *c, struct span s)
{
    static const struct str remarks[] = {S("已从"), S("已发"), S("已在"), S("已上"), S("内有"), S("另"),
                                         S("请"),   S("下载"), S("点击"), S("扫"),   S("附件"), S("见")};
    uint32_t open = s.to > s.from && c->page->text.at[s.to - 1] == ')' ? c->page->twin[s.to - 1] : 0;
    bool remark = open > s.from && page_has_any(c->page, open + 1, s.to, WORD_LIST(remarks));
    struct span inside = {open + 1, s.to};
    static const struct str inner[] = {S("发送"), S("通过"), S("略"), S("KB"), S("kb"), S("联系人")};
    char unit = s.to > s.from + 1 ? c->page->text.at[s.to - 2] : 0;
    bool size =
        (unit == 'K' || unit == 'M' || unit == 'B') && digits_at(c->page, inside.from, inside.to) > 0; /* (16.20 K) */
    remark = remark || (open > s.from && (size || span_has_any(c, inside, WORD_LIST(inner))));
    return remark ? (struct span){s.from, open} : s;
}

/* …补充说明20161010141526_3764: the name the page's own store gave the file. */
static struct span cut_stamp(const struct compiler *c, struct span s)
{
    uint32_t to = s.to;
    while (to > s.from && (digits_at(c->page, to - 1, to) || c->page->text.at[to - 1] == '_'))
        to--;
    return s.to - to >= 8 ? (struct span){s.from, to} : s;
}

struct span clean_title(const struct compiler *c, struct span s)
{
    for (uint32_t before = s.to + 1; s.to != before;) {
        before = s.to;
        s = cut_stamp(c, cut_remark(c, cut_size(c, cut_ending(c, s))));
    }
    uint32_t close = page_has(c->page, s.from, s.to, S("《")) ? c->page->twin[s.from] : 0;
    bool open = page_has(c->page, s.from, s.to, S("《")) && (close == 0 || close >= s.to);
    s.from += open ? 3 : 0; /* 附件:《…的通知|》某某局2022年4月12日, and one that the page cut off */
    bool number_behind = close > 0 && page_has(c->page, close + 3, s.to, S("(")) &&
                         c->page->twin[close + 3] + 1 == s.to && page_has(c->page, s.to - 4, s.to, S("号)"));
    if (close > 0 && (close + 3 == s.to || number_behind)) /* 《通知》(粤农办〔2018〕587号) */
        s = (struct span){s.from + 3, close};
    uint32_t bracket = s.to;
    while (bracket > s.from && c->page->text.at[bracket - 1] != '(' && c->page->text.at[bracket - 1] != ')')
        bracket--;
    if (bracket > s.from + 12 && c->page->text.at[bracket - 1] == '(')
        s.to = bracket - 1; /* …的通知(建办科函[2006]: the page cut the bracket off */
    return s;
}

bool names_file(const struct compiler *c, struct span s)
{
    return span_has_any(c, s, WORD_LIST(file_endings));
}

/* The end of a file's name that begins at s.from and ends in s (….xls个人统计表.xls holds two), or 0. */
uint32_t file_at(const struct compiler *c, struct span s)
{
    uint32_t best = 0;
    for (size_t i = 0; i < FILE_ENDINGS; i++) {
        uint32_t at = page_find(c->page, s, file_endings[i]);
        bool first = at != UINT32_MAX && at > s.from + 6 && (best == 0 || at + file_endings[i].n <= best);
        best = first ? at + (uint32_t)file_endings[i].n : best;
    }
    return best && best < s.to && c->page->text.at[best] == 'x' ? best + 1 : best;
}
