#include "rules/prow/plugins/plugin_merge.h"

struct labels {
    struct check *check;
    struct arena *arena;
    struct map first; /* for whom and which label, to struct setting */
};

static struct str identity(struct labels *l, const struct setting *whom, struct str label)
{
    const struct str nul = { "", 1 };

    return ARENA_JOIN(l->arena, setting_key(whom), nul, label);
}

/* One label twice in the same file is no matter of merging. */
static void merge_label(struct labels *l, const struct setting *whom, const struct setting *entry)
{
    struct setting label = setting_get(l->arena, entry, "label");
    struct str text = setting_text(&label), name = identity(l, whom, text);
    const struct setting *first = map_get(&l->first, name);
    struct arena *a = check_arena(l->check);

    if (label.value && node_kind(label.value) != NODE_STRING)
        return;
    if (!first)
        *map_at(&l->first, name) = setting_keep(l->arena, entry);
    else if (first->file != entry->file)
        plugin_merge_report(l->check, entry, first,
                            ARENA_JOIN(a, STR("label "), text, STR(" is restricted for "), setting_key(whom)), "label",
                            ARENA_JOIN(a, STR("there are multiple label.restricted_labels configs for label "), text));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct labels l = { .check = c, .arena = t->scratch };
    struct setting file;

    map_init(&l.first, t->scratch);
    for (size_t i = 0; plugin_merge_refused(c) && plugin_file(t, i, &file); i++) {
        struct setting all = setting_get(t->scratch, &file, "label.restricted_labels");
        for (struct setting whom = { 0 }; setting_next(t->scratch, &all, &whom);)
            for (struct setting e = { 0 }; setting_next(t->scratch, &whom, &e);)
                merge_label(&l, &whom, &e);
    }
}

const struct rule rule_plug_supp_label = {
    .id = "plug-supp-label",
    .summary = "A restricted label of an organization, repository or of all stands in one file.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
