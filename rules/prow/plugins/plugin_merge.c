#include "rules/prow/plugins/plugin_merge.h"

#include "rules/prow/setting_check.h"

bool plugin_merge_refused(struct check *c)
{
    return behaviour_may_hold(check_window(c), BEHAVIOUR_SUPPLEMENTAL_PLUGIN_ERRORS_FATAL);
}

void plugin_merge_report(struct check *c, const struct setting *later, const struct setting *first, struct str what,
                         const char *part, struct str says)
{
    setting_report(c, later, setting_key_place(later), "%.*s in another file already; one of the two has to go",
                   STR_ARG(what));
    also(c, setting_key_place(first), "first set here");
    prow_says(c,
              "failed to merge config from %.*s into main config: failed to merge .%s from supplemental "
              "config: %.*s",
              STR_ARG(later->file->path), part, STR_ARG(says));
    refused_by_some(c, BEHAVIOUR_SUPPLEMENTAL_PLUGIN_ERRORS_FATAL);
}

void plugin_merge_lists(struct check *c, const struct prow_tree *t)
{
    const enum plugin_kind kind = *(const enum plugin_kind *)check_with(c);
    const char *part = kind == PLUGINS_EXTERNAL ? "external-plugins" : "plugins";
    struct arena *a = check_arena(c);
    struct plugin_lists lists;

    plugin_lists_read(&lists, t, kind);
    for (size_t i = 0; i < lists.count; i++) {
        const struct plugin_list *l = &lists.items[i], *first = plugin_lists_find(&lists, l->name);
        if (first == l)
            continue;
        plugin_merge_report(c, &l->entry, &first->entry,
                            ARENA_JOIN(a, l->name,
                                       kind == PLUGINS_EXTERNAL ? STR(" has external plugins") : STR(" has plugins")),
                            part, ARENA_JOIN(a, STR("found duplicate config for "), str_c(part), STR("."), l->name));
    }
}
