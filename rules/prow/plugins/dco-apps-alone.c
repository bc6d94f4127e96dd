#include "prow/plugins/plugins.h"
#include "rule/rule.h"
#include "schema/behaviour.h"
#include "schema/version.h"

static bool skips(const struct prow_tree *t, const struct setting *entry, const char *field)
{
    struct setting s = setting_get(t->scratch, entry, field);

    return node_true(s.value);
}

static void check_entry(struct check *c, const struct prow_tree *t, const struct setting *entry)
{
    struct setting apps = setting_get(t->scratch, entry, "trusted_apps");

    if (setting_count(&apps) == 0 || skips(t, entry, "skip_dco_check_for_members") ||
        skips(t, entry, "skip_dco_check_for_collaborators"))
        return;
    setting_report(c, &apps, setting_key_place(&apps),
                   "trusted_apps has no effect here: what is deployed looks at it only where "
                   "skip_dco_check_for_members or skip_dco_check_for_collaborators is on");
    detail(c, "by itself it counts since %.*s",
           STR_ARG(version_tag(behaviours[BEHAVIOUR_DCO_TRUSTED_APPS_ALONE].since, check_arena(c))));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting root;

    if (behaviour_holds(check_window(c), BEHAVIOUR_DCO_TRUSTED_APPS_ALONE))
        return;
    for (size_t n = 0; plugin_file(t, n, &root); n++) {
        struct setting entries = setting_get(t->scratch, &root, "dco");
        for (struct setting e = { 0 }; setting_next(t->scratch, &entries, &e);)
            check_entry(c, t, &e);
    }
}

const struct rule rule_dco_apps_alone = {
    .id = "dco-apps-alone",
    .summary = "For a Prow before 2026-05-12, apps that dco trusts stand beside a group that it skips.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
