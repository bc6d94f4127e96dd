#include "rules/prow/config/hierarchy.h"

#include "base/path.h"
#include "prow/files/config_scope.h"
#include "schema/behaviour.h"

struct looking {
    struct check *check;
    const struct prow_tree *tree;
    bool says; /* with checkconfig's words */
};

/* Go's fs.ValidPath. */
static bool plain_path(struct str path)
{
    struct str part, rest = path;

    if (str_eq(path, STR(".")))
        return true;
    do {
        bool more = str_cut(rest, '/', &part, &rest);
        if (part.len == 0 || str_eq(part, STR(".")) || str_eq(part, STR("..")))
            return false;
        if (more && rest.len == 0)
            return false;
    } while (rest.len);
    return path.len > 0;
}

static bool is_supplemental(const struct jobtree *walk)
{
    return walk->kind == JOBTREE_CONFIG || walk->kind == JOBTREE_PLUGINS;
}

/* Until 2025-05-05 checkconfig looked at the plugin folders only. */
static bool is_seen(const struct window *w, const struct jobtree *walk)
{
    return plain_path(walk->root) && behaviour_may_hold(w, BEHAVIOUR_CHECK_SUPPLEMENTAL_HIERARCHY) &&
           (walk->kind == JOBTREE_PLUGINS || behaviour_may_hold(w, BEHAVIOUR_CHECK_HIERARCHY_WALKS_CONFIG));
}

/* Prow's list of what does not belong, after "but"; and a related place for each but the first. */
struct strangers {
    struct buf *text;
    struct setting first;
    size_t count;
};

static void stranger(const struct looking *l, struct strangers *s, const struct setting *where, const char *kind,
                     struct str name)
{
    struct check *c = l->check;

    buf_printf(s->text, "%s contains %s%.*s", s->count ? " and" : "", kind, STR_ARG(name));
    if (s->count++)
        also(c, where->at ? setting_key_place(where) : setting_place(where), "%s%.*s stands here", kind, STR_ARG(name));
}

/* Elements of lists stand for themselves; entries of maps have a key. */
static const struct setting *first_stranger(const struct config_scope *scope, struct str org, struct str repo)
{
    const struct scope_list *lists[] = { &scope->orgs, &scope->repos };
    const struct str expected[] = { repo.len ? STR("") : org, repo };

    if (scope->global.at)
        return &scope->global;
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k]->count; i++)
            if (!str_eq(lists[k]->items[i].name, expected[k]))
                return &lists[k]->items[i].where;
    return NULL;
}

static void list_strangers(const struct looking *l, const struct config_scope *scope, struct str org, struct str repo,
                           struct buf *text)
{
    struct strangers s = { .text = text };

    if (scope->global.at)
        stranger(l, &s, &scope->global, "global config", STR(""));
    for (size_t i = 0; i < scope->orgs.count; i++)
        if (repo.len || !str_eq(scope->orgs.items[i].name, org))
            stranger(l, &s, &scope->orgs.items[i].where, "config for org ", scope->orgs.items[i].name);
    for (size_t i = 0; i < scope->repos.count; i++)
        if (!str_eq(scope->repos.items[i].name, repo))
            stranger(l, &s, &scope->repos.items[i].where, "config for repo ", scope->repos.items[i].name);
}

/* repo is "org/repo" for a file two folders down, else empty. */
static void tell(const struct looking *l, const struct prow_file *f, const struct config_scope *scope, struct str org,
                 struct str repo)
{
    const struct setting *first = first_stranger(scope, org, repo);
    struct setting whole = setting_whole(f);
    struct buf text = { 0 };
    struct check *c = l->check;

    if (first)
        setting_report(c, first, setting_key_place(first),
                       "this is not about %.*s, whose folder the file lies in; a file for everybody lies at the root",
                       STR_ARG(repo.len ? repo : org));
    else
        setting_report(c, &whole, setting_place(&whole), "this file lies in the folder of %.*s and sets nothing for it",
                       STR_ARG(repo.len ? repo : org));
    list_strangers(l, scope, org, repo, &text);
    if (l->says)
        prow_says(c, "config %.*s is invalid: Must %s config for %s %.*s, but%.*s", STR_ARG(f->path),
                  repo.len ? "only contain" : "contain only", repo.len ? "repo" : "org", STR_ARG(repo.len ? repo : org),
                  STR_ARG(buf_str(&text)));
    buf_free(&text);
}

static bool is_only(const struct scope_list *list, struct str name)
{
    return list->count == 1 && str_eq(list->items[0].name, name);
}

static void tell_depth(const struct looking *l, const struct prow_file *f, struct str root)
{
    struct setting whole = setting_whole(f);

    setting_report(l->check, &whole, setting_place(&whole),
                   "this file lies too deep: %.*s holds folders of organizations, and those folders of repositories",
                   STR_ARG(root));
    if (l->says)
        prow_says(l->check,
                  "config %.*s is at an invalid location. All configs must be below %.*s. If they are org-specific, "
                  "they must be in a folder named like the org. If they are repo-specific, they must be in a folder "
                  "named like the repo below a folder named like the org.",
                  STR_ARG(f->path), STR_ARG(root));
}

/* The root stands as it was given, "./dir" or "dir/"; files stand cleaned below it. */
static struct str below_root(struct arena *a, struct str path, struct str root)
{
    struct str clean = path_clean(a, root);

    return str_eq(clean, STR(".")) ? path : str_trim_prefix(str_trim_prefix(path, clean), STR("/"));
}

/* A file that can't be read or decoded is reported as such. */
static void check_file(const struct looking *l, const struct prow_file *f, struct str root)
{
    struct str below = below_root(l->tree->scratch, f->path, root), org, repo, rest;
    struct config_scope scope;

    if (f->broken || f->read_error.len || !str_cut(below, '/', &org, &rest))
        return;
    if (!str_cut(rest, '/', &repo, &rest)) {
        config_scope_read(&scope, l->tree, check_window(l->check), f);
        if (scope.global.at || !is_only(&scope.orgs, org) || scope.repos.count)
            tell(l, f, &scope, org, STR(""));
        return;
    }
    if (str_has(rest, STR("/"))) {
        tell_depth(l, f, root);
        return;
    }
    repo = ARENA_JOIN(l->tree->scratch, org, STR("/"), repo);
    config_scope_read(&scope, l->tree, check_window(l->check), f);
    if (scope.global.at || scope.orgs.count || !is_only(&scope.repos, repo))
        tell(l, f, &scope, org, repo);
}

/* The files of the walks of one kind stand in the tree in the same order. */
void hierarchy_check(struct check *c, const struct prow_tree *t, bool seen)
{
    const struct looking l = { c, t, seen };
    size_t next[2] = { 0, 0 };

    for (size_t w = 0; w < t->walk_count; w++) {
        const struct jobtree *walk = &t->walks[w];
        bool plugins = walk->kind == JOBTREE_PLUGINS;
        if (!is_supplemental(walk))
            continue;
        for (size_t i = 0; i < walk->count; i++) {
            const struct prow_file *f =
                prow_tree_file(t, plugins ? ROLE_SUPPLEMENTAL_PLUGINS : ROLE_SUPPLEMENTAL_CONFIG, next[plugins]++);
            if (f && is_seen(check_window(c), walk) == seen)
                check_file(&l, f, walk->root);
        }
    }
}

void hierarchy_check_roots(struct check *c, const struct prow_tree *t)
{
    for (size_t w = 0; w < t->walk_count; w++) {
        struct str root = t->walks[w].root;
        if (!is_supplemental(&t->walks[w]) || plain_path(root) ||
            !behaviour_may_hold(check_window(c), BEHAVIOUR_CHECK_SUPPLEMENTAL_HIERARCHY))
            continue;
        report(c, (struct place){ root, { 0 }, false },
               "checkconfig can't look into this folder: it wants a path below the folder that it is started in, "
               "without \".\", \"..\" and a slash at the end");
        prow_says(c, "error when walking: stat %.*s: invalid argument", STR_ARG(root));
    }
}
