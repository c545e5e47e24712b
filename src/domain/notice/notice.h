/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The notice compiler: an official notice (通知) in, the draft of a campaign out: who owes what to whom by when, with the
 * sentence that says so, and the doubts a clerk should settle before publishing.
 *
 * notice_compile is a pure function of the text, the date of issue where the caller knows it, and the table of holidays:
 * the same input gives the same draft, always. It never fails: a text that demands nothing yields a draft without duties.
 * It reads no file and no clock; all memory is the arena's, about 40 bytes for each byte of text (at most 60). Time is linear in it.
 *
 * All strings of the draft are in the notice's own spelling with stray blanks dropped. All spans are code points of the
 * text handed in (LF line ends), from inclusive, to exclusive; an empty span says that no single place is meant.
 * What each rule is called and what it does not understand: docs/notice-language.md.
 */
#ifndef DOMAIN_NOTICE_NOTICE_H
#define DOMAIN_NOTICE_NOTICE_H

#include "base/clock.h"
#include "domain/doubt.h"
#include "domain/notice/page.h"
#include "domain/terms.h"

struct notice_options {
    struct day
        issued; /* DAY_NONE where only the text can tell; the signature's date wins, that of a web page does not */
};

/* How often a duty falls due. */
enum notice_each { EACH_ONCE, EACH_DAILY, EACH_WEEKLY, EACH_MONTHLY, EACH_YEARLY, EACH_EVENT };

/* A deadline that is no date. */
enum notice_relative {
    RELATIVE_NONE,
    RELATIVE_SAME_DAY, /* 当日: daily duties */
    RELATIVE_NEXT_DAY, /* 次日 */
    RELATIVE_WEEKLY,   /* n: 1 Monday … 7 Sunday, 0 no day named */
    RELATIVE_MONTHLY,  /* n: day of the month, 32 the last, 0 no day named */
    RELATIVE_AFTER,    /* after the event; n of unit, 0 no number */
};

enum notice_after { AFTER_UNSAID, AFTER_HOURS, AFTER_DAYS, AFTER_WORKDAYS };

struct notice_due {
    struct day date; /* DAY_NONE when there is none */
    int minute;      /* of the day; 1440 is 24:00; -1 when no time is given */
    enum notice_relative relative;
    int n;
    enum notice_after unit;
};

struct notice_quota {
    int min, max;      /* -1: no such bound */
    struct str counts; /* the classifier: 篇, 名, 件 … */
};

enum notice_channel {
    CHANNEL_UNSAID,
    CHANNEL_MAIL,
    CHANNEL_PAPER,
    CHANNEL_PLATFORM,
    CHANNEL_CHAT,
    CHANNEL_FAX,
    CHANNEL_OA
};

struct notice_duty {
    struct span span;               /* the clause that imposes it */
    struct span due_span, who_span; /* parts of it to light up; empty where inherited */
    struct strs who, what;
    bool who_inherited; /* the clause names nobody: the letter's audience */
    struct str to;      /* the receiving office as written; empty when unsaid */
    struct notice_due due;
    enum notice_each each;
    bool has_quota;
    struct notice_quota quota;
    struct str title_rule, mailbox; /* empty: none */
    struct terms terms;             /* word limits, formats, copies, channels … */
    bool nil_report;                /* 零报告: to be sent even when there is nothing to tell */
    double confidence;              /* 0 … 1: that every field above is right */
    struct doubts doubts;           /* what lowered it */
};

enum notice_finding_code {
#define FINDING(name, code, field, zh, en, zh_do, en_do) FINDING_##name,
#include "domain/notice/finding.def"
#undef FINDING
    FINDING_COUNT
};

struct notice_finding {
    enum notice_finding_code code;
    struct span span;
    struct str about; /* fills {1} of the message: the name, date or number it speaks of */
    int64_t duty;     /* whose it is: index into duties; -1: the notice's */
};

struct notice_contact {
    struct str name, phone; /* name may be empty */
    struct span span;
};

struct notice_draft {
    struct str title, issuer, number, theme; /* empty: the text gives none */
    struct day issued, from, to;             /* DAY_NONE: none */
    struct strs audience;                    /* whom the letter is addressed to */
    struct strs attachments, mailboxes;
    struct {
        struct notice_contact *items;
        size_t n, cap;
    } contacts;
    struct {
        struct notice_duty *items;
        size_t n, cap;
    } duties;
    struct {
        struct notice_finding *items;
        size_t n, cap;
    } findings;
};

/* text: valid UTF-8 with LF line ends. o may be NULL. Never NULL. */
struct notice_draft *notice_compile(struct arena *a, struct str text, const struct notice_options *o);

/* "after:20wd", "monthly:07", …; empty for RELATIVE_NONE. */
struct str notice_relative_text(struct arena *a, const struct notice_due *due);
/* "daily"; stable, for programs. */
struct str notice_each_text(enum notice_each each);

/* "attachment-number"; stable, for programs. */
struct str notice_finding_code_text(enum notice_finding_code code);
/* What has to be corrected of the duty; DOUBT_DUTY: no one field. */
enum doubt_field notice_finding_field(enum notice_finding_code code);
/* What is the matter, and what the clerk can do about it, for a person; zh-CN, or English. */
struct str notice_finding_message(struct arena *a, const struct notice_finding *f, bool english);
struct str notice_finding_advice(enum notice_finding_code code, bool english);

#endif
