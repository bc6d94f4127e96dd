#include "prow/files/setting.h"
#include "rule/rule.h"
#include "schema/behaviour.h"
#include "syntax/scalar/duration.h"

/* What was a text then, and how parseProwConfig called it. */
static const struct period {
    const char *fields, *name;
    enum behaviour typed;
} periods[] = {
    { "plank.pod_pending_timeout", "plank.pod_pending_timeout", BEHAVIOUR_DURATIONS_TYPED },
    { "plank.pod_running_timeout", "plank.pod_running_timeout", BEHAVIOUR_POD_RUNNING_TIMEOUT_TYPED },
    { "gerrit.tick_interval", "c.gerrit.tick_interval", BEHAVIOUR_DURATIONS_TYPED },
    { "deck.tide_update_period", "deck.tide_update_period", BEHAVIOUR_DURATIONS_TYPED },
    { "push_gateway.interval", "push_gateway.interval", BEHAVIOUR_DURATIONS_TYPED },
    { "sinker.resync_period", "sinker.resync_period", BEHAVIOUR_DURATIONS_TYPED },
    { "sinker.max_prowjob_age", "max_prowjob_age", BEHAVIOUR_DURATIONS_TYPED },
    { "sinker.max_pod_age", "max_pod_age", BEHAVIOUR_DURATIONS_TYPED },
    { "tide.sync_period", "tide.sync_period", BEHAVIOUR_DURATIONS_TYPED },
    { "tide.status_update_period", "tide.status_update_period", BEHAVIOUR_DURATIONS_TYPED },
};

static void check_period(struct check *c, const struct prow_tree *t, const struct period *p)
{
    struct setting s = setting_find(t, p->fields);
    struct str error;
    int64_t ns;

    if (setting_text(&s).len == 0 || duration_parse(setting_text(&s), &ns, t->scratch, &error))
        return;
    setting_report(c, &s, setting_place(&s), "%s can't be \"%.*s\": %.*s", p->fields, STR_ARG(setting_text(&s)),
                   STR_ARG(error));
    prow_says(c, "cannot parse duration for %s: %.*s", p->name, STR_ARG(error));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    for (size_t i = 0; i < COUNT_OF(periods); i++)
        if (!behaviour_holds(check_window(c), periods[i].typed))
            check_period(c, t, &periods[i]);
}

const struct rule rule_config_duration = {
    .id = "config-duration",
    .summary = "For a Prow older than 2019-05-14, the periods and ages of the main file are durations.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
