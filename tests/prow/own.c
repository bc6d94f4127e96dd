/* Own rules: that macros see all of a job in effect, that a tree of twice the size costs twice as much, and what examples
 * leave unseen. */
#include "prow/own/own.h"

#include "base/buf.h"
#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct fs_memory files;
    struct window window;
    struct rule_settings settings;
    struct findings findings;
    struct prow_tree tree;
    struct own_rules own;
    char complaints[4000];
};

static void complain(void *context, struct str file, uint32_t line, uint32_t column, struct str text)
{
    struct fixture *f = context;
    size_t used = strlen(f->complaints);

    snprintf(f->complaints + used, sizeof f->complaints - used, "%.*s:%u:%u: %.*s\n", STR_ARG(file), line, column,
             STR_ARG(text));
}

static bool read_rules(struct fixture *f, const char *text)
{
    struct own_reader r = { .rules = &f->own, .complain = complain, .context = f, .ok = true };

    f->own.arena = &f->arena;
    own_read_text(&r, STR("r.yaml"), str_c(text));
    return r.ok;
}

/* Runs the rules over a tree with these jobs; returns what that cost. */
static uint64_t run(struct fixture *f, const char *text, struct str jobs)
{
    struct prow_paths paths = { .config = STR("c.yaml"), .jobs = STR("j.yaml") };
    struct version *v;
    struct str error;

    memset(f, 0, sizeof *f);
    v = ARENA_NEW(&f->arena, struct version);
    assert_true(version_parse(STR("latest"), v, &f->arena, &error));
    f->window = (struct window){ v, 1 };
    fs_memory_init(&f->files, &f->arena);
    fs_memory_put(&f->files, STR("c.yaml"), STR("prowjob_namespace: default\n"));
    fs_memory_put(&f->files, STR("j.yaml"), jobs);
    rule_settings_init(&f->settings, &f->arena, &f->window);
    for (size_t i = 0; i < rule_count; i++)
        f->settings.severity[i] = SEVERITY_OFF;
    assert_true(read_rules(f, text));
    rule_settings_own(&f->settings, &f->arena, f->own.rules, f->own.count);
    prow_tree_load(&f->tree, &f->files.fs, &paths, &f->settings, 1, &f->findings);
    return own_run(&f->own, &f->settings, &f->tree, &f->findings);
}

static void end(struct fixture *f)
{
    prow_tree_free(&f->tree);
    findings_free(&f->findings);
    own_rules_free(&f->own);
    arena_free(&f->arena);
}

static const struct finding *only_finding(struct fixture *f)
{
    const struct finding *found = NULL;

    for (size_t i = 0; i < f->findings.count; i++)
        if (strchr(f->findings.items[i]->rule->id, '/')) {
            assert_null(found);
            found = f->findings.items[i];
        }
    assert_non_null(found);
    return found;
}

static void macros_see_every_element(void **state)
{
    static const char text[] =
        "id: t/a\n"
        "summary: a\n"
        "on: presubmit\n"
        "require: \"false\"\n"
        "message: >\n"
        "  job.spec.containers.map(c, c.image).join(',') + ' ' + job.labels.map(k, k).join(',') + ' ' +\n"
        "  string(job.spec.containers[0].args.exists(a, a == 'y2')) + ' ' +\n"
        "  jobs.map(j, j.name).join(',') + ' ' + files.map(f, f).join(',') + ' ' +\n"
        "  source.spec.containers.map(c, c.image).join(',')\n";
    struct fixture f;

    (void)state;
    run(&f, text,
        STR("presubmits:\n  o/r:\n  - name: nn\n    labels: {a: x, b: x, c: x}\n    spec:\n      containers:\n"
            "      - {image: i1, args: [x1, y2]}\n      - image: i2\n      - image: i3\n"
            "periodics:\n- {name: p, interval: 1h, spec: {containers: [{image: i}]}}\n"));
    assert_string_equal(only_finding(&f)->message.p, "i1,i2,i3 a,b,c true nn,p c.yaml,j.yaml i1,i2,i3");
    end(&f);
}

static struct str jobs_of(struct arena *a, size_t repos)
{
    struct buf b = { 0 };
    struct str text;

    buf_put(&b, STR("presubmits:\n"));
    for (size_t i = 0; i < repos; i++) {
        buf_printf(&b, "  o/r%zu:\n", i);
        for (size_t k = 0; k < 4; k++)
            buf_printf(&b, "  - {name: j%zu-%zu, branches: [main, b%zu], spec: {containers: [{image: i}]}}\n", i, k, k);
    }
    text = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return text;
}

/* Of jobs, of repositories, of branches, with the index and with other files. */
static void twice_the_tree_costs_twice_as_much(void **state)
{
    static const char text[] =
        "- {id: t/a, summary: a, on: job, require: 'job.spec.containers.all(c, c.image != \"x\")'}\n"
        "- {id: t/b, summary: b, on: repo, require: 'presubmits.all(a, presubmits.all(b, a.name != \"x\"))'}\n"
        "- {id: t/c, summary: c, on: branch, require: 'presubmits.exists(j, j.name != \"\")'}\n"
        "- {id: t/d, summary: d, on: job, require: 'names.job[job.name].size() == 1 && \"j.yaml\" in files'}\n";
    struct arena a = { 0 };
    struct fixture f;
    uint64_t one, two;

    (void)state;
    one = run(&f, text, jobs_of(&a, 100));
    assert_int_equal(f.findings.count, 0);
    end(&f);
    two = run(&f, text, jobs_of(&a, 200));
    end(&f);
    assert_true(one > 100 * 4 * 10);
    assert_in_range(two, 2 * one - one / 100, 2 * one + one / 100);
    arena_free(&a);
}

static void an_expression_that_never_ends_is_undecided(void **state)
{
    static const char text[] =
        "{id: t/a, summary: a, on: repo, require: 'lists.range(2000).all(a, lists.range(2000).all(b, "
        "presubmits.size() > 0)) || true'}\n";
    struct arena a = { 0 };
    struct fixture f;

    (void)state;
    /* once to the limit, and no further */
    assert_in_range(run(&f, text, jobs_of(&a, 1)), 1000000, 1100000);
    assert_true(only_finding(&f)->rule->undecided);
    end(&f);
    arena_free(&a);
}

static void examples_show_what_they_leave_open(void **state)
{
    static const char text[] = "id: t/a\n"
                               "summary: a\n"
                               "on: job\n"
                               "require: |\n"
                               "  job.name == 'a' ||\n"
                               "    job.name == 'b'\n"
                               "examples: {passes: [{name: a}], fails: [{name: c}]}\n";
    struct fixture f = { 0 };
    struct cel_coverage seen;
    struct own_gap *gaps;

    (void)state;
    assert_true(read_rules(&f, text));
    cel_coverage_init(&seen, &f.arena);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(own_try(f.own.items[0], &f.own.items[0]->examples[i], &seen, &f.arena).finds,
                         f.own.items[0]->examples[i].fails);
    assert_int_equal(own_gaps(f.own.items[0], &seen, &f.arena, &gaps), 1);
    assert_string_equal(gaps[0].way, "true");
    assert_int_equal(gaps[0].at, str_find(str_c(text), STR("== 'b'")));
    own_rules_free(&f.own);
    arena_free(&f.arena);
}

static void refusals_name_what_is_nearest(void **state)
{
    static const char text[] =
        "{id: t/a, summary: a, on: preset, require: 'preset.label.size() == 0 && presset.env == []'}\n";
    struct fixture f = { 0 };

    (void)state;
    assert_false(read_rules(&f, text));
    assert_string_equal(f.complaints,
                        "r.yaml:1:51: require: undefined field 'label'; did you mean labels?\n"
                        "r.yaml:1:73: require: undeclared reference to 'presset'; did you mean preset?\n");
    own_rules_free(&f.own);
    arena_free(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(macros_see_every_element),
        cmocka_unit_test(twice_the_tree_costs_twice_as_much),
        cmocka_unit_test(an_expression_that_never_ends_is_undecided),
        cmocka_unit_test(examples_show_what_they_leave_open),
        cmocka_unit_test(refusals_name_what_is_nearest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
