/* SPDX-License-Identifier: Apache-2.0 */
#include "store/campaign.h"

#include "base/hash.h"
#include "store/inside.h"

bool campaign_add(struct tx *tx, struct campaign_record *c, struct err *e)
{
    uint64_t id = id_next(tx_store(tx));
    int64_t added;
    const struct value args[] = {
        v_id(id), v_id(c->reg), v_text(c->key), v_text(c->title), v_int(c->created_at.ms), v_text(c->document)};
    if (!sql_change(tx, SQL_CAMPAIGN_ADD, args, sizeof args / sizeof *args, &added, e))
        return false;
    if (!added)
        return err_with(e, ERR_CONFLICT, MSG_KEY_TAKEN, c->key, S(""), S(""));
    c->id.n = id;
    c->state = 0;
    c->revision = 1;
    c->version = 0;
    return true;
}

/* A condition on the revision was not met: tell the editor what that means. */
static bool stale(struct err *e)
{
    if (e->code == ERR_CONFLICT && e->message == MSG_STATE_CHANGED)
        e->message = MSG_DRAFT_STALE;
    return false;
}

bool campaign_edit(struct tx *tx, struct campaign_id id, int64_t revision, struct str title, struct str document,
                   struct err *e)
{
    return sql_do(tx, SQL_CAMPAIGN_EDIT, e, v_id(id.n), v_int(revision), v_text(title), v_text(document)) || stale(e);
}

/* What was published enters the chain by its hash. */
static bool append_published(struct tx *tx, struct campaign_id id, int64_t version, struct str document,
                             struct instant at, uint64_t actor, struct err *e)
{
    struct arena *a = arena_new("publish", 16 * 1024);
    struct sha256 hash = sha256_of(document);
    struct str hex = hex_text(a, (struct str){(char *)hash.bytes, sizeof hash.bytes});
    struct event ev = {.campaign = id.n,
                       .at = at,
                       .actor = actor,
                       .kind = S("campaign.published"),
                       .subject = id.n,
                       .version = (uint32_t)version,
                       .body = str_format(a, "{\"document\":\"" STR_FMT "\"}", STR_ARG(hex))};
    bool done = event_append(tx, &ev, e);
    arena_free(a);
    return done;
}

bool campaign_publish(struct tx *tx, struct campaign_id id, int64_t revision, struct instant at, uint64_t actor,
                      int64_t *version_r, struct err *e)
{
    struct rows rows;
    if (!sql_do(tx, SQL_CAMPAIGN_PUBLISH, e, v_id(id.n), v_int(revision)))
        return stale(e);
    if (!sql_do(tx, SQL_CAMPAIGN_VERSION_ADD, e, v_id(id.n), v_int(at.ms), v_id(actor)) ||
        !sql_look(tx_reader(tx), SQL_CAMPAIGN_READ, &rows, e, v_id(id.n)))
        return false;
    int64_t version = 0;
    bool done = sql_next(&rows);
    if (done) {
        version = sql_int(&rows, 6);
        done = append_published(tx, id, version, sql_peek(&rows, 8), at, actor, e);
    }
    struct err close_err;
    if (!sql_close(&rows, &close_err)) {
        *e = close_err;
        return false;
    }
    if (done)
        *version_r = version;
    return done;
}

static struct campaign_record of_row(struct rows *rows, struct arena *a, bool with_document)
{
    return (struct campaign_record){
        .id = {(uint64_t)sql_int(rows, 0)},
        .reg = (uint64_t)sql_int(rows, 1),
        .key = sql_text(rows, a, 2),
        .title = sql_text(rows, a, 3),
        .state = (int)sql_int(rows, 4),
        .revision = sql_int(rows, 5),
        .version = sql_int(rows, 6),
        .created_at = sql_instant(rows, 7),
        .document = with_document ? sql_text(rows, a, 8) : S(""),
    };
}

bool campaign_list(struct reader *r, struct arena *a, struct campaign_records *list_r, struct err *e)
{
    struct rows rows;
    struct campaign_records list = {0};
    if (!sql_open(r, SQL_CAMPAIGN_LIST, NULL, 0, &rows, e))
        return false;
    while (sql_next(&rows)) {
        struct campaign_record c = of_row(&rows, a, false);
        arena_push(a, &list, c);
    }
    if (!sql_close(&rows, e))
        return false;
    *list_r = list;
    return true;
}

static bool one_row(struct rows *rows, struct arena *a, struct campaign_record *c_r, struct err *e)
{
    struct campaign_record c;
    bool found = sql_next(rows);
    if (found)
        c = of_row(rows, a, true);
    if (!sql_close(rows, e))
        return false;
    if (!found)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *c_r = c;
    return true;
}

bool campaign_read(struct reader *r, struct arena *a, struct campaign_id id, struct campaign_record *c_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_CAMPAIGN_READ, &rows, e, v_id(id.n)) && one_row(&rows, a, c_r, e);
}

bool campaign_version_read(struct reader *r, struct arena *a, struct campaign_id id, int64_t version,
                           struct str *document_r, struct instant *published_at_r, struct err *e)
{
    struct rows rows;
    struct str document = {0};
    struct instant at = INSTANT_NONE;
    if (version ? !sql_look(r, SQL_CAMPAIGN_VERSION_READ, &rows, e, v_id(id.n), v_int(version))
                : !sql_look(r, SQL_CAMPAIGN_VERSION_NEWEST, &rows, e, v_id(id.n)))
        return false;
    bool found = sql_next(&rows);
    if (found) {
        document = sql_text(&rows, a, 0);
        at = sql_instant(&rows, 1);
    }
    if (!sql_close(&rows, e))
        return false;
    if (!found)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *document_r = document;
    *published_at_r = at;
    return true;
}
