#include "pipeline/survey/survey.h"

/* strconv.ParseBool (fact sheet 4.1; the schema takes any text). */
static bool is_bool(struct str v)
{
    static const char *const words[] = {
        "1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"
    };

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq(v, str_c(words[i])))
            return true;
    return false;
}

static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct node *at = step_field(e, "gatePromotion");
        struct str value = node_text(at);

        if (step_is(e, "ProwJob") && at && !text_is_open(value) && !is_bool(value))
            survey_say(s, e->in, at,
                       "gatePromotion \"%.*s\" is no bool: the executor refuses the flag, and the gate cannot start",
                       STR_ARG(value));
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_gate_promotion = {
    .id = "gate-promotion",
    .summary = "What a gate is told reads as a boolean.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
