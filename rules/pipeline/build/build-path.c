#include "pipeline/survey/commands.h"

#include "base/path.h"

static bool is_built(struct survey *s, const struct build_facts *b, struct str file)
{
    file = path_clean(s->arena, file);
    for (size_t i = 0; i < b->output_count; i++) {
        struct str made = path_clean(s->arena, b->outputs[i].path);

        if (str_eq(made, file) || str_eq(path_join(s->arena, made, path_base(file)), file))
            return true;
    }
    return false;
}

/* A name that is a program's, not a script's. */
static bool is_binary(struct str file)
{
    return str_find_char(path_base(file), '.') == SIZE_MAX;
}

/* Where it is built instead, for people. */
static struct str elsewhere(struct survey *s, const struct build_facts *b)
{
    if (!b->there)
        return STR("there is no buildStep");
    if (b->output_count == 0)
        return STR("the build step leaves nothing that could be it");
    return ARENA_JOIN(s->arena, STR("the build step writes "), b->outputs[b->output_count - 1].path);
}

/* the path that is built is the path that is executed. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];
        struct build_facts b;

        build_read(s, p, &b);
        for (size_t k = 0; k < p->count && !b.opaque; k++) {
            const struct step_commands *c =
                step_is(&p->steps[k], "Shell") ? step_commands(s, &p->steps[k], false) : NULL;

            for (size_t u = 0; c && u < c->use_count; u++) {
                const struct command_use *use = &c->uses[u];

                if (use->text->path.len || !use->file.len || !is_binary(use->file) || survey_exists(s, use->file) ||
                    is_built(s, &b, use->file))
                    continue;
                survey_say(s, p, step_command_node(&p->steps[k]), "nothing is built at %.*s, nor lies there: %.*s",
                           STR_ARG(use->file), STR_ARG(elsewhere(s, &b)));
            }
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_build_path = {
    .id = "build-path",
    .summary = "A binary that a step runs is built at that path, or lies there.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
