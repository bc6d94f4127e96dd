#include "prow/index/names.h"
#include "rule/rule.h"

/* A branch as jobs name it, without anchors and escapes: "^release-0\.8$" is release-0.8. */
static struct str plain(struct arena *a, struct str pattern)
{
    struct str s = str_trim_suffix(str_trim_prefix(pattern, STR("^")), STR("$"));
    char *out = arena_take(a, s.len + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] != '\\')
            out[n++] = s.p[i];
    return (struct str){ out, n };
}

/* The same with every separator alike. */
static struct str skeleton(struct arena *a, struct str branch)
{
    char *out = arena_take(a, branch.len + 1);

    for (size_t i = 0; i < branch.len; i++)
        out[i] = branch.p[i] == '.' || branch.p[i] == '_' ? '-' : branch.p[i];
    return (struct str){ out, branch.len };
}

/* What is known of one branch of a repository. */
struct branch {
    struct str name;
    size_t refs, uses; /* extra refs that clone it; those, and jobs, queries and policies that name it */
    struct place at;
};

struct branches_of {
    struct arena *arena;
    struct map by_name, by_skeleton; /* struct branch; of a skeleton the one with most refs */
};

static void add(struct branches_of *b, const struct names *n, const struct name *pattern)
{
    struct str name = plain(b->arena, pattern->text);
    void **at = map_at(&b->by_name, name);
    struct branch *branch = *at ? *at : (*at = ARENA_NEW(b->arena, struct branch));

    branch->name = name;
    for (const struct name_use *u = name_first(n, pattern); u; u = u->next) {
        branch->refs += u->by == BY_EXTRA_REFS;
        branch->uses += u->by != BY_SKIP_BRANCHES;
        branch->at = branch->at.file.len ? branch->at : u->at;
    }
}

static const struct branch *find(const struct branches_of *b, struct str name)
{
    return map_get(&b->by_name, name);
}

/* Names that are used nearly as often may be two branches. */
static bool outweighs(const struct branch *other, const struct branch *self)
{
    return other && other != self && other->uses > 2 * self->uses;
}

/* The branch that is meant: main for master and the other way about, or one that differs in its separators. */
static const struct branch *meant(const struct branches_of *b, const struct branch *self)
{
    bool main = str_eq(self->name, STR("main")), master = str_eq(self->name, STR("master"));
    const struct branch *other;

    if (self->refs == 0 || self->uses > self->refs)
        return NULL;
    other = main || master ? find(b, main ? STR("master") : STR("main"))
                           : map_get(&b->by_skeleton, skeleton(b->arena, self->name));
    return outweighs(other, self) ? other : NULL;
}

static void tell(struct check *c, const struct names *n, struct str repo, const struct branch *self,
                 const struct branch *other)
{
    for (const struct name_use *u = names_first(n, NAME_BRANCH, repo, self->name); u; u = u->next) {
        if (u->by != BY_EXTRA_REFS || !u->job)
            continue;
        report(c, u->at,
               "job %.*s clones branch %.*s of %.*s, which %zu extra ref%s name%s and nothing else does; %zu places "
               "name %.*s",
               STR_ARG(u->job->name), STR_ARG(self->name), STR_ARG(repo), self->refs, str_plural(self->refs),
               self->refs == 1 ? "s" : "", other->uses, STR_ARG(other->name));
        at_path(c, "%.*s", STR_ARG(job_summary_path(check_arena(c), u->job, STR("extra_refs"))));
        also(c, other->at, "named here");
        repair(c, REPAIR_LIKELY, u->at, other->name);
    }
}

static void check_repo(struct check *c, const struct names *n, struct arena *a, struct name_range branches)
{
    struct branches_of b = { .arena = a };

    map_init(&b.by_name, a);
    map_init(&b.by_skeleton, a);
    for (size_t i = 0; i < branches.count; i++)
        add(&b, n, branches.items[i]);
    for (size_t i = 0; i < b.by_name.count; i++) {
        struct branch *x = b.by_name.entries[i].value;
        void **at = map_at(&b.by_skeleton, skeleton(a, x->name));
        if (!*at || x->uses > ((struct branch *)*at)->uses)
            *at = x;
    }
    for (size_t i = 0; i < b.by_name.count; i++) {
        const struct branch *x = b.by_name.entries[i].value, *other = meant(&b, x);
        if (other)
            tell(c, n, branches.items[0]->of, x, other);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct name_range all = names_of_kind(&n, NAME_BRANCH);

    for (size_t i = 0, end; i < all.count; i = end) {
        for (end = i + 1; end < all.count && str_eq(all.items[end]->of, all.items[i]->of);)
            end++;
        check_repo(c, &n, t->scratch, (struct name_range){ all.items + i, end - i });
    }
}

const struct rule rule_extra_ref_branch = {
    .id = "extra-ref-branch",
    .summary = "An extra ref names the branch as everything else in the tree does.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS(NAME_BRANCH),
    .tree = check_tree,
};
