#include "pipeline/survey/survey.h"

/* At the level of the resource group it is no edge of anything; since July 2025 the schema refuses it there. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct pipeline *p = s->pipelines[i].pipeline;

        for (size_t g = 0; g < p->group_count; g++) {
            static const char *const keys[] = { "dependsOn", "externalDependsOn" };

            for (size_t k = 0; k < COUNT_OF(keys); k++) {
                const struct node *key = node_field_key(p->groups[g].node, str_c(keys[k]));

                if (key)
                    survey_say(s, &s->pipelines[i], key,
                               "%s stands at the resource group %.*s, where it is no edge of any step", keys[k],
                               STR_ARG(p->groups[g].name));
            }
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_dependency_misplaced = {
    .id = "dependency-misplaced",
    .summary = "A dependency stands at a step.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};
