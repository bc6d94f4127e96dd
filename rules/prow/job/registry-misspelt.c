#include "base/ascii.h"
#include "base/nearest.h"
#include "prow/index/names.h"
#include "rule/rule.h"

enum {
    FEW = 2,       /* jobs that a slip may be copied to */
    MANY = 10,     /* jobs that make a place of images one that is known */
    SHORTEST = 10, /* shorter ones are like each other by chance */
    MOST_LOOKED_AT = 256,
};

/* A registry with its project, registry.example.com/team, and the images below that jobs run. */
struct home {
    struct str name;
    size_t jobs;
    const struct name *first;
};

/* Up to the second slash, where a host stands before the first. */
static struct str home_of(struct str image)
{
    struct str host, rest, project;

    if (!str_cut(image, '/', &host, &rest) ||
        (str_find_char(host, '.') == SIZE_MAX && str_find_char(host, ':') == SIZE_MAX))
        return STR("");
    return str_cut(rest, '/', &project, &rest) ? str_slice(image, 0, host.len + 1 + project.len) : STR("");
}

/* team-1 and team-2 are two projects. */
static bool differ_by_digit(struct str a, struct str b)
{
    size_t i = 0;

    while (i < a.len && i < b.len && a.p[i] == b.p[i])
        i++;
    return (i < a.len && is_digit(a.p[i])) || (i < b.len && is_digit(b.p[i]));
}

/* ghcr.io and gcr.io are two registries: where hosts differ, the project is not the same by a slip. */
static bool is_slip(const struct home *rare, const struct home *common)
{
    struct str host, other, project, rest;

    str_cut(rare->name, '/', &host, &project);
    str_cut(common->name, '/', &other, &rest);
    return common->jobs >= MANY && (str_eq(host, other) || (str_eq(project, rest) && host.len >= SHORTEST)) &&
           nearest_distance(rare->name, common->name) == 1 && !differ_by_digit(rare->name, common->name);
}

static void tell(struct check *c, const struct names *n, const struct home *rare, const struct home *common)
{
    for (const struct name_use *u = name_first(n, rare->first); u; u = u->next) {
        if (!u->job)
            continue;
        report(c, u->at,
               "job %.*s takes its image from %.*s, as %zu job%s do%s, and %zu jobs take theirs from %.*s; did you "
               "mean "
               "that?",
               STR_ARG(u->job->name), STR_ARG(rare->name), rare->jobs, str_plural(rare->jobs),
               rare->jobs == 1 ? "es" : "", common->jobs, STR_ARG(common->name));
        also(c, name_first(n, common->first)->at, "one of them");
    }
}

static void look(struct check *c, const struct names *n, const struct map *homes, const struct home *rare)
{
    size_t compared = 0;

    for (size_t i = 0; i < homes->count && compared < MOST_LOOKED_AT; i++) {
        const struct home *common = homes->entries[i].value;
        compared += common->jobs >= MANY;
        if (is_slip(rare, common)) {
            tell(c, n, rare, common);
            return;
        }
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct name_range all = names_of_kind(&n, NAME_IMAGE);
    struct arena scratch = { 0 };
    struct map homes;
    size_t looked = 0;

    map_init(&homes, &scratch);
    for (size_t i = 0; i < all.count; i++) {
        struct str name = home_of(all.items[i]->text);
        void **at = name.len >= SHORTEST ? map_at(&homes, name) : NULL;
        struct home *h;
        if (!at)
            continue;
        h = *at ? *at : (*at = ARENA_NEW(&scratch, struct home));
        h->name = name;
        h->jobs += all.items[i]->jobs;
        h->first = h->first ? h->first : all.items[i];
    }
    for (size_t i = 0; i < homes.count && looked < MOST_LOOKED_AT; i++) {
        const struct home *h = homes.entries[i].value;
        if (h->jobs && h->jobs <= FEW) {
            looked++;
            look(c, &n, &homes, h);
        }
    }
    arena_free(&scratch);
}

const struct rule rule_registry_misspelt = {
    .id = "registry-misspelt",
    .summary = "Images come from registries and projects that others take theirs from, not from one a letter off.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .reads = READS(NAME_IMAGE),
    .tree = check_tree,
};
