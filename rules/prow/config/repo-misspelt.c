#include "base/nearest.h"
#include "prow/index/names.h"
#include "rule/rule.h"

/* Shorter names are like each other by chance. */
enum { SHORTEST = 6, FEW = 2, TOLD_MOST = 8, USES_LOOKED_AT = 32 };

/* What stands behind a name. */
struct weight {
    size_t uses;
    size_t kinds; /* of users */
    bool worked;  /* jobs, a tide query or plugins are for it */
    bool jobs;    /* nothing but jobs names it */
};

struct looking {
    struct check *check;
    struct names names;
    struct arena *arena;
    struct map by_key; /* a name that much stands behind, by itself and by all that one letter less leaves of it */
    const char *what;
    bool told; /* of the name that is looked at */
};

static struct weight weigh(const struct looking *l, const struct name *n)
{
    struct weight w = { .uses = n->uses, .worked = n->jobs > 0 };
    unsigned kinds = 0;
    size_t looked = 0;

    for (const struct name_use *u = name_first(&l->names, n); u && looked < USES_LOOKED_AT; u = u->next, looked++) {
        kinds |= 1u << (u->by < BY_EXTRA_REFS ? BY_PRESUBMIT : u->by);
        w.worked = w.worked || u->by == BY_TIDE_QUERY || u->by == BY_PLUGINS;
    }
    w.jobs = kinds == 1u << BY_PRESUBMIT;
    for (; kinds; kinds &= kinds - 1)
        w.kinds++;
    return w;
}

static struct str short_name(struct str name)
{
    size_t slash = str_find_char(name, '/');

    return slash == SIZE_MAX ? name : str_from(name, slash + 1);
}

static bool is_strong(const struct weight *w)
{
    return w->worked && w->uses >= 3 && w->kinds >= 2;
}

/* One kind of setting alone says it, and nothing works for it; or a job or two are all that there is. */
static bool is_weak(const struct weight *w)
{
    return w->kinds == 1 && ((!w->worked && w->uses <= TOLD_MOST) || (w->jobs && w->uses <= FEW));
}

typedef void take_key(struct looking *l, struct str key, const struct name *n);

/* The name, and what is left of it without each of the letters of its last part: two names that are a letter, or two swapped
 * ones, apart have a key in common. */
static void each_key(struct looking *l, const struct name *n, take_key *take)
{
    struct str t = n->text;
    size_t from = t.len - short_name(t).len;

    take(l, t, n);
    for (size_t i = from; i < t.len && t.len <= 64; i++)
        take(l, ARENA_JOIN(l->arena, str_slice(t, 0, i), str_from(t, i + 1)), n);
}

static void keep(struct looking *l, struct str key, const struct name *n)
{
    void **at = map_at(&l->by_key, key);

    if (!*at)
        *at = (void *)(uintptr_t)n;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* app-1 and app-2 are two names, and so are what a number ends. */
static bool differ_by_number(struct str a, struct str b)
{
    size_t i = 0;

    while (i < a.len && i < b.len && a.p[i] == b.p[i])
        i++;
    return (i < a.len && is_digit(a.p[i])) || (i < b.len && is_digit(b.p[i]));
}

static void tell(struct looking *l, const struct name *weak, const struct name *strong)
{
    for (const struct name_use *u = name_first(&l->names, weak); u; u = u->next) {
        report(l->check, u->at, "%.*s is named %s; is it %s %.*s, which is named %zu times?", STR_ARG(weak->text),
               u->job ? "by this job, and no query, plugin, policy or further job is for it"
                      : "here and works nowhere: no job, tide query or plugin is for it",
               l->what, STR_ARG(strong->text), strong->uses);
        at_path(l->check, "%.*s", STR_ARG(u->path));
        also(l->check, name_first(&l->names, strong)->at, "one of them");
    }
}

static void compare(struct looking *l, struct str key, const struct name *weak)
{
    const struct name *strong = map_get(&l->by_key, key);

    if (!l->told && strong && strong != weak && nearest_distance(weak->text, strong->text) == 1 &&
        !differ_by_number(weak->text, strong->text)) {
        tell(l, weak, strong);
        l->told = true;
    }
}

static void look(struct looking *l, enum name_kind kind, const char *what)
{
    struct name_range all = names_of_kind(&l->names, kind);

    l->what = what;
    map_init(&l->by_key, l->arena);
    for (size_t i = 0; i < all.count; i++) {
        struct weight w = weigh(l, all.items[i]);
        if (is_strong(&w) && short_name(all.items[i]->text).len >= SHORTEST)
            each_key(l, all.items[i], keep);
    }
    for (size_t i = 0; i < all.count; i++) {
        struct weight w = weigh(l, all.items[i]);
        l->told = false;
        if (is_weak(&w) && short_name(all.items[i]->text).len >= SHORTEST)
            each_key(l, all.items[i], compare);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct arena scratch = { 0 };
    struct looking l = { .check = c, .names = names_seen(c, t), .arena = &scratch };

    look(&l, NAME_ORG, "the organization");
    look(&l, NAME_REPO, "the repository");
    arena_free(&scratch);
}

const struct rule rule_repo_misspelt = {
    .id = "repo-misspelt",
    .summary = "A setting is for a repository or organization that something works for, not for a name one letter off.",
    .severity = SEVERITY_WARNING,
    .reads = READS(NAME_REPO) | READS(NAME_ORG),
    .tree = check_tree,
};
