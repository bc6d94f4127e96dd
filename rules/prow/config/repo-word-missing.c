#include "prow/index/names.h"
#include "rule/rule.h"

/* Repositories that begin as the other one does, of the organization, and words of a name that are looked at. */
enum { FAMILY = 2, MOST_WORDS = 8, USES_LOOKED_AT = 64 };

struct looking {
    struct check *check;
    struct names names;
    struct arena *arena;
    struct map jobs_only; /* names without organization -> a repository that nothing but its own jobs names */
    struct map families;  /* "org/kn-plugin-" -> how many repositories begin so */
};

static struct str short_name(struct str repo)
{
    size_t slash = str_find_char(repo, '/');

    return slash == SIZE_MAX ? STR("") : str_from(repo, slash + 1);
}

/* Whether the name is used in one of these ways only: bits of enum named_by. */
static bool is_used_by(const struct looking *l, const struct name *n, unsigned ways)
{
    size_t looked = 0;

    for (const struct name_use *u = name_first(&l->names, n); u; u = u->next)
        if (!(ways & 1u << u->by) || looked++ == USES_LOOKED_AT)
            return false;
    return true;
}

/* The end of the word that begins at i, with its dash; 0 for the last word. */
static size_t word_end(struct str name, size_t i)
{
    size_t dash = str_find_char(str_from(name, i), '-');

    return dash == SIZE_MAX ? 0 : i + dash + 1;
}

static void note(struct looking *l, const struct name *n)
{
    struct str name = short_name(n->text);
    size_t before = n->text.len - name.len, words = 0;

    if (is_used_by(l, n, 1u << BY_PRESUBMIT | 1u << BY_POSTSUBMIT))
        *map_at(&l->jobs_only, name) = (void *)(uintptr_t)n;
    for (size_t i = word_end(name, 0); i && words < MOST_WORDS; i = word_end(name, i), words++) {
        void **at = map_at(&l->families, str_slice(n->text, 0, before + i));
        *at = (void *)((uintptr_t)*at + 1);
    }
}

static void tell(struct looking *l, const struct name *wrong, const struct name *other, struct str meant, size_t family)
{
    const struct name_use *u = name_first(&l->names, wrong);

    report(l->check, u->at,
           "nothing but its own jobs names %.*s; is it %.*s? Periodics clone %.*s, which has no presubmits, and %zu "
           "more "
           "repositories begin so",
           STR_ARG(wrong->text), STR_ARG(meant), STR_ARG(other->text), family);
    at_path(l->check, "%.*s", STR_ARG(u->path));
    also(l->check, name_first(&l->names, other)->at, "where it is cloned");
}

/* How many others begin so. */
static size_t others_like(const struct looking *l, const struct name *other, struct str prefix)
{
    size_t all = (size_t)(uintptr_t)map_get(&l->families, prefix);

    return all - (all && str_starts(other->text, prefix));
}

/* Whether one word less makes another repository of it, which has what this one lacks. */
static void compare(struct looking *l, const struct name *other)
{
    struct str name = short_name(other->text);
    size_t from = 0, words = 0;

    if (!is_used_by(l, other, 1u << BY_EXTRA_REFS))
        return;
    for (size_t end = word_end(name, 0); end && words < MOST_WORDS; from = end, end = word_end(name, end), words++) {
        struct str less = ARENA_JOIN(l->arena, str_slice(name, 0, from), str_from(name, end));
        const struct name *wrong = map_get(&l->jobs_only, less);
        struct str org, meant, rest;
        size_t family;
        if (!wrong)
            continue;
        str_cut(wrong->text, '/', &org, &rest);
        meant = ARENA_JOIN(l->arena, org, STR("/"), name);
        family = others_like(l, other, str_slice(meant, 0, org.len + 1 + end));
        if (family >= FAMILY) {
            tell(l, wrong, other, meant, family);
            return;
        }
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct arena scratch = { 0 };
    struct looking l = { .check = c, .names = names_seen(c, t), .arena = &scratch };
    struct name_range all = names_of_kind(&l.names, NAME_REPO);

    (void)t;
    map_init(&l.jobs_only, &scratch);
    map_init(&l.families, &scratch);
    for (size_t i = 0; i < all.count; i++)
        note(&l, all.items[i]);
    for (size_t i = 0; i < all.count; i++)
        compare(&l, all.items[i]);
    arena_free(&scratch);
}

const struct rule rule_repo_word_missing = {
    .id = "repo-word-missing",
    .summary = "Presubmits are for a repository of which the name lacks no word.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .reads = READS(NAME_REPO) | READS_SETTINGS | READS_PLUGINS,
    .tree = check_tree,
};
