/* Real trees from history, before and after real mistakes, judged by the version deployed at their day.
 *
 *   before, fix   nothing that Prow refuses to load, except what confirmed.txt says was really refused; no wrong types
 *   bad           the mistakes of named.txt are named in their file, within two lines; others too, it is hoped
 *
 *   replay-trees       checks, and prints a summary
 *   replay-trees -v    ... and every load error, unknown field and mistake that it saw */
#include "harness/suite.h"
#include "replay/tree.h"
#include "rule/rule.h"

#include <stdio.h>
#include <string.h>

struct replay {
    struct suite suite;
    struct map floor; /* ids of mistakes that have to be named, as long as they were once */
    size_t named, kept;
    struct bundle bundle;
    const char *bundle_name; /* of the open one; NULL when none is */
    struct map done;         /* tree and version -> judged already */
    size_t trees, load_errors, unknown_fields, too_new;
    bool verbose;
};

static bool is_load_error(const struct finding *f)
{
    return f->severity == SEVERITY_ERROR && f->rule->fact && !f->suppressed;
}

static void show(const struct replay *r, const struct tree *t, const char *name, const struct finding *f)
{
    if (r->verbose)
        printf("%s (%.*s): %.*s:%u: %s: %.*s [%s]\n", name, STR_ARG(t->versions), STR_ARG(f->at.file), f->at.span.line,
               severity_name(f->severity), STR_ARG(f->message), f->rule->id);
}

/* A good tree: each load error is a case of its own, so that the list of confirmed ones says which. */
static void judge_good(struct replay *r, struct tree *t, const char *name)
{
    bool clean = true;

    for (size_t i = 0; i < t->findings.count; i++) {
        const struct finding *f = t->findings.items[i];
        struct str id = str_c(f->rule->id);
        r->unknown_fields += str_eq(id, STR("unknown-field"));
        r->too_new += str_eq(id, STR("field-too-new"));
        if (str_eq(id, STR("unknown-field")) || str_eq(id, STR("field-too-new")))
            show(r, t, name, f);
        if (!is_load_error(f) && !f->rule->undecided && !str_eq(id, STR("wrong-type")) &&
            !str_eq(id, STR("misspelt-field")))
            continue;
        clean = false;
        r->load_errors++;
        show(r, t, name, f);
        suite_case(&r->suite,
                   arena_printf(&r->suite.arena, "%s %s %.*s:%u", name, f->rule->id, STR_ARG(f->at.file),
                                f->at.span.line)
                       .p,
                   false, "deployed %.*s: %.*s", STR_ARG(t->versions), STR_ARG(f->message));
    }
    if (clean)
        suite_case(&r->suite, name, true, "%s", "");
}

static size_t same_findings(const struct findings *list, const struct finding *f)
{
    size_t n = 0;

    for (size_t i = 0; i < list->count; i++) {
        const struct finding *x = list->items[i];
        n += x->rule == f->rule && str_eq(x->at.file, f->at.file) && str_eq(x->message, f->message);
    }
    return n;
}

static bool stands_in(const struct findings *list, const struct finding *f)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct finding *x = list->items[i];
        if (x->rule == f->rule && str_eq(x->at.file, f->at.file) && x->at.span.line == f->at.span.line &&
            str_eq(x->message, f->message))
            return true;
    }
    return false;
}

/* The finding that names the mistake: at its place, of more weight than a note, not there before, and gone with the
 * repair, unless it is a fact that the repair did not change. */
static const struct finding *naming(const struct tree trees[VARIANTS], const json_t *record)
{
    const struct findings *bad = &trees[BAD].findings;

    for (size_t i = 0; i < bad->count; i++) {
        const struct finding *f = bad->items[i];
        bool here = record_is_here(record, f->at);
        for (const struct related *o = f->related; o; o = o->next)
            here = here || record_is_here(record, o->at);
        if (here && f->severity >= SEVERITY_WARNING && !f->suppressed &&
            (is_load_error(f) || (same_findings(bad, f) > same_findings(&trees[FIX].findings, f) &&
                                  !stands_in(&trees[BEFORE].findings, f))))
            return f;
    }
    return NULL;
}

static void judge_bad(struct replay *r, const struct tree trees[VARIANTS], const json_t *record)
{
    const json_t *expected = json_object_get(record, "expected");
    const char *id = record_text(record, "id"), *file = record_text(expected, "file");
    const struct finding *f = naming(trees, record);
    int line = (int)json_integer_value(json_object_get(expected, "line"));

    r->named += f != NULL;
    if (map_get(&r->floor, str_c(id))) {
        r->kept++;
        suite_case(&r->suite, arena_printf(&r->suite.arena, "%s/bad", id).p, f != NULL, "%s:%d is not named (%s)", file,
                   line, record_text(record, "rule"));
    }
    if (r->verbose)
        printf("%-6s %-40s %-30s %s:%d%s%s\n", f ? "named" : "-", id, record_text(record, "rule"), file, line,
               f ? " by " : "", f ? f->rule->id : "");
}

static bool open_bundle(struct replay *r, const char *name)
{
    if (r->bundle_name && strcmp(r->bundle_name, name) == 0)
        return true;
    if (r->bundle_name)
        bundle_close(&r->bundle);
    r->bundle_name = name;
    return bundle_open(&r->bundle, suite_shared(&r->suite, arena_printf(&r->suite.arena, "replays/%s", name).p));
}

static void replay_case(struct replay *r, const json_t *record)
{
    const char *id = record_text(record, "id");
    struct tree trees[VARIANTS];
    bool there[VARIANTS];

    for (int v = 0; v < VARIANTS; v++) {
        const char *name = arena_printf(&r->suite.arena, "%s/%s", id, variant_names[v]).p;
        struct str tree = bundle_tree(&r->bundle, str_c(name)), key;
        there[v] = tree_open(&trees[v], &r->bundle, record, tree, (enum variant)v);
        if (!there[v]) {
            suite_case(&r->suite, name, false, "%s", "has no configuration that is found");
            continue;
        }
        tree_check(&trees[v]);
        key = arena_printf(&r->suite.arena, "%.*s %.*s %.*s", STR_ARG(tree), STR_ARG(trees[v].versions),
                           STR_ARG(trees[v].paths.config));
        if (v == BAD || map_get(&r->done, key))
            continue;
        *map_at(&r->done, key) = r;
        r->trees++;
        judge_good(r, &trees[v], name);
    }
    if (there[BAD] && there[FIX])
        judge_bad(r, trees, record);
    for (int v = 0; v < VARIANTS; v++)
        tree_close(&trees[v]);
}

/* The ids of a file with lines "ID<TAB>what names it", except those that only a comparison names: deltas.c holds them. */
static void read_floor(struct replay *r)
{
    FILE *f = fopen(suite_source(&r->suite, "tests/replay/named.txt"), "r");
    char line[256];
    struct str id, by;
    const struct rule *rule;

    map_init(&r->floor, &r->suite.arena);
    while (f && fgets(line, sizeof line, f))
        if (line[0] != '#' && str_cut(str_c(line), '\t', &id, &by) &&
            (!(rule = rule_find(str_trim_suffix(by, STR("\n")))) || !rule->delta))
            *map_at(&r->floor, arena_copy(&r->suite.arena, id)) = r;
    if (f)
        fclose(f);
}

int main(int argc, char **argv)
{
    struct replay r = { .verbose = argc > 1 && strcmp(argv[1], "-v") == 0 };
    json_t *cases, *record;
    size_t i;

    suite_begin(&r.suite, "replay-trees", "tests/replay/confirmed.txt");
    map_init(&r.done, &r.suite.arena);
    read_floor(&r);
    cases = suite_json(&r.suite, "replays/replays.json");
    json_array_foreach(cases, i, record)
    {
        if (open_bundle(&r, record_text(record, "bundle")))
            replay_case(&r, record);
        else
            suite_case(&r.suite, record_text(record, "id"), false, "%s", "no bundle");
    }
    if (r.bundle_name)
        bundle_close(&r.bundle);
    if (cases) {
        suite_case(&r.suite, "named.txt", r.floor.count > 0 && (r.kept == r.floor.count || r.suite.sampled),
                   "%zu mistakes, %zu of them cases", r.floor.count, r.kept);
        printf("%zu good trees: %zu load errors, %zu fields unknown, %zu too new; %zu of %zu mistakes named at their "
               "place\n",
               r.trees, r.load_errors, r.unknown_fields, r.too_new, r.named, json_array_size(cases));
    }
    json_decref(cases);
    return suite_end(&r.suite);
}
