#include "pipeline/survey/commands.h"

#include "base/path.h"

/* A path that a pipeline's build step makes is there when it is wanted. */
static bool may_be_built(const struct survey_pipeline *p)
{
    return node_kind(p->build) == NODE_MAPPING;
}

static void ask(struct survey *s, const struct survey_step *e, const struct node *name, const char *what, bool folder)
{
    struct str path = node_text(name), full = survey_path(s, e->in, path);

    if (!path.len || text_is_open(path) || str_starts(path, STR("/")) || str_starts(full, STR("..")))
        return;
    if (folder ? survey_is_folder(s, full) : survey_exists(s, full))
        return;
    if (may_be_built(e->in) && !folder)
        return;
    survey_say(s, e->in, name, "%s %.*s is not there", what, STR_ARG(path));
}

static void ask_chart(struct survey *s, const struct survey_step *e)
{
    const struct node *dir = step_field(e, "chartDir");
    struct str path = node_text(dir), full = survey_path(s, e->in, path);

    ask(s, e, dir, "the chart's folder", true);
    if (path.len && !text_is_open(path) && survey_is_folder(s, full) &&
        !survey_exists(s, path_join(s->arena, full, STR("Chart.yaml"))))
        survey_say(s, e->in, dir, "%.*s holds no Chart.yaml: it is no chart", STR_ARG(path));
}

static void ask_using(struct survey *s, const struct survey_step *e)
{
    struct str file = survey_path(s, e->in, step_text(e, "parameters"));
    const struct bicep *b = survey_bicep(s, file);

    for (size_t i = 0; i < b->count; i++) {
        const struct bicep_decl *d = &b->decls[i];
        struct str path = path_join(s->arena, path_dir_part(file), d->path);

        if (d->kind == BICEP_USING && d->path.len && !text_is_open(d->path) &&
            str_find_char(d->path, ':') == SIZE_MAX && !survey_exists(s, path))
            survey_say_at(s, faults_line(s->files->sources, file, d->offset), "using %.*s: the file is not there",
                          STR_ARG(d->path));
    }
}

/* Validation steps are packed, too. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct node *files = step_field(e, "namespaceFiles");

        ask(s, e, step_field(e, "workingDir"), "the working directory", true);
        if (step_is(e, "ARM") || step_is(e, "ARMStack")) {
            ask(s, e, step_field(e, "parameters"), "the parameters file", false);
            ask_using(s, e);
        }
        if (step_is(e, "Helm")) {
            ask_chart(s, e);
            ask(s, e, step_field(e, "valuesFile"), "the values file", false);
            for (const struct node *f = node_first(files); f; f = node_next(files, f))
                ask(s, e, node_value(f), "the namespace file", false);
        }
        if (step_is(e, "SecretSync"))
            ask(s, e, step_field(e, "configurationFile"), "the configuration file", false);
        if (step_is(e, "GrafanaDashboards"))
            ask(s, e, step_field(e, "observabilityConfig"), "the observability configuration", false);
        if (e->group->steps == e->step)
            ask(s, e, node_field(e->group->provisioning, STR("roleAssignment")), "the role assignment", false);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_file_missing = {
    .id = "file-missing",
    .summary = "What a step names is there.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};
