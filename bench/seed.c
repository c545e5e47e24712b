/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills a data folder for measuring: a bureau, its counties, UNITS schools, and one published campaign with a daily of
 * DAYS days that all schools owe. It goes through the program's own code, so what it makes is what the program makes.
 *
 *     bench_seed [--rehearsal] FOLDER TARGETS [UNITS [DAYS [REPORTS [CAMPAIGNS]]]]
 *
 * TARGETS gets a line for each obligation, "OBLIGATION TOKEN", the token being a session of its unit, day after day and
 * within a day the units in a scattered order, as they come in the last minutes. Its first line is "CAMPAIGN TOKEN" of
 * the clerk. With REPORTS so many are sent in that order, each again and again once all were. A rehearsal's clock stands
 * before the first day, to be moved by whoever measures.
 */
#include "base/hash.h"
#include "format/json.h"
#include "store/account.h"
#include "store/unit.h"
#include "work/notice.h"
#include "work/report.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNTIES = 100, UNDER_WAY = 256, MOST_CAMPAIGNS = 8 };

struct seed {
    struct deed deed;
    struct arena *arena;
    struct office *office;
    size_t units, days, campaigns;
    struct unit_id bureau, *schools;
    uint64_t *accounts; /* of the schools; the last is the clerk's */
    struct campaign_id campaign[MOST_CAMPAIGNS];
};

static void die(const char *what, const struct err *e)
{
    struct arena *a = arena_new("die", 1 << 20);
    struct str text = err_text(a, e, LANGUAGE_ZH);
    fprintf(stderr, "bench_seed: %s: " STR_FMT " %s\n", what, STR_ARG(text), e->detail);
    exit(1);
}

static struct str token_of(struct arena *a, size_t i)
{
    struct sha256 h = sha256_of(str_format(a, "bench %zu", i));
    return hex_text(a, (struct str){(const char *)h.bytes, 32});
}

/* ---- units and people ---- */

static bool add_unit(struct seed *s, struct tx *tx, uint64_t reg, struct unit u, struct unit_id *id_r, struct err *e)
{
    if (!u.short_name.n)
        u.short_name = u.name;
    u.contact_name = S("演练联系人");
    u.contact_phone = S("0551-00000000");
    (void)s;
    if (!unit_put(tx, reg, &u, e))
        return false;
    *id_r = u.id;
    return true;
}

static bool add_units(struct seed *s, struct tx *tx, struct err *e)
{
    uint64_t reg;
    struct arena *a = s->arena;
    struct unit_id counties[COUNTIES];
    if (!register_add(tx, S("单位名录"), s->deed.at, &reg, e) ||
        !add_unit(s, tx, reg, (struct unit){.code = S("0"), .name = S("市教育局"), .kind = UNIT_BUREAU}, &s->bureau, e))
        return false;
    for (size_t i = 0; i < COUNTIES; i++) {
        struct unit u = {.code = str_format(a, "c%02zu", i),
                         .name = str_format(a, "第%02zu县", i),
                         .kind = UNIT_COUNTY,
                         .parent = s->bureau};
        if (!add_unit(s, tx, reg, u, &counties[i], e))
            return false;
    }
    for (size_t i = 0; i < s->units; i++) {
        struct unit u = {.code = str_format(a, "s%05zu", i),
                         .name = str_format(a, "第%05zu中专学校", i),
                         .kind = UNIT_SCHOOL,
                         .parent = counties[i * COUNTIES / s->units]};
        if (!add_unit(s, tx, reg, u, &s->schools[i], e))
            return false;
    }
    return true;
}

static bool add_person(struct seed *s, struct tx *tx, size_t i, struct err *e)
{
    bool clerk = i == s->units;
    struct instant now = clock_machine();
    struct account_record acc = {.login = str_format(s->arena, "bench-%zu", i),
                                 .role = clerk ? ROLE_CLERK : ROLE_LIAISON,
                                 .unit = clerk ? s->bureau : s->schools[i],
                                 .name = S("演练某人"),
                                 .phone = S("0551-00000000"),
                                 .created_at = now,
                                 .last_seen = now};
    if (!account_add(tx, &acc, e))
        return false;
    struct session_record ses = {
        .account = acc.id, .created_at = now, .last_seen = now, .expires_at = {now.ms + 7 * MS_A_DAY}};
    memcpy(ses.token_hash, sha256_of(token_of(s->arena, i)).bytes, 32);
    s->accounts[i] = acc.id;
    return session_add(tx, &ses, e);
}

static bool seed_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct seed *s = (struct seed *)(void *)op;
    if (!add_units(s, tx, e))
        return false;
    for (size_t i = 0; i <= s->units; i++)
        if (!add_person(s, tx, i, e))
            return false;
    return true;
}

static void seed_project(struct deed *d)
{
    d->op.ok = office_reload(d->office, &d->op.err);
}

/* ---- the campaign ---- */

static const char document[] =
    "{\"key\":\"bench-%zu\",\"title\":\"测速活动\",\"issuer\":\"市教育局\",\"zone\":480,\"text\":"
    "\"各校每天报送活动日报。\","
    "\"from\":\"%s\",\"to\":\"%s\",\"duties\":[{\"key\":\"d1\",\"name\":\"活动情况日报\",\"short_name\":\"日报\","
    "\"who\":[\"各校\"],\"picks\":{\"any\":[{\"all\":[{\"attribute\":\"kind\",\"values\":[\"school\"]}]}]},"
    "\"parts\":[{\"key\":\"p1\",\"name\":\"活动情况日报表\",\"kind\":\"form\",\"form\":\"daily\",\"required\":true},"
    "{\"key\":\"p2\",\"name\":\"附件\",\"kind\":\"files\"}],"
    "\"due\":{\"kind\":\"next_day\",\"minute\":600},\"from\":\"%s\",\"to\":\"%s\",\"spans\":[{\"from\":0,\"to\":10}],"
    "\"confidence\":1}],"
    "\"forms\":[{\"key\":\"daily\",\"name\":\"活动情况日报表\",\"fields\":["
    "{\"key\":\"liaison\",\"label\":\"填报人\",\"kind\":\"text\",\"required\":true,\"min\":1,\"max\":20},"
    "{\"key\":\"phone\",\"label\":\"联系电话\",\"kind\":\"text\",\"required\":true,\"min\":5,\"max\":30},"
    "{\"key\":\"activity\",\"label\":\"活动\",\"kind\":\"text\",\"required\":true,\"min\":2,\"max\":60},"
    "{\"key\":\"place\",\"label\":\"地点\",\"kind\":\"text\",\"required\":true,\"min\":2,\"max\":60},"
    "{\"key\":\"participants\",\"label\":\"参加人数\",\"kind\":\"number\",\"required\":true,\"min\":0,\"max\":100000},"
    "{\"key\":\"narrative\",\"label\":\"主要内容\",\"kind\":\"long_text\",\"required\":true,\"min\":5,\"max\":2000}]}]"
    "}";

static void publish(struct seed *s, size_t number)
{
    struct err e = {0};
    struct arena *a = s->arena;
    struct draft_in *in = arena_one(a, struct draft_in);
    struct draft_saved saved;
    struct published_view published;
    struct buf from = buf_new(a, 16), to = buf_new(a, 16);
    struct day today = instant_day(clock_machine(), 480), first = day_plus(today, -3);
    struct civil one = day_civil(first), other = day_civil(day_plus(first, (int)s->days - 1));
    buf_format(&from, "%04d-%02d-%02d", one.year, one.month, one.day);
    buf_format(&to, "%04d-%02d-%02d", other.year, other.month, other.day);
    const char *f = str_z(a, buf_str(&from)), *t = str_z(a, buf_str(&to));
    struct buf text = buf_new(a, sizeof document + 64);
    buf_format(&text, document, number, f, t, f, t);
    if (!shape_read_text(a, &campaign_shape, buf_str(&text), &in->document, &e) ||
        !campaign_save(s->office, a, NULL, (struct campaign_id){0}, in, &saved, &e) ||
        !campaign_put_out(s->office, a, NULL, saved.id, saved.revision, &published, &e))
        die("publish", &e);
    s->campaign[number] = saved.id;
    fprintf(stderr, "%lld obligations\n", (long long)published.obligations);
}

/* ---- obligations in the order they are reported in ---- */

struct target {
    struct obligation_id obligation;
    size_t school;
};

static struct target *targets_of(struct seed *s)
{
    size_t each = s->units * s->days;
    struct target *list = arena_many(s->arena, struct target, each * s->campaigns);
    size_t *place = arena_many(s->arena, size_t, s->units);
    office_read(s->office);
    const struct roll *roll = office_roll(s->office, office_first_register(s->office));
    for (size_t i = 0; i < s->units; i++)
        place[i] = (size_t)roll_index(roll, s->schools[i]);
    for (size_t n = 0; n < each * s->campaigns; n++) {
        const struct live *l = office_live(s->office, s->campaign[n / each].n);
        size_t school = n * 7919 % s->units, column = n % each / s->units;
        list[n] = (struct target){live_at(l, (int64_t)place[school], column)->o.id, school};
    }
    office_read_done(s->office);
    return list;
}

static void write_targets(struct seed *s, const struct target *list, const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f) {
        perror(path);
        exit(1);
    }
    fprintf(f, "%llu " STR_FMT "\n", (unsigned long long)s->campaign[0].n, STR_ARG(token_of(s->arena, s->units)));
    for (size_t n = 0; n < s->units * s->days * s->campaigns; n++)
        fprintf(f, "%llu " STR_FMT "\n", (unsigned long long)list[n].obligation.n,
                STR_ARG(token_of(s->arena, list[n].school)));
    if (fclose(f)) {
        perror(path);
        exit(1);
    }
}

/* ---- reports ---- */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t less;
    size_t under_way, refused;
} flow = {.lock = PTHREAD_MUTEX_INITIALIZER, .less = PTHREAD_COND_INITIALIZER};

static void answered(struct deed *d)
{
    struct arena *a = d->arena;
    pthread_mutex_lock(&flow.lock);
    flow.refused += !d->op.ok;
    flow.under_way--;
    pthread_cond_signal(&flow.less);
    pthread_mutex_unlock(&flow.lock);
    arena_free(a);
}

static void wait_for(size_t most)
{
    pthread_mutex_lock(&flow.lock);
    while (flow.under_way > most)
        pthread_cond_wait(&flow.less, &flow.lock);
    pthread_mutex_unlock(&flow.lock);
}

static struct str daily(struct arena *a, size_t n)
{
    struct buf b = buf_new(a, 3072);
    buf_format(&b,
               "{\"forms\":{\"daily\":{\"liaison\":\"演练某人\",\"phone\":\"0551-00000000\",\"activity\":\"走进社区\","
               "\"place\":\"演练社区\",\"participants\":%zu,\"narrative\":\"",
               n % 500);
    for (int i = 0; i < 8; i++)
        buf_lit(&b,
                "师生走进社区开展职业教育便民服务活动，现场提供健康咨询、家政服务、形象设计、园艺插花、烘焙茶艺与职业礼"
                "仪体验，居民反响热烈。");
    buf_lit(&b, "\"}}}");
    return buf_str(&b);
}

static void send_one(struct seed *s, const struct target *t, size_t n, size_t base)
{
    struct err e = {0};
    struct arena *a = arena_new("report", 1 << 20);
    struct report_deed *d = arena_one(a, struct report_deed);
    struct session who = {.account = s->accounts[t->school], .role = ROLE_LIAISON, .unit = s->schools[t->school]};
    office_read(s->office);
    who.reg = office_first_register(s->office);
    office_read_done(s->office);
    d->deed =
        (struct deed){.office = s->office, .arena = a, .who = who, .at = office_now(s->office), .answer = answered};
    struct report_in in = {.sending = str_format(a, "018826c0-%04zx-7000-8000-%012zx", n >> 32 & 0xFFFF, n),
                           .base = (int64_t)base,
                           .body = {.text = daily(a, n)}};
    pthread_mutex_lock(&flow.lock);
    flow.under_way++;
    pthread_mutex_unlock(&flow.lock);
    if (!report_send(d, t->obligation, &in, &e))
        die("report", &e);
}

static void send_all(struct seed *s, const struct target *list, size_t reports)
{
    size_t all = s->units * s->days * s->campaigns;
    for (size_t n = 0; n < reports; n++) {
        wait_for(UNDER_WAY - 1);
        send_one(s, &list[n % all], n, n / all);
    }
    wait_for(0);
    if (reports)
        fprintf(stderr, "%zu reports, %zu refused\n", reports, flow.refused);
}

int main(int argc, char **argv)
{
    bool rehearsal = argc > 1 && !strcmp(argv[1], "--rehearsal");
    argc -= rehearsal;
    argv += rehearsal;
    if (argc < 3) {
        fprintf(stderr, "usage: bench_seed [--rehearsal] FOLDER TARGETS [UNITS [DAYS [REPORTS [CAMPAIGNS]]]]\n");
        return 2;
    }
    struct err e = {0};
    struct seed s = {.arena = arena_new("seed", (size_t)4 << 30)};
    s.units = argc > 3 ? (size_t)atoll(argv[3]) : 5000;
    s.days = argc > 4 ? (size_t)atoll(argv[4]) : 14;
    s.campaigns = argc > 6 ? (size_t)atoll(argv[6]) : 1;
    if (!s.campaigns || s.campaigns > MOST_CAMPAIGNS)
        return 2;
    s.schools = arena_many(s.arena, struct unit_id, s.units);
    s.accounts = arena_many(s.arena, uint64_t, s.units + 1);
    struct office_options how = {.data = str_of(argv[1]), .create = true, .rehearsal = rehearsal};
    if (!office_open(s.arena, &how, &s.office, &e))
        die("open", &e);
    struct instant before = {clock_machine().ms - 4 * MS_A_DAY};
    if (rehearsal && !office_clock_change(s.office, before, 0, &e))
        die("clock", &e);
    s.deed = (struct deed){.op = {.apply = seed_apply},
                           .office = s.office,
                           .arena = s.arena,
                           .at = office_now(s.office),
                           .project = seed_project};
    if (!deed_submit(&s.deed, &e))
        die("units", &e);
    for (size_t i = 0; i < s.campaigns; i++)
        publish(&s, i);
    struct target *list = targets_of(&s);
    write_targets(&s, list, argv[2]);
    send_all(&s, list, argc > 5 ? (size_t)atoll(argv[5]) : 0);
    office_close(s.office);
    arena_free(s.arena);
    return flow.refused != 0;
}
