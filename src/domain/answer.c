/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/answer.h"

const char *const answer_kind_words[] = {"receipt", "aside", "returned", NULL};
const char *const silence_words[] = {"none",      "nobody", "automatic", "list",   "robot",
                                     "ourselves", "often",  "earlier",   "chosen", NULL};

struct str answer_address(const struct letter_marks *m)
{
    struct str path = str_trim(m->return_path);
    if (!path.n)
        return str_trim(m->from);
    if (str_starts(path, S("<")) && str_ends(path, S(">")))
        path = str_sub(path, 1, path.n - 2);
    return str_trim(path);
}

static bool starts_nocase(struct str s, const char *head)
{
    struct str h = str_of(head);
    return str_eq_nocase(str_sub(s, 0, h.n), h);
}

/* The part before the @, as programs call themselves (RFC 3834, 2, and what is met with). */
static bool is_robot(struct str address)
{
    static const char *const names[] = {"mailer-daemon", "postmaster",   "noreply",  "no-reply", "no_reply",
                                        "donotreply",    "do-not-reply", "listserv", "bounce",   "owner-"};
    struct str local;
    str_cut(&address, S("@"), &local);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (starts_nocase(local, names[i]))
            return true;
    return str_ends_nocase(local, S("-request")) || str_ends_nocase(local, S("-noreply")) ||
           str_ends_nocase(local, S("-bounces"));
}

static bool is_automatic(const struct letter_marks *m)
{
    struct str rest = m->auto_submitted, word = {0};
    str_cut(&rest, S(";"), &word);
    word = str_trim(word);
    return (word.n && !str_eq_nocase(word, S("no"))) || starts_nocase(str_trim(m->type), "multipart/report") ||
           (str_trim(m->suppress).n && !str_eq_nocase(str_trim(m->suppress), S("none")));
}

static bool is_of_a_list(const struct letter_marks *m)
{
    struct str p = str_trim(m->precedence);
    return str_trim(m->list).n || starts_nocase(p, "bulk") || starts_nocase(p, "list") || starts_nocase(p, "junk") ||
           starts_nocase(p, "auto_reply");
}

enum silence answer_silence(const struct letter_marks *m)
{
    struct str address = answer_address(m);
    if (is_automatic(m))
        return SILENCE_AUTOMATIC;
    if (is_of_a_list(m))
        return SILENCE_LIST;
    if (!address.n)
        return SILENCE_NOBODY;
    return is_robot(address) || is_robot(str_trim(m->from)) ? SILENCE_ROBOT : SILENCE_NONE;
}
