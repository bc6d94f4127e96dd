#include "pipeline/survey/helm.h"
#include "pipeline/survey/parameters.h"

/* "a.b" of an action that prints one field, as {{ .a.b }}; empty for any other. */
static struct str printed(struct str action)
{
    bool quoted;

    return parameter_path(action, &quoted);
}

static void judge(struct survey *s, struct str file, struct str path, size_t offset)
{
    const struct node *v = survey_value(s, path);
    enum node_kind kind = node_kind(v);

    if (!v || (kind != NODE_SEQUENCE && kind != NODE_MAPPING && kind != NODE_NULL))
        return;
    if (kind == NODE_NULL)
        survey_say_at(s, faults_line(s->files->sources, file, offset),
                      "%.*s is null: the template prints <no value>, and nobody complains", STR_ARG(path));
    else
        survey_say_at(s, faults_line(s->files->sources, file, offset),
                      "%.*s is a %s: a template prints it as Go does (%s), only a scalar can be referenced",
                      STR_ARG(path), kind == NODE_SEQUENCE ? "list" : "map",
                      kind == NODE_SEQUENCE ? "[1 2]" : "map[a:1]");
}

static void check_text(struct survey *s, struct str file)
{
    struct str text = survey_text(s, file);

    for (size_t at = 0; at < text.len;) {
        size_t start = at + str_find(str_from(text, at), STR("{{")), end;

        if (start < at || start >= text.len)
            return;
        end = start + str_find(str_from(text, start), STR("}}"));
        if (end < start || end >= text.len)
            return;
        if (printed(str_slice(text, start, end + 2)).len)
            judge(s, file, printed(str_slice(text, start, end + 2)), start);
        at = end + 2;
    }
}

static void check_helm(struct survey *s, const struct survey_step *e, struct str path)
{
    (void)e;
    check_text(s, path);
}

/* A configRef to a list or a map: its value is handed on as it is printed. */
static void check_variables(struct survey *s, const struct survey_step *e)
{
    const struct node *list = step_field(e, "variables");

    for (const struct node *v = node_first(list); v; v = node_next(list, v)) {
        const struct node *ref = node_field(node_value(v), STR("configRef"));
        const struct node *value = ref ? survey_value(s, node_text(ref)) : NULL;

        if (node_kind(value) == NODE_MAPPING || node_kind(value) == NODE_SEQUENCE)
            survey_say(s, e->in, ref, "%.*s is a %s, only a scalar can be referenced", STR_ARG(node_text(ref)),
                       node_kind(value) == NODE_MAPPING ? "map" : "list");
    }
}

/* docs/configuration.md of ARO-HCP: only scalars may be referenced; null is printed in spite of missingkey=error. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++)
        check_text(s, s->pipelines[i].pipeline->path);
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;

        check_variables(s, e);
        if (step_is(e, "Helm"))
            helm_each_file(s, e, check_helm);
        else if (step_parameters(s, e, &p))
            check_text(s, p.file);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_value_not_scalar = {
    .id = "value-not-scalar",
    .summary = "A template prints texts, numbers and booleans, never a list, a map or nothing.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};
