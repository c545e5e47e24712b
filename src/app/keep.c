/* SPDX-License-Identifier: Apache-2.0 */
/* Commands on a data folder: count, verify, backup, restore; and the API's document. */
#include "app/commands.h"
#include "format/json.h"
#include "http/handlers.h"
#include "store/backup.h"
#include "store/campaign.h"
#include "store/obligation.h"
#include "store/store.h"
#include "store/verify.h"
#include "work/compare.h"

#include <stdio.h>

/* Looks at a folder of either kind, beside a server that may be running; blobs NULL: at no attachment. */
static bool look(struct arena *a, struct str data, struct str database, const struct blobs_options *blobs,
                 struct store **s, struct err *e)
{
    struct store_options how = {.any = true, .readonly = true, .database = database, .rows_only = !blobs};
    if (blobs)
        how.bucket = blobs->bucket;
    return store_open(a, data, how, s, e);
}

static bool count_campaign(struct arena *a, struct store *s, const struct campaign_record *row, struct err *e)
{
    struct reader *r = store_reader(s);
    struct obligation_records list = {0};
    struct campaign doc = {0};
    struct str text;
    struct instant at;
    if (!row->version)
        return true;
    if (!campaign_version_read(r, a, row->id, 0, &text, &at, e) ||
        !shape_read_text(a, &campaign_shape, text, &doc, e) || !obligation_load(r, a, row->id, &list, e))
        return false;
    printf(STR_FMT " " STR_FMT "\n", STR_ARG(row->key), STR_ARG(row->title));
    int64_t total = 0;
    for (size_t i = 0; i < doc.duties.n; i++) {
        int64_t n = 0;
        for (size_t k = 0; k < list.n; k++)
            n += str_eq(list.items[k].duty, doc.duties.items[i].key) && !list.items[k].withdrawn &&
                 !list.items[k].own_accord;
        printf("%8lld  " STR_FMT "\n", (long long)n, STR_ARG(doc.duties.items[i].name));
        total += n;
    }
    printf("%8lld  合计\n", (long long)total);
    return true;
}

int app_count(int argc, char **argv)
{
    struct arena *a = arena_new("count", 1 << 30);
    struct str data = {0}, database = {0};
    const struct option options[] = {
        {"data", "DIR", "the data folder", OPTION_TEXT, .to = &data, .needed = true}, OPTION_DB(&database), {0}};
    options_read(a, "--data DIR", options, 0, 0, argc, argv);
    struct err e = {0};
    struct store *s;
    struct campaign_records rows = {0};
    if (!look(a, data, database, NULL, &s, &e))
        return app_fail("count", &e);
    bool ok = campaign_list(store_reader(s), a, &rows, &e);
    for (size_t i = 0; ok && i < rows.n; i++)
        ok = count_campaign(a, s, &rows.items[i], &e);
    store_close(s);
    int code = ok ? EXIT_OK : app_fail("count", &e);
    arena_free(a);
    return code;
}

/* A server that starts now would show what the ledger says: at this moment of the campaigns' clock. */
static bool compare_cells(struct arena *a, struct store *s, struct comparison *c_r, struct err *e)
{
    struct clock clock = clock_real(), kept;
    bool known = false;
    if (store_is_rehearsal(s) && !clock_read(store_reader(s), &kept, &known, e))
        return false;
    if (known)
        clock = clock_rehearsed(kept.start, kept.rate);
    return store_compare(s, a, clock_now(&clock), c_r, e) &&
           (!c_r->wrong || err_with(e, ERR_INVALID, MSG_VERIFY_CELLS, c_r->first,
                                    str_format(a, "%lld", (long long)c_r->wrong), S("")));
}

int app_verify(int argc, char **argv)
{
    struct arena *a = arena_new("verify", (size_t)4 << 30);
    struct str data = {0}, database = {0};
    struct verify_options how = {0};
    struct blobs_options blobs = {0};
    bool export_heads = false;
    const struct option options[] = {
        {"data", "DIR", "the data folder", OPTION_TEXT, .to = &data, .needed = true},
        OPTION_DB(&database),
        OPTION_BLOBS(&blobs),
        {"heads", "FILE", "heads exported before (DIR/heads.txt)", OPTION_TEXT, .to = &how.heads},
        {"export", NULL, "afterwards append the chains' heads to that file and print them", OPTION_FLAG,
         .to = &export_heads},
        {"no-files", NULL, "leave the attachments out", OPTION_FLAG, .to = &how.skip_blobs},
        {0}};
    options_read(a, "--data DIR [OPTION …]", options, 0, 0, argc, argv);
    blobs_check(&blobs, argv[0]);
    struct err e = {0};
    struct store *s;
    struct verify_counts n;
    struct comparison cells;
    struct str lines = {0};
    if (!look(a, data, database, how.skip_blobs ? NULL : &blobs, &s, &e))
        return app_fail("verify", &e);
    bool ok = store_verify(a, s, &how, &n, &e) && compare_cells(a, s, &cells, &e) &&
              (!export_heads || store_export_head(a, s, how.heads, &lines, &e));
    store_close(s);
    if (ok)
        printf("核验通过：事件 %llu 条，报送 %llu 份，附件 %llu 个，一览表 %lld 格\n" STR_FMT,
               (unsigned long long)n.events, (unsigned long long)n.reports, (unsigned long long)n.blobs,
               (long long)cells.cells, STR_ARG(lines));
    int code = ok ? EXIT_OK : app_fail("verify", &e);
    arena_free(a);
    return code;
}

static void tell_broken(const struct strs *broken)
{
    for (size_t i = 0; i < broken->n; i++)
        printf("附件 " STR_FMT " 已损坏：请从更早的备份中找回，或请报送单位重新上传同一文件\n",
               STR_ARG(broken->items[i]));
}

int app_backup(int argc, char **argv)
{
    struct arena *a = arena_new("backup", 1 << 30);
    struct str data = {0}, database = {0};
    const struct option options[] = {
        {"data", "DIR", "the data folder", OPTION_TEXT, .to = &data, .needed = true}, OPTION_DB(&database), {0}};
    struct strs files = options_read(a, "--data DIR FILE", options, 1, 1, argc, argv);
    struct err e = {0};
    struct store *s;
    struct backup_counts n;
    if (!look(a, data, database, NULL, &s, &e))
        return app_fail("backup", &e);
    bool ok = store_backup(a, s, files.items[0], &n, &e);
    store_close(s);
    if (ok)
        printf("备份完成：附件 %llu 个，共 %llu 字节\n", (unsigned long long)n.blobs, (unsigned long long)n.bytes);
    if (ok && n.elsewhere)
        printf("附件在存储桶中，不在这份备份里：请在存储桶上开启版本控制或跨区域复制\n");
    if (ok)
        tell_broken(&n.broken);
    for (size_t i = 0; ok && i < n.gone.n; i++)
        printf("附件 " STR_FMT " 不见了，不在这份备份中：请从更早的备份中找回，或请报送单位重新上传同一文件\n",
               STR_ARG(n.gone.items[i]));
    int code = ok ? EXIT_OK : app_fail("backup", &e);
    arena_free(a);
    return code;
}

int app_restore(int argc, char **argv)
{
    struct arena *a = arena_new("restore", 1 << 30);
    struct str data = {0}, database = {0};
    const struct option options[] = {
        {"data", "DIR", "the data folder to make", OPTION_TEXT, .to = &data, .needed = true},
        {"database", "URI|FILE", "an empty PostgreSQL that takes the rows, or a file whose first line says so",
         OPTION_DATABASE, .to = &database},
        {0}};
    struct strs files = options_read(a, "--data DIR [--database URI|FILE] FILE", options, 1, 1, argc, argv);
    struct err e = {0};
    struct backup_counts n;
    bool ok = store_restore(a, files.items[0], data, database, &n, &e);
    if (ok)
        printf("恢复完成：附件 %llu 个%s\n", (unsigned long long)n.blobs,
               n.elsewhere ? "；其余附件在存储桶中，启动时请用 --blobs 指明它" : "");
    if (ok)
        tell_broken(&n.broken);
    int code = ok ? EXIT_OK : app_fail("restore", &e);
    arena_free(a);
    return code;
}

int app_openapi(int argc, char **argv)
{
    struct arena *a = arena_new("openapi", 64 << 20);
    const struct option options[] = {{0}};
    options_read(a, "", options, 0, 0, argc, argv);
    struct str doc = routes_openapi(a, routes, route_count);
    bool ok = fwrite(doc.at, 1, doc.n, stdout) == doc.n && putchar('\n') != EOF;
    arena_free(a);
    return ok ? EXIT_OK : EXIT_FAILED;
}
