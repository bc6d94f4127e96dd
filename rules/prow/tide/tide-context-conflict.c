#include "base/buf.h"
#include "prow/tide/tide_conflict.h"
#include "prow/tide/tide_query.h"
#include "rule/rule.h"

struct looking {
    struct check *check;
    const struct branch_protection *protection;
    const struct tide_coverage *coverage;
    unsigned sources;    /* where checkconfig finds names of branches */
    struct arena *arena; /* emptied for each branch */
};

/* The one branch that a pattern means: its text without "^", "$" and "\" before a dot. False when it means more. */
static bool only_branch(struct arena *a, struct str pattern, struct str *branch)
{
    struct str inner = str_trim_suffix(str_trim_prefix(pattern, STR("^")), STR("$"));
    struct buf b = { 0 };
    bool plain = inner.len < pattern.len || str_find_char(pattern, '\\') != SIZE_MAX;

    for (size_t i = 0; plain && i < inner.len; i++) {
        char c = inner.p[i];
        if (c == '\\' && i + 1 < inner.len && inner.p[i + 1] == '.')
            c = inner.p[++i];
        else if (str_find_char(STR("\\.+*?()|[]{}^$"), c) != SIZE_MAX)
            plain = false;
        buf_char(&b, c);
    }
    *branch = plain ? arena_copy(a, buf_str(&b)) : STR("");
    buf_free(&b);
    return plain && branch->len;
}

static bool find(const struct looking *l, const struct named_branches *of, struct str branch, struct tide_conflict *x)
{
    struct tide_contexts contexts;

    tide_contexts(&contexts, l->arena, l->protection, of->org, of->repo, branch, false);
    return tide_conflict_find(x, l->arena, l->protection->tree, &contexts);
}

/* Whether checkconfig of some deployed version looks at this branch: tide-context-policy speaks of it. */
static bool is_looked_at(const struct looking *l, const struct named_branches *of, struct str branch)
{
    const struct named_branch *n = map_get(&of->names, branch);

    return n && l->sources & 1u << n->from;
}

/* What checkconfig finds on the branches that it looks at; keys live in a. */
static void note_known(const struct looking *l, const struct named_branches *of, struct arena *a, struct map *known)
{
    struct tide_conflict x;

    for (size_t i = 0; i < of->names.count; i++) {
        arena_reset(l->arena);
        if (is_looked_at(l, of, of->names.entries[i].key) && find(l, of, of->names.entries[i].key, &x))
            *map_at(known, arena_copy(a, x.words)) = known;
    }
}

/* known: what checkconfig finds in this repo and what was reported, filled when it is first needed. */
static void look(const struct looking *l, const struct named_branches *of, struct str branch, struct map *known,
                 struct arena *a)
{
    const struct tide_conflict_at at = { of->org, of->repo, branch };
    struct tide_conflict x;
    void **seen;

    arena_reset(l->arena);
    if (is_looked_at(l, of, branch) || !find(l, of, branch, &x))
        return;
    if (!known->arena) {
        map_init(known, a);
        note_known(l, of, a, known);
        arena_reset(l->arena);
        find(l, of, branch, &x);
    }
    seen = map_at(known, arena_copy(a, x.words));
    if (!*seen)
        tide_conflict_report(l->check, &x, &at);
    *seen = known;
}

static void look_at_repo(const struct looking *l, const struct named_branches *of)
{
    struct map known = { 0 };
    struct arena a = { 0 };
    struct str branch;

    for (size_t i = 0; i < of->names.count; i++) {
        look(l, of, of->names.entries[i].key, &known, &a);
        if (only_branch(&a, of->names.entries[i].key, &branch))
            look(l, of, branch, &known, &a);
    }
    if (tide_covers(l->coverage, of->org, of->repo, ANY_OTHER_BRANCH).value)
        look(l, of, ANY_OTHER_BRANCH, &known, &a);
    arena_free(&a);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct arena scratch = { 0 };
    struct branch_protection protection;
    struct named_branches *repos;
    struct tide_coverage coverage;
    struct looking l = { c, &protection, &coverage, tide_checked_sources(check_window(c)), &scratch };
    size_t count;

    tide_coverage_read(&coverage, t);
    branch_protection_read(&protection, t, check_window(c));
    count = named_branches(&repos, t->scratch, &protection, NAMED_BY_ALL);
    for (size_t i = 0; i < count; i++)
        if (named_part(c, &protection, &repos[i]))
            look_at_repo(&l, &repos[i]);
    arena_free(&scratch);
}

const struct rule rule_tide_context_conflict = {
    .id = "tide-context-conflict",
    .summary = "No status is both required and optional for tide on a branch that checkconfig does not look at.",
    .severity = SEVERITY_WARNING,
    .beyond = "tide-context-policy",
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};
