/* SPDX-License-Identifier: Apache-2.0 */
/* skillweek compile: a notice in, the draft of a campaign out, as JSON or as a page for a person. */
#include "app/commands.h"
#include "app/draft.h"
#include "work/notice_text.h"

#include <stdio.h>

enum { MEMORY_LIMIT = 1024 << 20 };

static bool compile_file(struct str path, const struct notice_options *o, bool json, struct err *e)
{
    struct arena *a = arena_new("compile", MEMORY_LIMIT);
    struct str text;
    bool ok = notice_file_text(a, path, path, &text, e);
    if (ok) {
        const struct notice_draft *draft = notice_compile(a, text, o);
        struct buf b = buf_new(a, 1 << 14);
        if (json)
            draft_json(&b, draft);
        else
            draft_page(&b, draft);
        fwrite(b.at, 1, b.n, stdout);
    }
    arena_free(a);
    return ok;
}

int app_compile(int argc, char **argv)
{
    struct arena *a = arena_new("options", 1 << 20);
    bool json = false;
    struct str issued = {0};
    const struct option options[] = {
        {"json", NULL, "print JSON, one line for each file", OPTION_FLAG, &json},
        {"issued", "DATE", "the date of issue (2023-05-08), for notices that bear none", OPTION_TEXT, &issued},
        {NULL, NULL, NULL, 0, NULL},
    };
    struct strs files = options_read(a, "[--json] [--issued DATE] FILE…   (- is standard input)", options, argc, argv);
    struct notice_options how = {.issued = DAY_NONE};
    int code = EXIT_OK;
    if (files.n == 0 || (issued.n > 0 && !day_read(issued, &how.issued))) {
        fprintf(stderr, "usage: skillweek compile [--json] [--issued YYYY-MM-DD] FILE…\n");
        code = EXIT_USAGE;
    }
    for (size_t i = 0; code != EXIT_USAGE && i < files.n; i++) {
        struct err e = {0};
        if (!compile_file(files.items[i], &how, json, &e))
            code = app_fail("compile", &e);
    }
    arena_free(a);
    return code;
}
