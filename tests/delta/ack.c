/* Acknowledgements in commit messages. What stands in the file is tested by the pages of the ack rules. */
#include "delta/ack.h"
#include "schema/version.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct run {
    struct arena arena;
    struct window window;
    struct rule_settings settings;
    struct findings findings;
    struct acks acks;
};

static void begin(struct run *r, const char *message)
{
    *r = (struct run){ 0 };
    rule_settings_init(&r->settings, &r->arena, &r->window);
    acks_init(&r->acks, &r->arena, 0);
    acks_read_message(&r->acks, &r->settings, &r->findings, STR("commit 1a2b3c4"), STR("Ann"), str_c(message));
}

static void end(struct run *r)
{
    findings_free(&r->findings);
    arena_free(&r->arena);
}

static void assert_str(struct str got, const char *want)
{
    assert_int_equal(got.len, str_c(want).len);
    assert_memory_equal(got.p, want, got.len);
}

static void test_trailer(void **state)
{
    struct run r;

    (void)state;
    begin(&r, "Move e2e away\n\nLong text.\n\n"
              "Prowgate-Ack: {rule: mass-retirement, repos: [org/repo, \"org/x*\"], contexts: e2e-*, at-most: 12, "
              "expires: 2026-12-31, reason: moved}\r\nSigned-off-by: Ann\n");
    assert_int_equal(r.findings.count, 0);
    assert_int_equal(r.acks.count, 1);
    assert_str(r.acks.items[0].rule, "mass-retirement");
    assert_int_equal(r.acks.items[0].repo_count, 2);
    assert_str(r.acks.items[0].repos[1], "org/x*");
    assert_str(r.acks.items[0].contexts[0], "e2e-*");
    assert_int_equal(r.acks.items[0].preset_count, 0);
    assert_int_equal(r.acks.items[0].at_most, 12);
    assert_int_equal(r.acks.items[0].expires, 20818);
    assert_str(r.acks.items[0].by, "commit 1a2b3c4 by Ann");
    end(&r);
}

static void test_refused(void **state)
{
    static const struct {
        const char *message, *words;
    } cases[] = {
        { "Prowgate-Ack: mass-retirement\n", "an acknowledgement is a mapping: rule, repos, contexts, files, presets, steps, "
                                             "at-most, reason, expires" },
        { "Prowgate-Ack: {rule: unknown-field, at-most: 1, expires: 2026-12-31, reason: x}",
          "no rule about comparisons is called \"unknown-field\"" },
        { "Prowgate-Ack: {rule: tree-shrank, at-most: 1, expires: 2026-12-31, reason: \" \"}",
          "say why: the reason is empty" },
        { "Prowgate-Ack: {rule: tree-shrank, at-most: 1, expires: 2026-13-01, reason: x}",
          "expires is a day such as 2026-12-31, not \"2026-13-01\"" },
        { "Prowgate-Ack: {rule: [\n", "Prowgate-Ack: yaml: line 1: did not find expected node content" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run r;
        begin(&r, cases[i].message);
        assert_int_equal(r.acks.count, 0);
        assert_int_equal(r.findings.count, 1);
        assert_str(r.findings.items[0]->message, cases[i].words);
        assert_string_equal(r.findings.items[0]->rule->id, "ack-invalid");
        assert_true(r.findings.items[0]->rule->undecided);
        end(&r);
    }
}

static void test_no_trailer(void **state)
{
    struct run r;

    (void)state;
    begin(&r, "See Prowgate-Ack: in the manual\n  Prowgate-Ack: {indented}\n");
    assert_int_equal(r.acks.count + r.findings.count, 0);
    end(&r);
}

/* Counts up to at_most, then covers nothing more. */
static void test_covers(void **state)
{
    struct run r;

    (void)state;
    begin(&r, "Prowgate-Ack: {rule: preset-no-delete, presets: [\"preset-a*\"], at-most: 2, expires: 1970-01-01, "
              "reason: x}\n");
    assert_false(ack_covers(&r.acks, "preset-no-delete", STR(""), STR(""), STR("preset-b: \"true\"")));
    assert_false(ack_covers(&r.acks, "preset-label-same", STR(""), STR(""), STR("preset-a: \"true\"")));
    assert_true(ack_covers(&r.acks, "preset-no-delete", STR(""), STR(""), STR("preset-a: \"true\"")));
    assert_true(ack_covers(&r.acks, "preset-no-delete", STR(""), STR(""), STR("preset-a: \"false\"")));
    assert_false(ack_covers(&r.acks, "preset-no-delete", STR(""), STR(""), STR("preset-ab: \"true\"")));
    assert_true(r.acks.items[0].exceeded);
    assert_false(ack_covers(NULL, "preset-no-delete", STR(""), STR(""), STR("preset-a: \"true\"")));
    end(&r);
}

/* What a revert quotes is not meant by whoever reverts. */
static void test_revert(void **state)
{
    static const char *const messages[] = {
        "Revert \"Move e2e away\"\n\nThis reverts commit 1a2b3c4d.\n\nProwgate-Ack: {rule: mass-retirement, repos: "
        "org/repo, at-most: 1, expires: 2026-12-31, reason: moved}\n",
        "Put e2e back\n\nProwgate-Ack: {rule: mass-retirement, repos: org/repo, at-most: 1, expires: 2026-12-31, "
        "reason: "
        "moved}\n\nThis reverts commit 1a2b3c4d.\n",
    };
    struct run r;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        begin(&r, messages[i]);
        assert_int_equal(r.acks.count, 0);
        assert_int_equal(r.findings.count, 1);
        assert_string_equal(r.findings.items[0]->rule->id, "ack-unused");
        end(&r);
    }
    begin(&r, "Revert \"Move e2e away\"\n\nThis reverts commit 1a2b3c4d.\n");
    assert_int_equal(r.findings.count, 0);
    end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trailer), cmocka_unit_test(test_refused), cmocka_unit_test(test_no_trailer),
        cmocka_unit_test(test_covers),  cmocka_unit_test(test_revert),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
