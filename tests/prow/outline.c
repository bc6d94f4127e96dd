/* The outline of a job file says what parsing says, or nothing. */
#include "prow/files/outline.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The jobs of both are the same, whichever way they were found. */
static void compare_lists(const struct outline *a, const struct outline *b)
{
    for (size_t i = 0; i < a->count; i++) {
        assert_true((a->repos[i].list != NULL) == (b->repos[i].list != NULL) || a->repos[i].jobs == 0);
        for (size_t k = 0; a->repos[i].list && k < a->repos[i].jobs; k++) {
            assert_true(fingerprint_eq(a->repos[i].list[k].name, b->repos[i].list[k].name));
            assert_true(fingerprint_eq(a->repos[i].list[k].context, b->repos[i].list[k].context));
            assert_true(fingerprint_eq(a->repos[i].list[k].compared, b->repos[i].list[k].compared));
            assert_true(a->repos[i].list[k].optional == b->repos[i].list[k].optional);
        }
    }
}

static struct str told(struct arena *a, const struct outline *o)
{
    struct str s = STR("");

    for (size_t i = 0; i < o->count; i++)
        s = ARENA_JOIN(a, s, o->repos[i].kind == PRESUBMIT ? STR("pre ") : STR("post "), o->repos[i].repo,
                       arena_printf(a, " %zu; ", o->repos[i].jobs));
    return ARENA_JOIN(a, s, arena_printf(a, "%zu periodics", o->periodics));
}

static void check(const char *text, const char *want)
{
    struct arena a = { 0 };
    struct yaml_error e;
    struct outline o, parsed;
    struct tape t;

    assert_true(outline_read(&o, &a, str_c(text)));
    if (!str_eq(told(&a, &o), str_c(want)))
        fail_msg("%s\ngot  \"%.*s\"\nwant \"%s\"", text, STR_ARG(told(&a, &o)), want);
    assert_true(yaml_read(&t, &a, str_c(text), NULL, &e));
    outline_of_tape(&parsed, &a, &t);
    assert_true(str_eq(told(&a, &parsed), str_c(want)));
    if (o.count && parsed.count == o.count && str_eq(o.repos[0].repo, parsed.repos[0].repo))
        compare_lists(&o, &parsed);
    arena_free(&a);
}

static void lines_show_the_jobs(void **state)
{
    (void)state;
    check("", "0 periodics");
    check("# nothing\n", "0 periodics");
    check("---\npresubmits:\n  o/rrrr:\n  - name: a\n    spec:\n      containers:\n      - image: x\n  - name: b\n", "pre o/rrrr 2; 0 periodics");
    check("presubmits:\n  o/rrrr:\n    - name: a\n    - name: b\n  o/ssss: # none\npostsubmits:\n  o/rrrr:\n  - name: c\n",
          "pre o/rrrr 2; pre o/ssss 0; post o/rrrr 1; 0 periodics");
    check("periodics:\n- name: a\n  interval: 1h\n- name: b\npresubmits:\n  https://host.example:8080/repo:\n  - name: c\n",
          "pre https://host.example:8080/repo 1; 2 periodics");
    check("periodics:\n  - name: a\n    args:\n    - |\n      - not one\n\n      - nor this\n  - name: b", "2 periodics");
    check("x-anchors:\n- &a {name: b}\nperiodics:\n- name: c\n", "1 periodics");
    check("presubmits:\n  o/rrrr:\n  -\n    name: a\n  # - name: no\n  - name: b\n    y: 'it''s'\n    x: \"a\\\"b\"\n", "pre o/rrrr 2; 0 periodics");
    check("presubmits:\n  o/rrrr:\n  -   name: \"a\"  # x\n      spec:\n        name: b\n      context: a b # c\n"
          "      run_if_changed: '^a#b'\n  - skip_report: true\n    name: a#b\n",
          "pre o/rrrr 2; 0 periodics");
}

static void what_lines_do_not_show_is_left_to_parsing(void **state)
{
    static const char *const texts[] = {
        "presubmits: {o/rrrr: [{name: a}]}\n",
        "presubmits:\n  o/rrrr: [{name: a}]\n",
        "presubmits: &x\n  o/rrrr:\n  - name: a\n",
        "presubmits:\n  o/rrrr: &x\n  - name: a\n  o/ssss: *x\n",
        "presubmits:\n  <<: *x\n",
        "presubmits:\n  \"o/rrrr\":\n  - name: a\n",
        "\"presubmits\":\n  o/rrrr:\n  - name: a\n",
        "Presubmits:\n  o/rrrr:\n  - name: a\n",
        "presubmits:\n  o/rrrr:\n  - name: a\npresubmits:\n  o/ssss:\n  - name: b\n",
        "presubmits:\n  o/rrrr:\n  - name: a\n  o/rrrr:\n  - name: b\n",
        "presubmits:\n  o/rrrr:\n  - name: \"a\n  - b\"\n",
        "presubmits:\n  o/rrrr:\n  - name: a\n---\npresubmits: {}\n",
        "presubmits:\n  o/rrrr:\n  - name: a\n...\n",
        "presubmits:\r\n  o/rrrr:\r\n  - name: a\r\n",
        "presubmits:\n  o/rrrr:\n    - name: a\n   - name: b\n",
        "presubmits:\n  true:\n  - name: a\n",
        "presubmits:\n  123456:\n  - name: a\n",
        "? presubmits\n: o/rrrr:\n",
        "{presubmits: {}}\n",
        "%YAML 1.1\n---\n",
        "presubmits:\n\to/rrrr:\n",
        "plain\n",
        "x-anchors:\n- &a {name: b}\nperiodics:\n- *a\n- name: c\n",
        "presubmits:\n  o/rrrr:\n  - spec: {}\n",
        "presubmits:\n  o/rrrr:\n  - {name: a}\n",
        "presubmits:\n  o/rrrr:\n  - <<: *x\n    name: a\n",
        "presubmits:\n  o/rrrr:\n  - name: a\n    \"name\": b\n",
        "presubmits:\n  o/rrrr:\n  - name: a\n    Context: b\n",
        "presubmits:\n  o/rrrr:\n  - name: >\n      a\n",
        "presubmits:\n  o/rrrr:\n  - name: a\n    context: *x\n",
        "presubmits:\n  o/rrrr:\n  - name: a\n    run_if_changed: a\n      b\n",
        "presubmits:\n  o/rrrr:\n  - name: \"\\x61\"\n",
        "\xef\xbb\xbfpresubmits:\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct arena a = { 0 };
        struct outline o;
        if (outline_read(&o, &a, str_c(texts[i])))
            fail_msg("taken: %s", texts[i]);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_show_the_jobs),
        cmocka_unit_test(what_lines_do_not_show_is_left_to_parsing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
