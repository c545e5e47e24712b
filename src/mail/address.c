/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/address.h"

#include "base/hash.h"
#include "format/letter_out.h"

static const struct scheme {
    const char *name;
    int port;
    bool tls, smtp;
} schemes[] = {
    {"imaps", 993, true, false}, {"imap", 143, false, false}, {"smtps", 465, true, true}, {"smtp", 587, false, true}};

/* %40 and its like undone. Nothing that could end a line or a quotation in what we say to the server. */
static bool decoded(struct arena *a, struct str s, struct str *plain_r)
{
    struct buf b = buf_new(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c == '%') {
            if (!hex_read(str_sub(s, i + 1, 2), &c, 1))
                return false;
            i += 2;
        }
        if (c <= ' ' || c == '"' || c == '\\' || c >= 0x7f) /* what is not ASCII: folders are named in UTF-7 */
            return false;
        buf_putc(&b, (char)c);
    }
    *plain_r = buf_str(&b);
    return plain_r->n > 0;
}

static bool is_here(struct str host)
{
    return str_eq(host, S("127.0.0.1")) || str_eq(host, S("localhost")) || str_eq(host, S("[::1]"));
}

static bool read_port(struct str *host, int standard, int *port_r)
{
    int64_t port = standard;
    size_t colon = host->n;
    while (colon && host->at[colon - 1] != ':' && host->at[colon - 1] != ']')
        colon--;
    if (colon && host->at[colon - 1] == ':') {
        if (!str_to_int(str_from(*host, colon), &port) || port < 1 || port > 65535)
            return false;
        host->n = colon - 1;
    }
    *port_r = (int)port;
    return host->n > 0;
}

static bool host_is_sound(struct str host)
{
    for (size_t i = 0; i < host.n; i++) {
        char c = host.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c != '.' && c != '-' && c != ':' && c != '[' && c != ']')
            return false;
    }
    return true;
}

static const struct scheme *scheme_of(struct str *rest, bool smtp)
{
    struct str text = *rest, name;
    if (!str_cut(&text, S("://"), &name))
        return NULL;
    *rest = text;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (schemes[i].smtp == smtp && str_eq(name, str_of(schemes[i].name)))
            return &schemes[i];
    return NULL;
}

/* USER@HOST[:PORT] */
static bool read_head(struct arena *a, struct str head, int port, struct mail_address *m)
{
    size_t at = head.n;
    while (at && head.at[at - 1] != '@')
        at--;
    m->host = str_from(head, at);
    return at && decoded(a, str_sub(head, 0, at - 1), &m->user) && read_port(&m->host, port, &m->port) &&
           host_is_sound(m->host);
}

bool mail_address_read(struct arena *a, struct str text, bool plain, struct mail_address *address_r)
{
    struct str rest = text;
    const struct scheme *scheme = scheme_of(&rest, false);
    if (!scheme)
        return false;
    struct mail_address m = {.text = text, .scheme = scheme->name, .plain = !scheme->tls};
    size_t slash = str_find(rest, S("/"));
    struct str folder = slash == STR_NONE ? S("") : str_from(rest, slash + 1);
    if (!read_head(a, slash == STR_NONE ? rest : str_sub(rest, 0, slash), scheme->port, &m) ||
        !decoded(a, folder.n ? folder : S("INBOX"), &m.folder) || (m.plain && !(plain && is_here(m.host))))
        return false;
    *address_r = m;
    return true;
}

bool smtp_address_read(struct arena *a, struct str text, bool plain, struct mail_address *address_r)
{
    struct str rest = text;
    const struct scheme *scheme = scheme_of(&rest, true);
    if (!scheme)
        return false;
    struct mail_address m = {.text = text, .scheme = scheme->name, .plain = !scheme->tls && plain};
    m.starttls = !scheme->tls && !plain;
    if (str_ends(rest, S("/")))
        rest.n--;
    if (!read_head(a, rest, scheme->port, &m) || (m.plain && !is_here(m.host)))
        return false;
    *address_r = m;
    return true;
}

bool smtp_from_read(struct str text, struct str *name_r, struct str *address_r)
{
    struct str rest = str_trim(text), name = {0};
    if (str_ends(rest, S(">"))) {
        rest.n--;
        str_cut(&rest, S("<"), &name);
    }
    name = str_trim(name);
    if (!letter_address_is_sound(rest) || !utf8_is_valid(name) || utf8_has_hidden(name) ||
        str_find(name, S("\n")) != STR_NONE)
        return false;
    *name_r = name;
    *address_r = rest;
    return true;
}
