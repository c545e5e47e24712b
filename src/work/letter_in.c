/* SPDX-License-Identifier: Apache-2.0 */
/* Letters that come: read, matched, put into the tray. Declared in work/letter.h. */
#include "base/log.h"
#include "domain/letter.h"
#include "format/letter_out.h"
#include "format/media.h"
#include "format/sheet.h"
#include "work/letter.h"

#include <unistd.h>

enum { CHUNK = 1 << 16, BOOK_ARENA = 128 << 20, TOLD_WORDS = 400 };

struct arriving {
    struct op op;
    struct office *office;
    struct arena *arena;
    struct letter_record letter;
    struct letter_answer answer;
    struct mailbox_mark mark;
};

static bool arrive_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct arriving *in = (struct arriving *)(void *)op;
    bool added = false;
    return mailbox_put(tx, &in->mark, e) && letter_put(tx, &in->letter, &added, e) &&
           (!added || letter_answer_put(tx, in->letter.id, &in->answer, e));
}

static bool mark_apply(struct op *op, struct tx *tx, struct err *e)
{
    return mailbox_put(tx, &((struct arriving *)(void *)op)->mark, e);
}

bool letter_mark(struct office *office, const struct mailbox_mark *mark, struct err *e)
{
    struct arriving in = {.op = {.apply = mark_apply}, .mark = *mark};
    return ledger_wait(office_store(office), &in.op, e);
}

/* ---- attachments ---- */

static bool copy_part(const struct letter_parts *p, const struct letter_part *part, struct blob_writer *w,
                      struct err *e)
{
    char room[CHUNK];
    for (uint64_t done = 0; done < part->n;) {
        size_t n = part->n - done < CHUNK ? (size_t)(part->n - done) : CHUNK;
        ssize_t got = pread(p->fd, room, n, (off_t)(part->at + done));
        if (got <= 0)
            return err_fault(e, "letter: what the worker wrote cannot be read");
        if (!blob_write(w, (struct str){room, (size_t)got}, e))
            return false;
        done += (uint64_t)got;
    }
    return true;
}

static bool keep_part(struct arriving *in, const struct letter_parts *p, const struct letter_part *part,
                      struct blob *b_r, struct err *e)
{
    struct blob_writer *w;
    if (!blob_begin(office_blobs(in->office), &w, e))
        return false;
    if (!copy_part(p, part, w, e)) {
        blob_abandon(w);
        return false;
    }
    return blob_finish_wait(w, b_r, e);
}

/* The obligation that a workbook of ours names, if there is one. */
static struct obligation_id stamp_of(struct office *office, int fd, struct str name)
{
    struct arena *a = arena_new("workbook", BOOK_ARENA);
    struct sheets sheets = {0};
    struct form_stamp stamp;
    struct obligation_id found = {0};
    struct live_obligation *o;
    struct err ignored;
    if (sheet_read_all(a, str_format(a, "/proc/self/fd/%d", fd), name, &sheets, &ignored))
        for (size_t i = 0; i < sheets.n && !found.n; i++)
            if (form_stamp_find(&sheets.items[i].table, &stamp))
                found.n = stamp.obligation;
    arena_free(a);
    office_read(office);
    struct live *l = found.n ? office_campaign_with(office, found, &o) : NULL;
    if (!l || o->o.duty < 0 || l->reg != office_first_register(office))
        found.n = 0;
    office_read_done(office);
    return found;
}

/* What it is, by its bytes; a kind that no report takes stays with the letter all the same. */
static bool look_at(struct arriving *in, struct letter_file *f, struct err *e)
{
    struct media m;
    int fd;
    uint64_t size;
    struct err ignored;
    if (!blob_open(office_blobs(in->office), f->blob, &fd, &size, e))
        return false;
    if (media_probe(fd, size, f->name, &m, &ignored)) {
        f->type = str_of(media_type(m.kind));
        f->width = m.width;
        f->height = m.height;
        if (m.kind == MEDIA_XLSX || m.kind == MEDIA_TEXT)
            f->obligation = stamp_of(in->office, fd, f->name);
    }
    close(fd);
    return true;
}

static bool take_part(struct arriving *in, const struct letter_parts *p, size_t i, struct err *e)
{
    const struct letter_part *part = &p->files.items[i];
    struct blob b;
    if (!keep_part(in, p, part, &b, e))
        return false;
    struct letter_file f = {.blob = b.id, .name = part->name, .size = (int64_t)b.size};
    if (!f.name.n)
        f.name = str_format(in->arena, "附件%zu", i + 1);
    if (!look_at(in, &f, e))
        return false;
    if (f.type.n)
        f.name = media_name(in->arena, f.name, f.type);
    arena_push(in->arena, &in->letter.files, f);
    return true;
}

/* ---- whose it is ---- */

struct strs letter_lines(struct arena *a, const struct letter_record *l)
{
    struct strs lines = {0};
    arena_push(a, &lines, l->subject);
    for (size_t i = 0; i < l->files.n; i++)
        arena_push(a, &lines, l->files.items[i].name);
    arena_push(a, &lines, utf8_head(l->words, TOLD_WORDS));
    return lines;
}

struct choices {
    struct letter_choice *items;
    size_t n, cap;
};

/* Under office_read: all that the unit owes in the campaign. */
static struct choices choices_of(struct arena *a, const struct live *l, const struct unit *u, struct instant now)
{
    struct choices list = {0};
    int64_t at = roll_index(l->roll, u->id);
    for (size_t c = 0; at >= 0 && l->matrix && c < l->columns.n; c++) {
        const struct live_obligation *o = live_at(l, at, c);
        if (!o || o->o.withdrawn || o->o.duty < 0)
            continue;
        struct verdict v = live_verdict(o, now);
        struct letter_choice one = {.id = o->o.id,
                                    .duty = &l->doc.duties.items[o->o.duty],
                                    .day = o->o.day,
                                    .opens = o->o.opens,
                                    .due = v.due,
                                    .reported = v.reported};
        arena_push(a, &list, one);
    }
    return list;
}

/* Under office_read. The newest campaign whose words fit. */
static void suggest_by_words(struct arriving *in)
{
    struct letter_record *l = &in->letter;
    const struct roll *roll = office_roll(in->office, office_first_register(in->office));
    struct strs lines = letter_lines(in->arena, l);
    const struct unit *u = roll ? letter_unit(&roll->units, &lines) : NULL;
    struct live **list;
    size_t n = u ? office_campaigns(in->office, &list) : 0;
    while (n-- > 0 && !l->obligation.n) {
        if (!list[n]->version || list[n]->roll != roll)
            continue;
        struct day near = instant_day(l->arrived_at, (int)list[n]->doc.zone);
        struct choices c = choices_of(in->arena, list[n], u, l->fetched_at);
        const struct letter_choice *best =
            letter_choose(in->arena, u, c.items, c.n, &lines, l->arrived_at, letter_day(&lines, near));
        if (best)
            l->obligation = best->id;
    }
}

static void suggest(struct arriving *in)
{
    struct letter_record *l = &in->letter;
    for (size_t i = 0; i < l->files.n && !l->obligation.n; i++)
        l->obligation = l->files.items[i].obligation;
    l->stamped = l->obligation.n;
    if (l->stamped)
        return;
    office_read(in->office);
    suggest_by_words(in);
    office_read_done(in->office);
}

/* ---- whether it can be answered ---- */

struct letter_answer letter_answer_of(struct arena *a, const struct letter_parts *p)
{
    struct letter_answer answer = {.address = answer_address(&p->marks),
                                   .message = letter_id_is_sound(p->message) ? p->message : S(""),
                                   .refs = letter_ids(a, p->refs),
                                   .silence = answer_silence(&p->marks)};
    if (!letter_address_is_sound(answer.address)) {
        answer.address = S("");
        answer.silence = answer.silence ? answer.silence : SILENCE_NOBODY;
    }
    return answer;
}

/* ---- in ---- */

static bool read_parts(struct arriving *in, int fd, struct scratch *to, struct err *e)
{
    struct letter_record *l = &in->letter;
    struct letter_parts p;
    if (!letter_unpack(in->arena, fd, to, &p, e))
        return false;
    l->sender = p.sender;
    l->subject = p.subject;
    l->written = p.written;
    l->words = p.words;
    in->answer = letter_answer_of(in->arena, &p);
    bool ok = true;
    for (size_t i = 0; ok && i < p.files.n; i++)
        ok = take_part(in, &p, i, e);
    return ok;
}

static bool read_letter(struct arriving *in, int fd, struct err *e)
{
    struct scratch to;
    uint64_t floor = (uint64_t)office_limits(in->office)->disk_floor_mb << 20;
    if (!scratch_open(office_store(in->office), floor, &to, e))
        return false;
    bool ok = read_parts(in, fd, &to, e);
    close(to.fd);
    return ok;
}

/* What cannot be read waits in the tray as it came; what fails here (the disk) is tried again. */
static bool read_or_mark(struct arriving *in, bool too_large, struct err *e)
{
    struct letter_record *l = &in->letter;
    int fd;
    uint64_t size;
    if (!blob_open(office_blobs(in->office), l->blob, &fd, &size, e))
        return false;
    bool read = read_letter(in, fd, e);
    close(fd);
    if (!read && e->code != ERR_INPUT && e->code != ERR_LARGE)
        return false;
    if (!read)
        log_line(LOG_WARN, "letter.unread", "\"code\":\"%s\",\"detail\":\"%s\"", err_name(e->code),
                 log_text(e->detail).at);
    l->trouble = too_large || (!read && e->code == ERR_LARGE) ? LETTER_LARGE : read ? LETTER_READABLE : LETTER_BROKEN;
    if (too_large) /* its attachments are cut off */
        l->files.n = 0;
    if (read)
        suggest(in);
    return true;
}

bool letter_arrive(struct office *office, const struct letter_come *come, struct err *e)
{
    struct arena *a = arena_new("letter", LETTER_ARENA);
    bool known = false;
    struct arriving in = {.op = {.apply = arrive_apply},
                          .office = office,
                          .arena = a,
                          .mark = come->mark,
                          .answer.silence = SILENCE_NOBODY,
                          .letter = {.blob = come->blob.id,
                                     .size = (int64_t)come->blob.size,
                                     .arrived_at = come->arrived_at,
                                     .fetched_at = office_now(office)}};
    bool ok = letter_is_known(store_reader(office_store(office)), come->blob.id, &known, e);
    if (ok && known)
        ok = letter_mark(office, &come->mark, e);
    else if (ok)
        ok = read_or_mark(&in, come->too_large, e) && ledger_wait(office_store(office), &in.op, e);
    arena_free(a);
    if (ok && !known)
        office_tell(office, 0, ~0ull, S("letters"), S("{}"));
    return ok;
}
