/* SPDX-License-Identifier: Apache-2.0 */
/* What of a letter becomes the body of a report: its workbook's forms, its attachments by part. Declared in work/letter.h. */
#include "base/hash.h"
#include "format/json.h"
#include "format/media.h"
#include "work/letter.h"

#include <unistd.h>

static const struct part *part_of_kind(const struct duty *duty, int kind)
{
    for (size_t i = 0; i < duty->parts.n; i++)
        if (duty->parts.items[i].kind == kind)
            return &duty->parts.items[i];
    return NULL;
}

const struct part *letter_part_for(const struct duty *duty, const struct letter_file *f)
{
    struct str type = f->type;
    const struct part *own = str_starts(type, S("image/"))   ? part_of_kind(duty, PART_PHOTOS)
                             : str_starts(type, S("video/")) ? part_of_kind(duty, PART_VIDEOS)
                                                             : NULL;
    const struct part *files = part_of_kind(duty, PART_FILES);
    if (!type.n || f->obligation.n)
        return NULL;
    return own ? own : files ? files : part_of_kind(duty, PART_PIECES);
}

/* ---- the workbook ---- */

bool letter_blob(struct office *office, struct blob_id id, int *fd_r, uint64_t *size_r, struct err *e)
{
    return blob_check(office_blobs(office), id, e) && blob_open(office_blobs(office), id, fd_r, size_r, e);
}

/* The one that says it is this obligation's, else the first that nobody has taken in, else the first. */
static int64_t book_for(const struct letter_record *l, struct obligation_id id)
{
    int64_t first = -1;
    bool first_taken = false;
    struct str workbook = str_of(media_type(MEDIA_XLSX));
    for (size_t i = 0; i < l->files.n; i++) {
        const struct letter_file *f = &l->files.items[i];
        if (f->obligation.n == id.n)
            return (int64_t)i;
        if (!str_eq(f->type, workbook) || (first >= 0 && !(first_taken && !f->taken)))
            continue;
        first = (int64_t)i;
        first_taken = f->taken;
    }
    return first;
}

/* That it cannot be read is a finding, which the page tells. */
static bool read_book(struct office *office, struct arena *a, const struct session *who, const struct letter_record *l,
                      struct obligation_id id, struct letter_body *b, struct err *e)
{
    const struct letter_file *f = &l->files.items[b->book];
    struct filled_view *filled = arena_one(a, struct filled_view);
    struct err why;
    int fd;
    uint64_t size;
    if (!letter_blob(office, f->blob, &fd, &size, e))
        return false;
    if (report_read_workbook(office, a, who, id, str_format(a, "/proc/self/fd/%d", fd), f->name, who->language, filled,
                             &why))
        b->filled = filled;
    else
        b->unread = err_text(a, &why, who->language);
    close(fd);
    return true;
}

/* ---- the body ---- */

static void put_file(struct buf *b, const struct letter_file *f, struct str part)
{
    char hex[65] = {0};
    hex_put(hex, f->blob.sha256, sizeof f->blob.sha256);
    buf_format(b, "{\"blob\":\"%s\",\"name\":", hex);
    json_str(b, f->name);
    if (part.n) {
        buf_lit(b, ",\"part\":");
        json_str(b, part);
    }
    buf_lit(b, ",\"type\":");
    json_str(b, f->type);
    buf_format(b, ",\"size\":%lld,\"width\":%lld,\"height\":%lld}", (long long)f->size, (long long)f->width,
               (long long)f->height);
}

/* A piece is a document by itself, titled as it is named. */
static void put_piece(struct buf *b, const struct letter_file *f)
{
    struct str title = f->name;
    for (size_t i = f->name.n; i > 1; i--)
        if (f->name.at[i - 1] == '.') {
            title.n = i - 1;
            break;
        }
    buf_lit(b, "{\"title\":");
    json_str(b, title);
    buf_lit(b, ",\"text\":\"\",\"files\":[");
    put_file(b, f, S(""));
    buf_lit(b, "]}");
}

struct choosing {
    const struct letter_record *letter;
    const struct duty *duty;
    const bool *chosen;
    int64_t book;
};

static const struct part *goes_to(const struct choosing *c, size_t i)
{
    bool goes = c->chosen[i] && (int64_t)i != c->book;
    return goes ? letter_part_for(c->duty, &c->letter->files.items[i]) : NULL;
}

static void put_files(struct buf *b, const struct choosing *c, bool pieces)
{
    size_t n = 0;
    for (size_t i = 0; i < c->letter->files.n; i++) {
        const struct part *p = goes_to(c, i);
        if (!p || (p->kind == PART_PIECES) != pieces)
            continue;
        if (n++)
            buf_putc(b, ',');
        if (pieces)
            put_piece(b, &c->letter->files.items[i]);
        else
            put_file(b, &c->letter->files.items[i], p->key);
    }
}

/* A text that the duty wants is the letter's own, where there is one. */
static void put_texts(struct buf *b, const struct choosing *c)
{
    size_t n = 0;
    for (size_t i = 0; c->letter->words.n && i < c->duty->parts.n; i++) {
        const struct part *p = &c->duty->parts.items[i];
        if (p->kind != PART_TEXT || !p->required)
            continue;
        if (n++)
            buf_putc(b, ',');
        json_str(b, p->key);
        buf_putc(b, ':');
        json_str(b, c->letter->words);
    }
}

static struct str written(struct arena *a, const struct choosing *c, const struct json *forms)
{
    struct buf b = buf_new(a, 4096);
    const struct part *pieces = part_of_kind(c->duty, PART_PIECES);
    buf_lit(&b, "{\"forms\":");
    if (forms)
        json_write(&b, forms);
    else
        buf_lit(&b, "{}");
    buf_lit(&b, ",\"texts\":{");
    put_texts(&b, c);
    buf_lit(&b, "},\"files\":[");
    put_files(&b, c, false);
    buf_lit(&b, "],\"pieces\":{");
    if (pieces) {
        json_str(&b, pieces->key);
        buf_lit(&b, ":[");
        put_files(&b, c, true);
        buf_putc(&b, ']');
    }
    buf_lit(&b, "}}");
    return buf_str(&b);
}

bool letter_body_of(struct office *office, struct arena *a, const struct session *who, const struct letter_record *l,
                    const struct obligation_detail *of, const bool *chosen, struct letter_body *body_r, struct err *e)
{
    struct letter_body b = {.book = of->forms.n ? book_for(l, of->obligation.id) : -1};
    struct json *tree = arena_one(a, struct json), filled;
    const struct json *forms = NULL;
    if (b.book >= 0 && !read_book(office, a, who, l, of->obligation.id, &b, e))
        return false;
    if (b.filled && b.filled->usable) {
        if (!json_read(a, b.filled->body, &filled, e))
            return false;
        forms = json_get(&filled, S("forms"));
    }
    struct choosing c = {l, &of->duty, chosen, b.book};
    b.body.text = written(a, &c, forms);
    b.body.tree = tree;
    if (!json_read(a, b.body.text, tree, e))
        return false;
    *body_r = b;
    return true;
}
