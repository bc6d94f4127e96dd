/* The schemas against the recorded history of Prow's sources: every path that any version read, and
 * exactly when. */
#include "harness/suite.h"
#include "schema/gotype.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EVER = INT32_MAX, MOST_SPANS = 256 };

/* Versions [since, until), by position on the main line. */
struct span {
    int32_t since, until;
};

struct spans {
    struct span items[MOST_SPANS];
    size_t count;
};

struct history {
    struct suite *suite;
    struct map positions; /* commit -> position plus one */
    int32_t *versions;    /* by index into go_versions */
};

static int32_t position(const struct history *h, struct str commit)
{
    return (int32_t)(intptr_t)map_get(&h->positions, str_slice(commit, 0, 12)) - 1;
}

static bool load_main_line(struct history *h)
{
    FILE *f = fopen(suite_source(h->suite, "schemas/prow/mainline.csv"), "r");
    char line[256];
    intptr_t n = 0;

    if (!f)
        return false;
    map_init(&h->positions, &h->suite->arena);
    while (fgets(line, sizeof line, f)) {
        struct str row = str_c(line), seq, repo, commit;

        str_cut(row, ',', &seq, &row);
        str_cut(row, ',', &repo, &row);
        str_cut(row, ',', &commit, &row);
        *map_at(&h->positions, arena_copy(&h->suite->arena, commit)) = (void *)++n;
    }
    fclose(f);
    h->versions = ARENA_ARRAY(&h->suite->arena, int32_t, go_version_count);
    for (uint16_t i = 1; i < go_version_count; i++) {
        h->versions[i] = position(h, str_c(go_versions[i].commit));
        suite_case(h->suite, arena_printf(&h->suite->arena, "commit-%s", go_versions[i].commit).p, h->versions[i] >= 0,
                   "not on the main line");
    }
    return true;
}

static void add_span(struct spans *s, struct span span)
{
    if (span.since < span.until && s->count < MOST_SPANS)
        s->items[s->count++] = span;
}

static int compare_spans(const void *a, const void *b)
{
    const struct span *x = a, *y = b;

    return x->since != y->since ? (x->since < y->since ? -1 : 1) : (x->until > y->until) - (x->until < y->until);
}

/* Sorted, touching ones joined. */
static void join(struct spans *s)
{
    size_t n = 0;

    qsort(s->items, s->count, sizeof *s->items, compare_spans);
    for (size_t i = 0; i < s->count; i++) {
        if (n && s->items[i].since <= s->items[n - 1].until)
            s->items[n - 1].until =
                s->items[i].until > s->items[n - 1].until ? s->items[i].until : s->items[n - 1].until;
        else
            s->items[n++] = s->items[i];
    }
    s->count = n;
}

static struct span narrow(const struct history *h, struct span s, const struct go_field *f)
{
    int32_t since = f->since ? h->versions[f->since] : 0, until = f->until ? h->versions[f->until] : EVER;

    return (struct span){ since > s.since ? since : s.since, until < s.until ? until : s.until };
}

/* Collects when path is read, for a value of type t that is read during span. */
static void follow(const struct history *h, const struct go_type *t, struct str path, struct span span,
                   struct spans *out)
{
    struct str name, rest;

    t = go_type_target(t);
    if (span.since >= span.until)
        return;
    if (path.len == 0) {
        add_span(out, span);
        return;
    }
    for (uint8_t i = 0; i < t->try_count; i++)
        follow(h, t->tries[i], path, span, out);
    if (t->kind == GO_SLICE && str_starts(path, STR("[]"))) {
        follow(h, t->elem, str_trim_prefix(str_from(path, 2), STR(".")), span, out);
    } else if (t->kind == GO_MAP && str_starts(path, STR("*"))) {
        follow(h, t->elem, str_trim_prefix(str_from(path, 1), STR(".")), span, out);
    } else if (t->kind == GO_STRUCT) {
        size_t end = 0;

        while (end < path.len && path.p[end] != '.' && path.p[end] != '[')
            end++;
        name = str_slice(path, 0, end);
        rest = str_trim_prefix(str_from(path, end), STR("."));
        for (const struct go_field *f = go_field_find(t->fields, name); f; f = go_field_next(t->fields, f)) {
            if (str_eq(f->name, name))
                follow(h, f->type, rest, narrow(h, span, f), out);
        }
    }
}

static struct span recorded(const struct history *h, const json_t *o)
{
    const json_t *until = json_object_get(o, "until");
    struct str since = str_c(json_string_value(json_object_get(json_object_get(o, "since"), "commit")));

    return (struct span){
        position(h, since),
        json_is_object(until) ? position(h, str_c(json_string_value(json_object_get(until, "commit")))) : EVER,
    };
}

static struct str printed(struct arena *a, const struct spans *s)
{
    struct str out = STR("");

    for (size_t i = 0; i < s->count; i++)
        out = arena_printf(a, "%.*s [%" PRId32 ", %" PRId32 ")", STR_ARG(out), s->items[i].since, s->items[i].until);
    return out;
}

static void check(struct history *h, const json_t *record, const struct go_type *root, int32_t start)
{
    const char *path = json_string_value(json_object_get(record, "path"));
    struct str id = arena_printf(&h->suite->arena, "%s:%s", json_string_value(json_object_get(record, "root")), path);
    struct spans have = { 0 }, want = { 0 };
    json_t *earlier;
    size_t i;
    int32_t end;
    bool same;

    add_span(&want, recorded(h, record));
    json_array_foreach(json_object_get(record, "earlier"), i, earlier) add_span(&want, recorded(h, earlier));
    /* What k8s.io/api took over is recorded only until then. */
    end = json_object_get(record, "subsumed_by") ? want.items[0].until : EVER;
    follow(h, root, str_c(path), (struct span){ start, end }, &have);
    join(&have);
    join(&want);
    same = have.count == want.count && memcmp(have.items, want.items, have.count * sizeof *have.items) == 0;
    suite_case(h->suite, id.p, same, "read in%.*s, recorded in%.*s", STR_ARG(printed(&h->suite->arena, &have)),
               STR_ARG(printed(&h->suite->arena, &want)));
}

static const struct {
    const char *root, *file, *name;
} ROOTS[] = {
    { "config", "prow/config", "Config" },
    { "jobs", "prow/jobs", "JobConfig" },
    { "plugins", "prow/plugins", "Configuration" },
    { "prow_yaml", "prow/prow_yaml", "ProwYAML" },
    { "org", "prow/org", "FullConfig" },
};

/* Where a type holds itself, the record ends. */
static bool is_left_out(const json_t *record)
{
    return strchr(json_string_value(json_object_get(record, "path")), '(') != NULL;
}

static void check_root(struct history *h, const json_t *paths, size_t r)
{
    const struct go_type *type = go_type_find(ROOTS[r].file, ROOTS[r].name);
    int32_t start = EVER;
    json_t *record;
    size_t i;

    json_array_foreach(paths, i, record)
    {
        struct span s = recorded(h, record);

        if (strcmp(json_string_value(json_object_get(record, "root")), ROOTS[r].root) == 0 && s.since < start)
            start = s.since;
    }
    json_array_foreach(paths, i, record)
    {
        if (strcmp(json_string_value(json_object_get(record, "root")), ROOTS[r].root) == 0 && !is_left_out(record))
            check(h, record, type, start);
    }
}

int main(void)
{
    struct suite s;
    struct history h = { .suite = &s };
    json_t *file;

    suite_begin(&s, "history", "tests/schema/exceptions-history.txt");
    file = suite_json(&s, "facts/prow/prow-paths.json");
    if (file && load_main_line(&h)) {
        for (size_t r = 0; r < sizeof ROOTS / sizeof *ROOTS; r++)
            check_root(&h, json_object_get(file, "paths"), r);
    }
    json_decref(file);
    return suite_end(&s);
}
