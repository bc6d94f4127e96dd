#include "rules/prow/plugins/owners_plugins.h"

#include "schema/behaviour.h"

static const char *const plugins[] = { "approve", "blunderbuss", "rifle", "owners-label" };

enum { COUNT = COUNT_OF(plugins), RIFLE = 2 };

static bool counts(size_t i, const struct window *w)
{
    return i != RIFLE || behaviour_may_hold(w, BEHAVIOUR_RIFLE);
}

struct str owners_plugins_words(struct arena *a, const struct window *w)
{
    struct str words = STR("");

    for (size_t i = 0; i < COUNT; i++)
        if (counts(i, w))
            words = ARENA_JOIN(a, words, words.len ? STR(", ") : STR(""), str_c(plugins[i]));
    return words;
}

struct org_repo_set owners_plugins_set(struct arena *a, const struct plugin_lists *lists, const struct window *w)
{
    struct org_repo_set all = { 0 }, one;

    for (size_t i = 0; i < COUNT; i++)
        if (counts(i, w)) {
            org_repo_set_plugin(&one, a, lists, PLUGINS_BUILT_IN, str_c(plugins[i]));
            all = i ? org_repo_set_or(a, &all, &one) : one;
        }
    return all;
}

const struct plugin_list *owners_plugins_enabling(const struct plugin_lists *lists, struct str name,
                                                  struct plugin_element *e, const struct window *w)
{
    for (size_t i = 0; i < COUNT; i++) {
        const struct plugin_list *list = counts(i, w) ? plugin_lists_enabling(lists, name, str_c(plugins[i]), e) : NULL;
        if (list)
            return list;
    }
    return NULL;
}
