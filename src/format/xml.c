/* SPDX-License-Identifier: Apache-2.0 */
#include "format/xml.h"

#include <expat.h>
#include <malloc.h>
#include <stdlib.h>

enum { DEPTH_MAX = 64, MEMORY_MAX = 8 << 20 };

struct reading {
    XML_Parser parser;
    struct str name; /* of the file or the entry, for a refusal */
    const struct xml_handler *handler;
    void *to;
    int depth;
    bool failed;
    struct err *e;
};

/* ---- the parser's memory: a name or an attribute of a stranger's has no length of its own ---- */

static _Thread_local size_t taken;

static void *take(size_t n)
{
    void *piece = taken + n <= MEMORY_MAX ? malloc(n) : NULL;
    taken += piece ? malloc_usable_size(piece) : 0;
    return piece;
}

static void give(void *piece)
{
    taken -= malloc_usable_size(piece);
    free(piece);
}

static void *grow(void *piece, size_t n)
{
    size_t before = malloc_usable_size(piece);
    void *grown = n <= before || taken + n - before <= MEMORY_MAX ? realloc(piece, n) : NULL;
    taken += grown ? malloc_usable_size(grown) - before : 0;
    return grown;
}

static const XML_Memory_Handling_Suite memory = {take, grow, give};

/* ---- elements and text ---- */

static struct str local(const char *name)
{
    struct str s = str_of(name);
    size_t colon = str_find(s, S(":"));
    return colon == STR_NONE ? s : str_from(s, colon + 1);
}

static void fail(struct reading *r)
{
    r->failed = true;
    XML_StopParser(r->parser, XML_FALSE);
}

static bool broken(struct reading *r, const char *why)
{
    fail(r);
    return err_with(r->e, ERR_INPUT, MSG_FILE_UNREADABLE, r->name, str_of(why), S(""));
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *r = user;
    if (r->failed)
        return;
    if (++r->depth > DEPTH_MAX)
        broken(r, "嵌套过深");
    else if (r->handler->start && !r->handler->start(r->to, local(name), (const char *const *)attributes, r->e))
        fail(r);
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
    struct reading *r = user;
    r->depth--;
    if (!r->failed && r->handler->end && !r->handler->end(r->to, local(name), r->e))
        fail(r);
}

static void XMLCALL on_text(void *user, const XML_Char *text, int n)
{
    struct reading *r = user;
    if (!r->failed && r->handler->text && !r->handler->text(r->to, (struct str){text, (size_t)n}, r->e))
        fail(r);
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                               int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    struct reading *r = user;
    if (!r->failed)
        broken(r, "含有不允许的文档类型声明");
}

static bool feed(void *to, struct str piece, struct err *e)
{
    struct reading *r = to;
    (void)e;
    if (XML_Parse(r->parser, piece.at, (int)piece.n, XML_FALSE) == XML_STATUS_OK && !r->failed)
        return true;
    return r->failed ? false : broken(r, "XML 内容有误");
}

static bool begin(struct reading *r, struct err *e)
{
    r->e = e;
    r->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (!r->parser)
        return err_fault(e, "no memory for an XML parser");
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    return true;
}

static bool finish(struct reading *r, bool ok)
{
    if (ok && XML_Parse(r->parser, "", 0, XML_TRUE) != XML_STATUS_OK)
        ok = r->failed ? false : broken(r, "XML 内容不完整");
    XML_ParserFree(r->parser);
    return ok && !r->failed;
}

bool xml_read_entry(struct unzip *z, const char *entry, const struct xml_handler *handler, void *to, struct err *e)
{
    struct reading r = {.name = unzip_name(z), .handler = handler, .to = to};
    return begin(&r, e) && finish(&r, unzip_entry(z, entry, feed, &r, e));
}

bool xml_read_text(struct str name, struct str text, const struct xml_handler *handler, void *to, struct err *e)
{
    struct reading r = {.name = name, .handler = handler, .to = to};
    return begin(&r, e) && finish(&r, feed(&r, text, e));
}

struct str xml_attribute(const char *const *attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (str_eq(local(attributes[i]), str_of(name)))
            return str_of(attributes[i + 1]);
    return (struct str){0};
}
