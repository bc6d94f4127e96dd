#include "pipeline/survey/survey.h"

/* Azure's limits, and X.509's for a common name. */
enum { GROUP = 90, COMMON_NAME = 64, VAULT = 24, MOST_STAMP_DIGITS = 3 };

/* How many characters the stamp of this context may grow by: up to 999. */
static size_t growth(const struct survey *s, struct str text)
{
    struct str stamp = s->judging->context->is.stamp;
    size_t more = 0;

    for (size_t i = 0; stamp.len && i + stamp.len <= text.len; i++)
        if (str_starts(str_from(text, i), stamp) && (i == 0 || text.p[i - 1] == '-') &&
            (i + stamp.len == text.len || text.p[i + stamp.len] == '-'))
            more = MOST_STAMP_DIGITS > stamp.len ? MOST_STAMP_DIGITS - stamp.len : 0;
    return more;
}

static size_t characters(struct str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    return n;
}

static void judge(struct survey *s, const struct survey_pipeline *p, const struct node *at, struct str text,
                  size_t most, const char *what, bool stamped)
{
    size_t n = characters(text), more = stamped ? growth(s, text) : 0;

    if (!text.len || text_is_open(text) || n + more <= most)
        return;
    if (n > most)
        fault_no_more_than(survey_say(s, p, at, "%s has more than the %zu characters that are allowed", what, most),
                           SEVERITY_ERROR);
    else
        fault_no_more_than(survey_say(s, p, at,
                                      "%s has %zu characters with stamp %.*s and %zu with stamp 999, %zu are allowed",
                                      what, n, STR_ARG(s->judging->context->is.stamp), n + more, most),
                           SEVERITY_WARNING);
}

/* The value of a field that is a value, a configRef or plain. */
static struct str value_of(const struct survey *s, const struct node *field, const struct node **at)
{
    const struct node *ref = node_field(field, STR("configRef"));

    *at = ref ? ref : node_field(field, STR("value")) ? node_field(field, STR("value")) : field;
    return node_text(ref ? survey_value(s, node_text(ref)) : *at);
}

static void check_certificate(struct survey *s, const struct survey_step *e)
{
    const struct node *at, *common = step_field(e, "commonName");
    struct str text;

    /* without one the name is the first of the alternative names */
    common = common ? common : step_field(e, "san");
    text = value_of(s, common, &at);
    judge(s, e->in, at, text, COMMON_NAME, "the common name", false);
}

/* ARO-HCP 7193ebc6b (a common name of 67 characters) and #6013 (stamp 999). */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++)
        for (size_t g = 0; g < s->pipelines[i].pipeline->group_count; g++) {
            const struct group *group = &s->pipelines[i].pipeline->groups[g];

            judge(s, &s->pipelines[i], node_field(group->node, STR("resourceGroup")), group->resource_group, GROUP,
                  "the resource group", group->stamped);
        }
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        if (step_is(e, "CreateCertificate"))
            check_certificate(s, e);
        /* an address, which has dots, is told by gate-names */
        if (step_is(e, "ProwJob") && !str_has(step_text(e, "tokenKeyvault"), STR(".")))
            judge(s, e->in, step_field(e, "tokenKeyvault"), step_text(e, "tokenKeyvault"), VAULT, "the key vault",
                  false);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_name_length = {
    .id = "name-length",
    .summary = "A name fits into what Azure takes, at the largest stamp, too.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};
