/* Real changes from history, judged as changes. From before to bad, which is one commit: what retired contexts by mistake
 * is told at its file, and what did not is no alarm, except what deltas.txt says of. From bad to its repair, which came
 * days to months later with much between: only that it is compared without harm. The mistakes of named.txt that a rule about
 * changes names are named at their place, and not told of the change from before to the repair.
 *
 *   replay-deltas       checks, and prints a summary
 *   replay-deltas -v    ... and every finding about a change */
#include "gate/comparison.h"
#include "harness/suite.h"
#include "replay/tree.h"
#include "rule/rule.h"

#include <stdio.h>
#include <string.h>

struct deltas {
    struct suite suite;
    struct bundle bundle;
    const char *bundle_name; /* of the open one; NULL when none is */
    size_t changes, undecided, alarms, warnings, named;
    struct map floor; /* ids of mistakes -> the rule about changes that names them */
    bool verbose;
};

struct change {
    struct tree from, to;
    struct side before, after;
    struct arena arena;
    struct findings findings;
    struct comparison comparison;
};

static bool is_about_change(const struct finding *f)
{
    return f->rule->delta != NULL;
}

static void compare(struct change *c)
{
    struct rule_settings all, settings;

    c->before = (struct side){ .name = STR("before"), .fs = &c->from.files.fs, .paths = c->from.paths };
    c->after = (struct side){ .name = STR("after"), .fs = &c->to.files.fs, .paths = c->to.paths };
    rule_settings_init(&all, &c->arena, &c->to.window);
    settings = comparison_settings(&c->arena, &all);
    comparison_load(&c->comparison, &c->before, &c->after, &settings, 1);
    comparison_judge(&c->comparison, &c->after.findings, &settings, NULL, false);
    comparison_leave_doubt(&c->comparison);
    findings_join(&c->findings, &c->after.findings);
    findings_join(&c->findings, &c->comparison.findings);
    findings_sort(&c->findings);
}

static bool change_open(struct change *c, struct deltas *d, const json_t *record, enum variant from, enum variant to)
{
    const char *id = record_text(record, "id");
    struct str a = arena_printf(&d->suite.arena, "%s/%s", id, variant_names[from]);
    struct str b = arena_printf(&d->suite.arena, "%s/%s", id, variant_names[to]);

    *c = (struct change){ 0 };
    if (!tree_open(&c->from, &d->bundle, record, bundle_tree(&d->bundle, a), from) ||
        !tree_open(&c->to, &d->bundle, record, bundle_tree(&d->bundle, b), to))
        return false;
    compare(c);
    return true;
}

static void change_close(struct change *c)
{
    if (c->comparison.before) {
        comparison_free(&c->comparison);
        side_free(&c->before);
        side_free(&c->after);
    }
    findings_free(&c->findings);
    arena_free(&c->arena);
    tree_close(&c->from);
    tree_close(&c->to);
}

static void show(const struct deltas *d, const struct change *c, const char *name)
{
    for (size_t i = 0; d->verbose && i < c->findings.count; i++) {
        const struct finding *f = c->findings.items[i];
        if (is_about_change(f))
            printf("%s: %.*s:%u: %s: %.*s [%s]\n", name, STR_ARG(f->at.file), f->at.span.line,
                   severity_name(f->severity), STR_ARG(f->message), f->rule->id);
    }
}

/* Retirements that were mistakes are told at the file that lost them. */
static void judge_mistake(struct deltas *d, const struct change *c, const json_t *record, const char *name)
{
    struct str file = str_c(record_text(json_object_get(record, "expected"), "file"));
    bool told = false;

    for (size_t i = 0; i < c->findings.count; i++)
        told = told || (is_about_change(c->findings.items[i]) && str_eq(c->findings.items[i]->at.file, file));
    suite_case(&d->suite, name, told || !c->comparison.comparable, "nothing is told at %.*s", STR_ARG(file));
}

static void judge_ordinary(struct deltas *d, const struct change *c, const char *name)
{
    const struct finding *alarm = NULL;

    for (size_t i = 0; i < c->findings.count; i++) {
        const struct finding *f = c->findings.items[i];
        d->warnings += is_about_change(f) && f->severity == SEVERITY_WARNING;
        if (is_about_change(f) && f->severity == SEVERITY_ERROR)
            alarm = f;
    }
    d->alarms += alarm != NULL;
    suite_case(&d->suite, name, !alarm, "%.*s [%s]", STR_ARG(alarm ? alarm->message : STR("")),
               alarm ? alarm->rule->id : "");
}

static const struct finding *naming(const struct change *c, const json_t *record)
{
    for (size_t i = 0; i < c->findings.count; i++) {
        const struct finding *f = c->findings.items[i];
        if (is_about_change(f) && f->severity >= SEVERITY_WARNING && record_is_here(record, f->at))
            return f;
    }
    return NULL;
}

static bool tells(const struct change *c, const struct finding *told)
{
    for (size_t i = 0; i < c->findings.count; i++) {
        const struct finding *f = c->findings.items[i];
        if (f->rule == told->rule && str_eq(f->at.file, told->at.file) && str_eq(f->message, told->message))
            return true;
    }
    return false;
}

static bool is_told_of_repair(struct deltas *d, const json_t *record, const struct finding *f)
{
    struct change repaired;
    bool told = change_open(&repaired, d, record, BEFORE, FIX) && tells(&repaired, f);

    change_close(&repaired);
    return told;
}

static void judge_named(struct deltas *d, const struct change *c, const json_t *record)
{
    const char *id = record_text(record, "id"), *by = map_get(&d->floor, str_c(id));
    const struct finding *f = naming(c, record);

    if (f && is_told_of_repair(d, record, f))
        f = NULL;
    d->named += f != NULL;
    if (by)
        suite_case(&d->suite, arena_printf(&d->suite.arena, "%s named", id).p, f != NULL, "not named (%s)", by);
    if (f && d->verbose)
        printf("named  %-40s %.*s:%u by %s\n", id, STR_ARG(f->at.file), f->at.span.line, f->rule->id);
}

static void replay(struct deltas *d, const json_t *record, enum variant from, enum variant to)
{
    const char *name =
        arena_printf(&d->suite.arena, "%s %s-%s", record_text(record, "id"), variant_names[from], variant_names[to]).p;
    bool mistake = to == BAD && strcmp(record_text(record, "category"), "mass-retirement") == 0;
    struct change c;

    if (!change_open(&c, d, record, from, to)) {
        suite_case(&d->suite, name, false, "%s", "has no configuration that is found");
    } else {
        d->changes++;
        d->undecided += !c.comparison.comparable;
        show(d, &c, name);
        if (to == BAD)
            judge_named(d, &c, record);
        if (mistake)
            judge_mistake(d, &c, record, name);
        else if (to == BAD)
            judge_ordinary(d, &c, name);
        else
            suite_case(&d->suite, name, c.comparison.comparable || c.findings.count || c.before.findings.count, "%s",
                       "not compared, and nothing says why");
    }
    change_close(&c);
}

static bool open_bundle(struct deltas *d, const char *name)
{
    if (d->bundle_name && strcmp(d->bundle_name, name) == 0)
        return true;
    if (d->bundle_name)
        bundle_close(&d->bundle);
    d->bundle_name = name;
    return bundle_open(&d->bundle, suite_shared(&d->suite, arena_printf(&d->suite.arena, "replays/%s", name).p));
}

static void read_floor(struct deltas *d)
{
    struct str text, line, id, by;

    map_init(&d->floor, &d->suite.arena);
    if (!suite_read(&d->suite, suite_source(&d->suite, "tests/replay/named.txt"), &text)) {
        suite_case(&d->suite, "named.txt", false, "%s", "can't be read");
        return;
    }
    while (str_cut(text, '\n', &line, &text)) {
        const struct rule *rule = str_starts(line, STR("#")) || !str_cut(line, '\t', &id, &by) ? NULL : rule_find(by);
        if (rule && rule->delta)
            *map_at(&d->floor, arena_copy(&d->suite.arena, id)) = (void *)(uintptr_t)rule->id;
    }
}

int main(int argc, char **argv)
{
    struct deltas d = { .verbose = argc > 1 && strcmp(argv[1], "-v") == 0 };
    json_t *cases, *record;
    size_t i;

    suite_begin(&d.suite, "replay-deltas", "tests/replay/deltas.txt");
    read_floor(&d);
    cases = suite_json(&d.suite, "replays/replays.json");
    json_array_foreach(cases, i, record)
    {
        if (!open_bundle(&d, record_text(record, "bundle"))) {
            suite_case(&d.suite, record_text(record, "id"), false, "%s", "no bundle");
            continue;
        }
        replay(&d, record, BEFORE, BAD);
        replay(&d, record, BAD, FIX);
    }
    if (d.bundle_name)
        bundle_close(&d.bundle);
    if (cases)
        printf("%zu changes: %zu undecided, %zu alarms, %zu warnings; %zu mistakes named at their place\n", d.changes,
               d.undecided, d.alarms, d.warnings, d.named);
    json_decref(cases);
    return suite_end(&d.suite);
}
