#include "prow/tide/tide_context.h"

#include "prow/tide/tide_query.h"
#include "prow/versions/library.h"

#include <stdlib.h>

struct merging {
    struct tide_context_options *out;
    struct arena *arena;
    const struct window *window;
};

static struct setting known(const struct merging *m, const struct setting *level, const char *field)
{
    struct setting s = setting_get(m->arena, level, field);

    if (s.value && !field_may_be_known(m->window, "prow/tide", "TideContextPolicy", str_c(field)))
        s.value = NULL;
    return s;
}

static void add_list(const struct merging *m, struct context_set *set, const struct setting *level, const char *field)
{
    struct setting list = known(m, level, field);

    context_set_add_list(set, &list, CONTEXT_FROM_TIDE);
}

static bool has_regex(const struct tide_context_options *o, struct str text)
{
    for (size_t i = 0; i < o->regex_count; i++)
        if (str_eq(setting_text(&o->regexes[i]), text))
            return true;
    return false;
}

static void add_regexes(const struct merging *m, const struct setting *level)
{
    struct setting list = known(m, level, "optional-regex-contexts"), e = { 0 };
    struct tide_context_options *o = m->out;
    struct setting *all = ARENA_ARRAY(m->arena, struct setting, o->regex_count + setting_count(&list));

    for (size_t i = 0; i < o->regex_count; i++)
        all[i] = o->regexes[i];
    o->regexes = all;
    while (node_kind(list.value) == NODE_SEQUENCE && setting_next(m->arena, &list, &e))
        if (!has_regex(o, setting_text(&e)))
            o->regexes[o->regex_count++] = e;
}

static void override(struct setting *outer, struct setting inner)
{
    if (inner.value)
        *outer = inner;
}

static void merge(const struct merging *m, const struct setting *level)
{
    override(&m->out->from_branch_protection, known(m, level, "from-branch-protection"));
    override(&m->out->skip_unknown, known(m, level, "skip-unknown-contexts"));
    override(&m->out->overwrite_pending, known(m, level, "overwrite-pending-contexts"));
    add_list(m, &m->out->required, level, "required-contexts");
    add_list(m, &m->out->if_present, level, "required-if-present-contexts");
    add_list(m, &m->out->optional, level, "optional-contexts");
    add_regexes(m, level);
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(setting_text(a), setting_text(b));
}

void tide_context_options(struct tide_context_options *o, struct arena *a, const struct branch_protection *bp,
                          struct str org, struct str repo, struct str branch)
{
    static const char *const below[] = { "orgs", "repos", "branches" };
    const struct str names[] = { org, repo, branch };
    struct merging m = { o, a, bp->window };
    struct setting level = setting_main(bp->tree);
    size_t depth = 0;

    *o = (struct tide_context_options){ 0 };
    context_set_init(&o->required, a);
    context_set_init(&o->if_present, a);
    context_set_init(&o->optional, a);
    level = setting_get(a, &level, "tide.context_options");
    merge(&m, &level);
    for (; depth < COUNT_OF(names); depth++) {
        struct setting map = setting_get(a, &level, below[depth]);
        level = setting_entry(a, &map, names[depth]);
        if (!level.at)
            break;
        merge(&m, &level);
    }
    if (depth && o->regex_count) /* Prow sorts a list once it merges two levels */
        qsort(o->regexes, o->regex_count, sizeof *o->regexes, by_text);
}

/* Adds what branch-protection requires; true where manually triggered jobs are required too. */
static bool add_protection(struct tide_contexts *t, struct arena *a, const struct branch_protection *bp, struct str org,
                           struct str repo, struct str branch, bool inrepo)
{
    struct policy p;

    t->protection = protection_of_listed(&p, a, bp, org, repo, branch, inrepo);
    if (t->protection != PROTECTION_POLICY)
        return false;
    if (node_true(p.protect.value))
        context_set_add_all(&t->required, &p.contexts);
    return node_true(p.manual.value);
}

void tide_contexts(struct tide_contexts *t, struct arena *a, const struct branch_protection *bp, struct str org,
                   struct str repo, struct str branch, bool inrepo)
{
    struct str full = ARENA_JOIN(a, org, STR("/"), repo);
    struct tide_context_options o;
    struct branch_contexts jobs;
    bool manual = false;

    tide_context_options(&o, a, bp, org, repo, branch);
    *t = (struct tide_contexts){ .required = o.required,
                                 .if_present = o.if_present,
                                 .optional = o.optional,
                                 .regexes = o.regexes,
                                 .regex_count = o.regex_count,
                                 .skip_unknown = o.skip_unknown,
                                 .overwrite_pending = o.overwrite_pending };
    if (node_true(o.from_branch_protection.value))
        manual = add_protection(t, a, bp, org, repo, branch, inrepo);
    branch_contexts_read(&jobs, a, bp->tree, protection_presubmits(bp, full), branch, manual, inrepo);
    context_set_add_all(&t->required, &jobs.required);
    context_set_add_all(&t->if_present, &jobs.if_present);
    context_set_add_all(&t->optional, &jobs.optional);
}

struct tide_coverage_entry {
    struct setting query;
    struct tide_coverage_entry *next;
};

struct tide_coverage_list {
    struct tide_coverage_entry *first, **end;
};

static void append(struct tide_coverage *c, struct str name, const struct setting *query)
{
    struct tide_coverage_entry *added = ARENA_NEW(c->tree->scratch, struct tide_coverage_entry);
    void **at = map_at(&c->by_name, name);
    struct tide_coverage_list *list = *at;

    if (!list) {
        *at = list = ARENA_NEW(c->tree->scratch, struct tide_coverage_list);
        list->end = &list->first;
    }
    added->query = *query;
    *list->end = added;
    list->end = &added->next;
}

static void add_names(struct tide_coverage *c, const struct setting *query, const char *field)
{
    struct arena *a = c->tree->scratch;
    struct setting list = setting_get(a, query, field);

    for (struct setting e = { 0 }; tide_query_next(a, &list, &e);)
        append(c, setting_text(&e), query);
}

void tide_coverage_read(struct tide_coverage *c, const struct prow_tree *t)
{
    struct setting file;

    *c = (struct tide_coverage){ .tree = t };
    map_init(&c->by_name, t->scratch);
    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting queries = setting_get(t->scratch, &file, "tide.queries"), q = { 0 };
        while (node_kind(queries.value) == NODE_SEQUENCE && setting_next(t->scratch, &queries, &q)) {
            add_names(c, &q, "orgs");
            add_names(c, &q, "repos");
        }
    }
}

static bool lists(struct arena *a, const struct setting *query, const char *field, struct str text)
{
    struct setting list = setting_get(a, query, field);

    for (struct setting e = { 0 }; tide_query_next(a, &list, &e);)
        if (str_eq(setting_text(&e), text))
            return true;
    return false;
}

/* The branches of a query are names, not patterns; excluded ones do not count beside included ones. */
static bool is_for(struct arena *a, const struct setting *query, struct str repo, struct str branch)
{
    struct setting included = setting_get(a, query, "includedBranches");

    if (lists(a, query, "excludedRepos", repo))
        return false;
    if (setting_count(&included))
        return lists(a, query, "includedBranches", branch);
    return !lists(a, query, "excludedBranches", branch);
}

struct setting tide_covers(const struct tide_coverage *c, struct str org, struct str repo, struct str branch)
{
    struct arena *a = c->tree->scratch;
    const struct str names[] = { ARENA_JOIN(a, org, STR("/"), repo), org };

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct tide_coverage_list *list = map_get(&c->by_name, names[i]);
        for (const struct tide_coverage_entry *e = list ? list->first : NULL; e; e = e->next)
            if (is_for(a, &e->query, names[0], branch))
                return e->query;
    }
    return (struct setting){ 0 };
}
