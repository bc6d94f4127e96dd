#include "rules/prow/protection/unmanaged.h"

#include "prow/versions/library.h"
#include "schema/behaviour.h"

struct search {
    struct check *check;
    const struct prow_tree *tree;
    tell_unmanaged *tell;
    bool below_counts; /* unmanaged: false below is known to make a difference */
};

/* One thing that is looked at: what stands above it and what that says. */
struct visit {
    const struct protected *node, *above; /* above: NULL for the top */
    const struct protected *by;           /* the nearest that says unmanaged: true, not taken back since */
    struct str names[3];
    bool told_above; /* something above was told as a whole */
};

static bool says_so(const struct protected *p)
{
    return p && node_true(p->own.unmanaged.value);
}

/* The first setting of the policy beside unmanaged. */
static struct setting first_setting(const struct search *s, const struct protected *p)
{
    const struct go_struct *policy = go_type_find("prow/branch_protection", "Policy")->fields;
    struct setting e = { 0 };

    while (node_kind(p->policy.value) == NODE_MAPPING && setting_next(s->tree->scratch, &p->policy, &e)) {
        const struct go_field *f = field_known(check_window(s->check), policy, setting_key(&e));
        if (f && !str_eq(f->name, STR("unmanaged")) && e.value && (f->type->kind != GO_SLICE || setting_count(&e)))
            return e;
    }
    return (struct setting){ 0 };
}

/* Directly below, not deeper: checkconfig asks an organization for repositories only, though branches would do. */
static bool has_managed_child(const struct search *s, const struct protected *p)
{
    for (size_t i = 0; s->below_counts && i < p->below.count; i++)
        if (((const struct protected *)p->below.entries[i].value)->managed)
            return true;
    return false;
}

static bool tell(const struct search *s, const struct visit *v, enum unmanaged_case is, const struct protected *by,
                 const struct setting *first)
{
    const struct unmanaged u = { is, v->node, by, { v->names[0], v->names[1], v->names[2] }, *first };

    s->tell(s->check, &u);
    return true;
}

/* Whether what stands above makes checkconfig complain of the whole, settings or not. */
static bool whole_is_told(const struct search *s, const struct visit *v, enum policy_level level)
{
    if (level == POLICY_TOP || !says_so(v->above))
        return false;
    if (level == POLICY_BRANCH)
        return !(s->below_counts && v->node->managed);
    return !has_managed_child(s, v->node);
}

static void look(const struct search *s, const struct visit *v, enum policy_level level);

static void look_below(const struct search *s, const struct visit *v, enum policy_level level, bool told,
                       const struct protected *by)
{
    for (size_t i = 0; i < v->node->below.count; i++) {
        struct visit below = {
            v->node->below.entries[i].value, v->node, by, { v->names[0], v->names[1], v->names[2] }, told
        };
        below.names[level] = below.node->name;
        look(s, &below, level + 1);
    }
}

static void look(const struct search *s, const struct visit *v, enum policy_level level)
{
    static const enum unmanaged_case whole[] = { UNMANAGED_TOP, UNMANAGED_ORG_BELOW_TOP, UNMANAGED_REPO_BELOW_ORG,
                                                 UNMANAGED_BRANCH_BELOW_REPO };
    static const enum unmanaged_case own[] = { UNMANAGED_TOP, UNMANAGED_ORG, UNMANAGED_REPO, UNMANAGED_BRANCH };
    const struct protected *by = says_so(v->node) ? v->node : v->node->managed ? NULL : v->by;
    struct setting first = first_setting(s, v->node);
    bool vain = first.at && !(s->below_counts && v->node->managed_below);
    bool told_whole = whole_is_told(s, v, level) && tell(s, v, whole[level], v->above, &first);
    bool told_own = says_so(v->node) && vain && tell(s, v, own[level], v->node, &first);

    if (vain && by && !told_whole && !told_own && !v->told_above)
        tell(s, v, UNMANAGED_UNSEEN, by, &first);
    if (policy_level_below(level)) /* four levels, so this ends */
        look_below(s, v, level, v->told_above || told_whole, by);
}

void unmanaged_find(struct check *c, const struct prow_tree *t, tell_unmanaged *tell_it)
{
    struct search s = { c, t, tell_it, behaviour_holds(check_window(c), BEHAVIOUR_CHECK_UNMANAGED_FALSE) };
    struct branch_protection bp;
    struct visit top = { .node = &bp.top };

    branch_protection_read(&bp, t, check_window(c));
    look(&s, &top, POLICY_TOP);
}

void unmanaged_report(struct check *c, const struct unmanaged *u, struct str what)
{
    const struct setting *at = u->first.at ? &u->first : &u->node->entry;

    setting_report(c, at, setting_key_place(at), "%.*s", STR_ARG(what));
    also(c, setting_place(&u->by->own.unmanaged), "unmanaged: true stands here");
}
