#include "command/versions_tools.h"

#include "command/version.h"
#include "command/versions_touched.h"
#include "pipeline/behaviour.h"
#include "pipeline/consumers.h"
#include "pipeline/history.h"
#include "report/report.h"
#include "report/safe.h"

static const struct str newest = STR_INIT("v0.0.0-20260820091216-04a8968085a8"), none = { "", 0 };

enum what { WHAT_ADDED, WHAT_REMOVED, WHAT_CHANGED, WHAT_REQUIRED, WHAT_FREED, WHAT_COUNT };

struct change {
    enum what what;
    const struct history_row *row, *was; /* was: the form before, of WHAT_CHANGED */
};

struct tools_range {
    struct arena *arena;
    struct str from, to;
    uint64_t start, end; /* start <= end */
    bool backward;
    struct history history;
    struct consumers consumers;
    struct change *changes;
    size_t count, cap;
    const struct rollout *tree; /* whose lines are told; or NULL */
};

bool tools_versions_meant(struct str word)
{
    size_t dots = str_find(word, STR(".."));

    return str_starts(word, STR("v0.0.0-")) ||
           (dots != SIZE_MAX && str_starts(str_from(word, dots + 2), STR("v0.0.0-")));
}

static bool is_required(const struct history_row *r)
{
    return str_ends(r->kind, STR("required"));
}

static bool same(const struct history_row *a, const struct history_row *b)
{
    return str_eq(a->kind, b->kind) && str_eq(a->name, b->name) && str_eq(a->field, b->field);
}

/* How the schema's parts are called: "GrafanaManage.sku", "resourceGroups[].stamped". */
static struct str label(const struct history_row *r, struct arena *a)
{
    static const struct {
        struct str kind, before;
    } places[] = {
        { STR_INIT("step.common"), STR_INIT("steps[].") },
        { STR_INIT("rg"), STR_INIT("resourceGroups[].") },
        { STR_INIT("rg.required"), STR_INIT("resourceGroups[].") },
        { STR_INIT("rg.subprov"), STR_INIT("resourceGroups[].subscriptionProvisioning.") },
        { STR_INIT("rg.subprov.required"), STR_INIT("resourceGroups[].subscriptionProvisioning.") },
        { STR_INIT("automatedRetry"), STR_INIT("steps[].automatedRetry.") },
        { STR_INIT("vstep"), STR_INIT("validationSteps[] ") },
        { STR_INIT("vstep.field"), STR_INIT("validationSteps[] ") },
        { STR_INIT("vstep.required"), STR_INIT("validationSteps[] ") },
    };
    struct str before = none;

    if (str_eq(r->kind, STR("step")))
        return ARENA_JOIN(a, STR("action "), r->name);
    if (str_eq(r->kind, STR("step.not")))
        return STR("a step can't be SafeFly: an entrypoint asks for it");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (str_eq(r->kind, places[i].kind))
            before = places[i].before;
    return ARENA_JOIN(a, before, r->name, r->field.len ? STR(".") : none, r->field);
}

static void add(struct tools_range *t, enum what what, const struct history_row *row, const struct history_row *was)
{
    t->changes = arena_grow(t->arena, t->changes, t->count, &t->cap, sizeof *t->changes);
    t->changes[t->count++] = (struct change){ what, row, was };
}

/* The form that a version had: of the range's start, or its end. */
static bool holds_at(const struct history_row *r, uint64_t time)
{
    return r->since <= time && (r->until == 0 || time < r->until);
}

/* The fields of an action that comes or goes as a whole are not told one by one. */
static bool is_of_new_action(const struct tools_range *t, const struct history_row *r, uint64_t before, uint64_t after)
{
    bool was = false, is = false;

    if (!str_starts(r->kind, STR("step.")) || !r->field.len)
        return false;
    for (size_t i = 0; i < t->history.count; i++)
        if (str_eq(t->history.rows[i].kind, STR("step")) && str_eq(t->history.rows[i].name, r->name)) {
            was |= holds_at(&t->history.rows[i], before);
            is |= holds_at(&t->history.rows[i], after);
        }
    return was != is;
}

/* "aksCluster, identityFrom": what an action needs. */
static struct str needs(const struct tools_range *t, const struct change *c, uint64_t time)
{
    struct str list = none;

    for (size_t i = 0; i < t->history.count; i++) {
        const struct history_row *r = &t->history.rows[i];

        if (str_eq(r->kind, STR("step.required")) && str_eq(r->name, c->row->name) && holds_at(r, time) &&
            !str_eq(r->field, STR("name")) && !str_eq(r->field, STR("action")))
            list = ARENA_JOIN(t->arena, list, list.len ? STR(", ") : none, r->field);
    }
    return list;
}

/* A row that is new at the end, unless a row of the start was the same thing in another form. */
static void find_changes(struct tools_range *t)
{
    const struct history *h = &t->history;
    uint64_t before = t->backward ? t->end : t->start, after = t->backward ? t->start : t->end;

    for (size_t i = 0; i < h->count; i++) {
        const struct history_row *r = &h->rows[i], *other = NULL;
        bool was = holds_at(r, before), is = holds_at(r, after);

        if (was == is || is_of_new_action(t, r, before, after) || str_ends(r->kind, STR("additional")))
            continue;
        for (size_t k = i; k > 0 && same(&h->rows[k - 1], r); k--)
            other = holds_at(&h->rows[k - 1], was ? after : before) ? &h->rows[k - 1] : other;
        for (size_t k = i + 1; k < h->count && same(&h->rows[k], r); k++)
            other = holds_at(&h->rows[k], was ? after : before) ? &h->rows[k] : other;
        if (other && is && !str_eq(other->type, r->type))
            add(t, WHAT_CHANGED, r, other);
        else if (!other)
            add(t, is_required(r) ? (is ? WHAT_REQUIRED : WHAT_FREED) : is ? WHAT_ADDED : WHAT_REMOVED, r, NULL);
    }
}

/* When the change was made, and by which commit: for what a step back takes away, when it came. */
static uint64_t time_of(const struct tools_range *t, const struct change *c, struct str *commit)
{
    bool ended = (c->what == WHAT_REMOVED || c->what == WHAT_FREED) != t->backward;

    *commit = ended ? c->row->until_commit : c->row->since_commit;
    return ended ? c->row->until : c->row->since;
}

static void put_needs(const struct tools_range *t, const struct change *c, struct buf *out)
{
    struct str list = needs(t, c, c->row->since > t->start ? t->end : t->start);

    if (list.len)
        buf_printf(out, ", which needs %.*s", STR_ARG(list));
}

struct touched {
    struct buf *out;
    size_t count;
};

static void put_place(void *context, struct place at)
{
    enum { MOST_PLACES = 20 };
    struct touched *t = context;

    if (t->count++ < MOST_PLACES) {
        buf_put(t->out, STR("      "));
        put_safe(t->out, at.file);
        buf_printf(t->out, ":%u\n", at.span.line);
    } else if (t->count == MOST_PLACES + 1) {
        buf_put(t->out, STR("      and more; --format json lists all\n"));
    }
}

static void add_place(void *context, struct place at)
{
    json_t *o = json_add_object(context);

    json_put_text(o, "file", at.file);
    json_put_int(o, "line", at.span.line);
}

static void put_section(const struct tools_range *t, enum what what, const char *title, struct buf *out)
{
    struct arena *a = t->arena;
    bool any = false;

    for (size_t i = 0; i < t->count; i++) {
        const struct change *c = &t->changes[i];
        struct str commit, name = label(c->row, a), day;

        if (c->what != what)
            continue;
        if (!any)
            buf_printf(out, "%s\n", title);
        any = true;
        day = history_day(time_of(t, c, &commit), a);
        buf_printf(out, "  %.*s %.*s  %.*s", STR_ARG(day), STR_ARG(commit), STR_ARG(name));
        if (str_eq(c->row->kind, STR("step")))
            put_needs(t, c, out);
        else if (c->row->type.len && !is_required(c->row))
            buf_printf(out, " (%.*s%s%.*s)", STR_ARG(c->row->type), c->was ? ", was " : "",
                       STR_ARG(c->was ? c->was->type : none));
        buf_char(out, '\n');
        if (t->tree)
            versions_touched(t->tree, c->row, a, put_place, &(struct touched){ out, 0 });
    }
}

/* What is done otherwise, without a word in the schema. */
static void put_behaviours(const struct tools_range *t, struct buf *out, json_t *list)
{
    bool any = false;

    for (size_t i = 0; i < PIPELINE_BEHAVIOUR_COUNT; i++) {
        const struct pipeline_behaviour_info *b = &pipeline_behaviours[i];
        bool was = pipeline_behaves((enum pipeline_behaviour)i, t->backward ? t->end : t->start),
             is = pipeline_behaves((enum pipeline_behaviour)i, t->backward ? t->start : t->end);
        json_t *o;

        if (was == is)
            continue;
        if (list) {
            o = json_add_object(list);
            json_put_text(o, "id", b->id);
            json_put_text(o, "change", is ? STR("begins") : STR("ends"));
            json_put_text(o, "what", b->what);
            continue;
        }
        if (!any)
            buf_put(out, STR("what is done\n"));
        any = true;
        buf_printf(out, "  %s %.*s %.*s\n",
                   is ? "from now on:" : "no longer:", STR_ARG(history_day(b->since, t->arena)), STR_ARG(b->what));
    }
}

/* What the readers' tables say of the range. */
static void put_readers(const struct tools_range *t, struct buf *out, json_t *list)
{
    bool any = false;

    for (size_t i = 0; i < CONSUMER_COUNT; i++) {
        const char *name = t->consumers.each[i].name;
        const struct node *table = node_get(t->consumers.tables, str_c(name));

        for (const struct node *e = node_first(table); e; e = node_next(table, e)) {
            const struct node *line = node_value(e);
            struct str kind = node_text(node_get(line, STR("kind"))), what = node_text(node_get(line, STR("name")));
            bool was = consumer_honours_at(&t->consumers, i, kind, what, t->start).is,
                 is = consumer_honours_at(&t->consumers, i, kind, what, t->end).is;
            json_t *o;

            if (was == is)
                continue;
            if (list) {
                o = json_add_object(list);
                json_put_text(o, "reader", str_c(name));
                json_put_text(o, "change", is != t->backward ? STR("honours") : STR("ignores"));
                json_put_text(o, "kind", kind);
                json_put_text(o, "name", what);
                continue;
            }
            if (!any)
                buf_put(out, STR("what is read\n"));
            any = true;
            buf_printf(out, "  %s %s %.*s %.*s\n", name, is != t->backward ? "honours" : "no longer honours",
                       STR_ARG(kind), STR_ARG(what));
        }
    }
}

static void put_text(const struct tools_range *t, struct buf *out)
{
    size_t before;

    buf_printf(out, "ARO-Tools %.*s..%.*s%s\n", STR_ARG(t->from), STR_ARG(t->to), t->backward ? ", back" : "");
    before = out->len;
    put_section(t, WHAT_REQUIRED, "required: what was accepted without it is refused", out);
    put_section(t, WHAT_REMOVED, "gone", out);
    put_section(t, WHAT_CHANGED, "takes something else", out);
    put_section(t, WHAT_ADDED, "new", out);
    put_section(t, WHAT_FREED, "no longer required", out);
    put_readers(t, out, NULL);
    put_behaviours(t, out, NULL);
    if (out->len == before)
        buf_put(out, STR("nothing that a pipeline or a topology could notice\n"));
}

static void put_json(const struct tools_range *t, struct buf *out)
{
    static const char *const names[WHAT_COUNT] = { "added", "removed", "changed", "required", "freed" };
    json_t *o = report_begin_json(PROWGATE_VERSION), *list;

    json_put_text(o, "from", t->from);
    json_put_text(o, "to", t->to);
    list = json_put_array(o, "pipeline");
    for (size_t i = 0; i < t->count; i++) {
        const struct change *c = &t->changes[i];
        json_t *one = json_add_object(list);
        struct str commit;

        json_put_text(one, "change", str_c(names[c->what]));
        json_put_text(one, "path", label(c->row, t->arena));
        json_put_text(one, "date", history_day(time_of(t, c, &commit), t->arena));
        json_put_text(one, "commit", commit);
        if (c->row->type.len && !is_required(c->row) && !str_eq(c->row->kind, STR("step")))
            json_put_text(one, "takes", c->row->type);
        if (c->was)
            json_put_text(one, "took", c->was->type);
        if (t->tree)
            versions_touched(t->tree, c->row, t->arena, add_place, json_put_array(one, "touches"));
    }
    put_readers(t, NULL, json_put_array(o, "readers"));
    put_behaviours(t, NULL, json_put_array(o, "behaviours"));
    json_print(o, 2, out);
    buf_char(out, '\n');
}

static bool read_version(struct str text, uint64_t *time, struct str *name)
{
    *name = str_eq(text, STR("latest")) || !text.len ? newest : text;
    *time = version_time(*name);
    if (*time)
        return true;
    command_fail(NULL, "versions: \"%.*s\" is no version of ARO-Tools: v0.0.0-TIME-COMMIT, or latest", STR_ARG(text));
    return false;
}

/* One version: where it stands among those that changed something. */
static void put_one(const struct tools_range *t, struct buf *out)
{
    const struct history_row *last = NULL;
    struct str day = history_day(t->start, t->arena), when;

    for (size_t i = 0; i < t->history.count; i++)
        if (t->history.rows[i].since <= t->start && (!last || last->since < t->history.rows[i].since))
            last = &t->history.rows[i];
    buf_printf(out, "%.*s: ARO-Tools of %.*s%s\n", STR_ARG(t->from), STR_ARG(day),
               consumer_unmerged(&t->consumers, t->from) ? ", a commit that never was on its main line" : "");
    if (last) {
        when = history_when(last, t->arena);
        buf_printf(out, "the last change of the pipelines' schema before it: %.*s\n", STR_ARG(when));
    }
    buf_printf(out, "prowgate versions %.*s..latest shows what came after it\n", STR_ARG(t->from));
}

enum exit_status tools_versions_show(struct str word, bool json, const struct rollout *tree, struct arena *a,
                                     struct buf *out)
{
    struct tools_range t = { .arena = a, .tree = tree };
    size_t dots = str_find(word, STR(".."));
    struct str left = dots == SIZE_MAX ? word : str_slice(word, 0, dots),
               right = dots == SIZE_MAX ? word : str_from(word, dots + 2);

    if (!left.len)
        return command_fail(NULL, "versions: say from which version of ARO-Tools: A..%.*s", STR_ARG(right));
    if (!read_version(left, &t.start, &t.from) || !read_version(right, &t.end, &t.to))
        return EXIT_UNDECIDED;
    history_read(&t.history, a);
    consumers_read(&t.consumers, a);
    if (dots == SIZE_MAX && !json) {
        put_one(&t, out);
        return EXIT_PASS;
    }
    if (t.start > t.end) {
        uint64_t earlier = t.end;

        t.end = t.start;
        t.start = earlier;
        t.backward = true;
    }
    find_changes(&t);
    if (json)
        put_json(&t, out);
    else
        put_text(&t, out);
    return EXIT_PASS;
}
