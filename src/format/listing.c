/* SPDX-License-Identifier: Apache-2.0 */
#include "format/listing.h"

#include "format/xml.h"

#include <string.h>

struct reading {
    struct arena *arena;
    struct listing list;
    int depth;
    bool a_list, inside, truncated; /* inside: of Contents */
    struct listed one;
    bool has_size;
    size_t n; /* of the element's text, as far as it has come; the rest of a longer one is left out */
    char text[LISTING_KEY + 1];
};

static bool odd(struct err *e)
{
    return err_with(e, ERR_INPUT, MSG_FILE_UNREADABLE, S("ListObjectsV2"), S("缺少或无效的内容"), S(""));
}

static bool on_start(void *to, struct str name, const char *const *attributes, struct err *e)
{
    struct reading *r = to;
    (void)attributes, (void)e;
    r->n = 0;
    r->depth++;
    if (r->depth == 1)
        r->a_list = str_eq(name, S("ListBucketResult"));
    if (r->depth == 2 && (r->inside = str_eq(name, S("Contents")))) {
        r->one = (struct listed){.modified = INSTANT_NONE};
        r->has_size = false;
    }
    return true;
}

static bool on_text(void *to, struct str piece, struct err *e)
{
    struct reading *r = to;
    (void)e;
    piece = str_sub(piece, 0, sizeof r->text - r->n);
    memcpy(r->text + r->n, piece.at, piece.n);
    r->n += piece.n;
    return true;
}

static bool take_member(struct reading *r, struct str name, struct str text, struct err *e)
{
    int64_t size;
    if (str_eq(name, S("Key"))) {
        if (text.n > LISTING_KEY)
            return odd(e);
        r->one.key = str_dup(r->arena, text);
    } else if (str_eq(name, S("LastModified"))) {
        return instant_read(text, &r->one.modified) || odd(e);
    } else if (str_eq(name, S("Size"))) {
        if (!str_to_int(text, &size) || size < 0)
            return odd(e);
        r->one.size = (uint64_t)size;
        r->has_size = true;
    }
    return true;
}

static bool take_object(struct reading *r, struct err *e)
{
    if (!r->one.key.n || !r->has_size || !instant_is_set(r->one.modified))
        return odd(e);
    arena_push(r->arena, &r->list, r->one);
    return true;
}

static bool on_end(void *to, struct str name, struct err *e)
{
    struct reading *r = to;
    struct str text = {r->text, r->n};
    int depth = r->depth--;
    r->n = 0;
    if (!arena_left(r->arena)) /* any element may come as often as it likes */
        return err_set(e, ERR_LARGE, MSG_NO_ROOM);
    if (depth == 3 && r->inside)
        return take_member(r, name, text, e);
    if (depth != 2)
        return true;
    if (r->inside)
        return take_object(r, e);
    if (str_eq(name, S("IsTruncated")))
        r->truncated = str_eq(text, S("true"));
    if (str_eq(name, S("NextContinuationToken")) && text.n <= LISTING_KEY)
        r->list.next = str_dup(r->arena, text);
    return true;
}

static const struct xml_handler handler = {on_start, on_end, on_text};

bool listing_read(struct arena *a, struct str xml, struct listing *l_r, struct err *e)
{
    struct reading *r = arena_one(a, struct reading);
    r->arena = a;
    if (!xml_read_text(S("ListObjectsV2"), xml, &handler, r, e))
        return false;
    if (!r->a_list || (r->truncated && !r->list.next.n)) /* cut short, it would be asked for the same page for ever */
        return odd(e);
    if (!r->truncated)
        r->list.next = S("");
    *l_r = r->list;
    return true;
}

/* ---- refusals ---- */

static bool on_code(void *to, struct str name, struct err *e)
{
    struct reading *r = to;
    (void)e;
    if (r->depth-- == 2 && str_eq(name, S("Code")) && r->n <= LISTING_KEY)
        r->one.key = str_dup(r->arena, (struct str){r->text, r->n});
    r->n = 0;
    return true;
}

struct str listing_refusal(struct arena *a, struct str xml)
{
    static const struct xml_handler codes = {on_start, on_code, on_text};
    struct reading *r = arena_one(a, struct reading);
    struct err ignored;
    r->arena = a;
    return xml_read_text(S("Error"), xml, &codes, r, &ignored) ? r->one.key : S("");
}
