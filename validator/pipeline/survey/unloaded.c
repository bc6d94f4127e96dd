#include "pipeline/survey/unloaded.h"

#include "pipeline/refs.h"

static struct fault *say(struct survey *s, const struct survey_pipeline *p, const char *rule, const struct node *at,
                         struct str message)
{
    struct str none = { "", 0 };

    return faults_add(&s->all->run->faults, rule, place_in_pipeline(s->judging, p->pipeline, at), s->context, message,
                      none);
}

static void check_names(struct survey *s, const struct survey_pipeline *p)
{
    struct map been;

    map_init(&been, s->arena);
    for (size_t i = 0; i < p->count; i++) {
        const struct survey_step *e = &p->steps[i];
        void **at = map_at(&been, ARENA_JOIN(s->arena, e->group->name, STR("/"), e->step->name));
        struct fault *f;

        if (*at && e->step->name.len && !e->validation) {
            f = say(s, p, "pipeline-duplicate-name", node_field(e->step->node, STR("name")),
                    ARENA_JOIN(s->arena, STR("step name \""), e->step->name, STR("\" duplicated")));
            survey_also(s, f, p, node_field(((const struct survey_step *)*at)->step->node, STR("name")),
                        "the other is here");
        }
        *at = *at ? *at : (void *)(uintptr_t)e;
    }
}

static bool is_there(const struct survey_pipeline *p, const struct step_ref *ref)
{
    struct str step = node_kind(ref->at) == NODE_STRING ? node_text(ref->at) : ref->step;

    for (size_t i = 0; i < p->count; i++)
        if (!p->steps[i].validation && str_eq(p->steps[i].step->name, step) &&
            (!ref->group.len || str_eq(ref->group, p->steps[i].group->name)))
            return true;
    return step.len == 0 || text_is_open(step) || text_is_open(ref->group);
}

static void check_edges(struct survey *s, const struct survey_pipeline *p, const struct survey_step *e,
                        const struct step_ref *refs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct step_ref *r = &refs[i];
        const struct node *at = node_field(r->at, STR("step"));
        struct str step = node_kind(r->at) == NODE_STRING ? node_text(r->at) : r->step;

        if (!is_there(p, r))
            say(s, p, "pipeline-dependency-unknown", at ? at : r->at,
                ARENA_JOIN(s->arena, STR("step "), e->step->name, STR(" needs "), r->group,
                           r->group.len ? STR("/") : STR(""), step, STR(", and there is no such step")));
    }
}

static void check_refs(struct survey *s, const struct survey_pipeline *p)
{
    size_t count;
    struct config_ref *refs = refs_read(p->pipeline, s->values, s->arena, &count);

    for (size_t i = 0; i < count; i++)
        if (refs[i].error.len && !text_is_open(refs[i].path))
            say(s, p, "pipeline-configref-missing", refs[i].at,
                ARENA_JOIN(s->arena, STR("the configuration has no "), refs[i].path));
}

void survey_unloaded(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];

        /* upstream itself got as far as names where it stopped behind the schema */
        if (p->loaded || s->partial || (p->judged && p->judged->stage == STAGE_VALIDATE))
            continue;
        check_names(s, p);
        for (size_t k = 0; k < p->count; k++) {
            check_edges(s, p, &p->steps[k], p->steps[k].step->depends, p->steps[k].step->depend_count);
            check_edges(s, p, &p->steps[k], p->steps[k].step->inputs, p->steps[k].step->input_count);
        }
        if (s->values)
            check_refs(s, p);
    }
}
