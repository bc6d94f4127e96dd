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

/* Searches the structs below s, nearest first, for a field of this name. */
static bool find_below(struct walker *w, const struct go_struct *s, struct str name, struct str prefix, unsigned levels,
                       uint64_t versions, struct str *out)
{
    for (uint16_t i = 0; i < s->count; i++) {
        const struct go_field *f = &s->fields[i];
        struct str between, path;
        const struct go_struct *below = is_read(w, f, versions) ? struct_below(w->arena, f->type, &between) : NULL;

        if (!below || below == s || (levels == 1 && !reads_name(w, below, name, versions)))
            continue;
        /* A setting that stands where a name is wanted: x.x.name is nobody's way out. */
        if (str_ends(prefix, ARENA_JOIN(w->arena, STR("."), f->name)))
            continue;
        path = arena_printf(w->arena, "%.*s%s%.*s%.*s", STR_ARG(prefix), prefix.len ? "." : "", STR_ARG(f->name),
                            STR_ARG(between));
        if (levels == 1) {
            *out = arena_printf(w->arena, "%.*s.%.*s", STR_ARG(path), STR_ARG(name));
            return true;
        }
        if (find_below(w, below, name, path, levels - 1, versions, out))
            return true;
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

static bool find_elsewhere(struct walker *w, const struct go_struct *s, const struct decode_problem *p, struct str name,
                           struct str *path)
{
    struct str base = decode_path(p->place->up, w->arena);
    bool found = find_above(w, p->place->up, name, p->versions, path);

    for (unsigned level = 1; level <= SEARCH_LEVELS && !found; level++)
        found = find_below(w, s, name, base, level, p->versions, path);
    return found;
}

void suggest_field(struct walker *w, const struct go_struct *s, struct decode_problem *p)
{
    struct str name = node_text(p->at), elsewhere;
    bool alone;

    if (!w->report)
        return;
    p->suggestion = nearest_field(w, s, name, p->versions, &alone);
    if (p->suggestion.len == 0)
        find_elsewhere(w, s, p, name, &p->elsewhere);
    else
        p->misspelt = alone && !find_elsewhere(w, s, p, name, &elsewhere);
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
