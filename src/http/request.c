/* SPDX-License-Identifier: Apache-2.0 */
/* What a request says: headers, cookies, query, path, who sent it and in which language to answer. */
#include "base/hash.h"
#include "format/urlencoded.h"
#include "http/core.h"

#include <string.h>

static const struct exchange *exchange_of(const struct request *q)
{
    return (const struct exchange *)q;
}

struct str request_header(const struct request *q, struct str name)
{
    return head_get(exchange_of(q)->head, name);
}

struct str request_cookie(const struct request *q, struct str name)
{
    const struct head *h = exchange_of(q)->head;
    for (size_t i = 0; i < h->fields.n; i++) {
        struct str rest = h->fields.items[i].value, pair, key;
        if (!str_eq_nocase(h->fields.items[i].name, S("cookie")))
            continue;
        while (str_cut(&rest, S(";"), &pair)) {
            pair = str_trim(pair);
            if (str_cut(&pair, S("="), &key) && pair.at && str_eq(key, name))
                return pair;
        }
    }
    return (struct str){0};
}

struct str request_query(const struct request *q, struct str name)
{
    return urlencoded_value(q->arena, q->query, name);
}

struct str request_field(const struct request *q, struct str name)
{
    return urlencoded_value(q->arena, q->body, name);
}

/* --- the path --- */

static bool segment_is_sane(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.at[i] < 0x20 || s.at[i] == 0x7F || s.at[i] == '/' || s.at[i] == '\\')
            return false;
    return !str_eq(s, S(".")) && !str_eq(s, S(".."));
}

/* Segments are split before they are decoded, so that %2F never makes a new one. */
bool request_path(struct exchange *x)
{
    struct str rest = x->head->target, part;
    size_t mark = str_find(rest, S("?"));
    x->q.query = mark == STR_NONE ? (struct str){0} : str_from(rest, mark + 1);
    struct str path = str_sub(rest, 0, mark == STR_NONE ? rest.n : mark);
    if (!str_starts(path, S("/")))
        return false;
    rest = str_from(path, 1);
    while (rest.n && str_cut(&rest, S("/"), &part)) {
        if (x->segment_count == SEGMENTS || !percent_decode(x->q.arena, part, false, &part) || !segment_is_sane(part))
            return false;
        x->segments[x->segment_count++] = part;
    }
    return percent_decode(x->q.arena, path, false, &x->q.path);
}

/* --- who, and in which language --- */

static enum language language_of(struct str accept)
{
    struct str first = str_trim(accept);
    bool en = first.n >= 2 && (first.at[0] | 0x20) == 'e' && (first.at[1] | 0x20) == 'n';
    return en && (first.n == 2 || memchr("-,; ", first.at[2], 4)) ? LANGUAGE_EN : LANGUAGE_ZH;
}

/* The last address that was not written by a named proxy (each appends the one it saw). */
static struct str forwarded_peer(struct str chain, const struct strs *proxies, struct str peer)
{
    while (chain.n && strs_have(proxies, peer)) {
        size_t at = chain.n;
        while (at && chain.at[at - 1] != ',')
            at--;
        struct str one = str_trim(str_from(chain, at));
        if (!one.n || one.n > 45)
            break;
        peer = one;
        chain = str_sub(chain, 0, at ? at - 1 : 0);
    }
    return peer;
}

/* Of several lines the last: the one our own proxy wrote. */
static struct str last_header(const struct exchange *x, struct str name)
{
    for (size_t i = x->head->fields.n; i--;)
        if (str_eq_nocase(x->head->fields.items[i].name, name))
            return x->head->fields.items[i].value;
    return (struct str){0};
}

static enum http_method method_of(llhttp_method_t m)
{
    switch (m) {
    case HTTP_GET:
        return HTTP_GET_;
    case HTTP_HEAD:
        return HTTP_HEAD_;
    case HTTP_POST:
        return HTTP_POST_;
    case HTTP_PUT:
        return HTTP_PUT_;
    case HTTP_PATCH:
        return HTTP_PATCH_;
    case HTTP_DELETE:
        return HTTP_DELETE_;
    case HTTP_OPTIONS:
        return HTTP_OPTIONS_;
    default:
        return (enum http_method)METHOD_OTHER;
    }
}

void request_settle(struct exchange *x, const struct connection *c)
{
    struct request *q = &x->q;
    const struct strs *proxies = &x->loop->server->options.proxies;
    q->method = method_of(x->head->method);
    q->language = language_of(request_header(q, S("accept-language")));
    q->peer = str_dup(q->arena, str_of(c->peer)); /* a parked request may outlive its connection */
    if (!proxies->n || !strs_have(proxies, q->peer))
        return;
    q->secure = str_eq_nocase(last_header(x, S("x-forwarded-proto")), S("https"));
    q->peer = forwarded_peer(last_header(x, S("x-forwarded-for")), proxies, q->peer);
}
