/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/contact.h"

#include "domain/notice/block.h"
#include "domain/notice/number.h"
#include "domain/notice/phone.h"
#include "domain/notice/who.h"

enum { NAMES = 6, PHONES = 8, CONTACTS = 200 };

uint32_t furniture_from(const struct compiler *c)
{
    static const struct str marks[] = {S("Copyright"), S("COPYRIGHT"),    S("©"),
                                       S("版权所有:"), S("【版权声明】"), S("Powered by"),
                                       S("备案号"),    S("版权归原作者"), S("版权所有©")};
    struct span rest = {c->sign < page_end(c->page) ? c->sign : c->body, page_end(c->page)};
    uint32_t first = page_end(c->page);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        uint32_t at = page_find(c->page, rest, marks[i]);
        first = at < first ? at : first;
    }
    return first;
}

/* What the words right before the number say it is. */
enum label { LABEL_NONE, LABEL_PHONE, LABEL_OTHER };

static enum label label_before(const struct page *p, uint32_t from, uint32_t at)
{
    static const struct {
        struct str word;
        enum label label;
    } labels[] = {
        {S("内线"), LABEL_PHONE},   {S("分机"), LABEL_PHONE}, {S("短号"), LABEL_PHONE}, {S("电话"), LABEL_PHONE},
        {S("手机"), LABEL_PHONE},   {S("联系"), LABEL_PHONE}, {S("咨询"), LABEL_PHONE}, {S("热线"), LABEL_PHONE},
        {S("话:"), LABEL_PHONE},    {S("Tel"), LABEL_PHONE},  {S("TEL"), LABEL_PHONE},  {S("tel"), LABEL_PHONE},
        {S("机:"), LABEL_PHONE},    {S("老师"), LABEL_PHONE}, {S("同志"), LABEL_PHONE}, {S("传真"), LABEL_OTHER},
        {S("QQ"), LABEL_OTHER},     {S("qq"), LABEL_OTHER},   {S("群号"), LABEL_OTHER}, {S("群:"), LABEL_OTHER},
        {S("邮编"), LABEL_OTHER},   {S("编号"), LABEL_OTHER}, {S("账号"), LABEL_OTHER}, {S("帐号"), LABEL_OTHER},
        {S("会议号"), LABEL_OTHER}, {S("真:"), LABEL_OTHER},  {S("酒店"), LABEL_OTHER}, {S("投诉"), LABEL_OTHER},
        {S("监督"), LABEL_OTHER},   {S("举报"), LABEL_OTHER}, {S("宾馆"), LABEL_OTHER}, {S("总台"), LABEL_OTHER},
        {S("前台"), LABEL_OTHER},   {S("密码"), LABEL_OTHER}, {S("饭店"), LABEL_OTHER}, {S("招待所"), LABEL_OTHER},
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
                                      S("电话、传真"), S("电话传真"),   S("电话兼传真"), S("电话和传真"),
                                      S("传真(电话)"), S("传真、电话"), S("传真及电话"), S("电话(兼传真)")};
    return page_finds_any(p, (struct span){from, at}, WORD_LIST(both));
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

/* A sign of the number; the crosses that a page has as stars are crosses again (138××××0612). */
static struct str digit_of(const struct compiler *c, uint32_t at)
{
    struct str source = str_from(c->page->source, c->page->source_at[at]);
    return c->page->text.at[at] == '*' && str_starts(source, S("×"))
               ? S("×")
               : copy_of(c, (struct span){at, page_next(c->page, at)});
}

static void contact_add(struct compiler *c, struct str name, struct span phone)
{
    struct buf b = buf_new(c->arena, phone.to - phone.from + 8);
    for (uint32_t at = phone.from; at < phone.to; at = page_next(c->page, at))
        buf_put(&b, digit_of(c, at)); /* 138 1234 5678 without its blanks */
    struct str number = buf_str(&b);
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

static const struct str not_names[] = {S("电话"), S("手机"), S("联系"), S("办公"), S("传真"), S("邮箱"), S("地址"),
                                       S("电子"), S("咨询"), S("信箱"), S("号码"), S("座机"), S("微信"), S("方式"),
                                       S("报"),   S("附件"), S("邮编"), S("纸质"), S("短号"), S("内线"), S("分机")};

static bool is_name(const struct page *p, struct span s)
{
    size_t length = utf8_length(page_str(p, s));
    if (length < 2 || length > 4)
        return false;
    for (uint32_t at = s.from; at < s.to; at = page_next(p, at)) {
        if (!page_is_han(p, at))
            return false;
    }
    return !page_finds_any(p, s, WORD_LIST(not_names));
}

/* One run of Chinese characters, ended by punctuation, by a label or by a blank after its second character. */
static struct span han_run(const struct compiler *c, uint32_t at, uint32_t end)
{
    const struct page *p = c->page;
    uint32_t from = at;
    while (at < end && page_is_han(p, at) &&
           (at == from || ((!p->gap[at] || at < from + 6) && (at < from + 6 || !word_here(c, at, end, WORD_LABEL)))))
        at = page_next(p, at);
    return (struct span){from, at};
}

/* Names begin behind the last 联系人, else behind the last sentence. */
static bool names_begin(const struct page *p, struct span *s)
{
    bool labelled = false;
    static const struct str labels[] = {S("联系人"), S("联络人"), S("联系方式")};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (i == 2 && labelled)
            break; /* 联系人:安宁 联系方式:… */
        for (uint32_t at; (at = page_find(p, *s, labels[i])) != UINT32_MAX; labelled = true)
            s->from = at + (uint32_t)labels[i].n;
    }
    for (uint32_t at; !labelled && (at = page_find(p, *s, S("。"))) != UINT32_MAX;)
        s->from = at + 3;
    return labelled;
}

/* Nothing but labels (电话:) stands between a name and its number. */
static bool only_labels(const struct compiler *c, struct span s)
{
    for (uint32_t at = s.from, n; at < s.to; at += n) {
        n = word_here(c, at, s.to, WORD_LABEL);
        n = n > 0 ? n : page_has_any(c->page, at, s.to, WORD_LIST(not_names));
        if (n == 0 && page_is_han(c->page, at))
            return false;
        n = n > 0 ? n : page_next(c->page, at) - at;
    }
    return true;
}

/* The names in the words before a number: after 联系人:, or standing free. */
static void names_in(const struct compiler *c, struct span s, struct group *g)
{
    const struct page *p = c->page;
    bool labelled = names_begin(p, &s);
    for (uint32_t at = s.from; at < s.to;) {
        if (!page_is_han(p, at)) {
            at = page_next(p, at);
            continue;
        }
        struct span run = han_run(c, at, s.to);
        static const struct str titles[] = {S("老师"), S("科长"), S("主任"), S("处长"),
                                            S("局长"), S("校长"), S("部长")};
        bool teacher = labelled && run.to - run.from <= 12 && page_ends_any(p, run.from, run.to, WORD_LIST(titles));
        bool label = word_here(c, run.from, run.to, WORD_LABEL) > 0;
        label = label || page_has(p, run.to, s.to, S("咨询"));               /* 政策|咨询电话 */
        bool near = labelled || only_labels(c, (struct span){run.to, s.to}); /* 值班制度,每日16时前报市局(电话:… */
        if (near && is_name(p, run) && !label && (teacher || !unit_ends(c, run.from, run.to)) && g->n_names < NAMES)
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

static uint32_t lead_from(const struct page *p, uint32_t last_end, uint32_t at)
{
    uint32_t from = at;
    if (last_end > 0 && last_end < at && p->text.at[last_end] == '(' && page_skip(p, last_end) <= at)
        last_end = page_skip(p, last_end); /* 88668920(传真): what it says is of the number before */
    while (from > last_end && at - from < 120)
        from = page_back(p, from);
    return from;
}

/* A place's own telephone stands in a bracket with its address, or behind an inn's: 地址:…路1号某某饭店二层,电话…. */
static bool in_address(const struct page *p, uint32_t at)
{
    static const struct str inns[] = {S("饭店"), S("宾馆"), S("酒店"), S("招待所"), S("山庄"), S("度假村")};
    struct span near = {lead_from(p, 0, at), at};
    uint32_t address = page_find(p, near, S("地址:")), place = page_find(p, near, S("地点:"));
    near.from = address != UINT32_MAX ? address : place;
    if (near.from != UINT32_MAX && page_finds_any(p, near, WORD_LIST(inns)) &&
        page_find(p, near, S("联系人")) == UINT32_MAX)
        return true;
    for (uint32_t from = at; from > 0 && at - from < 180;) {
        from = page_back(p, from);
        if (p->text.at[from] == '(' && p->twin[from] > at) {
            struct span lead = {from, at}, whole = {from, p->twin[from]};
            return (page_find(p, lead, S("路")) != UINT32_MAX || page_find(p, lead, S("街")) != UINT32_MAX) &&
                   page_find(p, whole, S("联系人")) == UINT32_MAX;
        }
    }
    return false;
}

/* 演练科:张明 88860001: a name alone between a colon and the number. */
static bool named(const struct page *p, uint32_t from, uint32_t at)
{
    uint32_t to = at - (at > from && (p->text.at[at - 1] == ',' || p->text.at[at - 1] == ':')), name = to;
    while (name > from && page_is_han(p, page_back(p, name)) && to - name < 12)
        name = page_back(p, name);
    return (to < at || p->gap[at]) && to - name <= 9 && name > from && p->text.at[name - 1] == ':' &&
           is_name(p, (struct span){name, to});
}

/* 市水务局办公室:5550881, 市图书馆 演练乙 5550802: the line begins with the office, and the number or a name follows. */
static bool of_office(const struct compiler *c, uint32_t line, uint32_t at)
{
    enum { NAME_BYTES = 9 };
    const struct page *p = c->page;
    if (p->text.at[at - 1] == ':')
        return unit_ends(c, line, at - 1);
    uint32_t name = at;
    while (name > line && at - name < NAME_BYTES && page_is_han(p, page_back(p, name)))
        name = page_back(p, name);
    return p->gap[at] && p->gap[name] && is_name(p, (struct span){name, at}) && unit_ends(c, line, name);
}

/* 系统技术支持:李工 13800000000 helps who reports; 技术支持:某某公司 made the page. */
static bool helps_with_task(const struct page *p, struct span s)
{
    static const struct str signs[] = {S("系统技术支持"), S("平台技术支持"), S("系统支持"), S("技术支持电话"),
                                       S("技术支持:")};
    static const struct str makers[] = {S("公司"), S("中心"), S("科技")};
    return page_finds_any(p, s, WORD_LIST(signs)) && !page_finds_any(p, s, WORD_LIST(makers));
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
    static const struct str furniture[] = {S("版权所有"), S("标识码"), S("备案"), S("主办单位:")};
    uint32_t line = at;
    while (line > 0 && at - line < 300 && p->gap[line] < GAP_LINE &&
           !(line >= 3 && page_has(p, line - 3, line, S("。"))))
        line = page_back(p, line);
    struct span before = {line, at};
    fax = fax || page_finds_any(p, before, WORD_LIST(furniture)) ||
          (page_find(p, before, S("技术支持")) != UINT32_MAX &&
           (!helps_with_task(p, before) || page_has(p, at, at + n, S("400"))));
    if (fax || in_address(p, at))
        return false;
    return !bare || label == LABEL_PHONE || (follows && p->gap[at] < GAP_LINE) || named(p, from, at) ||
           (line < at && p->gap[line] >= GAP_LINE && of_office(c, line, at));
}

/* 请与某某科周老师联系, 可咨询某某院卢老师: a person named by a title, in a sentence that says to ask. */
static struct span person_asked(const struct compiler *c)
{
    static const struct str titles[] = {S("老师"), S("同志"), S("秘书长"), S("主任"), S("科长"), S("先生"), S("女士")};
    static const struct str behind[] = {S("与"), S("向"), S("询"), S("系"), S("请"), S("找")};
    const struct page *p = c->page;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        struct span rest = {c->body, page_end(p)};
        for (uint32_t at; (at = page_find(p, rest, titles[i])) != UINT32_MAX; rest.from = at + 6) {
            uint32_t past = at + (uint32_t)titles[i].n, end = past + 12 < page_end(p) ? past + 12 : page_end(p);
            struct span near = {page_sentence(p, lead_from(p, c->body, at), at), at};
            bool asked =
                page_has(p, past, end, S("联系")) || span_has(c, near, S("联系")) || span_has(c, near, S("咨询"));
            uint32_t name = at;
            for (int n = 0; asked && n < 3 && name > near.from; n++) {
                name = page_back(p, name);
                bool free = name == 0 || p->gap[name] || p->text.at[name - 1] == ',' || p->text.at[name - 1] == ':' ||
                            unit_ends(c, near.from, name);
                free = free || page_ends_any(p, 0, name, WORD_LIST(behind));
                if (free) /* 卢老师; the bare name before another title */
                    return (struct span){name, n == 0 || i < 2 ? past : at};
            }
        }
    }
    return (struct span){0, 0};
}

static void name_add(struct compiler *c, struct span name)
{
    struct notice_contact contact = {.name = copy_of(c, name), .span = page_source(c->page, name)};
    bool again = contact.name.n == 0 || c->draft->contacts.n >= CONTACTS;
    for (size_t i = 0; i < c->draft->contacts.n && !again; i++)
        again = str_eq(c->draft->contacts.items[i].name, contact.name);
    if (!again)
        arena_push(c->arena, &c->draft->contacts, contact);
}

/* 联系人:祝老师, one or one for each item, and no telephone anywhere. */
static void names_alone(struct compiler *c)
{
    const struct page *p = c->page;
    struct span rest = {0, page_end(p)}, person;
    for (uint32_t at; (at = page_find(p, rest, S("联系人:"))) != UINT32_MAX; rest.from = at + 10) {
        struct group g = {0};
        uint32_t end = at + 10, line = line_end(p, end);
        while (end < line && end < at + 60 && !digits_at(p, end, end + 1) && !page_has(p, end, line, S("。")) &&
               p->text.at[end] != ';')
            end = page_next(p, end);
        names_in(c, (struct span){at, end}, &g);
        for (size_t i = 0; i < g.n_names; i++) {
            struct span name = g.names[i]; /* 甲、乙 share what is asked; 甲,乙 are two */
            while (i + 1 < g.n_names && str_eq(text_of(c, (struct span){name.to, g.names[i + 1].from}), S("、")))
                name.to = g.names[++i].to;
            name_add(c, name);
        }
    }
    if (c->draft->contacts.n == 0 && !span_is_empty(person = person_asked(c)))
        name_add(c, person);
}

/* 联系人:甲,电话:1; 技术支持:2 and 平台服务热线:2 are nobody's that was named. */
static bool is_desk(const struct page *p, uint32_t last, uint32_t at)
{
    static const struct str desks[] = {S("热线"), S("技术支持"), S("系统支持"), S("服务"), S("客服")};
    return page_finds_any(p, (struct span){last, at}, WORD_LIST(desks));
}

/* lenient: 传真电话 is taken for a telephone too. */
static void phones_read(struct compiler *c, bool lenient)
{
    const struct page *p = c->page;
    struct group g = {0};
    uint32_t last_end = 0, end = furniture_from(c);
    bool last_taken = false;
    for (uint32_t at = 0; at < end;) {
        bool bare, digit = digits_at(p, at, at + 1) || p->text.at[at] == '(' || p->text.at[at] == '[';
        bool inside = digit && at > 0 && digits_at(p, at, at + 1) && !p->gap[at] &&
                      (digits_at(p, at - 1, at) || is_mail_byte(p->text.at[at - 1])) && at != last_end;
        uint32_t n = digit && !inside ? phone_at(p, at, &bare) : 0;
        if (n == 0 || (at + n < page_end(p) && p->text.at[at + n] == '@')) {
            uint32_t skip = digit ? phone_run_at(p, at) : 0;
            at = skip ? at + skip : page_next(p, at);
            continue;
        }
        uint32_t from = lead_from(p, last_end, at);
        bool follows = last_taken && at - last_end < 30 && !page_has(p, last_end, at, S("。"));
        if (accepts(c, from, at, n, bare, follows, lenient)) {
            struct group names = {0};
            names_in(c, (struct span){from, at}, &names);
            if (names.n_names == 0)
                name_behind(c, at + n, &names);
            bool behind = names.n_names > 0 && names.names[0].from > at;
            if (g.n_phones > 0 && (names.n_names > 0 || is_desk(p, last_end, at)))
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
