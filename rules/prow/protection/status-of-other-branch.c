#include "prow/protection/branch_protection.h"
#include "rule/rule.h"

struct looking {
    struct check *check;
    struct branch_protection protection;
    struct map statuses; /* all that policies name or presubmits report */
    struct arena *arena;
};

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_trunk(struct str branch)
{
    return str_eq(branch, STR("main")) || str_eq(branch, STR("master"));
}

static void gather(struct looking *l, const struct protected *p)
{
    for (size_t i = 0; i < p->own.contexts.by_name.count; i++)
        *map_at(&l->statuses, p->own.contexts.by_name.entries[i].key) = l;
    for (size_t i = 0; i < p->below.count; i++)
        gather(l, p->below.entries[i].value);
}

/* Where a word of the status begins that is this one; SIZE_MAX when there is none. */
static size_t find_word(struct str status, struct str word)
{
    for (size_t i = 0; i + word.len <= status.len; i++) {
        bool ends = i + word.len == status.len || !is_word(status.p[i + word.len]);
        if ((i == 0 || !is_word(status.p[i - 1])) && ends && str_eq(str_slice(status, i, i + word.len), word))
            return i;
    }
    return SIZE_MAX;
}

/* The end of the numbers behind "release" at i: release-0-5, release-1.2. */
static size_t end_of_release(struct str status, size_t i)
{
    size_t end = i += STR("release").len;

    while (i + 1 < status.len && !is_word(status.p[i]) && is_digit(status.p[i + 1])) {
        for (i++; i < status.len && is_digit(status.p[i]); i++)
            continue;
        end = i;
    }
    return end;
}

/* The status with the name of the branch in place of its bytes [from, to), if there is such a one. */
static struct str own_status(const struct looking *l, struct str status, size_t from, size_t to, struct str branch)
{
    struct str own = ARENA_JOIN(l->arena, str_slice(status, 0, from), branch, str_from(status, to));

    return map_get(&l->statuses, own) ? own : STR("");
}

/* release-1.2 is written release-1-2, too. */
static struct str with_dashes(struct arena *a, struct str branch)
{
    char *bytes = ARENA_ARRAY(a, char, branch.len);

    for (size_t i = 0; i < branch.len; i++)
        bytes[i] = branch.p[i] == '.' ? '-' : branch.p[i];
    return (struct str){ bytes, branch.len };
}

/* The status that this branch should wait for in place of one that is called after another branch; empty where it is not. */
static struct str meant(const struct looking *l, struct str branch, struct str status)
{
    static const struct str trunks[] = { STR_INIT("main"), STR_INIT("master") };
    size_t at = find_word(status, STR("release"));
    struct str own = STR("");

    if (is_trunk(branch) && at != SIZE_MAX && end_of_release(status, at) > at + STR("release").len)
        return own_status(l, status, at, end_of_release(status, at), branch);
    for (int i = 0; i < 2 && str_starts(branch, STR("release")) && own.len == 0; i++) {
        at = find_word(status, trunks[i]);
        if (at != SIZE_MAX)
            own = own_status(l, status, at, at + trunks[i].len, branch);
        if (at != SIZE_MAX && own.len == 0)
            own = own_status(l, status, at, at + trunks[i].len, with_dashes(l->arena, branch));
    }
    return own;
}

static void look(struct looking *l, struct str repo, const struct protected *b)
{
    const struct map *own = &b->own.contexts.by_name;

    for (size_t i = 0; i < own->count; i++) {
        const struct status_context *s = own->entries[i].value;
        struct str instead = meant(l, b->name, s->name);
        if (instead.len == 0 || context_set_find(&b->own.contexts, instead))
            continue;
        report(l->check, s->at,
               "branch %.*s of %.*s requires the status %.*s, which is called after another branch; is it %.*s, which "
               "is there too?",
               STR_ARG(b->name), STR_ARG(repo), STR_ARG(s->name), STR_ARG(instead));
        at_path(l->check, "%.*s", STR_ARG(s->path));
    }
}

static void look_at_org(struct looking *l, const struct protected *org)
{
    for (size_t i = 0; i < org->below.count; i++) {
        const struct protected *repo = org->below.entries[i].value;
        struct str full = ARENA_JOIN(l->arena, org->name, STR("/"), repo->name);
        for (size_t k = 0; k < repo->below.count; k++)
            look(l, full, repo->below.entries[k].value);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct looking l = { .check = c, .arena = t->scratch };

    branch_protection_read(&l.protection, t, check_window(c));
    map_init(&l.statuses, l.arena);
    gather(&l, &l.protection.top);
    for (size_t i = 0; i < t->group_count; i++)
        for (size_t k = 0; t->groups[i]->kind == PRESUBMIT && k < t->groups[i]->count; k++)
            *map_at(&l.statuses, t->groups[i]->jobs[k]->context) = &l;
    for (size_t i = 0; i < l.protection.top.below.count; i++)
        look_at_org(&l, l.protection.top.below.entries[i].value);
}

const struct rule rule_status_of_other_branch = {
    .id = "status-of-other-branch",
    .summary = "A branch requires the statuses that are called after it, not those of another branch.",
    .severity = SEVERITY_INFO,
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};
