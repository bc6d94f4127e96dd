/* slack: the Slack reporters of the main file and of supplemental ones. */
#ifndef RULES_PROW_CONFIG_SLACK_H
#define RULES_PROW_CONFIG_SLACK_H

#include "prow/files/setting.h"
#include "schema/behaviour.h"

struct slack_reporter {
    struct setting setting;
    enum behaviour since; /* what made Prow check it */
};

/* What a rule about them has to be told (.with). */
struct slack_rule {
    void (*look)(struct check *c, const struct prow_tree *t, const struct slack_reporter *reporter);
};

/* Calls the rule's look for every entry of slack_reporter_configs, and for the single slack_reporter where a deployed
 * version still reads that (2019-04-29 to 2021-04-21). */
void slack_reporters_each(struct check *c, const struct prow_tree *t);

#endif
