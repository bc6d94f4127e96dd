#include "prow/files/setting.h"
#include "prow/jobs/decoration_soundness.h"
#include "rule/rule.h"
#include "rule/version_note.h"
#include "rules/prow/config/decoration_wanted.h"
#include "schema/behaviour.h"

/* What the entry comes to: on top of that for "*", since Prow fills it up from there. */
static struct decoration whole_entry(struct check *c, const struct setting *map, const struct setting *entry,
                                     struct arena *a)
{
    const struct node *star = node_get(map->value, STR("*"));
    struct decoration d = { .layers = ARENA_ARRAY(a, const struct node *, 2) };

    if (star != entry->value && node_kind(star) == NODE_MAPPING &&
        behaviour_may_hold(check_window(c), BEHAVIOUR_DECORATION_DEFAULT_MAP_COMPLETED))
        d.layers[d.count++] = star;
    d.layers[d.count++] = entry->value;
    return d;
}

static void tell(struct check *c, const struct setting *entry, const struct decoration_fault *f,
                 const struct job_summary *job)
{
    struct str key = setting_key(entry);

    setting_report(c, entry, f->node ? prow_place(entry->file, f->node) : setting_key_place(entry),
                   "the default for \"%.*s\" has to be complete by itself, and %.*s", STR_ARG(key), STR_ARG(f->what));
    also(c, job_summary_place(job), "a job that is decorated");
    if (behaviour_holds(check_window(c), BEHAVIOUR_DECORATION_DEFAULT_MAP_REQUIRED))
        prow_says(c, "default_decoration_configs[\"%.*s\"]: validation error: %.*s", STR_ARG(key), STR_ARG(f->says));
    else
        prow_says(c, "decoration config validation error: %.*s", STR_ARG(f->says));
    refused_between(c, BEHAVIOUR_DECORATION_DEFAULT_MAP, BEHAVIOUR_DECORATION_DEFAULT_ENTRIES);
}

/* DecorationConfig.Validate ends with the first step that fails. */
static void check_entry(struct check *c, const struct prow_tree *t, const struct setting *map,
                        const struct setting *entry, const struct job_summary *job)
{
    struct decoration d = whole_entry(c, map, entry, t->scratch);
    struct decoration_fault *faults;

    for (int step = 0; step < DECORATION_STEPS; step++)
        if (decoration_faults(t->scratch, check_window(c), &d, (enum decoration_step)step, &faults)) {
            tell(c, entry, &faults[0], job);
            return;
        }
}

/* Only that for "*" was looked at in the first half year. */
static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting map = setting_find(t, "plank.default_decoration_configs");
    const struct job_summary *job = first_decorated_job(t);
    bool all = behaviour_may_hold(check_window(c), BEHAVIOUR_DECORATION_DEFAULT_MAP_REQUIRED);

    if (!job || !may_refuse_between(c, BEHAVIOUR_DECORATION_DEFAULT_MAP, BEHAVIOUR_DECORATION_DEFAULT_ENTRIES))
        return;
    for (struct setting e = { 0 }; node_kind(map.value) == NODE_MAPPING && setting_next(t->scratch, &map, &e);)
        if (node_kind(e.value) == NODE_MAPPING && (all || str_eq(setting_key(&e), STR("*"))))
            check_entry(c, t, &map, &e, job);
}

const struct rule rule_plank_decoration_entry = {
    .id = "plank-decoration-entry",
    .summary =
        "For a Prow of 2019-10-11 to 2021-03-31, each of plank.default_decoration_configs is complete once a job "
        "is decorated.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};
