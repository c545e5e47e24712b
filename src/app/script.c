/* SPDX-License-Identifier: Apache-2.0 */
#include "app/script.h"
#include "format/json.h"

struct script {
    struct arena *arena;
    struct buf out;
    uint64_t seed;
    const struct unit *unit;
    const struct duty *duty;
    struct day day;
    int64_t heads, rows; /* told in rows so far: what "to date" must not fall below */
};

static uint64_t draw(struct script *s, uint64_t below)
{
    s->seed = s->seed * 6364136223846793005u + 1442695040888963407u;
    return (s->seed >> 33) % below;
}

struct scene {
    const char *name, *place, *content;
};

/* One activity each, as the notice's own section three tells them. */
static const struct scene scenes[] = {
    {"便民服务进社区", "社区党群服务中心", "师生志愿者为居民提供健康咨询、家电维修和形象设计服务，现场气氛热烈。"},
    {"校园开放日", "实训中心一楼大厅", "邀请家长和初中毕业生参观实训场地，体验无人机、3D打印和VR设备。"},
    {"大国工匠进校园", "学校报告厅", "邀请劳模作先进事迹报告，与学生面对面交流成长经历。"},
    {"走进企业研学", "职教集团成员企业车间", "学生观摩工匠技艺展示，了解岗位工作流程和职业要求。"},
    {"技能成果展示", "学校文化广场", "展示学生作品和办学成果，播放宣传片，开展招生政策咨询。"},
    {"传统工艺体验课", "茶艺与烘焙实训室", "面向中小学生开设茶艺、插花和烘焙体验课，感受技能之美。"},
    {"职业礼仪公益讲堂", "街道文化站", "为居民讲授职业礼仪和环境保护知识，发放宣传资料。"},
};

static void put_text(struct script *s, struct str text)
{
    json_str(&s->out, text);
}

static struct str sample_text(struct script *s, const struct field *f, const struct scene *scene)
{
    static const struct {
        const char *key, *text;
    } fixed[] = {{"department", "教务科"},
                 {"position", "干事"},
                 {"mobile", "000-00000000"},
                 {"email", "yanlian@example.cn"},
                 {"wechat", "yanlian"},
                 {"media", "演练网"},
                 {"organiser", "本校"},
                 {"partners", "演练社区居委会、演练科技有限公司"},
                 {"title", "职教活动周里的技能之美（演练）"}};
    if (str_eq(f->key, S("name")) && scene)
        return str_of(scene->name);
    if (str_eq(f->key, S("place")))
        return str_of(scene ? scene->place : "本校");
    if (str_eq(f->key, S("content")))
        return str_of(scene ? scene->content : "演练内容");
    if (str_eq(f->key, S("reporter")) || str_eq(f->key, S("name")) || str_eq(f->key, S("approved_by")))
        return s->unit->contact_name.n ? s->unit->contact_name : S("演练人员");
    if (str_eq(f->key, S("phone")))
        return s->unit->contact_phone.n ? s->unit->contact_phone : S("0551-00000000");
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (str_eq(f->key, str_of(fixed[i].key)))
            return str_of(fixed[i].text);
    return S("演练");
}

static void put_number(struct script *s, const struct field *f)
{
    int64_t value = f->tally == TALLY_TO_DATE ? s->heads + s->rows + (int64_t)draw(s, 400) : (int64_t)draw(s, 180) + 5;
    if (f->max > 0 && value > (int64_t)f->max)
        value = (int64_t)f->max;
    if (f->subtotal)
        s->heads += value;
    buf_put_int(&s->out, value);
}

static void put_field(struct script *s, const struct field *f, const struct scene *scene);

static void put_object(struct script *s, const struct field *fields, size_t n, const struct scene *scene)
{
    bool first = true;
    buf_putc(&s->out, '{');
    for (size_t i = 0; i < n; i++) {
        bool date_of_row = fields[i].kind == FIELD_DATE && !fields[i].required;
        if (date_of_row || str_eq(fields[i].key, S("remarks")) || str_eq(fields[i].key, S("link")))
            continue;
        if (!first)
            buf_putc(&s->out, ',');
        first = false;
        put_text(s, fields[i].key);
        buf_putc(&s->out, ':');
        put_field(s, &fields[i], scene);
    }
    buf_putc(&s->out, '}');
}

static void put_rows(struct script *s, const struct field *f)
{
    size_t n = 1 + draw(s, 3), from = draw(s, sizeof scenes / sizeof *scenes);
    buf_putc(&s->out, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_putc(&s->out, ',');
        put_object(s, f->fields.items, f->fields.n, &scenes[(from + i) % (sizeof scenes / sizeof *scenes)]);
        s->rows++;
    }
    buf_putc(&s->out, ']');
}

static void put_field(struct script *s, const struct field *f, const struct scene *scene)
{
    switch (f->kind) {
    case FIELD_NUMBER:
        put_number(s, f);
        break;
    case FIELD_DATE:
        put_text(s, day_text(s->arena, day_is_set(s->day) ? s->day : day_of(2023, 5, 17)));
        break;
    case FIELD_TIME:
        put_text(s, str_eq(f->key, S("end")) ? S("11:30") : draw(s, 2) ? S("09:00") : S("09:30"));
        break;
    case FIELD_CHOICE:
        put_text(s, f->choices.n ? f->choices.items[draw(s, f->choices.n)] : S(""));
        break;
    case FIELD_ROWS:
        put_rows(s, f);
        break;
    default:
        put_text(s, sample_text(s, f, scene));
    }
}

static void put_forms(struct script *s, const struct campaign *c)
{
    bool first = true;
    buf_lit(&s->out, "\"forms\":{");
    for (size_t i = 0; i < s->duty->parts.n; i++) {
        const struct form *f = campaign_form(c, s->duty->parts.items[i].form);
        if (!f)
            continue;
        if (!first)
            buf_putc(&s->out, ',');
        first = false;
        put_text(s, f->key);
        buf_putc(&s->out, ':');
        s->heads = s->rows = 0;
        put_object(s, f->fields.items, f->fields.n, NULL);
    }
    buf_putc(&s->out, '}');
}

static void put_texts(struct script *s)
{
    bool first = true;
    buf_lit(&s->out, ",\"texts\":{");
    for (size_t i = 0; i < s->duty->parts.n; i++) {
        if (s->duty->parts.items[i].kind != PART_TEXT)
            continue;
        const struct scene *scene = &scenes[draw(s, sizeof scenes / sizeof *scenes)];
        if (!first)
            buf_putc(&s->out, ',');
        first = false;
        put_text(s, s->duty->parts.items[i].key);
        buf_putc(&s->out, ':');
        put_text(s, str_format(s->arena, "%s在%s举行。%s（演练）", scene->name, scene->place, scene->content));
    }
    buf_putc(&s->out, '}');
}

static void put_pieces(struct script *s, const struct live_obligation *o)
{
    bool first = true;
    buf_lit(&s->out, ",\"pieces\":{");
    for (size_t i = 0; i < s->duty->parts.n; i++) {
        if (s->duty->parts.items[i].kind != PART_PIECES)
            continue;
        if (!first)
            buf_putc(&s->out, ',');
        first = false;
        put_text(s, s->duty->parts.items[i].key);
        buf_lit(&s->out, ":[");
        for (int64_t k = 0; k < (o->o.quota_min ? o->o.quota_min : 1); k++) {
            const struct scene *scene = &scenes[draw(s, sizeof scenes / sizeof *scenes)];
            if (k)
                buf_putc(&s->out, ',');
            buf_lit(&s->out, "{\"title\":");
            put_text(s, str_format(s->arena, "%s（演练）", scene->name));
            buf_lit(&s->out, ",\"text\":");
            put_text(s, str_of(scene->content));
            buf_lit(&s->out, ",\"files\":[]}");
        }
        buf_putc(&s->out, ']');
    }
    buf_putc(&s->out, '}');
}

const struct part *script_file_part(const struct duty *d)
{
    for (size_t i = 0; i < d->parts.n; i++)
        if (d->parts.items[i].kind == PART_PHOTOS ||
            (d->parts.items[i].kind == PART_FILES && d->parts.items[i].required))
            return &d->parts.items[i];
    return NULL;
}

struct str script_body(struct arena *a, const struct live *l, const struct live_obligation *o,
                       const struct photos *photos, uint64_t seed)
{
    struct script s = {.arena = a,
                       .out = buf_new(a, 4096),
                       .seed = seed,
                       .unit = roll_unit(l->roll, o->o.unit),
                       .duty = &l->doc.duties.items[o->o.duty],
                       .day = o->o.day};
    buf_putc(&s.out, '{');
    put_forms(&s, &l->doc);
    put_texts(&s);
    put_pieces(&s, o);
    buf_lit(&s.out, ",\"files\":[");
    const struct part *part = script_file_part(s.duty);
    if (part)
        photos_write(photos, seed, part->key, &s.out);
    buf_lit(&s.out, "]}");
    return buf_str(&s.out);
}

static bool asks_for(const struct duty *d, enum part_kind kind)
{
    for (size_t i = 0; i < d->parts.n; i++) {
        if (d->parts.items[i].kind == (int)kind)
            return true;
    }
    return false;
}

struct str script_reason(const struct duty *d, uint64_t seed)
{
    static const struct {
        enum part_kind of;
        struct str text;
    } reasons[] = {{PART_FORM, S("表格填写不完整，请核对后重新报送")},
                   {PART_PHOTOS, S("缺少活动照片，请补充")},
                   {PART_TEXT, S("文字材料过于简略，请补充具体做法和成效")}};
    enum { REASONS = sizeof reasons / sizeof *reasons };
    for (size_t i = 0; i < REASONS; i++) {
        size_t k = (seed + i) % REASONS;
        if (asks_for(d, reasons[k].of))
            return reasons[k].text;
    }
    return S("材料不全，请补充后重新报送");
}
