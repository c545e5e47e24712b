/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/labels.h"

#include "domain/notice/thing.h"
#include "domain/notice/who.h"

/*
 * 成果类申报时间:11月30日前;征文报送时间:12月15日前。各单位将材料及名单报教研室: several labels, each with its own deadline, and
 * one sentence that says to whom. It is no duty of its own, nor the first label's alone.
 */
bool tells_labels(struct compiler *c, struct makings *list, const struct move *m)
{
    size_t labels = 0, met = 0;
    if (m->n_dues > 0 || m->owed || m->verb.kind < VERB_BARE || m->leave ||
        (span_is_empty(m->to) && !span_has(c, m->span, S("@"))))
        return false;
    size_t from = list->n > NEIGHBOURS ? list->n - NEIGHBOURS : 0;
    for (size_t i = from; i < list->n; i++) {
        const struct making *d = &list->items[i];
        bool label = d->labelled && d->has_due && !d->own_things && d->block == m->block && !d->has_quota;
        labels += label;
        met += label && d->things.n > 0 && !is_those(c, &d->things) && lists_meet(c, &d->things, &m->things);
    }
    if (labels < 2 || met == 1)
        return false;
    for (size_t i = from; i < list->n; i++) {
        struct making *d = &list->items[i];
        if (!d->labelled || d->own_things || d->block != m->block || d->has_quota)
            continue;
        d->to = span_is_empty(d->to) ? m->to : d->to;
        d->channels |= m->channels;
        d->modal = d->modal || m->modal;
        d->folded++;
        if (d->who.n == 0 && m->who.n > 0)
            d->who = m->who;
    }
    return true;
}

/* 区里收件截止日期, 省厅截止时间: the label names an office that none of the readers is. */
static bool is_of_above(const struct compiler *c, const struct move *m)
{
    static const struct str above[] = {S("区里"), S("市里"), S("省里"),   S("县里"),   S("省厅"), S("市局"), S("县局"),
                                       S("全国"), S("国家"), S("教育部"), S("组委会"), S("省级"), S("市级"), S("上级")};
    bool is = page_has_any(c->page, m->span.from, m->dues[0].span.from, WORD_LIST(above)) > 0;
    return is;
}

/* 征集时间:1月1日—12月31日 in a letter of December, due in January: what is gathered is of that time. */
static bool is_covered(const struct compiler *c, const struct moment *due, const struct moment *own)
{
    enum { LONG = 60 }; /* days */
    struct date from = due->dates.from, to = due->dates.to;
    int year = from.year ? from.year : to.year;
    if (year == 0 || from.month == 0 || from.day == 0 || !day_is_set(c->calendar.issued) ||
        !civil_is_valid(year, from.month, from.day))
        return false;
    return day_of(year, from.month, from.day).n + LONG < c->calendar.issued.n && own->due.date.n > due->due.date.n;
}

/* 征集时间:…至2月18日, and elsewhere 作品须在征集时间内发送至…: due by the last of its days. */
static bool is_named(const struct compiler *c, const struct moves *moves, const struct move *m)
{
    static const struct str within[] = {S("征集时间内"), S("征稿时间内"), S("征文时间内"), S("报名时间内"),
                                        S("申报时间内"), S("报送时间内"), S("征集期内")};
    for (size_t i = 0; i < moves->n; i++) {
        const struct move *o = &moves->items[i];
        if (o != m && o->verb.kind >= VERB_BARE && same_letter(c, o->block, m->block) &&
            span_has_any(c, o->span, WORD_LIST(within)))
            return true;
    }
    return false;
}

/*
 * 直报时间为10月1日至7日, and below 每天16:00前填报: the days of the rhythm. 征集时间:9月至11月底, and 各校于11月25日前报…: how long the
 * sender collects, beside what the units owe within that time.
 */
bool is_period(const struct compiler *c, const struct moves *moves, const struct move *m)
{
    enum { NEAR = 8 };
    const struct moment *due = &m->dues[0];
    bool asks = m->modal && m->verb.kind >= VERB_BARE && m->who.n > 0 && m->verb.span.from > due->span.to;
    bool range = m->labelled && due->dates.is_range, above = m->labelled && is_of_above(c, m);
    if ((!range && !above) || asks || is_named(c, moves, m))
        return false; /* 开放时间为12月10日至1月20日,各市须在关闭前提交 */
    for (size_t i = 0; i < moves->n; i++) {
        const struct move *o = &moves->items[i];
        bool near = o->sentence + NEAR > m->sentence && m->sentence + NEAR > o->sentence;
        if (o == m || o->n_dues == 0 || o->verb.kind < VERB_JOIN || o->labelled)
            continue;
        const struct moment *own = &o->dues[0];
        if (range && own->role == MOMENT_DEADLINE && is_covered(c, due, own) && same_letter(c, o->block, m->block))
            return true;
        if (!near)
            continue;
        if (range && own->each == EACH_DAILY)
            return true;
        bool dated = own->role == MOMENT_DEADLINE && day_is_set(own->due.date) && day_is_set(due->due.date) &&
                     own->each == EACH_ONCE && o->verb.kind >= VERB_BARE && has_deadline(c, o);
        bool gathered = span_has(c, o->span, S("汇总后")) || span_has(c, o->span, S("收齐")) ||
                        span_has(c, o->span, S("统一")) || span_has(c, o->span, S("初评后"));
        bool other = !above && m->things.n > 0 && o->things.n > 0 && !is_those(c, &o->things) &&
                     !lists_meet(c, &m->things, &o->things) && m->things.items[0].from != m->verb.span.from;
        other = other || (m->who.n > 0 && o->who.n > 0 && m->verb.kind >= VERB_JOIN && !is_anyone(c, &m->who) &&
                          !lists_meet(c, &m->who, &o->who)); /* 学生自行报名, and 各学院报汇总表 */
        if (dated && (gathered || own->due.date.n <= due->due.date.n) && !other && same_letter(c, o->block, m->block) &&
            o->verb.span.from != m->verb.span.from)
            return true;
    }
    return false;
}

/* 《…表》, 登记册, 申报书: what is filled in. */
static bool is_form(const struct compiler *c, const struct spans *things)
{
    static const struct str ends[] = {S("表"), S("册"), S("书"), S("卡"), S("单"), S("报告"), S("总结")};
    for (size_t i = 0; i < things->n * (sizeof ends / sizeof *ends); i++) {
        if (str_ends(text_of(c, things->items[i % things->n]), ends[i / things->n]))
            return true;
    }
    return false;
}

/* One of the readers fills in a form of its own: 城区学校填写《乙表》; 拟推荐的学生填写… is part of what its school hands in. */
static bool fills_own(const struct compiler *c, const struct making *d, const struct move *m)
{
    bool fills = m->verb.kind != VERB_NONE && m->n_dues == 0 && m->who.n > 0 && m->things.n > 0 && !m->leave;
    if (!fills || m->conditional || m->span.to > d->span.from || !same_letter(c, d->block, m->block))
        return false;
    struct span first = m->who.items[0];
    bool reader = page_has(c->page, first.from, first.to, S("各")) ||
                  lists_meet(c, &c->audience[c->blocks.items[m->block].letter], &m->who);
    return reader && !is_anyone(c, &m->who) && !is_those(c, &m->things) && is_form(c, &m->things);
}

/* The moves before the duty by whose forms 以上各表 may be meant; 0 unless they are of several units. */
static size_t forms_before(const struct compiler *c, const struct moves *moves, const struct making *d, size_t *found)
{
    enum { MOST = 8, BACK = 24 };
    size_t n = 0;
    for (size_t i = 0; i < moves->n && n < MOST; i++) {
        const struct move *m = &moves->items[i];
        if (m->sentence + BACK < d->sentence || !fills_own(c, d, m))
            continue;
        for (size_t k = 0; k < n; k++) {
            if (lists_meet(c, &moves->items[found[k]].things, &m->things))
                return 0;
        }
        found[n++] = i;
    }
    return n > 1 ? n : 0;
}

/* 各中心校填写《甲表》。城区学校填写《乙表》。以上各表务必于11月21日报教育局: the one deadline is that of each form. */
void forms_share(struct compiler *c, const struct moves *moves, struct makings *list)
{
    size_t found[8];
    for (size_t i = 0; i < list->n && i < NEIGHBOURS; i++) {
        struct making d = list->items[i];
        struct span first = d.things.n > 0 ? d.things.items[0] : (struct span){0, 0};
        bool above =
            page_has(c->page, first.from, first.to, S("以上")) || page_has(c->page, first.from, first.to, S("上述"));
        bool lent = d.who.n == 0 || d.who.items[0].from < d.span.from || d.who.items[0].to > d.span.to;
        bool all = d.has_due && above && !d.has_quota && (lent || is_anyone(c, &d.who));
        size_t n = all ? forms_before(c, moves, &d, found) : 0;
        for (size_t k = 0; k < n; k++) {
            duty_add(c, list, &moves->items[found[k]], &d.due);
            struct making *own = &list->items[list->n - 1];
            own->due_lent = true;
            own->to = d.to;
            own->channels |= d.channels;
            own->rule = span_is_empty(own->rule) ? d.rule : own->rule;
        }
        if (n > 0) {
            memmove(&list->items[i], &list->items[i + 1], (list->n - i - 1) * sizeof *list->items);
            list->n--;
            return;
        }
    }
}
