/* SPDX-License-Identifier: Apache-2.0 */
/*
 * newest.txt: the event that was committed last, as the folder knows it. The rows that are opened beside the folder must
 * have it, or they are older than the attachments, and the sweeper would take away what they do not name yet.
 *
 * One line of always the same length, written over after each commit and before anybody is answered. It is not synced:
 * what a power cut leaves is an older line, which the rows have as well, or a torn one, which its check gives away. That
 * says nothing, as no line does.
 */
#include "store/inside.h"

#include "base/hash.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* "00000000000000008231 00000000000000000128 <hash> <check>": campaign, seq, the event's hash. */
enum { DIGITS = 20, HASH_AT = 2 * (DIGITS + 1), HEX = 64, CHECK = 16, LINE = HASH_AT + HEX + 1 + CHECK + 1 };

static void put_line(const struct chain_head *head, char line[LINE + 1])
{
    char hex[HEX + 1] = {0}, check[CHECK + 1] = {0};
    hex_put(hex, head->hash, sizeof head->hash);
    int n = snprintf(line, LINE + 1, "%0*llu %0*llu %s ", DIGITS, (unsigned long long)head->campaign, DIGITS,
                     (unsigned long long)head->seq, hex);
    struct sha256 sum = sha256_of((struct str){line, (size_t)n});
    hex_put(check, sum.bytes, CHECK / 2);
    snprintf(line + n, LINE + 1 - (size_t)n, "%s\n", check);
}

/* False: torn. */
static bool read_line(const char line[LINE + 1], struct chain_head *head_r)
{
    char again[LINE + 1];
    struct chain_head head = {.campaign = strtoull(line, NULL, 10), .seq = strtoull(line + DIGITS + 1, NULL, 10)};
    if (!hex_read((struct str){line + HASH_AT, HEX}, head.hash, sizeof head.hash))
        return false;
    put_line(&head, again);
    *head_r = head;
    return !memcmp(line, again, LINE);
}

static const char *path_of(struct store *s)
{
    return str_z(s->arena, str_format(s->arena, STR_FMT "/newest.txt", STR_ARG(s->folder)));
}

bool newest_read(struct store *s, struct newest *n_r, struct err *e)
{
    char line[LINE + 1] = {0};
    const char *path = path_of(s);
    struct newest n = {0};
    struct stat st;
    size_t got = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT)
        return errno_trouble(path, e);
    bool read = fd < 0 || (fd_read(fd, line, LINE, &got, e) && (!fstat(fd, &st) || errno_trouble(path, e)));
    if (fd >= 0)
        close(fd);
    n.known = read && got == LINE && read_line(line, &n.head);
    if (n.known)
        n.at.ms = st.st_mtim.tv_sec * 1000;
    *n_r = n;
    return read;
}

bool newest_is_there(struct store *s, struct reader *r, const struct newest *n, struct err *e)
{
    struct rows rows;
    unsigned char hash[32] = {0};
    if (!n->known)
        return true;
    if (!sql_look(r, SQL_EVENT_HASH_AT, &rows, e, v_id(n->head.campaign), v_id(n->head.seq)))
        return false;
    if (sql_next(&rows))
        sql_bytes(&rows, 0, hash, sizeof hash);
    if (!sql_close(&rows, e))
        return false;
    return !memcmp(hash, n->head.hash, sizeof hash) ||
           err_with(e, ERR_CONFLICT, MSG_STORE_BEHIND, s->folder, instant_text(s->arena, n->at, 0), S(""));
}

/* ---- the one who writes ---- */

/* From then on the line gets older, which refuses nothing that is true. */
static void give_up(struct store *s, const char *why)
{
    log_line(LOG_WARN, "store.newest", "\"error\":\"%s\"", log_text(why).at);
    if (s->newest >= 0)
        close(s->newest);
    s->newest = -1;
}

bool newest_open(struct store *s, struct reader *r, struct err *e)
{
    struct newest n;
    if (!newest_read(s, &n, e) || !newest_is_there(s, r, &n, e))
        return false;
    s->newest = open(path_of(s), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (s->newest < 0)
        give_up(s, strerror(errno));
    return true;
}

void newest_keep(struct tx *tx)
{
    struct store *s = tx->reader.store;
    struct chain_head head = tx->newest;
    char line[LINE + 1];
    struct err e = {0};
    tx->newest = (struct chain_head){0};
    if (!head.seq || s->newest < 0)
        return;
    put_line(&head, line);
    if (lseek(s->newest, 0, SEEK_SET) || !fd_write(s->newest, (struct str){line, LINE}, &e))
        give_up(s, e.detail[0] ? e.detail : err_name(e.code));
}
