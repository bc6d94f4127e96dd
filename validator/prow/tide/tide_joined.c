#include "prow/tide/tide_joined.h"

#include "prow/tide/tide_query.h"
#include "schema/behaviour.h"
#include "syntax/json/value.h"

#include <stdlib.h>

bool joined_query_next(struct arena *a, const struct joined_query *q, const char *field, struct joined_walk *w)
{
    if (!w->list.file)
        w->list = setting_get(a, &q->parts[0], field);
    while (!tide_query_next(a, &w->list, &w->entry)) {
        if (++w->part >= q->part_count)
            return false;
        w->list = setting_get(a, &q->parts[w->part], field);
        w->entry = (struct setting){ 0 };
    }
    return true;
}

struct setting joined_query_label(struct arena *a, const struct joined_query *q, size_t part, const char *field,
                                  struct str text)
{
    struct setting list = setting_get(a, &q->parts[part], field);

    for (struct setting e = { 0 }; tide_query_next(a, &list, &e);)
        if (str_eq(setting_text(&e), text))
            return e;
    return (struct setting){ 0 };
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static struct str *texts(struct arena *a, const struct joined_query *q, const char *field, size_t *count)
{
    struct str *list = NULL;
    size_t cap = 0;

    *count = 0;
    for (struct joined_walk w = { 0 }; joined_query_next(a, q, field, &w);) {
        list = arena_grow(a, list, *count, &cap, sizeof *list);
        list[(*count)++] = setting_text(&w.entry);
    }
    return list;
}

struct writing {
    struct arena *arena;
    const struct joined_query *query;
    json_t *out;
};

static void put_list(struct writing *w, const char *field, bool sorted)
{
    size_t count;
    struct str *list = texts(w->arena, w->query, field, &count);

    if (!count)
        return;
    if (sorted)
        qsort(list, count, sizeof *list, by_text);
    json_put_texts(w->out, field, list, count);
}

static void put_text(struct writing *w, const char *field)
{
    struct setting s = setting_get(w->arena, &w->query->parts[0], field);

    json_put_text(w->out, field, setting_text(&s));
}

/* What two queries have in common that become one. */
static void put_common(struct writing *w)
{
    struct setting reviewed = setting_get(w->arena, &w->query->parts[0], "reviewApprovedRequired");

    put_text(w, "author");
    put_list(w, "labels", true);
    put_list(w, "missingLabels", true);
    put_list(w, "excludedBranches", true);
    put_list(w, "includedBranches", true);
    put_text(w, "milestone");
    json_put_flag(w->out, "reviewApprovedRequired", node_true(reviewed.value));
}

/* Go's JSON has no "<", ">" and "&" inside strings. */
static struct str escaped(struct arena *a, struct str json)
{
    struct buf b = { 0 };
    struct str s;

    for (size_t i = 0; i < json.len; i++)
        if (json.p[i] == '<' || json.p[i] == '>' || json.p[i] == '&')
            buf_printf(&b, "\\u%04x", (unsigned char)json.p[i]);
        else
            buf_char(&b, json.p[i]);
    s = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static struct str query_json(struct arena *a, const struct joined_query *q)
{
    struct buf b = { 0 };
    struct writing w = { a, q, json_object() };
    struct str s;

    put_common(&w);
    put_list(&w, "orgs", false);
    put_list(&w, "repos", false);
    put_list(&w, "excludedRepos", false);
    json_print(w.out, 0, &b);
    s = escaped(a, buf_str(&b));
    buf_free(&b);
    return s;
}

/* The tenant of the jobs of an organization or repo by prowjob_default_entries. */
static struct str tenant_of(const struct prow_tree *t, struct str repo)
{
    const struct prow_config *c = &t->config;
    struct str tenant = STR("");

    for (size_t i = 0; i < c->prowjob_count; i++)
        if (default_entry_matches(&c->prowjob[i], repo, STR("*"))) {
            struct str own = node_text(node_field(c->prowjob[i].config, STR("tenant_id")));
            tenant = own.len ? own : tenant;
        }
    return tenant;
}

static void put_tenants(struct writing *w, const struct prow_tree *t)
{
    static const char *const fields[] = { "orgs", "repos" };
    json_t *tenants = json_put_array(w->out, "tenants");
    struct str *list = NULL;
    size_t count = 0, cap = 0;

    for (size_t i = 0; i < COUNT_OF(fields); i++)
        for (struct joined_walk e = { 0 }; joined_query_next(w->arena, w->query, fields[i], &e);) {
            *ARENA_PUSH(w->arena, list, count, cap) = tenant_of(t, setting_text(&e.entry));
        }
    if (count)
        qsort(list, count, sizeof *list, by_text);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || !str_eq(list[i], list[i - 1]))
            json_add_text(tenants, list[i]);
}

/* A list that is there and empty is another one than a list that is not there. */
static void put_presence(struct writing *w)
{
    static const char *const fields[] = { "labels", "missingLabels", "excludedBranches", "includedBranches" };
    json_t *there = json_put_array(w->out, "there");

    for (size_t i = 0; i < COUNT_OF(fields); i++)
        json_add(there, json_boolean(setting_get(w->arena, &w->query->parts[0], fields[i]).value));
}

/* Equal for queries that become one. */
static struct str key_of(const struct prow_tree *t, const struct window *window, const struct joined_query *q)
{
    struct buf b = { 0 };
    struct writing w = { t->scratch, q, json_object() };
    struct str s;

    put_common(&w);
    put_presence(&w);
    if (behaviour_may_hold(window, BEHAVIOUR_TIDE_QUERIES_JOINED_BY_TENANT))
        put_tenants(&w, t);
    json_print(w.out, 0, &b);
    s = arena_copy(t->scratch, buf_str(&b));
    buf_free(&b);
    return s;
}

static void add(struct joined_queries *q, const struct prow_tree *t, const struct window *w, struct map *by_key,
                const struct setting *query)
{
    struct setting part = *query;
    struct joined_query one = { .parts = &part, .part_count = 1 };
    void **at = q->sorted ? map_at(by_key, key_of(t, w, &one)) : NULL;
    struct joined_query *to = at ? *at : NULL;

    if (!to) {
        to = ARENA_NEW(t->scratch, struct joined_query);
        q->items = arena_grow(t->scratch, q->items, q->count, &q->cap, sizeof(struct joined_query *));
        q->items[q->count++] = to;
        if (at)
            *at = to;
    }
    *ARENA_PUSH(t->scratch, to->parts, to->part_count, to->part_cap) = *query;
}

static int by_json(const void *pa, const void *pb)
{
    const struct joined_query *a = *(const struct joined_query *const *)pa;
    const struct joined_query *b = *(const struct joined_query *const *)pb;

    return str_cmp(a->json, b->json);
}

/* The lists are filled from the last query to the first, so that each entry goes before the others. */
static void index_query(struct map *by_text, struct arena *a, const struct joined_query *q, const char *field)
{
    struct joined_name *names = NULL;
    size_t count = 0, cap = 0;

    for (struct joined_walk w = { 0 }; joined_query_next(a, q, field, &w);) {
        *ARENA_PUSH(a, names, count, cap) = (struct joined_name){ w.entry, q, w.part, NULL };
    }
    while (count-- > 0) {
        void **at = map_at(by_text, setting_text(&names[count].entry));
        names[count].next = *at;
        *at = &names[count];
    }
}

static void index_names(struct joined_queries *q, struct arena *a)
{
    map_init(&q->orgs, a);
    map_init(&q->repos, a);
    map_init(&q->excluded, a);
    for (size_t i = q->count; i-- > 0;) {
        index_query(&q->orgs, a, q->items[i], "orgs");
        index_query(&q->repos, a, q->items[i], "repos");
        index_query(&q->excluded, a, q->items[i], "excludedRepos");
    }
}

static void read_whole(struct joined_queries *q, const struct prow_tree *t, const struct window *w)
{
    struct setting file;
    struct map by_key;

    *q = (struct joined_queries){ .window = w, .sorted = behaviour_may_hold(w, BEHAVIOUR_TIDE_QUERIES_JOINED) };
    map_init(&by_key, t->scratch);
    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting queries = setting_get(t->scratch, &file, "tide.queries"), e = { 0 };
        while (node_kind(queries.value) == NODE_SEQUENCE && setting_next(t->scratch, &queries, &e))
            add(q, t, w, &by_key, &e);
    }
    for (size_t i = 0; i < q->count; i++)
        q->items[i]->json = query_json(t->scratch, q->items[i]);
    if (q->count && q->sorted)
        qsort(q->items, q->count, sizeof *q->items, by_json);
    index_names(q, t->scratch);
}

void joined_queries_read(struct joined_queries *q, const struct prow_tree *t, const struct window *w)
{
    struct joined_queries *kept = t->kept_for_rules->queries;

    if (!kept || kept->window != w) {
        t->kept_for_rules->queries = kept = ARENA_NEW(t->scratch, struct joined_queries);
        read_whole(kept, t->whole, w);
    }
    *q = *kept;
}

static bool excludes(const struct joined_queries *q, const struct joined_query *query, struct str repo)
{
    for (const struct joined_name *n = map_get(&q->excluded, repo); n; n = n->next)
        if (n->query == query)
            return true;
    return false;
}

const struct joined_name *joined_queries_naming(struct arena *a, const struct joined_queries *q, struct str name,
                                                query_picks *pick, const void *context)
{
    struct str org, repo;

    str_cut(name, '/', &org, &repo);
    for (const struct joined_name *n = map_get(&q->repos, name); n; n = n->next)
        if (!pick || pick(a, n->query, context))
            return n;
    for (const struct joined_name *n = map_get(&q->orgs, org); n; n = n->next)
        if (!excludes(q, n->query, name) && (!pick || pick(a, n->query, context)))
            return n;
    return NULL;
}
