/* SPDX-License-Identifier: Apache-2.0 */
/* What units sent that a bulletin may tell: texts and pieces, with the photos that came with them. Declared in work/bulletin.h. */
#include "format/json.h"
#include "store/report.h"
#include "work/bulletin.h"

enum { ONE_REPORT = 64 << 20 };

static SHAPE(story_view, struct story_view, SHAPE_FIELD(story_view, obligation, NULL, ID, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(story_view, version, NULL, INT, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(story_view, place, NULL, INT, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(story_view, chosen, NULL, INT, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(story_view, part, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(story_view, part_name, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(story_view, unit_name, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(story_view, duty_name, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(story_view, title, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(story_view, text, NULL, PROSE, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(story_view, day, NULL, DAY),
             SHAPE_FIELD(story_view, photos, NULL, MANY, .of = &bulletin_photo_shape));
SHAPE(stories_view, struct stories_view, SHAPE_FIELD(stories_view, stories, NULL, MANY, .of = &story_view_shape),
      SHAPE_FIELD(stories_view, next, NULL, STR));

/* A report that may hold some. */
struct candidate {
    struct obligation_id obligation;
    uint32_t version, duty;
    struct day day;
    struct str unit_name;
};

struct listing {
    struct arena *a, *one; /* one: of the report at hand */
    struct office *office;
    struct instant now;
    struct campaign doc;
    LIST(struct candidate) candidates;
    struct bulletin_pieces chosen;
    struct stories_view view;
};

/* ---- which reports; under office_read ---- */

static bool has_prose(const struct duty *d)
{
    for (size_t i = 0; i < d->parts.n; i++)
        if (d->parts.items[i].kind == PART_TEXT || d->parts.items[i].kind == PART_PIECES)
            return true;
    return false;
}

static void consider(struct listing *list, const struct live *l, const struct live_obligation *o, struct day from,
                     struct day to)
{
    struct day d = obligation_day(o->o.day, o->o.due, (int)list->doc.zone);
    const struct unit *u = roll_unit(l->roll, o->o.unit);
    if (!o->n || o->o.duty < 0 || !u || !day_is_set(d) || d.n < from.n || d.n > to.n)
        return;
    struct verdict v = live_verdict(o, list->now);
    if (!v.version || v.nil || v.by_phone || v.state == STATE_RETURNED ||
        !has_prose(&list->doc.duties.items[o->o.duty]))
        return;
    struct candidate one = {.obligation = o->o.id,
                            .version = v.version,
                            .duty = (uint32_t)o->o.duty,
                            .day = o->o.day,
                            .unit_name = str_dup(list->a, u->name)};
    arena_push(list->a, &list->candidates, one);
}

static bool gather(struct listing *list, const struct session *who, struct campaign_id campaign, struct day from,
                   struct day to, uint64_t after, struct err *e)
{
    office_read(list->office);
    const struct live *l = office_campaign(list->office, who, campaign, e);
    bool ok = l && live_copy_doc(l, list->a, &list->doc, e);
    for (size_t i = 0; ok && i < l->obligations.n && arena_left(list->a); i++)
        if (l->obligations.items[i].o.id.n > after)
            consider(list, l, &l->obligations.items[i], from, to);
    office_read_done(list->office);
    return ok && (arena_left(list->a) || err_set(e, ERR_LARGE, MSG_NO_ROOM));
}

/* ---- what they hold ---- */

/* Its place counts and its version does not: what was sent again is chosen still. */
static int64_t issue_of(const struct listing *list, const struct story_view *s)
{
    for (size_t i = list->chosen.n; i--;) {
        const struct bulletin_piece *p = &list->chosen.items[i];
        struct json event;
        struct err ignored;
        if (p->obligation.n != s->obligation.n || !json_read(list->one, p->which, &event, &ignored))
            continue;
        const struct json *piece = json_get(&event, S("piece")), *place = json_get(piece, S("place"));
        if (str_eq(json_get_str(piece, S("part")), s->part) && place && (int64_t)place->number == s->place)
            return p->number;
    }
    return 0;
}

static void add_photo(struct listing *list, struct story_view *s, const struct json *file)
{
    struct bulletin_photo p = {.blob = json_get_str(file, S("blob")), .name = json_get_str(file, S("name"))};
    if (s->photos.n == STORY_PHOTOS_MAX || !str_starts(json_get_str(file, S("type")), S("image/")))
        return;
    p.blob = str_dup(list->a, p.blob);
    p.name = str_dup(list->a, p.name);
    arena_push(list->a, &s->photos, p);
}

static void add_story(struct listing *list, const struct candidate *c, const struct part *part, int64_t place,
                      struct str title, struct str text, const struct json *files)
{
    struct story_view s = {.obligation = c->obligation, .version = c->version, .place = place, .part = part->key};
    if (!str_trim(text).n)
        return;
    s.part_name = part->name;
    s.unit_name = c->unit_name;
    s.duty_name = list->doc.duties.items[c->duty].short_name;
    s.day = c->day;
    s.title = str_dup(list->a, title);
    s.text = str_dup(list->a, text);
    for (size_t i = 0; i < files->n; i++)
        add_photo(list, &s, &files->items[i]);
    s.chosen = issue_of(list, &s);
    arena_push(list->a, &list->view.stories, s);
}

static void add_part(struct listing *list, const struct candidate *c, const struct part *part, struct str title,
                     const struct json *body)
{
    if (part->kind == PART_TEXT)
        add_story(list, c, part, 0, title, json_get_str(json_get(body, S("texts")), part->key),
                  json_get_list(body, S("files")));
    const struct json *pieces = json_get_list(json_get(body, S("pieces")), part->key);
    for (size_t i = 0; part->kind == PART_PIECES && i < pieces->n; i++) {
        const struct json *piece = &pieces->items[i];
        add_story(list, c, part, (int64_t)i, json_get_str(piece, S("title")), json_get_str(piece, S("text")),
                  json_get_list(piece, S("files")));
    }
}

static bool add_report(struct listing *list, const struct candidate *c, struct err *e)
{
    struct report_record rec;
    struct json body = {0};
    const struct duty *d = &list->doc.duties.items[c->duty];
    if (!report_read_text(store_reader(office_store(list->office)), list->one, c->obligation, c->version, &rec, e))
        return false;
    if (rec.body.n && !json_read(list->one, rec.body, &body, e))
        return err_with(e, ERR_FAULT, MSG_REPORT_BROKEN, c->unit_name, S(""), S(""));
    for (size_t i = 0; i < d->parts.n; i++)
        add_part(list, c, &d->parts.items[i], rec.title, &body);
    return true;
}

/* A report's pieces are never parted by the end of a page. */
static bool fill(struct listing *list, struct err *e)
{
    for (size_t i = 0; i < list->candidates.n; i++) {
        if (list->view.stories.n >= STORIES_MOST) {
            list->view.next =
                str_format(list->a, "%llu", (unsigned long long)list->candidates.items[i - 1].obligation.n);
            return true;
        }
        if (!add_report(list, &list->candidates.items[i], e))
            return false;
        arena_reset(list->one);
    }
    return true;
}

bool stories_list(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                  struct day from, struct day to, uint64_t after, struct stories_view *view_r, struct err *e)
{
    struct listing list = {.a = a, .office = office, .now = office_now(office)};
    if (!bulletin_days_fit(from, to, e) || !gather(&list, who, campaign, from, to, after, e) ||
        !bulletin_chosen(store_reader(office_store(office)), a, campaign, &list.chosen, e))
        return false;
    list.one = arena_new("report", ONE_REPORT);
    bool ok = fill(&list, e);
    arena_free(list.one);
    ok = ok && (arena_left(a) || err_set(e, ERR_LARGE, MSG_NO_ROOM));
    if (ok)
        *view_r = list.view;
    return ok;
}
