#include "prow/protection/branch_protection.h"

#include "prow/versions/library.h"
#include "schema/behaviour.h"

const char *policy_level_below(enum policy_level level)
{
    static const char *const below[] = {
        [POLICY_TOP] = "orgs", [POLICY_ORG] = "repos", [POLICY_REPO] = "branches", [POLICY_BRANCH] = NULL
    };

    return below[level];
}

struct setting policy_first_field(const struct window *w, const struct prow_tree *t, const struct setting *s)
{
    const struct go_struct *policy = go_type_find("prow/branch_protection", "Policy")->fields;
    struct setting e = { 0 };

    while (node_kind(s->value) == NODE_MAPPING && setting_next(t->scratch, s, &e)) {
        const struct go_field *f = field_known(w, policy, setting_key(&e));
        if (f && e.value && (f->type->kind != GO_SLICE || setting_count(&e)))
            return e;
    }
    return (struct setting){ .file = s->file, .path = s->path };
}

static bool is_known(const struct branch_protection *bp, const char *type, const char *field)
{
    return field_may_be_known(bp->window, "prow/branch_protection", type, str_c(field));
}

static struct setting known(const struct branch_protection *bp, const struct setting *s, const char *type,
                            const char *field)
{
    struct setting found = setting_get(bp->tree->scratch, s, field);

    if (found.value && !is_known(bp, type, field))
        found.value = NULL;
    return found;
}

static struct name_list read_texts(const struct branch_protection *bp, const struct setting *s, const char *type,
                                   const char *field)
{
    struct setting list = known(bp, s, type, field);
    struct arena *a = bp->tree->scratch;
    struct str *texts;
    size_t count = 0;

    if (node_kind(list.value) != NODE_SEQUENCE)
        return (struct name_list){ 0 };
    texts = ARENA_ARRAY(a, struct str, setting_count(&list));
    for (struct setting e = { 0 }; setting_next(a, &list, &e);)
        texts[count++] = setting_text(&e);
    return (struct name_list){ texts, count, true };
}

static struct policy_people read_people(const struct branch_protection *bp, const struct setting *s, const char *type,
                                        const char *field, const char *people)
{
    struct setting p = known(bp, s, type, field);

    if (!p.value)
        return (struct policy_people){ 0 };
    return (struct policy_people){
        .given = true,
        .apps = read_texts(bp, &p, people, "apps"),
        .users = read_texts(bp, &p, people, "users"),
        .teams = read_texts(bp, &p, people, "teams"),
    };
}

static struct policy_reviews read_reviews(const struct branch_protection *bp, const struct setting *s)
{
    struct setting r = known(bp, s, "Policy", "required_pull_request_reviews");

    if (!r.value)
        return (struct policy_reviews){ 0 };
    return (struct policy_reviews){
        .given = true,
        .dismiss_stale = known(bp, &r, "ReviewPolicy", "dismiss_stale_reviews"),
        .code_owners = known(bp, &r, "ReviewPolicy", "require_code_owner_reviews"),
        .approvals = known(bp, &r, "ReviewPolicy", "required_approving_review_count"),
        .dismissal = read_people(bp, &r, "ReviewPolicy", "dismissal_restrictions", "DismissalRestrictions"),
        .bypass = read_people(bp, &r, "ReviewPolicy", "bypass_pull_request_allowances", "BypassRestrictions"),
    };
}

static void read_own(struct policy *p, const struct branch_protection *bp, const struct setting *s)
{
    struct setting checks = known(bp, s, "Policy", "required_status_checks"), contexts;

    p->unmanaged = known(bp, s, "Policy", "unmanaged");
    p->protect = known(bp, s, "Policy", "protect");
    p->manual = known(bp, s, "Policy", "require_manually_triggered_jobs");
    p->admins = known(bp, s, "Policy", "enforce_admins");
    p->linear_history = known(bp, s, "Policy", "required_linear_history");
    p->force_pushes = known(bp, s, "Policy", "allow_force_pushes");
    p->deletions = known(bp, s, "Policy", "allow_deletions");
    p->signed_commits = known(bp, s, "Policy", "require_signed_commits");
    p->checks = checks.value != NULL;
    p->strict = known(bp, &checks, "ContextPolicy", "strict");
    p->restrictions = read_people(bp, s, "Policy", "restrictions", "Restrictions");
    p->reviews = read_reviews(bp, s);
    p->include = read_texts(bp, s, "Policy", "include");
    p->exclude = read_texts(bp, s, "Policy", "exclude");
    contexts = known(bp, &checks, "ContextPolicy", "contexts");
    context_set_add_list(&p->contexts, &contexts, CONTEXT_FROM_PROTECTION);
    p->names = read_texts(bp, &checks, "ContextPolicy", "contexts");
}

static struct protected *named(struct protected *p, struct arena *a, const struct setting *entry)
{
    void **at = map_at(&p->below, setting_key(entry));
    struct protected *made;

    if (*at)
        return *at;
    *at = made = ARENA_NEW(a, struct protected);
    made->name = setting_key(entry);
    made->entry = *entry;
    map_init(&made->below, a);
    context_set_init(&made->own.contexts, a);
    return made;
}

static void read_level(struct branch_protection *bp, struct protected *p, const struct setting *s,
                       enum policy_level level)
{
    struct arena *a = bp->tree->scratch;
    const char *field = policy_level_below(level);
    struct setting map, e = { 0 };

    if (!p->policy.value && policy_first_field(bp->window, bp->tree, s).at) {
        p->policy = *s;
        read_own(&p->own, bp, s);
        p->managed = p->own.unmanaged.value && !node_true(p->own.unmanaged.value);
    }
    if (!field)
        return;
    map = setting_get(a, s, field);
    while (node_kind(map.value) == NODE_MAPPING && setting_next(a, &map, &e)) {
        struct protected *inner;
        if (e.value && node_kind(e.value) != NODE_MAPPING) /* does not load, and is no name of anything */
            continue;
        inner = named(p, a, &e);
        read_level(bp, inner, &e, level + 1);
        p->managed_below |= inner->managed || inner->managed_below;
    }
}

static void first_of(struct branch_protection *bp, struct setting *found, const struct setting *s, const char *field)
{
    if (!found->value)
        *found = known(bp, s, "BranchProtection", field);
}

static void index_presubmits(struct branch_protection *bp)
{
    const struct prow_tree *t = bp->tree;

    map_init(&bp->presubmits, t->scratch);
    map_init(&bp->bare, t->scratch);
    for (size_t i = 0; i < t->bare_count; i++)
        if (t->bare[i].kind == PRESUBMIT)
            *map_at(&bp->bare, t->bare[i].repo) = &t->bare[i];
    for (size_t i = 0; i < t->group_count; i++)
        if (t->groups[i]->kind == PRESUBMIT)
            *map_at(&bp->presubmits, t->groups[i]->repo) = t->groups[i];
}

static void read_whole(struct branch_protection *bp, const struct prow_tree *t, const struct window *w)
{
    struct setting file;

    *bp = (struct branch_protection){ .tree = t, .window = w };
    map_init(&bp->top.below, t->scratch);
    context_set_init(&bp->top.own.contexts, t->scratch);
    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting s = setting_get(t->scratch, &file, "branch-protection");
        read_level(bp, &bp->top, &s, POLICY_TOP);
        first_of(bp, &bp->protect_tested, &s, "protect-tested-repos");
        first_of(bp, &bp->allow_disabled, &s, "allow_disabled_policies");
        first_of(bp, &bp->allow_disabled_jobs, &s, "allow_disabled_job_policies");
        first_of(bp, &bp->optional_jobs, &s, "protect_repos_with_optional_jobs");
    }
    index_presubmits(bp);
}

void branch_protection_read(struct branch_protection *bp, const struct prow_tree *t, const struct window *w)
{
    struct branch_protection *kept = t->kept_for_rules->policy;

    if (!kept || kept->window != w) {
        t->kept_for_rules->policy = kept = ARENA_NEW(t->scratch, struct branch_protection);
        read_whole(kept, t->whole, w);
    }
    *bp = *kept;
    bp->tree = t;
}

bool protected_is_setting(const struct branch_protection *bp, const struct protected *p)
{
    const struct go_struct *policy = go_type_find("prow/branch_protection", "Policy")->fields;

    return p->entry.value && !p->policy.value && p->below.count == 0 && field_known(bp->window, policy, p->name);
}

const struct protected *protected_below(const struct protected *p, struct str name)
{
    return p ? map_get(&p->below, name) : NULL;
}

const struct job_group *protection_presubmits(const struct branch_protection *bp, struct str repo)
{
    return map_get(&bp->presubmits, repo);
}

static void inherit(struct setting *outer, const struct setting *inner)
{
    if (inner->value)
        *outer = *inner;
}

static void join_people(struct arena *a, struct policy_people *outer, const struct policy_people *inner)
{
    outer->given |= inner->given;
    name_list_join(a, &outer->apps, &inner->apps);
    name_list_join(a, &outer->users, &inner->users);
    name_list_join(a, &outer->teams, &inner->teams);
}

static void join_reviews(struct arena *a, struct policy_reviews *outer, const struct policy_reviews *inner)
{
    outer->given |= inner->given;
    inherit(&outer->dismiss_stale, &inner->dismiss_stale);
    inherit(&outer->code_owners, &inner->code_owners);
    inherit(&outer->approvals, &inner->approvals);
    join_people(a, &outer->dismissal, &inner->dismissal);
    join_people(a, &outer->bypass, &inner->bypass);
}

void policy_apply(struct policy *p, struct arena *a, const struct policy *inner)
{
    inherit(&p->unmanaged, &inner->unmanaged);
    inherit(&p->protect, &inner->protect);
    inherit(&p->strict, &inner->strict);
    inherit(&p->manual, &inner->manual);
    inherit(&p->admins, &inner->admins);
    inherit(&p->linear_history, &inner->linear_history);
    inherit(&p->force_pushes, &inner->force_pushes);
    inherit(&p->deletions, &inner->deletions);
    inherit(&p->signed_commits, &inner->signed_commits);
    p->checks |= inner->checks;
    context_set_add_all(&p->contexts, &inner->contexts);
    name_list_join(a, &p->names, &inner->names);
    join_people(a, &p->restrictions, &inner->restrictions);
    join_reviews(a, &p->reviews, &inner->reviews);
    name_list_join(a, &p->include, &inner->include);
    name_list_join(a, &p->exclude, &inner->exclude);
}

bool policy_protects_somehow(const struct policy *p)
{
    return p->checks || p->admins.value || p->restrictions.given || p->manual.value || p->reviews.given ||
           p->linear_history.value || p->force_pushes.value || p->deletions.value || p->signed_commits.value;
}

void protection_merge(struct policy *p, struct arena *a, const struct branch_protection *bp, struct str org,
                      struct str repo)
{
    const struct protected *o = protected_below(&bp->top, org), *r = protected_below(o, repo);

    *p = (struct policy){ 0 };
    context_set_init(&p->contexts, a);
    policy_apply(p, a, &bp->top.own);
    if (o)
        policy_apply(p, a, &o->own);
    if (r)
        policy_apply(p, a, &r->own);
}

bool policy_is_strict(const struct policy *p)
{
    return node_true(p->protect.value) && node_true(p->strict.value);
}

bool protection_branch(struct policy *p, struct arena *a, const struct branch_protection *bp, struct str org,
                       struct str repo, struct str branch)
{
    const struct protected *r = protected_below(protected_below(&bp->top, org), repo);
    const struct protected *b = protected_below(r, branch);

    protection_merge(p, a, bp, org, repo);
    if (!b)
        return true;
    policy_apply(p, a, &b->own);
    return p->protect.value || (node_true(p->unmanaged.value) &&
                                behaviour_may_hold(bp->window, BEHAVIOUR_BRANCH_PROTECTION_UNMANAGED_BRANCH));
}

static bool says_false(const struct setting *s)
{
    return s->value && !node_true(s->value);
}

/* Adds what the presubmits require, where that makes Prow look after the branch (shouldManageRequiredStatusCheck). */
static enum protection add_presubmits(struct policy *p, struct arena *a, const struct branch_protection *bp,
                                      const struct branch_contexts *jobs)
{
    if (!context_set_count(&jobs->required) &&
        !(node_true(bp->optional_jobs.value) &&
          context_set_count(&jobs->if_present) + context_set_count(&jobs->optional)))
        return PROTECTION_POLICY;
    if (says_false(&p->protect))
        return node_true(bp->allow_disabled_jobs.value) ? PROTECTION_NONE : PROTECTION_JOBS_REFUSED;
    p->checks = true;
    context_set_add_all(&p->contexts, &jobs->required);
    name_list_join(a, &p->names, &jobs->required_names);
    if (node_true(bp->protect_tested.value))
        p->protect = bp->protect_tested;
    return PROTECTION_POLICY;
}

enum protection protection_policy(struct policy *p, struct arena *a, const struct branch_protection *bp, struct str org,
                                  struct str repo, struct str branch, bool inrepo)
{
    struct str full = ARENA_JOIN(a, org, STR("/"), repo);
    struct branch_contexts jobs;
    enum protection found;

    if (!protection_branch(p, a, bp, org, repo, branch))
        return PROTECTION_BRANCH_OPEN;
    branch_contexts_read(&jobs, a, bp->tree, protection_presubmits(bp, full), branch, node_true(p->manual.value),
                         inrepo);
    found = add_presubmits(p, a, bp, &jobs);
    if (found != PROTECTION_POLICY)
        return found;
    if (says_false(&p->protect) && policy_protects_somehow(p) && !node_true(bp->allow_disabled.value))
        return PROTECTION_DISABLED_POLICY;
    return p->protect.value || policy_protects_somehow(p) ? PROTECTION_POLICY : PROTECTION_NONE;
}

struct str protection_error(struct arena *a, const struct branch_protection *bp, enum protection found, struct str org,
                            struct str repo, struct str branch)
{
    switch (found) {
    case PROTECTION_BRANCH_OPEN:
        return behaviour_may_hold(bp->window, BEHAVIOUR_BRANCH_PROTECTION_UNMANAGED_BRANCH)
                   ? STR("defined branch policies must set protect or unmanaged=true")
                   : STR("defined branch policies must set protect");
    case PROTECTION_JOBS_REFUSED:
        return STR("required prow jobs require branch protection");
    case PROTECTION_DISABLED_POLICY:
        return ARENA_JOIN(a, org, STR("/"), repo, STR("="), branch,
                          STR(" defines a policy, which requires protect: true"));
    default:
        return STR("");
    }
}

enum protection protection_of_listed(struct policy *p, struct arena *a, const struct branch_protection *bp,
                                     struct str org, struct str repo, struct str branch, bool inrepo)
{
    if (!protected_below(&bp->top, org))
        return PROTECTION_NONE;
    return protection_policy(p, a, bp, org, repo, branch, inrepo);
}
