#include "delta/merging_change.h"

#include "delta/delta.h"

enum { MOST_SHOWN = 8 };

const char *merging_kind_name(enum merging_kind k)
{
    static const char *const names[] = {
        [MERGING_QUERY_LOST] = "query-lost", [MERGING_QUERY_NEW] = "query-new",  [MERGING_LOST] = "requirement-lost",
        [MERGING_NEEDS] = "requirement-new", [MERGING_WAY_NEW] = "way-new",      [MERGING_WAY_LOST] = "way-lost",
        [MERGING_BLOCKED] = "blocked",       [MERGING_TRIGGER] = "trigger-lost", [MERGING_PLUGIN_OFF] = "plugin-off",
        [MERGING_PLUGIN_ON] = "plugin-on",   [MERGING_OPTION] = "plugin-option", [MERGING_SETTING] = "setting",
    };

    return names[k];
}

static struct str where_of(struct arena *a, struct str repo, struct str branch)
{
    struct str org, name, where = repo;

    if (str_cut(repo, '/', &org, &name) && str_eq(name, ANY_OTHER_REPO))
        where =
            str_eq(org, ANY_OTHER_REPO) ? STR("every repo that is not named") : ARENA_JOIN(a, STR("repos of "), org);
    return branch.len ? ARENA_JOIN(a, where, STR(" on branch "), branch) : arena_copy(a, where);
}

void merging_note(struct delta_merge_changes *out, const struct delta_merge_change *what, struct str repo,
                  struct str branch)
{
    struct arena *a = out->arena;
    struct str key = ARENA_JOIN(a, str_c(merging_kind_name(what->kind)), STR(" "), what->words);
    void **at = map_at(&out->by_words, key);
    struct delta_merge_change *m;
    struct str org, name;

    if (!*at) {
        out->items = arena_grow(a, out->items, out->count, &out->cap, sizeof *out->items);
        out->items[out->count++] = *what;
        *at = (void *)(uintptr_t)out->count;
    }
    m = &out->items[(uintptr_t)*at - 1];
    m->where = arena_grow(a, m->where, m->count, &m->cap, sizeof *m->where);
    m->repos = arena_grow(a, m->repos, m->count, &m->repo_cap, sizeof *m->repos);
    m->where[m->count] = where_of(a, repo, branch);
    m->repos[m->count++] = str_cut(repo, '/', &org, &name) && str_eq(name, ANY_OTHER_REPO) ? org : repo;
    if (what->weight > m->weight)
        m->weight = what->weight;
}

void merging_changes_find(struct delta *d)
{
    struct delta_merge_changes *out = &d->merging;
    const struct delta_merging *was = &d->before->merging, *is = &d->after->merging;

    out->arena = &d->arena;
    map_init(&out->by_words, &d->arena);
    if (was->known && is->known) {
        merging_queries_compare(out, d);
        merging_protection_compare(out, d);
    }
    if (was->plugins_known && is->plugins_known)
        merging_plugins_compare(out, d);
    arena_reset(&d->scratch);
}

struct str merging_uncovered(struct check *c, const struct delta *d, const struct delta_merge_change *m,
                             const char *rule)
{
    struct arena *a = check_arena(c);
    struct str all = STR("");
    size_t shown = 0, more = 0;

    for (size_t i = 0; i < m->count; i++) {
        if (ack_covers(d->acks, rule, m->repos[i], m->words, STR("")))
            continue;
        if (shown == MOST_SHOWN) {
            more++;
            continue;
        }
        all = ARENA_JOIN(a, all, shown ? STR(", ") : STR(""), m->where[i]);
        shown++;
    }
    return more ? arena_printf(a, "%.*s and %zu more", STR_ARG(all), more) : all;
}
