#include "rules/prow/config/supplemental.h"

#include "base/map.h"
#include "prow/versions/library.h"
#include "rules/prow/setting_check.h"

/* What was set so far, by names of orgs, repos, branches or keys, separated by NUL. */
struct joining {
    struct check *check;
    const struct prow_tree *tree;
    tell_overlap *tell;
    struct map first; /* struct setting */
};

static void begin(struct joining *j, struct check *c, const struct prow_tree *t, const struct overlap_rule *r)
{
    *j = (struct joining){ c, t, r->tell, { 0 } };
    map_init(&j->first, t->scratch);
}

/* s is set under this name; x holds what it is called. */
static void join(struct joining *j, struct str name, const struct setting *s, struct overlap x)
{
    const struct setting *first = map_get(&j->first, name);

    if (!first) {
        *map_at(&j->first, name) = setting_keep(j->tree->scratch, s);
    } else if (first->file != s->file) {
        x.first = *first;
        x.later = *s;
        j->tell(j->check, &x);
    }
}

void supplemental_keys(struct check *c, const struct prow_tree *t)
{
    const struct overlap_rule *r = check_with(c);
    struct setting file;
    struct joining j;

    begin(&j, c, t, r);
    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting m = setting_get(t->scratch, &file, r->path), e = { 0 };
        while (node_kind(m.value) == NODE_MAPPING && setting_next(t->scratch, &m, &e))
            join(&j, setting_key(&e), &e, (struct overlap){ .names = { { 0 } } });
    }
}

void supplemental_values(struct check *c, const struct prow_tree *t)
{
    const struct overlap_rule *r = check_with(c);
    struct setting file;
    struct joining j;

    begin(&j, c, t, r);
    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting s = setting_get(t->scratch, &file, r->path);
        if (s.value)
            join(&j, STR(""), &s, (struct overlap){ .names = { { 0 } } });
    }
}

static void join_policy(struct joining *j, const struct setting *s, const struct overlap *x)
{
    struct setting field = policy_first_field(check_window(j->check), j->tree, s);
    const struct str nul = { "", 1 };

    if (field.at)
        join(j, ARENA_JOIN(j->tree->scratch, x->names[0], nul, x->names[1], nul, x->names[2]), &field, *x);
}

/* Policies of one level below s, which is of the level at. */
static void join_level(struct joining *j, const struct setting *s, enum policy_level at, enum policy_level level,
                       const struct overlap *x)
{
    struct setting map, e = { 0 };

    if (at == level) {
        join_policy(j, s, x);
        return;
    }
    if (at >= POLICY_BRANCH) /* nothing is below a branch */
        return;
    map = setting_get(j->tree->scratch, s, policy_level_below(at));
    while (node_kind(map.value) == NODE_MAPPING && setting_next(j->tree->scratch, &map, &e)) {
        struct overlap next = *x;
        next.names[at] = setting_key(&e);
        join_level(j, &e, at + 1, level, &next);
    }
}

void supplemental_policies(struct check *c, const struct prow_tree *t)
{
    const struct overlap_rule *r = check_with(c);
    const struct overlap none = { .names = { { 0 } } };
    struct setting file;
    struct joining j;

    begin(&j, c, t, r);
    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting s = setting_get(t->scratch, &file, "branch-protection");
        join_level(&j, &s, POLICY_TOP, r->level, &none);
    }
}

void overlap_report(struct check *c, const struct overlap *x, struct str what, const char *part, struct str says)
{
    setting_report(c, &x->later, setting_key_place(&x->later), "%.*s in another file already; one of the two has to go",
                   STR_ARG(what));
    also(c, setting_key_place(&x->first), "first set here");
    prow_says(c, "failed to merge in config from %.*s: failed to merge %s config: %.*s", STR_ARG(x->later.file->path),
              part, STR_ARG(says));
}

static const struct mergeable mergeable[] = {
    { STR_INIT("branch-protection"), BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION },
    { STR_INIT("tide.merge_method"), BEHAVIOUR_SUPPLEMENTAL_MERGE_METHOD },
    { STR_INIT("tide.queries"), BEHAVIOUR_SUPPLEMENTAL_TIDE_QUERIES },
    { STR_INIT("slack_reporter_configs"), BEHAVIOUR_SUPPLEMENTAL_SLACK_REPORTERS },
};

void supplemental_unmergeable(struct check *c, const struct prow_tree *t, tell_unmergeable *tell)
{
    const struct merge_plan plan = { "prow/config", "ProwConfig", STR("tide"), mergeable, COUNT_OF(mergeable) };
    struct setting file;

    for (size_t n = 0; setting_file(t, n, &file); n++)
        if (file.file->role == ROLE_SUPPLEMENTAL_CONFIG)
            unmergeable_find(c, t, &plan, &file, tell);
}
