#include "rules/prow/config/controller.h"
#include "rules/prow/setting_check.h"

static void look(struct check *c, const struct prow_tree *t, const struct controller *controller)
{
    struct setting one = setting_get(t->scratch, &controller->setting, "report_template");
    struct setting map = setting_get(t->scratch, &controller->setting, "report_templates");
    struct str says =
        ARENA_JOIN(t->scratch, controller->says, STR("both report_template and report_templates are specified"));

    if (setting_is_set(&one) && setting_is_set(&map))
        setting_check_exclusive(c, &one, &map, "move the former into the latter, under \"*\"", says.p,
                                BEHAVIOUR_REPORT_TEMPLATES_MAP);
}

const struct rule rule_controller_report_both = {
    .id = "controller-report-both",
    .formerly = "ctrl-report-both",
    .summary = "A controller has report_template or report_templates, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct controller_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = controllers_each,
};
