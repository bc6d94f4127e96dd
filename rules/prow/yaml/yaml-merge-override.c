#include "prow/files/file.h"
#include "rule/rule.h"

/* The key that "<<" brought into the mapping in place of this one, or NULL. */
static const struct node *brought_in(const struct node *map, const struct node *key)
{
    const struct node *now = node_key(map, node_text(key));

    return now && now->flags & FLAG_MERGED ? now : NULL;
}

static void check_mapping(struct check *c, const struct prow_file *f, const struct node *map)
{
    const struct node *end = map + map->span;

    for (const struct node *k = map + 1; k < end; k += k->span, k += k->span) {
        const struct node *now =
            k->flags & FLAG_DEAD && !(k->flags & FLAG_MERGED) && !node_is(k, STR("<<")) ? brought_in(map, k) : NULL;
        if (!now)
            continue;
        report(c, prow_place(f, k),
               "\"%.*s\" is overwritten by the \"<<\" that follows it: with Prow's reader a merge "
               "wins over what stands before it; write \"<<\" first",
               STR_ARG(node_text(k)));
        also(c, prow_place(f, now), "overwritten by the value here");
    }
}

static bool has_merge(const struct tape *t)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->nodes[i].flags & FLAG_MERGED)
            return true;
    return false;
}

static void check_file(struct check *c, const struct prow_file *f)
{
    if (!f->tape.root || !has_merge(&f->tape))
        return;
    for (size_t i = 0; i < f->tape.count; i++)
        if (f->tape.nodes[i].kind == NODE_MAPPING)
            check_mapping(c, f, &f->tape.nodes[i]);
}

const struct rule rule_yaml_merge_override = {
    .id = "yaml-merge-override",
    .summary = "A merge key stands before the keys that are meant to override it.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .file = check_file,
};
