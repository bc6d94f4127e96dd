#include "rule/version_note.h"
#include "rules/prow/plugins/config_updater.h"
#include "rules/prow/setting_check.h"

/* Targets seen in one mode, and what to say about one that comes again. */
struct seen {
    struct map first; /* target to struct setting: the entry that has it */
    enum update_mode mode;
};

static struct str identity(struct arena *a, const struct update_target *u, enum update_mode mode)
{
    if (mode == UPDATE_BY_MAP)
        return ARENA_JOIN(a, u->map, STR("\0"), u->key);
    return ARENA_JOIN(a, u->map, STR("\0"), u->key, STR("\0"), u->cluster, STR("\0"), u->namespace);
}

static void note_versions(struct check *c, enum update_mode mode)
{
    if (mode == UPDATE_BY_MAP)
        refused_between(c, BEHAVIOUR_CONFIG_UPDATER_KEY_COLLISIONS, BEHAVIOUR_CONFIG_UPDATER_KEYS_PER_TARGET);
    else if (mode == UPDATE_BY_NAMESPACES)
        refused_between(c, BEHAVIOUR_CONFIG_UPDATER_KEYS_PER_TARGET, BEHAVIOUR_CONFIG_UPDATER_NAMESPACES_GONE);
    else
        refused_by_some(c, BEHAVIOUR_CONFIG_UPDATER_NAMESPACES_GONE);
}

static void tell(struct check *c, const struct update_target *u, const struct setting *entry,
                 const struct setting *first, enum update_mode mode)
{
    if (first->at == entry->at)
        setting_report(c, &u->at, setting_place(&u->at),
                       "namespace \"%.*s\" of cluster %.*s comes twice for this entry", STR_ARG(u->namespace),
                       STR_ARG(u->cluster));
    else
        setting_report(c, entry, setting_key_place(entry),
                       "key %.*s of config map %.*s is written from another file "
                       "already, and the two would overwrite each other",
                       STR_ARG(u->key), STR_ARG(u->map));
    if (first->at != entry->at)
        also(c, setting_key_place(first), "written here");
    prow_says(c, "key %.*s in configmap %.*s updated with more than one file", STR_ARG(u->key), STR_ARG(u->map));
    note_versions(c, mode);
}

static void check_entry(struct check *c, const struct prow_tree *t, struct seen *seen, const struct updated_file *f)
{
    struct update_target u = { 0 };

    while (update_target_next(t, f, seen->mode, &u)) {
        void **at = map_at(&seen->first, identity(t->scratch, &u, seen->mode));
        if (*at) {
            tell(c, &u, &f->entry, *at, seen->mode);
            return;
        }
        *at = ARENA_NEW(t->scratch, struct setting);
        *(struct setting *)*at = f->entry;
    }
}

static void check_mode(struct check *c, const struct prow_tree *t, enum update_mode mode)
{
    struct seen seen = { .mode = mode };
    struct updated_file f = { 0 };

    map_init(&seen.first, t->scratch);
    while (updated_file_next(t, &f))
        check_entry(c, t, &seen, &f);
}

/* The versions of one November day took a file that goes to several targets for a collision. */
static void check_slip(struct check *c, const struct prow_tree *t)
{
    const enum behaviour from = BEHAVIOUR_CONFIG_UPDATER_KEYS_PER_TARGET, to = BEHAVIOUR_CONFIG_UPDATER_SEVERAL_TARGETS;
    struct updated_file f = { 0 };

    while (may_refuse_between(c, from, to) && updated_file_next(t, &f)) {
        struct update_target u = { 0 };
        if (!update_target_next(t, &f, UPDATE_BY_NAMESPACES, &u) ||
            !update_target_next(t, &f, UPDATE_BY_NAMESPACES, &u))
            continue;
        setting_report(c, &f.entry, setting_key_place(&f.entry),
                       "this file goes to several targets, which the deployed "
                       "version takes for several files");
        prow_says(c, "key %.*s in configmap %.*s updated with more than one file", STR_ARG(u.key), STR_ARG(u.map));
        refused_between(c, from, to);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_CONFIG_UPDATER_NAMESPACES_GONE))
        check_mode(c, t, UPDATE_BY_CLUSTERS);
    if (may_refuse_between(c, BEHAVIOUR_CONFIG_UPDATER_KEYS_PER_TARGET, BEHAVIOUR_CONFIG_UPDATER_NAMESPACES_GONE))
        check_mode(c, t, UPDATE_BY_NAMESPACES);
    if (may_refuse_between(c, BEHAVIOUR_CONFIG_UPDATER_KEY_COLLISIONS, BEHAVIOUR_CONFIG_UPDATER_KEYS_PER_TARGET))
        check_mode(c, t, UPDATE_BY_MAP);
    check_slip(c, t);
}

const struct rule rule_config_updater_key = {
    .id = "config-updater-key",
    .formerly = "plug-cu-key",
    .summary = "No two files are copied into the same key of a config map.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
