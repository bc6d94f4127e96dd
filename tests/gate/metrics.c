/* Metrics: the text that Prometheus reads, of decisions made by hand. */
#include "gate/metrics.h"

#include "delta/delta.h"
#include "gate/prometheus.h"
#include "rule/rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct rule fact = { .id = "a-fact", .severity = SEVERITY_ERROR, .fact = true };
static const struct rule style = { .id = "a-style", .severity = SEVERITY_WARNING };

static void add(struct findings *list, const struct rule *rule, enum severity severity, bool suppressed)
{
    struct finding *f = findings_add(list);

    f->rule = rule;
    f->severity = severity;
    f->suppressed = suppressed;
}

/* All guards hold. */
static struct gate_decision decision(void)
{
    struct gate_decision d = { .verdict = VERDICT_PASS, .time = 1764331200, .last_good = 1764330000, .generation = 7 };

    for (size_t i = 0; i < GUARD_COUNT; i++)
        d.guards[i] = (struct guard){ .name = guard_name((enum guard_id)i), .state = GUARD_HOLDS };
    return d;
}

/* The value of a sample, as text; fails when it is not there exactly once. */
static void assert_sample(const struct buf *out, const char *sample, const char *value)
{
    char line[256];
    const char *at;

    snprintf(line, sizeof line, "\n%s ", sample);
    at = strstr(out->p, line);
    if (!at || strstr(at + 1, line))
        fail_msg("%s: not there once in\n%s", sample, out->p);
    at += strlen(line);
    if (strncmp(at, value, strlen(value)) != 0 || at[strlen(value)] != '\n')
        fail_msg("%s is %.20s, not %s", sample, at, value);
}

static void assert_none(const struct buf *out, const char *words)
{
    if (out->len && strstr(out->p, words))
        fail_msg("%s in\n%s", words, out->p);
}

/* Every line is a comment of a family, or a sample of the family begun last; no family comes twice. */
static void assert_well_formed(const struct buf *out)
{
    struct str text = buf_str(out), line, name = { 0 }, seen = { 0 }, rest;

    assert_true(str_ends(text, STR("\n")));
    while (str_cut(text, '\n', &line, &text)) {
        if (str_starts(line, STR("# HELP "))) {
            str_cut(str_from(line, 7), ' ', &name, &rest);
            assert_true(rest.len > 0);
            seen = str_slice(buf_str(out), 0, (size_t)(line.p - out->p));
            for (size_t i = 0; i < seen.len; i++)
                assert_false(seen.p[i] == 'P' && str_starts(str_from(seen, i), STR("P ")) &&
                             str_starts(str_from(seen, i + 2), name) && str_from(seen, i + 2).p[name.len] == ' ');
        } else if (str_starts(line, STR("# TYPE "))) {
            assert_true(str_starts(str_from(line, 7), name));
        } else {
            assert_true(str_starts(line, name));
            assert_true(line.p[name.len] == ' ' || line.p[name.len] == '{');
        }
    }
    assert_int_equal(text.len, 0);
}

static void labels_are_escaped(void **state)
{
    struct buf out = { 0 };
    struct prometheus_label labels[] = { { "a", STR_INIT("q\"b\\n\nz") },
                                         { "b", STR_INIT("\xC3\xA9\xFF\0!") },
                                         { "c", STR_INIT("\xEF\xBF\xBD") } };

    (void)state;
    prometheus_sample(&out, "x", labels, 3, -5);
    assert_string_equal(out.p,
                        "x{a=\"q\\\"b\\\\n\\nz\",b=\"\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD!\",c=\"\xEF\xBF\xBD\"} -5\n");
    buf_reset(&out);
    prometheus_seconds(&out, "s", 12034);
    assert_string_equal(out.p, "s 12.034\n");
    buf_free(&out);
}

static void a_pass_allows_acting(void **state)
{
    struct gate_decision d = decision();
    struct delta_side after = { .counts = { 12, 3, 4 }, .preset_count = 5, .files = 6 };
    struct buf out = { 0 };

    (void)state;
    d.after.side = &after;
    metrics_verdict(&out, VERDICT_PASS);
    metrics_decision(&out, &d, "0.1.0", 1, 1500);
    assert_well_formed(&out);
    assert_sample(&out, "prowgate_verdict{verdict=\"pass\"}", "1");
    assert_sample(&out, "prowgate_verdict{verdict=\"undecided\"}", "0");
    assert_sample(&out, "prowgate_actuation_allowed", "1");
    assert_sample(&out, "prowgate_config_loaded{side=\"after\"}", "1");
    assert_sample(&out, "prowgate_loaded_presubmits", "12");
    assert_sample(&out, "prowgate_loaded_postsubmits", "3");
    assert_sample(&out, "prowgate_loaded_periodics", "4");
    assert_sample(&out, "prowgate_loaded_presets", "5");
    assert_sample(&out, "prowgate_loaded_files", "6");
    assert_sample(&out, "prowgate_last_run_timestamp_seconds", "1764331200");
    assert_sample(&out, "prowgate_last_run_duration_seconds", "1.500");
    assert_sample(&out, "prowgate_last_good_timestamp_seconds", "1764330000");
    assert_sample(&out, "prowgate_last_good_generation", "7");
    assert_sample(&out, "prowgate_guard_state{guard=\"tree-size\",state=\"holds\"}", "1");
    assert_sample(&out, "prowgate_guard_state{guard=\"tree-size\",state=\"rejects\"}", "0");
    assert_none(&out, "prowgate_findings{");
    assert_none(&out, "prowgate_contexts_retired{");
    buf_free(&out);
}

static void what_stops_it_is_said(void **state)
{
    struct gate_decision d = decision();
    struct findings after = { 0 }, change = { 0 };
    struct buf out = { 0 };

    (void)state;
    add(&after, &fact, SEVERITY_ERROR, false);
    add(&after, &style, SEVERITY_WARNING, false);
    add(&after, &style, SEVERITY_WARNING, false);
    add(&after, &style, SEVERITY_WARNING, true);
    add(&change, &style, SEVERITY_ERROR, false);
    d.after.findings = &after;
    d.delta_findings = &change;
    d.guards[GUARD_AFTER_ACCEPTED].state = GUARD_REJECTS;
    d.guards[GUARD_SEAL].skipped = true;
    metrics_verdict(&out, VERDICT_REJECT);
    metrics_decision(&out, &d, "0.1.0", 1, 0);
    assert_well_formed(&out);
    assert_sample(&out, "prowgate_verdict{verdict=\"reject\"}", "1");
    assert_sample(&out, "prowgate_verdict{verdict=\"pass\"}", "0");
    assert_sample(&out, "prowgate_actuation_allowed", "0");
    assert_sample(&out, "prowgate_guard_state{guard=\"after-accepted\",state=\"rejects\"}", "1");
    assert_sample(&out, "prowgate_guard_skipped{guard=\"seal\"}", "1");
    assert_sample(&out, "prowgate_findings{side=\"after\",rule=\"a-fact\",severity=\"error\"}", "1");
    assert_sample(&out, "prowgate_findings{side=\"after\",rule=\"a-style\",severity=\"warning\"}", "2");
    assert_sample(&out, "prowgate_findings{side=\"change\",rule=\"a-style\",severity=\"error\"}", "1");
    assert_sample(&out, "prowgate_config_loaded{side=\"after\"}", "0");
    assert_sample(&out, "prowgate_loaded_presubmits", "0");
    buf_free(&out);
    findings_free(&after);
    findings_free(&change);
}

/* Liveness: a tree of which a file came empty was not loaded; where nothing can be compared, that is not its fault. */
static void a_half_synced_tree_is_not_loaded(void **state)
{
    struct gate_decision d = decision();

    (void)state;
    assert_true(gate_loaded(&d));
    d.guards[GUARD_TREE_SIZE].state = GUARD_UNDECIDED;
    assert_true(gate_loaded(&d));
    d.doubtful = true;
    assert_false(gate_loaded(&d));
    d.guards[GUARD_TREE_SIZE].skipped = true;
    assert_true(gate_loaded(&d));
    d.guards[GUARD_SEAL].state = GUARD_REJECTS;
    assert_false(gate_loaded(&d));
    d.guards[GUARD_SEAL].skipped = true;
    assert_true(gate_loaded(&d));
    d.guards[GUARD_AFTER_LOADED] = (struct guard){ .state = GUARD_UNDECIDED, .skipped = true };
    assert_false(gate_loaded(&d));
}

static void no_decision_is_undecided(void **state)
{
    struct buf out = { 0 };

    (void)state;
    metrics_verdict(&out, VERDICT_UNDECIDED);
    metrics_decision(&out, NULL, "0.1.0", 1764331200, 3);
    assert_well_formed(&out);
    assert_sample(&out, "prowgate_verdict{verdict=\"undecided\"}", "1");
    assert_sample(&out, "prowgate_actuation_allowed", "0");
    assert_sample(&out, "prowgate_last_run_timestamp_seconds", "1764331200");
    assert_sample(&out, "prowgate_guard_state{guard=\"after-loaded\",state=\"undecided\"}", "1");
    assert_sample(&out, "prowgate_config_loaded{side=\"before\"}", "0");
    assert_none(&out, "last_good");
    buf_free(&out);
}

static void retired_contexts_are_bounded(void **state)
{
    static struct delta_repo_change repos[METRICS_MOST_REPOS + 3];
    struct delta delta = { .repos = repos, .repo_count = METRICS_MOST_REPOS + 3 };
    struct gate_decision d = decision();
    struct arena a = { 0 };
    struct buf out = { 0 };
    size_t lines = 0;

    (void)state;
    for (size_t i = 0; i < METRICS_MOST_REPOS + 3; i++)
        repos[i] = (struct delta_repo_change){ .repo = arena_printf(&a, "org/repo-%03zu", i), .retired_count = 1 };
    repos[METRICS_MOST_REPOS + 2] =
        (struct delta_repo_change){ .repo = STR("https://gerrit.example/a/b"), .retired_count = 9 };
    repos[5].retired_count = 0;
    delta.totals.retired = 110;
    d.delta = &delta;
    metrics_decision(&out, &d, "0.1.0", 1, 0);
    assert_well_formed(&out);
    assert_sample(&out, "prowgate_contexts{action=\"retired\"}", "110");
    assert_sample(&out, "prowgate_contexts_retired{org=\"https://gerrit.example\",repo=\"a/b\"}", "9");
    assert_sample(&out, "prowgate_contexts_retired{org=\"org\",repo=\"repo-000\"}", "1");
    assert_none(&out, "repo-005");
    assert_none(&out, "repo-101");
    assert_sample(&out, "prowgate_contexts_retired_elsewhere", "2");
    for (const char *at = out.p; (at = strstr(at, "prowgate_contexts_retired{")); at++)
        lines++;
    assert_int_equal(lines, METRICS_MOST_REPOS);
    buf_free(&out);
    arena_free(&a);
}

static void what_counts_as_loaded(void **state)
{
    static const struct {
        enum guard_id guard;
        enum guard_state state;
        bool loaded;
    } cases[] = {
        { GUARD_AFTER_LOADED, GUARD_HOLDS, true },     { GUARD_AFTER_LOADED, GUARD_UNDECIDED, false },
        { GUARD_SEAL, GUARD_REJECTS, false },          { GUARD_SEAL, GUARD_UNDECIDED, false },
        { GUARD_TREE_SIZE, GUARD_REJECTS, false },     { GUARD_TREE_SIZE, GUARD_UNDECIDED, true },
        { GUARD_RETIREMENTS, GUARD_REJECTS, true },    { GUARD_BEFORE_LOADED, GUARD_UNDECIDED, true },
        { GUARD_STATE_INTACT, GUARD_UNDECIDED, true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct gate_decision d = decision();
        d.guards[cases[i].guard].state = cases[i].state;
        assert_int_equal(gate_loaded(&d), cases[i].loaded);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_escaped),       cmocka_unit_test(a_pass_allows_acting),
        cmocka_unit_test(what_stops_it_is_said),    cmocka_unit_test(a_half_synced_tree_is_not_loaded),
        cmocka_unit_test(no_decision_is_undecided), cmocka_unit_test(retired_contexts_are_bounded),
        cmocka_unit_test(what_counts_as_loaded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
