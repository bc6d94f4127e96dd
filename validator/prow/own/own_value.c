#include "prow/own/own_types.h"

#include "cel/run.h"
#include "prow/jobs/effective.h"
#include "syntax/yaml/yaml.h"

/* A struct, a map or a list of Go's. */
struct foreign {
    const struct govalue *value;
    const struct go_window *window;
    struct govalue_member *members; /* of an object */
    size_t count;
};

static const struct cel_class go_class;

static struct cel_value leaf(struct arena *a, const struct govalue *v)
{
    struct buf b = { 0 };
    struct cel_value out = cel_null();
    struct yaml_error e;
    struct tape t;
    struct str json;

    govalue_leaf(v, a, &b);
    json = arena_copy(a, buf_str(&b));
    buf_free(&b);
    if (json.len >= 2 && json.p[0] == '"' && str_find_char(json, '\\') == SIZE_MAX)
        out = cel_string(str_slice(json, 1, json.len - 1));
    else if (yaml_read(&t, a, json, NULL, &e)) /* JSON is YAML */
        out = cel_tape_value(t.root);
    return out;
}

/* What Go writes as null: a nil pointer, map or slice. An expression does not see it, as it sees nothing of what Go leaves
 * out: for its types there is no null. */
static bool is_nil(const struct govalue *v)
{
    return !v->made &&
           (v->declared->kind == GO_POINTER || v->declared->kind == GO_MAP || v->declared->kind == GO_SLICE);
}

static size_t members_of(const struct govalue *v, const struct go_window *w, struct arena *a,
                         struct govalue_member **members)
{
    size_t all = govalue_members(v, w, a, members), count = 0;

    for (size_t i = 0; i < all; i++)
        if ((*members)[i].value && !is_nil((*members)[i].value))
            (*members)[count++] = (*members)[i];
    return count;
}

struct cel_value own_value(struct arena *a, const struct govalue *v, const struct go_window *w)
{
    struct cel_value out;
    struct foreign *f;

    if (!v)
        return cel_null();
    if (!govalue_is_object(v) && !govalue_is_list(v)) {
        out = leaf(a, v);
    } else {
        f = ARENA_NEW(a, struct foreign);
        *f = (struct foreign){ .value = v, .window = w, .count = v->count };
        if (govalue_is_object(v))
            f->count = members_of(v, w, a, &f->members);
        out = (struct cel_value){ .kind = govalue_is_object(v) ? CEL_MAP : CEL_LIST, .foreign = f, .class = &go_class };
    }
    out.origin = v;
    out.opaque = OWN_FROM_GO;
    return out;
}

static size_t go_count(const struct cel_value *of)
{
    return ((const struct foreign *)of->foreign)->count;
}

static void go_at(struct arena *a, const struct cel_value *of, size_t index, struct cel_value *out)
{
    const struct foreign *f = of->foreign;

    *out = own_value(a, f->value->items[index], f->window);
}

static bool go_get(struct arena *a, const struct cel_value *of, struct str key, struct cel_value *out)
{
    const struct foreign *f = of->foreign;

    for (size_t i = 0; i < f->count; i++)
        if (str_eq(f->members[i].key, key))
            return *out = own_value(a, f->members[i].value, f->window), true;
    return false;
}

static bool go_next(struct arena *a, const struct cel_value *of, struct cel_cursor *c, struct cel_value *key,
                    struct cel_value *value)
{
    const struct foreign *f = of->foreign;
    size_t i = c->index;

    if (i >= f->count)
        return false;
    if (f->members)
        *key = cel_string(f->members[i].key);
    *value = own_value(a, f->members ? f->members[i].value : f->value->items[i], f->window);
    return true;
}

static const struct cel_class go_class = { .count = go_count, .at = go_at, .get = go_get, .next = go_next };

static const char *origin_name(const struct govalue *v)
{
    static const char *const names[] = { [ORIGIN_JOB] = "job",
                                         [ORIGIN_PRESET] = "preset",
                                         [ORIGIN_DEFAULT] = "default",
                                         [ORIGIN_CONFIG] = "config",
                                         [ORIGIN_PROW] = "prow" };

    return v->origin ? names[v->origin->kind] : "prow";
}

static void put(struct arena *a, struct cel_map *m, struct str name, struct cel_value value)
{
    struct cel_value key = cel_string(name);

    cel_map_put(a, m, &key, &value, true);
}

/* Where a value in effect comes from: who says it, and where that is written. Of any other value nothing is known. */
static void origin_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    const struct cel_value *of = args->kind == CEL_OPTIONAL && args->some ? args->some : args;
    const struct govalue *v = of->origin;
    struct arena *a = run->arena;
    struct cel_map *m = cel_map_new(a);

    (void)n;
    *out = cel_map_value(m);
    if (of->kind == CEL_OPTIONAL || of->kind == CEL_OPAQUE || of->opaque != OWN_FROM_GO || !v)
        return;
    put(a, m, STR("kind"), cel_string(str_c(origin_name(v))));
    put(a, m, STR("what"), cel_string(v->origin ? v->origin->what : STR("")));
    if (v->origin && v->origin->file && v->node) {
        put(a, m, STR("file"), cel_string(v->origin->file->path));
        put(a, m, STR("line"), cel_int(v->node->line));
    }
}

const struct cel_decl own_functions[] = {
    { "template", "template_string_dyn", "string,dyn>string", own_template, NULL },
    { "origin", "origin_dyn", "dyn>map(string, dyn)", origin_of, NULL },
    { NULL, NULL, NULL, NULL, NULL },
};
