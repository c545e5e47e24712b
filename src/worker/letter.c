/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/letter.h"
#include "base/file.h"
#include "format/charset.h"
#include "format/html.h"

#include <gmime/gmime.h>
#include <iconv.h>

struct taking {
    int to;
    int parts;
    struct arena *arena;
    struct buf text;
    GMimePart *html; /* the first one */
    GPtrArray *attachments;
    struct err *e;
};

static void quiet(const char *domain, GLogLevelFlags level, const char *message, void *data)
{
    (void)domain, (void)level, (void)message, (void)data; /* what a stranger's bytes make a library say */
}

/* The C library reads a table when it is first asked for; held open, it stays. */
static void hold_tables(void)
{
    static const char *const names[] = {"GB18030", "GBK",        "GB2312",       "BIG5",        "UTF-16",
                                        "UTF-8",   "ISO-8859-1", "WINDOWS-1252", "ISO-8859-15", "US-ASCII"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)iconv_open("UTF-8", names[i]);
}

void letter_ready(void)
{
    g_log_set_default_handler(quiet, NULL);
    g_mime_init();
    hold_tables();
}

/* ---- out ---- */

static bool put_head(const struct taking *t, const char *name, size_t n)
{
    char line[40];
    int length = snprintf(line, sizeof line, "%s %zu\n", name, n);
    return fd_write(t->to, (struct str){line, (size_t)length}, t->e) || err_fault(t->e, "letter: write");
}

static bool put(const struct taking *t, const char *name, struct str bytes)
{
    return put_head(t, name, bytes.n) && (fd_write(t->to, bytes, t->e) || err_fault(t->e, "letter: write"));
}

/* Decoded twice, since how long it is stands before it; nothing of it is held. */
static bool put_content(const struct taking *t, GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (!content)
        return put(t, "data", S(""));
    GMimeStream *nowhere = g_mime_stream_null_new();
    bool known = g_mime_data_wrapper_write_to_stream(content, nowhere) >= 0;
    size_t n = known ? GMIME_STREAM_NULL(nowhere)->written : 0;
    g_object_unref(nowhere);
    if (!put_head(t, "data", n))
        return false;
    GMimeStream *out = g_mime_stream_fs_new(t->to);
    g_mime_stream_fs_set_owner(GMIME_STREAM_FS(out), FALSE);
    bool whole = !known || g_mime_data_wrapper_write_to_stream(content, out) >= 0;
    g_object_unref(out);
    return whole || err_fault(t->e, "letter: write");
}

/* ---- text ---- */

/* UTF-8, whatever it says it is. Empty: no encoding fits, or too long for a text. */
static struct str words_of(const struct taking *t, GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    struct str words = {0};
    struct err ignored;
    if (!content)
        return words;
    GMimeStream *room = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(content, room);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(room));
    if (bytes->len <= LETTER_TEXT) {
        struct str own = str_dup(t->arena, (struct str){(const char *)bytes->data, bytes->len});
        if (!charset_to_utf8(t->arena, own, &words, &ignored))
            words = (struct str){0};
    }
    g_object_unref(room);
    return words;
}

static bool is_type(GMimePart *part, const char *subtype)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    return !type || g_mime_content_type_is_type(type, "text", subtype);
}

/* Words of the letter itself; false: an attachment. */
static bool take_words(struct taking *t, GMimePart *part)
{
    if (g_mime_part_is_attachment(part) || g_mime_part_get_filename(part))
        return false;
    if (is_type(part, "html")) {
        t->html = t->html ? t->html : part;
        return true;
    }
    if (!is_type(part, "plain"))
        return false;
    struct str words = words_of(t, part);
    if (t->text.n + words.n <= LETTER_TEXT) {
        buf_put(&t->text, words);
        buf_putc(&t->text, '\n');
    }
    return true;
}

static bool put_words(struct taking *t)
{
    struct str words = buf_str(&t->text), html;
    struct err ignored;
    if (!str_trim(words).n && t->html) {
        html = words_of(t, t->html);
        if (!html_text_of(t->arena, html, S("letter"), &words, &ignored))
            words = S("");
    }
    return put(t, "text", words);
}

/* ---- parts ---- */

static bool walk(struct taking *t, GMimeObject *part, int depth)
{
    if (!part)
        return true;
    if (++t->parts > LETTER_PARTS || depth > LETTER_DEPTH)
        return err_set(t->e, ERR_LARGE, MSG_TEXT_LONG);
    if (GMIME_IS_MESSAGE_PART(part)) {
        GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
        return !inner || walk(t, g_mime_message_get_mime_part(inner), depth + 1);
    }
    if (GMIME_IS_MULTIPART(part)) {
        int n = g_mime_multipart_get_count(GMIME_MULTIPART(part));
        for (int i = 0; i < n; i++)
            if (!walk(t, g_mime_multipart_get_part(GMIME_MULTIPART(part), i), depth + 1))
                return false;
    } else if (GMIME_IS_PART(part) && !take_words(t, GMIME_PART(part))) {
        g_ptr_array_add(t->attachments, part);
    }
    return true;
}

/* The first of the senders' addresses, without a name: of a group the first of its members. */
static const char *address_of(InternetAddressList *from)
{
    InternetAddress *first =
        from && internet_address_list_length(from) ? internet_address_list_get_address(from, 0) : NULL;
    if (first && INTERNET_ADDRESS_IS_GROUP(first))
        return address_of(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(first)));
    return first ? internet_address_mailbox_get_idn_addr(INTERNET_ADDRESS_MAILBOX(first)) : NULL;
}

/* Where an answer goes, and whether a program sent it. */
static bool put_marks(const struct taking *t, GMimeMessage *letter)
{
    static const char *const names[][2] = {{"Return-Path", "return-path"}, {"Message-ID", "message-id"},
                                           {"References", "references"},   {"Auto-Submitted", "auto-submitted"},
                                           {"Precedence", "precedence"},   {"List-Id", "list"},
                                           {"List-Unsubscribe", "list"},   {"X-Auto-Response-Suppress", "suppress"}};
    GMimeObject *whole = g_mime_message_get_mime_part(letter);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = g_mime_object_get_header(GMIME_OBJECT(letter), names[i][0]);
        if (value && !put(t, names[i][1], str_of(value)))
            return false;
    }
    GMimeContentType *type = whole ? g_mime_object_get_content_type(whole) : NULL;
    if (type && g_mime_content_type_is_type(type, "multipart", "report") && !put(t, "type", S("multipart/report")))
        return false;
    return put(t, "address", str_of(address_of(g_mime_message_get_from(letter))));
}

static bool put_heads(const struct taking *t, GMimeMessage *letter)
{
    InternetAddressList *from = g_mime_message_get_from(letter);
    char *sender = from ? internet_address_list_to_string(from, NULL, FALSE) : NULL;
    bool ok = put(t, "from", str_of(sender)) && put(t, "subject", str_of(g_mime_message_get_subject(letter))) &&
              put(t, "date", str_of(g_mime_object_get_header(GMIME_OBJECT(letter), "Date"))) && put_marks(t, letter);
    g_free(sender);
    return ok;
}

static bool put_all(struct taking *t, GMimeMessage *letter)
{
    if (!put_heads(t, letter) || !walk(t, g_mime_message_get_mime_part(letter), 0) || !put_words(t))
        return false;
    for (guint i = 0; i < t->attachments->len; i++) {
        GMimePart *part = g_ptr_array_index(t->attachments, i);
        if (!put(t, "name", str_of(g_mime_part_get_filename(part))) || !put_content(t, part))
            return false;
    }
    return true;
}

static GMimeMessage *parse(int from)
{
    static const char *charsets[] = {"utf-8", "gb18030", NULL};
    GMimeParserOptions *options = g_mime_parser_options_new();
    g_mime_parser_options_set_fallback_charsets(options, charsets);
    GMimeStream *bytes = g_mime_stream_fs_new(from);
    GMimeParser *parser = g_mime_parser_new_with_stream(bytes);
    g_mime_parser_set_persist_stream(parser, TRUE); /* what is long is read again where it stands */
    GMimeMessage *letter = g_mime_parser_construct_message(parser, options);
    g_object_unref(parser);
    g_object_unref(bytes);
    return letter; /* the options live as long: headers are decoded when they are asked for */
}

bool letter_take_apart(int from, int to, int *parts_r, struct err *e)
{
    GMimeMessage *letter = parse(from);
    if (!letter)
        return err_set(e, ERR_INPUT, MSG_TEXT_KIND);
    struct taking t = {.to = to, .arena = arena_new("letter", 64 << 20), .attachments = g_ptr_array_new(), .e = e};
    t.text = buf_new(t.arena, 4096);
    bool ok = put_all(&t, letter);
    *parts_r = t.parts;
    g_ptr_array_free(t.attachments, TRUE);
    g_object_unref(letter);
    arena_free(t.arena);
    return ok;
}
