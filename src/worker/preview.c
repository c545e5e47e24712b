/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/preview.h"
#include "base/file.h"
#include "format/media.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vips/vips.h>
#include <vips/vector.h>

static const off_t FILE_MOST = (off_t)128 << 20;
static const int64_t PIXELS_MOST = 100000000;

/* ---- starting libvips ---- */

static void say_nothing(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer arg)
{
    (void)domain, (void)level, (void)message, (void)arg;
}

/* Debian has the HEIC reader as a module. The others (ImageMagick, poppler, OpenSlide …) are nothing we want in here. */
static void load_heic(void)
{
    GModule *m = g_module_open(VIPS_MODULES "/vips-heif.so", G_MODULE_BIND_LAZY);
    if (m)
        g_module_make_resident(m);
}

static void allow_readers(void)
{
    static const char *const readers[] = {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadNsgif",
                                          "VipsForeignLoadWebp", "VipsForeignLoadHeif"};
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        vips_operation_block_set(readers[i], FALSE);
}

bool preview_ready(const char *program, struct err *e)
{
    g_log_set_default_handler(say_nothing, NULL);
    setenv("VIPSHOME", "/nonexistent", 1); /* where it looks for modules */
    if (vips_init(program))
        return err_fault(e, "libvips does not start");
    load_heic();
    allow_readers();
    vips_block_untrusted_set(TRUE);
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_vector_set_enabled(FALSE); /* it writes code at run time, which confinement forbids */
    return true;
}

/* ---- a picture ---- */

static bool is_small_enough(struct str file, struct err *e)
{
    VipsImage *head = vips_image_new_from_buffer(file.at, file.n, "", NULL);
    if (!head)
        return err_with(e, ERR_INPUT, MSG_MEDIA_BROKEN, S(""), S(""), S(""));
    int64_t pixels = (int64_t)vips_image_get_width(head) * vips_image_get_height(head);
    g_object_unref(head);
    return pixels <= PIXELS_MOST || err_with(e, ERR_LARGE, MSG_MEDIA_PIXELS, S(""), S(""), S(""));
}

/* Reads only as much as the small one needs (JPEG is decoded at an eighth), and turns it upright. fail_on stands in the
 * reader's options because libvips 8.14 does not pass its own on for bytes in memory. */
static VipsImage *shrink(struct str file)
{
    VipsImage *small = NULL, *flat = NULL;
    if (vips_thumbnail_buffer((void *)(uintptr_t)file.at, file.n, &small, PREVIEW_SIDE, "height", PREVIEW_SIDE, "size",
                              VIPS_SIZE_DOWN, "export_profile", "srgb", "option_string", "[fail_on=truncated]", NULL))
        return NULL;
    if (!vips_image_hasalpha(small))
        return small;
    VipsArrayDouble *white = vips_array_double_newv(1, 255.0);
    if (vips_flatten(small, &flat, "background", white, NULL))
        flat = NULL;
    vips_area_unref(VIPS_AREA(white));
    g_object_unref(small);
    return flat;
}

static bool make(struct str file, int to, struct preview *p_r, struct err *e)
{
    void *jpeg = NULL;
    size_t n = 0;
    if (!is_small_enough(file, e))
        return false;
    VipsImage *small = shrink(file);
    /* Here the pixels are decoded; strip leaves out EXIF, XMP, IPTC and profiles. */
    bool made = small && !vips_jpegsave_buffer(small, &jpeg, &n, "Q", PREVIEW_QUALITY, "strip", TRUE, "optimize_coding",
                                               TRUE, NULL);
    struct preview p = {0};
    if (made)
        p = (struct preview){vips_image_get_width(small), vips_image_get_height(small)};
    if (small)
        g_object_unref(small);
    if (!made)
        return err_with(e, ERR_INPUT, MSG_MEDIA_BROKEN, S(""), S(""), S(""));
    bool ok = fd_write(to, (struct str){jpeg, n}, e) || err_fault(e, "the preview cannot be written");
    g_free(jpeg);
    if (ok)
        *p_r = p;
    return ok;
}

bool preview_make(int from, int to, struct preview *p_r, struct err *e)
{
    struct media m;
    off_t size = lseek(from, 0, SEEK_END); /* fstat would have to be allowed with any path */
    if (size < 0)
        return err_fault(e, "there is no picture to read");
    if (size > FILE_MOST)
        return err_with(e, ERR_LARGE, MSG_TOO_LARGE, S("128 MB"), S(""), S(""));
    if (!media_probe(from, (uint64_t)size, S(""), &m, e))
        return false;
    if (!media_is_picture(m.kind))
        return err_with(e, ERR_KIND, MSG_MEDIA_KIND, S(""), S(""), S(""));
    void *bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, from, 0);
    if (bytes == MAP_FAILED)
        return err_fault(e, "no memory for the picture");
    bool ok = make((struct str){bytes, (size_t)size}, to, p_r, e);
    munmap(bytes, (size_t)size);
    return ok;
}
