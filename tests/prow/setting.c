/* Rules about the main file and supplemental files where pages do not reach: odd types and spellings,
 * aliases, windows of versions, files that can't be read. */
#include "prow/tide/merge_method.h"
#include "prow/tide/tide_query.h"
#include "prow/versions/library.h"
#include "rules/prow/config/gangway.h"

#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct expectation {
    const char *main, *supplemental; /* the second may be NULL */
    const char *deployed;            /* versions, comma-separated */
    const char *want;                /* "rule path; rule path" in the order of findings */
};

static void put(struct fs_memory *m, const char *path, const char *text)
{
    if (text)
        fs_memory_put(m, str_c(path), str_c(text));
}

static struct window window_of(struct arena *a, const char *list)
{
    struct version *versions = ARENA_ARRAY(a, struct version, 8);
    struct window w = { versions, 0 };
    struct str rest = str_c(list), one, error;

    while (rest.len) {
        str_cut(rest, ',', &one, &rest);
        assert_true(version_parse(one, &versions[w.count++], a, &error));
    }
    return w;
}

/* "rule path; rule path" of all errors. */
static struct str found(struct arena *a, const struct findings *f)
{
    struct str s = STR("");

    for (size_t i = 0; i < f->count; i++)
        if (f->items[i]->severity == SEVERITY_ERROR)
            s = ARENA_JOIN(a, s, s.len ? STR("; ") : STR(""), str_c(f->items[i]->rule->id), STR(" "),
                           f->items[i]->path);
    return s;
}

static void check(const struct expectation *e)
{
    struct str folder = STR("more");
    struct prow_paths paths = { .config = STR("config.yaml"),
                                .supplemental_config = &folder,
                                .supplemental_config_count = e->supplemental != NULL };
    struct findings findings = { 0 };
    struct rule_settings settings;
    struct arena a = { 0 };
    struct window w = window_of(&a, e->deployed);
    struct fs_memory m;
    struct prow_tree tree;
    struct str got;

    fs_memory_init(&m, &a);
    put(&m, "config.yaml", e->main);
    put(&m, "more/my_prowconfig.yaml", e->supplemental);
    rule_settings_init(&settings, &a, &w);
    prow_tree_load(&tree, &m.fs, &paths, &settings, 1, &findings);
    findings_sort(&findings);
    got = found(&a, &findings);
    if (!str_eq(got, str_c(e->want)))
        fail_msg("%s\n%s\ngot  \"%.*s\"\nwant \"%s\"", e->main, e->supplemental ? e->supplemental : "", STR_ARG(got),
                 e->want);
    prow_tree_free(&tree);
    findings_free(&findings);
    arena_free(&a);
}

static void check_all(const struct expectation *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check(&list[i]);
}

static void values_are_read_as_go_reads_them(void **state)
{
    static const struct expectation list[] = {
        { "plank: {max_concurrency: -1.0}", NULL, "latest", "controller-max-concurrency plank.max_concurrency" },
        { "plank: {max_concurrency: -1e1}", NULL, "latest", "controller-max-concurrency plank.max_concurrency" },
        { "TIDE: {Max_Goroutines: -0x10}", NULL, "latest", "tide-max-goroutines tide.max_goroutines" },
        { "x: &x {max_goroutines: -1}\ntide: {<<: *x}", NULL, "latest", "tide-max-goroutines tide.max_goroutines" },
        { "x: &x [a/b, a/b]\ntide: {queries: [{repos: *x}]}", NULL, "latest",
          "tide-query-repo-duplicate tide.queries[0].repos[1]" },
        { "tide: {queries: [null]}", NULL, "latest", "tide-query-empty tide.queries[0]" },
        { "tide: {merge_method: {o: null, p: {r: null}, q: {r: {b: null}}}}", NULL, "latest",
          "tide-merge-branch tide.merge_method.q.r.b" },
        { "slack_reporter_configs: {o: null}", NULL, "latest", "slack-channel slack_reporter_configs.o" },
        { "gangway: {allowed_api_clients: [null]}", NULL, "latest",
          "gangway-no-filters gangway.allowed_api_clients[0].allowed_jobs_filters; "
          "gangway-no-vendor gangway.allowed_api_clients[0]" },
        { "pubsub_subscriptions: {}\npubsub_triggers: null", NULL, "latest", "" },
        { "log_level: WARNING", NULL, "latest", "" },
        { "deck: {rerun_auth_configs: {'': {allow_anyone: true, github_orgs: []}}}", NULL, "latest", "" },
        { "# nothing", NULL, "latest", "" },
    };

    (void)state;
    check_all(list, sizeof list / sizeof *list);
}

/* Whoever decodes the file says so already. */
static void wrong_types_are_left_alone(void **state)
{
    static const struct expectation list[] = {
        { "tide: {queries: {orgs: [a/b]}}", NULL, "latest", "wrong-type tide.queries" },
        { "tide: {queries: [{orgs: a/b, repos: a}]}", NULL, "latest",
          "wrong-type tide.queries[0].orgs; wrong-type tide.queries[0].repos" },
        { "tide: {queries: [{repos: [5]}]}", NULL, "latest", "wrong-type tide.queries[0].repos[0]" },
        { "tide: {target_url: 5, target_urls: {'*': x}}", NULL, "latest", "wrong-type tide.target_url" },
        { "plank: {max_concurrency: '-1'}", NULL, "latest", "wrong-type plank.max_concurrency" },
        { "slack_reporter_configs: {o: {channel: 5}}", NULL, "latest", "wrong-type slack_reporter_configs.o.channel" },
        { "log_level: [verbose]", NULL, "latest", "wrong-type log_level" },
        { "jenkins_operators: [{label_selector: 5}, {label_selector: a=b}]", NULL, "latest",
          "wrong-type jenkins_operators[0].label_selector" },
    };

    (void)state;
    check_all(list, sizeof list / sizeof *list);
}

static void older_versions_know_less(void **state)
{
    static const struct expectation list[] = {
        { "gangway: {allowed_api_clients: [{}]}", NULL, "v20190122-e707848", "" },
        { "deck: {additional_allowed_buckets: [b]}", NULL, "v20200101-0000000", "" },
        { "deck: {additional_allowed_buckets: [b]}", NULL, "v20210601-0000000", "" },
        { "deck: {additional_allowed_buckets: [b]}", NULL, "v20210601-0000000,v20230601-0000000",
          "deck-buckets deck.additional_allowed_buckets" },
        { "slack_reporter: {host: h}", NULL, "v20200101-0000000", "slack-channel slack_reporter" },
        { "slack_reporter: {host: h}", NULL, "latest", "" },
        { "deck: {spyglass: {viewers: {'[': []}}}", NULL, "v20190122-e707848",
          "spyglass-regex deck.spyglass.viewers.[" },
        { "tide: {queries: [{}]}", NULL, "v20180801-0000000", "" },
        { "prowjob_default_entries: [null]\ntide: {queries: [{orgs: [o]}]}", NULL, "v20190122-e707848", "" },
        { "jenkins_operators: [{label_selector: 'a in (,,)'}, {label_selector: b}]", NULL, "latest", "" },
        { "jenkins_operators: [{label_selector: 'a in (,,)'}, {label_selector: b}]", NULL, "v20241224-8e8a5cfe7",
          "jenkins-selector jenkins_operators[0].label_selector" },
        { "slack_reporter_configs: {}", "slack_reporter_configs: {o: {channel: c}}", "v20220101-0000000",
          "supplemental-unmergeable slack_reporter_configs" },
    };

    (void)state;
    check_all(list, sizeof list / sizeof *list);
}

static void supplemental_files_are_joined(void **state)
{
    static const struct expectation list[] = {
        { "tide: {queries: [{orgs: [o]}, {orgs: [p]}]}", "tide: {queries: [{orgs: [q]}, {}]}", "latest",
          "tide-query-empty tide.queries[1]" },
        { "branch-protection: {required_status_checks: {}}", "branch-protection: {protect: null, exclude: []}",
          "latest", "" },
        { "branch-protection: {required_status_checks: {}}", "branch-protection: {include: [a]}", "latest",
          "supplemental-protection-policy branch-protection.include" },
        { "branch-protection: {orgs: {o: {unknown: 1}}}", "branch-protection: {orgs: {o: {protect: false}}}", "latest",
          "" },
        { "tide: {merge_method: null}", "tide: {merge_method: {o: squash}}", "latest", "" },
        { "plank: {}", "plank: {allow_anything: 1}\npresets: [{}]\ndeck: {spyglass: {size_limit: 0}}\nlog_level: null",
          "latest", "" },
        { "plank: {}", "deck: {spyglass: {size_limit: 1}}\npubsub_triggers: []\nconfig_version_sha: '0'", "latest",
          "supplemental-unmergeable deck; supplemental-unmergeable pubsub_triggers; supplemental-unmergeable "
          "config_version_sha" },
        { "slack_reporter_configs: {o: {channel: a}}", "slack_reporter_configs: {O: {channel: a}}", "latest", "" },
        { "tide: {", "tide: {merge_method: {o: hug}}", "latest", "yaml-syntax ; tide-merge-org tide.merge_method.o" },
    };

    (void)state;
    check_all(list, sizeof list / sizeof *list);
}

static void clients_have_one_name(void **state)
{
    (void)state;
    assert_true(gangway_number_valid(STR("0123")));
    assert_false(gangway_number_valid(STR("")));
    assert_false(gangway_number_valid(STR("12\n")));
    assert_false(gangway_number_valid(STR("-1")));
}

static void repos_have_two_parts(void **state)
{
    struct str org;

    (void)state;
    assert_true(tide_query_repo(STR("o/r"), &org) && str_eq(org, STR("o")));
    assert_false(tide_query_repo(STR("o"), &org));
    assert_false(tide_query_repo(STR("o/"), &org));
    assert_false(tide_query_repo(STR("/r"), &org));
    assert_false(tide_query_repo(STR("o/r/s"), &org));
    assert_true(merge_method_valid(STR("rebase")));
    assert_false(merge_method_valid(STR("REBASE")));
}

static void fields_have_their_versions(void **state)
{
    struct arena a = { 0 };
    struct window w = window_of(&a, "v20190122-e707848"), now = window_of(&a, "latest");

    (void)state;
    assert_true(field_may_be_known(&w, "prow/config", "ProwConfig", STR("Log_Level")));
    assert_false(field_may_be_known(&w, "prow/config", "ProwConfig", STR("gangway")));
    assert_true(field_may_be_known(&now, "prow/config", "ProwConfig", STR("gangway")));
    assert_false(field_may_be_known(&now, "prow/config", "ProwConfig", STR("no_such_field")));
    assert_false(field_may_be_known(&now, "prow/config", "NoSuchType", STR("log_level")));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read_as_go_reads_them),
        cmocka_unit_test(wrong_types_are_left_alone),
        cmocka_unit_test(older_versions_know_less),
        cmocka_unit_test(supplemental_files_are_joined),
        cmocka_unit_test(clients_have_one_name),
        cmocka_unit_test(repos_have_two_parts),
        cmocka_unit_test(fields_have_their_versions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
