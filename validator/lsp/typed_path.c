#include "lsp/typed_path.h"

bool field_is_known(const struct typed_window *w, const struct go_field *f, bool *by_all)
{
    uint64_t knows;

    *by_all = true;
    if (!w)
        return f->until == 0;
    knows = go_window_knows(&w->go, f->since, f->until) & w->deployed;
    *by_all = knows == w->deployed;
    return knows != 0;
}

const struct go_field *typed_field(const struct typed_window *w, const struct go_struct *s, struct str name)
{
    const struct go_field *head = s ? go_field_spelt(s, name) : NULL;
    bool all;

    for (const struct go_field *f = head; f; f = go_field_next(s, f))
        if (str_eq(f->name, head->name) && field_is_known(w, f, &all))
            return f;
    return head;
}

/* The type among those that a decoder tries that has what the step leads into. */
static const struct go_type *settle(const struct go_type *t, const struct path_step *step)
{
    t = t ? go_type_target(t) : NULL;
    if (!t || (t->decoder != GO_FIRST_JSON && t->decoder != GO_FIRST_YAML))
        return t;
    for (unsigned i = 0; i < t->try_count; i++) {
        const struct go_type *one = go_type_target(t->tries[i]);
        if (step->element ? one->kind == GO_SLICE : one->kind == GO_STRUCT || one->kind == GO_MAP)
            return one;
    }
    return t;
}

struct typed_spot typed_path(const struct typed_window *w, const struct go_type *root, const struct path_step *steps,
                             size_t count)
{
    struct typed_spot spot = { .type = root };

    for (size_t i = 0; i < count && spot.type; i++) {
        const struct go_type *t = settle(spot.type, &steps[i]);
        const struct go_field *f;
        spot.type = NULL;
        if (steps[i].element) {
            spot.type = t->kind == GO_SLICE ? t->elem : NULL;
        } else if (t->kind == GO_MAP) {
            spot.type = t->elem;
        } else if (t->kind == GO_STRUCT && (f = typed_field(w, t->fields, steps[i].key))) {
            spot.owner = t->fields;
            spot.field = f;
            spot.field_depth = i + 1;
            spot.type = f->type;
        }
    }
    spot.type = spot.type ? go_type_target(spot.type) : NULL;
    return spot;
}

size_t chain_steps(const struct chain *c, struct path_step *steps)
{
    size_t count = c->on_key ? c->count - 1 : c->count;

    for (size_t i = 0; i < count; i++) {
        const struct node *key = c->links[i].key;
        steps[i] = (struct path_step){ key ? (struct str){ key->text, key->len } : STR(""), key == NULL };
    }
    return count;
}
