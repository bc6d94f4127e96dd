#include "base/ascii.h"
#include "base/nearest.h"
#include "prow/index/names.h"
#include "rule/rule.h"

enum {
    FEW = 4,          /* uses of a name that may be a slip */
    KINDS = 3,        /* sorts of users that make a name one that is known */
    SHORT = 8,        /* letters: shorter names differ by chance */
    MOST_RARE = 64,   /* rare names of one organization that are compared, ... */
    MOST_KNOWN = 512, /* with so many known ones */
};

/* How many sorts of users a repository has: presubmits, queries, plugins, ... */
static unsigned kinds_of_users(const struct names *n, const struct name *repo)
{
    unsigned seen = 0, count = 0;

    for (const struct name_use *u = name_first(n, repo); u; u = u->next)
        seen |= 1u << u->by;
    for (; seen; seen &= seen - 1)
        count++;
    return count;
}

static bool has_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (is_digit(s.p[i]))
            return true;
    return false;
}

/* Names of one organization; one letter apart, and no version or number in them. */
static bool is_slip(const struct name *rare, const struct name *known)
{
    return known->text.len + 1 >= rare->text.len && rare->text.len + 1 >= known->text.len && !has_digits(rare->text) &&
           nearest_distance(rare->text, known->text) == 1;
}

static void tell(struct check *c, const struct names *n, const struct name *rare, const struct name *known)
{
    const struct name_use *u = name_first(n, rare);

    report(c, u->at, "only %zu place%s name%s the repository %.*s, and %zu of %u sorts name %.*s; did you mean that?",
           rare->uses, str_plural(rare->uses), rare->uses == 1 ? "s" : "", STR_ARG(rare->text), known->uses,
           kinds_of_users(n, known), STR_ARG(known->text));
    also(c, name_first(n, known)->at, "%.*s", STR_ARG(known->text));
}

static void check_org(struct check *c, const struct names *n, struct name_range repos)
{
    size_t rare = 0;

    for (size_t i = 0; i < repos.count; i++) {
        const struct name *x = repos.items[i];
        size_t known = 0;
        if (x->uses > FEW || x->text.len < SHORT || kinds_of_users(n, x) != 1 || rare++ >= MOST_RARE)
            continue;
        for (size_t k = 0; k < repos.count && known < MOST_KNOWN; k++) {
            const struct name *y = repos.items[k];
            if (y->uses <= 2 * x->uses || !is_slip(x, y) || kinds_of_users(n, y) < KINDS)
                continue;
            known++;
            tell(c, n, x, y);
            break;
        }
    }
}

static struct str org_of(const struct name *repo)
{
    struct str org, rest;

    str_cut(repo->text, '/', &org, &rest);
    return org;
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct name_range all = names_of_kind(&n, NAME_REPO);

    for (size_t i = 0, end; i < all.count; i = end) {
        for (end = i + 1; end < all.count && str_eq(org_of(all.items[end]), org_of(all.items[i]));)
            end++;
        check_org(c, &n, (struct name_range){ all.items + i, end - i });
    }
}

const struct rule rule_repo_misspelt = {
    .id = "repo-misspelt",
    .summary = "No repository is named once that is a letter away from one that everything names.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS(NAME_REPO),
    .tree = check_tree,
};
