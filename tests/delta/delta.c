/* Our own view behind status-reconciler's: what became of retired jobs, and what else a change does. */
#include "tests/delta/fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct view {
    const char *before, *after; /* job files, or lists of presubmits of o/r when they begin with "{" */
    const char *want;
};

static const char *const fates[] = { "plain", "renamed", "branch-end", "in-repo" };

static void tell_fields(struct buf *out, const struct delta_change *c)
{
    static const char *const names[] = { "branches", "optional", "skip_report", "always_run", "files",
                                         "context",  "cluster",  "presets",     "work",       "own",
                                         "given",    "defaults", "trigger" };

    buf_printf(out, "%.*s:", STR_ARG(c->after->name));
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (c->fields & 1u << i)
            buf_printf(out, " %s", names[i]);
    for (size_t i = 0; i < c->lost_count; i++)
        buf_printf(out, " -%.*s", STR_ARG(c->branches_lost[i]));
    for (size_t i = 0; i < c->gained_count; i++)
        buf_printf(out, " +%.*s", STR_ARG(c->branches_gained[i]));
    buf_printf(out, "%s%s; ", c->others_lost ? " -others" : "", c->others_gained ? " +others" : "");
}

static void tell_others(struct buf *out, const struct delta_others *o)
{
    for (size_t i = 0; i < o->gone_count; i++)
        buf_printf(out, "gone %.*s; ", STR_ARG(o->gone[i]->name));
    for (size_t i = 0; i < o->fresh_count; i++)
        buf_printf(out, "new %.*s; ", STR_ARG(o->fresh[i]->name));
    for (size_t i = 0; i < o->change_count; i++)
        tell_fields(out, &o->changes[i]);
}

static void tell(struct buf *out, const struct delta *d)
{
    for (size_t i = 0; i < d->repo_count; i++) {
        const struct delta_repo_change *r = &d->repos[i];
        for (size_t k = 0; k < r->retired_count; k++) {
            buf_printf(out, "-%.*s %s", STR_ARG(r->retired[k].job->name), fates[r->retired[k].fate]);
            if (r->retired[k].now)
                buf_printf(out, " %.*s", STR_ARG(r->retired[k].now->name));
            buf_put(out, STR("; "));
        }
        for (size_t k = 0; k < r->change_count; k++)
            tell_fields(out, &r->changes[k]);
    }
    tell_others(out, &d->postsubmits);
    tell_others(out, &d->periodics);
}

static struct str whole(struct arena *a, const char *text)
{
    struct str s = str_c(text);

    return str_starts(s, STR("{")) && s.len > 2 ? ARENA_JOIN(a, STR("presubmits: {o/r: ["), s, STR("]}")) : s;
}

static void check_comparison(const char *config_before, const char *config_after, const char *inrepo,
                             const struct view *v)
{
    struct arena a = { 0 };
    struct buf got = { 0 };
    struct pair p;

    pair_init_with(&p, config_before, config_after, whole(&a, v->before).p, whole(&a, v->after).p, inrepo);
    tell(&got, &p.delta);
    if (!str_eq(str_trim_suffix(buf_str(&got), STR("; ")), str_c(v->want)))
        fail_msg("%s\n%s\ngot  \"%.*s\"\nwant \"%s\"", v->before, v->after, STR_ARG(buf_str(&got)), v->want);
    pair_free(&p);
    buf_free(&got);
    arena_free(&a);
}

#define CHECK(...)                                                                                                     \
    do {                                                                                                               \
        static const struct view list[] = { __VA_ARGS__ };                                                             \
        (void)state;                                                                                                   \
        for (size_t i = 0; i < sizeof list / sizeof *list; i++)                                                        \
            check_comparison("{}", "{}", NULL, &list[i]);                                                              \
    } while (0)

#define OTHER ", {name: other}"
#define DOES(x) "spec: {containers: [{image: i, command: [c], args: [" x "]}]}"

static void a_rename_has_the_same_work_and_branches(void **state)
{
    CHECK({ "{name: a, " DOES("x") "}", "{name: b, " DOES("x") "}", "-a renamed b" },
          { "{name: a, " DOES("x") "}", "{name: b, " DOES("y") "}", "-a plain" },
          { "{name: a, " DOES("x") ", branches: [m]}" OTHER, "{name: b, " DOES("x") ", branches: [n]}" OTHER,
            "-a plain" },
          /* What it is called in between, how it reports and where it runs may change with it. */
          { "{name: a, cluster: x, " DOES("x") "}", "{name: b, cluster: y, optional: true, " DOES("x") "}",
            "-a renamed b" },
          /* A job that was there before is no new name for it. */
          { "{name: a, " DOES("x") "}, {name: b, " DOES("x") "}", "{name: b, " DOES("x") "}", "-a plain" },
          /* Nothing to go by. */
          { "{name: a}", "{name: b}", "-a plain" });
}

static void each_retired_job_gets_a_new_name_of_its_own(void **state)
{
    CHECK({ "{name: a, " DOES("x") "}, {name: b, " DOES("x") "}", "{name: c, " DOES("x") "}, {name: d, " DOES("x") "}",
            "-a renamed c; -b renamed d" },
          /* Where there are too few, two became one. */
          { "{name: a, " DOES("x") "}, {name: b, " DOES("x") "}", "{name: c, " DOES("x") "}",
            "-a renamed c; -b renamed c" });
}

static void a_branch_ends_when_nothing_runs_on_it_any_more(void **state)
{
    CHECK({ "{name: a, branches: [release-1.0]}, {name: m, branches: [main]}", "{name: m, branches: [main]}",
            "-a branch-end" },
          { "{name: a, branches: ['^release-1\\.0$']}, {name: m, branches: [main]}", "{name: m, branches: [main]}",
            "-a branch-end" },
          /* Another job still runs there. */
          { "{name: a, branches: [release-1.0]}, {name: m, branches: [main]}, {name: o, branches: ['release-.*']}",
            "{name: m, branches: [main]}, {name: o, branches: ['release-.*']}", "-a plain" },
          { "{name: a, branches: [x]}" OTHER, "{name: other}", "-a plain" },
          /* One of its branches lives on. */
          { "{name: a, branches: [x, main]}, {name: m, branches: [main]}", "{name: m, branches: [main]}", "-a plain" },
          /* It named none. */
          { "{name: a, skip_branches: [x]}, {name: m, branches: [main]}", "{name: m, branches: [main]}", "-a plain" },
          /* The repo has nothing left at all. */
          { "{name: a, branches: [x]}", "presubmits: {o/r: []}", "-a plain" });
}

static void a_job_may_move_to_its_repo(void **state)
{
    static const struct view v = { "{name: a}" OTHER, "{name: other}", "-a in-repo a" };

    (void)state;
    check_comparison("{}", "{}", "presubmits: [{name: a}]", &v);
}

static void fields_are_told_apart(void **state)
{
    CHECK({ "{name: a, optional: true}", "{name: a}", "a: optional" },
          { "{name: a}", "{name: a, skip_report: true}", "a: skip_report" },
          { "{name: a}", "{name: a, always_run: true}", "a: always_run" },
          { "{name: a, run_if_changed: x}", "{name: a, run_if_changed: y}", "a: files" },
          { "{name: a}", "{name: a, context: y}", "a: context" },
          { "{name: a}", "{name: a, cluster: y}", "a: cluster" },
          { "{name: a}", "{name: a, trigger: '/test a', rerun_command: '/test a'}", "a: trigger" },
          { "{name: a, " DOES("x") "}", "{name: a, " DOES("y") "}", "a: work" },
          { "{name: a, " DOES("x") "}", "{name: a, max_concurrency: 2, " DOES("x") "}", "a: own" },
          /* The order of keys, an explicit null and a default say the same. */
          { "{name: a, decorate: true, max_concurrency: 1}", "{max_concurrency: 1, name: a, decorate: true}", "" },
          { "{name: a}", "{name: a, annotations: null, context: a, cluster: default}", "" });
}

static void branches_are_narrowed_and_widened(void **state)
{
    CHECK({ "{name: a, branches: [main, rel]}", "{name: a, branches: [main]}", "a: branches -rel" },
          { "{name: a, branches: [main]}", "{name: a, branches: [main, rel]}", "a: branches +rel" },
          { "{name: a, branches: [main]}", "{name: a, branches: [^main$]}", "a: branches" },
          { "{name: a}", "{name: a, branches: [main]}", "a: branches -others" },
          { "{name: a, branches: [main]}", "{name: a}", "a: branches +others" },
          { "{name: a}", "{name: a, skip_branches: [rel]}", "a: branches -rel" },
          { "{name: a, branches: [main|rel]}", "{name: a, branches: [rel]}", "a: branches -main" });
}

static void variants_of_a_name_are_paired_by_branches(void **state)
{
    CHECK({ "{name: a, branches: [x]}, {name: a, branches: [y], optional: true}",
            "{name: a, branches: [y]}, {name: a, branches: [x]}", "a: optional" },
          { "{name: a, branches: [x]}, {name: a, branches: [y]}", "{name: a, branches: [y]}", "a: branches -x" },
          { "{name: a, branches: [x, y]}", "{name: a, branches: [x]}, {name: a, branches: [y]}", "a: branches" });
}

#define P1 "presets: [{labels: {p: 'true'}, env: [{name: A, value: '1'}]}, {labels: {q: 'true'}}]\n"
#define P2 "presets: [{labels: {p: 'true'}, env: [{name: A, value: '2'}]}, {labels: {q: 'true'}}]\n"
#define JOB(labels) "presubmits: {o/r: [{name: a, labels: {" labels "}, spec: {containers: [{image: i}]}}]}"

static void a_preset_changes_jobs_that_did_not_change(void **state)
{
    CHECK({ P1 JOB("p: 'true'"), P2 JOB("p: 'true'"), "a: given" }, { P1 JOB(""), P2 JOB(""), "" },
          { P1 JOB("p: 'true'"), P1 JOB(""), "a: presets own" },
          { P1 JOB("p: 'true'"), JOB("p: 'true'"), "a: presets" });
}

static void defaults_change_jobs_that_did_not_change(void **state)
{
    static const struct view same = { "{name: a, decorate: true}", "{name: a, decorate: true}", "a: defaults" };

    (void)state;
    check_comparison("{}", "plank: {default_decoration_config_entries: [{config: {timeout: 1h}}]}", NULL, &same);
    check_comparison("pod_namespace: x", "pod_namespace: y", NULL, &same);
}

static void postsubmits_and_periodics_are_told(void **state)
{
    CHECK({ "postsubmits: {o/r: [{name: a}, {name: b}], o/s: [{name: a}]}",
            "postsubmits: {o/r: [{name: b, cluster: x}], o/s: [{name: a}, {name: c}]}", "gone a; new c; b: cluster" },
          { "periodics: [{name: a}, {name: b}]", "periodics: [{name: b}, {name: c}]", "gone a; new c" });
}

static void sums_are_counted(void **state)
{
    struct pair p;

    (void)state;
    pair_init(&p,
              "presubmits: {o/r: [{name: a, " DOES(
                  "x") "}, {name: b}, {name: c, branches: [x]}, {name: c, branches: [y]},"
                       "{name: m, branches: [m]}], o/s: [{name: z}]}",
              "presubmits: {o/r: [{name: d, always_run: true, " DOES("x") "}, {name: m, branches: [m], context: n}],"
                                                                          "o/s: [{name: z}]}");
    assert_int_equal(p.delta.totals.before, 6);
    assert_int_equal(p.delta.totals.after, 3);
    assert_int_equal(p.delta.totals.added, 1);
    assert_int_equal(p.delta.totals.retired, 4);
    assert_int_equal(p.delta.totals.migrated, 1);
    assert_int_equal(p.delta.totals.names[FATE_RENAMED], 1);
    assert_int_equal(p.delta.totals.names[FATE_PLAIN], 2); /* d runs on every branch, x and y too */
    assert_int_equal(p.delta.totals.names[FATE_BRANCH_END], 0);
    assert_int_equal(p.delta.repo_count, 1);
    assert_int_equal(pair_repo(&p, "o/r")->before, 5);
    assert_int_equal(pair_repo(&p, "o/r")->after, 2);
    assert_null(pair_repo(&p, "o/s"));
    assert_int_equal(delta_side_repo(&p.after, STR("o/s"))->presubmits, 1);
    pair_free(&p);
}

static void places_are_kept(void **state)
{
    struct pair p;

    (void)state;
    pair_init(&p, "presubmits:\n  o/r:\n  - name: a\n    context: c\n", "{}");
    assert_true(str_eq(p.before.jobs[0].at.file, STR("jobs/a.yaml")));
    assert_int_equal(p.before.jobs[0].at.span.line, 3);
    assert_int_equal(p.before.jobs[0].at.span.column, 11);
    pair_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rename_has_the_same_work_and_branches),
        cmocka_unit_test(each_retired_job_gets_a_new_name_of_its_own),
        cmocka_unit_test(a_branch_ends_when_nothing_runs_on_it_any_more),
        cmocka_unit_test(a_job_may_move_to_its_repo),
        cmocka_unit_test(fields_are_told_apart),
        cmocka_unit_test(branches_are_narrowed_and_widened),
        cmocka_unit_test(variants_of_a_name_are_paired_by_branches),
        cmocka_unit_test(a_preset_changes_jobs_that_did_not_change),
        cmocka_unit_test(defaults_change_jobs_that_did_not_change),
        cmocka_unit_test(postsubmits_and_periodics_are_told),
        cmocka_unit_test(sums_are_counted),
        cmocka_unit_test(places_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
