/* References and the keywords that combine subschemas on one value. */
#include "jsonschema/run.h"

static bool run_same(struct run *r, uint32_t schema, struct marks *marks)
{
    return judge_check(r, schema, r->frame->instance, r->frame->key, marks);
}

/* A reference back to a subschema that is at work on the same value would go on for ever. */
static bool run_ref(struct run *r, uint32_t target, struct marks *marks)
{
    uint64_t frames = 0;

    for (const struct frame *f = r->frame; f && f->instance == r->frame->instance; f = f->up, frames++)
        if (f->schema == target)
            return judge_stop(r, "its reference leads back to itself without going on in the data");
    if (!judge_spend(r, frames / 8))
        return false;
    return run_same(r, target, marks);
}

/* The outermost resource entered so far that has the anchor overrides where the reference leads. */
static uint32_t dynamic_target(struct run *r, const struct logic_part *p)
{
    const struct schema *s = r->schema;

    for (size_t i = 0; p->anchor != SCHEMA_NONE && i < r->scope_count; i++) {
        if (!judge_spend(r, s->anchor_count / 8))
            break;
        for (size_t j = 0; j < s->anchor_count; j++)
            if (s->anchors[j].resource == r->scopes[i] && s->anchors[j].anchor == p->anchor)
                return s->anchors[j].schema;
    }
    return p->dynamic;
}

/* Judges without a word, as one of several possibilities: marks and annotations count only when it fits. */
static bool run_try(struct run *r, uint32_t schema, struct marks *marks)
{
    struct marks branch;
    size_t annotations = r->annotation_count;
    bool ok;

    if (marks)
        branch = marks_push(r, marks->words * 64 - 1);
    r->quiet++;
    ok = run_same(r, schema, marks ? &branch : NULL);
    r->quiet--;
    if (ok && marks)
        marks_join(r, marks, &branch);
    if (!ok)
        r->annotation_count = annotations;
    if (marks)
        marks_pop(r, &branch);
    return ok;
}

/* No alternative fits: each is judged again aloud, and the closest one's violations stay. */
static bool run_explain(struct run *r, enum keyword keyword, const struct id_list *forms, struct marks *marks)
{
    size_t annotations = r->annotation_count, *groups;

    if (r->quiet || r->stopped)
        return false;
    groups = ARENA_ARRAY(r->arena, size_t, forms->count + 1);
    for (size_t i = 0; i < forms->count; i++) {
        groups[i] = r->finding_count;
        run_same(r, forms->ids[i], marks);
    }
    groups[forms->count] = r->finding_count;
    r->annotation_count = annotations;
    if (!r->stopped)
        judge_keep_closest(r, keyword, forms, groups);
    return false;
}

static bool run_any(struct run *r, const struct id_list *forms, struct marks *marks)
{
    bool ok = false;

    for (size_t i = 0; i < forms->count; i++) {
        ok |= run_try(r, forms->ids[i], marks);
        /* The rest matters only for what it marks. */
        if (ok && !marks && !r->annotate)
            return true;
    }
    return ok || run_explain(r, KEYWORD_ANY_OF, forms, marks);
}

static bool run_one(struct run *r, const struct id_list *forms, struct marks *marks)
{
    size_t first = SIZE_MAX;

    for (size_t i = 0; i < forms->count; i++) {
        if (!run_try(r, forms->ids[i], marks))
            continue;
        if (first != SIZE_MAX)
            return judge_violation(r, KEYWORD_ONE_OF, r->frame->instance, first, i);
        first = i;
    }
    return first != SIZE_MAX || run_explain(r, KEYWORD_ONE_OF, forms, marks);
}

static bool run_not(struct run *r, uint32_t schema)
{
    size_t annotations = r->annotation_count;
    bool matches;

    r->quiet++;
    matches = run_same(r, schema, NULL);
    r->quiet--;
    r->annotation_count = annotations;
    return !matches ? !r->stopped : judge_violation(r, KEYWORD_NOT, r->frame->instance, 0, 0);
}

static bool run_condition(struct run *r, const struct logic_part *p, struct marks *marks)
{
    uint32_t next = run_try(r, p->condition, marks) ? p->then : p->otherwise;

    return next == SCHEMA_NONE || run_same(r, next, marks);
}

bool judge_logic(struct run *r, const struct logic_part *p, struct marks *marks)
{
    bool ok = true;

    if (p->ref != SCHEMA_NONE)
        ok &= run_ref(r, p->ref, marks);
    if (p->dynamic != SCHEMA_NONE && (ok || !r->quiet))
        ok &= run_ref(r, dynamic_target(r, p), marks);
    for (size_t i = 0; i < p->all.count && (ok || !r->quiet); i++)
        ok &= run_same(r, p->all.ids[i], marks);
    if (p->has_any && (ok || !r->quiet))
        ok &= run_any(r, &p->any, marks);
    if (p->has_one && (ok || !r->quiet))
        ok &= run_one(r, &p->one, marks);
    if (p->negated != SCHEMA_NONE && (ok || !r->quiet))
        ok &= run_not(r, p->negated);
    if (p->condition != SCHEMA_NONE && (ok || !r->quiet))
        ok &= run_condition(r, p, marks);
    return ok;
}
