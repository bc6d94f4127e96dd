#include "base/nearest.h"
#include "prow/index/names.h"
#include "rule/rule.h"

enum {
    FEW = 2,           /* jobs that a slip may be copied to */
    MANY = 5,          /* jobs that make a name one that is known */
    SLIPS = 2,         /* letters that differ */
    MOST_RARE = 256,   /* rare names that are compared, ... */
    MOST_COMMON = 256, /* with so many common ones */
};

/* Letters and separators without the digits: build01 and build02 are two clusters, and no slip. */
static struct str without_digits(struct arena *a, struct str s)
{
    char *out = arena_take(a, s.len + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            out[n++] = s.p[i];
    return (struct str){ out, n };
}

static bool is_slip(struct arena *a, const struct name *rare, const struct name *common, size_t *least)
{
    size_t far = nearest_distance(rare->text, common->text);

    if (far > SLIPS || far >= *least || far * 4 > common->text.len || rare->jobs * MANY > common->jobs ||
        str_eq(without_digits(a, rare->text), without_digits(a, common->text)))
        return false;
    *least = far;
    return true;
}

static const struct name *meant(struct arena *a, const struct name *rare, struct name_range all)
{
    const struct name *found = NULL;
    size_t least = SIZE_MAX, compared = 0;

    for (size_t i = 0; i < all.count && compared < MOST_COMMON; i++)
        if (all.items[i]->jobs >= MANY) {
            compared++;
            if (is_slip(a, rare, all.items[i], &least))
                found = all.items[i];
        }
    return found;
}

static void tell(struct check *c, const struct names *n, const struct name *rare, const struct name *common)
{
    for (const struct name_use *u = name_first(n, rare); u; u = u->next) {
        if (!u->job)
            continue;
        report(c, u->at,
               "job %.*s runs on cluster %.*s, which %zu job%s name%s, and %zu jobs name %.*s; did you mean that?",
               STR_ARG(u->job->name), STR_ARG(rare->text), rare->jobs, str_plural(rare->jobs),
               rare->jobs == 1 ? "s" : "", common->jobs, STR_ARG(common->text));
        at_path(c, "%.*s", STR_ARG(job_summary_path(check_arena(c), u->job, STR("cluster"))));
        repair(c, REPAIR_LIKELY, u->at, common->text);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct name_range all = names_of_kind(&n, NAME_CLUSTER);
    size_t rare = 0, named = 0;

    if (t->facts.clusters.known && !t->facts.clusters.empty)
        return;
    for (size_t i = 0; i < all.count; i++) {
        const struct name *x = all.items[i], *common;
        named += x->jobs > 0 && !str_eq(x->text, STR("default"));
        if (x->jobs == 0 || x->jobs > FEW || rare++ >= MOST_RARE)
            continue;
        common = meant(t->scratch, x, all);
        if (common)
            tell(c, &n, x, common);
    }
    if (named)
        not_evaluated(c,
                      "which build clusters there are is not known (--clusters, or plank.build_cluster_status_file): "
                      "those that jobs name were only compared with one another");
}

const struct rule rule_cluster_misspelt = {
    .id = "cluster-misspelt",
    .summary = "No job names a cluster that is a letter away from one that many jobs name.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS(NAME_CLUSTER) | READS_FACTS,
    .tree = check_tree,
};
