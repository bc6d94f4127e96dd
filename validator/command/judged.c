#include "command/judged.h"

#include "command/baseline.h"
#include "command/pipelines.h"
#include "command/reported.h"

#include "base/pool.h"
#include "prow/files/discover.h"
#include "prow/versions/deployed.h"

enum { MOST_THREADS = 64, LARGEST_EMPTY = 1 << 20 };

unsigned judged_threads(const struct args *args)
{
    unsigned threads = args_number(args, "jobs", pool_cpus());

    if (threads && threads <= MOST_THREADS)
        return threads;
    command_fail(args, "--jobs takes 1 to %d", MOST_THREADS);
    return 0;
}

void judged_begin(struct judged *j, const struct args *args, const struct project *project, const struct fs *fs)
{
    *j = (struct judged){ .args = args, .project = project, .fs = fs };
}

bool judged_open(struct judged *j, struct arena *arena, const struct args *args, const struct project *project,
                 const struct fs *fs)
{
    judged_begin(j, args, project, fs);
    return (project_has_only_pipelines(project) || deployed_window_find(&j->deployed, arena, project, fs)) &&
           project_own_rules(project, &j->own, arena, fs) &&
           project_rule_settings(project, &j->settings, arena, &j->deployed.window, &j->own);
}

bool judged_open_leniently(struct judged *j, struct arena *arena, const struct args *args, const struct project *project,
                           const struct fs *fs, bool *left_out)
{
    judged_begin(j, args, project, fs);
    if (!project_has_only_pipelines(project) && !deployed_window_find(&j->deployed, arena, project, fs))
        return false;
    *left_out = !project_own_rules(project, &j->own, arena, fs);
    if (*left_out) {
        own_rules_free(&j->own);
        j->own = (struct own_rules){ 0 };
    }
    return project_rule_settings(project, &j->settings, arena, &j->deployed.window, *left_out ? NULL : &j->own);
}

void judged_read_twice(struct judged *j)
{
    rule_settings_set(&j->settings, STR("read-twice"), SEVERITY_ERROR);
}

/* What is being completed: a tree and its findings, the run's own or those of who keeps it loaded. */
struct completing {
    struct judged *run;
    struct prow_tree *tree;
    struct findings *findings;
};

/* Silences, baseline, order: what happens to findings before they are counted. */
static bool settle(struct completing *c)
{
    const struct judged *j = c->run;
    struct str baseline = args_text(j->args, "baseline", STR(""));
    struct str fresh = args_text(j->args, "write-baseline", STR(""));

    silences_apply(&c->tree->silences, &j->settings, c->findings);
    if (baseline.len && !baseline_apply(j->args, baseline.p, c->findings))
        return false;
    findings_sort(c->findings);
    return fresh.len == 0 || baseline_write(fresh.p, c->findings);
}

/* Whether a job file says itself that there are none: "presubmits: {}". */
static bool says_none(const struct prow_tree *t)
{
    static const struct str keys[] = { STR_INIT("presubmits:"), STR_INIT("postsubmits:"), STR_INIT("periodics:") };
    struct buf bytes = { 0 };
    struct fs_error error;
    bool says = false;

    for (size_t w = 0; w < t->walk_count; w++)
        for (size_t i = 0; t->walks[w].kind == JOBTREE_JOBS && i < t->walks[w].count && !says; i++)
            says = fs_read(t->fs, t->walks[w].files[i].path, LARGEST_EMPTY, &bytes, &error) &&
                   discover_starts_line(buf_str(&bytes), keys, sizeof keys / sizeof *keys);
    buf_free(&bytes);
    return says;
}

/* A tree without any job looks like one that was synced by half, or read in the wrong place: somebody has to mean it. */
static void report_no_jobs(struct completing *c)
{
    const struct judged *j = c->run;
    const struct prow_tree *t = c->tree;
    const struct prow_paths *p = &j->project->paths;
    struct place at = { p->config.len ? p->config : p->jobs, { 0 }, false };

    if (j->compared || j->project->no_jobs || p->inrepo_count || at.file.len == 0 ||
        t->jobs[PRESUBMIT] + t->jobs[POSTSUBMIT] + t->jobs[PERIODIC] || (p->config.len && !t->config.known) ||
        verdict_of(c->findings, false) == VERDICT_UNDECIDED)
        return;
    if (!j->acting && (prow_config_in_repo_for_all(&t->config) || says_none(t)))
        return;
    if (p->jobs.len)
        report_rule(&j->settings, c->findings, STR("jobs-missing"), at,
                    "there is no job in it, nor in %.*s: what was looked at is not what runs, unless --no-jobs or "
                    "jobs: none says that none is meant",
                    STR_ARG(p->jobs));
    else
        report_rule(&j->settings, c->findings, STR("jobs-missing"), at,
                    "this file holds no job, and no folder of job files stands where one usually does; say where it "
                    "is with --job-config, or with --no-jobs that none is meant");
}

/* Whether what it says follows from the version. */
static bool rests_on_version(const struct finding *f)
{
    return f->rule->behaviour || f->version_count || str_has(f->message, STR("deployed")) ||
           str_starts(f->detail, STR("deployed "));
}

/* A version that nothing says is deployed is called a guess wherever it counts. */
static void tell_guess(struct completing *c)
{
    struct judged *j = c->run;
    struct arena *a = &c->findings->arena;
    const struct deployed_component *d = j->deployed.components;
    struct str from = STR("the newest known, as no version is found anywhere"), words;

    if (!j->deployed.guess)
        return;
    if (d->at.file.len)
        from = arena_printf(a, "read off utility images (%.*s:%u), as no manifest of the control plane is found",
                            STR_ARG(d->at.file), d->at.span.line);
    words = arena_printf(a, "judged by %.*s, a guess: %.*s", STR_ARG(d->version), STR_ARG(from));
    j->notes[j->note_count++] = ARENA_JOIN(a, words, STR("; say what runs with --deployed"));
    for (size_t i = 0; i < c->findings->count; i++) {
        struct finding *f = c->findings->items[i];
        if (rests_on_version(f))
            f->detail = ARENA_JOIN(a, words, f->detail.len ? STR("; ") : STR(""), f->detail);
    }
}

static void tell_in_repo(struct completing *c)
{
    struct judged *j = c->run;
    const struct prow_tree *t = c->tree;

    if (prow_config_in_repo_for_all(&t->config) && t->jobs[PRESUBMIT] + t->jobs[POSTSUBMIT] + t->jobs[PERIODIC] == 0)
        j->notes[j->note_count++] =
            STR("there is no job here: in-repo configuration is on for all, so jobs stand in the "
                "repositories themselves, and were not looked at");
}

static bool is_central(struct place at)
{
    return fs_mount_has(STR(PROJECT_CENTRAL), at.file);
}

/* Whether a finding in the central configuration is of the repository's concern: it names a place there, too, or nothing
 * can be said without that file. */
static bool concerns_repo(const struct finding *f)
{
    for (const struct related *r = f->related; r; r = r->next)
        if (!is_central(r->at))
            return true;
    return f->rule->undecided;
}

/* What a repository's jobs may do and get follows from the central main file. Where that does not load, those who keep it
 * have to mend it, and until then nobody knows what these jobs are: no mistake of the repository's. */
static void doubt_central(struct completing *c)
{
    const struct judged *j = c->run;
    struct findings *list = c->findings;
    struct place at = { .file = j->project->paths.config };
    struct str why = STR("it could not be read");
    struct finding *f;

    if (c->tree->config.known)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->first) {
            at = list->items[i]->at;
            why = list->items[i]->message;
            break;
        }
    f = report_rule(&j->settings, list, STR("nothing-decided"), at,
                    "the main file of %s does not load, and what jobs of this repository are follows from it: %.*s",
                    j->project->central->root, STR_ARG(why));
    if (f)
        f->first = true;
}

/* What is wrong in the central configuration is for those who keep it. */
static void leave_central_out(struct completing *c)
{
    struct judged *j = c->run;
    struct findings *list = c->findings;
    size_t n = 0, left;

    if (!j->project->central)
        return;
    doubt_central(c);
    for (size_t i = 0; i < list->count; i++)
        if (!is_central(list->items[i]->at) || concerns_repo(list->items[i]))
            list->items[n++] = list->items[i];
    left = list->count - n;
    list->count = n;
    j->notes[j->note_count++] =
        arena_printf(&list->arena, "judged by the configuration of %s%s", j->project->central->root,
                     left ? "; what is wrong there is not told here: prowgate check shows it" : "");
}

/* And what they wait for in Prow, or what waits for these jobs. */
static void judge_pipelines(struct completing *c, const struct fs *fs)
{
    struct judged *j = c->run;
    struct rollout own = { 0 }, *rollout = j->rollout ? j->rollout : j->linked ? &own : NULL;

    if (j->found)
        pipelines_found_add(j->found, c->findings, &c->tree->silences, &j->pipelines);
    else
        pipelines_judge(j->project, fs, &j->own, &j->settings, c->findings, &j->pipelines, rollout);
    if (j->linked)
        linked_check(j->linked, &(struct linked_tree){ rollout, fs, &j->project->paths, &j->deployed.window, NULL },
                     &j->settings, c->findings);
    rollout_free(&own);
}

bool judged_complete(struct judged *j, const struct fs *fs, struct prow_tree *tree, struct findings *findings)
{
    struct completing c = { j, tree, findings };

    if (!project_has_only_pipelines(j->project)) {
        deployed_report(&j->deployed.window, &j->settings, findings);
        own_run(&j->own, &j->settings, tree, findings);
    }
    if (!tree->silences.arena)
        tree->silences.arena = &findings->arena;
    j->pipelines = (struct pipeline_counts){ .silences = &tree->silences };
    j->note_count = 0;
    judge_pipelines(&c, fs);
    j->component_count = j->deployed.count;
    j->components = pipelines_deployed(j->project, j->fs, &findings->arena, j->deployed.components, &j->component_count);
    report_no_jobs(&c);
    leave_central_out(&c);
    tell_guess(&c);
    tell_in_repo(&c);
    return settle(&c);
}

bool judged_load(struct judged *j, const struct fs *fs, const struct load_wish *wish)
{
    static const struct load_wish nothing;
    unsigned threads = judged_threads(j->args);

    if (threads == 0)
        return false;
    prow_tree_load_for(&j->tree, fs, &j->project->paths, &j->settings, threads, wish ? wish : &nothing, &j->findings);
    j->loaded = true;
    if (!judged_complete(j, fs, &j->tree, &j->findings))
        return false;
    j->verdict = verdict_of(&j->findings, args_has(j->args, "strict"));
    return true;
}

struct report judged_report(const struct judged *j)
{
    struct report r = run_report(&j->tree, &j->deployed);

    r.verdict = j->verdict;
    r.findings = &j->findings;
    r.fs = j->fs;
    r.seen.root = j->project->seen;
    if (j->project->central) {
        r.presubmits = j->tree.own_jobs[PRESUBMIT];
        r.postsubmits = j->tree.own_jobs[POSTSUBMIT];
        r.periodics = j->tree.own_jobs[PERIODIC];
    }
    r.files += j->pipelines.files;
    r.deployed = j->components;
    r.deployed_count = j->component_count;
    r.pipelines = j->pipelines.pipelines;
    r.steps = j->pipelines.steps;
    r.contexts = j->pipelines.contexts;
    r.notes = j->notes;
    r.note_count = j->note_count;
    return r;
}

void judged_free(struct judged *j)
{
    if (j->loaded)
        prow_tree_free(&j->tree);
    findings_free(&j->findings);
    own_rules_free(&j->own);
    j->loaded = false;
}
