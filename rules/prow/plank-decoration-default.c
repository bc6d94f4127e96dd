#include "prow/tree.h"
#include "schema/behaviour.h"

static const struct job_summary *first_decorated(const struct prow_tree *t)
{
    for (size_t g = 0; g < t->group_count; g++)
        for (size_t i = 0; i < t->groups[g]->count; i++)
            if (t->groups[g]->jobs[i]->decorate)
                return t->groups[g]->jobs[i];
    return NULL;
}

/* setDecorationDefaults before plank.default_decoration_config_entries: without a default, no job could be decorated,
 * not even one that says everything itself. */
static void check_tree(struct check *c, const struct prow_tree *t)
{
    const struct window *w = check_window(c);
    const struct node *plank = node_field(t->config.root, STR("plank"));
    const struct node *single = node_field(plank, STR("default_decoration_config"));
    const struct node *map = node_field(plank, STR("default_decoration_configs"));
    bool wants_single = behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_SINGLE) && !map && !single;
    bool wants_map = behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_MAP_REQUIRED) && !node_get(map, STR("*"));
    const struct job_summary *job = wants_single || wants_map ? first_decorated(t) : NULL;

    if (!job)
        return;
    report(c, job_summary_place(job), "job %.*s is decorated, and the deployed version wants plank.%s for that",
           STR_ARG(job->name), wants_map ? "default_decoration_configs with an entry for \"*\"" : "default_decoration_config");
    at_path(c, "%.*s", STR_ARG(job_summary_path(check_arena(c), job, STR("decorate"))));
    if (wants_single)
        prow_says(c, "no default decoration config provided for plank");
}

const struct rule rule_plank_decoration_default = {
    .id = "plank-decoration-default",
    .summary = "Where a job is decorated, a Prow older than 2021 finds a default for decoration in the main file.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
