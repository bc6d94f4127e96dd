#include "base/nearest.h"
#include "prow/index/names.h"
#include "rule/rule.h"

enum {
    FAMILY = 5,          /* jobs that carry a label without a preset: then it is a mark, not a slip */
    MOST_KEYS = 256,     /* keys without a preset whose neighbours are looked for, ... */
    MOST_PRESETS = 1024, /* among so many of the keys of presets */
    EXACT = 1,           /* slips from a key that other jobs use: nothing else can be meant */
};

/* The keys of labels, and those that presets have. */
struct keys {
    struct names names;
    const struct name *presets[MOST_PRESETS];
    size_t count, looked_for;
};

static const struct name_use *first_by(const struct keys *k, const struct name *label, bool preset)
{
    for (const struct name_use *u = name_first(&k->names, label); u; u = u->next)
        if ((u->by == BY_PRESET) == preset && (preset || u->job))
            return u;
    return NULL;
}

static bool has_value(const struct keys *k, const struct name *label, struct str value)
{
    for (const struct name_use *u = name_first(&k->names, label); u; u = u->next)
        if (u->by == BY_PRESET && str_eq(u->value, value))
            return true;
    return false;
}

static void path_of(struct check *c, const struct name_use *u, struct str key)
{
    struct arena *a = check_arena(c);

    at_path(c, "%.*s", STR_ARG(job_summary_path(a, u->job, ARENA_JOIN(a, STR("labels."), key))));
}

/* The jobs that give a label one value. */
struct value {
    const struct name_use *first;
    size_t jobs;
};

static void tell_value(struct check *c, const struct name *label, const struct name_use *u, const struct value *v,
                       const struct name_use *preset)
{
    struct str others = STR("");

    if (v->jobs > 1)
        others = arena_printf(check_arena(c), " and %zu other%s", v->jobs - 1, str_plural(v->jobs - 1));
    report(c, u->at,
           "label %.*s: \"%.*s\" of job %.*s%.*s brings nothing: the preset of this label wants the value \"%.*s\"",
           STR_ARG(label->text), STR_ARG(u->value), STR_ARG(u->job->name), STR_ARG(others), STR_ARG(preset->value));
    path_of(c, u, label->text);
    also(c, preset->at, "the preset");
    no_more_than(c, v->jobs < FAMILY ? SEVERITY_WARNING : SEVERITY_INFO);
}

/* A preset has the key, and none has this value: told once a value. "false" is how people take a job out. */
static void check_values(struct check *c, const struct keys *k, const struct name *label)
{
    const struct name_use *preset = first_by(k, label, true);
    struct map values;

    map_init(&values, check_arena(c));
    for (const struct name_use *u = name_first(&k->names, label); u; u = u->next) {
        struct value *v;
        void **at;
        if (!u->job || str_eq(u->value, preset->value) || str_eq(u->value, STR("false")))
            continue;
        at = map_at(&values, u->value);
        v = *at ? *at : (*at = ARENA_NEW(check_arena(c), struct value));
        v->first = v->first ? v->first : u;
        v->jobs++;
    }
    for (size_t i = 0; i < values.count; i++) {
        const struct value *v = values.entries[i].value;
        if (!has_value(k, label, values.entries[i].key))
            tell_value(c, label, v->first, v, preset);
    }
}

static const struct name *nearest(struct keys *k, struct str key, size_t *least)
{
    const struct name *found = NULL;

    *least = SIZE_MAX;
    if (k->looked_for++ >= MOST_KEYS)
        return NULL;
    for (size_t i = 0; i < k->count; i++)
        if (nearest_better(key, k->presets[i]->text, least))
            found = k->presets[i];
    return found;
}

/* Each job that carries it is told: it runs without what it asked for. */
static void tell_near(struct check *c, const struct keys *k, const struct name *label, const struct name *near,
                      size_t slips)
{
    const struct name_use *preset = first_by(k, near, true);

    for (const struct name_use *u = name_first(&k->names, label); u; u = u->next) {
        if (!u->job)
            continue;
        report(c, u->at,
               "no preset has the label %.*s, so job %.*s runs without what it asks for; did you mean %.*s, which %zu "
               "job%s use%s?",
               STR_ARG(label->text), STR_ARG(u->job->name), STR_ARG(near->text), near->jobs, str_plural(near->jobs),
               near->jobs == 1 ? "s" : "");
        path_of(c, u, label->text);
        also(c, preset->at, "the preset of %.*s", STR_ARG(near->text));
        repair(c, REPAIR_LIKELY, u->at, near->text);
        if (slips > EXACT || near->jobs <= label->jobs)
            no_more_than(c, SEVERITY_WARNING);
    }
}

static void check_unknown(struct check *c, struct keys *k, const struct name *label)
{
    const struct name_use *u = first_by(k, label, false);
    size_t slips;
    const struct name *near = label->jobs < FAMILY ? nearest(k, label->text, &slips) : NULL;

    if (near) {
        tell_near(c, k, label, near, slips);
        return;
    }
    if (!u)
        return;
    report(c, u->at, "no preset has the label %.*s, which %zu job%s carr%s: it brings nothing", STR_ARG(label->text),
           label->jobs, str_plural(label->jobs), label->jobs == 1 ? "ies" : "y");
    path_of(c, u, label->text);
    no_more_than(c, label->jobs < FAMILY ? SEVERITY_WARNING : SEVERITY_INFO);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct keys k = { .names = names_seen(c, t) };
    struct name_range all = names_below(&k.names, NAME_LABEL, STR(""));

    for (size_t i = 0; i < all.count; i++)
        if (first_by(&k, all.items[i], true)) {
            check_values(c, &k, all.items[i]);
            if (k.count < MOST_PRESETS)
                k.presets[k.count++] = all.items[i];
        }
    for (size_t i = 0; i < all.count; i++)
        if (str_starts(all.items[i]->text, STR("preset-")) && !first_by(&k, all.items[i], true))
            check_unknown(c, &k, all.items[i]);
}

const struct rule rule_preset_unresolved = {
    .id = "preset-unresolved",
    .summary = "A label that asks for a preset finds one.",
    .severity = SEVERITY_ERROR,
    .needs_main = true,
    .ours = true,
    .reads = READS(NAME_LABEL),
    .tree = check_tree,
};
