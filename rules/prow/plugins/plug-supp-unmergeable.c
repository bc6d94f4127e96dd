#include "rule/version_note.h"
#include "rules/prow/config/unmergeable.h"
#include "rules/prow/plugins/plugin_merge.h"
#include "rules/prow/setting_check.h"

static const struct mergeable mergeable[] = {
    { STR_INIT("plugins"), BEHAVIOUR_SUPPLEMENTAL_PLUGINS },
    { STR_INIT("bugzilla"), BEHAVIOUR_SUPPLEMENTAL_BUGZILLA },
    { STR_INIT("approve"), BEHAVIOUR_SUPPLEMENTAL_APPROVE },
    { STR_INIT("lgtm"), BEHAVIOUR_SUPPLEMENTAL_LGTM },
    { STR_INIT("external_plugins"), BEHAVIOUR_SUPPLEMENTAL_EXTERNAL_PLUGINS },
    { STR_INIT("label.restricted_labels"), BEHAVIOUR_SUPPLEMENTAL_RESTRICTED_LABELS },
    { STR_INIT("triggers"), BEHAVIOUR_SUPPLEMENTAL_TRIGGERS },
    { STR_INIT("welcome"), BEHAVIOUR_SUPPLEMENTAL_WELCOME },
    { STR_INIT("blunderbuss"), BEHAVIOUR_BLUNDERBUSS_OVERRIDES }, /* for a week */
};

static void tell(struct check *c, const struct setting *s, const enum behaviour *joined)
{
    setting_report(c, s, setting_key_place(s),
                   "%.*s can't stand in a supplemental plugin file; it belongs into the main "
                   "one",
                   STR_ARG(s->path));
    prow_says(c,
              "failed to merge config from %.*s into main config: supplemental plugin configuration has "
              "config that "
              "doesn't support merging:",
              STR_ARG(s->file->path));
    if (joined && behaviours[*joined].until == VERSION_NEVER)
        accepted_since(c, *joined);
    else
        refused_by_some(c, BEHAVIOUR_SUPPLEMENTAL_PLUGIN_ERRORS_FATAL);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    const struct merge_plan plan = { "prow/plugins", "Configuration", STR("label"), mergeable, COUNT_OF(mergeable) };
    struct setting file;

    for (size_t i = 1; plugin_merge_refused(c) && plugin_file(t, i, &file); i++)
        unmergeable_find(c, t, &plan, &file, tell);
}

const struct rule rule_plug_supp_unmergeable = {
    .id = "plug-supp-unmergeable",
    .summary = "A supplemental plugin file sets nothing but what Prow can join with the main one.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
