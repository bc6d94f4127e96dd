#include "prow/protection/branch_protection.h"
#include "rule/rule.h"

/* A list of names that GitHub takes as they are, and what a name of it is called. */
struct kind {
    const char *field, *what;
};

static const struct kind kinds[] = {
    { "teams", "team" },
    { "users", "user" },
    { "apps", "app" },
};

static const char *fault(const struct kind *k, struct str name)
{
    if (str_starts(name, STR("@")))
        return "without \"@\"";
    if (str_find_char(name, '/') != SIZE_MAX)
        return k == &kinds[0] ? "by its slug alone, without the organization" : "by a name, which holds no slash";
    if (str_find_char(name, ' ') != SIZE_MAX)
        return k == &kinds[0] ? "by its slug, which holds no blank" : "by a name, which holds no blank";
    return NULL;
}

static void look_at_people(struct check *c, const struct prow_tree *t, const struct setting *people)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct setting list = setting_get(t->scratch, people, kinds[i].field), e = { 0 };
        while (node_kind(list.value) == NODE_SEQUENCE && setting_next(t->scratch, &list, &e)) {
            const char *why = fault(&kinds[i], setting_text(&e));
            if (why)
                setting_report(c, &e, setting_place(&e),
                               "GitHub knows no %s %.*s: a %s is named %s; it refuses all of the protection",
                               kinds[i].what, STR_ARG(setting_text(&e)), kinds[i].what, why);
        }
    }
}

/* levels: how many are below this one. */
static void look(struct check *c, const struct prow_tree *t, const struct setting *at, unsigned levels)
{
    static const char *const below[] = { NULL, "branches", "repos", "orgs" };
    static const char *const people[] = { "restrictions", "required_pull_request_reviews.dismissal_restrictions",
                                          "required_pull_request_reviews.bypass_pull_request_allowances" };
    struct setting map = { 0 }, e = { 0 };

    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        struct setting p = setting_get(t->scratch, at, people[i]);
        look_at_people(c, t, &p);
    }
    if (levels)
        map = setting_get(t->scratch, at, below[levels]);
    while (node_kind(map.value) == NODE_MAPPING && setting_next(t->scratch, &map, &e))
        look(c, t, &e, levels - 1);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting file;

    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting protection = setting_get(t->scratch, &file, "branch-protection");
        look(c, t, &protection, 3);
    }
}

const struct rule rule_restriction_names = {
    .id = "restriction-names",
    .summary = "Teams, users and apps of branch protection are named as GitHub names them.",
    .severity = SEVERITY_ERROR,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
