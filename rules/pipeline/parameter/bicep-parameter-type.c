#include "pipeline/survey/parameters.h"

/* What a template in quotes, or without, can be for a param of this type. */
static bool is_text(struct str type)
{
    return str_eq(type, STR("string")) || str_eq(type, STR("string?"));
}

static bool is_no_text(struct str type)
{
    static const char *const types[] = { "int", "bool", "object", "array", "int?", "bool?", "object?", "array?" };

    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_eq(type, str_c(types[i])))
            return true;
    return str_ends(type, STR("[]"));
}

/* A value that is itself written as bicep: quotes or brackets around it. */
static bool is_written_out(const struct node *value)
{
    struct str t = str_trim(node_text(value));

    return t.len && (t.p[0] == '\'' || t.p[0] == '[' || t.p[0] == '{');
}

/* EV2's stand-in is a text, and so are quotes. */
static void judge(struct survey *s, const struct step_parameters *p, const struct bicep_decl *d,
                  const struct bicep_decl *wanted)
{
    bool quoted;
    struct str path = parameter_path(d->value, &quoted);
    const struct node *value = survey_value(s, path);
    struct fault *f = NULL;

    if (!path.len)
        return;
    if (quoted && is_no_text(wanted->type))
        f = survey_say_at(s, bicep_place(s, p->file, d->offset), "param %.*s is of type %.*s, in quotes it is a string",
                          STR_ARG(d->name), STR_ARG(wanted->type));
    else if (!quoted && is_text(wanted->type) && value && !is_written_out(value))
        f = survey_say_at(s, bicep_place(s, p->file, d->offset),
                          "param %.*s is of type string: without quotes bicep reads the value of %.*s as %s",
                          STR_ARG(d->name), STR_ARG(path), node_kind(value) == NODE_STRING ? "a name" : "no string");
    else if (quoted && is_text(wanted->type) && (node_kind(value) == NODE_INT || node_kind(value) == NODE_BOOL))
        return;
    if (f)
        fault_also(s->files->sources, f, bicep_place(s, p->template, wanted->offset), "declared here");
}

static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;

        if (!step_parameters(s, e, &p))
            continue;
        for (size_t i = 0; i < p.given->count; i++) {
            const struct bicep_decl *d = &p.given->decls[i];
            const struct bicep_decl *wanted =
                d->kind == BICEP_PARAM ? bicep_find(p.wanted, BICEP_PARAM, d->name) : NULL;

            if (wanted)
                judge(s, &p, d, wanted);
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_bicep_parameter_type = {
    .id = "bicep-parameter-type",
    .summary = "A parameter gets a value of its type.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};
