/* SPDX-License-Identifier: Apache-2.0 */
/* Tables in (.csv, .xlsx) and workbooks out, each held against the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "format/sheet.h"
#include "format/sheet_out.h"
#include "format/xlsx.h"
#include "format/xlsx_style.h"
#include "format/zip_out.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static struct str flat(struct arena *a, const struct table *t)
{
    struct buf b = buf_new(a, 256);
    for (size_t i = 0; i < t->n; i++) {
        buf_format(&b, "%lld:", (long long)t->items[i].number);
        for (size_t c = 0; c < t->items[i].cells.n; c++) {
            buf_put(&b, c ? S("|") : S(""));
            buf_put(&b, t->items[i].cells.items[c]);
        }
        buf_lit(&b, " ");
    }
    return buf_str(&b);
}

static bool keep(void *to, struct str piece, struct err *e)
{
    (void)e;
    buf_put(to, piece);
    return true;
}

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define BOOK                                                                                                      \
    HEAD "<x:workbook xmlns:x=\"m\" xmlns:r=\"r\"><x:sheets><x:sheet name=\"a\" state=\"hidden\" r:id=\"rId1\"/>" \
         "<x:sheet name=\"b\" r:id=\"rId2\"/></x:sheets></x:workbook>"
#define RELS                                                                 \
    HEAD "<Relationships><Relationship Id=\"rId1\" Target=\"nowhere.xml\"/>" \
         "<Relationship Id=\"rId2\" Target=\"/xl/worksheets/s.xml\"/></Relationships>"
#define STYLES                                                                                                          \
    HEAD "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts>" \
         "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"                                                           \
         "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"
#define STRINGS HEAD "<sst><si><t>编码</t></si><si><r><t>名</t></r><r><t>称</t></r><rPh><t>ming</t></rPh></si></sst>"

struct made {
    const char *name, *text;
};

static struct str make_zip(struct arena *a, const struct made *entries, size_t n)
{
    struct buf b = buf_new(a, 4096);
    struct zip_out *z = zip_out_begin(a, keep, &b);
    struct err e;
    for (size_t i = 0; i < n; i++) {
        const char *slash = strrchr(entries[i].name, '/');
        struct str folder = {entries[i].name, slash ? (size_t)(slash - entries[i].name) : 0};
        assert_true(zip_out_entry(z, folder, str_of(slash ? slash + 1 : entries[i].name), (struct instant){0}, 0, &e));
        assert_true(zip_out_bytes(z, str_of(entries[i].text), &e));
    }
    assert_true(zip_out_finish(z, &e));
    return buf_str(&b);
}

static struct str workbook(struct arena *a, const char *sheet)
{
    const struct made entries[] = {{"xl/workbook.xml", BOOK},
                                   {"xl/_rels/workbook.xml.rels", RELS},
                                   {"xl/styles.xml", STYLES},
                                   {"xl/sharedStrings.xml", STRINGS},
                                   {"xl/worksheets/s.xml", sheet}};
    return make_zip(a, entries, 5);
}

static void a_workbook_is_read_with_its_gaps_styles_and_strings(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct table t;
    struct err e;
    struct str zip = workbook(
        a,
        HEAD "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>"
             "<row r=\"2\"><c r=\"A2\"/></row>"
             "<row r=\"5\"><c r=\"A5\"><v>340121</v></c><c t=\"inlineStr\"><is><t> 直 </t></is></c>"
             "<c r=\"D5\" s=\"1\"><v>45064</v></c><c s=\"2\"><v>45064.395833333336</v></c>"
             "<c s=\"1\"><v>0.4375</v></c><c t=\"str\"><f>A1</f><v>公式</v></c><c t=\"b\"><v>1</v></c>"
             "<c><v>1.1000000000000001</v></c><c t=\"s\"><v>99</v></c></row>"
             "<row><c><v>13800000000</v></c></row></sheetData></worksheet>");
    if (!sheet_read_bytes(a, zip, S("a.xlsx"), &t, &e))
        fail_msg("%s", str_z(a, err_text(a, &e, LANGUAGE_ZH)));
    assert_string_equal(str_z(a, flat(a, &t)),
                        "1:编码||名称 5:340121| 直 ||2023-05-18|2023-05-18 09:30|10:30|公式|1|1.1| "
                        "6:13800000000 ");
    arena_free(a);
}

/* Each format of a cell is looked up among the workbook's own; Excel makes 250 of them, a stranger as many as it likes. */
static void a_workbook_of_many_formats_is_read_at_once(void **state)
{
    (void)state;
    enum { FORMATS = 65000 };
    struct arena *a = arena_new("test", 128 << 20);
    struct buf styles = buf_new(a, 1 << 20);
    struct table t;
    struct err e;
    buf_lit(&styles, HEAD "<styleSheet><numFmts>");
    for (int i = 0; i < FORMATS; i++)
        buf_format(&styles, "<numFmt numFmtId=\"%d\" formatCode=\"yyyy\"/>", 164 + i);
    buf_lit(&styles, "</numFmts><cellXfs><xf numFmtId=\"65163\"/>");
    for (int i = 1; i < FORMATS; i++)
        buf_lit(&styles, "<xf numFmtId=\"163\"/>");
    buf_lit(&styles, "</cellXfs></styleSheet>");
    buf_putc(&styles, 0);
    const struct made entries[] = {{"xl/workbook.xml", BOOK},
                                   {"xl/_rels/workbook.xml.rels", RELS},
                                   {"xl/styles.xml", styles.at},
                                   {"xl/worksheets/s.xml", HEAD
                                    "<worksheet><sheetData><row><c s=\"0\"><v>45064</v></c><c s=\"1\"><v>45064</v></c>"
                                    "</row></sheetData></worksheet>"}};
    struct str zip = make_zip(a, entries, 4);
    alarm(4);
    assert_true(sheet_read_bytes(a, zip, S("a.xlsx"), &t, &e));
    alarm(0);
    assert_string_equal(str_z(a, flat(a, &t)), "1:2023-05-18|45064 ");
    arena_free(a);
}

/* As many shared strings as a stranger likes, in arenas of any size: read or refused, and there is room to say so. */
static void a_workbook_that_does_not_fit_is_refused_and_the_refusal_fits(void **state)
{
    (void)state;
    enum { STRINGS_OF_IT = 30000 };
    struct arena *a = arena_new("test", 64 << 20);
    struct buf strings = buf_new(a, 1 << 20);
    struct table t;
    struct err e;
    size_t refused = 0;
    buf_lit(&strings, HEAD "<sst>");
    for (int i = 0; i < STRINGS_OF_IT; i++)
        buf_format(&strings, "<si><t>%d</t></si>", i);
    buf_lit(&strings, "</sst>");
    buf_putc(&strings, 0);
    const struct made entries[] = {{"xl/workbook.xml", BOOK},
                                   {"xl/_rels/workbook.xml.rels", RELS},
                                   {"xl/sharedStrings.xml", strings.at},
                                   {"xl/worksheets/s.xml", HEAD "<worksheet><sheetData/></worksheet>"}};
    struct str zip = make_zip(a, entries, 4);
    for (size_t bound = 300 << 10; bound < 4 << 20; bound += 37 << 10) {
        struct arena *small = arena_new("small", bound);
        bool ok = sheet_read_bytes(small, zip, S("a.xlsx"), &t, &e);
        refused += !ok;
        if (!ok)
            assert_int_equal(e.code, ERR_LARGE);
        assert_true(ok || err_text(small, &e, LANGUAGE_ZH).n);
        arena_free(small);
    }
    assert_in_range(refused, 10, 100);
    arena_free(a);
}

static void serial_numbers_become_days_by_either_count(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        bool date, from_1904;
        const char *text;
    } cases[] = {
        {"1", true, false, "1900-01-01"},
        {"59", true, false, "1900-02-28"},
        {"61", true, false, "1900-03-01"},
        {"43602", true, true, "2023-05-18"},
        {"0.999999", true, false, "1900-01-01"},
        {"-5", true, false, "-5"},
        {"1e300", true, false, "1e+300"},
        {"12x", false, false, "12x"},
        {"0.1", false, false, "0.1"},
    };
    struct arena *a = arena_new("test", 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(str_z(a, xlsx_number_text(a, str_of(cases[i].value), cases[i].date, cases[i].from_1904)),
                            cases[i].text);
    assert_true(xlsx_code_is_date(S("yyyy\\-mm\\-dd")));
    assert_true(xlsx_code_is_date(S("[h]:mm")));
    assert_false(xlsx_code_is_date(S("#,##0.00\"day\"")));
    assert_false(xlsx_code_is_date(S("[Red]0.00;\\d0")));
    assert_false(xlsx_code_is_date(S("General")));
    arena_free(a);
}

static void what_is_no_sound_workbook_is_refused(void **state)
{
    (void)state;
    struct buf deep;
    struct arena *a = arena_new("test", 64 << 20);
    deep = buf_new(a, 1024);
    for (int i = 0; i < 70; i++)
        buf_lit(&deep, "<a>");
    const struct {
        const char *sheet;
        enum err_code code;
    } cases[] = {
        {HEAD "<worksheet><sheetData><row>", ERR_INPUT},
        {"<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet>&b;</worksheet>", ERR_INPUT},
        {str_z(a, buf_str(&deep)), ERR_INPUT},
        {HEAD "<worksheet><row><c r=\"ZZZ1\"><v>1</v></c></row></worksheet>", ERR_LARGE},
    };
    struct table t;
    struct err e;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(sheet_read_bytes(a, workbook(a, cases[i].sheet), S("a.xlsx"), &t, &e));
        assert_int_equal(e.code, cases[i].code);
    }
    const struct made other[] = {{"word/document.xml", "<a/>"}};
    assert_false(sheet_read_bytes(a, make_zip(a, other, 1), S("a.xlsx"), &t, &e));
    assert_int_equal(e.message, MSG_FILE_UNREADABLE);
    assert_false(sheet_read_bytes(a, S("\xd0\xcf\x11\xe0"), S("a.xls"), &t, &e));
    assert_int_equal(e.code, ERR_KIND);
    assert_false(sheet_read_bytes(a, S("\x89PNG\0\0"), S("a.png"), &t, &e));
    assert_int_equal(e.code, ERR_KIND);
    assert_false(sheet_read_bytes(a, S(""), S("a.csv"), &t, &e));
    arena_free(a);
}

/* 17 MB pass the door. */
static void a_csv_too_large_is_told_so_without_our_path(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    int fd = memfd_create("csv", 0);
    struct table t;
    struct err e;
    for (int mega = 17; mega <= SHEET_BYTES_MAX >> 20; mega++) {
        assert_int_equal(ftruncate(fd, (off_t)mega << 20), 0);
        assert_int_equal(pwrite(fd, "a,b\n", 4, 0), 4);
        assert_false(sheet_read(a, str_format(a, "/proc/self/fd/%d", fd), S("名录.csv"), &t, &e));
        assert_int_equal(e.code, ERR_LARGE);
        assert_int_equal(e.message, MSG_TABLE_LARGE);
    }
    close(fd);
    arena_free(a);
}

static void a_sheet_of_gbk_is_read_like_one_of_utf8(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct table t;
    struct err e;
    assert_true(sheet_read_bytes(a, S("\xb1\xe0\xc2\xeb,\xc3\xfb\xb3\xc6\r\n1,\xbc\xd7\r\n"), S("a.csv"), &t, &e));
    assert_string_equal(str_z(a, flat(a, &t)), "1:编码|名称 2:1|甲 ");
    arena_free(a);
}

static struct sheet sample(struct arena *a)
{
    struct sheet s = {.name = S("当日/活动[1]"), .title = S("活动情况日报汇总表")};
    struct sheet_column columns[] = {
        {S(""), S("序号"), 4}, {S(""), S("单位"), 14}, {S("人数"), S("学生"), 5}, {S("人数"), S("教师"), 5}};
    arena_push(a, &s.above, S("截至5月18日10:00"));
    arena_push(a, &s.below, S("当日填当日"));
    for (size_t i = 0; i < 4; i++)
        arena_push(a, &s.columns, columns[i]);
    return s;
}

static void put_sheet(struct sheet_out *w, const struct sheet *s, size_t rows)
{
    struct err e;
    assert_true(sheet_out_page(w, s, &e));
    for (size_t i = 0; i < rows; i++) {
        struct sheet_cell cells[] = {sheet_number((double)i + 1),
                                     sheet_text(i + 1 == rows ? S("合计") : S("甲\x01校&<")), sheet_number(12.5)};
        struct sheet_row row = {.kind = i + 1 == rows ? SHEET_TOTAL : SHEET_ROW, .items = cells, .n = 3, .cap = 3};
        assert_true(sheet_out_row(w, &row, &e));
    }
    sheet_out_page_end(w);
}

/* A book of so many sheets, all the same. */
static int book(struct arena *a, size_t sheets, size_t rows, uint64_t *size_r)
{
    struct sheet s = sample(a);
    struct sheet_out *w;
    struct err e;
    int fd;
    assert_true(sheet_out_begin(a, rows, &w, &e));
    for (size_t i = 0; i < sheets; i++)
        put_sheet(w, &s, rows);
    if (!sheet_out_finish(w, &fd, size_r, &e))
        fail_msg("%s", e.detail);
    return fd;
}

static size_t write_and_read(struct arena *a, size_t rows, struct table *t)
{
    struct err e;
    uint64_t size;
    int fd = book(a, 1, rows, &size);
    struct str path = str_format(a, "/proc/self/fd/%d", fd);
    if (!sheet_read(a, path, S("a.xlsx"), t, &e))
        fail_msg("%s", str_z(a, err_text(a, &e, LANGUAGE_ZH)));
    close(fd);
    return size;
}

static void a_workbook_written_reads_back_the_same(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    struct table t;
    write_and_read(a, 2, &t);
    assert_string_equal(str_z(a, flat(a, &t)), "1:活动情况日报汇总表 2:截至5月18日10:00 3:序号|单位|人数 4:||学生|教师 "
                                               "5:1|甲校&<|12.5 6:2|合计|12.5 7:当日填当日 ");
    arena_free(a);
}

static void all_visible_sheets_of_a_book_are_read(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    struct sheets sheets;
    struct err e;
    uint64_t size;
    int fd = book(a, 3, 2, &size);
    assert_true(sheet_read_all(a, str_format(a, "/proc/self/fd/%d", fd), S("a.xlsx"), &sheets, &e));
    close(fd);
    assert_int_equal(sheets.n, 3);
    assert_true(str_eq(sheets.items[0].name, S("当日_活动_1_")));
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(str_z(a, flat(a, &sheets.items[i].table)),
                            "1:活动情况日报汇总表 2:截至5月18日10:00 3:序号|单位|人数 4:||学生|教师 5:1|甲校&<|12.5 "
                            "6:2|合计|12.5 7:当日填当日 ");
    assert_true(sheet_read_all_bytes(a, S("a,b\n"), S("a.csv"), &sheets, &e));
    assert_int_equal(sheets.n, 1);
    fd = book(a, XLSX_SHEETS_MAX + 1, 2, &size);
    assert_false(sheet_read_all(a, str_format(a, "/proc/self/fd/%d", fd), S("a.xlsx"), &sheets, &e));
    assert_int_equal(e.code, ERR_LARGE);
    close(fd);
    arena_free(a);
}

/* Of a compound file, where its directory stands is anybody's guess: also across two windows of the search. */
static void what_a_file_is_instead_is_told(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    static const char locked[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    struct sheets sheets;
    struct table t;
    struct err e;
    for (size_t at = 8; at < 20000; at += 1013) {
        struct buf b = buf_new(a, 32768);
        buf_lit(&b, "\xd0\xcf\x11\xe0");
        while (b.n < at)
            buf_putc(&b, 'x');
        assert_false(sheet_read_bytes(a, buf_str(&b), S("a.xls"), &t, &e));
        assert_int_equal(e.message, MSG_SHEET_OLD);
        buf_put(&b, (struct str){locked, sizeof locked});
        int fd = memfd_create("xls", 0);
        assert_int_equal(write(fd, b.at, b.n), b.n);
        assert_false(sheet_read_all(a, str_format(a, "/proc/self/fd/%d", fd), S("a.xlsx"), &sheets, &e));
        assert_int_equal(e.message, MSG_SHEET_LOCKED);
        assert_int_equal(e.code, ERR_KIND);
        close(fd);
    }
    assert_false(sheet_read_bytes(a, S("\xff\xd8\xff\xe0\0\0"), S("a.xlsx"), &t, &e));
    assert_int_equal(e.message, MSG_SHEET_PICTURE);
    arena_free(a);
}

static void two_sheets_of_one_name_are_told_apart(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    uint64_t size;
    close(book(a, 2, 2, &size));
    arena_free(a);
}

static void thirty_thousand_rows_go_through_without_filling_memory(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20), *read = arena_new("read", 256 << 20);
    struct table t;
    struct err e;
    uint64_t size;
    clock_t start = clock();
    int fd = book(a, 1, 30000, &size);
    assert_true(sheet_read(read, str_format(a, "/proc/self/fd/%d", fd), S("a.xlsx"), &t, &e));
    close(fd);
    printf("             30000 rows: %llu KiB, %.0f ms written and read\n", (unsigned long long)size / 1024,
           1000.0 * (double)(clock() - start) / CLOCKS_PER_SEC);
    assert_int_equal(t.n, 30005);
    assert_in_range(arena_used(a), 1, 100000);
    arena_free(read);
    arena_free(a);
}

static void an_arena_too_small_is_an_answer_and_no_crash(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    struct err e;
    uint64_t size;
    int fd = book(a, 1, 3000, &size);
    for (size_t bound = 100000; bound < 1500000; bound += 100000) {
        struct arena *small = arena_new("small", bound);
        struct table t;
        if (!sheet_read(small, str_format(a, "/proc/self/fd/%d", fd), S("a.xlsx"), &t, &e))
            assert_int_equal(e.code, ERR_LARGE);
        arena_free(small);
    }
    close(fd);
    arena_free(a);
}

/* ---- two at a time ---- */

static void *write_small(void *arg)
{
    struct arena *a = arena_new("book", 16 << 20);
    struct sheet_out *w;
    struct err e;
    int fd;
    uint64_t size;
    (void)arg;
    for (int i = 0; i < 20; i++) {
        struct sheet head = {.name = S("表"), .title = S("汇总表")};
        arena_push(a, &head.columns, ((struct sheet_column){.heading = S("单位"), .width = 8}));
        assert_true(sheet_out_begin(a, 1, &w, &e) && sheet_out_page(w, &head, &e));
        sheet_out_page_end(w);
        assert_true(sheet_out_finish(w, &fd, &size, &e));
        close(fd);
    }
    arena_free(a);
    return NULL;
}

/* A race would be seen by -Db_sanitize=thread only. */
static void two_threads_write_workbooks(void **state)
{
    (void)state;
    pthread_t other;
    assert_int_equal(pthread_create(&other, NULL, write_small, NULL), 0);
    write_small(NULL);
    pthread_join(other, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook_is_read_with_its_gaps_styles_and_strings),
        cmocka_unit_test(a_workbook_of_many_formats_is_read_at_once),
        cmocka_unit_test(a_workbook_that_does_not_fit_is_refused_and_the_refusal_fits),
        cmocka_unit_test(serial_numbers_become_days_by_either_count),
        cmocka_unit_test(what_is_no_sound_workbook_is_refused),
        cmocka_unit_test(a_csv_too_large_is_told_so_without_our_path),
        cmocka_unit_test(a_sheet_of_gbk_is_read_like_one_of_utf8),
        cmocka_unit_test(a_workbook_written_reads_back_the_same),
        cmocka_unit_test(all_visible_sheets_of_a_book_are_read),
        cmocka_unit_test(what_a_file_is_instead_is_told),
        cmocka_unit_test(two_sheets_of_one_name_are_told_apart),
        cmocka_unit_test(thirty_thousand_rows_go_through_without_filling_memory),
        cmocka_unit_test(an_arena_too_small_is_an_answer_and_no_crash),
        cmocka_unit_test(two_threads_write_workbooks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
