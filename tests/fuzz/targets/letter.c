/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Letters of strangers, by the way they come in: our side hands the bytes to the worker, a process of its own with its
 * limits on, and reads its answer. What begins with "%PDF-say" is no letter but the answer of a worker gone wrong
 * (puppet.c). Held: whatever becomes of the worker, the letter is read or unreadable and never a fault of ours, within the
 * time its door waits; texts have nothing hidden in them, and attachments lie within what the worker wrote. What is kept
 * for an answer can be written: lines of at most 998 characters, ASCII, none of which a stranger began.
 */
#include "base/clock.h"
#include "format/letter_out.h"
#include "work/letter.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MS_MAX = 20000, FILES_MAX = 200 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
    if (!good)
        abort();
}

static void clean(struct str s)
{
    must(utf8_is_valid(s) && !utf8_has_hidden(s));
}

static void look_at(const struct letter_parts *p, const struct scratch *to)
{
    clean(p->sender);
    clean(p->subject);
    clean(p->written);
    clean(p->words);
    must(p->files.n <= FILES_MAX);
    for (size_t i = 0; i < p->files.n; i++) {
        clean(p->files.items[i].name);
        must(p->files.items[i].at + p->files.items[i].n <= to->size);
    }
}

static void answer(struct arena *a, const struct letter_parts *p)
{
    struct letter_answer to = letter_answer_of(a, p);
    struct letter_out l = {.from = S("o@b.cn"),
                           .to = to.address,
                           .id = S("<1@b.cn>"),
                           .answers = to.message,
                           .refs = to.refs,
                           .subject = S("x"),
                           .words = p->words,
                           .at = {0}};
    struct str bytes, line;
    struct err e;
    size_t fields = 0;
    must(to.address.n || to.silence);
    if (!to.address.n)
        return;
    must(letter_write(a, &l, &bytes, &e));
    bool head = true;
    while (bytes.n && str_cut(&bytes, S("\r\n"), &line)) {
        must(line.n <= 998);
        for (size_t i = 0; i < line.n; i++)
            must(line.at[i] >= ' ' && line.at[i] < 0x7f);
        head = head && line.n;
        fields += head && line.at[0] != ' ';
    }
    must(fields == (to.message.n ? 12 : 10));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", LETTER_ARENA);
    struct scratch to = {.fd = memfd_create("to", MFD_CLOEXEC)};
    int from = memfd_create("from", MFD_CLOEXEC);
    struct letter_parts p;
    struct err e = {0};
    must(from >= 0 && to.fd >= 0 && write(from, data, size) == (ssize_t)size && lseek(from, 0, SEEK_SET) == 0);
    struct instant before = clock_machine();
    if (letter_unpack(a, from, &to, &p, &e)) {
        look_at(&p, &to);
        answer(a, &p);
    } else {
        must(e.code == ERR_INPUT || e.code == ERR_LARGE);
    }
    must(clock_machine().ms - before.ms < MS_MAX);
    close(from);
    close(to.fd);
    arena_free(a);
    return 0;
}
