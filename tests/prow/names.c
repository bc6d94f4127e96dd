/* The index of names: who names what, where, in which order; and that twice the tree is twice the work. */
#include "prow/index/names.h"

#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char main_file[] = "presets:\n"
                                "- labels: {preset-a: \"true\"}\n"
                                "  env: [{name: T, valueFrom: {secretKeyRef: {name: token, key: k}}}]\n"
                                "  volumes: [{name: v, secret: {secretName: creds}}]\n"
                                "tide:\n"
                                "  queries:\n"
                                "  - orgs: [q]\n"
                                "    repos: [o/r]\n"
                                "    includedBranches: [main]\n"
                                "    excludedRepos: [q/never]\n"
                                "  context_options:\n"
                                "    orgs: {o: {repos: {r: {optional-contexts: [maybe]}}}}\n"
                                "branch-protection:\n"
                                "  orgs:\n"
                                "    o:\n"
                                "      required_status_checks: {contexts: [cla]}\n"
                                "      repos: {r: {branches: {main: {protect: true}}}}\n";
static const char jobs_file[] = "presubmits:\n"
                                "  o/r:\n"
                                "  - name: unit\n"
                                "    context: ci/unit\n"
                                "    cluster: build1\n"
                                "    branches: [main, ^release-]\n"
                                "    labels: {preset-a: \"true\", preset-b: \"x\"}\n"
                                "    extra_refs: [{org: o, repo: tools, base_ref: v1}]\n"
                                "    spec:\n"
                                "      containers:\n"
                                "      - image: reg.io:5000/go:1.22\n"
                                "        envFrom: [{configMapRef: {name: settings}}]\n"
                                "      volumes: [{name: w, projected: {sources: [{secret: {name: creds}}]}}]\n"
                                "  o/none: []\n"
                                "postsubmits:\n"
                                "  o/r:\n"
                                "  - name: push\n"
                                "    skip_branches: [main]\n"
                                "    spec: {containers: [{image: plain@sha256:1}]}\n"
                                "periodics:\n"
                                "- name: night\n";
static const char plugin_file_text[] = "plugins:\n"
                                       "  o: {plugins: [lgtm, approve], excluded_repos: [r]}\n"
                                       "external_plugins: {o/r: [{name: bot}]}\n"
                                       "triggers: [{repos: [o/r, p]}]\n";

struct loaded {
    struct arena arena;
    struct fs_memory files;
    struct window window;
    struct rule_settings settings;
    struct findings findings;
    struct prow_tree tree;
};

static void load(struct loaded *l, const char *main, struct str jobs, const char *plugins)
{
    struct prow_paths paths = { .config = STR("c.yaml"), .jobs = STR("j.yaml"), .plugins = STR("p.yaml") };
    struct version *v;
    struct str error;

    *l = (struct loaded){ 0 };
    v = ARENA_NEW(&l->arena, struct version);
    assert_true(version_parse(STR("latest"), v, &l->arena, &error));
    l->window = (struct window){ v, 1 };
    fs_memory_init(&l->files, &l->arena);
    fs_memory_put(&l->files, STR("c.yaml"), str_c(main));
    fs_memory_put(&l->files, STR("j.yaml"), jobs);
    fs_memory_put(&l->files, STR("p.yaml"), str_c(plugins));
    rule_settings_init(&l->settings, &l->arena, &l->window);
    prow_tree_load(&l->tree, &l->files.fs, &paths, &l->settings, 1, &l->findings);
}

static void unload(struct loaded *l)
{
    prow_tree_free(&l->tree);
    findings_free(&l->findings);
    arena_free(&l->arena);
}

static void tell_use(struct buf *b, const struct name_use *u)
{
    static const char *const by[] = {
        [BY_PRESUBMIT] = "presubmit",
        [BY_POSTSUBMIT] = "postsubmit",
        [BY_PERIODIC] = "periodic",
        [BY_SKIP_BRANCHES] = "skip",
        [BY_EXTRA_REFS] = "refs",
        [BY_EMPTY_KEY] = "empty",
        [BY_PRESET] = "preset",
        [BY_TIDE_QUERY] = "query",
        [BY_TIDE_EXCLUSION] = "exclusion",
        [BY_TIDE_CONTEXT_OPTIONS] = "options",
        [BY_MERGE_METHOD] = "method",
        [BY_PROTECTION] = "protection",
        [BY_IN_REPO_CONFIG] = "inrepo",
        [BY_DEFAULTS] = "defaults",
        [BY_ADDRESSES] = "addresses",
        [BY_PLUGINS] = "plugins",
        [BY_EXTERNAL_PLUGINS] = "external",
        [BY_EXCLUDED_REPOS] = "excluded",
        [BY_PLUGIN_OPTIONS] = "plugin-options",
    };

    buf_printf(b, " %s@%.*s:%u", by[u->by], STR_ARG(u->at.file), u->at.span.line);
    if (u->value.len)
        buf_printf(b, "=%.*s", STR_ARG(u->value));
}

/* One line a name: "of name: by@file:line=value ...". */
static void expect(struct loaded *l, enum name_kind kind, const char *want)
{
    struct names n = names_all_of(&l->tree);
    struct name_range all = names_of_kind(&n, kind);
    struct buf b = { 0 };

    for (size_t i = 0; i < all.count; i++) {
        size_t uses = 0, jobs = 0;
        buf_printf(&b, "%.*s%s%.*s:", STR_ARG(all.items[i]->of), all.items[i]->of.len ? " " : "",
                   STR_ARG(all.items[i]->text));
        for (const struct name_use *u = name_first(&n, all.items[i]); u; u = u->next, uses++) {
            tell_use(&b, u);
            jobs += u->job != NULL;
        }
        buf_char(&b, '\n');
        assert_int_equal(uses, all.items[i]->uses);
        assert_int_equal(jobs, all.items[i]->jobs);
        assert_ptr_equal(names_find(&n, kind, all.items[i]->of, all.items[i]->text), all.items[i]);
    }
    buf_char(&b, '\0');
    assert_string_equal(b.p, want);
    buf_free(&b);
}

static void names_are_told_with_their_places(void **state)
{
    struct loaded l;

    (void)state;
    load(&l, main_file, str_c(jobs_file), plugin_file_text);
    expect(&l, NAME_ORG,
           "o: query@c.yaml:8 options@c.yaml:12 protection@c.yaml:15 presubmit@j.yaml:3 postsubmit@j.yaml:17 "
           "plugins@p.yaml:2 external@p.yaml:3 plugin-options@p.yaml:4=triggers\n"
           "p: plugin-options@p.yaml:4=triggers\n"
           "q: query@c.yaml:7 exclusion@c.yaml:10=excludedRepos\n");
    expect(&l, NAME_REPO,
           "o/none: empty@j.yaml:14\n"
           "o/r: query@c.yaml:8 options@c.yaml:12 protection@c.yaml:17 presubmit@j.yaml:3 postsubmit@j.yaml:17 "
           "excluded@p.yaml:2 external@p.yaml:3 plugin-options@p.yaml:4=triggers\n"
           "o/tools: refs@j.yaml:8\n"
           "q/never: exclusion@c.yaml:10=excludedRepos\n");
    expect(&l, NAME_BRANCH,
           "o/r ^release-: presubmit@j.yaml:3\n"
           "o/r main: query@c.yaml:9 protection@c.yaml:17 presubmit@j.yaml:3 skip@j.yaml:17\n"
           "o/tools v1: refs@j.yaml:8\n"
           "q main: query@c.yaml:9\n");
    expect(&l, NAME_CONTEXT,
           "o cla: protection@c.yaml:16\n"
           "o/r ci/unit: presubmit@j.yaml:4\n"
           "o/r maybe: options@c.yaml:12=optional-contexts\n"
           "o/r push: postsubmit@j.yaml:17\n");
    expect(&l, NAME_JOB, "night: periodic@j.yaml:21\no/r push: postsubmit@j.yaml:17\no/r unit: presubmit@j.yaml:3\n");
    expect(&l, NAME_LABEL, "preset-a: preset@c.yaml:2=true presubmit@j.yaml:7=true\npreset-b: presubmit@j.yaml:7=x\n");
    expect(&l, NAME_PRESET, "preset-a: \"true\": preset@c.yaml:2 presubmit@j.yaml:7\n");
    expect(&l, NAME_CLUSTER, "build1: presubmit@j.yaml:5\ndefault: postsubmit@j.yaml:17 periodic@j.yaml:21\n");
    expect(&l, NAME_IMAGE, "plain: postsubmit@j.yaml:19=@sha256:1\nreg.io:5000/go: presubmit@j.yaml:11=:1.22\n");
    expect(&l, NAME_PLUGIN, "o approve: plugins@p.yaml:2\no lgtm: plugins@p.yaml:2\no/r bot: external@p.yaml:3\n");
    expect(&l, NAME_SECRET, "creds: preset@c.yaml:4=volume presubmit@j.yaml:13=volume\ntoken: preset@c.yaml:3=env\n");
    expect(&l, NAME_CONFIG_MAP, "settings: presubmit@j.yaml:12=envFrom\n");
    unload(&l);
}

static void files_and_copies_that_jobs_speak_of_are_told(void **state)
{
    static const char jobs[] =
        "presubmits:\n"
        "  o/r:\n"
        "  - name: one\n"
        "    run_if_changed: ^(a/b\\.yaml|c/d-e\\.go|f/.*)$\n"
        "    skip_branches: [main, 'v\\d']\n"
        "  - name: two\n"
        "    skip_if_only_changed: ^a/b.yaml$|^README$|g/h.md$\n"
        "periodics:\n"
        "- name: fork\n"
        "  spec: {containers: [{image: f, args: [--job-directory=d/, --release-branch-pattern=v1]}]}\n"
        "- name: half\n"
        "  spec: {containers: [{image: f, args: [--job-directory=d]}]}\n";
    struct loaded l;

    (void)state;
    load(&l, "", str_c(jobs), "plugins: {}");
    expect(&l, NAME_CHANGED_FILE,
           "o/r a/b.yaml: presubmit@j.yaml:4=run_if_changed presubmit@j.yaml:7=skip_if_only_changed\n"
           "o/r c/d-e.go: presubmit@j.yaml:4=run_if_changed\n");
    expect(&l, NAME_FORKED, "d: periodic@j.yaml:10=v1\n");
    expect(&l, NAME_SKIPPED, "o/r v\\d: presubmit@j.yaml:5\n");
    unload(&l);
}

static void what_belongs_to_one_is_found(void **state)
{
    struct loaded l;
    struct names n;
    struct name_range r;

    (void)state;
    load(&l, main_file, str_c(jobs_file), plugin_file_text);
    n = names_all_of(&l.tree);
    r = names_below(&n, NAME_BRANCH, STR("o/r"));
    assert_int_equal(r.count, 2);
    assert_true(str_eq(r.items[1]->text, STR("main")));
    assert_int_equal(names_below(&n, NAME_BRANCH, STR("o")).count, 0);
    assert_int_equal(names_below(&n, NAME_BRANCH, STR("zz")).count, 0);
    assert_null(names_find(&n, NAME_CLUSTER, STR(""), STR("build2")));
    assert_null(names_first(&n, NAME_BRANCH, STR("o/tools"), STR("main")));
    assert_true(str_eq(names_first(&n, NAME_CLUSTER, STR(""), STR("build1"))->job->name, STR("unit")));
    unload(&l);
}

static void images_are_cut_where_their_tag_begins(void **state)
{
    static const char *const list[][3] = {
        { "busybox", "busybox", "" },
        { "reg:5000/a/b", "reg:5000/a/b", "" },
        { "reg:5000/a/b:v1@sha256:0", "reg:5000/a/b", ":v1@sha256:0" },
        { "a:b:c", "a:b", ":c" },
        { "", "", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(list); i++) {
        struct str name, version;
        image_split(str_c(list[i][0]), &name, &version);
        assert_true(str_eq(name, str_c(list[i][1])));
        assert_true(str_eq(version, str_c(list[i][2])));
    }
}

/* Work and memory of an index of all kinds over n jobs. */
static size_t work(size_t n, size_t *bytes)
{
    struct buf b = { 0 };
    struct loaded l;
    struct names all;
    size_t steps;

    buf_put(&b, STR("presubmits:\n  o/r:\n"));
    for (size_t i = 0; i < n; i++)
        buf_printf(&b,
                   "  - {name: j%zu, branches: [b%zu, main], cluster: c%zu, labels: {preset-%zu: x}, "
                   "spec: {containers: [{image: \"i%zu:1\"}]}}\n",
                   i, i, i % 7, i, i);
    load(&l, "", buf_str(&b), "plugins: {}");
    all = names_all_of(&l.tree);
    for (int kind = 0; kind < NAME_KINDS; kind++) {
        struct name_range r = names_of_kind(&all, (enum name_kind)kind);
        for (size_t i = 0; i < r.count; i++)
            names_below(&all, (enum name_kind)kind, r.items[i]->of);
    }
    steps = name_index_work(l.tree.names);
    *bytes = l.tree.arena.held;
    unload(&l);
    buf_free(&b);
    return steps;
}

static void twice_the_jobs_are_twice_the_work(void **state)
{
    size_t bytes, twice_bytes, once = work(500, &bytes), twice = work(1000, &twice_bytes);

    (void)state;
    assert_true(once >= 500 * 6);
    assert_in_range(twice, once * 2 - 50, once * 2 + 50);
    assert_true(twice_bytes < bytes * 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_told_with_their_places),
        cmocka_unit_test(files_and_copies_that_jobs_speak_of_are_told),
        cmocka_unit_test(what_belongs_to_one_is_found),
        cmocka_unit_test(images_are_cut_where_their_tag_begins),
        cmocka_unit_test(twice_the_jobs_are_twice_the_work),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
