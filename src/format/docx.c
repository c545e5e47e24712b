/* SPDX-License-Identifier: Apache-2.0 */
#include "format/docx.h"

#include "format/docx_number.h"
#include "format/prose.h"
#include "format/unzip.h"
#include "format/xml.h"

enum { NESTED = 8 };

/* A paragraph that a text box interrupts waits here until the box is done; between boxes the room of a box's line. */
struct waiting {
    struct buf line;
    bool in_text;
};

struct document {
    struct arena *arena;
    struct prose prose;
    struct numbering numbering;
    struct waiting waiting[NESTED];
    int boxes;   /* open text boxes */
    int skipped; /* open elements whose content is left out */
    bool in_text, in_numbering;
    struct str list; /* of the paragraph's numbering */
    int64_t level;
};

static bool is_left_out(struct str name)
{
    return str_eq(name, S("Fallback")) || str_eq(name, S("del")) || str_eq(name, S("moveFrom")) ||
           str_eq(name, S("delText")) || str_eq(name, S("rubyPr")) || str_eq(name, S("rt")) ||
           str_eq(name, S("pPrChange")) || str_eq(name, S("rPrChange"));
}

static bool put(struct document *d, struct str s, struct err *e)
{
    return prose_put(&d->prose, s, e);
}

/* ---- text boxes ---- */

static void change_line(struct document *d, struct waiting *w)
{
    struct waiting other = {.line = d->prose.line, .in_text = d->in_text};
    d->prose.line = w->line;
    d->prose.line.arena = d->arena;
    d->in_text = w->in_text;
    *w = other;
}

static void open_box(struct document *d)
{
    if (d->boxes++ < NESTED)
        change_line(d, &d->waiting[d->boxes - 1]);
}

static void close_box(struct document *d)
{
    if (!d->boxes) /* it was opened where nothing is: inside a paragraph's properties */
        return;
    prose_line(&d->prose);
    d->in_text = false;
    if (--d->boxes < NESTED)
        change_line(d, &d->waiting[d->boxes]);
}

/* ---- numbering ---- */

static void take_numbering(struct document *d, struct str name, struct str value)
{
    if (str_eq(name, S("numId")))
        d->list = str_dup(d->arena, str_sub(value, 0, 20));
    else if (str_eq(name, S("ilvl")) && !str_to_int(value, &d->level))
        d->level = -1;
}

static bool put_number(struct document *d, struct err *e)
{
    struct str number = d->list.n ? numbering_next(d->arena, &d->numbering, d->list, d->level) : S("");
    d->list = S("");
    d->level = 0;
    return !number.n || put(d, number, e);
}

/* ---- elements ---- */

static bool start_kept(struct document *d, struct str name, const char *const *attributes, struct err *e)
{
    if (str_eq(name, S("t"))) {
        d->in_text = true;
    } else if (str_eq(name, S("tab"))) {
        return d->in_numbering || put(d, S(" "), e);
    } else if (str_eq(name, S("br")) || str_eq(name, S("cr"))) {
        return put(d, S("\n"), e);
    } else if (str_eq(name, S("noBreakHyphen"))) {
        return put(d, S("-"), e);
    } else if (str_eq(name, S("pPr"))) {
        d->in_numbering = true; /* a tab here is a stop, no character */
    } else if (d->in_numbering) {
        take_numbering(d, name, xml_attribute(attributes, "val"));
    } else if (str_eq(name, S("tr"))) {
        prose_row(&d->prose);
    } else if (str_eq(name, S("tc"))) {
        prose_cell(&d->prose);
    } else if (str_eq(name, S("txbxContent"))) {
        open_box(d);
    }
    return true;
}

static bool on_start(void *to, struct str name, const char *const *attributes, struct err *e)
{
    struct document *d = to;
    if (d->skipped || is_left_out(name)) {
        d->skipped++;
        return true;
    }
    return prose_has_room(&d->prose, e) && start_kept(d, name, attributes, e);
}

static bool on_end(void *to, struct str name, struct err *e)
{
    struct document *d = to;
    if (d->skipped) {
        d->skipped--;
        return true;
    }
    if (!prose_has_room(&d->prose, e))
        return false;
    if (str_eq(name, S("t")))
        d->in_text = false;
    else if (str_eq(name, S("pPr"))) {
        d->in_numbering = false;
        return put_number(d, e);
    } else if (str_eq(name, S("p")))
        prose_line(&d->prose);
    else if (str_eq(name, S("tr")))
        prose_row_end(&d->prose);
    else if (str_eq(name, S("txbxContent")))
        close_box(d);
    return true;
}

static bool on_text(void *to, struct str piece, struct err *e)
{
    struct document *d = to;
    return !d->in_text || d->skipped || put(d, piece, e);
}

static bool read_from(struct arena *a, struct unzip *z, struct str name, struct str *text_r, struct err *e)
{
    static const struct xml_handler handler = {.start = on_start, .end = on_end, .text = on_text};
    struct document d = {.arena = a};
    if (!unzip_has(z, "word/document.xml"))
        return err_with(e, ERR_KIND, MSG_TEXT_KIND, name, S(""), S(""));
    prose_begin(&d.prose, a, name);
    if (!numbering_read(a, z, &d.numbering, e) || !xml_read_entry(z, "word/document.xml", &handler, &d, e))
        return false;
    *text_r = prose_end(&d.prose);
    return true;
}

/* What is wrong inside helps nobody who sends it: the remedy is always to save it again. */
bool docx_read_bytes(struct arena *a, struct str bytes, struct str name, struct str *text_r, struct err *e)
{
    struct unzip *z;
    if (unzip_open(a, bytes, name, &z, e) && read_from(a, z, name, text_r, e))
        return true;
    return e->code == ERR_INPUT ? err_with(e, ERR_INPUT, MSG_TEXT_DAMAGED, name, S(""), S("")) : false;
}
