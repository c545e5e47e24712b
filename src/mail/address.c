/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/address.h"

#include "base/hash.h"

enum { PORT_TLS = 993, PORT_PLAIN = 143 };

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

bool mail_address_read(struct arena *a, struct str text, bool plain, struct mail_address *address_r)
{
    struct mail_address m = {.text = text, .plain = str_starts(text, S("imap://"))};
    struct str rest = str_from(text, m.plain ? 7 : 8), head;
    if (!m.plain && !str_starts(text, S("imaps://")))
        return false;
    size_t slash = str_find(rest, S("/"));
    head = slash == STR_NONE ? rest : str_sub(rest, 0, slash);
    struct str folder = slash == STR_NONE ? S("") : str_from(rest, slash + 1);
    size_t at = head.n;
    while (at && head.at[at - 1] != '@')
        at--;
    if (!at || !decoded(a, str_sub(head, 0, at - 1), &m.user) || !decoded(a, folder.n ? folder : S("INBOX"), &m.folder))
        return false;
    m.host = str_from(head, at);
    if (!read_port(&m.host, m.plain ? PORT_PLAIN : PORT_TLS, &m.port) || !host_is_sound(m.host))
        return false;
    if (m.plain && !(plain && is_here(m.host)))
        return false;
    *address_r = m;
    return true;
}
