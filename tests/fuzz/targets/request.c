/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests as strangers write them. What is held: no bad access; every view of a head lies in memory that can be read;
 * a refusal has a status; and the verdict on the same bytes does not depend on how they are cut into packets, which is
 * where smuggling begins.
 */
#include "http/intake.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct told {
    uint64_t hash; /* of heads and bodies, in order */
    size_t heads, done;
    int status;
};

static void mix(struct told *t, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        t->hash = (t->hash ^ (unsigned char)s.at[i]) * 1099511628211u;
}

static void take_head(struct told *t, const struct head *h)
{
    t->heads++;
    mix(t, h->target);
    mix(t, h->host);
    for (size_t i = 0; i < h->fields.n; i++) {
        if (!h->fields.items[i].name.n)
            abort();
        mix(t, h->fields.items[i].name);
        mix(t, h->fields.items[i].value);
    }
    if (!h->host.n || !h->target.n || (h->chunked && (h->length || !h->minor)))
        abort();
}

/* One packet. False: the connection is over. */
static bool feed(struct intake *in, struct arena *a, struct str bytes, struct told *t)
{
    struct str piece;
    for (;;) {
        switch (intake_next(in, &bytes, &piece)) {
        case INTAKE_MORE:
            if (bytes.n)
                abort();
            return true;
        case INTAKE_HEAD:
            take_head(t, in->head);
            break;
        case INTAKE_BODY:
            mix(t, piece);
            break;
        case INTAKE_DONE:
            t->done++;
            intake_begin(in, a);
            break;
        case INTAKE_BAD:
            t->status = in->status;
            return false;
        }
    }
}

static struct told read_by(struct str bytes, size_t packet)
{
    struct told t = {0};
    struct intake in = {0};
    struct arena *a = arena_new("fuzz", 256 << 20);
    intake_begin(&in, a);
    while (bytes.n) {
        size_t n = packet < bytes.n ? packet : bytes.n;
        char *own = malloc(n); /* a packet of its own, so that reading past it is seen */
        if (!own)
            abort();
        memcpy(own, bytes.at, n);
        bool goes_on = feed(&in, a, (struct str){own, n}, &t);
        free(own);
        if (!goes_on)
            break;
        bytes = str_from(bytes, n);
    }
    arena_free(a);
    return t;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    struct str bytes = {(const char *)data + 1, size - 1};
    struct told whole = read_by(bytes, bytes.n), cut = read_by(bytes, 1 + data[0] % 64), single = read_by(bytes, 1);
    if (memcmp(&whole, &cut, sizeof whole) != 0 || memcmp(&whole, &single, sizeof whole) != 0)
        abort();
    if (whole.status && (whole.status < 400 || whole.status > 505))
        abort();
    return 0;
}
