/* trust: whose pull requests and comments start jobs (trigger.TrustedUser, TriggerFor; recorded answers: suites/trigger). */
#ifndef SIMULATE_TRUST_H
#define SIMULATE_TRUST_H

#include "prow/files/setting.h"
#include "simulate/presubmits.h"

/* An entry of triggers in the plugin files, with its defaults. */
struct trigger_options {
    struct str trusted_org, join_org_url;
    struct str *trusted_apps;
    size_t trusted_app_count;
    bool only_org_members, ignore_ok_to_test;
};

/* Who somebody is. */
struct person {
    struct str name;
    bool bot;          /* Prow itself */
    bool member;       /* of every organization that counts */
    bool collaborator; /* in the repo */
};

/* Plugins.TriggerFor: the first entry that lists the org or the repo. In the arena of the simulation. */
void trigger_options_read(struct trigger_options *o, const struct simulation *s);
/* TrustedUser. */
bool is_trusted(const struct trigger_options *o, const struct simulation *s, const struct person *p);

#endif
