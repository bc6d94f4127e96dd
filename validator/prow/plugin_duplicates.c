#include "prow/plugin_duplicates.h"

/* "[approve lgtm]": a name comes once for each time that the repo and that the organization list it. */
static struct str all_duplicates(struct arena *a, const struct plugin_list *repo, const struct plugin_list *org)
{
    struct str words = STR("[");

    for (struct plugin_element r = { 0 }; plugin_next(repo, &r);)
        for (struct plugin_element o = { 0 }; plugin_next(org, &o);)
            if (str_eq(plugin_name(a, &r), plugin_name(a, &o)))
                words = ARENA_JOIN(a, words, words.len > 1 ? STR(" ") : STR(""), plugin_name(a, &r));
    return ARENA_JOIN(a, words, STR("]"));
}

static void compare(struct check *c, struct plugin_duplicate *d, void (*tell)(struct check *, const struct plugin_duplicate *))
{
    struct arena *a = check_arena(c);

    for (d->in_repo = (struct plugin_element){ 0 }; plugin_next(d->repo, &d->in_repo);) {
        d->name = plugin_name(a, &d->in_repo);
        if (!plugin_named(d->org, d->name, &d->in_org))
            continue;
        if (d->all.len == 0)
            d->all = all_duplicates(a, d->repo, d->org);
        tell(c, d);
    }
}

void plugin_duplicates(struct check *c, const struct prow_tree *t, enum plugin_kind kind,
                       void (*tell)(struct check *c, const struct plugin_duplicate *d))
{
    struct plugin_lists lists;

    plugin_lists_read(&lists, t, kind);
    for (size_t i = 0; i < lists.count; i++) {
        struct plugin_duplicate d = { .repo = &lists.items[i] };
        struct str org;
        if (str_find_char(d.repo->name, '/') == SIZE_MAX)
            continue;
        plugin_split(d.repo->name, &org, &d.short_name);
        d.org = plugin_lists_find(&lists, org);
        if (!d.org)
            continue;
        d.excluded = plugin_excludes(d.org, d.short_name);
        compare(c, &d, tell);
    }
}

void plugin_duplicate_report(struct check *c, const struct plugin_duplicate *d)
{
    report(c, plugin_place(d->repo, &d->in_repo), "%.*s lists \"%.*s\", which is on for all of %.*s already",
           STR_ARG(d->repo->name), STR_ARG(d->name), STR_ARG(d->org->name));
    at_path(c, "%.*s", STR_ARG(plugin_path(check_arena(c), d->repo, &d->in_repo)));
    also(c, plugin_place(d->org, &d->in_org), "listed for %.*s here", STR_ARG(d->org->name));
}
