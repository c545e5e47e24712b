/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PDFs of strangers, by the way they come in: our side hands the bytes to the worker, a process of its own with its limits
 * on, and reads its answer. What begins with "%PDF-say" is no PDF but the answer of a worker gone wrong (puppet.c). What is
 * held beyond whole.h: whatever becomes of the worker is a refusal with the file's name, never a fault of ours, within the
 * time a request waits; and what comes out has nothing hidden in it.
 */
#include "base/clock.h"
#include "whole.h"
#include "work/notice_text.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MS_MAX = 15000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", WHOLE_BYTES);
    struct str text;
    struct err e = {0};
    char path[40];
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    bool begins = str_starts((struct str){(const char *)data, size}, S("%PDF-"));
    must(fd >= 0 && (begins || write(fd, "%PDF-", 5) == 5) && write(fd, data, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct instant before = clock_machine();
    if (notice_file_text(a, str_of(path), S("a.pdf"), &text, &e)) {
        must(!utf8_has_hidden(text));
        whole_holds(a, text);
    } else {
        must(e.code == ERR_KIND || e.code == ERR_INPUT || e.code == ERR_INVALID || e.code == ERR_LARGE);
    }
    must(clock_machine().ms - before.ms < MS_MAX);
    close(fd);
    arena_free(a);
    return 0;
}
