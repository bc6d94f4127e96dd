/* What status-reconciler does, clause by clause (fact sheet 7.2): what each of its quirks comes to. */
#include "tests/delta/fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct clause {
    const char *before, *after; /* lists of presubmits of o/r */
    const char *want;           /* "+name cause", "-name", "name context>context", in order */
};

static const char *cause_name(enum delta_cause c)
{
    static const char *const names[] = { "new", "reports", "files" };

    return names[c];
}

static struct str told(struct arena *a, const struct delta *d)
{
    struct str s = STR("");

    for (size_t i = 0; i < d->repo_count; i++) {
        const struct delta_repo_change *r = &d->repos[i];
        for (size_t k = 0; k < r->added_count; k++)
            s = ARENA_JOIN(a, s, STR("+"), r->added[k].job->name, STR(" "), str_c(cause_name(r->added[k].cause)),
                           STR("; "));
        for (size_t k = 0; k < r->retired_count; k++)
            s = ARENA_JOIN(a, s, STR("-"), r->retired[k].job->name, STR("; "));
        for (size_t k = 0; k < r->migrated_count; k++)
            s = ARENA_JOIN(a, s, r->migrated[k].after->name, STR(" "), r->migrated[k].before->context, STR(">"),
                           r->migrated[k].after->context, STR("; "));
    }
    return str_trim_suffix(s, STR("; "));
}

static void check_files(const char *before, const char *after, const char *want)
{
    struct arena a = { 0 };
    struct pair p;
    struct str got;

    pair_init(&p, before, after);
    got = told(&a, &p.delta);
    if (!str_eq(got, str_c(want)))
        fail_msg("%s\n%s\ngot  \"%.*s\"\nwant \"%s\"", before, after, STR_ARG(got), want);
    pair_free(&p);
    arena_free(&a);
}

static void check(const struct clause *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct arena a = { 0 };
        check_files(arena_printf(&a, "presubmits: {o/r: [%s]}", list[i].before).p,
                    arena_printf(&a, "presubmits: {o/r: [%s]}", list[i].after).p, list[i].want);
        arena_free(&a);
    }
}

#define CHECK(...)                                                                                                     \
    do {                                                                                                               \
        static const struct clause list[] = { __VA_ARGS__ };                                                           \
        (void)state;                                                                                                   \
        check(list, sizeof list / sizeof *list);                                                                       \
    } while (0)

#define OTHER "{name: other, always_run: true}"

static void nothing_happens_where_nothing_changes(void **state)
{
    CHECK({ OTHER, OTHER, "" }, { OTHER ", {name: m}", OTHER ", {name: m}", "" });
}

static void a_new_required_automatic_job_is_triggered(void **state)
{
    CHECK({ OTHER, OTHER ", {name: a, always_run: true}", "+a new" },
          { OTHER, OTHER ", {name: a, run_if_changed: x}", "+a new" },
          { OTHER, OTHER ", {name: a, skip_if_only_changed: x}", "+a new" });
}

static void a_new_job_that_is_not_required_is_not(void **state)
{
    CHECK({ OTHER, OTHER ", {name: a, always_run: true, optional: true}", "" },
          { OTHER, OTHER ", {name: a, always_run: true, skip_report: true}", "" });
}

static void a_new_job_that_waits_for_a_comment_is_not(void **state)
{
    CHECK({ OTHER, OTHER ", {name: a}", "" }, { OTHER, OTHER ", {name: a, always_run: false}", "" });
}

static void a_job_that_begins_to_report_is_triggered(void **state)
{
    CHECK({ "{name: a, always_run: true, skip_report: true}", "{name: a, always_run: true}", "+a reports" },
          { "{name: a, always_run: true}", "{name: a, always_run: true, skip_report: true}", "" });
}

static void another_change_regex_triggers(void **state)
{
    CHECK({ "{name: a, run_if_changed: x}", "{name: a, run_if_changed: y}", "+a files" },
          { "{name: a, skip_if_only_changed: x}", "{name: a, skip_if_only_changed: y}", "+a files" },
          { "{name: a, run_if_changed: x}", "{name: a, skip_if_only_changed: x}", "+a files" },
          { "{name: a, run_if_changed: x}", "{name: a, always_run: true}", "+a files" },
          { "{name: a, always_run: true}", "{name: a, run_if_changed: x}", "+a files" },
          /* Then it waits for a comment: not even this. */
          { "{name: a, run_if_changed: x}", "{name: a}", "" });
}

static void a_job_may_be_added_twice(void **state)
{
    CHECK(
        { "{name: a, run_if_changed: x, skip_report: true}", "{name: a, run_if_changed: y}", "+a reports; +a files" });
}

static void what_else_changes_triggers_nothing(void **state)
{
    CHECK({ "{name: a, always_run: true, optional: true}", "{name: a, always_run: true}", "" },
          { "{name: a}", "{name: a, always_run: true}", "" },
          { "{name: a, always_run: true, branches: [main]}", "{name: a, always_run: true, branches: [main, x]}", "" },
          { "{name: a, always_run: true, skip_branches: [x]}", "{name: a, always_run: true}", "" },
          { "{name: a, always_run: true, cluster: x}", "{name: a, always_run: true, cluster: y}", "" },
          { "{name: a, always_run: true}", "{name: a, always_run: true, trigger: '/test x', rerun_command: '/test x'}",
            "" },
          { "{name: a, always_run: true, spec: {containers: [{image: x}]}}",
            "{name: a, always_run: true, spec: {containers: [{image: y}]}}", "" });
}

static void every_new_job_is_compared_with_the_first_old_one(void **state)
{
    CHECK({ "{name: a, run_if_changed: x, branches: [main]}, {name: a, run_if_changed: y, branches: [rel]}",
            "{name: a, run_if_changed: x, branches: [main]}, {name: a, run_if_changed: y, branches: [rel]}",
            "+a files" },
          /* The second old one had skip_report; nobody looks. */
          { "{name: a, always_run: true, branches: [main]},"
            "{name: a, always_run: true, branches: [rel], skip_report: true}",
            "{name: a, always_run: true, branches: [main]}, {name: a, always_run: true, branches: [rel]}", "" },
          { "{name: a, always_run: true, branches: [main], skip_report: true},"
            "{name: a, always_run: true, branches: [rel]}",
            "{name: a, always_run: true, branches: [main]}, {name: a, always_run: true, branches: [rel]}",
            "+a reports; +a reports" });
}

static void a_job_that_is_gone_is_retired_whatever_it_was(void **state)
{
    CHECK({ OTHER ", {name: a, always_run: true}", OTHER, "-a" }, { OTHER ", {name: a, optional: true}", OTHER, "-a" },
          { OTHER ", {name: a, skip_report: true}", OTHER, "-a" }, { OTHER ", {name: a}", OTHER, "-a" });
}

static void each_branch_of_a_job_that_is_gone_is_retired(void **state)
{
    CHECK({ OTHER ", {name: a, branches: [main]}, {name: a, branches: [rel]}", OTHER, "-a; -a" },
          /* One variant stays: branches are not looked at. */
          { "{name: a, branches: [main]}, {name: a, branches: [rel]}", "{name: a, branches: [main]}", "" });
}

static void another_job_with_the_context_does_not_prevent_it(void **state)
{
    CHECK({ "{name: a, always_run: true, context: c}", "{name: b, always_run: true, context: c}", "+b new; -a" });
}

static void a_rename_triggers_and_retires(void **state)
{
    CHECK({ "{name: a, always_run: true, spec: {containers: [{image: x}]}}",
            "{name: b, always_run: true, spec: {containers: [{image: x}]}}", "+b new; -a" });
}

static void another_context_of_a_required_job_is_migrated(void **state)
{
    CHECK({ "{name: a, always_run: true, context: x}", "{name: a, always_run: true, context: z2}", "a x>z2" },
          { "{name: a, context: x}", "{name: a, context: z2}", "a x>z2" }, /* also where it waits for a comment */
          { "{name: a, always_run: true}", "{name: a, always_run: true, context: z2}", "a a>z2" },
          /* What the old one was does not matter. */
          { "{name: a, optional: true, context: x}", "{name: a, context: z2}", "a x>z2" },
          { "{name: a, context: x}", "{name: a, optional: true, context: z2}", "" },
          { "{name: a, context: x}", "{name: a, skip_report: true, context: z2}", "" });
}

static void migrating_pairs_all_jobs_of_a_name(void **state)
{
    CHECK({ "{name: a, branches: [main], context: x}, {name: a, branches: [rel], context: z2}",
            "{name: a, branches: [main], context: x}, {name: a, branches: [rel], context: z2}", "a z2>x; a x>z2" },
          { "{name: a, branches: [main], context: x}, {name: a, branches: [rel], context: z2}", "{name: a, context: z}",
            "a x>z; a z2>z" });
}

static void the_same_job_can_be_added_and_migrated(void **state)
{
    CHECK({ "{name: a, run_if_changed: x}", "{name: a, run_if_changed: y, context: c}", "+a files; a a>c" });
}

static void a_new_repo_gives_nothing(void **state)
{
    (void)state;
    check_files("presubmits: {o/r: [" OTHER "]}", "presubmits: {o/r: [" OTHER "], o/n: [{name: a, always_run: true}]}",
                "");
}

static void a_repo_key_without_jobs_is_no_new_repo(void **state)
{
    (void)state;
    check_files("presubmits: {o/r: []}", "presubmits: {o/r: [{name: a, always_run: true}]}", "+a new");
    check_files("presubmits: {o/r: null}", "presubmits: {o/r: [{name: a, always_run: true}]}", "+a new");
}

static void a_repo_that_is_gone_is_retired_whole(void **state)
{
    (void)state;
    check_files("presubmits: {o/r: [{name: a}, {name: b, optional: true}], o/s: [" OTHER "]}",
                "presubmits: {o/s: [" OTHER "]}", "-a; -b");
    check_files("presubmits: {o/r: [{name: a}]}", "presubmits: {o/r: []}", "-a");
}

static void names_count_within_their_repo(void **state)
{
    (void)state;
    check_files("presubmits: {o/r: [{name: a}, " OTHER "], o/s: [" OTHER "]}",
                "presubmits: {o/r: [" OTHER "], o/s: [{name: a}, " OTHER "]}", "-a");
}

static void postsubmits_and_periodics_cause_nothing(void **state)
{
    (void)state;
    check_files("postsubmits: {o/r: [{name: a}]}\nperiodics: [{name: p, interval: 1h}]\n", "{}", "");
}

static void in_repo_jobs_cause_nothing(void **state)
{
    struct arena a = { 0 };
    struct pair p;

    (void)state;
    pair_init_with(&p, "{}", "{}", "presubmits: {o/r: [" OTHER "]}", "presubmits: {o/r: [" OTHER "]}",
                   "presubmits: [{name: mine, always_run: true}]");
    assert_true(str_eq(told(&a, &p.delta), STR("")));
    pair_free(&p);
    /* And a job that moves there is retired all the same. */
    pair_init_with(&p, "{}", "{}", "presubmits: {o/r: [{name: mine, always_run: true}]}", "{}",
                   "presubmits: [{name: mine, always_run: true}]");
    assert_true(str_eq(told(&a, &p.delta), STR("-mine")));
    pair_free(&p);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_happens_where_nothing_changes),
        cmocka_unit_test(a_new_required_automatic_job_is_triggered),
        cmocka_unit_test(a_new_job_that_is_not_required_is_not),
        cmocka_unit_test(a_new_job_that_waits_for_a_comment_is_not),
        cmocka_unit_test(a_job_that_begins_to_report_is_triggered),
        cmocka_unit_test(another_change_regex_triggers),
        cmocka_unit_test(a_job_may_be_added_twice),
        cmocka_unit_test(what_else_changes_triggers_nothing),
        cmocka_unit_test(every_new_job_is_compared_with_the_first_old_one),
        cmocka_unit_test(a_job_that_is_gone_is_retired_whatever_it_was),
        cmocka_unit_test(each_branch_of_a_job_that_is_gone_is_retired),
        cmocka_unit_test(another_job_with_the_context_does_not_prevent_it),
        cmocka_unit_test(a_rename_triggers_and_retires),
        cmocka_unit_test(another_context_of_a_required_job_is_migrated),
        cmocka_unit_test(migrating_pairs_all_jobs_of_a_name),
        cmocka_unit_test(the_same_job_can_be_added_and_migrated),
        cmocka_unit_test(a_new_repo_gives_nothing),
        cmocka_unit_test(a_repo_key_without_jobs_is_no_new_repo),
        cmocka_unit_test(a_repo_that_is_gone_is_retired_whole),
        cmocka_unit_test(names_count_within_their_repo),
        cmocka_unit_test(postsubmits_and_periodics_cause_nothing),
        cmocka_unit_test(in_repo_jobs_cause_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
