#include "rules/prow/config/controller.h"
#include "rules/prow/setting_check.h"

static void look_at_single(struct check *c, const struct prow_tree *t, const struct controller *controller)
{
    struct setting s = setting_get(t->scratch, &controller->setting, "report_template");
    bool map = behaviour_may_hold(check_window(c), BEHAVIOUR_REPORT_TEMPLATES_MAP);
    struct str words = map ? STR("error while parsing template for *: ") : STR("parsing template: ");

    setting_check_template(c, &s, STR("Report"), NULL, ARENA_JOIN(t->scratch, controller->says, words));
}

static void look_at_map(struct check *c, const struct prow_tree *t, const struct controller *controller)
{
    struct setting map = setting_get(t->scratch, &controller->setting, "report_templates");

    for (struct setting e = { 0 }; setting_next(t->scratch, &map, &e);)
        setting_check_template(c, &e, STR("Report"), NULL,
                               ARENA_JOIN(t->scratch, controller->says, STR("error while parsing template for "),
                                          setting_key(&e), STR(": ")));
}

static void look(struct check *c, const struct prow_tree *t, const struct controller *controller)
{
    look_at_single(c, t, controller);
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_REPORT_TEMPLATES_MAP))
        look_at_map(c, t, controller);
}

const struct rule rule_controller_report_template = {
    .id = "controller-report-template",
    .formerly = "ctrl-report-template",
    .summary = "The report templates of a controller are templates that Go can parse.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct controller_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = controllers_each,
};
