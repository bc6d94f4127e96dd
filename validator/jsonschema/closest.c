/* Which of several alternatives the author meant: so that a mistake inside one of them is told as that
 * mistake, and not as "matches none of 12". */
#include "jsonschema/run.h"

/* How far an alternative is from the value; less is closer, by these in order. */
struct distance {
    bool other_kind;  /* another type, or another constant, is asked for altogether */
    bool other_label; /* a key must have another constant: `action: Shell` where this one has `action: ARM` */
    size_t violations;
    const struct finding *label;
};

static bool names_values(const struct finding *f)
{
    return f->keyword == KEYWORD_CONST || f->keyword == KEYWORD_ENUM;
}

static struct distance measure(const struct run *r, size_t from, size_t to)
{
    const struct node *base = r->frame->instance;
    struct distance d = { .violations = to - from };

    for (size_t i = from; i < to; i++) {
        const struct finding *f = &r->findings[i];
        if (f->instance == base && (names_values(f) || f->keyword == KEYWORD_TYPE || f->keyword == KEYWORD_FALSE))
            d.other_kind = true;
        if (f->container == base && f->key && names_values(f) && !d.other_label) {
            d.other_label = true;
            d.label = f;
        }
    }
    return d;
}

static bool closer(const struct distance *a, const struct distance *b)
{
    if (a->other_kind != b->other_kind)
        return !a->other_kind;
    if (a->other_label != b->other_label)
        return !a->other_label;
    return a->violations < b->violations;
}

/* Forgets the findings of a choice but for those in [from, to), which come from its alternative form. */
static void keep(struct run *r, enum keyword keyword, size_t first, size_t from, size_t to, uint32_t form)
{
    memmove(r->findings + first, r->findings + from, (to - from) * sizeof *r->findings);
    r->finding_count = first + (to - from);
    for (size_t i = first; i < r->finding_count; i++) {
        struct finding *f = &r->findings[i];
        if (f->choice != SCHEMA_NONE)
            continue;
        f->choice = r->frame->schema;
        f->choice_keyword = keyword;
        f->form = form;
    }
}

static void keep_summary(struct run *r, enum keyword keyword, size_t first)
{
    r->finding_count = first;
    judge_violation(r, keyword, r->frame->instance, SCHEMA_NONE, 0);
}

void judge_keep_closest(struct run *r, enum keyword keyword, const struct id_list *forms, const size_t *groups)
{
    struct distance best = { 0 }, d;
    size_t chosen = 0;
    bool same_label = true;

    for (size_t i = 0; i < forms->count; i++) {
        d = measure(r, groups[i], groups[i + 1]);
        if (i == 0 || closer(&d, &best)) {
            best = d;
            chosen = i;
        }
    }
    if (forms->count == 0 || best.other_kind) {
        keep_summary(r, keyword, groups[0]);
        return;
    }
    for (size_t i = 0; i < forms->count && best.other_label; i++) {
        d = measure(r, groups[i], groups[i + 1]);
        same_label &= d.other_kind || (d.label && d.label->instance == best.label->instance);
    }
    if (best.other_label && same_label) {
        size_t label = (size_t)(best.label - r->findings);
        keep(r, keyword, groups[0], label, label + 1, 0);
    } else {
        keep(r, keyword, groups[0], groups[chosen], groups[chosen + 1], (uint32_t)chosen + 1);
    }
}
