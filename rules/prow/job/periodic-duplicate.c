#include "prow/files/tree.h"
#include "schema/behaviour.h"

static struct str name_of(const struct job_summary *s)
{
    return s->name;
}

static void check_group(struct check *c, const struct prow_tree *t, const struct job_group *g)
{
    /* Before that Prow took both, and horologium started the one or the other. */
    bool refused = behaviour_may_hold(check_window(c), BEHAVIOUR_JOB_CONFIG_FILES);
    bool spaced = !behaviour_holds(check_window(c), BEHAVIOUR_PERIODIC_MINIMUM_INTERVAL);
    size_t *chain = job_group_chain(t->scratch, g, name_of);

    for (size_t i = 0; i < g->count; i++) {
        if (chain[i] == SIZE_MAX)
            continue;
        report(c, job_summary_place(g->jobs[i]),
               "periodic %.*s stands twice; the name of a periodic is unique in the "
               "whole configuration",
               STR_ARG(g->jobs[i]->name));
        also(c, job_summary_place(g->jobs[chain[i]]), "first defined here");
        at_path(c, "%.*s", STR_ARG(job_summary_path(t->scratch, g->jobs[i], STR("name"))));
        if (refused)
            prow_says(c, "duplicated periodic job%s: %.*s", spaced ? " " : "", STR_ARG(g->jobs[i]->name));
        else
            no_more_than(c, SEVERITY_WARNING);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    for (size_t i = 0; i < t->group_count; i++)
        if (t->groups[i]->kind == PERIODIC && tree_part(c, t->groups[i], STR("")))
            check_group(c, t, t->groups[i]);
}

const struct rule rule_periodic_duplicate = {
    .id = "periodic-duplicate",
    .summary = "No two periodics have the same name.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .reads = READS_JOBS,
    .tree = check_tree,
};
