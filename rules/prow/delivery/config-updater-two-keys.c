#include "base/map.h"
#include "rules/prow/delivery/delivered.h"

struct looking {
    struct check *check;
    struct delivered delivered;
    struct map told; /* pairs of keys */
};

/* The more special key is where somebody added something. */
static bool is_special(const struct delivery_key *one, const struct delivery_key *other)
{
    size_t a = glob_folder(one->glob).len, b = glob_folder(other->glob).len;

    return a != b ? a > b : one->place > other->place;
}

static void tell(struct looking *l, struct str path, const struct delivery_key *one, const struct delivery_key *other)
{
    struct arena *a = l->delivered.tree->scratch;
    const struct delivery_key *special = is_special(one, other) ? one : other;
    const struct delivery_key *wide = special == one ? other : one;
    void **at = map_at(&l->told, ARENA_JOIN(a, one->glob, STR("\n"), other->glob));
    struct str map = delivered_map(&l->delivered, special), into = delivered_map(&l->delivered, wide);

    if (*at)
        return;
    *at = l;
    setting_report(l->check, &special->entry, setting_key_place(&special->entry),
                   "%.*s is for this key of config_updater, which copies into %.*s, and for %.*s, which copies into "
                   "%.*s: one of them, now this and now that, gets it",
                   STR_ARG(path), STR_ARG(map), STR_ARG(wide->glob), STR_ARG(into));
    also(l->check, setting_key_place(&wide->entry), "the other key");
}

static void look(struct looking *l, struct str path)
{
    const struct delivery_key *keys[2];

    if (delivery_of(&l->delivered.delivery, path, keys, 2) == 2)
        tell(l, path, keys[0], keys[1]);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct looking l = { .check = c };

    if (!delivered_read(&l.delivered, t))
        return;
    map_init(&l.told, t->scratch);
    for (struct delivered_walk w = { 0 }; delivered_next(&l.delivered, &w);)
        look(&l, w.path);
    for (size_t i = 0; i < l.delivered.delivery.count; i++)
        if (!glob_has_wildcard(l.delivered.delivery.keys[i]->glob))
            look(&l, l.delivered.delivery.keys[i]->glob);
}

const struct rule rule_config_updater_two_keys = {
    .id = "config-updater-two-keys",
    .summary = "Every file is for one key of config_updater.maps at most.",
    .severity = SEVERITY_WARNING,
    .of_changes = true,
    .reads = READS_PLUGINS | READS_FOLDERS | READS_FILES,
    .tree = check_tree,
};
