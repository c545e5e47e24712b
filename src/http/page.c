/* SPDX-License-Identifier: Apache-2.0 */
#include "http/page.h"

#include <stdarg.h>
#include <stdio.h>

enum { PAGE_ROOM = 16 * 1024, PATH_ROOM = 200 };

void page_text(struct page *p, struct str s)
{
    html_text(&p->b, s);
}

struct str page_words(const struct request *q, enum message message, const struct str args[ERR_ARGS])
{
    return message_text(q->arena, message, q->language, args);
}

void page_say(struct page *p, enum message message, const struct str args[ERR_ARGS])
{
    html_text(&p->b, page_words(p->q, message, args));
}

void page_line(struct page *p, const char *tag, enum message message, const struct str args[ERR_ARGS])
{
    buf_format(&p->b, "<%s>", tag);
    page_say(p, message, args);
    buf_format(&p->b, "</%s>\n", tag);
}

/* Keys are the clerk's: percent-encoded, they stay one segment of the path. */
static void put_path(struct buf *b, struct str key)
{
    buf_lit(b, "/week/");
    for (size_t i = 0; i < key.n; i++) {
        unsigned char c = (unsigned char)key.at[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
        buf_format(b, plain ? "%c" : "%%%02X", c);
    }
}

struct str page_path(struct request *q, const struct week *w, struct str rest)
{
    struct buf b = buf_new(q->arena, PATH_ROOM);
    put_path(&b, w->key);
    buf_put(&b, rest);
    return buf_str(&b);
}

void page_href(struct page *p, const char *fmt, ...)
{
    char rest[PATH_ROOM];
    va_list args;
    va_start(args, fmt);
    vsnprintf(rest, sizeof rest, fmt, args);
    va_end(args);
    put_path(&p->b, p->week->key);
    html_text(&p->b, str_of(rest));
}

struct str page_day(const struct request *q, struct day d)
{
    static const char *const zh[] = {"一", "二", "三", "四", "五", "六", "日"};
    static const char *const en[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil c = day_civil(d);
    int weekday = day_weekday(d) - 1;
    if (q->language == LANGUAGE_EN)
        return str_format(q->arena, "%s %d %s", en[weekday], c.day, months[c.month - 1]);
    return str_format(q->arena, "%d月%d日 周%s", c.month, c.day, zh[weekday]);
}

struct str page_number(const struct request *q, int64_t n)
{
    struct str digits = str_format(q->arena, "%lld", (long long)n);
    struct buf b = buf_new(q->arena, 32);
    for (size_t i = 0; i < digits.n; i++) {
        if (i && (digits.n - i) % 3 == 0)
            buf_putc(&b, ',');
        buf_putc(&b, digits.at[i]);
    }
    return buf_str(&b);
}

void page_hours(struct page *p, int64_t start, int64_t end)
{
    buf_put(&p->b, hour_text(p->q->arena, start));
    if (start >= 0 && end > start)
        buf_lit(&p->b, "–");
    if (end > start)
        buf_put(&p->b, hour_text(p->q->arena, end));
}

static void put_head(struct page *p, struct str title)
{
    buf_lit(&p->b, "<!doctype html>\n<html lang=\"");
    buf_put(&p->b, p->q->language == LANGUAGE_EN ? S("en") : S("zh-CN"));
    buf_lit(&p->b, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    page_text(p, title);
    buf_lit(&p->b, "</title>\n<link rel=\"stylesheet\" href=\"/week.css\">\n"
                   "<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\n</head>\n<body>\n"
                   "<a class=\"skip\" href=\"#main\">");
    page_say(p, MSG_PAGE_SKIP, NULL);
    buf_lit(&p->b, "</a>\n");
}

static void put_rehearsal(struct page *p)
{
    buf_lit(&p->b, "<p class=\"rehearsal\">");
    page_say(p, MSG_PAGE_REHEARSAL, NULL);
    buf_lit(&p->b, "</p>\n");
}

struct page page_begin(struct request *q, const struct week *w, struct str title)
{
    struct page p = {.q = q, .week = w, .b = buf_new(q->arena, PAGE_ROOM)};
    put_head(&p, title);
    if (office_is_rehearsal(door_office(q)))
        put_rehearsal(&p);
    if (w) {
        buf_lit(&p.b, "<header><a href=\"");
        page_href(&p, "%s", "");
        buf_lit(&p.b, "\">");
        page_text(&p, w->title);
        buf_lit(&p.b, "</a></header>\n");
    }
    buf_lit(&p.b, "<main id=\"main\">\n");
    return p;
}

bool page_end(struct page *p)
{
    struct request *q = p->q;
    if (p->week && p->week->issuer.n) {
        buf_lit(&p->b, "</main>\n<footer>");
        page_line(p, "p", MSG_PAGE_ISSUER, ARGS(p->week->issuer));
        buf_lit(&p->b, "</footer>\n</body>\n</html>\n");
    } else {
        buf_lit(&p->b, "</main>\n</body>\n</html>\n");
    }
    q->response.type = S("text/html; charset=utf-8");
    q->response.body = buf_str(&p->b);
    response_header(q, S("Vary"), S("Accept-Language"));
    response_header(q, S("Referrer-Policy"), S("same-origin")); /* or a form's Origin is null: docs/decisions/0023 */
    return true;
}

bool page_week(struct request *q, struct week *w_r, struct err *e)
{
    return week_find(door_office(q), q->arena, q->params[0], w_r, e);
}

/* Without a look at the disk: it may be the loop that refuses. */
bool page_refuse(struct request *q, const struct err *e)
{
    if (!q->route || !str_starts(str_of(q->route->path), S("/week/")))
        return false;
    struct str title = page_words(q, MSG_PAGE_REFUSED, NULL);
    struct week w = {.key = q->params[0]};
    struct page p = page_begin(q, NULL, title);
    buf_lit(&p.b, "<h1>");
    page_text(&p, title);
    buf_lit(&p.b, "</h1>\n<p role=\"alert\">");
    page_text(&p, err_text(q->arena, e, q->language));
    buf_lit(&p.b, "</p>\n");
    if (e->message != MSG_WEEK_NOT_SHOWN) {
        buf_lit(&p.b, "<p><a href=\"");
        page_text(&p, page_path(q, &w, S("")));
        buf_lit(&p.b, "\">");
        page_say(&p, MSG_PAGE_BACK, NULL);
        buf_lit(&p.b, "</a></p>\n");
    }
    return page_end(&p);
}
