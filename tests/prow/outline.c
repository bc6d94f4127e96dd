/* The outline of a job file: its jobs by kind and repo, and what status-reconciler compares of them. */
#include "prow/files/outline.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct str told(struct arena *a, const struct outline *o)
{
    struct str s = STR("");

    for (size_t i = 0; i < o->count; i++)
        s = ARENA_JOIN(a, s, o->repos[i].kind == PRESUBMIT ? STR("pre ") : STR("post "), o->repos[i].repo,
                       arena_printf(a, " %zu; ", o->repos[i].jobs));
    return ARENA_JOIN(a, s, arena_printf(a, "%zu periodics", o->periodics));
}

static void outline_of_text(struct outline *o, struct arena *a, const char *text)
{
    struct yaml_error e;
    struct tape t;

    assert_true(yaml_read(&t, a, str_c(text), NULL, &e));
    outline_of_tape(o, a, &t);
}

static void check(const char *text, const char *want)
{
    struct arena a = { 0 };
    struct outline o;

    outline_of_text(&o, &a, text);
    if (!str_eq(told(&a, &o), str_c(want)))
        fail_msg("%s\ngot  \"%.*s\"\nwant \"%s\"", text, STR_ARG(told(&a, &o)), want);
    arena_free(&a);
}

static void jobs_are_counted_by_kind_and_repo(void **state)
{
    (void)state;
    check("", "0 periodics");
    check("# nothing\n", "0 periodics");
    check("---\npresubmits:\n  o/rrrr:\n  - name: a\n    spec:\n      containers:\n      - image: x\n  - name: b\n",
          "pre o/rrrr 2; 0 periodics");
    check("presubmits:\n  o/rrrr:\n    - name: a\n    - name: b\n  o/ssss: # none\npostsubmits:\n  o/rrrr:\n  - name: "
          "c\n",
          "pre o/rrrr 2; pre o/ssss 0; post o/rrrr 1; 0 periodics");
    check("periodics:\n- name: a\n  interval: 1h\n- name: b\npresubmits:\n  https://host.example:8080/repo:\n  - name: "
          "c\n",
          "pre https://host.example:8080/repo 1; 2 periodics");
    check("periodics:\n  - name: a\n    args:\n    - |\n      - not one\n\n      - nor this\n  - name: b",
          "2 periodics");
    check("x-anchors:\n- &a {name: b}\nperiodics:\n- name: c\n", "1 periodics");
    check("presubmits:\n  o/rrrr:\n  -\n    name: a\n  # - name: no\n  - name: b\n    y: 'it''s'\n    x: \"a\\\"b\"\n",
          "pre o/rrrr 2; 0 periodics");
    check("presubmits:\n  o/rrrr:\n  -   name: \"a\"  # x\n      spec:\n        name: b\n      context: a b # c\n"
          "      run_if_changed: '^a#b'\n  - skip_report: true\n    name: a#b\n",
          "pre o/rrrr 2; 0 periodics");
    /* However it is written. */
    check("presubmits: {o/rrrr: [{name: a}]}\n", "pre o/rrrr 1; 0 periodics");
    check("\"presubmits\":\n  \"o/rrrr\":\n  - name: a\n", "pre o/rrrr 1; 0 periodics");
    check("Presubmits:\n  o/rrrr:\n  - name: a\n", "pre o/rrrr 1; 0 periodics");
    check("presubmits:\n  o/rrrr: &x\n  - name: a\n  o/ssss: *x\n", "pre o/rrrr 1; pre o/ssss 1; 0 periodics");
    check("presubmits:\n  o/rrrr:\n  - name: a\n---\npresubmits: {}\n", "pre o/rrrr 1; 0 periodics");
    check("presubmits:\r\n  o/rrrr:\r\n  - name: a\r\n", "pre o/rrrr 1; 0 periodics");
    check("x-anchors:\n- &a {name: b}\nperiodics:\n- *a\n- name: c\n", "2 periodics");
    check("plain\n", "0 periodics");
}

/* Two ways to write one job. */
static void the_same_job_has_the_same_outline(void **state)
{
    static const char *const ways[][2] = {
        { "{name: a, context: a}", "{name: a}" },
        { "{name: \"\\x61\"}", "{name: a}" },
        { "{name: a, Context: b}", "{name: a, context: 'b'}" },
        { "{name: a, skip_report: false}", "{name: a, run_if_changed: ''}" },
        { "{name: a, optional: false, spec: {containers: []}}", "{name: a, always_run: true}" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct arena a = { 0 };
        struct outline o[2];
        for (int k = 0; k < 2; k++)
            outline_of_text(&o[k], &a, arena_printf(&a, "presubmits: {o/rrrr: [%s]}\n", ways[i][k]).p);
        assert_true(fingerprint_eq(o[0].repos->list->name, o[1].repos->list->name));
        assert_true(fingerprint_eq(o[0].repos->list->context, o[1].repos->list->context));
        assert_true(fingerprint_eq(o[0].repos->list->compared, o[1].repos->list->compared));
        assert_true(o[0].repos->list->optional == o[1].repos->list->optional);
        arena_free(&a);
    }
}

static void another_job_has_another_outline(void **state)
{
    static const char *const jobs[] = {
        "{name: a}",
        "{name: b}",
        "{name: a, context: b}",
        "{name: a, optional: true}",
        "{name: a, skip_report: true}",
        "{name: a, run_if_changed: b}",
        "{name: a, skip_if_only_changed: b}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++)
        for (size_t k = 0; k < i; k++) {
            struct arena a = { 0 };
            struct outline x, y;
            const struct outline_job *p, *q;
            outline_of_text(&x, &a, arena_printf(&a, "presubmits: {o/rrrr: [%s]}\n", jobs[i]).p);
            outline_of_text(&y, &a, arena_printf(&a, "presubmits: {o/rrrr: [%s]}\n", jobs[k]).p);
            p = x.repos->list;
            q = y.repos->list;
            assert_false(fingerprint_eq(p->name, q->name) && fingerprint_eq(p->context, q->context) &&
                         fingerprint_eq(p->compared, q->compared) && p->optional == q->optional);
            arena_free(&a);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_are_counted_by_kind_and_repo),
        cmocka_unit_test(the_same_job_has_the_same_outline),
        cmocka_unit_test(another_job_has_another_outline),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
