/* SPDX-License-Identifier: Apache-2.0 */
/* Booking a visit: its page and form, the booking behind its code, the list on paper, and times for the desk. */
#include "http/page.h"
#include "work/visit.h"

/* ---- the form ---- */

/* What was typed, shown again beside what is wrong with it. */
struct typed {
    struct visit_ask ask;
    uint64_t slot;
    const struct err *wrong; /* NULL: nothing yet */
    int field;               /* enum visit_field; −1: another thing is wrong */
};

static bool is_open(const struct visit_slot *s, struct instant now)
{
    return !s->closed && s->starts.ms > now.ms && s->taken < s->places;
}

static void put_span(struct page *p, const struct visit_slot *s)
{
    page_hours(p, instant_minute(s->starts, p->week->zone), instant_minute(s->ends, p->week->zone));
}

static void put_room(struct page *p, const struct visit_slot *s)
{
    struct str left = page_number(p->q, s->places - s->taken);
    buf_lit(&p->b, "<small>");
    if (is_open(s, p->week->now))
        page_say(p, MSG_PAGE_LEFT, ARGS(left));
    else
        page_say(p,
                 s->starts.ms <= p->week->now.ms ? MSG_PAGE_BEGUN
                 : s->closed                     ? MSG_PAGE_CLOSED
                                                 : MSG_PAGE_FULL,
                 NULL);
    buf_lit(&p->b, "</small>");
}

static void put_slots(struct page *p, const struct visit_slots *slots, uint64_t chosen)
{
    buf_lit(&p->b, "<fieldset>\n");
    page_line(p, "legend", MSG_PAGE_WHEN, NULL);
    for (size_t i = 0; i < slots->n; i++) {
        const struct visit_slot *s = &slots->items[i];
        bool open = is_open(s, p->week->now);
        buf_format(&p->b, "<label class=\"slot\"><input type=\"radio\" name=\"slot\" value=\"%llu\" required%s%s> ",
                   (unsigned long long)s->id, open ? "" : " disabled", open && s->id == chosen ? " checked" : "");
        put_span(p, s);
        buf_putc(&p->b, ' ');
        put_room(p, s);
        buf_lit(&p->b, "</label>\n");
    }
    buf_lit(&p->b, "</fieldset>\n");
}

static void put_field(struct page *p, const struct typed *t, enum visit_field field, enum message label,
                      struct str value, const char *how)
{
    bool wrong = t->wrong && t->field == (int)field;
    buf_lit(&p->b, "<label>");
    page_say(p, label, NULL);
    buf_format(&p->b, "<input required %s%s value=\"", how,
               wrong ? " aria-invalid=\"true\" aria-describedby=\"wrong\" autofocus" : "");
    page_text(p, value);
    buf_lit(&p->b, "\"></label>\n");
}

static int64_t most_of(const struct visit_slots *slots)
{
    int64_t most = 1;
    for (size_t i = 0; i < slots->n; i++)
        most = slots->items[i].most > most ? slots->items[i].most : most;
    return most;
}

static void put_form(struct page *p, const struct visit_item *v, const struct typed *t)
{
    struct str persons =
        str_format(p->q->arena, "name=\"persons\" type=\"number\" inputmode=\"numeric\" min=\"1\" max=\"%lld\"",
                   (long long)most_of(&v->slots));
    buf_lit(&p->b, "<form method=\"post\" action=\"");
    page_href(p, "/visits/%llu", (unsigned long long)v->item.id);
    buf_lit(&p->b, "\">\n");
    page_line(p, "h2", MSG_PAGE_BOOK, NULL);
    if (t->wrong) {
        buf_lit(&p->b, "<p class=\"problem\" id=\"wrong\" role=\"alert\">");
        page_text(p, err_text(p->q->arena, t->wrong, p->q->language));
        buf_lit(&p->b, "</p>\n");
    }
    put_slots(p, &v->slots, t->slot);
    put_field(p, t, VISIT_NAME, MSG_PAGE_NAME, t->ask.name, "name=\"name\" maxlength=\"40\" autocomplete=\"name\"");
    put_field(p, t, VISIT_PHONE, MSG_PAGE_PHONE, t->ask.phone,
              "name=\"phone\" type=\"tel\" maxlength=\"30\" autocomplete=\"tel\"");
    put_field(p, t, VISIT_PERSONS, MSG_PAGE_PERSONS, t->ask.persons.n ? t->ask.persons : S("1"),
              str_z(p->q->arena, persons));
    buf_lit(&p->b, "<button>");
    page_say(p, MSG_PAGE_BOOK_IT, NULL);
    buf_lit(&p->b, "</button>\n<p class=\"note\">");
    page_say(p, MSG_PAGE_PRIVACY, NULL);
    buf_lit(&p->b, "</p>\n</form>\n");
}

static enum message why_closed(const struct page *p, const struct visit_slots *slots)
{
    for (size_t i = 0; i < slots->n; i++)
        if (slots->items[i].starts.ms > p->week->now.ms)
            return MSG_PAGE_ALL_FULL;
    return slots->n ? MSG_PAGE_ALL_BEGUN : MSG_PAGE_NO_SLOTS;
}

/* Nothing that can be booked: what there was, and what to do. */
static void put_closed(struct page *p, const struct visit_item *v, const struct typed *t)
{
    buf_lit(&p->b, "<section>\n");
    page_line(p, "h2", MSG_PAGE_BOOK, NULL);
    if (t->wrong) {
        buf_lit(&p->b, "<p class=\"problem\" role=\"alert\">");
        page_text(p, err_text(p->q->arena, t->wrong, p->q->language));
        buf_lit(&p->b, "</p>\n");
    }
    buf_lit(&p->b, "<ul>\n");
    for (size_t i = 0; i < v->slots.n; i++) {
        buf_lit(&p->b, "<li class=\"slot\">");
        put_span(p, &v->slots.items[i]);
        put_room(p, &v->slots.items[i]);
        buf_lit(&p->b, "</li>\n");
    }
    buf_lit(&p->b, "</ul>\n");
    page_line(p, "p", why_closed(p, &v->slots), NULL);
    buf_lit(&p->b, "</section>\n");
}

static void put_about(struct page *p, const struct public_item *item)
{
    buf_lit(&p->b, "<h1>");
    page_text(p, item->title);
    buf_lit(&p->b, "</h1>\n<p><a href=\"");
    page_href(p, "/days/" STR_FMT, STR_ARG(day_text(p->q->arena, item->day)));
    buf_lit(&p->b, "\">");
    page_text(p, page_day(p->q, item->day));
    buf_lit(&p->b, "</a> ");
    page_hours(p, item->start, item->end);
    buf_lit(&p->b, "</p>\n<p>");
    page_text(p, item->place);
    buf_lit(&p->b, "</p>\n<p class=\"by\">");
    page_text(p, week_unit(door_office(p->q), p->q->arena, p->week, item->unit));
    buf_lit(&p->b, "</p>\n");
}

static bool item_page(struct request *q, const struct week *w, const struct visit_item *v, const struct typed *t)
{
    struct page p = page_begin(q, w, v->item.title);
    bool open = false;
    for (size_t i = 0; i < v->slots.n; i++)
        open |= is_open(&v->slots.items[i], w->now);
    put_about(&p, &v->item);
    html_paragraphs(&p.b, v->item.text);
    if (open)
        put_form(&p, v, t);
    else
        put_closed(&p, v, t);
    return page_end(&p);
}

static bool visit_page(struct request *q, struct err *e)
{
    struct week w;
    struct visit_item v;
    struct typed t = {.field = -1};
    return page_week(q, &w, e) && visit_item_find(door_office(q), q->arena, &w, path_id(q, 1), &v, e) &&
           item_page(q, &w, &v, &t);
}

bool http_visit(struct request *q, struct err *e)
{
    return reply_visitor(q, visit_page, e);
}

/* ---- booking ---- */

static bool go_to(struct request *q, struct str path)
{
    q->response.status = 303;
    q->response.type = S("text/html; charset=utf-8");
    response_header(q, S("Location"), path);
    return true;
}

static const struct visit_slot *slot_named(const struct visit_item *v, struct str name)
{
    int64_t id;
    for (size_t i = 0; str_to_int(name, &id) && i < v->slots.n; i++)
        if (v->slots.items[i].id == (uint64_t)id)
            return &v->slots.items[i];
    return NULL;
}

/* What a visitor can set right comes back as the form itself, with all that was typed. */
static bool book_again(struct request *q, const struct week *w, uint64_t item, struct typed *t, struct err *e)
{
    struct visit_item v;
    struct err why = *e;
    if (why.code != ERR_INVALID && why.code != ERR_CONFLICT && why.code != ERR_SLOW)
        return false;
    if (!visit_item_find(door_office(q), q->arena, w, item, &v, e))
        return false;
    t->wrong = &why;
    q->response.status = err_status(why.code);
    return item_page(q, w, &v, t);
}

static bool book(struct request *q, struct err *e)
{
    struct week w;
    struct visit_item v;
    struct str code;
    enum visit_field wrong;
    struct typed t = {
        .ask = {request_field(q, S("name")), request_field(q, S("phone")), request_field(q, S("persons"))},
        .field = -1};
    if (!page_week(q, &w, e) || !visit_item_find(door_office(q), q->arena, &w, path_id(q, 1), &v, e))
        return false;
    const struct visit_slot *slot = slot_named(&v, request_field(q, S("slot")));
    t.slot = slot ? slot->id : 0;
    if (!slot)
        err_set(e, ERR_INVALID, MSG_VISIT_SLOT);
    else if (visit_book(door_office(q), q->arena, &w, slot, &t.ask, q->peer, &code, &wrong, e))
        return go_to(q, page_path(q, &w, str_format(q->arena, "/bookings/" STR_FMT, STR_ARG(code))));
    else if (e->code == ERR_INVALID)
        t.field = (int)wrong;
    return book_again(q, &w, v.item.id, &t, e);
}

bool http_visit_book(struct request *q, struct err *e)
{
    return reply_visitor(q, book, e);
}

/* ---- a booking ---- */

static void put_cancel(struct page *p, const struct visit *v)
{
    buf_lit(&p->b, "<form method=\"post\" action=\"");
    page_href(p, "/bookings/" STR_FMT, STR_ARG(v->booking.code));
    buf_lit(&p->b, "\">\n<button class=\"quiet\">");
    page_say(p, MSG_PAGE_CANCEL, NULL);
    buf_lit(&p->b, "</button>\n</form>\n");
}

static void put_booking(struct page *p, const struct visit *v)
{
    const struct visit_booking *b = &v->booking;
    struct str persons = str_format(p->q->arena, "%lld", (long long)b->persons);
    buf_lit(&p->b, "<p>");
    page_say(p, MSG_PAGE_CODE, NULL);
    buf_lit(&p->b, " <span class=\"code\">");
    page_text(p, visit_code_text(p->q->arena, b->code));
    buf_lit(&p->b, "</span></p>\n<p>");
    page_text(p, page_day(p->q, instant_day(v->slot.starts, p->week->zone)));
    buf_putc(&p->b, ' ');
    put_span(p, &v->slot);
    buf_lit(&p->b, "</p>\n");
    if (b->name.n)
        page_line(p, "p", MSG_PAGE_PARTY, ARGS(b->name, persons));
    page_line(p, "p", MSG_PAGE_KEEP, NULL);
}

static bool booking_page(struct request *q, const struct week *w, const struct visit *v)
{
    struct page p = page_begin(q, w, page_words(q, MSG_PAGE_BOOKING, NULL));
    bool gone = v->gone, cancelled = instant_is_set(v->booking.cancelled_at);
    put_about(&p, &v->item);
    buf_lit(&p.b, "<section>\n");
    page_line(&p, "h2", MSG_PAGE_BOOKING, NULL);
    buf_format(&p.b, "<p class=\"%s\" role=\"status\">", gone && !cancelled ? "problem" : "good");
    page_say(&p, cancelled ? MSG_PAGE_CANCELLED : gone ? MSG_PAGE_ITEM_GONE : MSG_PAGE_BOOKED, NULL);
    buf_lit(&p.b, "</p>\n");
    if (!cancelled)
        put_booking(&p, v);
    buf_lit(&p.b, "</section>\n");
    if (!cancelled && v->slot.starts.ms > w->now.ms)
        put_cancel(&p, v);
    return page_end(&p);
}

static bool booking(struct request *q, struct err *e)
{
    struct week w;
    struct visit v;
    return page_week(q, &w, e) && visit_find(door_office(q), q->arena, &w, q->params[1], q->peer, &v, e) &&
           booking_page(q, &w, &v);
}

bool http_booking(struct request *q, struct err *e)
{
    return reply_visitor(q, booking, e);
}

static bool cancel(struct request *q, struct err *e)
{
    struct week w;
    struct visit v;
    return page_week(q, &w, e) && visit_find(door_office(q), q->arena, &w, q->params[1], q->peer, &v, e) &&
           visit_cancel(door_office(q), q->arena, &w, &v, e) &&
           go_to(q, page_path(q, &w, str_format(q->arena, "/bookings/" STR_FMT, STR_ARG(v.booking.code))));
}

bool http_booking_cancel(struct request *q, struct err *e)
{
    return reply_visitor(q, cancel, e);
}

static bool find_page(struct request *q, const struct week *w, struct str typed, bool wrong)
{
    struct page p = page_begin(q, w, page_words(q, MSG_PAGE_FIND, NULL));
    struct err why;
    buf_lit(&p.b, "<form method=\"get\">\n");
    page_line(&p, "h1", MSG_PAGE_FIND, NULL);
    if (wrong) {
        err_set(&why, ERR_MISSING, MSG_VISIT_UNKNOWN);
        buf_lit(&p.b, "<p class=\"problem\" id=\"wrong\" role=\"alert\">");
        page_text(&p, err_text(q->arena, &why, q->language));
        buf_lit(&p.b, "</p>\n");
    }
    buf_lit(&p.b, "<label>");
    page_say(&p, MSG_PAGE_CODE, NULL);
    buf_format(&p.b,
               "<input name=\"code\" required maxlength=\"20\" autocapitalize=\"none\" autocomplete=\"off\"%s value=\"",
               wrong ? " aria-invalid=\"true\" aria-describedby=\"wrong\" autofocus" : "");
    page_text(&p, typed);
    buf_lit(&p.b, "\"></label>\n<button>");
    page_say(&p, MSG_PAGE_FIND_IT, NULL);
    buf_lit(&p.b, "</button>\n</form>\n");
    return page_end(&p);
}

static bool find(struct request *q, struct err *e)
{
    struct week w;
    struct visit v;
    struct str typed = request_query(q, S("code"));
    if (!page_week(q, &w, e))
        return false;
    if (!typed.n)
        return find_page(q, &w, typed, false);
    if (visit_find(door_office(q), q->arena, &w, typed, q->peer, &v, e))
        return go_to(q, page_path(q, &w, str_format(q->arena, "/bookings/" STR_FMT, STR_ARG(v.booking.code))));
    if (e->code != ERR_MISSING)
        return false;
    q->response.status = err_status(ERR_MISSING);
    return find_page(q, &w, typed, true);
}

bool http_booking_find(struct request *q, struct err *e)
{
    return reply_visitor(q, find, e);
}

/* ---- the list on paper ---- */

static void put_row(struct page *p, const struct visit_booking *b)
{
    const struct str cells[] = {visit_code_text(p->q->arena, b->code), b->name, b->phone,
                                str_format(p->q->arena, "%lld", (long long)b->persons), S("")};
    buf_lit(&p->b, "<tr>");
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        buf_lit(&p->b, "<td>");
        page_text(p, cells[i]);
        buf_lit(&p->b, "</td>");
    }
    buf_lit(&p->b, "</tr>\n");
}

static void put_list(struct page *p, const struct visit_slot *s, const struct visit_bookings *list)
{
    static const enum message heads[] = {MSG_PAGE_CODE, MSG_PAGE_NAME, MSG_PAGE_PHONE, MSG_PAGE_COUNT, MSG_PAGE_SIGN};
    struct arena *a = p->q->arena;
    struct str span =
        str_format(a, STR_FMT "–" STR_FMT, STR_ARG(hour_text(a, instant_minute(s->starts, p->week->zone))),
                   STR_ARG(hour_text(a, instant_minute(s->ends, p->week->zone))));
    buf_lit(&p->b, "<section>\n");
    page_line(p, "h2", MSG_PAGE_LIST_SUM,
              ARGS(span, str_format(a, "%lld", (long long)s->taken), str_format(a, "%lld", (long long)s->places)));
    if (!s->taken) {
        page_line(p, "p", MSG_PAGE_LIST_NONE, NULL);
        buf_lit(&p->b, "</section>\n");
        return;
    }
    buf_lit(&p->b, "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        page_line(p, "th", heads[i], NULL);
    buf_lit(&p->b, "</tr></thead>\n<tbody>\n");
    int64_t persons = 0;
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i].slot == s->id && !instant_is_set(list->items[i].cancelled_at)) {
            put_row(p, &list->items[i]);
            persons += list->items[i].persons;
        }
    buf_lit(&p->b, "</tbody>\n</table></div>\n");
    if (persons < s->taken)
        page_line(p, "p", MSG_PAGE_LIST_CUT, ARGS(str_format(a, "%lld", (long long)(s->taken - persons))));
    buf_lit(&p->b, "</section>\n");
}

static bool list(struct request *q, struct err *e)
{
    struct week w;
    struct visit_item v;
    struct visit_bookings bookings;
    if (!visits_list(door_office(q), q->arena, q->session, q->params[0], path_id(q, 1), &w, &v, &bookings, e))
        return false;
    struct page p = page_begin(q, &w, page_words(q, MSG_PAGE_LIST, NULL));
    put_about(&p, &v.item);
    for (size_t i = 0; i < v.slots.n; i++)
        put_list(&p, &v.slots.items[i], &bookings);
    page_line(&p, "p", v.slots.n ? MSG_PAGE_LIST_NOTE : MSG_PAGE_NO_SLOTS, NULL);
    return page_end(&p);
}

bool http_visit_list(struct request *q, struct err *e)
{
    return reply_background(q, list, e);
}

/* ---- for the desk and the school's phone ---- */

static bool visits(struct request *q, struct err *e)
{
    struct visits_view view;
    return visits_read(door_office(q), q->arena, q->session, path_campaign(q), path_id(q, 1), &view, e) &&
           reply(q, &view);
}

bool http_visits(struct request *q, struct err *e)
{
    return reply_background(q, visits, e);
}

static bool save_slot(struct request *q, struct err *e)
{
    return visit_slot_save(door_office(q), q->arena, q->session, path_campaign(q), path_id(q, 1), path_id(q, 2), q->in,
                           e) &&
           visits(q, e);
}

bool http_slot_add(struct request *q, struct err *e)
{
    return reply_background(q, save_slot, e);
}

bool http_slot_edit(struct request *q, struct err *e)
{
    return path_id(q, 2) ? reply_background(q, save_slot, e) : err_set(e, ERR_MISSING, MSG_NOT_FOUND);
}
