/* SPDX-License-Identifier: Apache-2.0 */
/* Dispatch by the table of routes. A literal segment goes before a {param}; buckets by length and second segment. */
#include "http/core.h"

#include <assert.h>
#include <string.h>

static bool is_param(struct str segment)
{
    return segment.n && segment.at[0] == '{';
}

static unsigned bucket_of(size_t segments, struct str second)
{
    return (unsigned)((str_hash(second) * 31 + segments) & 255);
}

static struct route_entry entry_of(const struct route *r, bool built_in)
{
    struct route_entry entry = {.route = r, .built_in = built_in};
    struct str rest = str_from(str_of(r->path), 1), part;
    while (rest.n && entry.segment_count < SEGMENTS && str_cut(&rest, S("/"), &part))
        entry.segments[entry.segment_count++] = part;
    return entry;
}

/* Literal before param, at the first segment where two routes differ so. */
static bool goes_before(const struct route_entry *a, const struct route_entry *b)
{
    for (size_t i = 0; i < a->segment_count && i < b->segment_count; i++)
        if (is_param(a->segments[i]) != is_param(b->segments[i]))
            return is_param(b->segments[i]);
    return false;
}

static void entry_insert(struct server *s, struct route_entry entry)
{
    size_t at = s->entry_count++;
    for (; at && goes_before(&entry, &s->entries[at - 1]); at--)
        s->entries[at] = s->entries[at - 1];
    s->entries[at] = entry;
}

static struct str second_of(const struct route_entry *entry)
{
    return entry->segment_count > 1 && !is_param(entry->segments[1]) ? entry->segments[1] : (struct str){0};
}

void routes_index(struct server *s)
{
    size_t n = s->options.route_count + built_in_count;
    s->entries = arena_many(s->arena, struct route_entry, n + 1);
    for (size_t i = 0; i < s->options.route_count; i++)
        entry_insert(s, entry_of(&s->options.routes[i], false));
    for (size_t i = 0; i < built_in_count; i++)
        entry_insert(s, entry_of(&built_in_routes[i], true));
    for (size_t i = 0; i < s->entry_count; i++)
        assert(strlen(s->entries[i].route->path) < ROUTE_PATH);
    for (size_t i = 0; i < 256; i++)
        s->buckets[i] = -1;
    for (size_t i = s->entry_count; i--;) { /* from the last, so that each bucket keeps the order */
        unsigned b = bucket_of(s->entries[i].segment_count, second_of(&s->entries[i]));
        s->entries[i].next = s->buckets[b];
        s->buckets[b] = (int)i;
    }
}

static bool path_fits(const struct route_entry *entry, const struct exchange *x)
{
    if (entry->segment_count != x->segment_count)
        return false;
    for (size_t i = 0; i < x->segment_count; i++)
        if (is_param(entry->segments[i]) ? !x->segments[i].n : !str_eq(entry->segments[i], x->segments[i]))
            return false;
    return true;
}

static bool method_fits(const struct route *r, enum http_method method)
{
    return r->method == method || (r->method == HTTP_GET_ && method == HTTP_HEAD_);
}

static void params_take(struct exchange *x, const struct route_entry *entry)
{
    size_t n = 0;
    for (size_t i = 0; i < entry->segment_count && n < REQUEST_PARAMS; i++)
        if (is_param(entry->segments[i]))
            x->q.params[n++] = x->segments[i];
}

static enum route_verdict find_in(struct exchange *x, struct str second, bool *built_in_r)
{
    const struct server *s = x->loop->server;
    enum route_verdict v = ROUTE_MISSING;
    for (int i = s->buckets[bucket_of(x->segment_count, second)]; i >= 0; i = s->entries[i].next) {
        const struct route_entry *entry = &s->entries[i];
        if (!path_fits(entry, x))
            continue;
        if (method_fits(entry->route, x->q.method)) {
            x->q.route = entry->route;
            *built_in_r = entry->built_in;
            params_take(x, entry);
            return ROUTE_FOUND;
        }
        v = ROUTE_OTHER_METHOD;
    }
    return v;
}

enum route_verdict route_find(struct exchange *x, bool *built_in_r)
{
    enum route_verdict v = ROUTE_MISSING, wild;
    if (x->segment_count > 1)
        v = find_in(x, x->segments[1], built_in_r);
    if (v == ROUTE_FOUND)
        return v;
    wild = find_in(x, (struct str){0}, built_in_r);
    return wild == ROUTE_MISSING ? v : wild;
}

struct str route_methods(struct exchange *x)
{
    static const char *const names[] = {"GET, HEAD", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};
    const struct server *s = x->loop->server;
    struct buf b = buf_new(x->q.arena, 64);
    unsigned seen = 0;
    for (size_t i = 0; i < s->entry_count; i++) {
        unsigned bit = 1u << s->entries[i].route->method;
        if (!path_fits(&s->entries[i], x) || seen & bit)
            continue;
        if (seen)
            buf_lit(&b, ", ");
        buf_put(&b, str_of(names[s->entries[i].route->method]));
        seen |= bit;
    }
    return buf_str(&b);
}
