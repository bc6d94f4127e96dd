#include "pipeline/behaviour.h"
#include "pipeline/survey/commands.h"

#include "base/path.h"

static bool builds(const struct script_command *c, const char **what)
{
    size_t i;
    const struct script_word *p = script_program(c, &i);
    struct str next = p && i + 1 < c->count ? c->words[i + 1].text : (struct str){ "", 0 };

    *what = "make";
    if (p && str_eq(p->text, STR("make")))
        return true;
    *what = "go";
    return p && str_eq(p->text, STR("go")) &&
           (str_eq(next, STR("build")) || str_eq(next, STR("run")) || str_eq(next, STR("install")));
}

/* Whether the build step of the pipeline works in the folder of the script, too. */
static bool is_prebuilt(struct survey *s, const struct survey_pipeline *p, struct str file)
{
    struct build_facts b;

    build_read(s, p, &b);
    return b.there && str_has(b.command, path_base(path_dir_part(file)));
}

/* A toolchain, and the network, at rollout time. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct step_commands *c =
            step_is(e, "Shell") && survey_is_ev2(s, e->in) ? step_commands(s, e, false) : NULL;
        const char *what;

        for (size_t i = 0; c && i < c->use_count; i++) {
            const struct command_use *u = &c->uses[i];
            struct fault *f;

            if (!builds(u->command, &what) || (u->text->path.len && is_prebuilt(s, e->in, u->text->path)))
                continue;
            if (!u->text->path.len && *what == 'm' &&
                (!pipeline_behaves(PIPELINE_NO_MAKE_IN_SHELL, s->pin) || s->all->run->paths->topology_count == 0))
                continue;
            f = survey_say(s, e->in, step_command_node(e),
                           u->text->path.len ? "%.*s runs %s during the rollout, and no build step builds it beforehand"
                                             : "the command%.*s runs %s during the rollout: EV2's shell has neither "
                                               "toolchain nor network for it",
                           STR_ARG(u->text->path), what);
            if (u->text->path.len)
                fault_also(s->files->sources, f, command_place(s, e, u->text, u->command->offset), "here");
            break;
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_build_at_rollout = {
    .id = "build-at-rollout",
    .summary = "A helper is built before the rollout, not in it.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
