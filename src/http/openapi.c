/* SPDX-License-Identifier: Apache-2.0 */
/* The table of routes as an OpenAPI 3.1 document. */
#include "format/json.h"
#include "http/server.h"

#include <string.h>

enum { SHAPES = 512 };

struct shapes {
    const struct shape *items[SHAPES];
    size_t n;
};

static void shapes_gather(struct shapes *all, const struct shape *shape)
{
    if (!shape)
        return;
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->items[i]->name, shape->name) == 0)
            return;
    if (all->n == SHAPES)
        return;
    all->items[all->n++] = shape;
    for (const struct shape_field *f = shape->fields; f->name; f++)
        shapes_gather(all, f->of);
}

static const char *method_name(enum http_method m)
{
    static const char *const names[] = {"get", "post", "put", "patch", "delete", "head", "options"};
    return names[m];
}

/* "/api/units/{id}" and GET: get_units_id */
static void put_operation_id(struct buf *b, const struct route *r)
{
    struct str path = str_of(r->path);
    if (str_starts(path, S("/api/")))
        path = str_from(path, 4);
    buf_putc(b, '"');
    buf_put(b, str_of(method_name(r->method)));
    for (size_t i = 0; i < path.n; i++)
        if (path.at[i] == '/' || path.at[i] == '-' || path.at[i] == '.')
            buf_putc(b, '_');
        else if (path.at[i] != '{' && path.at[i] != '}')
            buf_putc(b, path.at[i]);
    buf_putc(b, '"');
}

static void put_parameter(struct buf *b, struct str name, bool in_path, bool *first)
{
    if (!*first)
        buf_putc(b, ',');
    *first = false;
    buf_lit(b, "{\"name\":");
    json_str(b, name);
    buf_put(b, in_path ? S(",\"in\":\"path\",\"required\":true") : S(",\"in\":\"query\""));
    buf_lit(b, ",\"schema\":{\"type\":\"string\"}}");
}

/* Those of the path stand in braces; those of the query are named by the summary, as ?name=. */
static void put_parameters(struct buf *b, const struct route *r)
{
    struct str path = str_of(r->path), summary = str_of(r->summary), part;
    bool first = true;
    buf_lit(b, ",\"parameters\":[");
    while (str_cut(&path, S("{"), &part) && path.at) {
        str_cut(&path, S("}"), &part);
        put_parameter(b, part, true, &first);
    }
    while (str_cut(&summary, S("?"), &part) && summary.at) {
        str_cut(&summary, S("="), &part);
        put_parameter(b, part, false, &first);
    }
    buf_putc(b, ']');
}

static void put_content(struct buf *b, const struct shape *shape)
{
    buf_lit(b, ",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/");
    buf_put(b, str_of(shape->name));
    buf_lit(b, "\"}}}");
}

static void put_body(struct buf *b, const struct route *r)
{
    if (r->body == BODY_JSON && r->in) {
        buf_lit(b, ",\"requestBody\":{\"required\":true");
        put_content(b, r->in);
        buf_putc(b, '}');
    } else if (r->body == BODY_FORM) {
        buf_lit(b, ",\"requestBody\":{\"required\":true,\"content\":{\"application/x-www-form-urlencoded\":{}}}");
    } else if (r->body == BODY_FILE) {
        buf_lit(b, ",\"requestBody\":{\"required\":true,\"content\":{\"application/octet-stream\":{}}}");
    }
}

static void put_roles(struct buf *b, unsigned may)
{
    static const char *const names[] = {"anyone", "liaison", "county", "clerk", "leader"};
    bool first = true;
    buf_lit(b, ",\"x-may\":[");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (may & 1u << i) {
            if (!first)
                buf_putc(b, ',');
            json_str(b, str_of(names[i]));
            first = false;
        }
    buf_putc(b, ']');
}

static void put_operation(struct buf *b, const struct route *r)
{
    buf_putc(b, '"');
    buf_put(b, str_of(method_name(r->method)));
    buf_lit(b, "\":{\"operationId\":");
    put_operation_id(b, r);
    buf_lit(b, ",\"summary\":");
    json_str(b, str_of(r->summary));
    put_roles(b, r->may);
    put_parameters(b, r);
    put_body(b, r);
    buf_lit(b, ",\"responses\":{\"200\":{\"description\":\"OK\"");
    if (r->out)
        put_content(b, r->out);
    buf_lit(b, "},\"default\":{\"$ref\":\"#/components/responses/error\"}}}");
}

/* All methods of one path stand together, where the path comes first. */
static void put_path(struct buf *b, const struct route *routes, size_t n, size_t at)
{
    bool first = true;
    json_str(b, str_of(routes[at].path));
    buf_lit(b, ":{");
    for (size_t i = at; i < n; i++)
        if (strcmp(routes[i].path, routes[at].path) == 0) {
            if (!first)
                buf_putc(b, ',');
            put_operation(b, &routes[i]);
            first = false;
        }
    buf_putc(b, '}');
}

static bool is_first(const struct route *routes, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(routes[i].path, routes[at].path) == 0)
            return false;
    return true;
}

static void put_components(struct buf *b, const struct shapes *all)
{
    buf_lit(b, "},\"components\":{\"responses\":{\"error\":{\"description\":\"what happened and what to do next\","
               "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/problem\"}}}}},"
               "\"schemas\":{\"problem\":{\"type\":\"object\",\"properties\":{\"error\":{\"type\":\"object\","
               "\"properties\":{\"code\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"}},"
               "\"required\":[\"code\",\"message\"]}},\"required\":[\"error\"]}");
    for (size_t i = 0; i < all->n; i++) {
        buf_putc(b, ',');
        json_str(b, str_of(all->items[i]->name));
        buf_putc(b, ':');
        shape_schema(b, all->items[i]);
    }
    buf_lit(b, "}}}");
}

struct str routes_openapi(struct arena *a, const struct route *routes, size_t n)
{
    struct shapes *all = arena_one(a, struct shapes);
    struct buf b = buf_new(a, 64 * 1024);
    buf_lit(&b, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"skillweek\",\"version\":\"1\"},\"paths\":{");
    for (size_t i = 0; i < n; i++) {
        shapes_gather(all, routes[i].in);
        shapes_gather(all, routes[i].out);
        if (!is_first(routes, i))
            continue;
        if (i)
            buf_putc(&b, ',');
        put_path(&b, routes, n, i);
    }
    put_components(&b, all);
    return buf_str(&b);
}
