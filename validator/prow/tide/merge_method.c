#include "prow/tide/merge_method.h"

#include "base/quote.h"
#include "rule/rule.h"
#include "schema/behaviour.h"

struct walk {
    struct check *check;
    const struct prow_tree *tree;
    enum merge_level level;
    void (*look)(struct check *c, const struct prow_tree *t, const struct merge_method *m);
};

static const char *const between[] = { [MERGE_ORG] = "", [MERGE_REPO] = "/", [MERGE_BRANCH] = "@" };

/* A text or null is a method, a mapping leads one level down, and anything else is not decoded. */
static void walk_level(const struct walk *w, const struct setting *map, enum merge_level level,
                       struct str above)
{
    struct arena *a = w->tree->scratch;

    if (node_kind(map->value) != NODE_MAPPING)
        return;
    for (struct setting e = { 0 }; setting_next(a, map, &e);) {
        struct str name = ARENA_JOIN(a, above, str_c(between[level]), setting_key(&e));
        if (node_kind(e.value) == NODE_MAPPING && level < w->level)
            walk_level(w, &e, level + 1, name);
        else if (level == w->level && (!e.value || node_kind(e.value) == NODE_STRING))
            w->look(w->check, w->tree, &(struct merge_method) { e, level, name });
    }
}

void merge_methods_each(struct check *c, const struct prow_tree *t, enum merge_level level,
                        void (*look)(struct check *c, const struct prow_tree *t,
                                     const struct merge_method *m))
{
    struct walk w = { c, t, level, look };
    struct setting file;

    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting map = setting_get(t->scratch, &file, "tide.merge_method");
        walk_level(&w, &map, MERGE_ORG, STR(""));
    }
}

bool merge_method_valid(struct str method)
{
    return str_eq(method, STR("merge")) || str_eq(method, STR("rebase")) || str_eq(method, STR("squash"));
}

void merge_method_report(struct check *c, const struct merge_method *m)
{
    struct str method = setting_text(&m->setting), says = merge_method_says(c);

    setting_report(c, &m->setting, setting_place(&m->setting),
                   "\"%.*s\" is no way to merge; merge, rebase and squash are", STR_ARG(method));
    prow_says(c, "%.*smerge type %.*s for %.*s is not a valid type", STR_ARG(says),
              STR_ARG(arena_quote(check_arena(c), method)), STR_ARG(m->name));
}

struct str merge_method_says(struct check *c)
{
    return behaviour_may_hold(check_window(c), BEHAVIOUR_TIDE_MERGE_METHOD_BRANCHES)
               ? STR("tide merge type: ")
               : STR("");
}
