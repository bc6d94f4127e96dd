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
static void walk_level(const struct walk *w, const struct setting *map, enum merge_level level, struct str above)
{
    struct arena *a = w->tree->scratch;

    if (node_kind(map->value) != NODE_MAPPING)
        return;
    for (struct setting e = { 0 }; setting_next(a, map, &e);) {
        struct str name = ARENA_JOIN(a, above, str_c(between[level]), setting_key(&e));
        if (node_kind(e.value) == NODE_MAPPING && level < w->level)
            walk_level(w, &e, level + 1, name);
        else if (level == w->level && (!e.value || node_kind(e.value) == NODE_STRING))
            w->look(w->check, w->tree, &(struct merge_method){ e, level, name });
    }
}

void merge_methods_each(struct check *c, const struct prow_tree *t, enum merge_level level,
                        void (*look)(struct check *c, const struct prow_tree *t, const struct merge_method *m))
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
    return behaviour_may_hold(check_window(c), BEHAVIOUR_TIDE_MERGE_METHOD_BRANCHES) ? STR("tide merge type: ")
                                                                                     : STR("");
}

/* What some file says under this key of tide.merge_method. */
static struct setting said_of(struct arena *a, const struct prow_tree *t, struct str key)
{
    struct setting file, map, entry = { 0 };

    for (size_t n = 0; !entry.at && setting_file(t, n, &file); n++) {
        map = setting_get(a, &file, "tide.merge_method");
        entry = setting_entry(a, &map, key);
    }
    return entry;
}

/* The repo's entry below its org's, or the one for all others. */
static struct setting below_org(struct arena *a, const struct setting *org, struct str repo)
{
    struct setting entry = { 0 };

    if (node_kind(org->value) != NODE_MAPPING)
        return entry;
    entry = setting_entry(a, org, repo);
    return entry.at ? entry : setting_entry(a, org, STR("*"));
}

/* The first pattern, sorted by text, that matches the branch. */
static struct str by_pattern(struct arena *a, const struct prow_tree *t, const struct setting *repo, struct str branch,
                             bool *found)
{
    struct setting best = { 0 };

    *found = false;
    if (node_kind(repo->value) != NODE_MAPPING)
        return STR("");
    for (struct setting e = { 0 }; setting_next(a, repo, &e);)
        if (patterns_match(t->patterns, setting_key(&e), branch) &&
            (!*found || str_cmp(setting_key(&e), setting_key(&best)) < 0)) {
            best = e;
            *found = true;
        }
    return setting_text(&best);
}

static struct str nested(struct arena *a, const struct prow_tree *t, struct str org, struct str repo, struct str branch)
{
    struct str full = ARENA_JOIN(a, org, STR("/"), repo), method;
    struct setting of_org = said_of(a, t, org), of_repo = below_org(a, &of_org, repo), s;
    bool found;

    s = said_of(a, t, ARENA_JOIN(a, full, STR("@"), branch));
    if (branch.len && setting_text(&s).len)
        return setting_text(&s);
    method = by_pattern(a, t, &of_repo, branch, &found);
    if (found)
        return method;
    s = said_of(a, t, full);
    if (setting_text(&s).len)
        return setting_text(&s);
    return setting_text(&of_repo).len ? setting_text(&of_repo) : setting_text(&of_org);
}

struct str merge_method_of(struct arena *a, const struct prow_tree *t, const struct window *w, struct str org,
                           struct str repo, struct str branch)
{
    struct setting s;
    struct str method;

    if (behaviour_may_hold(w, BEHAVIOUR_TIDE_MERGE_METHOD_BRANCHES)) {
        method = nested(a, t, org, repo, branch);
    } else {
        s = said_of(a, t, ARENA_JOIN(a, org, STR("/"), repo));
        if (!s.at)
            s = said_of(a, t, org);
        method = setting_text(&s);
    }
    return method.len ? method : STR("merge");
}

int64_t batch_size_limit_of(struct arena *a, const struct prow_tree *t, struct str org, struct str repo)
{
    const struct str keys[] = { ARENA_JOIN(a, org, STR("/"), repo), org, STR("*") };
    struct setting root = setting_main(t), map = setting_get(a, &root, "tide.batch_size_limit");
    int64_t limit = 0;

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct setting s = setting_entry(a, &map, keys[i]);
        if (s.at)
            return setting_int(&s, &limit) ? limit : 0;
    }
    return 0;
}
