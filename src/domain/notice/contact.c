/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/contact.h"

#include "domain/notice/block.h"
#include "domain/notice/number.h"
#include "domain/notice/who.h"

enum { NAMES = 6, PHONES = 8, MAILBOXES = 200, CONTACTS = 200 };

static bool is_mail_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
           c == '-';
}

static bool mailbox_at(const struct page *p, uint32_t sign, struct span *r)
{
    uint32_t from = sign, to = sign + 1, dots = 0;
    while (from > 0 && is_mail_byte(p->text.at[from - 1]) && (from == sign || !p->gap[from]))
        from--;
    while (to < page_end(p) && is_mail_byte(p->text.at[to]) &&
           (!p->gap[to] || p->text.at[to - 1] == '@' || p->text.at[to - 1] == '.' ||
            (p->gap[to] == GAP_BLANK && p->text.at[to] == '.')))
        dots += p->text.at[to++] == '.';
    while (to > sign && (p->text.at[to - 1] == '.' || p->text.at[to - 1] == '-'))
        dots -= p->text.at[--to] == '.';
    *r = (struct span){from, to};
    return from < sign && dots > 0 && to > sign + 3;
}

void mailboxes_read(struct compiler *c, struct spans *places)
{
    const struct page *p = c->page;
    for (uint32_t at = 0; at < page_end(p); at++) {
        struct span s;
        if (p->text.at[at] != '@' || !mailbox_at(p, at, &s))
            continue;
        arena_push(c->arena, places, s);
        struct str name = page_str(p, s);
        if (c->draft->mailboxes.n < MAILBOXES && !strs_have(&c->draft->mailboxes, name))
            arena_push(c->arena, &c->draft->mailboxes, name);
    }
}

/* Digits that stand together: a blank ends them. */
static uint32_t run_at(const struct page *p, uint32_t at)
{
    uint32_t n = 0;
    while (at + n < page_end(p) && digits_at(p, at + n, at + n + 1) && (n == 0 || !p->gap[at + n]))
        n++;
    return n;
}

static uint32_t extension_at(const struct page *p, uint32_t at)
{
    uint32_t sign = page_has(p, at, page_end(p), S("转")) ? 3 : page_has(p, at, page_end(p), S("-")) ? 1 : 0;
    uint32_t n = sign && !p->gap[at] ? run_at(p, at + sign) : 0;
    return n >= 1 && n <= 5 ? sign + n : 0;
}

/* (0391)4818169, 0551-63505163, 0551 63505163 */
static uint32_t area_phone_at(const struct page *p, uint32_t at)
{
    bool bracket = p->text.at[at] == '(' || p->text.at[at] == '[';
    uint32_t code = run_at(p, at + bracket), to = at + bracket + code;
    if (code < 3 || code > 4 || p->text.at[at + bracket] != '0')
        return 0;
    uint32_t sign = 0;
    while (to + sign < page_end(p) && sign < 3 &&
           (p->text.at[to + sign] == '-' || p->text.at[to + sign] == ')' || p->text.at[to + sign] == ']'))
        sign++;
    if (sign == 0 && (to >= page_end(p) || p->gap[to] != GAP_BLANK))
        return 0;
    uint32_t n = run_at(p, to + sign);
    if (n < 7 || n > 8)
        return 0;
    return to + sign + n + extension_at(p, to + sign + n) - at;
}

/* 联系电话:83155, 668902(短号): an office's own exchange. */
static bool is_short(const struct page *p, uint32_t at, uint32_t n)
{
    static const struct str before[] = {S("电话:"), S("电话"), S("短号:"), S("分机:"), S("内线:")};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        if (at >= before[i].n && page_has(p, at - (uint32_t)before[i].n, at, before[i]))
            return !page_has(p, at + n, page_end(p), S("-"));
    }
    bool teacher = at >= 7 && p->text.at[at - 1] == '(' && page_has(p, at - 7, at - 1, S("老师"));
    if (teacher && p->text.at[at + n] == ')')
        return true; /* 周老师(83216) */
    return page_has(p, at + n, page_end(p), S("(短号)")) || page_has(p, at + n, page_end(p), S("(内线)"));
}

/* Bytes of the telephone number at `at`; *bare says that only a label makes it one. */
static bool told_phone(const struct page *p, uint32_t at)
{
    return (at >= 7 && page_has(p, at - 7, at, S("电话"))) || (at >= 6 && page_has(p, at - 6, at, S("电话")));
}

static uint32_t phone_at(const struct page *p, uint32_t at, bool *bare)
{
    *bare = false;
    uint32_t n = area_phone_at(p, at);
    if (n > 0)
        return n;
    n = run_at(p, at);
    char first = p->text.at[at];
    if (n >= 10 && n <= 12 && first == '0')
        return n;
    if (n == 11 && first == '1' && p->text.at[at + 1] >= '3')
        return n;
    /* Two numbers run together: a land line and a mobile telephone. */
    if ((n == 18 || n == 19) && p->text.at[at + n - 11] == '1' && p->text.at[at + n - 10] >= '3')
        return n - 11;
    if (n == 22 && first == '1')
        return 11;
    *bare = true;
    if (n == 4 && p->text.at[at + n] == '-' && run_at(p, at + n + 1) == 4)
        return 9; /* 8816-4275 */
    if (n >= 9 && n <= 12 && told_phone(p, at))
        return n; /* 电话?3952668417: the page lost what stood before it */
    if (page_has(p, at + n, page_end(p), S("日")))
        return 0; /* a damaged date */
    if (n >= 4 && n <= 6 && is_short(p, at, n))
        return n;
    return n >= 7 && n <= 8 && first != '0' ? n + extension_at(p, at + n) : 0;
}

/* What the words right before the number say it is. */
enum label { LABEL_NONE, LABEL_PHONE, LABEL_OTHER };

static enum label label_before(const struct page *p, uint32_t from, uint32_t at)
{
    static const struct {
        struct str word;
        enum label label;
    } labels[] = {
        {S("电话"), LABEL_PHONE}, {S("手机"), LABEL_PHONE},   {S("联系"), LABEL_PHONE}, {S("咨询"), LABEL_PHONE},
        {S("热线"), LABEL_PHONE}, {S("话:"), LABEL_PHONE},    {S("Tel"), LABEL_PHONE},  {S("TEL"), LABEL_PHONE},
        {S("tel"), LABEL_PHONE},  {S("机:"), LABEL_PHONE},    {S("老师"), LABEL_PHONE}, {S("同志"), LABEL_PHONE},
        {S("传真"), LABEL_OTHER}, {S("QQ"), LABEL_OTHER},     {S("qq"), LABEL_OTHER},   {S("群号"), LABEL_OTHER},
        {S("群:"), LABEL_OTHER},  {S("邮编"), LABEL_OTHER},   {S("编号"), LABEL_OTHER}, {S("账号"), LABEL_OTHER},
        {S("帐号"), LABEL_OTHER}, {S("会议号"), LABEL_OTHER}, {S("真:"), LABEL_OTHER},  {S("酒店"), LABEL_OTHER},
        {S("投诉"), LABEL_OTHER}, {S("监督"), LABEL_OTHER},   {S("举报"), LABEL_OTHER}, {S("宾馆"), LABEL_OTHER},
        {S("总台"), LABEL_OTHER}, {S("前台"), LABEL_OTHER},   {S("密码"), LABEL_OTHER},
    };
    enum label best = LABEL_NONE;
    uint32_t where = 0;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        for (uint32_t s = from; (s = page_find(p, (struct span){s, at}, labels[i].word)) != UINT32_MAX;
             s += (uint32_t)labels[i].word.n) {
            if (s > from && p->text.at[s - 1] == '@')
                continue; /* @qq.com */
            if (s + 1 > where || (labels[i].label == LABEL_OTHER && s + 12 > where)) {
                where = s + 1;
                best = labels[i].label;
            }
        }
    }
    return best;
}

static bool both_phone_and_fax(const struct page *p, uint32_t from, uint32_t at)
{
    static const struct str both[] = {S("电话/传真"),  S("电话(传真)"), S("电话及传真"), S("传真/电话"),
                                      S("电话、传真"), S("电话传真"),   S("电话兼传真"), S("电话和传真")};
    for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
        if (page_find(p, (struct span){from, at}, both[i]) != UINT32_MAX)
            return true;
    }
    return false;
}

struct group {
    struct span names[NAMES];
    size_t n_names;
    struct span phones[PHONES];
    size_t n_phones;
};

static struct str joined(struct compiler *c, const struct group *g)
{
    struct buf b = buf_new(c->arena, 32);
    for (size_t i = 0; i < g->n_names; i++) {
        if (i > 0)
            buf_lit(&b, "、");
        buf_put(&b, copy_of(c, g->names[i]));
    }
    return buf_str(&b);
}

static void contact_add(struct compiler *c, struct str name, struct span phone)
{
    struct str number = copy_of(c, phone);
    if (c->draft->contacts.n >= CONTACTS)
        return;
    for (size_t i = 0; i < c->draft->contacts.n; i++) {
        if (str_eq(c->draft->contacts.items[i].phone, number))
            return;
    }
    struct notice_contact contact = {name, number, page_source(c->page, phone)};
    arena_push(c->arena, &c->draft->contacts, contact);
}

static void group_close(struct compiler *c, struct group *g)
{
    struct str all = joined(c, g);
    for (size_t i = 0; i < g->n_phones; i++) {
        bool paired = g->n_names > 1 && g->n_names == g->n_phones;
        contact_add(c, paired ? copy_of(c, g->names[i]) : all, g->phones[i]);
    }
    *g = (struct group){0};
}

static bool is_han(const struct page *p, uint32_t at)
{
    unsigned char b = (unsigned char)p->text.at[at];
    return b >= 0xe4 && b <= 0xe9; /* U+4000 … U+9FFF, near enough for names */
}

static const struct str not_names[] = {S("电话"), S("手机"), S("联系"), S("办公"), S("传真"), S("邮箱"),
                                       S("地址"), S("电子"), S("咨询"), S("信箱"), S("号码"), S("座机"),
                                       S("微信"), S("方式"), S("报"),   S("附件"), S("邮编"), S("纸质")};

static bool is_name(const struct page *p, struct span s)
{
    size_t length = utf8_length(page_str(p, s));
    if (length < 2 || length > 4)
        return false;
    for (uint32_t at = s.from; at < s.to; at = page_next(p, at)) {
        if (!is_han(p, at))
            return false;
    }
    for (size_t i = 0; i < sizeof not_names / sizeof *not_names; i++) {
        if (page_find(p, s, not_names[i]) != UINT32_MAX)
            return false;
    }
    return true;
}

/* One run of Chinese characters, ended by punctuation or by a blank after its second character. */
static struct span han_run(const struct page *p, uint32_t at, uint32_t end)
{
    uint32_t from = at;
    while (at < end && is_han(p, at) && (at == from || !p->gap[at] || at < from + 6))
        at = page_next(p, at);
    return (struct span){from, at};
}

/* Names begin behind the last 联系人, else behind the last sentence. */
static bool names_begin(const struct page *p, struct span *s)
{
    bool labelled = false;
    static const struct str labels[] = {S("联系人"), S("联系方式"), S("联络人")};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        for (uint32_t at; (at = page_find(p, *s, labels[i])) != UINT32_MAX; labelled = true)
            s->from = at + (uint32_t)labels[i].n;
    }
    for (uint32_t at; !labelled && (at = page_find(p, *s, S("。"))) != UINT32_MAX;)
        s->from = at + 3;
    return labelled;
}

/* The names in the words before a number: after 联系人:, or standing free. */
static void names_in(const struct compiler *c, struct span s, struct group *g)
{
    const struct page *p = c->page;
    bool labelled = names_begin(p, &s);
    for (uint32_t at = s.from; at < s.to;) {
        if (!is_han(p, at)) {
            at = page_next(p, at);
            continue;
        }
        struct span run = han_run(p, at, s.to);
        bool teacher = labelled && run.to - run.from <= 12 && page_has(p, run.to - 6, run.to, S("老师"));
        if (is_name(p, run) && (teacher || !unit_ends(c, run.from, run.to)) && g->n_names < NAMES)
            g->names[g->n_names++] = run;
        at = run.to;
    }
    if (!labelled && g->n_names > 1) { /* no 联系人 before them: only the last can be meant */
        g->names[0] = g->names[g->n_names - 1];
        g->n_names = 1;
    }
}

/* 83590001(王老师): the name behind the number. */
static void name_behind(const struct compiler *c, uint32_t at, struct group *g)
{
    const struct page *p = c->page;
    bool bracket = at < page_end(p) && p->text.at[at] == '(' && p->twin[at] > at;
    struct span s = {at + 1, bracket ? p->twin[at] : at + 1};
    bool teacher = s.to - s.from <= 12 && s.to > s.from + 6 && page_has(p, s.to - 6, s.to, S("老师"));
    if (bracket && is_name(p, s) && (teacher || !unit_ends(c, s.from, s.to)))
        g->names[g->n_names++] = s;
}

static bool is_fax_after(const struct page *p, uint32_t at)
{
    uint32_t end = at + 15 < page_end(p) ? at + 15 : page_end(p);
    return page_has(p, at, end, S("(传真)")) || page_has(p, at, end, S("(fax)")) || page_has(p, at, end, S("(传 真)"));
}

/* A place's own telephone stands in a bracket with its address. */
static bool in_address(const struct page *p, uint32_t at)
{
    for (uint32_t from = at; from > 0 && at - from < 180;) {
        from = page_back(p, from);
        if (p->text.at[from] == '(' && p->twin[from] > at) {
            struct span lead = {from, at};
            return page_find(p, lead, S("路")) != UINT32_MAX || page_find(p, lead, S("街")) != UINT32_MAX;
        }
    }
    return false;
}

static uint32_t lead_from(const struct page *p, uint32_t last_end, uint32_t at)
{
    uint32_t from = at;
    while (from > last_end && at - from < 120)
        from = page_back(p, from);
    return from;
}

static bool accepts(const struct compiler *c, uint32_t from, uint32_t at, uint32_t n, bool bare, bool follows,
                    bool lenient)
{
    const struct page *p = c->page;
    enum label label = label_before(p, from, at);
    bool fax_too = lenient && page_find(p, (struct span){from, at}, S("传真电话")) != UINT32_MAX;
    if (fax_too || both_phone_and_fax(p, from, at))
        label = LABEL_PHONE;
    bool fax = label == LABEL_OTHER ||
               (is_fax_after(p, at + n) && page_find(p, (struct span){from, at}, S("联系人")) == UINT32_MAX);
    static const struct str furniture[] = {S("版权所有"), S("标识码"), S("技术支持"), S("备案"), S("主办单位:")};
    uint32_t line = at;
    while (line > 0 && at - line < 300 && p->gap[line] < GAP_LINE)
        line = page_back(p, line);
    for (size_t i = 0; i < sizeof furniture / sizeof *furniture; i++)
        fax = fax || page_find(p, (struct span){line, at}, furniture[i]) != UINT32_MAX;
    if (fax || in_address(p, at))
        return false;
    return !bare || label == LABEL_PHONE || (follows && p->gap[at] < GAP_LINE);
}

/* 联系人:祝老师, and no telephone anywhere. */
static void names_alone(struct compiler *c)
{
    uint32_t at = page_find(c->page, (struct span){0, page_end(c->page)}, S("联系人:"));
    struct group g = {0};
    if (at == UINT32_MAX)
        return;
    uint32_t end = line_end(c->page, at + 10);
    names_in(c, (struct span){at, end - at > 60 ? at + 60 : end}, &g);
    struct notice_contact contact = {.name = joined(c, &g), .span = page_source(c->page, (struct span){at, end})};
    if (contact.name.n > 0)
        arena_push(c->arena, &c->draft->contacts, contact);
}

/* lenient: 传真电话 is taken for a telephone too. */
static void phones_read(struct compiler *c, bool lenient)
{
    const struct page *p = c->page;
    struct group g = {0};
    uint32_t last_end = 0;
    bool last_taken = false;
    for (uint32_t at = 0; at < page_end(p);) {
        bool bare, digit = digits_at(p, at, at + 1) || p->text.at[at] == '(' || p->text.at[at] == '[';
        bool inside = digit && at > 0 && digits_at(p, at, at + 1) && !p->gap[at] &&
                      (digits_at(p, at - 1, at) || is_mail_byte(p->text.at[at - 1])) && at != last_end;
        uint32_t n = digit && !inside ? phone_at(p, at, &bare) : 0;
        if (n == 0 || (at + n < page_end(p) && p->text.at[at + n] == '@')) {
            uint32_t skip = digit ? run_at(p, at) : 0;
            at = skip ? at + skip : page_next(p, at);
            continue;
        }
        uint32_t from = lead_from(p, last_end, at);
        bool follows = last_taken && at - last_end < 30 && !page_has(p, last_end, at, S("。"));
        if (accepts(c, from, at, n, bare, follows, lenient)) {
            struct group names = {0};
            names_in(c, (struct span){from, at}, &names);
            if (names.n_names == 0 && g.n_names == 0)
                name_behind(c, at + n, &names);
            bool behind = names.n_names > 0 && names.names[0].from > at;
            if (names.n_names > 0 && g.n_phones > 0)
                group_close(c, &g);
            for (size_t i = 0; i < names.n_names && g.n_names < NAMES; i++)
                g.names[g.n_names++] = names.names[i];
            if (g.n_phones < PHONES)
                g.phones[g.n_phones++] = (struct span){at, at + n};
            if (behind)
                group_close(c, &g);
            last_taken = true;
        } else {
            last_taken = false;
        }
        last_end = at + n;
        at = last_end;
    }
    group_close(c, &g);
}

void contacts_read(struct compiler *c)
{
    phones_read(c, false);
    if (c->draft->contacts.n == 0)
        phones_read(c, true); /* the one number there is */
    if (c->draft->contacts.n == 0)
        names_alone(c);
}
