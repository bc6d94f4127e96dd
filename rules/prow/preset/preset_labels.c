#include "rules/prow/preset/preset_labels.h"

#include "base/map.h"

static void look_at(struct check *c, const struct prow_tree *t, struct map *seen, struct preset_label l, bool by_pair,
                    void (*tell)(struct check *c, const struct preset_label *later, const struct preset_label *first))
{
    struct str key = node_text(l.key);
    void **at;

    if (by_pair) /* ":" as Prow joins them, so that a:b + c and a + b:c are the same to it */
        key = ARENA_JOIN(t->scratch, key, STR(":"), l.value);
    at = map_at(seen, key);
    if (*at) {
        tell(c, &l, *at);
        return;
    }
    *at = ARENA_NEW(t->scratch, struct preset_label);
    *(struct preset_label *)*at = l;
}

void preset_labels_repeated(struct check *c, const struct prow_tree *t, bool by_pair,
                            void (*tell)(struct check *c, const struct preset_label *later,
                                         const struct preset_label *first))
{
    struct map seen;

    map_init(&seen, t->scratch);
    for (size_t i = 0; i < t->preset_count; i++) {
        const struct preset *p = &t->presets[i];
        for (const struct node *k = node_first_key(p->labels); k; k = node_next_key(p->labels, k)) {
            struct preset_label l = { p, k, preset_label_value(t->scratch, node_pair_value(k)) };
            look_at(c, t, &seen, l, by_pair, tell);
        }
    }
}

struct place preset_label_place(const struct preset_label *l)
{
    return prow_place(l->preset->file, l->key);
}

struct str preset_label_path(struct arena *a, const struct preset_label *l)
{
    return arena_printf(a, "presets[%zu].labels.%.*s", l->preset->index, STR_ARG(node_text(l->key)));
}
