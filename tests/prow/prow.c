/* The model: defaults, layers of decoration, presets, branches, images of the deployed version. */
#include "prow/files/discover.h"
#include "prow/jobs/job.h"
#include "prow/versions/deployed.h"
#include "schema/behaviour.h"
#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct patterns patterns;
    struct prow_file main_file, jobs_file;
    struct prow_config config;
    struct version newest;
    struct window window; /* of that one; the configuration keeps it */
    struct preset *presets;
    size_t preset_count, preset_cap;
    struct job jobs[8];
    size_t job_count;
};

static void keep_job(void *context, const struct job *j)
{
    struct fixture *f = context;

    assert_true(f->job_count < 8);
    f->jobs[f->job_count++] = *j;
}

static void load_at(struct fixture *f, const char *version, const char *config, const char *jobs)
{
    struct preset_index presets;
    struct job_reader r;
    struct str error;

    *f = (struct fixture){ 0 };
    f->main_file = (struct prow_file){ .path = STR("config.yaml"), .role = ROLE_CONFIG };
    f->jobs_file = (struct prow_file){ .path = STR("jobs.yaml"), .role = ROLE_JOBS };
    assert_true(prow_file_parse(&f->main_file, str_c(config), &f->arena));
    assert_true(prow_file_parse(&f->jobs_file, str_c(jobs), &f->arena));
    assert_true(version_parse(str_c(version), &f->newest, &f->arena, &error));
    f->window = (struct window){ &f->newest, 1 };
    prow_config_init(&f->config, &f->main_file, &f->arena, &f->window);
    presets_read(&f->arena, &f->main_file, &f->presets, &f->preset_count, &f->preset_cap);
    presets_read(&f->arena, &f->jobs_file, &f->presets, &f->preset_count, &f->preset_cap);
    presets = preset_index_of(&f->arena, f->presets, f->preset_count);
    r = (struct job_reader){ .config = &f->config,
                             .presets = &presets,
                             .patterns = &f->patterns,
                             .arena = &f->arena,
                             .run_after_success = !behaviour_holds(&f->window, BEHAVIOUR_RUN_AFTER_SUCCESS_GONE) };
    jobs_read(&r, &f->jobs_file, STR(""), keep_job, f);
}

static void load(struct fixture *f, const char *config, const char *jobs)
{
    load_at(f, "latest", config, jobs);
}

static void unload(struct fixture *f)
{
    patterns_free(&f->patterns);
    arena_free(&f->arena);
}

static void assert_str(struct str got, const char *want)
{
    if (!str_eq(got, str_c(want)))
        fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static void jobs_get_prows_defaults(void **state)
{
    struct fixture f;

    (void)state;
    load(&f, "pod_namespace: test-pods\ndecorate_all_jobs: true\n",
         "presubmits:\n"
         "  o/r:\n"
         "  - {name: a.b, spec: {}}\n"
         "  - {name: c, trigger: x, namespace: '', decorate: false, context: ci/c}\n"
         "postsubmits:\n"
         "  o/r: [{name: d, agent: jenkins, cluster: build}]\n"
         "periodics: [{name: e, always_run: false}]\n");
    assert_int_equal(f.job_count, 4);
    assert_str(f.jobs[0].agent, "kubernetes");
    assert_str(f.jobs[0].cluster, "default");
    assert_str(f.jobs[0].namespace, "test-pods");
    assert_str(f.jobs[0].context, "a.b");
    assert_str(f.jobs[0].trigger, "(?m)^/test( | .* )a.b,?($|\\s.*)");
    assert_str(f.jobs[0].rerun_command, "/test a.b");
    assert_true(f.jobs[0].decorate);
    assert_str(f.jobs[1].trigger, "x");
    assert_str(f.jobs[1].rerun_command, "");
    assert_str(f.jobs[1].namespace, "test-pods");
    assert_str(f.jobs[1].context, "ci/c");
    assert_false(f.jobs[1].decorate);
    assert_str(f.jobs[2].agent, "jenkins");
    assert_str(f.jobs[2].cluster, "build");
    assert_str(f.jobs[2].trigger, "");
    assert_str(f.jobs[3].context, "");
    unload(&f);
}

static void later_decoration_entries_win_and_the_job_wins_over_all(void **state)
{
    struct fixture f;

    (void)state;
    load(&f,
         "plank:\n"
         "  default_decoration_config_entries:\n"
         "  - {config: {timeout: 2h, ssh_key_secrets: [a], utility_images: {clonerefs: c1, sidecar: s1}}}\n"
         "  - {repo: o, cluster: '*', config: {timeout: 3h, utility_images: {clonerefs: c2}}}\n"
         "  - {repo: o/other, config: {timeout: 4h}}\n"
         "  - {cluster: build, config: {timeout: 5h}}\n",
         "presubmits:\n"
         "  o/r:\n"
         "  - {name: a, decorate: true}\n"
         "  - {name: b, decorate: true, cluster: build, decoration_config: {ssh_key_secrets: [], grace_period: 1m}}\n"
         "  - {name: c, decorate: false, decoration_config: {timeout: 9h}}\n"
         "  - {name: d}\n"
         "periodics: [{name: e, decorate: true, extra_refs: [{org: o, repo: other}]}]\n");
    assert_str(node_text(decoration_get(&f.jobs[0].decoration, STR("timeout"))), "3h");
    assert_str(node_text(decoration_text(&f.jobs[0].decoration, STR("utility_images"), STR("clonerefs"))), "c2");
    assert_str(node_text(decoration_text(&f.jobs[0].decoration, STR("utility_images"), STR("sidecar"))), "s1");
    assert_str(node_text(decoration_get(&f.jobs[1].decoration, STR("timeout"))), "5h");
    assert_str(node_text(decoration_get(&f.jobs[1].decoration, STR("grace_period"))), "1m");
    assert_int_equal(node_count(decoration_list(&f.jobs[1].decoration, STR("ssh_key_secrets"))), 1);
    assert_int_equal(f.jobs[2].decoration.count, 1);
    assert_null(decoration_get(&f.jobs[2].decoration, STR("utility_images")));
    assert_int_equal(f.jobs[3].decoration.count, 0);
    assert_str(node_text(decoration_get(&f.jobs[4].decoration, STR("timeout"))), "4h");
    unload(&f);
}

static void the_map_of_defaults_applies_from_general_to_special(void **state)
{
    struct fixture f;

    (void)state;
    load(&f, "plank: {default_decoration_configs: {o/r: {timeout: 3h}, '*': {timeout: 1h}, o: {timeout: 2h}}}\n",
         "presubmits: {o/r: [{name: a, decorate: true}], o/x: [{name: b, decorate: true}], p/x: [{name: c, decorate: "
         "true}]}\n");
    assert_str(node_text(decoration_get(&f.jobs[0].decoration, STR("timeout"))), "3h");
    assert_str(node_text(decoration_get(&f.jobs[1].decoration, STR("timeout"))), "2h");
    assert_str(node_text(decoration_get(&f.jobs[2].decoration, STR("timeout"))), "1h");
    unload(&f);
}

static void fields_are_found_however_they_are_spelt(void **state)
{
    struct fixture f;

    (void)state;
    load(&f, "",
         "presubmits: {o/r: [{NAME: a, \xc5\xbf"
         "pec: {containers: [{}]}, Decorate: true, Sk\xc4\xb1p_report: true}]}\n");
    assert_str(f.jobs[0].name, "a");
    assert_true(f.jobs[0].decorate);
    assert_non_null(f.jobs[0].spec);
    assert_int_equal(f.jobs[0].pod->container_count, 1);
    assert_non_null(job_get_key(&f.jobs[0], STR("spec")));
    assert_false(f.jobs[0].skip_report); /* a dotless i is no i */
    assert_null(job_get(&f.jobs[0], STR("labels")));
    unload(&f);
}

static void common_decoration_is_known_as_such(void **state)
{
    struct fixture f;

    (void)state;
    load(&f,
         "plank:\n"
         "  default_decoration_config_entries:\n"
         "  - {config: {timeout: 2h}}\n"
         "  - {repo: o/x, config: {timeout: 3h}}\n",
         "presubmits:\n"
         "  o/r:\n"
         "  - {name: a, decorate: true}\n"
         "  - {name: b, decorate: true, decoration_config: {timeout: 1h}}\n"
         "  - {name: c, decorate: true, decoration_config: {ssh_key_secrets: [k]}}\n"
         "  - {name: d, decorate: false, decoration_config: {timeout: 1h}}\n"
         "  - {name: e}\n"
         "  o/x: [{name: f, decorate: true}]\n");
    assert_true(decoration_is_common(&f.jobs[0].decoration, &f.config.common));
    assert_true(decoration_is_common(&f.jobs[1].decoration, &f.config.common));
    for (size_t i = 2; i < 5; i++)
        assert_false(decoration_is_common(&f.jobs[i].decoration, &f.config.common));
    /* One more default that sets nothing but a timeout changes nothing that is checked. */
    assert_true(decoration_is_common(&f.jobs[5].decoration, &f.config.common));
    unload(&f);
}

static void old_versions_have_one_default_decoration(void **state)
{
    struct fixture f;

    (void)state;
    load_at(&f, "v20190122-e707848",
            "decorate_all_jobs: true\n"
            "plank:\n"
            "  default_decoration_config: {timeout: 1h}\n"
            "  default_decoration_configs: {'*': {timeout: 2h}}\n",
            "presubmits: {o/r: [{name: a, decorate: true}, {name: b}]}\n");
    assert_str(node_text(decoration_get(&f.jobs[0].decoration, STR("timeout"))), "1h");
    assert_false(f.jobs[1].decorate);
    unload(&f);
}

static void jobs_ran_after_others_in_old_versions(void **state)
{
    static const char jobs[] = "presubmits:\n"
                               "  o/r:\n"
                               "  - name: a\n"
                               "    run_after_success:\n"
                               "    - {name: b, run_after_success: [{name: c}]}\n"
                               "    - {name: d}\n"
                               "  - {name: e}\n";
    struct fixture f;

    (void)state;
    load_at(&f, "v20190122-e707848", "", jobs);
    assert_int_equal(f.job_count, 5);
    assert_str(f.jobs[2].name, "c");
    assert_str(job_path(&f.arena, &f.jobs[2], STR("spec")),
               "presubmits.o/r[0].run_after_success[0].run_after_success[0].spec");
    assert_str(job_path(&f.arena, &f.jobs[4], STR("")), "presubmits.o/r[1]");
    unload(&f);
    load(&f, "", jobs);
    assert_int_equal(f.job_count, 2);
    unload(&f);
}

static void gerrit_repos_match_with_and_without_review_and_scheme(void **state)
{
    struct default_entry e = { .repo = STR("foo.example.com") };

    (void)state;
    assert_true(default_entry_matches(&e, STR("https://foo-review.example.com/r"), STR("default")));
    assert_true(default_entry_matches(&e, STR("http://foo.example.com/r"), STR("default")));
    assert_false(default_entry_matches(&e, STR("https://bar-review.example.com/r"), STR("default")));
    e.cluster = STR("build");
    assert_false(default_entry_matches(&e, STR("https://foo-review.example.com/r"), STR("default")));
}

static void presets_match_by_key_and_value_and_need_a_pod_spec(void **state)
{
    struct fixture f;

    (void)state;
    load(&f, "presets: [{labels: {p: 'true'}}]\n",
         "presets:\n"
         "- {labels: {q: true, r: 1.50}}\n"
         "- {env: [{name: A}]}\n"
         "periodics:\n"
         "- {name: a, labels: {p: 'true', q: 'true', r: '1.5'}, spec: {}}\n"
         "- {name: b, labels: {p: 'false'}, spec: {}}\n"
         "- {name: c, labels: {p: 'true'}}\n");
    assert_int_equal(f.jobs[0].preset_count, 3);
    assert_int_equal(f.jobs[1].preset_count, 1);
    assert_null(f.jobs[1].presets[0]->labels);
    assert_int_equal(f.jobs[2].preset_count, 0);
    unload(&f);
}

static bool intersect(const char *a, const char *b, bool skip_as_text)
{
    struct arena arena = { 0 };
    struct patterns patterns = { 0 };
    struct yaml_error e;
    struct tape ta, tb;
    struct branches x, y;
    bool both, swapped;

    assert_true(yaml_read(&ta, &arena, str_c(a), NULL, &e));
    assert_true(yaml_read(&tb, &arena, str_c(b), NULL, &e));
    x = branches_read(&arena, node_get(ta.root, STR("only")), node_get(ta.root, STR("skip")));
    y = branches_read(&arena, node_get(tb.root, STR("only")), node_get(tb.root, STR("skip")));
    both = branches_intersect(&arena, &x, &y, &patterns, skip_as_text);
    swapped = branches_intersect(&arena, &y, &x, &patterns, skip_as_text);
    assert_int_equal(both, swapped);
    patterns_free(&patterns);
    arena_free(&arena);
    return both;
}

static void branches_intersect_as_prow_decides(void **state)
{
    (void)state;
    assert_true(intersect("{}", "only: [a]", false));
    assert_true(intersect("only: [a, b]", "only: [b]", false));
    assert_false(intersect("only: [^main$]", "only: [main]", false));
    assert_false(intersect("only: [release-.*]", "only: [release-1.0]", false));
    assert_true(intersect("{only: [a], skip: [a]}", "{only: [a]}", false)); /* skip is not looked at */
    assert_false(intersect("only: [release-1.0]", "skip: [release-.*]", false));
    assert_true(intersect("only: [release-1.0]", "skip: [release-.*]", true)); /* texts, until 2019-05-02 */
    assert_false(intersect("only: [release-1.0]", "skip: [release-1.0]", true));
    assert_true(intersect("only: [main, release-1.0]", "skip: [release-.*]", false));
    assert_true(intersect("skip: [a]", "skip: [.*]", false));
}

static void a_job_runs_on_the_branches_its_regexes_match(void **state)
{
    struct arena arena = { 0 };
    struct patterns patterns = { 0 };
    struct str only[] = { STR("master"), STR("^v1$") }, skip[] = { STR("old") };
    struct branches b = { .only = only, .only_count = 2, .skip = skip, .skip_count = 1 };

    (void)state;
    assert_true(branches_include(&arena, &b, &patterns, STR("master-new")));
    assert_false(branches_include(&arena, &b, &patterns, STR("master-old")));
    assert_true(branches_include(&arena, &b, &patterns, STR("v1")));
    assert_false(branches_include(&arena, &b, &patterns, STR("v12")));
    patterns_free(&patterns);
    arena_free(&arena);
}

static void clusters_are_allowed_by_repo_org_or_star(void **state)
{
    struct fixture f;

    (void)state;
    load(&f, "in_repo_config: {allowed_clusters: {o/r: [a], o: [b], 'https://g.example': [c]}}\n", "{}");
    assert_true(prow_config_allows_cluster(&f.config, STR("o/r"), STR("a")));
    assert_true(prow_config_allows_cluster(&f.config, STR("o/r"), STR("b")));
    assert_true(prow_config_allows_cluster(&f.config, STR("o/r"), STR("default"))); /* no "*": default only */
    assert_false(prow_config_allows_cluster(&f.config, STR("p/r"), STR("a")));
    assert_true(prow_config_allows_cluster(&f.config, STR("https://g.example/r"), STR("c")));
    unload(&f);
    load(&f, "in_repo_config: {allowed_clusters: {'*': []}}\n", "{}");
    assert_false(prow_config_allows_cluster(&f.config, STR("p/r"), STR("default")));
    unload(&f);
}

static void images_of_components_are_found_and_others_are_not(void **state)
{
    struct arena arena = { 0 };
    struct deployed d = { 0 };

    (void)state;
    deployed_scan(&d, &arena, STR("a.yaml"),
                  STR("image: gcr.io/k8s-prow/hook:v20190122-e707848\n"
                      "image: gcr.io/k8s-prow/commenter:v20240731-a5d9345e59\n"
                      "image: 'registry.example/prow/clonerefs:v20260821-a61940897'\n"
                      "image: gcr.io/k8s-prow/deck:v20190118-977be68 # comment\n"
                      "image: gcr.io/k8s-prow/tide:v20190118-short\n"
                      "image: gcr.io/k8s-prow/hook:v20190122-e707848\n"
                      "image: hook:v20190122-e707848\n"
                      "# image: gcr.io/k8s-prow/tide:v20190101-aaaaaaa\n"
                      "command: [a] # was gcr.io/k8s-prow/tide:v20190101-aaaaaaa\n"));
    assert_int_equal(d.count, 4);
    assert_int_equal(d.images[1].at.span.line, 3);
    assert_str(deployed_unknown(&d)->component, "tide");
    deployed_reduce(&d);
    assert_int_equal(d.count, 2);
    assert_str(d.images[0].component, "hook");
    assert_str(d.images[0].version, "v20190122-e707848");
    assert_int_equal(d.images[0].at.span.line, 1);
    assert_int_equal(d.images[0].at.span.column, 29);
    assert_str(d.images[1].component, "deck");
    arena_free(&arena);
}

static void what_a_comment_or_a_starter_says_is_not_deployed(void **state)
{
    struct arena arena = { 0 };
    struct deployed d = { 0 };

    (void)state;
    deployed_scan(&d, &arena, STR("cluster/starter.yaml"),
                  STR("image: gcr.io/k8s-prow/hook:v20190118-977be68\nimage: "
                      "gcr.io/k8s-prow/plank:v20190118-977be68\n"));
    deployed_reduce(&d);
    assert_int_equal(d.count, 2); /* nobody else says anything */
    deployed_scan(&d, &arena, STR("cluster/hook_deployment.yaml"),
                  STR("# image: gcr.io/k8s-prow/hook:v20180901-aaaaaaa\n"
                      "image: us-docker.pkg.dev/k8s-infra-prow/images/hook:v20190122-e707848 # was "
                      "hook:v20180901-aaaaaaa\n"
                      "  #image: gcr.io/k8s-prow/tide:v20180901-aaaaaaa\n"));
    deployed_reduce(&d);
    assert_int_equal(d.count, 1);
    assert_str(d.images[0].version, "v20190122-e707848");
    arena_free(&arena);
}

static void a_kustomization_overrides_the_manifests(void **state)
{
    struct arena arena = { 0 };
    struct deployed d = { 0 };

    (void)state;
    deployed_scan(&d, &arena, STR("base/hook.yaml"), STR("image: gcr.io/k8s-prow/hook:v20190118-977be68\n"));
    deployed_scan(&d, &arena, STR("base/tide.yaml"), STR("image: gcr.io/k8s-prow/tide:v20190118-977be68\n"));
    deployed_scan_kustomization(&d, &arena, STR("kustomization.yaml"),
                                STR("images:\n"
                                    "- newTag: v20190122-e707848\n"
                                    "  name: gcr.io/k8s-prow/hook\n"
                                    "- {name: gcr.io/k8s-prow/label_sync, newTag: v20190122-e707848}\n"
                                    "- {name: some/thing, newName: registry.example/deck, newTag: v20190122-e707848}\n"
                                    "- {name: gcr.io/k8s-prow/sinker, newTag: latest}\n"
                                    "- gcr.io/k8s-prow/crier\n"));
    deployed_reduce(&d);
    assert_int_equal(d.count, 3);
    assert_str(d.images[0].version, "v20190122-e707848");
    assert_int_equal(d.images[0].at.span.line, 2);
    assert_int_equal(d.images[0].at.span.column, 11);
    assert_str(d.images[1].component, "deck");
    assert_str(d.images[2].version, "v20190118-977be68");
    deployed_scan_kustomization(&d, &arena, STR("k.yaml"), STR("images: {"));
    deployed_scan_kustomization(&d, &arena, STR("k.yaml"), STR("images: 5"));
    deployed_scan_kustomization(&d, &arena, STR("k.yaml"), STR("[]"));
    assert_int_equal(d.count, 3);
    arena_free(&arena);
}

/* Where real repositories keep the main file and the manifests that say what runs. */
static const struct {
    const char *config, *jobs, *manifest;
} repositories[] = {
    { "config/prow/config.yaml", "config/jobs", "config/prow/cluster/hook_deployment.yaml" },
    { "config/prow/config.yaml", "config/jobs", "deploy/prow/hook_deployment.yaml" },
    { "config/prow/config.yaml", "config/jobs", "prow/cluster/hook_deployment.yaml" },
    { "prow/config.yaml", "config/jobs", "prow/cluster/hook_deployment.yaml" },
    { "prow/config.yaml", "prow/cluster/jobs", "prow/cluster/hook_deployment.yaml" },
    { "prow/config.yaml", "prow/prowjobs", "prow/cluster.yaml" },
    { "prow/config.yaml", "prow/jobs", "prow/cluster/components/hook_deployment.yaml" },
    { "prow/config.yaml", "prow/jobs", "prow/cluster/starter.yaml" },
    { "prow/config.yaml", "", "prow/prow.yaml" },
    { "prow/oss/config.yaml", "prow/prowjobs", "prow/oss/cluster/hook.yaml" },
    { "prow/gcp/config.yaml", "prow/gcp/cluster/jobs", "prow/gcp/cluster/hook_deployment.yaml" },
    { "prow/config/config.yaml", "prow/config/jobs", "prow/manifests/base/hook.yaml" },
    { "prow/config/config.yaml", "", "prow/manifests/hook-deployment.yaml" },
    { "prow/manifests/overlays/metal3/config.yaml", "", "prow/manifests/base/hook.yaml" },
    { "config/config.yaml", "config/jobs", "prow/cluster/hook_deployment.yaml" },
    { "ci/prow/config.yaml", "", "ci/prow/cluster.yaml" },
    { "config/prod/prow/core/config.yaml", "config/prod/prow/jobs", "config/prod/prow/cluster/400-hook.yaml" },
    { "github/ci/prow/files/config.yaml", "github/ci/prow/files/jobs", "github/ci/prow/templates/hook.yaml" },
    { "github/ci/prow-deploy/files/config.yaml", "github/ci/prow-deploy/files/jobs",
      "github/ci/prow-deploy/kustom/base/manifests/upstream/hook_deployment.yaml" },
    { "github/ci/prow-deploy/kustom/base/configs/current/config/config.yaml", "github/ci/prow-deploy/files/jobs",
      "github/ci/prow-deploy/kustom/base/manifests/test_infra/current/hook_deployment.yaml" },
    { "config.yaml", "jobs", "cluster/hook.yaml" },
};

static void real_layouts_are_discovered_with_the_version_that_runs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof repositories / sizeof *repositories; i++) {
        struct arena arena = { 0 };
        struct fs_memory tree;
        struct discovery found;
        struct deployed d = { 0 };
        struct str config = str_c(repositories[i].config), jobs = str_c(repositories[i].jobs);

        fs_memory_init(&tree, &arena);
        fs_memory_put(&tree, config, STR("# utility_images: gcr.io/k8s-prow/clonerefs:v20180901-aaaaaaa\n"));
        if (jobs.len)
            fs_memory_put(&tree, ARENA_JOIN(&arena, jobs, STR("/a.yaml")), STR("periodics: []\n"));
        fs_memory_put(&tree, str_c(repositories[i].manifest), STR("image: gcr.io/k8s-prow/hook:v20190122-e707848\n"));
        fs_memory_put(&tree, STR("other/cluster/hook.yaml"), STR("image: gcr.io/k8s-prow/hook:v20180901-aaaaaaa\n"));
        prow_discover(&found, &tree.fs, &arena);
        assert_str(found.paths.config, repositories[i].config);
        assert_str(found.paths.jobs, repositories[i].jobs);
        deployed_discover(&d, &arena, &tree.fs, config, STR(""));
        deployed_reduce(&d);
        if (d.count != 1 || !str_eq(d.images[0].at.file, str_c(repositories[i].manifest)))
            fail_msg("%s: %zu images, none in %s", repositories[i].config, d.count, repositories[i].manifest);
        arena_free(&arena);
    }
}

/* Of many presets those that may match are found by label; the answer is that of asking each. */
static void presets_are_found_by_label(void **state)
{
    static const char *const labels[] = { "{p: x3, q: y}", "{p: '1.5', z: ''}", "{q: x3}", "{p: x3, p2: '7'}", "{}" };
    struct buf config = { 0 }, jobs = { 0 };
    struct fixture f;

    (void)state;
    buf_put(&config, STR("presets:\n- {env: []}\n- {labels: {p: 1.50}}\n- {labels: {z: null}}\n- {labels: {p2: 7}}\n"));
    for (int i = 0; i < 140; i++)
        buf_printf(&config, "- {labels: {%s: x%d%s}}\n", i % 3 ? "p" : "q", i % 5, i % 4 ? "" : ", q: y");
    buf_put(&jobs, STR("periodics:\n"));
    for (size_t i = 0; i < COUNT_OF(labels); i++)
        buf_printf(&jobs, "- {name: j%zu, interval: 1h, labels: %s, spec: {containers: [{image: i}]}}\n", i, labels[i]);
    buf_char(&config, '\0');
    buf_char(&jobs, '\0');
    load(&f, config.p, jobs.p);
    assert_int_equal(f.job_count, COUNT_OF(labels));
    for (size_t i = 0; i < f.job_count; i++) {
        size_t n = 0;
        for (size_t k = 0; k < f.preset_count; k++) {
            if (!preset_matches(&f.presets[k], f.jobs[i].labels))
                continue;
            assert_true(n < f.jobs[i].preset_count);
            assert_ptr_equal(f.jobs[i].presets[n], &f.presets[k]);
            n++;
        }
        assert_int_equal(n, f.jobs[i].preset_count);
        assert_true(n > 0);
    }
    unload(&f);
    buf_free(&config);
    buf_free(&jobs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(presets_are_found_by_label),
        cmocka_unit_test(jobs_get_prows_defaults),
        cmocka_unit_test(later_decoration_entries_win_and_the_job_wins_over_all),
        cmocka_unit_test(the_map_of_defaults_applies_from_general_to_special),
        cmocka_unit_test(fields_are_found_however_they_are_spelt),
        cmocka_unit_test(common_decoration_is_known_as_such),
        cmocka_unit_test(old_versions_have_one_default_decoration),
        cmocka_unit_test(jobs_ran_after_others_in_old_versions),
        cmocka_unit_test(gerrit_repos_match_with_and_without_review_and_scheme),
        cmocka_unit_test(presets_match_by_key_and_value_and_need_a_pod_spec),
        cmocka_unit_test(branches_intersect_as_prow_decides),
        cmocka_unit_test(a_job_runs_on_the_branches_its_regexes_match),
        cmocka_unit_test(clusters_are_allowed_by_repo_org_or_star),
        cmocka_unit_test(images_of_components_are_found_and_others_are_not),
        cmocka_unit_test(what_a_comment_or_a_starter_says_is_not_deployed),
        cmocka_unit_test(a_kustomization_overrides_the_manifests),
        cmocka_unit_test(real_layouts_are_discovered_with_the_version_that_runs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
