/* SPDX-License-Identifier: Apache-2.0 */
/* A bulletin as a document for print. Declared in work/bulletin.h. */
#include "format/docx_out.h"
#include "format/media.h"
#include "work/bulletin.h"
#include "work/material.h"

#include <unistd.h>

struct paper {
    struct arena *a;
    struct office *office;
    const struct session *who;
    struct docx_out *out;
    size_t stories; /* below the last heading */
};

static bool keep(void *to, struct str piece, struct err *e)
{
    struct buf *b = to;
    if (!arena_left(b->arena))
        return err_set(e, ERR_LARGE, MSG_NO_ROOM);
    buf_put(b, piece);
    return true;
}

/* 十二 */
static struct str numeral(struct arena *a, size_t n)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    return str_format(a, "%s%s%s", n < 20 ? "" : digits[n / 10 % 10], n < 10 ? "" : "十", digits[n % 10]);
}

static bool read_picture(struct paper *p, struct file_look *look, struct docx_picture *picture_r)
{
    struct media m;
    struct err ignored;
    char *bytes = arena_try(p->a, look->size + 1);
    bool ok = bytes && media_probe(look->fd, look->size, S("photo.jpg"), &m, &ignored) && m.width > 0 && m.height > 0 &&
              pread(look->fd, bytes, look->size, 0) == (ssize_t)look->size;
    close(look->fd);
    if (ok)
        *picture_r = (struct docx_picture){{bytes, look->size}, m.width, m.height};
    return ok;
}

/* One that cannot be shown is left out: the paper is not. */
static bool add_photos(struct paper *p, const struct bulletin_block *block, struct err *e)
{
    struct docx_picture pictures[BULLETIN_PHOTOS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < block->photos.n; i++) {
        struct file_look look;
        struct err why;
        if (file_open(p->office, p->a, p->who, block->photos.items[i].blob, true, &look, &why))
            n += read_picture(p, &look, &pictures[n]);
    }
    return docx_out_pictures(p->out, pictures, n, e);
}

static bool add_story(struct paper *p, const struct bulletin_block *block, struct err *e)
{
    struct str title = block->title.n ? block->title : block->unit_name, text = str_trim(block->text);
    p->stories++;
    docx_out_text(p->out, DOCX_SUBHEADING,
                  str_format(p->a, "（" STR_FMT "）" STR_FMT, STR_ARG(numeral(p->a, p->stories)), STR_ARG(title)));
    if (block->unit_name.n && block->title.n)
        text = str_format(p->a, STR_FMT "（" STR_FMT "）", STR_ARG(text), STR_ARG(block->unit_name));
    docx_out_text(p->out, DOCX_TEXT, text);
    return add_photos(p, block, e);
}

static bool add_block(struct paper *p, const struct bulletin_block *block, struct err *e)
{
    if (block->kind == BLOCK_STORY)
        return add_story(p, block, e);
    if (block->kind == BLOCK_HEADING)
        p->stories = 0;
    docx_out_text(p->out, block->kind == BLOCK_HEADING ? DOCX_HEADING : DOCX_TEXT,
                  block->kind == BLOCK_HEADING ? block->title : block->text);
    return true;
}

static void add_head(struct paper *p, const struct bulletin *b, int64_t number)
{
    docx_out_text(p->out, DOCX_RED, b->name);
    docx_out_text(p->out, DOCX_CENTRE, bulletin_number_text(p->a, number));
    docx_out_text(
        p->out, DOCX_RULED,
        str_format(p->a, STR_FMT "\t" STR_FMT, STR_ARG(b->issuer), STR_ARG(bulletin_date_text(p->a, b->date))));
    docx_out_text(p->out, DOCX_TITLE, b->title);
}

static void add_receivers(struct paper *p, const char *how, struct str whom)
{
    if (whom.n)
        docx_out_text(p->out, DOCX_NOTE, str_format(p->a, "%s：" STR_FMT, how, STR_ARG(whom)));
}

static void add_end(struct paper *p, const struct bulletin *b)
{
    add_receivers(p, "报", b->report_to);
    add_receivers(p, "送", b->send_to);
    add_receivers(p, "发", b->issue_to);
    if (b->copies)
        docx_out_text(p->out, DOCX_NOTE,
                      str_format(p->a, STR_FMT "\t（共印%lld份）", STR_ARG(b->issuer), (long long)b->copies));
}

bool bulletin_paper(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                    uint64_t id, struct str *bytes_r, struct str *name_r, struct err *e)
{
    struct bulletin_view view;
    struct buf bytes = buf_new(a, 65536);
    struct paper p = {.a = a, .office = office, .who = who};
    if (!bulletin_look(office, a, who, campaign, id, &view, e))
        return false;
    bool ok = docx_out_begin(a, keep, &bytes, office_now(office), ZONE_CHINA, &p.out, e);
    if (ok)
        add_head(&p, &view.document, view.bulletin.number);
    for (size_t i = 0; ok && i < view.document.blocks.n; i++)
        ok = add_block(&p, &view.document.blocks.items[i], e);
    if (ok)
        add_end(&p, &view.document);
    if (!ok || !docx_out_finish(p.out, e))
        return false;
    *bytes_r = buf_str(&bytes);
    *name_r = view.bulletin.number ? str_format(a, "bulletin-%lld.docx", (long long)view.bulletin.number)
                                   : S("bulletin-draft.docx");
    return true;
}
