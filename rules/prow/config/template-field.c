#include "rules/prow/config/controller.h"
#include "rules/prow/setting_check.h"

/* A field or function that no job has: what a job may lack (refs, pulls) fails otherwise on an empty one. */
static bool is_for_every_job(struct str message)
{
    return str_has(message, STR("can't evaluate field"));
}

static void check_template(struct check *c, const struct prow_tree *t, const struct setting *s,
                           const struct template_funcs *funcs)
{
    struct template_value empty = template_empty_prowjob();
    struct template_error e;
    struct template *parsed;
    struct buf out = { 0 };

    if (setting_text(s).len == 0 || !template_parse(&parsed, t->scratch, STR(""), setting_text(s), funcs, &e))
        return;
    if (!template_execute(parsed, t->scratch, &empty, NULL, &out, &e) && !e.undecided && is_for_every_job(e.message))
        setting_report(c, s, setting_place_in(s, e.offset, (size_t)e.offset + 1),
                       "this template fails for every job, so what it makes is missing: %.*s",
                       STR_ARG(template_reason(&e, STR(""))));
    buf_free(&out);
}

static void check_map(struct check *c, const struct prow_tree *t, const struct setting *map)
{
    for (struct setting e = { 0 }; setting_next(t->scratch, map, &e);)
        check_template(c, t, &e, NULL);
}

static void check_controller(struct check *c, const struct prow_tree *t, const struct controller *k)
{
    struct setting url = setting_get(t->scratch, &k->setting, "job_url_template");
    struct setting report = setting_get(t->scratch, &k->setting, "report_template");
    struct setting reports = setting_get(t->scratch, &k->setting, "report_templates");

    check_template(c, t, &url, k->jenkins ? &template_funcs_jenkins : NULL);
    check_template(c, t, &report, NULL);
    check_map(c, t, &reports);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting logs = setting_find(t, "deck.external_agent_logs");

    controllers_each(c, t);
    for (struct setting e = { 0 }; setting_next(t->scratch, &logs, &e);) {
        struct setting url = setting_get(t->scratch, &e, "url_template");
        check_template(c, t, &url, NULL);
    }
}

const struct rule rule_template_field = {
    .id = "template-field",
    .summary = "The templates of the main file name fields that a job has.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .ours = true,
    .with = &(const struct controller_rule){ .look = check_controller },
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
