#include "pipeline/survey/helm.h"
#include "pipeline/survey/parameters.h"

/* ARO-Tools 09a4243 (2026-08-14): before, numbers were float64, which Go prints with an exponent from a million on, where
 * not more digits stand. */
static bool prints_exponent(const struct node *v)
{
    int64_t n;

    return node_kind(v) == NODE_INT && node_int(v, &n) && (n >= 1000000 || n <= -1000000);
}

static void check_text(struct survey *s, struct str file)
{
    struct str text = survey_text(s, file);

    for (size_t at = 0; at < text.len;) {
        size_t start = at + str_find(str_from(text, at), STR("{{")), end;
        const struct node *v;
        struct str path;
        bool quoted;

        if (start < at || start >= text.len)
            return;
        end = start + str_find(str_from(text, start), STR("}}"));
        if (end < start || end >= text.len)
            return;
        path = parameter_path(str_slice(text, start, end + 2), &quoted);
        v = path.len ? survey_value(s, path) : NULL;
        if (prints_exponent(v))
            survey_say_at(s, faults_line(s->files->sources, file, start),
                          "%.*s is %.*s: the pinned ARO-Tools prints it with an exponent (%.*s as 2e+06 is printed for "
                          "2000000)",
                          STR_ARG(path), STR_ARG(node_text(v)), STR_ARG(node_text(v)));
        at = end + 2;
    }
}

static void check_helm(struct survey *s, const struct survey_step *e, struct str path)
{
    (void)e;
    check_text(s, path);
}

static void check(struct survey *s)
{
    if (s->judging->unit->source.numbers != PAGE_FLOAT64)
        return;
    for (size_t i = 0; i < s->count; i++)
        check_text(s, s->pipelines[i].pipeline->path);
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;

        if (step_is(e, "Helm"))
            helm_each_file(s, e, check_helm);
        else if (step_parameters(s, e, &p))
            check_text(s, p.file);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_number_exponent = {
    .id = "number-exponent",
    .summary = "A large number reaches a template as it is written.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};
