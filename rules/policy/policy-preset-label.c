#include "rules/policy/policy.h"

static const struct parameter parameters[] = {
    POLICY_ALLOWED("label keys of presets"),
    POLICY_FORBIDDEN("label keys of presets"),
    { .name = NULL },
};

static void check_preset(struct check *c, const struct prow_file *f, const struct preset *p)
{
    struct str why;

    for (const struct node *k = node_first_key(p->labels); k; k = node_next_key(p->labels, k))
        if (!policy_permits(c, check_arena(c), node_text(k), &why)) {
            report(c, prow_place(f, k), "a preset may not have the label key \"%.*s\"; %.*s", STR_ARG(node_text(k)),
                   STR_ARG(why));
            at_path(c, "presets[%zu].labels.%.*s", p->index, STR_ARG(node_text(k)));
        }
}

static void check_file(struct check *c, const struct prow_file *f)
{
    struct preset *presets = NULL;
    size_t count = 0, cap = 0;

    if (f->role != ROLE_CONFIG && f->role != ROLE_JOBS && f->role != ROLE_INREPO)
        return;
    presets_read(check_arena(c), f, &presets, &count, &cap);
    for (size_t i = 0; i < count; i++)
        check_preset(c, f, &presets[i]);
}

const struct rule rule_policy_preset_label = {
    .id = "policy-preset-label",
    .summary = "The label keys of presets are of the form that prowgate.yaml wants.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .file = check_file,
};
