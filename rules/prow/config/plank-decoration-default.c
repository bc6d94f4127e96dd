#include "rules/prow/config/decoration_wanted.h"
#include "schema/behaviour.h"

/* setDecorationDefaults before plank.default_decoration_config_entries: without a default, no job could be
 * decorated, not even one that says everything itself. */
static void check_tree(struct check *c, const struct prow_tree *t)
{
    const struct window *w = check_window(c);
    const struct node *plank = node_field(t->config.root, STR("plank"));
    const struct node *single = node_field(plank, STR("default_decoration_config"));
    const struct node *map = node_field(plank, STR("default_decoration_configs"));
    /* Before 2019-10-11 the map was not read. */
    bool has_map = map && window_has(w, behaviours[BEHAVIOUR_DECORATION_DEFAULT_MAP].since, VERSION_NEVER) == SHARE_ALL;
    bool wants_single = behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_SINGLE) && !has_map && !single;
    bool wants_map = behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_MAP_REQUIRED) && !node_get(map, STR("*"));
    const struct job_summary *job = wants_single || wants_map ? first_decorated_job(t) : NULL;

    if (!job)
        return;
    report(c, job_summary_place(job), "job %.*s is decorated, and the deployed version wants plank.%s for that",
           STR_ARG(job->name),
           wants_map ? "default_decoration_configs with an entry for \"*\"" : "default_decoration_config");
    at_path(c, "%.*s", STR_ARG(job_summary_path(check_arena(c), job, STR("decorate"))));
    if (wants_single && behaviour_holds(w, BEHAVIOUR_DECORATION_DEFAULT_MAP))
        prow_says(c, "both default_decoration_config and default_decoration_configs['*'] are missing");
    else if (wants_single)
        prow_says(c, "no default decoration config provided for plank");
    else
        prow_says(c, "default_decoration_configs['*'] is missing");
}

const struct rule rule_plank_decoration_default = {
    .id = "plank-decoration-default",
    .summary = "Where a job is decorated, a Prow older than 2021 finds a default for decoration in the main file.",
    .severity = SEVERITY_ERROR,
    .needs_main = true,
    .fact = true,
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};
