#include "rule/version_note.h"
#include "rules/prow/config/supplemental.h"
#include "rules/prow/setting_check.h"

static void tell(struct check *c, const struct setting *s, const enum behaviour *joined)
{
    setting_report(c, s, setting_key_place(s),
                   "%.*s can't stand in a supplemental file: Prow joins branch-protection, slack_reporter_configs, "
                   "tide.merge_method and tide.queries, the rest belongs into the main file",
                   STR_ARG(s->path));
    prow_says(c,
              "failed to merge in config from %.*s: only 'branch-protection', %s"
              "'tide.merge_method' and 'tide.queries' may be set via additional config, all other fields have no "
              "merging logic yet.",
              STR_ARG(s->file->path),
              behaviour_may_hold(check_window(c), BEHAVIOUR_SUPPLEMENTAL_SLACK_REPORTERS) ? "'slack_reporter_configs', "
                                                                                          : "");
    if (joined)
        accepted_since(c, *joined);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    supplemental_unmergeable(c, t, tell);
}

const struct rule rule_supplemental_unmergeable = {
    .id = "supplemental-unmergeable",
    .formerly = "supp-unmergeable",
    .summary = "A supplemental file holds nothing but branch-protection, slack_reporter_configs, "
               "tide.merge_method and tide.queries.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
