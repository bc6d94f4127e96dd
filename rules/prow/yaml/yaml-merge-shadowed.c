#include "base/map.h"
#include "prow/files/file.h"
#include "rule/rule.h"

/* One key that merges bring, by where it is written. */
struct merged {
    const struct node *key, *in_place; /* one that was overwritten, and by what */
    size_t kept, lost;
};

struct merges {
    const struct prow_file *file;
    struct arena *arena;
    struct map by_place; /* the bytes of the offset of the key: struct merged */
};

static struct merged *merged_at(struct merges *m, const struct node *key)
{
    struct str place = { (const char *)&key->start, sizeof key->start };
    void **at = map_at(&m->by_place, place);

    return *at ? *at : (*at = ARENA_NEW(m->arena, struct merged));
}

static void read_mapping(struct merges *m, const struct node *map)
{
    const struct node *end = map + map->span;

    for (const struct node *k = map + 1; k < end; k += k->span, k += k->span) {
        struct merged *x = k->flags & FLAG_MERGED ? merged_at(m, k) : NULL;
        const struct node *now = x && k->flags & FLAG_DEAD ? node_key(map, node_text(k)) : NULL;
        if (!x)
            continue;
        x->kept += !now || now->flags & FLAG_MERGED;
        x->lost += now && !(now->flags & FLAG_MERGED);
        if (now && !x->key) {
            x->key = k;
            x->in_place = now;
        }
    }
}

/* What stands below these are names of a team's own: who merges them means to add. Fields are overridden on purpose. */
static bool holds_names(const struct node *key)
{
    return node_is(key, STR("branches")) || node_is(key, STR("repos")) || node_is(key, STR("orgs"));
}

/* A mapping that stands where Prow reads it does something itself, whoever overwrites it. */
static bool is_read(const struct prow_file *f, const struct node *key)
{
    static const char *const fields[] = { "branch-protection", "tide", "presubmits", "postsubmits", "periodics" };

    for (const struct node *k = node_first_key(f->tape.root); k; k = node_next_key(f->tape.root, k))
        for (size_t i = 0; i < COUNT_OF(fields); i++)
            if (node_is(k, str_c(fields[i])) && key->start >= k->start && key->start < k[k->span].end)
                return true;
    return false;
}

/* Few files hold the key, and most not even its letter. */
static bool may_merge(struct str source)
{
    size_t at;

    while ((at = str_find_char(source, '<')) != SIZE_MAX) {
        source = str_from(source, at + 1);
        if (str_starts(source, STR("<")))
            return true;
    }
    return false;
}

static void check_file(struct check *c, const struct prow_file *f)
{
    struct merges m = { .file = f, .arena = check_arena(c) };

    if (!may_merge(f->tape.source))
        return;
    map_init(&m.by_place, m.arena);
    for (size_t i = 0; f->tape.root && i + 1 < f->tape.count; i++) {
        const struct node *k = &f->tape.nodes[i];
        if (k->flags & FLAG_KEY && !(k->flags & (FLAG_DEAD | FLAG_MERGED)) && holds_names(k) &&
            k[k->span].kind == NODE_MAPPING)
            read_mapping(&m, k + k->span);
    }
    for (size_t i = 0; i < m.by_place.count; i++) {
        const struct merged *x = m.by_place.entries[i].value;
        if (x->kept || !x->lost || node_kind(node_pair_value(x->key)) != NODE_MAPPING || is_read(f, x->key))
            continue;
        report(c, prow_place(f, x->key),
               "nobody gets this \"%.*s\": each of the %zu mapping%s that \"<<\" merges it into has a \"%.*s\" of its "
               "own, and a merge goes no deeper",
               STR_ARG(node_text(x->key)), x->lost, str_plural(x->lost), STR_ARG(node_text(x->key)));
        also(c, prow_place(f, x->in_place), "in place of it");
    }
}

const struct rule rule_yaml_merge_shadowed = {
    .id = "yaml-merge-shadowed",
    .summary = "A branch, repository or organization that \"<<\" is to bring reaches somebody.",
    .severity = SEVERITY_WARNING,
    .file = check_file,
};
