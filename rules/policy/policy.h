/* policy: what rules about a team's own wishes (rules/policy) have in common. */
#ifndef RULES_POLICY_POLICY_H
#define RULES_POLICY_POLICY_H

#include "prow/jobs/job_report.h"
#include "prow/jobs/job_selector.h"
#include "rules/prow/job/spec_containers.h"

/* Parameters of a rule about values of which some may be and others may not. */
#define POLICY_ALLOWED(text)                                                                                           \
    {                                                                                                                  \
        .name = "allowed", .kind = PARAMETER_GLOB, .shape = SHAPE_LIST, .need = NEED_ONE_OF,                           \
        .help = text " that may be used"                                                                               \
    }
#define POLICY_FORBIDDEN(text)                                                                                         \
    {                                                                                                                  \
        .name = "forbidden", .kind = PARAMETER_GLOB, .shape = SHAPE_LIST, .need = NEED_ONE_OF,                         \
        .help = text " that may not"                                                                                   \
    }

/* Whether those two let the value be. Otherwise *why says what prowgate.yaml wants, to follow a semicolon; in the
 * arena. */
bool policy_permits(const struct check *c, struct arena *a, struct str value, struct str *why);

/* The parameters of a rule about the keys of a map of the job, labels or annotations, and the check itself:
 * field is the map, "labels", and one what a message calls an entry of it, "label". */
extern const struct parameter policy_map_parameters[];
void policy_check_map(struct check *c, const struct job *j, const char *field, const char *one);

#endif
