/* SPDX-License-Identifier: Apache-2.0 */
/* skillweek compile: a notice in, the draft of a campaign out, as JSON or as a page for a person. */
#include "app/commands.h"
#include "app/draft.h"
#include "work/notice_text.h"

#include <stdio.h>

static void put_draft(struct buf *b, const struct notice_draft *d, bool json)
{
    if (json)
        draft_json(b, d);
    else
        draft_page(b, d);
}

/* Of several files each page begins with its file's name; as JSON each file has its line, also one that is not read. */
static bool compile_file(struct str path, const struct notice_options *o, bool json, bool several, struct err *e)
{
    struct arena *a = arena_new("compile", NOTICE_FILE_ARENA);
    struct buf b = buf_new(a, 1 << 14);
    struct str text, name = str_eq(path, S("-")) ? S("标准输入") : path;
    bool ok = notice_file_text(a, path, name, &text, e);
    if (several && !json)
        buf_format(&b, "==> " STR_FMT " <==\n", STR_ARG(path));
    if (ok)
        put_draft(&b, notice_compile(a, text, o), json);
    else if (json)
        buf_lit(&b, "null\n");
    fwrite(b.at, 1, b.n, stdout);
    fflush(stdout);
    arena_free(a);
    return ok;
}

int app_compile(int argc, char **argv)
{
    struct arena *a = arena_new("options", 1 << 20);
    bool json = false;
    struct str issued = {0};
    const struct option options[] = {
        {"json", NULL, "print JSON, one line for each file; null where one cannot be read", OPTION_FLAG, .to = &json},
        {"issued", "DATE", "the date of issue (2023-05-08), for notices that bear none", OPTION_TEXT, .to = &issued},
        {0},
    };
    struct strs files =
        options_read(a,
                     "[--json] [--issued DATE] FILE…\n\n"
                     "Reads .txt and .md (UTF-8, UTF-16, GBK, GB18030), .html, .docx and .pdf of at most 20 MB\n"
                     "and 1 MB of text (some 350,000 characters); - is standard input. Exit status: 0 all were\n"
                     "read, 1 one could not be (standard error says why and what to do) or the output could not\n"
                     "be written, 2 wrong usage.",
                     options, 1, SIZE_MAX, argc, argv);
    struct notice_options how = {.issued = DAY_NONE};
    int code = EXIT_OK;
    if (issued.n && !day_read(issued, &how.issued))
        option_refuse("compile", "issued", issued, S("2023-05-08"));
    for (size_t i = 0; i < files.n && !ferror(stdout); i++) {
        struct err e = {0};
        if (!compile_file(files.items[i], &how, json, files.n > 1, &e))
            code = app_fail("compile", &e);
    }
    arena_free(a);
    return code;
}
