#include "rule/version_note.h"
#include "rules/prow/config/controller.h"
#include "rules/prow/setting_check.h"

static bool parses_with_replace(struct arena *a, struct str text)
{
    struct template *parsed;
    struct template_error e;

    return template_parse(&parsed, a, STR("JobURL"), text, &template_funcs_jenkins, &e);
}

static void look(struct check *c, const struct prow_tree *t, const struct controller *controller)
{
    struct setting s = setting_get(t->scratch, &controller->setting, "job_url_template");
    bool replace = controller->jenkins && behaviour_holds(check_window(c), BEHAVIOUR_JENKINS_URL_TEMPLATE_REPLACE);
    struct str says = ARENA_JOIN(t->scratch, controller->says, STR("parsing template: "));

    if (setting_check_template(c, &s, STR("JobURL"), replace ? &template_funcs_jenkins : NULL, says))
        return;
    if (controller->jenkins && !replace && parses_with_replace(t->scratch, setting_text(&s)))
        accepted_since(c, BEHAVIOUR_JENKINS_URL_TEMPLATE_REPLACE);
}

const struct rule rule_controller_job_url_template = {
    .id = "controller-job-url-template",
    .formerly = "ctrl-job-url-template",
    .summary = "The job_url_template of a controller is a template that Go can parse.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct controller_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = controllers_each,
};
