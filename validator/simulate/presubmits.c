#include "simulate/presubmits.h"

#include "schema/behaviour.h"

void simulation_init(struct simulation *s, struct arena *a, const struct prow_tree *t, const struct window *w,
                     struct str org, struct str repo)
{
    struct str full = ARENA_JOIN(a, org, STR("/"), repo);

    *s = (struct simulation){ .tree = t, .window = w, .arena = a, .org = org, .repo = repo };
    for (size_t i = 0; i < t->group_count; i++) {
        const struct job_group *g = t->groups[i];
        if (!str_eq(g->repo, full))
            continue;
        if (g->kind == PRESUBMIT)
            s->presubmits = g;
        else if (g->kind == POSTSUBMIT)
            s->postsubmits = g;
    }
}

bool job_could_run(const struct simulation *s, const struct job_summary *j, struct str branch)
{
    return branches_include(s->arena, &j->branches, s->tree->patterns, branch);
}

bool job_needs_trigger(const struct job_summary *j)
{
    return !j->always_run && !j->has_change_regex;
}

bool job_is_conditional(const struct job_summary *j)
{
    return job_needs_trigger(j) || j->has_change_regex;
}

bool job_is_required(const struct job_summary *j)
{
    return !j->optional && !j->skip_report;
}

bool job_runs_against(const struct simulation *s, const struct job_summary *j, const struct changed_files *files)
{
    const struct job_detail *d = j->detail;

    for (size_t i = 0; i < files->count; i++)
        if (d->run_if_changed.len ? patterns_match(s->tree->patterns, d->run_if_changed, files->names[i])
                                  : !patterns_match(s->tree->patterns, d->skip_if_only_changed, files->names[i]))
            return true;
    return false;
}

bool job_is_asked_for(const struct simulation *s, const struct job_summary *j, struct str comment)
{
    return patterns_match(s->tree->patterns, j->detail->trigger, comment);
}

struct str job_rerun_command(const struct simulation *s, const struct job_summary *j)
{
    return j->rerun_command.len || j->trigger.len ? j->rerun_command : job_default_rerun_command(s->arena, j->name);
}

bool job_should_run(const struct simulation *s, const struct job_summary *j, struct str branch,
                    const struct changed_files *files, struct choice how, struct str *error)
{
    *error = STR("");
    if (!how.chosen || !job_could_run(s, j, branch))
        return false;
    if (j->always_run || how.forced)
        return true;
    if (!j->has_change_regex)
        return how.defaults;
    if (files->error.len) {
        *error = ARENA_JOIN(s->arena, j->name, STR(": should run: "), files->error);
        return false;
    }
    return job_runs_against(s, j, files) || how.defaults;
}

bool postsubmit_should_run(const struct simulation *s, const struct job_summary *j, struct str branch,
                           const struct changed_files *files)
{
    if (!job_could_run(s, j, branch))
        return false;
    if (j->has_change_regex)
        return job_runs_against(s, j, files);
    return !j->runs_never;
}

void presubmits_filter(struct started *out, const struct simulation *s, struct str branch,
                       const struct changed_files *files,
                       struct choice (*choose)(const void *context, const struct simulation *s,
                                               const struct job_summary *j),
                       const void *context)
{
    size_t all = s->presubmits ? s->presubmits->count : 0;

    *out = (struct started){ .jobs = ARENA_ARRAY(s->arena, const struct job_summary *, all) };
    for (size_t i = 0; i < all; i++) {
        const struct job_summary *j = s->presubmits->jobs[i];
        if (job_should_run(s, j, branch, files, choose(context, s, j), &out->error))
            out->jobs[out->count++] = j;
        if (out->error.len) {
            out->count = 0;
            return;
        }
    }
}

static struct choice needs_no_trigger(const void *context, const struct simulation *s, const struct job_summary *j)
{
    (void)context;
    (void)s;
    return (struct choice){ .chosen = !job_needs_trigger(j) };
}

void presubmits_test_all(struct started *out, const struct simulation *s, struct str branch,
                         const struct changed_files *files)
{
    presubmits_filter(out, s, branch, files, needs_no_trigger, NULL);
}
