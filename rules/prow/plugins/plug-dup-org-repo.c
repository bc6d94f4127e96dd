#include "rule/version_note.h"
#include "rules/prow/plugins/plugin_duplicates.h"

/* Until 2024-09 Prow printed the repository in full, and did not care for excluded_repos. */
static struct str repo_words(struct check *c, const struct plugin_duplicate *d)
{
    return behaviour_holds(check_window(c), BEHAVIOUR_PLUGIN_ON_EXCLUDED_REPO) ? d->short_name : d->repo->name;
}

static void tell(struct check *c, const struct plugin_duplicate *d)
{
    if (d->excluded && behaviour_holds(check_window(c), BEHAVIOUR_PLUGIN_ON_EXCLUDED_REPO))
        return;
    plugin_duplicate_report(c, d);
    if (d->excluded)
        accepted_since(c, BEHAVIOUR_PLUGIN_ON_EXCLUDED_REPO);
    prow_says(c, "plugins %.*s are duplicated for %.*s and %.*s", STR_ARG(d->all), STR_ARG(repo_words(c, d)),
              STR_ARG(d->org->name));
}

const struct rule rule_plug_dup_org_repo = {
    .id = "plug-dup-org-repo",
    .summary = "A repository does not list a plugin that its organization lists already.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct plugin_duplicates_rule){ PLUGINS_BUILT_IN, tell },
    .reads = READS_PLUGINS,
    .tree = plugin_duplicates,
};
