#include "prow/protection/branch_protection.h"
#include "rule/rule.h"

static void look(struct check *c, const struct branch_protection *bp, const struct protected *p, const char *what)
{
    for (size_t i = 0; i < p->below.count; i++) {
        const struct protected *inner = p->below.entries[i].value;
        if (!protected_is_setting(bp, inner))
            continue;
        setting_report(c, &inner->entry, setting_key_place(&inner->entry),
                       "%.*s is a setting, and it stands where names of %s are wanted: it sets nothing here; put it "
                       "below the name that it is for",
                       STR_ARG(inner->name), what);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct branch_protection bp;

    branch_protection_read(&bp, t, check_window(c));
    look(c, &bp, &bp.top, "organizations");
    for (size_t i = 0; i < bp.top.below.count; i++) {
        const struct protected *org = bp.top.below.entries[i].value;
        look(c, &bp, org, "repositories");
        for (size_t k = 0; k < org->below.count; k++)
            look(c, &bp, org->below.entries[k].value, "branches");
    }
}

const struct rule rule_setting_among_names = {
    .id = "setting-among-names",
    .summary = "No setting of branch protection stands where names of organizations, repositories or branches do.",
    .severity = SEVERITY_ERROR,
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};
