#include "rules/prow/config/controller.h"
#include "schema/behaviour.h"

static void look(struct check *c, const struct prow_tree *t, const struct controller *controller)
{
    struct setting one = setting_get(t->scratch, &controller->setting, "report_template");

    if (!setting_is_set(&one))
        return;
    setting_report(c, &one, setting_key_place(&one),
                   "Prow calls report_template deprecated: move it into report_templates, under \"*\"");
    prow_says(c, "report_template is deprecated and it will be removed on September 2020. It will be replaced with "
                 "report_templates['*']");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (behaviour_holds(check_window(c), BEHAVIOUR_REPORT_TEMPLATES_MAP))
        controllers_each(c, t);
}

const struct rule rule_controller_report_deprecated = {
    .id = "controller-report-deprecated",
    .formerly = "ctrl-report-deprecated",
    .summary = "A controller has its report templates in report_templates.",
    .severity = SEVERITY_INFO,
    .with = &(const struct controller_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
