#include "rules/prow/config/rerun_auth.h"

#include "rule/rule.h"

#include <stdlib.h>

struct setting rerun_auth_superfluous(struct arena *a, const struct setting *config)
{
    static const char *const lists[] = { "github_users", "github_team_ids", "github_team_slugs", "github_orgs" };
    struct setting anyone = setting_get(a, config, "allow_anyone");

    for (size_t i = 0; node_true(anyone.value) && i < COUNT_OF(lists); i++) {
        struct setting list = setting_get(a, config, lists[i]);
        if (node_kind(list.value) == NODE_SEQUENCE && setting_count(&list))
            return list;
    }
    return (struct setting){ .file = config->file, .path = STR("") };
}

/* defaultRerunAuthMapToSlice: general before special. Within a rank Go's order is random. */
static int rank(struct str key)
{
    if (key.len == 0)
        return 0;
    if (str_eq(key, STR("*")))
        return 1;
    return str_find_char(key, '/') == SIZE_MAX ? 2 : 3;
}

static int by_rank(const void *pa, const void *pb)
{
    const struct setting *a = pa, *b = pb;
    int order = rank(setting_key(a)) - rank(setting_key(b));

    return order ? order : (a->index > b->index) - (a->index < b->index);
}

static void look_at_map(struct check *c, const struct prow_tree *t, const struct setting *map,
                        void (*look)(struct check *c, const struct prow_tree *t, const struct rerun_auth *auth))
{
    bool indexed = behaviour_may_hold(check_window(c), BEHAVIOUR_DEFAULT_RERUN_AUTH_CONFIGS);
    struct setting *entries = ARENA_ARRAY(t->scratch, struct setting, setting_count(map));
    size_t n = 0;

    for (struct setting e = { 0 }; setting_next(t->scratch, map, &e);)
        entries[n++] = e;
    if (n)
        qsort(entries, n, sizeof *entries, by_rank);
    for (size_t i = 0; i < n; i++) {
        struct str says =
            indexed ? arena_printf(t->scratch, "default_rerun_auth_configs[%zu]: ", i)
                    : ARENA_JOIN(t->scratch, STR("rerun_auth_configs["), setting_key(&entries[i]), STR("]: "));
        look(c, t, &(struct rerun_auth){ entries[i], says, BEHAVIOUR_RERUN_AUTH_CONFIGS_MAP });
    }
}

void rerun_auths_each(struct check *c, const struct prow_tree *t,
                      void (*look)(struct check *c, const struct prow_tree *t, const struct rerun_auth *auth))
{
    struct setting map = setting_find(t, "deck.rerun_auth_configs");
    struct setting list = setting_find(t, "deck.default_rerun_auth_configs");

    if (behaviour_may_hold(check_window(c), BEHAVIOUR_RERUN_AUTH_CONFIGS_MAP) && node_kind(map.value) == NODE_MAPPING)
        look_at_map(c, t, &map, look);
    if (!behaviour_may_hold(check_window(c), BEHAVIOUR_DEFAULT_RERUN_AUTH_CONFIGS))
        return;
    for (struct setting e = { 0 }; setting_next(t->scratch, &list, &e);) {
        struct rerun_auth auth = { setting_get(t->scratch, &e, "rerun_auth_configs"),
                                   arena_printf(t->scratch, "default_rerun_auth_configs[%zu]: ", e.index),
                                   BEHAVIOUR_DEFAULT_RERUN_AUTH_CONFIGS };
        look(c, t, &auth);
    }
}
