#include "command/versions_touched.h"

/* What one row asks of the facts. */
struct looking {
    const struct rollout *rollout;
    const struct history_row *row;
    struct map actions; /* id of a step -> its STEP fact */
    struct map found;   /* id of a step or group -> the place that it has the field at */
    struct map told;    /* file and line */
    struct arena *a;
    void (*visit)(void *context, struct place at);
    void *context;
};

static void tell(struct looking *l, struct place at)
{
    void **known = map_at(&l->told, ARENA_JOIN(l->a, at.file, arena_printf(l->a, ":%u", at.span.line)));

    if (!*known)
        l->visit(l->context, at);
    *known = l;
}

/* "automatedRetry" of "automatedRetry.maximumRetryCount", "variables" of "variables[NAME].value". */
static bool is_field(struct str path, struct str field)
{
    return str_starts(path, field) && (path.len == field.len || path.p[field.len] == '.' || path.p[field.len] == '[');
}

static bool is_of_action(const struct looking *l, const struct rollout_fact *f)
{
    const struct rollout_fact *step = map_get(&l->actions, f->subject);

    return step && str_eq(step->text, l->row->name) &&
           str_starts(l->row->kind, STR("vstep")) == str_eq(step->what, STR("validation"));
}

static void tell_actions(struct looking *l)
{
    for (size_t i = 0; i < l->rollout->fact_count; i++)
        if (l->rollout->facts[i].kind == ROLLOUT_STEP && is_of_action(l, &l->rollout->facts[i]))
            tell(l, l->rollout->facts[i].at);
}

static void tell_fields(struct looking *l, enum rollout_kind kind, struct str field, bool of_action)
{
    for (size_t i = 0; i < l->rollout->fact_count; i++) {
        const struct rollout_fact *f = &l->rollout->facts[i];

        if (f->kind == kind && is_field(f->what, field) && (!of_action || is_of_action(l, f)))
            tell(l, f->at);
    }
}

/* Steps of the action, or groups, that lack the field. */
static void tell_lacking(struct looking *l, enum rollout_kind whole, enum rollout_kind part, struct str field)
{
    for (size_t i = 0; i < l->rollout->fact_count; i++) {
        const struct rollout_fact *f = &l->rollout->facts[i];

        if (f->kind == part && is_field(f->what, field))
            *map_at(&l->found, f->subject) = l;
    }
    for (size_t i = 0; i < l->rollout->fact_count; i++) {
        const struct rollout_fact *f = &l->rollout->facts[i];

        if (f->kind == whole && (whole != ROLLOUT_STEP || is_of_action(l, f)) && !map_get(&l->found, f->subject))
            tell(l, f->at);
    }
}

void versions_touched(const struct rollout *r, const struct history_row *row, struct arena *a,
                      void (*visit)(void *context, struct place at), void *context)
{
    struct looking l = { .rollout = r, .row = row, .a = a, .visit = visit, .context = context };
    bool step = str_starts(row->kind, STR("step.")) || str_starts(row->kind, STR("vstep."));

    map_init(&l.actions, a);
    map_init(&l.found, a);
    map_init(&l.told, a);
    for (size_t i = 0; i < r->fact_count; i++)
        if (r->facts[i].kind == ROLLOUT_STEP)
            *map_at(&l.actions, r->facts[i].subject) = &r->facts[i];
    if (str_eq(row->kind, STR("step")) || str_eq(row->kind, STR("vstep")))
        tell_actions(&l);
    else if (str_eq(row->kind, STR("step.common")))
        tell_fields(&l, ROLLOUT_FIELD, row->name, false);
    else if (str_eq(row->kind, STR("automatedRetry")))
        tell_fields(&l, ROLLOUT_FIELD, ARENA_JOIN(a, STR("automatedRetry."), row->name), false);
    else if (step && str_ends(row->kind, STR(".field")))
        tell_fields(&l, ROLLOUT_FIELD, row->field, true);
    else if (step && str_ends(row->kind, STR(".required")) && !str_eq(row->field, STR("name")) &&
             !str_eq(row->field, STR("action")))
        tell_lacking(&l, ROLLOUT_STEP, ROLLOUT_FIELD, row->field);
    else if (str_eq(row->kind, STR("rg")) && !str_eq(row->name, STR("steps")) && !str_eq(row->name, STR("name")))
        tell_fields(&l, ROLLOUT_SCOPE, row->name, false);
    else if (str_eq(row->kind, STR("rg.required")) && !str_eq(row->name, STR("name")))
        tell_lacking(&l, ROLLOUT_GROUP, ROLLOUT_SCOPE, row->name);
}
