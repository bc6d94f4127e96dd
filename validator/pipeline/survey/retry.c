#include "pipeline/survey/retry.h"

#include "syntax/scalar/duration.h"

int64_t retry_duration(struct str text, struct arena *a)
{
    struct str error;
    int64_t ns = 0;

    return text.len && !text_is_open(text) && duration_parse(text, &ns, a, &error) ? ns : 0;
}

void retry_read(struct retry *r, const struct survey_step *e, struct arena *a)
{
    const struct node *node = step_field(e, "automatedRetry");
    struct str pause, error;

    *r = (struct retry){ 0 };
    if (node_kind(node) != NODE_MAPPING)
        return;
    r->node = node;
    r->texts = node_field(node, STR("errorContainsAny"));
    r->count_node = node_field(node, STR("maximumRetryCount"));
    r->pause_node = node_field(node, STR("durationBetweenRetries"));
    node_int(r->count_node, &r->count);
    pause = node_text(r->pause_node);
    if (node_kind(r->pause_node) != NODE_NULL && !text_is_open(pause))
        r->pause_broken = !duration_parse(pause, &r->pause, a, &error);
}

int64_t retry_attempt(const struct survey_step *e, struct arena *a)
{
    int64_t said = retry_duration(step_text(e, "timeout"), a);

    if (step_is(e, "Helm"))
        return said ? said : 5 * RETRY_MINUTE;
    return step_is(e, "IstioUpgrade") ? said : 0;
}

int64_t retry_budget(const struct survey_step *e, struct arena *a)
{
    int64_t said = retry_duration(step_text(e, "timeout"), a);

    if (said && (step_is(e, "IstioUpgrade") || (step_is(e, "Shell") && said < 30 * RETRY_MINUTE)))
        return said;
    return 30 * RETRY_MINUTE;
}

bool retry_matches(const struct retry *r, const char *part)
{
    for (const struct node *e = node_first(r->texts); e; e = node_next(r->texts, e))
        if (str_has(node_text(e), str_c(part)))
            return true;
    return false;
}
