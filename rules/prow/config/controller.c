#include "rules/prow/config/controller.h"

#include <inttypes.h>

void controllers_each(struct check *c, const struct prow_tree *t)
{
    look_at_controller *look = ((const struct controller_rule *)check_with(c))->look;
    struct controller plank = { setting_find(t, "plank"), false, STR("validating plank config: ") };
    struct setting operators = setting_find(t, "jenkins_operators");

    if (plank.setting.value)
        look(c, t, &plank);
    for (struct setting e = { 0 }; setting_next(t->scratch, &operators, &e);)
        look(c, t, &(struct controller){ e, true, STR("validating jenkins_operators config: ") });
}

void controller_check_not_negative(struct check *c, const struct prow_tree *t, const struct controller *controller)
{
    const struct controller_rule *r = check_with(c);
    struct setting s = setting_get(t->scratch, &controller->setting, r->field);
    int64_t n;

    if (!setting_int(&s, &n) || n >= 0)
        return;
    setting_report(c, &s, setting_place(&s), "%.*s is %" PRId64 "; it can't be below zero", STR_ARG(s.path), n);
    prow_says(c, "%.*scontroller has invalid %s (%" PRId64 "), it needs to be a %s number", STR_ARG(controller->says),
              r->field, n, r->what);
}
