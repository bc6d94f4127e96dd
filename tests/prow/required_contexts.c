/* Which statuses a branch needs, and where each is written: policies merged and joined over files, tide's options,
 * presubmits. */
#include "prow/branches/required_contexts.h"

#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct question {
    const char *main, *more, *jobs; /* the last two may be NULL */
    const char *deployed;
    const char *repo, *branch;
    const char *want; /* "github: NAME@FILE:LINE/who ... tide: ...", sorted by name; "!N" for an error of Prow's */
};

static void put(struct fs_memory *m, const char *path, const char *text)
{
    if (text)
        fs_memory_put(m, str_c(path), str_c(text));
}

static struct window window_of(struct arena *a, const char *name)
{
    struct version *v = ARENA_NEW(a, struct version);
    struct str error;

    assert_true(version_parse(str_c(name), v, a, &error));
    return (struct window){ v, 1 };
}

static struct str shown(struct arena *a, const char *title, const struct context_set *s)
{
    static const char *const who[] = { "job", "policy", "tide" };
    const struct status_context **all = context_set_sorted(s, a);
    struct str text = str_c(title);

    for (size_t i = 0; i < context_set_count(s); i++)
        text = arena_printf(a, "%.*s %.*s@%.*s:%u/%s", STR_ARG(text), STR_ARG(all[i]->name), STR_ARG(all[i]->at.file),
                            all[i]->at.span.line, who[all[i]->from]);
    return text;
}

static struct str answer(struct arena *a, const struct prow_tree *t, const struct window *w, const struct question *q)
{
    struct required_contexts found;
    struct requirements r;
    struct str org, repo;

    requirements_read(&r, t, w);
    assert_true(str_cut(str_c(q->repo), '/', &org, &repo));
    required_contexts(&found, a, &r, org, repo, str_c(q->branch));
    if (found.state >= PROTECTION_BRANCH_OPEN)
        return arena_printf(a, "!%d", (int)found.state);
    return ARENA_JOIN(a, shown(a, "github:", &found.protection), STR(" "), shown(a, "tide:", &found.tide));
}

static void ask(const struct question *q)
{
    struct str folder = STR("more");
    struct prow_paths paths = { .config = STR("c.yaml"),
                                .jobs = q->jobs ? STR("j.yaml") : STR(""),
                                .supplemental_config = &folder,
                                .supplemental_config_count = q->more != NULL };
    struct findings findings = { 0 };
    struct rule_settings settings;
    struct arena a = { 0 };
    struct window w = window_of(&a, q->deployed ? q->deployed : "latest");
    struct fs_memory m;
    struct prow_tree tree;
    struct str got;

    fs_memory_init(&m, &a);
    put(&m, "c.yaml", q->main);
    put(&m, "more/m_prowconfig.yaml", q->more);
    put(&m, "j.yaml", q->jobs);
    rule_settings_init(&settings, &a, &w);
    prow_tree_load(&tree, &m.fs, &paths, &settings, 1, &findings);
    got = answer(&a, &tree, &w, q);
    if (!str_eq(got, str_c(q->want)))
        fail_msg("%s\n%s\n%s %s\ngot  \"%.*s\"\nwant \"%s\"", q->main, q->jobs ? q->jobs : "", q->repo, q->branch,
                 STR_ARG(got), q->want);
    prow_tree_free(&tree);
    findings_free(&findings);
    arena_free(&a);
}

static void ask_all(const struct question *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ask(&list[i]);
}

#define ASK(list) ask_all(list, sizeof list / sizeof *list)

static void policies_are_inherited(void **state)
{
    static const char levels[] = "branch-protection:\n"
                                 "  required_status_checks: {contexts: [top]}\n"
                                 "  orgs:\n"
                                 "    o:\n"
                                 "      protect: true\n"
                                 "      required_status_checks: {contexts: [org, top]}\n"
                                 "      exclude: ['^wip-']\n"
                                 "      repos:\n"
                                 "        r:\n"
                                 "          branches:\n"
                                 "            b: {required_status_checks: {contexts: [b]}}\n"
                                 "            wip-x: {}\n"
                                 "            bare: {protect: false}\n"
                                 "        s: {protect: false}\n"
                                 "        u: {unmanaged: true}\n";
    static const struct question list[] = {
        { levels, NULL, NULL, NULL, "o/r", "b",
          "github: b@c.yaml:11/policy org@c.yaml:6/policy top@c.yaml:2/policy tide:" },
        { levels, NULL, NULL, NULL, "o/r", "a", "github: org@c.yaml:6/policy top@c.yaml:2/policy tide:" },
        { levels, NULL, NULL, NULL, "o/other", "a", "github: org@c.yaml:6/policy top@c.yaml:2/policy tide:" },
        { levels, NULL, NULL, NULL, "o/r", "wip-y", "github: tide:" },
        { levels, NULL, NULL, NULL, "o/r", "wip-x", "github: org@c.yaml:6/policy top@c.yaml:2/policy tide:" },
        { levels, NULL, NULL, NULL, "o/r", "bare", "!4" },
        { levels, NULL, NULL, NULL, "o/s", "b", "!4" },
        { levels, NULL, NULL, NULL, "o/u", "b", "github: tide:" },
        { levels, NULL, NULL, NULL, "p/r", "b", "github: tide:" },
    };

    (void)state;
    ASK(list);
}

static void files_are_joined(void **state)
{
    static const char main[] = "branch-protection:\n  orgs: {o: {protect: true}}\n";
    static const char more[] = "branch-protection:\n"
                               "  orgs:\n"
                               "    o:\n"
                               "      repos: {r: {required_status_checks: {contexts: [x]}}}\n"
                               "tide:\n"
                               "  queries: [{repos: [o/r], excludedBranches: [old]}]\n";
    static const struct question list[] = {
        { main, more, NULL, NULL, "o/r", "b", "github: x@more/m_prowconfig.yaml:4/policy tide:" },
        { main, more, "presubmits:\n  o/r:\n  - {name: j, always_run: true}\n", NULL, "o/r", "b",
          "github: j@j.yaml:3/job x@more/m_prowconfig.yaml:4/policy tide: j@j.yaml:3/job" },
        { main, more, "presubmits:\n  o/r:\n  - {name: j, always_run: true}\n", NULL, "o/r", "old",
          "github: j@j.yaml:3/job x@more/m_prowconfig.yaml:4/policy tide:" },
    };

    (void)state;
    ASK(list);
}

static void presubmits_fall_into_three_classes(void **state)
{
    static const char on[] = "branch-protection: {protect: true, orgs: {o: {}}}\ntide: {queries: [{orgs: [o]}]}\n";
    static const char manual[] =
        "branch-protection: {protect: true, require_manually_triggered_jobs: true, orgs: {o: {}}}\n"
        "tide: {context_options: {from-branch-protection: true}, queries: [{orgs: [o]}]}\n";
    static const char jobs[] = "presubmits:\n"
                               "  o/r:\n"
                               "  - {name: always, always_run: true, branches: [^b$]}\n"
                               "  - {name: by-hand}\n"
                               "  - {name: changed, run_if_changed: x}\n"
                               "  - {name: optional, always_run: true, optional: true}\n"
                               "  - {name: quiet, always_run: true, skip_report: true}\n"
                               "  - {name: named, context: ctx, always_run: true}\n";
    static const struct question list[] = {
        { on, NULL, jobs, NULL, "o/r", "b",
          "github: always@j.yaml:3/job ctx@j.yaml:8/job tide: always@j.yaml:3/job ctx@j.yaml:8/job" },
        { on, NULL, jobs, NULL, "o/r", "c", "github: ctx@j.yaml:8/job tide: ctx@j.yaml:8/job" },
        { manual, NULL, jobs, NULL, "o/r", "c",
          "github: by-hand@j.yaml:4/job ctx@j.yaml:8/job tide: by-hand@j.yaml:4/job ctx@j.yaml:8/job" },
        { manual, NULL, jobs, "v20230101-0000000", "o/r", "c", "github: ctx@j.yaml:8/job tide: ctx@j.yaml:8/job" },
        { on, NULL, jobs, NULL, "p/r", "c", "github: tide:" },
    };

    (void)state;
    ASK(list);
}

static void jobs_can_ask_for_protection(void **state)
{
    static const char jobs[] =
        "presubmits:\n  o/r:\n  - {name: j, always_run: true}\n  o/s:\n  - {name: k, optional: true}\n";
    static const struct question list[] = {
        { "branch-protection: {protect-tested-repos: true}", NULL, jobs, NULL, "o/r", "b",
          "github: j@j.yaml:3/job tide:" },
        { "branch-protection: {protect-tested-repos: true}", NULL, jobs, NULL, "o/s", "b", "github: tide:" },
        { "branch-protection: {orgs: {o: {}}}", NULL, jobs, NULL, "o/r", "b", "github: tide:" },
        { "branch-protection: {orgs: {o: {protect: false}}}", NULL, jobs, NULL, "o/r", "b", "!3" },
        { "branch-protection: {allow_disabled_job_policies: true, orgs: {o: {protect: false}}}", NULL, jobs, NULL,
          "o/r", "b", "github: tide:" },
        { "branch-protection: {unmanaged: true, protect-tested-repos: true}", NULL, jobs, NULL, "o/r", "b",
          "github: tide:" },
        { "branch-protection: {orgs: {o: {repos: {r: {branches: {b: {}}}}}}}", NULL, jobs, NULL, "o/r", "b", "!2" },
        { "branch-protection: {orgs: {o: {repos: {r: {branches: {b: {unmanaged: true}}}}}}}", NULL, jobs, NULL, "o/r",
          "b", "github: tide:" },
    };

    (void)state;
    ASK(list);
}

static void tide_has_options_of_its_own(void **state)
{
    static const char main[] = "tide:\n"
                               "  queries: [{orgs: [o], excludedRepos: [o/out]}]\n"
                               "  context_options:\n"
                               "    required-contexts: [top]\n"
                               "    orgs:\n"
                               "      o:\n"
                               "        required-contexts: [org]\n"
                               "        from-branch-protection: true\n"
                               "        repos:\n"
                               "          r:\n"
                               "            branches: {b: {required-contexts: [b]}}\n"
                               "          s: {from-branch-protection: false}\n"
                               "branch-protection:\n"
                               "  orgs: {o: {protect: true, required_status_checks: {contexts: [bp]}}}\n";
    static const struct question list[] = {
        { main, NULL, NULL, NULL, "o/r", "b",
          "github: bp@c.yaml:14/policy tide: b@c.yaml:11/tide bp@c.yaml:14/policy org@c.yaml:7/tide "
          "top@c.yaml:4/tide" },
        { main, NULL, NULL, NULL, "o/s", "b", "github: bp@c.yaml:14/policy tide: org@c.yaml:7/tide top@c.yaml:4/tide" },
        { main, NULL, NULL, NULL, "o/out", "b", "github: bp@c.yaml:14/policy tide:" },
    };

    (void)state;
    ASK(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(policies_are_inherited),
        cmocka_unit_test(files_are_joined),
        cmocka_unit_test(presubmits_fall_into_three_classes),
        cmocka_unit_test(jobs_can_ask_for_protection),
        cmocka_unit_test(tide_has_options_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
