/* SPDX-License-Identifier: Apache-2.0 */
/* Everybody's pages of a week: the week, a day of its programme, a story and its pictures; and what the office decides. */
#include "base/log.h"
#include "http/page.h"
#include "work/visit.h"

/* So many that a page stays below 50 kB however long the words are. */
enum { DAY_PAGE = 25, STORY_PAGE = 20, HEAD_LETTERS = 90, ITEM_LETTERS = 150 };

/* ---- the week ---- */

static void put_number(struct page *p, int64_t n, enum message one, enum message many)
{
    buf_lit(&p->b, "<li><b>");
    buf_put(&p->b, page_number(p->q, n));
    buf_lit(&p->b, "</b> ");
    page_say(p, n == 1 ? one : many, NULL);
    buf_lit(&p->b, "</li>\n");
}

static struct str moment_text(struct page *p, struct instant t)
{
    int minute = instant_minute(t, p->week->zone);
    return str_format(p->q->arena, STR_FMT " %02d:%02d", STR_ARG(page_day(p->q, instant_day(t, p->week->zone))),
                      minute / 60, minute % 60);
}

static void put_numbers(struct page *p, const struct public_numbers *n, struct instant as_of)
{
    if (!n->activities)
        return;
    buf_lit(&p->b, "<section>\n");
    page_line(p, "h2", MSG_PAGE_NUMBERS, NULL);
    buf_lit(&p->b, "<ul class=\"numbers\">\n");
    put_number(p, n->activities, MSG_PAGE_ACTIVITY, MSG_PAGE_ACTIVITIES);
    put_number(p, n->people, MSG_PAGE_PERSON, MSG_PAGE_PEOPLE);
    put_number(p, n->units, MSG_PAGE_UNIT, MSG_PAGE_UNITS);
    buf_lit(&p->b, "</ul>\n<p class=\"note\">");
    page_say(p, MSG_PAGE_AS_OF, ARGS(moment_text(p, as_of)));
    buf_lit(&p->b, "</p>\n</section>\n");
}

static void put_days(struct page *p, const struct public_days *days)
{
    buf_lit(&p->b, "<section>\n");
    page_line(p, "h2", MSG_PAGE_PROGRAMME, NULL);
    if (!days->n)
        page_line(p, "p", MSG_PAGE_PROGRAMME_NONE, NULL);
    buf_lit(&p->b, "<ul class=\"days\">\n");
    for (size_t i = 0; i < days->n; i++) {
        struct str n = page_number(p->q, days->items[i].items);
        buf_lit(&p->b, "<li><a href=\"");
        page_href(p, "/days/" STR_FMT, STR_ARG(day_text(p->q->arena, days->items[i].day)));
        buf_lit(&p->b, "\">");
        page_text(p, page_day(p->q, days->items[i].day));
        buf_lit(&p->b, " <small>");
        page_say(p, MSG_PAGE_DAY_COUNT, ARGS(n));
        buf_lit(&p->b, "</small></a></li>\n");
    }
    buf_lit(&p->b, "</ul>\n</section>\n");
}

/* A page of a list that may go on: whether there is more is seen from one item too many. */
static void put_turns(struct page *p, struct str path, size_t page, bool more)
{
    if (!page && !more)
        return;
    buf_lit(&p->b, "<nav class=\"turns\">");
    for (int way = -1; way <= 1; way += 2) {
        if (way < 0 ? !page : !more)
            continue;
        buf_lit(&p->b, "<a href=\"");
        page_text(p, path);
        buf_format(&p->b, "?page=%zu\">", page + (size_t)way);
        page_say(p, way < 0 ? MSG_PAGE_LESS : MSG_PAGE_MORE, NULL);
        buf_lit(&p->b, "</a> ");
    }
    buf_lit(&p->b, "</nav>\n");
}

static void put_head_of(struct page *p, struct str text, size_t letters)
{
    struct str all = str_trim(text), head = utf8_head(all, letters);
    buf_lit(&p->b, "<p>");
    page_text(p, head);
    if (head.n < all.n)
        buf_lit(&p->b, "…");
    buf_lit(&p->b, "</p>\n");
}

static void put_story(struct page *p, const struct public_item *s)
{
    buf_lit(&p->b, "<li><a href=\"");
    page_href(p, "/stories/%llu", (unsigned long long)s->id);
    buf_lit(&p->b, "\">");
    if (s->photos.n) {
        buf_lit(&p->b, "<img alt=\"\" loading=\"lazy\" src=\"");
        page_href(p, "/stories/%llu/pictures/0", (unsigned long long)s->id);
        buf_lit(&p->b, "\">");
    }
    buf_lit(&p->b, "<b>");
    page_text(p, s->title);
    buf_lit(&p->b, "</b></a>\n<p class=\"by\">");
    page_text(p, week_unit(door_office(p->q), p->q->arena, p->week, s->unit));
    buf_lit(&p->b, "</p>\n");
    put_head_of(p, s->text, HEAD_LETTERS);
    buf_lit(&p->b, "</li>\n");
}

static void put_stories(struct page *p, const struct public_items *list, size_t page)
{
    buf_lit(&p->b, "<section>\n");
    page_line(p, "h2", MSG_PAGE_STORIES, NULL);
    if (!list->n)
        page_line(p, "p", MSG_PAGE_STORIES_NONE, NULL);
    buf_lit(&p->b, "<ul class=\"stories\">\n");
    for (size_t i = 0; i < list->n && i < STORY_PAGE; i++)
        put_story(p, &list->items[i]);
    buf_lit(&p->b, "</ul>\n");
    put_turns(p, page_path(p->q, p->week, S("")), page, list->n > STORY_PAGE);
    buf_lit(&p->b, "</section>\n");
}

static void put_title(struct page *p)
{
    const struct week *w = p->week;
    buf_lit(&p->b, "<h1>");
    page_text(p, w->title);
    buf_lit(&p->b, "</h1>\n");
    if (day_is_set(w->from) && day_is_set(w->to))
        page_line(p, "p", MSG_PAGE_WINDOW, ARGS(page_day(p->q, w->from), page_day(p->q, w->to)));
    if (w->theme.n)
        page_line(p, "p", MSG_PAGE_THEME, ARGS(w->theme));
}

/* A report that cannot be summed takes the numbers from the page, not the page. */
static void read_numbers(struct request *q, const struct week *w, struct public_numbers *n_r, struct instant *as_of_r)
{
    struct err e;
    if (!week_numbers(door_office(q), w, n_r, as_of_r, &e))
        log_line(LOG_WARN, "week.numbers", "\"code\":\"%s\"", err_name(e.code));
}

static bool week(struct request *q, struct err *e)
{
    struct week w;
    struct public_numbers numbers;
    struct instant as_of;
    struct public_days days;
    struct public_items stories;
    struct reader *r = store_reader(office_store(door_office(q)));
    size_t page = query_number(q, S("page"), 1000);
    if (!page_week(q, &w, e) || !public_days_of(r, q->arena, w.campaign, &days, e) ||
        !public_stories_of(r, q->arena, w.campaign, page * STORY_PAGE, STORY_PAGE + 1, &stories, e))
        return false;
    struct page p = page_begin(q, page ? &w : NULL, w.title); /* its own head stands on no first page */
    p.week = &w;
    if (!page) {
        read_numbers(q, &w, &numbers, &as_of);
        put_title(&p);
        put_days(&p, &days);
        put_numbers(&p, &numbers, as_of);
    }
    put_stories(&p, &stories, page);
    buf_lit(&p.b, "<p><a href=\"");
    page_href(&p, "/bookings");
    buf_lit(&p.b, "\">");
    page_say(&p, MSG_PAGE_FIND, NULL);
    buf_lit(&p.b, "</a></p>\n");
    return page_end(&p);
}

bool http_week(struct request *q, struct err *e)
{
    return reply_visitor(q, week, e);
}

/* ---- a day ---- */

static bool is_open(const struct visit_items *open, uint64_t id)
{
    for (size_t i = 0; i < open->n; i++)
        if (open->items[i] == id)
            return true;
    return false;
}

static void put_item(struct page *p, const struct public_item *item, const struct visit_items *open)
{
    buf_lit(&p->b, "<li>\n<h3>");
    page_text(p, item->title);
    buf_lit(&p->b, "</h3>\n<p class=\"by\"><time>");
    page_hours(p, item->start, item->end);
    buf_lit(&p->b, "</time> ");
    page_text(p, week_unit(door_office(p->q), p->q->arena, p->week, item->unit));
    buf_lit(&p->b, "</p>\n");
    put_head_of(p, item->text, ITEM_LETTERS);
    bool book = is_open(open, item->id);
    buf_format(&p->b, "<p><a%s href=\"", book ? " class=\"button\"" : "");
    page_href(p, "/visits/%llu", (unsigned long long)item->id);
    buf_lit(&p->b, "\">");
    page_say(p, book ? MSG_PAGE_BOOK : MSG_PAGE_DETAILS, NULL);
    buf_lit(&p->b, "<span class=\"unseen\"> ");
    page_text(p, item->title);
    buf_lit(&p->b, "</span></a></p>\n</li>\n");
}

/* Items of one place stand below its name. */
static void put_places(struct page *p, const struct public_items *list, const struct visit_items *open)
{
    struct str place = {0};
    for (size_t i = 0; i < list->n && i < DAY_PAGE; i++) {
        const struct public_item *item = &list->items[i];
        if (!i || !str_eq(item->place, place)) {
            buf_put(&p->b, i ? S("</ul>\n</section>\n<section>\n<h2>") : S("<section>\n<h2>"));
            page_text(p, item->place);
            buf_lit(&p->b, "</h2>\n<ul class=\"items\">\n");
        }
        place = item->place;
        put_item(p, item, open);
    }
    if (list->n)
        buf_lit(&p->b, "</ul>\n</section>\n");
}

static bool day(struct request *q, struct err *e)
{
    struct week w;
    struct day d;
    struct public_items list;
    struct visit_items open;
    struct reader *r = store_reader(office_store(door_office(q)));
    size_t page = query_number(q, S("page"), 1000);
    if (!day_read(q->params[1], &d))
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    if (!page_week(q, &w, e) ||
        !public_programme_of(r, q->arena, w.campaign, d, page * DAY_PAGE, DAY_PAGE + 1, &list, e) ||
        !visit_items_of(r, q->arena, w.campaign, d, &open, e))
        return false;
    struct str title = page_day(q, d);
    struct page p = page_begin(q, &w, str_format(q->arena, STR_FMT " " STR_FMT, STR_ARG(title), STR_ARG(w.title)));
    buf_lit(&p.b, "<h1>");
    page_text(&p, title);
    buf_lit(&p.b, "</h1>\n");
    if (!list.n)
        page_line(&p, "p", MSG_PAGE_DAY_NONE, NULL);
    put_places(&p, &list, &open);
    put_turns(&p, page_path(q, &w, str_format(q->arena, "/days/" STR_FMT, STR_ARG(day_text(q->arena, d)))), page,
              list.n > DAY_PAGE);
    return page_end(&p);
}

bool http_week_day(struct request *q, struct err *e)
{
    return reply_visitor(q, day, e);
}

/* ---- a story ---- */

static void put_pictures(struct page *p, const struct public_item *s)
{
    struct str rest = s->photos, one;
    for (size_t n = 0; str_cut(&rest, S(" "), &one); n++) {
        buf_lit(&p->b, "<img loading=\"lazy\" src=\"");
        page_href(p, "/stories/%llu/pictures/%zu", (unsigned long long)s->id, n);
        buf_lit(&p->b, "\" alt=\"");
        page_say(p, MSG_PAGE_PICTURE, ARGS(s->title, str_format(p->q->arena, "%zu", n + 1)));
        buf_lit(&p->b, "\">\n");
    }
}

static bool story(struct request *q, struct err *e)
{
    struct week w;
    struct public_item s;
    struct reader *r = store_reader(office_store(door_office(q)));
    if (!page_week(q, &w, e) || !public_item_shown(r, q->arena, w.campaign, path_id(q, 1), PUBLIC_STORY, &s, e))
        return false;
    struct page p = page_begin(q, &w, s.title);
    buf_lit(&p.b, "<article>\n<h1>");
    page_text(&p, s.title);
    buf_lit(&p.b, "</h1>\n<p class=\"by\">");
    page_text(&p, week_unit(door_office(q), q->arena, &w, s.unit));
    buf_lit(&p.b, "</p>\n");
    html_paragraphs(&p.b, s.text);
    put_pictures(&p, &s);
    buf_lit(&p.b, "</article>\n");
    return page_end(&p);
}

bool http_week_story(struct request *q, struct err *e)
{
    return reply_visitor(q, story, e);
}

static bool picture(struct request *q, struct err *e)
{
    struct week w;
    struct str etag;
    int fd;
    uint64_t size;
    int64_t n;
    if (!str_to_int(q->params[2], &n) || n < 0 || n > 100)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    if (!page_week(q, &w, e) ||
        !week_picture(door_office(q), q->arena, &w, path_id(q, 1), (size_t)n, &fd, &size, &etag, e))
        return false;
    q->response.file = fd;
    q->response.file_size = size;
    q->response.type = S("image/jpeg");
    response_header(q, S("Cache-Control"), S("no-cache")); /* what is withdrawn is gone with the next look */
    response_unchanged(q, etag);
    return true;
}

bool http_week_picture(struct request *q, struct err *e)
{
    return reply_visitor(q, picture, e);
}

/* ---- what the office decides ---- */

static bool read_public(struct request *q, struct err *e)
{
    struct public_week_view view;
    return public_week_read(door_office(q), q->arena, q->session, path_campaign(q), &view, e) && reply(q, &view);
}

bool http_public(struct request *q, struct err *e)
{
    return reply_background(q, read_public, e);
}

static bool show(struct request *q, struct err *e)
{
    const struct public_week_in *in = q->in;
    return public_week_show(door_office(q), q->arena, q->session, path_campaign(q), in->shown, e) && read_public(q, e);
}

bool http_public_show(struct request *q, struct err *e)
{
    return reply_background(q, show, e);
}

static bool save_item(struct request *q, struct err *e)
{
    struct public_item_view view;
    return public_item_save(door_office(q), q->arena, q->session, path_campaign(q), path_id(q, 1), q->in, &view, e) &&
           reply(q, &view);
}

bool http_public_item_add(struct request *q, struct err *e)
{
    return reply_background(q, save_item, e);
}

bool http_public_item_edit(struct request *q, struct err *e)
{
    return path_id(q, 1) ? reply_background(q, save_item, e) : err_set(e, ERR_MISSING, MSG_NOT_FOUND);
}
