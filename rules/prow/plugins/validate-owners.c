#include "rule/rule.h"
#include "rules/prow/plugins/owners_plugins.h"
#include "schema/behaviour.h"

static void tell(struct check *c, const struct prow_tree *t, const struct plugin_lists *lists,
                 const struct org_repo *member)
{
    struct plugin_element e;
    const struct plugin_list *list = owners_plugins_enabling(lists, member->name, &e, check_window(c));
    struct str words = owners_plugins_words(t->scratch, check_window(c));

    if (!list)
        return;
    report(c, plugin_place(list, &e),
           "%.*s is on for %.*s and reads OWNERS files, but verify-owners, which keeps them valid, is not on there",
           STR_ARG(plugin_name(t->scratch, &e)), STR_ARG(org_repo_name(t->scratch, member)));
    at_path(c, "%.*s", STR_ARG(plugin_path(t->scratch, list, &e)));
    prow_says(c,
              "the following orgs or repos enable at least one plugin that uses OWNERS files (%.*s) but do not enable "
              "the verify-owners plugin to ensure validity of OWNERS files: [%.*s]",
              STR_ARG(words), STR_ARG(org_repo_words(t->scratch, member)));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct org_repo_set users, checked, left;
    struct plugin_lists lists;
    struct org_repo member;

    if (!plugin_files_read(t))
        return;
    plugin_lists_read(&lists, t, PLUGINS_BUILT_IN);
    users = owners_plugins_set(t->scratch, &lists, check_window(c));
    org_repo_set_plugin(&checked, t->scratch, &lists, PLUGINS_BUILT_IN, STR("verify-owners"));
    left = org_repo_set_minus(t->scratch, &users, &checked);
    for (size_t i = 0; org_repo_set_next(&left, &i, &member);)
        tell(c, t, &lists, &member);
}

const struct rule rule_validate_owners = {
    .id = "validate-owners",
    .summary = "Where a plugin reads OWNERS files, verify-owners keeps them valid.",
    .severity = SEVERITY_WARNING,
    .warning = "validate-owners",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_VALIDATE_OWNERS],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
