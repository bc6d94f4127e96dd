#include "pipeline/survey/parameters.h"

#include "base/path.h"

static const struct bicep_property *given(const struct bicep_property *list, size_t count, struct str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(list[i].name, name))
            return &list[i];
    return NULL;
}

/* BCP035 and BCP037. */
static void judge(struct survey *s, struct str file, const struct bicep *b, const struct bicep_decl *module)
{
    const struct bicep *wanted = survey_bicep(s, path_join(s->arena, path_dir_part(file), module->path));
    struct str params = bicep_property(module, STR("params"));
    size_t count;
    struct bicep_property *list = bicep_object(b->text, params, s->arena, &count);

    if (!wanted->there || wanted->damaged || (params.len && params.p[0] != '{') || str_has(params, STR("...")))
        return;
    for (size_t i = 0; i < wanted->count; i++) {
        const struct bicep_decl *d = &wanted->decls[i];

        if (d->kind == BICEP_PARAM && !bicep_optional(d) && !given(list, count, d->name))
            survey_say_at(s, bicep_place(s, file, module->offset),
                          "module %.*s passes no %.*s, which %.*s declares without a default: bicep refuses it "
                          "(BCP035)",
                          STR_ARG(module->name), STR_ARG(d->name), STR_ARG(module->path));
    }
    for (size_t i = 0; i < count; i++)
        if (!bicep_find(wanted, BICEP_PARAM, list[i].name))
            survey_say_at(s, bicep_place(s, file, list[i].offset),
                          "%.*s declares no param %.*s: bicep refuses it (BCP037)", STR_ARG(module->path),
                          STR_ARG(list[i].name));
}

static void visit(struct survey *s, struct str file, const struct bicep *b)
{
    for (size_t i = 0; i < b->count && !b->damaged; i++)
        if (b->decls[i].kind == BICEP_MODULE && b->decls[i].property_count &&
            str_ends(b->decls[i].path, STR(".bicep")) && str_find_char(b->decls[i].path, ':') == SIZE_MAX)
            judge(s, file, b, &b->decls[i]);
}

static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;

        if (step_parameters(s, e, &p))
            bicep_each(s, p.template, visit);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_bicep_module_parameter = {
    .id = "bicep-module-parameter",
    .summary = "A module gets every parameter that it asks for, and no other.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};
