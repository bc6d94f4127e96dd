#include "command/judged.h"

#include "command/baseline.h"
#include "command/reported.h"

#include "base/pool.h"
#include "prow/versions/deployed.h"

enum { MOST_THREADS = 64 };

unsigned judged_threads(const struct args *args)
{
    unsigned threads = args_number(args, "jobs", pool_cpus());

    if (threads && threads <= MOST_THREADS)
        return threads;
    command_fail("--jobs takes 1 to %d", MOST_THREADS);
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
    return deployed_window_find(&j->deployed, arena, project, fs) &&
           project_own_rules(project, &j->own, arena, fs) &&
           project_rule_settings(project, &j->settings, arena, &j->deployed.window, &j->own);
}

void judged_read_twice(struct judged *j)
{
    rule_settings_set(&j->settings, STR("read-twice"), SEVERITY_ERROR);
}

/* Silences, baseline, order: what happens to findings before they are counted. */
static bool settle(struct judged *j)
{
    struct str baseline = args_text(j->args, "baseline", STR(""));
    struct str fresh = args_text(j->args, "write-baseline", STR(""));

    silences_apply(&j->tree.silences, &j->settings, &j->findings);
    if (baseline.len && !baseline_apply(baseline.p, &j->findings))
        return false;
    findings_sort(&j->findings);
    return fresh.len == 0 || baseline_write(fresh.p, &j->findings);
}

/* A tree of which nothing but the main file is there looks like one that was synced by half. */
static void report_no_jobs(struct judged *j)
{
    const struct prow_tree *t = &j->tree;
    struct place at = { j->project->paths.config, { 0 } };

    if (j->project->discovered && j->project->paths.jobs.len == 0 && at.file.len &&
        t->jobs[PRESUBMIT] + t->jobs[POSTSUBMIT] + t->jobs[PERIODIC] == 0)
        report_rule(&j->settings, &j->findings, STR("jobs-missing"), at,
                    "this file holds no job, and no folder of job files stands where one usually does; say where it "
                    "is with --job-config");
}

bool judged_load(struct judged *j, const struct fs *fs, const struct load_wish *wish)
{
    static const struct load_wish nothing;
    unsigned threads = judged_threads(j->args);

    if (threads == 0)
        return false;
    deployed_report(&j->deployed.window, &j->settings, &j->findings);
    prow_tree_load_for(&j->tree, fs, &j->project->paths, &j->settings, threads, wish ? wish : &nothing, &j->findings);
    j->loaded = true;
    own_run(&j->own, &j->settings, fs, &j->project->paths, &j->findings);
    report_no_jobs(j);
    if (!settle(j))
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
