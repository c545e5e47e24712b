/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/smtp.h"

#include <stdio.h>

/* The number of "250-more" and "250 the last"; 0: it is none (RFC 5321, 4.2). */
static int code_of(struct str line, bool *last_r)
{
    int64_t n;
    bool sound = line.n >= 3 && line.at[0] >= '2' && line.at[0] <= '5' && str_to_int(str_sub(line, 0, 3), &n);
    *last_r = line.n == 3 || (line.n > 3 && line.at[3] == ' ');
    return sound && (*last_r || line.at[3] == '-') ? (int)n : 0;
}

/* For people, as much as there is room for: what is hidden or no UTF-8 becomes a question mark. */
static void keep_words(struct smtp_answer *answer, struct str line)
{
    size_t n = strlen(answer->words);
    struct str text = line;
    if (n) { /* what goes on begins behind the number, which stands there already */
        text = str_from(line, 3);
        text = str_from(text, text.n ? 1 : 0);
        if (n + 1 < SMTP_WORDS)
            answer->words[n++] = ' ';
    }
    bool valid = utf8_is_valid(text) && !utf8_has_hidden(text);
    for (size_t i = 0; i < text.n && n + 1 < SMTP_WORDS; i++) {
        unsigned char c = (unsigned char)text.at[i];
        answer->words[n++] = valid || (c >= ' ' && c < 0x7f) ? (char)c : '?';
    }
    while (n && !utf8_is_valid((struct str){answer->words, n})) /* cut within a character */
        n--;
    answer->words[n] = 0;
}

static bool hear(struct talk *t, struct smtp_answer *answer, struct err *e)
{
    bool last = false;
    struct str line;
    *answer = (struct smtp_answer){0};
    for (int i = 0; !last; i++) {
        if (i == SMTP_LINES)
            return talk_strange(t, "an answer without end", e);
        if (!talk_line(t, &line, e))
            return false;
        int code = code_of(line, &last);
        if (!code || (answer->code && code != answer->code))
            return talk_strange(t, "an answer that is none", e);
        answer->code = code;
        keep_words(answer, line);
    }
    if (answer->code == 421) {
        err_with(e, ERR_BUSY, MSG_OUTBOX_BUSY, t->host, str_of(answer->words), S(""));
        return false;
    }
    return true;
}

static bool ask(struct talk *t, struct smtp_answer *answer, struct err *e, const char *command, struct str arg,
                const char *end)
{
    char line[400];
    int n = snprintf(line, sizeof line, "%s" STR_FMT "%s\r\n", command, STR_ARG(arg), end);
    if (n < 0 || (size_t)n >= sizeof line)
        return err_fault(e, "smtp: a command too long");
    return t->send(t->arg, (struct str){line, (size_t)n}, e) && hear(t, answer, e);
}

/* A line that begins with a dot has another before it (RFC 5321, 4.5.2). */
static bool send_letter(struct talk *t, struct str letter, struct err *e)
{
    for (struct str rest = letter; rest.n;) {
        size_t end = str_find(rest, S("\n."));
        size_t n = end == STR_NONE ? rest.n : end + 1;
        if (!t->send(t->arg, str_sub(rest, 0, n), e))
            return false;
        rest = str_from(rest, n);
        if (rest.n && !t->send(t->arg, S("."), e))
            return false;
    }
    return t->send(t->arg, S(".\r\n"), e);
}

static enum smtp_end end_of(int code)
{
    return code < 400 ? SMTP_TAKEN : code < 500 ? SMTP_LATER : SMTP_REFUSED;
}

/* That it does not let us write at all would be told of each letter. */
static bool begin(struct talk *t, struct str from, struct smtp_answer *answer, struct err *e)
{
    if (!ask(t, answer, e, "MAIL FROM:<", from, ">"))
        return false;
    if (answer->code / 100 == 2)
        return true;
    err_with(e, ERR_FORBIDDEN, MSG_OUTBOX_SENDER, t->host, from, str_of(answer->words));
    snprintf(e->detail, sizeof e->detail, "smtp: %.180s", answer->words);
    return false;
}

bool smtp_hand_over(struct talk *t, struct str from, struct str to, struct str letter, enum smtp_end *end_r,
                    struct smtp_answer *answer_r, struct err *e)
{
    struct smtp_answer answer, ignored;
    if (!begin(t, from, &answer, e) || !ask(t, &answer, e, "RCPT TO:<", to, ">"))
        return false;
    bool goes = answer.code / 100 == 2;
    if (goes && !ask(t, &answer, e, "DATA", S(""), ""))
        return false;
    if (goes && answer.code < 400) {
        if (answer.code != 354)
            return talk_strange(t, "DATA is not taken and not refused", e);
        if (!send_letter(t, letter, e) || !hear(t, &answer, e))
            return false;
    } else if (!ask(t, &ignored, e, "RSET", S(""), "")) {
        return false;
    }
    *end_r = end_of(answer.code);
    *answer_r = answer;
    return true;
}

void smtp_goodbye(struct talk *t)
{
    struct err ignored;
    if (!t->send(t->arg, S("QUIT\r\n"), &ignored))
        return; /* it was leaving anyway */
}
