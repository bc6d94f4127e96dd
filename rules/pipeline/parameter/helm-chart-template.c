#include "pipeline/survey/helm.h"

#include "base/path.h"
#include "syntax/yaml/yaml.h"

/* Helm reads values.yaml and Chart.yaml of a chart itself, unrendered . */
static void judge(struct survey *s, struct str path)
{
    struct str text = survey_text(s, path);
    struct yaml_error e;
    struct tape t;
    size_t at = str_find(text, STR("{{"));

    if (at == SIZE_MAX || yaml_read(&t, s->arena, text, NULL, &e))
        return;
    for (size_t i = 0; i + 2 < text.len; i++) {
        size_t start = i;

        if (i && text.p[i - 1] != '\n')
            continue;
        while (start < text.len && text.p[start] == ' ')
            start++;
        if (str_starts(str_from(text, start), STR("{{"))) {
            at = start;
            break;
        }
    }
    survey_say_at(s, faults_line(s->files->sources, path, at),
                  "Helm reads this file of the chart unrendered, and it is no YAML: a template belongs into the step's "
                  "own valuesFile");
}

static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct str dir = step_text(e, "chartDir");

        if (!step_is(e, "Helm") || !dir.len || text_is_open(dir))
            continue;
        judge(s, path_join(s->arena, survey_path(s, e->in, dir), STR("values.yaml")));
        judge(s, path_join(s->arena, survey_path(s, e->in, dir), STR("Chart.yaml")));
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_helm_chart_template = {
    .id = "helm-chart-template",
    .summary = "The values of a chart are YAML as they stand.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};
