#include "rules/prow/config/unmergeable.h"

#include "prow/versions/library.h"
#include "rule/rule.h"

struct merging {
    struct check *check;
    struct arena *arena;
    const struct merge_plan *plan;
    tell_unmergeable *tell;
};

static const enum behaviour *joined_since(const struct merging *m, const struct go_field *f, struct str inside)
{
    struct str name = inside.len ? ARENA_JOIN(m->arena, inside, STR("."), f->name) : f->name;

    for (size_t i = 0; i < m->plan->count; i++)
        if (str_eq(name, m->plan->fields[i].name))
            return &m->plan->fields[i].since;
    return NULL;
}

/* Whether decoding the value leaves something else than Go's zero value. What the type refuses counts too:
 * then nothing is decoded at all. */
static bool leaves_something(const struct window *w, const struct go_type *type, const struct node *n)
{
    n = node_value(n);
    if (!n || n->kind == NODE_NULL)
        return false;
    if (type->kind == GO_BOOL)
        return node_true(n);
    if (type->kind == GO_STRING)
        return n->len > 0;
    if (type->kind == GO_INT || type->kind == GO_UINT || type->kind == GO_FLOAT)
        return !node_is(n, STR("0"));
    if (type->decoder == GO_FIRST_JSON)
        type = type->tries[0];
    if (type->kind != GO_STRUCT || type->decoder != GO_PLAIN || n->kind != NODE_MAPPING)
        return true;
    /* Structs hold themselves by way of pointers only, so this ends with the types. */
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        const struct go_field *f = field_known(w, type->fields, node_text(k));
        if (f && leaves_something(w, f->type, node_pair_value(k)))
            return true;
    }
    return false;
}

static void judge_field(const struct merging *m, const struct setting *s, const struct go_field *f, struct str inside)
{
    const struct window *w = check_window(m->check);
    const enum behaviour *joined = joined_since(m, f, inside);

    if ((!joined || !behaviour_holds(w, *joined)) && leaves_something(w, f->type, s->value))
        m->tell(m->check, s, joined);
}

/* The fields of of, which is the file or the part of it that is judged field by field. */
static void judge_fields(const struct merging *m, const struct setting *of, const struct go_struct *type,
                         struct str inside)
{
    struct setting e = { 0 };

    while (node_kind(of->value) == NODE_MAPPING && setting_next(m->arena, of, &e)) {
        const struct go_field *f = field_known(check_window(m->check), type, setting_key(&e));
        if (!f)
            continue;
        if (inside.len == 0 && str_eq(f->name, m->plan->inner))
            judge_fields(m, &e, f->type->fields, f->name);
        else
            judge_field(m, &e, f, inside);
    }
}

void unmergeable_find(struct check *c, const struct prow_tree *t, const struct merge_plan *plan,
                      const struct setting *file, tell_unmergeable *tell)
{
    struct merging m = { c, t->scratch, plan, tell };

    judge_fields(&m, file, go_type_find(plan->file, plan->type)->fields, STR(""));
}
