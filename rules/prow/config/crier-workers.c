#include "prow/files/tree.h"
#include "prow/versions/component_flags.h"
#include "rule/rule.h"

struct looking {
    struct check *check;
    const struct prow_tree *tree;
    const struct components *criers;
    const struct job_summary *github, *gerrit; /* first presubmits; NULL where there is none */
};

static bool is_gerrit(struct str repo)
{
    return str_starts(repo, STR("http://")) || str_starts(repo, STR("https://"));
}

/* The first presubmit that has to report somewhere: to Gerrit, or to GitHub. */
static const struct job_summary *first_presubmit(const struct prow_tree *t, bool gerrit)
{
    for (size_t g = 0; g < t->group_count; g++)
        for (size_t i = 0; t->groups[g]->kind == PRESUBMIT && i < t->groups[g]->count; i++)
            if (!t->groups[g]->jobs[i]->skip_report && is_gerrit(t->groups[g]->jobs[i]->repo) == gerrit)
                return t->groups[g]->jobs[i];
    return NULL;
}

/* Several criers may share the work; one whose flags are written nowhere, or not as a list, may do any of it. */
static bool any_works(const struct looking *l, struct str flag)
{
    for (size_t i = 0; i < l->criers->count; i++) {
        const struct component *c = &l->criers->items[i];
        struct str value = component_flag_value(c, flag);
        if (c->count == 0 || (value.len && !str_eq(value, STR("0"))))
            return true;
    }
    return false;
}

static void tell(struct looking *l, struct str flag, struct place wanted, const char *what, const char *by)
{
    const struct component *c = &l->criers->items[0];

    if (any_works(l, flag))
        return;
    report(l->check, (struct place){ c->file, c->at, false },
           "crier runs without --%.*s: it has 0 workers for %s unless a flag says so, and nothing is ever sent there",
           STR_ARG(flag), what);
    also(l->check, wanted, "%s", by);
}

static void look(struct looking *l)
{
    const struct node *root = l->tree->config.root, *slack = node_field(root, STR("slack_reporter_configs"));

    if (node_count(slack) == 0)
        slack = node_field(root, STR("slack_reporter"));
    if (l->github)
        tell(l, STR("github-workers"), job_summary_place(l->github), "GitHub",
             "this presubmit's status is one of those");
    if (l->gerrit)
        tell(l, STR("gerrit-workers"), job_summary_place(l->gerrit), "Gerrit", "this presubmit's vote is one of those");
    if (node_count(slack))
        tell(l, STR("slack-workers"), prow_place(l->tree->config.file, slack), "Slack", "what is to be sent is said here");
}

/* Plank reported to GitHub itself while there was one (it is prow-controller-manager since 2020). */
static bool reports_itself(const struct prow_tree *t)
{
    struct components planks = { 0 };

    components_find(&planks, t->scratch, t->fs, t->paths.config, t->paths.jobs, STR("plank"));
    return planks.count > 0;
}

static struct fingerprint then_place(struct fingerprint f, const struct job_summary *j)
{
    struct place at = j ? job_summary_place(j) : (struct place){ .file = STR("") };

    f = fingerprint_then(f, fingerprint_of(at.file));
    return fingerprint_then(f, fingerprint_of((struct str){ (const char *)&at.span, sizeof at.span }));
}

/* Of all jobs two matter, so that the manifests are not looked for at every change of a job. */
static bool jobs_matter(struct looking *l)
{
    struct fingerprint jobs = fingerprint_of(STR("jobs"));

    l->github = first_presubmit(l->tree, false);
    l->gerrit = first_presubmit(l->tree, true);
    return begin_part(l->check, STR(""), then_place(then_place(jobs, l->github), l->gerrit));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct components criers = { 0 };
    struct looking l = { .check = c, .tree = t, .criers = &criers };

    if (!t->paths.for_people || !t->config.known || t->paths.config.len == 0 || !jobs_matter(&l))
        return;
    components_find(&criers, t->scratch, t->fs, t->paths.config, t->paths.jobs, STR("crier"));
    if (criers.count && !reports_itself(t))
        look(&l);
}

const struct rule rule_crier_workers = {
    .id = "crier-workers",
    .summary = "Crier has workers for all that is to be reported.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .reads = READS_SETTINGS | READS_JOBS | READS_FILES,
    .tree = check_tree,
};
