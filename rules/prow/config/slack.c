#include "rules/prow/config/slack.h"

#include "rule/rule.h"

void slack_reporters_each(struct check *c, const struct prow_tree *t)
{
    const struct slack_rule *r = check_with(c);
    const struct window *w = check_window(c);
    struct setting file, single = setting_find(t, "slack_reporter");

    if (single.value && behaviour_may_hold(w, BEHAVIOUR_SLACK_REPORTER_COMPLETE))
        r->look(c, t, &(struct slack_reporter){ single, BEHAVIOUR_SLACK_REPORTER_COMPLETE });
    if (!behaviour_may_hold(w, BEHAVIOUR_SLACK_REPORTER_CONFIGS))
        return;
    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting map = setting_get(t->scratch, &file, "slack_reporter_configs");
        for (struct setting e = { 0 }; setting_next(t->scratch, &map, &e);)
            r->look(c, t, &(struct slack_reporter){ e, BEHAVIOUR_SLACK_REPORTER_CONFIGS });
    }
}
