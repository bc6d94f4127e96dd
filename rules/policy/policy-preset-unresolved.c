#include "rules/policy/policy.h"

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    { .name = "keys",
      .kind = PARAMETER_GLOB,
      .shape = SHAPE_LIST,
      .need = NEED_ALWAYS,
      .help = "keys of labels that ask for a preset, such as preset-*" },
    { .name = NULL },
};

/* Whether a preset that the job gets has the label. */
static bool is_resolved(const struct job *j, struct str key)
{
    for (size_t i = 0; i < j->preset_count; i++)
        if (node_key(j->presets[i]->labels, key))
            return true;
    return false;
}

static void check_job(struct check *c, const struct job *j)
{
    const struct node *keys = check_parameter(c, "keys");

    if (!j->spec || !job_selected(c, j))
        return;
    for (const struct node *k = node_first_key(j->labels); k; k = node_next_key(j->labels, k))
        if (globs_match(keys, node_text(k)) && !is_resolved(j, node_text(k)))
            job_report_at(c, j, prow_place(j->file, k), arena_printf(j->arena, "labels.%.*s", STR_ARG(node_text(k))),
                          "label %.*s: \"%.*s\" of job %.*s brings it no preset: none has this label, or not with this "
                          "value, or it wants further labels",
                          STR_ARG(node_text(k)), STR_ARG(preset_label_value(j->arena, node_pair_value(k))),
                          STR_ARG(j->name));
}

const struct rule rule_policy_preset_unresolved = {
    .id = "policy-preset-unresolved",
    .summary = "Labels of jobs that look like those of presets bring the job a preset.",
    .severity = SEVERITY_OFF,
    .needs_main = "presets",
    .parameters = parameters,
    .job = check_job,
};
