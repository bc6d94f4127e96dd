/* Reading only what differs says what reading both trees whole says. Small trees are made by chance and changed by
 * chance; each pair is compared twice, the second time with another comment in the main file, which makes both trees be
 * read whole. */
#include "gate/comparison.h"
#include "report/delta_json.h"
#include "rule/rule.h"
#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { ROUNDS = 400, FILES = 5 };

static unsigned below(uint64_t *seed, unsigned n)
{
    *seed = *seed * 6364136223846793005ull + 1442695040888963407ull;
    return (unsigned)(*seed >> 33) % n;
}

static void put_job(struct buf *out, uint64_t *seed, bool periodic)
{
    static const char *const more[] = { "",
                                        "",
                                        "optional: true\n",
                                        "skip_report: true\n",
                                        "context: c1\n",
                                        "context: \"c2\"\n",
                                        "run_if_changed: '^a'\n",
                                        "run_if_changed: ^b # why\n",
                                        "skip_if_only_changed: \"\\\\.md$\"\n",
                                        "branches: [main]\n",
                                        "skip_branches:\n    - main\n" };
    unsigned kind = below(seed, sizeof more / sizeof *more);

    buf_printf(out, "  - name: j%u\n", below(seed, periodic ? 12 : 6));
    if (periodic)
        buf_printf(out, "    interval: %uh\n", 1 + below(seed, 2));
    else if (kind < 6 || kind > 8)
        buf_put(out, STR("    always_run: true\n"));
    if (!periodic && more[kind][0])
        buf_printf(out, "    %s", more[kind]);
    buf_printf(out, "    spec: {containers: [{image: i%u, command: [a]}]}\n", below(seed, 2));
}

static struct str make_file(struct arena *a, uint64_t *seed)
{
    struct buf out = { 0 };
    struct str text;

    buf_put(&out, STR("presubmits:\n"));
    for (unsigned repo = 0; repo < 3; repo++) {
        if (below(seed, 2))
            continue;
        buf_printf(&out, "  org/repo%u:\n", repo);
        for (unsigned i = 1 + below(seed, 2); i > 0; i--)
            put_job(&out, seed, false);
    }
    if (below(seed, 2)) {
        buf_put(&out, STR("periodics:\n"));
        put_job(&out, seed, true);
    }
    text = arena_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}

static void tell(struct buf *out, const struct comparison *c, const struct findings *findings)
{
    json_t *o = json_object();

    for (size_t i = 0; i < findings->count; i++)
        buf_printf(out, "%.*s:%u: %.*s [%s]\n", STR_ARG(findings->items[i]->at.file), findings->items[i]->at.span.line,
                   STR_ARG(findings->items[i]->message), findings->items[i]->rule->id);
    if (c->comparable)
        report_delta_json(o, &c->delta);
    json_print(o, 1, out);
}

/* What the comparison says. *whole: whether it read both trees whole. */
static void compare(struct buf *out, struct arena *a, const struct fs_memory *before, const struct fs_memory *after,
                    bool *whole)
{
    struct prow_paths paths = { .config = STR("config.yaml"), .jobs = STR("jobs") };
    struct side from = { .name = STR("a"), .fs = &before->fs, .paths = paths };
    struct side to = { .name = STR("b"), .fs = &after->fs, .paths = paths };
    struct rule_settings all, settings;
    struct findings findings = { 0 };
    struct comparison c;
    struct version newest;
    struct window w = { &newest, 1 };
    struct str error;

    assert_true(version_parse(STR("latest"), &newest, a, &error));
    rule_settings_init(&all, a, &w);
    settings = comparison_settings(a, &all);
    comparison_load(&c, &from, &to, &settings, 1);
    comparison_judge(&c, &to.findings, &settings, NULL, false);
    comparison_leave_doubt(&c);
    findings_join(&findings, &to.findings);
    findings_join(&findings, &c.findings);
    findings_sort(&findings);
    tell(out, &c, &findings);
    *whole = c.plan.whole;
    comparison_free(&c);
    side_free(&from);
    side_free(&to);
    findings_free(&findings);
}

static void compare_twice(struct arena *a, uint64_t *seed, size_t *comparable)
{
    static const char *const names[FILES] = { "jobs/a.yaml", "jobs/b.yaml", "jobs/c.yaml", "jobs/d.yaml",
                                              "jobs/e.yaml" };
    struct fs_memory before, after, other;
    struct buf reduced = { 0 }, full = { 0 };
    bool whole;

    fs_memory_init(&before, a);
    fs_memory_init(&after, a);
    fs_memory_init(&other, a);
    fs_memory_put(&before, STR("config.yaml"), STR("prowjob_namespace: x\n"));
    fs_memory_put(&after, STR("config.yaml"), STR("prowjob_namespace: x\n"));
    fs_memory_put(&other, STR("config.yaml"), STR("prowjob_namespace: x\n# other bytes\n"));
    for (size_t i = 0; i < FILES; i++) {
        struct str was = make_file(a, seed), is = below(seed, 4) ? was : make_file(a, seed);
        fs_memory_put(&before, str_c(names[i]), was);
        fs_memory_put(&after, str_c(names[i]), is);
        fs_memory_put(&other, str_c(names[i]), is);
    }
    compare(&reduced, a, &before, &after, &whole);
    assert_false(whole);
    compare(&full, a, &before, &other, &whole);
    assert_true(whole);
    *comparable += str_has(buf_str(&full), STR("\"delta\""));
    if (!str_eq(buf_str(&reduced), buf_str(&full)))
        fail_msg("read by parts:\n%.*s\nread whole:\n%.*s", STR_ARG(buf_str(&reduced)), STR_ARG(buf_str(&full)));
    buf_free(&reduced);
    buf_free(&full);
}

static void parts_say_what_the_whole_says(void **state)
{
    uint64_t seed = 6;
    size_t comparable = 0;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        struct arena a = { 0 };
        compare_twice(&a, &seed, &comparable);
        arena_free(&a);
    }
    assert_true(comparable > ROUNDS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_say_what_the_whole_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
