#include "prow/index/names.h"
#include "rule/rule.h"

static bool is_asked_for(const struct names *n, struct str name)
{
    const struct name *is = names_find(n, NAME_PRESET, STR(""), name);

    return is && is->jobs > 0;
}

/* Jobs of repositories that read their own .prow.yaml may ask for it: they are not all here. */
static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);

    if (node_count(node_field(node_field(t->config.root, STR("in_repo_config")), STR("enabled"))))
        return;
    for (size_t i = 0; i < t->preset_count; i++) {
        const struct preset *p = &t->presets[i];
        if (!p->labels || !node_count(p->labels) || is_asked_for(&n, p->name))
            continue;
        report(c, prow_place(p->file, p->labels), "no job has the labels of this preset, %.*s: nothing gets it",
               STR_ARG(p->name));
        at_path(c, "presets[%zu]", p->index);
    }
}

const struct rule rule_preset_unused = {
    .id = "preset-unused",
    .summary = "Some job gets each preset.",
    .severity = SEVERITY_INFO,
    .needs_main = "presets",
    .ours = true,
    .reads = READS(NAME_PRESET) | READS_PRESETS,
    .tree = check_tree,
};
