#include "schema/decode_walk.h"

#include <string.h>

enum {
    LONGEST_NAME = 64, /* names past this are not compared */
    FEW_SLIPS = 2,
    SEARCH_LEVELS = 3, /* structs below an unknown field's that are searched for its name */
};

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Edits from a to b (insert, delete, replace, swap neighbours), or more than limit. */
static unsigned distance(struct str a, struct str b, unsigned limit)
{
    unsigned rows[3][LONGEST_NAME + 1];
    unsigned *before = rows[0], *last = rows[1], *row = rows[2];

    if (a.len > LONGEST_NAME || b.len > LONGEST_NAME || a.len > b.len + limit || b.len > a.len + limit)
        return limit + 1;
    for (unsigned k = 0; k <= b.len; k++)
        last[k] = k;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned *spare = before;

        row[0] = (unsigned)i;
        for (size_t k = 1; k <= b.len; k++) {
            unsigned other = a.p[i - 1] != b.p[k - 1];

            row[k] = least(least(last[k] + 1, row[k - 1] + 1), last[k - 1] + other);
            if (i > 1 && k > 1 && a.p[i - 1] == b.p[k - 2] && a.p[i - 2] == b.p[k - 1])
                row[k] = least(row[k], before[k - 2] + 1);
        }
        before = last;
        last = row;
        row = spare;
    }
    return last[b.len];
}

/* As many edits as still look like a slip. */
static unsigned slips(struct str s)
{
    return s.len < 3 ? 0 : s.len < 6 ? 1 : s.len < 12 ? 2 : 3;
}

/* Plural and singular, and words joined by other characters, are the same name to a writer. */
static bool is_variant(struct str a, struct str b)
{
    size_t i = 0, k = 0;

    while (i < a.len && k < b.len) {
        if (a.p[i] == '-' || a.p[i] == '_')
            i++;
        else if (b.p[k] == '-' || b.p[k] == '_')
            k++;
        else if ((a.p[i++] | 0x20) != (b.p[k++] | 0x20))
            return false;
    }
    return a.len - i <= 1 && b.len - k <= 1;
}

static bool is_read(const struct walker *w, const struct go_field *f, uint64_t versions)
{
    return (go_window_knows(w->options->window, f->since, f->until) & versions) != 0;
}

static bool reads_name(const struct walker *w, const struct go_struct *s, struct str name, uint64_t versions)
{
    for (const struct go_field *f = go_field_find(s, name); f; f = go_field_next(s, f)) {
        if (str_eq(f->name, name) && is_read(w, f, versions))
            return true;
    }
    return false;
}

/* The field most like the name. *alone: no other is like it, and the slips are as few as nobody makes on purpose. */
static struct str nearest_field(const struct walker *w, const struct go_struct *s, struct str name, uint64_t versions,
                                bool *alone)
{
    unsigned best = slips(name) + 1, like = 0;
    struct str found = { 0 };

    for (uint16_t i = 0; i < s->count; i++) {
        const struct go_field *f = &s->fields[i];
        unsigned d;

        if (!is_read(w, f, versions))
            continue;
        d = is_variant(f->name, name) ? 0 : distance(name, f->name, slips(name));
        like += d <= slips(name) && !str_eq(f->name, found);
        if (d < best) {
            best = d;
            found = f->name;
        }
    }
    *alone = like == 1 && best <= FEW_SLIPS;
    return found;
}

/* The struct below a field's type, and what stands between: "", "[]" for each list, ".*" for each map. */
static const struct go_struct *struct_below(struct arena *a, const struct go_type *t, struct str *between)
{
    *between = STR("");
    for (t = go_type_target(t); t->kind == GO_SLICE || t->kind == GO_MAP; t = go_type_target(t->elem))
        *between = arena_printf(a, "%.*s%s", STR_ARG(*between), t->kind == GO_SLICE ? "[]" : ".*");
    return t->decoder == GO_PLAIN && t->kind == GO_STRUCT ? t->fields : NULL;
}

/* Fields in which a name is hardly ever meant: init containers, and resources of what has a rarely used share of its
 * own. People mean the containers. */
static bool is_rare(const struct go_field *f, struct str wanted)
{
    static const char *const fields[] = { "initContainers", "ephemeralContainers", "decoration_config" };
    size_t count = str_eq(wanted, STR("resources")) ? 3 : 2;

    for (size_t i = 0; i < count; i++)
        if (str_eq(f->name, str_c(fields[i])))
            return true;
    return false;
}

/* A search for a name in the structs below one. */
struct search {
    struct walker *w;
    struct str name;
    uint64_t versions;
    bool rare_too;
    struct str found; /* the first place */
    size_t count;
};

/* Whether the struct below f, or of a pod itself, is one in which the name is meant. */
static bool is_meant(const struct search *x, const struct go_struct *below)
{
    /* Pods have resources of their own since Kubernetes 1.32; nobody who writes them at a job means those. */
    return x->rare_too || !(str_eq(x->name, STR("resources")) && go_field_find(below, STR("containers")));
}

static void find_below(struct search *x, const struct go_struct *s, struct str prefix, unsigned levels)
{
    for (uint16_t i = 0; i < s->count; i++) {
        const struct go_field *f = &s->fields[i];
        struct arena *a = x->w->arena;
        struct str between, path;
        const struct go_struct *below = is_read(x->w, f, x->versions) ? struct_below(a, f->type, &between) : NULL;

        if (!below || below == s || (is_rare(f, x->name) && !x->rare_too) ||
            (levels == 1 && !(reads_name(x->w, below, x->name, x->versions) && is_meant(x, below))))
            continue;
        /* A setting that stands where a name is wanted: x.x.name is nobody's way out. */
        if (str_ends(prefix, ARENA_JOIN(a, STR("."), f->name)))
            continue;
        path = arena_printf(a, "%.*s%s%.*s%.*s", STR_ARG(prefix), prefix.len ? "." : "", STR_ARG(f->name),
                            STR_ARG(between));
        if (levels > 1)
            find_below(x, below, path, levels - 1);
        else if (x->count++ == 0)
            x->found = arena_printf(a, "%.*s.%.*s", STR_ARG(path), STR_ARG(x->name));
    }
}

/* The nearest place below s where the name is a field. Far down the same name may mean anything, so there it has to
 * stand once. */
static bool search_below(struct search *x, const struct go_struct *s, struct str base, unsigned levels)
{
    for (unsigned level = 1; level <= levels; level++) {
        x->count = 0;
        find_below(x, s, base, level);
        if (x->count > 0)
            return level < SEARCH_LEVELS || x->count == 1;
    }
    return false;
}

/* The nearest struct around place whose field this is: its key is indented too deeply. */
static bool find_above(struct walker *w, const struct decode_place *place, struct str name, uint64_t versions,
                       struct str *out)
{
    for (const struct decode_place *p = place; p; p = p->up) {
        if (p->step == STEP_FIELD && !str_eq(p->field->name, name) && reads_name(w, p->owner, name, versions)) {
            struct str path = decode_path(p->up, w->arena);

            *out = arena_printf(w->arena, "%.*s%s%.*s", STR_ARG(path), path.len ? "." : "", STR_ARG(name));
            return true;
        }
    }
    return false;
}

/* A neighbour below one of the structs around place: of a container, where it stands in the pod's security context. */
static bool find_beside(struct search *x, const struct decode_place *place)
{
    unsigned steps = 0;

    for (const struct decode_place *p = place; p && steps < SEARCH_LEVELS; p = p->up)
        if (p->step == STEP_FIELD && ++steps &&
            search_below(x, p->owner, decode_path(p->up, x->w->arena), SEARCH_LEVELS - 1))
            return true;
    return false;
}

/* A label that stands beside the labels: no field has such a name. */
static bool find_label(struct walker *w, const struct go_struct *s, const struct decode_problem *p, struct str name,
                       struct str *path)
{
    struct str base = decode_path(p->place->up, w->arena);

    if (str_find_char(name, '-') == SIZE_MAX || !reads_name(w, s, STR("labels"), p->versions))
        return false;
    *path = arena_printf(w->arena, "%.*s%slabels.%.*s", STR_ARG(base), base.len ? "." : "", STR_ARG(name));
    return true;
}

/* Of a job: the other kinds of jobs whose field it is. */
static struct str other_kinds(struct walker *w, const struct go_struct *s, const struct decode_problem *p,
                              struct str name)
{
    static const char *const types[] = { "Presubmit", "Postsubmit", "Periodic" };
    static const char *const words[] = { "presubmits", "postsubmits", "periodics" };
    struct str kinds = STR("");
    bool is_job = false;

    for (size_t i = 0; i < COUNT_OF(types); i++) {
        const struct go_type *t = go_type_find("prow/jobs", types[i]);
        is_job = is_job || (t && t->fields == s);
        if (t && reads_name(w, t->fields, name, p->versions))
            kinds = arena_printf(w->arena, "%.*s%s%s", STR_ARG(kinds), kinds.len ? " and " : "", words[i]);
    }
    return is_job ? kinds : STR("");
}

/* Where else the name is a field: around it, of other kinds of jobs, below it, beside it. */
static void find_elsewhere(struct walker *w, const struct go_struct *s, struct decode_problem *p, struct str name)
{
    struct search x = { .w = w, .name = name, .versions = p->versions };

    if (find_above(w, p->place->up, name, p->versions, &p->elsewhere) || find_label(w, s, p, name, &p->elsewhere))
        return;
    p->kinds = other_kinds(w, s, p, name);
    if (p->kinds.len)
        return;
    for (int pass = 0; pass < 2; pass++, x.rare_too = true)
        if (search_below(&x, s, decode_path(p->place->up, w->arena), SEARCH_LEVELS) || find_beside(&x, p->place->up)) {
            p->elsewhere = x.found;
            return;
        }
}

/* Whether the name is a field around or below the struct: then it may be one in the wrong place. */
static bool is_known_near(struct walker *w, const struct go_struct *s, const struct decode_problem *p, struct str name)
{
    struct search x = { .w = w, .name = name, .versions = p->versions, .rare_too = true };
    struct str path;

    if (find_above(w, p->place->up, name, p->versions, &path))
        return true;
    for (unsigned level = 1; level <= SEARCH_LEVELS; level++)
        find_below(&x, s, STR(""), level);
    return x.count > 0;
}

void suggest_place(struct walker *w, const struct go_struct *s, struct decode_problem *p)
{
    if (w->report && w->mode == MODE_REPORT)
        find_elsewhere(w, s, p, node_text(p->at));
}

void suggest_field(struct walker *w, const struct go_struct *s, struct decode_problem *p)
{
    struct str name = node_text(p->at);
    bool alone;

    if (!w->report)
        return;
    p->suggestion = nearest_field(w, s, name, p->versions, &alone);
    if (p->suggestion.len == 0)
        find_elsewhere(w, s, p, name);
    else
        p->misspelt = alone && !is_known_near(w, s, p, name);
}

void suggest_value(struct walker *w, const struct go_type *t, struct str text, struct decode_problem *p)
{
    unsigned best = slips(text) + 1;

    for (uint16_t i = 0; i < t->value_count; i++) {
        const struct go_value *v = &t->values[i];
        unsigned d = is_variant(v->text, text) ? 0 : distance(text, v->text, slips(text));

        if (d < best && (go_window_knows(w->options->window, v->since, v->until) & p->versions)) {
            best = d;
            p->suggestion = v->text;
        }
    }
}
