/* SPDX-License-Identifier: Apache-2.0 */
/* Mailboxes: every address, with what pages do to them. */
#include "domain/notice/contact.h"

enum { MAILBOXES = 200 };

/* Where the domain ends that the next address runs on behind: a@163.com|b@126.com; `to` where none does. */
static uint32_t domain_end(const struct page *p, uint32_t sign, uint32_t to)
{
    static const struct str ends[] = {S(".com.cn"), S(".edu.cn"), S(".gov.cn"), S(".org.cn"), S(".net.cn"),
                                      S(".com"),    S(".cn"),     S(".net"),    S(".org")};
    for (size_t i = 0; to < page_end(p) && p->text.at[to] == '@' && i < sizeof ends / sizeof *ends; i++) {
        uint32_t at = page_find(p, (struct span){sign, to}, ends[i]);
        if (at != UINT32_MAX)
            return at + (uint32_t)ends[i].n;
    }
    return to;
}

/* 163。com, 163,com: the full stop that was typed for the point. */
static uint32_t point_at(const struct page *p, uint32_t at)
{
    uint32_t n = page_has(p, at, page_end(p), S("。")) ? 3 : page_has(p, at, page_end(p), S(",")) ? 1 : 0;
    static const struct str next[] = {S("com"), S("cn"), S("gov"), S("edu"), S("net"), S("org")};
    return n > 0 && page_has_any(p, at + n, page_end(p), WORD_LIST(next)) ? n : 0;
}

/* least: where the address before it ends. */
static bool mailbox_at(const struct page *p, uint32_t sign, uint32_t least, struct span *r)
{
    static const struct str labels[] = {S("Email"), S("email"),  S("E-mail"), S("e-mail"),
                                        S("EMAIL"), S("E-MAIL"), S("Mail")};
    uint32_t from = sign, to = sign + 1, dots = 0, point = 0;
    while (from > least && is_mail_byte(p->text.at[from - 1]) && (from == sign || !p->gap[from]))
        from--;
    from += page_has_any(p, from, sign - 1, WORD_LIST(labels)); /* Emailabc@… */
    while (to < page_end(p) &&
           ((is_mail_byte(p->text.at[to]) && (!p->gap[to] || p->text.at[to - 1] == '@' || p->text.at[to - 1] == '.' ||
                                              (p->gap[to] == GAP_BLANK && p->text.at[to] == '.'))) ||
            (point = point_at(p, to)) > 0)) {
        dots += p->text.at[to] == '.' || point > 0;
        to += point > 0 ? point : 1;
        point = 0;
    }
    to = domain_end(p, sign, to);
    while (to > sign && (p->text.at[to - 1] == '.' || p->text.at[to - 1] == '-'))
        dots -= p->text.at[--to] == '.';
    uint32_t number = to; /* a@163.com.3: behind its full stop the next item begins */
    while (number > sign && p->text.at[number - 1] >= '0' && p->text.at[number - 1] <= '9')
        number--;
    if (number < to && p->text.at[number - 1] == '.' && dots > 1) {
        to = number - 1;
        dots--;
    }
    *r = (struct span){from, to};
    return from < sign && dots > 0 && to > sign + 3 && p->text.at[sign + 1] != '.'; /* a@***.cn is masked */
}

struct str mailbox_text(struct compiler *c, struct span s)
{
    struct buf b = buf_new(c->arena, s.to - s.from);
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t point = point_at(c->page, at);
        buf_putc(&b, point > 0 ? '.' : c->page->text.at[at]);
        at += point > 0 ? point : 1;
    }
    return buf_str(&b);
}

void mailboxes_read(struct compiler *c, struct spans *places)
{
    const struct page *p = c->page;
    uint32_t last = 0, end = furniture_from(c);
    for (uint32_t at = 0; (at = page_find(p, (struct span){at, end}, S("@"))) != UINT32_MAX; at++) {
        struct span s;
        if (!mailbox_at(p, at, last, &s))
            continue;
        last = s.to;
        arena_push(c->arena, places, s);
        struct str name = mailbox_text(c, s);
        if (c->draft->mailboxes.n < MAILBOXES && !strs_have(&c->draft->mailboxes, name))
            arena_push(c->arena, &c->draft->mailboxes, name);
    }
}
