#include "rules/prow/plugins/plugin_duplicates.h"

/* A list of duplicates longer than this is printed up to here. */
enum { MOST_WORDS = 256 };

/* "[approve lgtm]": a name comes once for each time that the repo and that the organization list it. */
static struct str all_duplicates(struct arena *a, const struct plugin_list *repo, const struct plugin_list *org)
{
    struct str words[2 * MOST_WORDS + 2] = { STR("[") };
    size_t n = 1;

    for (struct plugin_element r = { 0 }, o; plugin_next(repo, &r) && n < 2 * MOST_WORDS;) {
        struct str name = plugin_name(a, &r);
        if (!plugin_named(org, name, &o))
            continue;
        do {
            if (str_eq(plugin_name(a, &o), name)) {
                words[n] = n > 1 ? STR(" ") : STR("");
                words[n + 1] = name;
                n += 2;
            }
        } while (n < 2 * MOST_WORDS && plugin_next(org, &o));
    }
    words[n++] = STR("]");
    return arena_join(a, words, n);
}

static void compare(struct check *c, struct plugin_duplicate *d,
                    void (*tell)(struct check *, const struct plugin_duplicate *))
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

void plugin_duplicates(struct check *c, const struct prow_tree *t)
{
    const struct plugin_duplicates_rule *r = check_with(c);
    struct plugin_lists lists;

    plugin_lists_read(&lists, t, r->kind);
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
        compare(c, &d, r->tell);
    }
}

void plugin_duplicate_report(struct check *c, const struct plugin_duplicate *d)
{
    report(c, plugin_place(d->repo, &d->in_repo), "%.*s lists \"%.*s\", which is on for all of %.*s already",
           STR_ARG(d->repo->name), STR_ARG(d->name), STR_ARG(d->org->name));
    at_path(c, "%.*s", STR_ARG(plugin_path(check_arena(c), d->repo, &d->in_repo)));
    also(c, plugin_place(d->org, &d->in_org), "listed for %.*s here", STR_ARG(d->org->name));
}
