#include "prow/branches/branch_names.h"
#include "rule/rule.h"

/* What one list of a repository's jobs says: the patterns of branches, and of skip_branches, each once. */
struct pattern {
    struct str text;
    const struct job_summary *job; /* the first that says it */
    size_t jobs;
    bool skips;
    bool alive; /* matches a branch that is named */
};

struct looking {
    struct check *check;
    const struct prow_tree *tree;
    const struct job_group *group;
    struct arena *arena; /* emptied for each repository */
    struct map names, patterns;
};

/* Letters and dashes that it begins with, without the anchor. */
static struct str stem(struct str pattern)
{
    struct str t = str_trim_prefix(pattern, STR("^"));
    size_t i = 0;

    while (i < t.len && (((t.p[i] | 0x20) >= 'a' && (t.p[i] | 0x20) <= 'z') || t.p[i] == '-' || t.p[i] == '/'))
        i++;
    return str_slice(t, 0, i);
}

/* A pattern for versions: not just a name. */
static bool is_of_versions(struct str pattern)
{
    return str_has(pattern, STR("\\d")) || str_has(pattern, STR("[0-9]"));
}

static void put(struct looking *l, const struct job_summary *j, struct str text, bool skips)
{
    void **at = map_at(&l->patterns, ARENA_JOIN(l->arena, skips ? STR("-") : STR("+"), text));
    struct pattern *p = *at;

    if (!p) {
        *at = p = ARENA_NEW(l->arena, struct pattern);
        *p = (struct pattern){ .text = text, .job = j, .skips = skips };
    }
    p->jobs++;
}

static bool matches_some(const struct looking *l, struct str pattern)
{
    for (size_t i = 0; i < l->names.count; i++)
        if (patterns_match(l->tree->patterns, pattern, l->names.entries[i].key))
            return true;
    return false;
}

/* A pattern of the same stem and kind that does match branches: what the dead one was meant to be. */
static const struct pattern *twin(const struct looking *l, const struct pattern *dead)
{
    struct str begins = stem(dead->text);

    for (size_t i = 0; i < l->patterns.count; i++) {
        const struct pattern *p = l->patterns.entries[i].value;
        struct str other = stem(p->text);
        if (begins.len && other.len && p->alive && p->skips == dead->skips && p->jobs > dead->jobs &&
            is_of_versions(p->text) && (str_starts(other, begins) || str_starts(begins, other)))
            return p;
    }
    return NULL;
}

static void tell(const struct looking *l, const struct pattern *dead, const struct pattern *p)
{
    struct str field = dead->skips ? STR("skip_branches") : STR("branches");

    report(l->check, job_summary_place(dead->job),
           "%.*s of job %.*s, %.*s, matches no branch that jobs of %.*s name; %zu others say %.*s, which does",
           STR_ARG(field), STR_ARG(dead->job->name), STR_ARG(dead->text), STR_ARG(dead->job->repo), p->jobs,
           STR_ARG(p->text));
    at_path(l->check, "%.*s", STR_ARG(job_summary_path(l->arena, dead->job, field)));
    also(l->check, job_summary_place(p->job), "one of the others");
}

static void look_at_repo(struct looking *l)
{
    map_init(&l->names, l->arena);
    map_init(&l->patterns, l->arena);
    for (size_t i = 0; i < l->group->count; i++) {
        const struct job_summary *j = l->group->jobs[i];
        for (size_t k = 0; k < j->branches.only_count; k++)
            if (is_of_versions(j->branches.only[k]))
                put(l, j, j->branches.only[k], false);
        for (size_t k = 0; k < j->branches.skip_count; k++)
            if (is_of_versions(j->branches.skip[k]))
                put(l, j, j->branches.skip[k], true);
    }
    if (l->patterns.count < 2)
        return;
    branch_names_of_group(&l->names, l->group);
    for (size_t i = 0; i < l->patterns.count; i++) {
        struct pattern *p = l->patterns.entries[i].value;
        p->alive = matches_some(l, p->text);
    }
    for (size_t i = 0; i < l->patterns.count; i++) {
        const struct pattern *p = l->patterns.entries[i].value, *other = p->alive ? NULL : twin(l, p);
        if (other)
            tell(l, p, other);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct arena scratch = { 0 };

    for (size_t i = 0; i < t->group_count; i++) {
        struct looking l = { .check = c, .tree = t, .group = t->groups[i], .arena = &scratch };
        arena_reset(&scratch);
        if (t->groups[i]->kind != PERIODIC)
            look_at_repo(&l);
    }
    arena_free(&scratch);
}

const struct rule rule_branches_match_none = {
    .id = "branches-match-none",
    .summary = "Patterns for the branches of releases are written as the releases of the repository are called.",
    .severity = SEVERITY_WARNING,
    .reads = READS_SETTINGS | READS_JOBS | READS_PLUGINS,
    .tree = check_tree,
};
