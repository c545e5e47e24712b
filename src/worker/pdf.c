/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/pdf.h"
#include "base/file.h"

#include <poppler.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * A page in each of the four CMaps that Chinese offices' programs use without embedding them. Opening it makes poppler
 * read those tables, and what tells their characters' Unicode, while files can still be opened.
 */
static const char warm[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</A 5 0 R/B 6 0 R/C 7 0 R"
    "/D 8 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 91>>stream\n"
    "BT 9 9 Td/A 9 Tf<D6D0>Tj/B 9 Tf<4E2D>Tj/C 9 Tf<4E2D>Tj/D 9 Tf<D6D0>Tj ET                     \n"
    "endstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/GBK-EUC-H/DescendantFonts[9 0 R]>>endobj\n"
    "6 0 obj<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/UniGB-UCS2-H/DescendantFonts[9 0 R]>>endobj\n"
    "7 0 obj<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/UniGB-UTF16-H/DescendantFonts[9 0 R]>>endobj\n"
    "8 0 obj<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/GBKp-EUC-H/DescendantFonts[9 0 R]>>endobj\n"
    "9 0 obj<</Type/Font/Subtype/CIDFontType0/BaseFont/S/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    "/DW 1000/FontDescriptor 10 0 R>>endobj\n"
    "10 0 obj<</Type/FontDescriptor/FontName/S/Flags 4>>endobj\n"
    "trailer<</Root 1 0 R/Size 11>>\n%%EOF\n";

static void quiet(const char *domain, GLogLevelFlags level, const char *message, void *data)
{
    (void)domain, (void)level, (void)message, (void)data; /* what a stranger's bytes make a library say */
}

void pdf_ready(void)
{
    g_log_set_default_handler(quiet, NULL);
    GBytes *bytes = g_bytes_new_static(warm, sizeof warm - 1);
    PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL, NULL);
    PopplerPage *page = doc ? poppler_document_get_page(doc, 0) : NULL;
    if (page) {
        g_free(poppler_page_get_text(page));
        g_object_unref(page);
    }
    g_bytes_unref(bytes); /* the document stays open: poppler forgets its tables with its last one */
}

static bool read_all(int from, char **bytes_r, size_t *n_r, struct err *e)
{
    char *bytes = malloc(PDF_BYTES + 1);
    if (!bytes)
        return err_fault(e, "pdf: no memory");
    *bytes_r = bytes;
    if (!fd_read(from, bytes, PDF_BYTES + 1, n_r, e))
        return err_fault(e, "pdf: read");
    return *n_r <= PDF_BYTES || err_set(e, ERR_LARGE, MSG_TEXT_LONG);
}

static bool put_page(PopplerDocument *doc, int number, int to, size_t *taken, struct err *e)
{
    PopplerPage *page = poppler_document_get_page(doc, number);
    char *text = page ? poppler_page_get_text(page) : NULL;
    struct str said = str_of(text);
    *taken += said.n + 1;
    bool ok = *taken <= PDF_TEXT ? (fd_write(to, said, e) && fd_write(to, S("\n"), e)) || err_fault(e, "pdf: write")
                                 : err_set(e, ERR_LARGE, MSG_TEXT_LONG);
    g_free(text);
    if (page)
        g_object_unref(page);
    return ok;
}

static bool open_document(char *data, size_t n, PopplerDocument **doc_r, struct err *e)
{
    GError *why = NULL;
    GBytes *bytes = g_bytes_new_static(data, n);
    *doc_r = poppler_document_new_from_bytes(bytes, NULL, &why);
    g_bytes_unref(bytes);
    if (*doc_r)
        return true;
    bool locked = why && g_error_matches(why, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED);
    g_clear_error(&why);
    return err_set(e, locked ? ERR_KIND : ERR_INPUT, MSG_TEXT_KIND);
}

bool pdf_text(int from, int to, int *pages_r, struct err *e)
{
    PopplerDocument *doc = NULL;
    char *data = NULL;
    size_t n = 0, taken = 0;
    bool ok = read_all(from, &data, &n, e);
    if (ok && (n < 5 || memcmp(data, "%PDF-", 5)))
        ok = err_set(e, ERR_KIND, MSG_TEXT_KIND);
    ok = ok && open_document(data, n, &doc, e);
    int pages = ok ? poppler_document_get_n_pages(doc) : 0;
    if (ok && pages > PDF_PAGES)
        ok = err_set(e, ERR_LARGE, MSG_TEXT_LONG);
    for (int i = 0; ok && i < pages; i++)
        ok = put_page(doc, i, to, &taken, e);
    if (doc)
        g_object_unref(doc);
    free(data);
    if (ok)
        *pages_r = pages;
    return ok;
}
