#include "prow/tide/tide_query.h"

#include <stdarg.h>
#include <stdlib.h>

void tide_queries_each(struct check *c, const struct prow_tree *t)
{
    const struct tide_query_rule *r = check_with(c);
    struct setting file;
    size_t index = 0;

    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting queries = setting_get(t->scratch, &file, "tide.queries"), e = { 0 };
        while (node_kind(queries.value) == NODE_SEQUENCE && setting_next(t->scratch, &queries, &e)) {
            struct tide_query q = { e, arena_printf(t->scratch, "tide query (index %zu) is invalid: ", index++) };
            if (!e.value || node_kind(e.value) == NODE_MAPPING)
                r->look(c, t, &q);
        }
    }
}

bool tide_query_next(struct arena *a, const struct setting *list, struct setting *e)
{
    if (node_kind(list->value) != NODE_SEQUENCE)
        return false;
    while (setting_next(a, list, e))
        if (!e->value || node_kind(e->value) == NODE_STRING)
            return true;
    return false;
}

void tide_query_texts(struct map *by_text, struct arena *a, const struct setting *list)
{
    map_init(by_text, a);
    for (struct setting e = { 0 }; tide_query_next(a, list, &e);)
        if (!map_get(by_text, setting_text(&e)))
            *map_at(by_text, setting_text(&e)) = setting_keep(a, &e);
}

bool tide_query_repo(struct str repo, struct str *org)
{
    struct str name;

    return str_cut(repo, '/', org, &name) && org->len && name.len && str_find_char(name, '/') == SIZE_MAX;
}

/* What stands more than once in a list. */
struct repeated {
    struct setting first, second; /* of what is repeated first */
    struct str *names;            /* each once */
    size_t name_count, count;     /* count: entries that are superfluous */
};

struct seen {
    struct setting at;
    bool named;
};

static void note(struct repeated *r, struct seen *seen, const struct setting *e)
{
    if (r->count++ == 0) {
        r->first = seen->at;
        r->second = *e;
    }
    if (!seen->named)
        r->names[r->name_count++] = setting_text(e);
    seen->named = true;
}

static void find_repeated(struct arena *a, const struct setting *list, struct repeated *r)
{
    struct map by_text;

    *r = (struct repeated){ .names = ARENA_ARRAY(a, struct str, setting_count(list) + 1) };
    map_init(&by_text, a);
    for (struct setting e = { 0 }; tide_query_next(a, list, &e);) {
        struct seen *seen = map_get(&by_text, setting_text(&e));
        if (seen) {
            note(r, seen, &e);
            continue;
        }
        seen = ARENA_NEW(a, struct seen);
        seen->at = e;
        *map_at(&by_text, setting_text(&e)) = seen;
    }
}

static int by_text(const void *pa, const void *pb)
{
    const struct str *a = pa, *b = pb;

    return str_cmp(*a, *b);
}

static struct str joined(struct arena *a, struct repeated *r)
{
    struct buf b = { 0 };
    struct str s;

    qsort(r->names, r->name_count, sizeof *r->names, by_text);
    for (size_t i = 0; i < r->name_count; i++) {
        buf_put(&b, i ? STR(", ") : STR(""));
        buf_put(&b, r->names[i]);
    }
    s = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

void tide_query_check_duplicates(struct check *c, const struct prow_tree *t, const struct tide_query *q)
{
    const char *field = ((const struct tide_query_rule *)check_with(c))->field;
    struct setting list = setting_get(t->scratch, &q->setting, field);
    struct repeated r;
    struct str names;

    find_repeated(t->scratch, &list, &r);
    if (r.count == 0)
        return;
    names = joined(t->scratch, &r);
    setting_report(c, &r.second, setting_place(&r.second), "%s of this query lists more than once: %.*s", field,
                   STR_ARG(names));
    also(c, setting_place(&r.first), "stands here already");
    tide_query_says(c, q, "\"%s\" contains %zu duplicate entries: %.*s", field, r.count, STR_ARG(names));
}

void tide_query_says(struct check *c, const struct tide_query *q, const char *fmt, ...)
{
    struct str words;
    va_list ap;

    va_start(ap, fmt);
    words = arena_vprintf(check_arena(c), fmt, ap);
    va_end(ap);
    prow_says(c, "%.*s%.*s", STR_ARG(q->says), STR_ARG(words));
}
