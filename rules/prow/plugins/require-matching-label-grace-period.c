#include "base/quote.h"
#include "rules/prow/plugins/require_label.h"
#include "rules/prow/setting_check.h"
#include "syntax/scalar/duration.h"

static void tell(struct check *c, const struct prow_tree *t, const struct required_label *r)
{
    struct str text = setting_text(&r->grace_period), error;
    struct arena *a = check_arena(c);
    int64_t ns;

    (void)t;
    if (text.len == 0 || duration_parse(text, &ns, a, &error))
        return;
    setting_report(c, &r->grace_period, setting_place(&r->grace_period),
                   "\"%.*s\" is no duration: %.*s; write 5s, 1m30s "
                   "or 2h",
                   STR_ARG(text), STR_ARG(str_trim_prefix(error, STR("time: "))));
    prow_says(c, "failed to compile grace period duration: %.*s, error: %.*s", STR_ARG(arena_quote(a, text)),
              STR_ARG(error));
}

const struct rule rule_require_matching_label_grace_period = {
    .id = "require-matching-label-grace-period",
    .formerly = "plug-rml-grace",
    .summary = "The grace_period of a require_matching_label entry is a duration.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_REQUIRE_MATCHING_LABEL_COMPLETE],
    .with = &(const struct required_label_rule){ .tell = tell },
    .reads = READS_PLUGINS,
    .tree = required_labels,
};
