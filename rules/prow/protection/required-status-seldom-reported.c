#include "prow/branches/required_contexts.h"
#include "rule/rule.h"

struct looking {
    struct check *check;
    struct requirements requirements;
    struct arena *arena; /* emptied for each branch */
    struct map told;     /* repo and status */
};

/* How presubmits report a status that is waited for on a branch by its name. */
enum reporting {
    REPORTED,  /* always, or nobody here knows it: another service does */
    SOMETIMES, /* on some changes */
    BY_HAND,   /* when somebody asks for it */
    BY_OPTION, /* by a job whose result does not count, or that does not report */
    ELSEWHERE, /* on other branches of the repo only */
};

static const struct status_context *in_other_branches(const struct job_group *g, struct arena *a, struct str name)
{
    struct status_context *c;

    for (size_t i = 0; g && i < g->count; i++) {
        const struct job_summary *j = g->jobs[i];
        if (!str_eq(j->context, name))
            continue;
        c = ARENA_NEW(a, struct status_context);
        *c = (struct status_context){ .name = name, .at = { j->file, j->context_span, false }, .job = j };
        return c;
    }
    return NULL;
}

/* names: the statuses that presubmits of the repo report anywhere. */
static enum reporting reported(const struct looking *l, const struct branch_contexts *on, const struct job_group *g,
                               const struct map *names, struct str name, const struct status_context **by)
{
    if (context_set_find(&on->required, name) || !map_get(names, name))
        return REPORTED;
    if ((*by = context_set_find(&on->if_present, name)))
        return (*by)->job->has_change_regex ? SOMETIMES : BY_HAND;
    if ((*by = context_set_find(&on->optional, name)))
        return BY_OPTION;
    *by = in_other_branches(g, l->arena, name);
    return ELSEWHERE;
}

static bool is_new(struct looking *l, struct str repo, struct str name)
{
    struct arena *a = check_arena(l->check);
    void **at = map_at(&l->told, ARENA_JOIN(a, repo, (struct str){ "", 1 }, name));

    if (*at)
        return false;
    *at = l;
    return true;
}

/* named: some branches of the repo have names. */
static void tell(struct looking *l, struct str repo, struct str branch, bool named, const struct status_context *c,
                 enum reporting how, const struct status_context *by)
{
    static const char *const why[] = {
        [SOMETIMES] = "but its job runs on some changes only: other pull requests wait for it for ever",
        [BY_HAND] = "but its job runs only when somebody asks for it: until then pull requests wait",
        [BY_OPTION] = "but its job is optional: what must succeed should not say that it need not",
        [ELSEWHERE] = "but its jobs run on other branches only: nothing can be merged there",
    };
    struct str where = !str_eq(branch, ANY_OTHER_BRANCH) ? ARENA_JOIN(l->arena, STR("branch "), branch)
                       : named                           ? STR("every branch that nobody names")
                                                         : STR("every branch");

    report(l->check, c->at, "the status %.*s is required by its name on %.*s of %.*s, %s", STR_ARG(c->name),
           STR_ARG(where), STR_ARG(repo), why[how]);
    if (how != ELSEWHERE)
        no_more_than(l->check, SEVERITY_INFO);
    at_path(l->check, "%.*s", STR_ARG(c->path));
    also(l->check, by->at, "reported by this presubmit");
}

/* Several statuses of one branch whose jobs run on other branches only: most likely the list is another branch's. They are
 * told once, where the branch is named. */
static bool tell_together(struct looking *l, const struct named_branches *of, struct str branch,
                          const struct status_context **all, const struct status_context **by, size_t count)
{
    const struct branch_protection *bp = &l->requirements.protection;
    const struct protected *b = protected_below(protected_below(protected_below(&bp->top, of->org), of->repo), branch);
    struct str *texts = ARENA_ARRAY(l->arena, struct str, count);

    for (size_t i = 0; i < count; i++)
        texts[i] = all[i]->name;
    if (count < 2 || !b)
        return false;
    setting_report(l->check, &b->entry, setting_key_place(&b->entry),
                   "branch %.*s of %.*s/%.*s requires statuses whose jobs run on other branches only: nothing can be "
                   "merged there before somebody sets %.*s by hand",
                   STR_ARG(branch), STR_ARG(of->org), STR_ARG(of->repo),
                   STR_ARG(arena_list(l->arena, STR(", "), texts, count)));
    also(l->check, all[0]->at, "the first of them is required here");
    also(l->check, by[0]->at, "it is reported by this presubmit");
    return true;
}

static void look(struct looking *l, const struct named_branches *of, const struct map *names, struct str branch)
{
    struct str full = ARENA_JOIN(l->arena, of->org, STR("/"), of->repo);
    const struct branch_protection *bp = &l->requirements.protection;
    const struct job_group *g = protection_presubmits(bp, full);
    struct required_contexts r;
    const struct status_context **away, **away_by;
    struct branch_contexts on;
    size_t count = 0;

    required_contexts(&r, l->arena, &l->requirements, of->org, of->repo, branch);
    branch_contexts_read(&on, l->arena, bp->tree, g, branch, false, true);
    away = ARENA_ARRAY(l->arena, const struct status_context *, r.protection.by_name.count);
    away_by = ARENA_ARRAY(l->arena, const struct status_context *, r.protection.by_name.count);
    for (size_t i = 0; i < r.protection.by_name.count; i++) {
        const struct status_context *c = r.protection.by_name.entries[i].value, *by = NULL;
        enum reporting how;
        if (c->from != CONTEXT_FROM_PROTECTION)
            continue;
        how = reported(l, &on, g, names, c->name, &by);
        /* Nobody knows whether there are other branches than those that its jobs are for. */
        if (how == ELSEWHERE && str_eq(branch, ANY_OTHER_BRANCH))
            continue;
        if (how == ELSEWHERE) {
            away[count] = c;
            away_by[count++] = by;
        } else if (how != REPORTED && is_new(l, full, c->name)) {
            tell(l, full, branch, of->names.count != 0, c, how, by);
        }
    }
    if (tell_together(l, of, branch, away, away_by, count))
        return;
    for (size_t i = 0; i < count; i++)
        if (is_new(l, full, away[i]->name))
            tell(l, full, branch, of->names.count != 0, away[i], ELSEWHERE, away_by[i]);
}

static void look_at_repo(struct looking *l, const struct named_branches *of)
{
    struct arena a = { 0 };
    struct map names;
    const struct job_group *g =
        protection_presubmits(&l->requirements.protection, ARENA_JOIN(&a, of->org, STR("/"), of->repo));

    map_init(&names, &a);
    for (size_t i = 0; g && i < g->count; i++)
        *map_at(&names, g->jobs[i]->context) = l;
    for (size_t i = 0; names.count && i <= of->names.count; i++) {
        arena_reset(l->arena);
        look(l, of, &names, i < of->names.count ? of->names.entries[i].key : ANY_OTHER_BRANCH);
    }
    arena_free(&a);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct arena scratch = { 0 };
    struct looking l = { .check = c, .arena = &scratch };
    struct named_branches *repos;
    size_t count;

    requirements_read(&l.requirements, t, check_window(c));
    map_init(&l.told, check_arena(c));
    /* The branches of jobs are patterns; a job that names its branches reports there if anywhere. */
    count = named_branches(&repos, t->scratch, &l.requirements.protection, NAMED_BY_PROTECTION | NAMED_BY_TIDE);
    for (size_t i = 0; i < count; i++)
        if (named_part(c, &l.requirements.protection, &repos[i]))
            look_at_repo(&l, &repos[i]);
    arena_free(&scratch);
}

const struct rule rule_required_status_seldom_reported = {
    .id = "required-status-seldom-reported",
    .summary = "What branch protection requires by its name is reported on every pull request.",
    .severity = SEVERITY_WARNING,
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};
