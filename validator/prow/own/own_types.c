#include "prow/own/own_types.h"

#include "base/nearest.h"
#include "prow/own/own.h"
#include "schema/gotype.h"
#include "syntax/tape.h"

enum { MOST_KINDS = 3 };

/* What a struct type of ours is: fields of Go's structs (a job's of several kinds: those of any), or of a record. */
struct own_struct {
    const struct go_type *go[MOST_KINDS];
    size_t count;
    bool written; /* as somebody wrote it: nothing is known of scalars, which Go turns into each other */
    const struct own_field *fields;
};

struct own_types {
    struct arena *arena;
    struct cel_env *base;
    struct map made; /* by name, as written or not: struct cel_type */
    struct cel_fields fields;
};

static const struct cel_type *type_of(struct own_types *t, const struct go_type *go, bool written);

static const struct cel_type *struct_type(struct own_types *t, struct str name, const struct own_struct *of)
{
    struct cel_type *made;
    void **at;

    if (of->written)
        name = ARENA_JOIN(t->arena, name, STR(" as written"));
    at = map_at(&t->made, name);
    if (!*at) {
        struct own_struct *copy = ARENA_NEW(t->arena, struct own_struct);
        *copy = *of;
        made = ARENA_NEW(t->arena, struct cel_type);
        *made = (struct cel_type){ .kind = CEL_TYPE_STRUCT, .name = name, .of = copy };
        *at = made;
    }
    return *at;
}

/* What a field of a type without a decoder of its own is. */
static const struct cel_type *plain_type(struct own_types *t, const struct go_type *go, bool written)
{
    struct own_struct of = { .go = { go }, .count = 1, .written = written };

    switch (go->kind) {
    case GO_SLICE:
        return cel_type_list_of(t->arena, type_of(t, go->elem, written));
    case GO_MAP:
        return cel_type_map_of(t->arena, &cel_type_string, type_of(t, go->elem, written));
    case GO_STRUCT:
        return struct_type(t, str_c(go->name), &of);
    case GO_BOOL:
        return written ? &cel_type_dyn : &cel_type_bool;
    case GO_INT:
    case GO_UINT:
        return written ? &cel_type_dyn : &cel_type_int;
    case GO_STRING:
        return written ? &cel_type_dyn : &cel_type_string;
    default:
        return &cel_type_dyn;
    }
}

static const struct cel_type *type_of(struct own_types *t, const struct go_type *go, bool written)
{
    go = go_type_target(go);
    switch (go->decoder) {
    case GO_PLAIN:
        return plain_type(t, go, written);
    case GO_DURATION:
    case GO_NANOSECONDS_OR_DURATION:
    case GO_QUANTITY:
        return written ? &cel_type_dyn : &cel_type_string;
    default:
        return &cel_type_dyn;
    }
}

/* The entry of this very name: fields are read in whatever letter case, but an expression sees one spelling. */
static const struct go_field *go_field(const struct go_struct *s, struct str name)
{
    const struct go_field *f = go_field_find(s, name);

    while (f && !str_eq(f->name, name))
        f = go_field_next(s, f);
    return f;
}

static void nearest_of(const struct own_struct *s, struct str field, struct str *near)
{
    size_t least = SIZE_MAX;

    for (const struct own_field *f = s->fields; f && f->name; f++)
        if (nearest_better(field, str_c(f->name), &least))
            *near = str_c(f->name);
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = 0; k < s->go[i]->fields->count; k++)
            if (nearest_better(field, s->go[i]->fields->fields[k].name, &least))
                *near = s->go[i]->fields->fields[k].name;
}

static const struct cel_type *record_type(struct own_types *t, const char *name, const struct own_field *fields)
{
    struct own_struct of = { .fields = fields };

    return struct_type(t, str_c(name), &of);
}

/* Names to their uses. */
static const struct cel_type *uses_type(struct own_types *t)
{
    const struct cel_type *use = record_type(t, "use of a name", own_use_fields);

    return cel_type_map_of(t->arena, &cel_type_string, cel_type_list_of(t->arena, use));
}

static const struct cel_type *find_field(void *context, const struct cel_type *of, struct str field, struct str *near)
{
    const struct own_struct *s = of->of;
    const struct go_field *f;

    for (const struct own_field *r = s->fields; r && r->name; r++)
        if (str_eq(str_c(r->name), field))
            return r->type ? r->type : uses_type(context);
    for (size_t i = 0; i < s->count; i++)
        if ((f = go_field(s->go[i]->fields, field)))
            return type_of(context, f->type, s->written);
    nearest_of(s, field, near);
    return NULL;
}

/* What a variable is. */
enum shape {
    SHAPE_TEXT,
    SHAPE_BOOL,
    SHAPE_TEXTS,
    SHAPE_FILES,
    SHAPE_INDEX, /* the jobs of all files */
    SHAPE_NAMES,
    SHAPE_SIDE, /* of a pair */
    SHAPE_JOB,
    SHAPE_JOBS, /* in effect */
    SHAPE_PRESET,
    SHAPE_CONFIG,
    SHAPE_PLUGINS,
    SHAPE_ANY, /* what no type of Go's says */
};

enum { EVERY_KIND = 2 * OWN_PIPELINE_CONFIG - 1, NO_TREE = OWN_PAIR | OWN_PIPELINES };
enum { OF_REPO = OWN_JOB | OWN_REPO | OWN_BRANCH | OWN_PAIR };

static const struct variable {
    const char *name;
    unsigned on;
    enum shape shape;
    bool written, root;
    unsigned jobs; /* of SHAPE_JOBS: which kinds */
} variables[] = {
    { "job", OWN_JOB, SHAPE_JOB, false, true, 0 },
    { "source", OWN_JOB, SHAPE_JOB, true, true, 0 },
    { "kind", OWN_JOB, SHAPE_TEXT, false, false, 0 },
    { "branches", OWN_JOB, SHAPE_TEXTS, false, false, 0 },
    { "preset", OWN_PRESET, SHAPE_PRESET, false, true, 0 },
    { "source", OWN_PRESET, SHAPE_PRESET, true, true, 0 },
    { "config", OWN_CONFIG, SHAPE_CONFIG, false, true, 0 },
    { "source", OWN_CONFIG, SHAPE_CONFIG, true, true, 0 },
    { "plugins", OWN_PLUGINS, SHAPE_PLUGINS, false, true, 0 },
    { "source", OWN_PLUGINS, SHAPE_PLUGINS, true, true, 0 },
    { "org", OF_REPO, SHAPE_TEXT, false, false, 0 },
    { "repo", OF_REPO, SHAPE_TEXT, false, false, 0 },
    { "branch", OWN_BRANCH, SHAPE_TEXT, false, false, 0 },
    { "presubmits", OWN_REPO | OWN_BRANCH, SHAPE_JOBS, false, true, OWN_PRESUBMIT },
    { "postsubmits", OWN_REPO | OWN_BRANCH, SHAPE_JOBS, false, true, OWN_POSTSUBMIT },
    { "plugins", OWN_REPO, SHAPE_TEXTS, false, false, 0 },
    { "protected", OWN_BRANCH, SHAPE_BOOL, false, false, 0 },
    { "required", OWN_BRANCH, SHAPE_TEXTS, false, false, 0 },
    { "was", OWN_PAIR, SHAPE_SIDE, false, true, 0 },
    { "is", OWN_PAIR, SHAPE_SIDE, false, true, 0 },
    { "change", OWN_PAIR, SHAPE_TEXT, false, false, 0 },
    { "fate", OWN_PAIR, SHAPE_TEXT, false, false, 0 },
    { "fields", OWN_PAIR, SHAPE_TEXTS, false, false, 0 },
    { "step", OWN_STEP, SHAPE_ANY, true, true, 0 },
    { "group", OWN_STEP, SHAPE_ANY, true, true, 0 },
    { "validation", OWN_STEP, SHAPE_BOOL, false, false, 0 },
    { "pipeline", OWN_PIPELINE | OWN_STEP, SHAPE_ANY, true, true, 0 },
    { "service", OWN_PIPELINE | OWN_STEP, SHAPE_TEXT, false, false, 0 },
    { "config", OWN_PIPELINES, SHAPE_ANY, true, true, 0 },
    { "context", OWN_PIPELINES, SHAPE_ANY, false, false, 0 },
    { "file", EVERY_KIND, SHAPE_TEXT, false, false, 0 },
    { "deployed", EVERY_KIND, SHAPE_TEXTS, false, false, 0 },
    { "jobs", EVERY_KIND & ~NO_TREE, SHAPE_INDEX, false, false, 0 },
    { "names", EVERY_KIND & ~NO_TREE, SHAPE_NAMES, false, false, 0 },
    { "files", EVERY_KIND & ~NO_TREE, SHAPE_FILES, false, false, 0 },
};

static const struct cel_type *job_type(struct own_types *t, unsigned kinds, bool written)
{
    static const struct {
        unsigned kind;
        const char *type;
    } all[] = { { OWN_PRESUBMIT, "Presubmit" }, { OWN_POSTSUBMIT, "Postsubmit" }, { OWN_PERIODIC, "Periodic" } };
    struct own_struct of = { .written = written };
    struct str name = STR("config.");

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (kinds & all[i].kind) {
            name = ARENA_JOIN(t->arena, name, of.count ? STR(" or ") : STR(""), str_c(all[i].type));
            of.go[of.count++] = go_type_find("prow/jobs", all[i].type);
        }
    return struct_type(t, name, &of);
}

static const struct cel_type *shape_type(struct own_types *t, const struct variable *v, unsigned kinds)
{
    switch (v->shape) {
    case SHAPE_TEXT:
        return &cel_type_string;
    case SHAPE_BOOL:
        return &cel_type_bool;
    case SHAPE_TEXTS:
        return &own_list_of_strings;
    case SHAPE_FILES:
        return cel_type_map_of(t->arena, &cel_type_string, &cel_type_dyn);
    case SHAPE_INDEX:
        return cel_type_list_of(t->arena, record_type(t, "job of the index", own_job_fields));
    case SHAPE_NAMES:
        return record_type(t, "index", own_names_fields);
    case SHAPE_SIDE:
        return record_type(t, "job of a pair", own_side_fields);
    case SHAPE_JOB:
        return job_type(t, kinds & OWN_JOB, v->written);
    case SHAPE_JOBS:
        return cel_type_list_of(t->arena, job_type(t, v->jobs, false));
    case SHAPE_PRESET:
        return type_of(t, go_type_find("prow/jobs", "Preset"), v->written);
    case SHAPE_ANY:
        return &cel_type_dyn;
    case SHAPE_CONFIG:
        return type_of(t, go_type_find("prow/config", "Config"), v->written);
    default:
        return type_of(t, go_type_find("prow/plugins", "Configuration"), v->written);
    }
}

struct own_types *own_types_new(struct arena *a)
{
    struct own_types *t = ARENA_NEW(a, struct own_types);

    *t = (struct own_types){ .arena = a, .fields = { find_field, t } };
    map_init(&t->made, a);
    t->base = cel_env_new(a, CEL_LIB_ALL);
    cel_env_functions(t->base, cel_decls_k8s_quantity);
    cel_env_functions(t->base, own_functions);
    t->base->fields = &t->fields;
    return t;
}

struct cel_env *own_types_env(struct own_types *t, unsigned kinds)
{
    struct cel_env *env = cel_env_extend(t->arena, t->base);

    for (size_t i = 0; i < COUNT_OF(variables); i++)
        if ((variables[i].on & kinds) == kinds)
            cel_env_variable(env, str_c(variables[i].name), shape_type(t, &variables[i], kinds));
    return env;
}

const struct cel_type *own_types_variable(struct own_types *t, unsigned kinds, struct str name)
{
    for (size_t i = 0; i < COUNT_OF(variables); i++)
        if ((variables[i].on & kinds) == kinds && str_eq(name, str_c(variables[i].name)))
            return shape_type(t, &variables[i], kinds);
    return NULL;
}

const struct cel_type *own_types_field(struct own_types *t, const struct cel_type *of, struct str field, struct str *doc)
{
    const struct own_struct *s = of->kind == CEL_TYPE_STRUCT ? of->of : NULL;
    struct str near;

    *doc = STR("");
    for (size_t i = 0; s && i < s->count; i++) {
        const struct go_field *f = go_field(s->go[i]->fields, field);
        if (f && f->doc)
            *doc = str_c(f->doc);
    }
    return s ? find_field(t, of, field, &near) : NULL;
}

bool own_types_field_next(const struct cel_type *of, size_t *i, struct str *name)
{
    const struct own_struct *s = of->kind == CEL_TYPE_STRUCT ? of->of : NULL;
    size_t at = *i;

    ++*i;
    for (const struct own_field *f = s ? s->fields : NULL; f && f->name; f++)
        if (at-- == 0) {
            *name = str_c(f->name);
            return true;
        }
    for (size_t k = 0; s && k < s->count; k++) {
        if (at < s->go[k]->fields->count) {
            *name = s->go[k]->fields->fields[at].name;
            return true;
        }
        at -= s->go[k]->fields->count;
    }
    return false;
}

struct str own_types_nearest(unsigned kinds, struct str name)
{
    struct str near = STR("");
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < COUNT_OF(variables); i++)
        if ((variables[i].on & kinds) == kinds && nearest_better(name, str_c(variables[i].name), &least))
            near = str_c(variables[i].name);
    return near;
}

static struct cel_value nothing_of(enum shape shape, struct arena *a)
{
    struct cel_map *m = cel_map_new(a);

    switch (shape) {
    case SHAPE_TEXT:
        return cel_string(STR(""));
    case SHAPE_BOOL:
        return cel_bool(false);
    case SHAPE_TEXTS:
    case SHAPE_INDEX:
    case SHAPE_JOBS:
        return cel_list_value(a, NULL, 0);
    case SHAPE_FILES:
        return cel_map_value(m);
    case SHAPE_NAMES:
        for (const struct own_field *f = own_names_fields; f->name; f++) {
            struct cel_value key = cel_string(str_c(f->name)), none = cel_map_value(cel_map_new(a));
            cel_map_put(a, m, &key, &none, true);
        }
        return cel_map_value(m);
    default:
        return cel_null();
    }
}

bool own_types_next(unsigned kinds, size_t *i, struct str *name, struct cel_value *nothing, struct arena *a)
{
    while (*i < COUNT_OF(variables) && (variables[*i].on & kinds) != kinds)
        ++*i;
    if (*i == COUNT_OF(variables))
        return false;
    *name = str_c(variables[*i].name);
    *nothing = nothing_of(variables[(*i)++].shape, a);
    return true;
}

/* No job, no preset and no main file has a field that is called as they are; plugin configuration has, so there another
 * variable has to stand beside it. */
struct str own_types_thing(unsigned on)
{
    if (on & OWN_PIPELINES)
        return on & OWN_STEP ? STR("step") : on & OWN_PIPELINE ? STR("pipeline") : STR("config");
    return on & OWN_PRESET    ? STR("preset")
           : on & OWN_CONFIG  ? STR("config")
           : on & OWN_PLUGINS ? STR("plugins")
                              : STR("job");
}

bool own_types_example_is_named(unsigned kinds, const struct node *example)
{
    static const char *const beside[] = { "files", "file", "jobs", "names", "deployed" };

    for (size_t i = 0; (kinds & OWN_PLUGINS) && node_get(example, STR("plugins")) && i < COUNT_OF(beside); i++)
        if (node_get(example, str_c(beside[i])))
            return true;
    if (kinds & (OWN_REPO | OWN_BRANCH | OWN_PAIR))
        return true;
    if (kinds & OWN_PIPELINES)
        return node_get(example, STR("context")) || node_get(example, STR("config")) ||
               node_get(example, kinds & OWN_STEP ? STR("step") : STR("pipeline"));
    return ((kinds & OWN_JOB) && node_get(example, STR("job"))) ||
           ((kinds & OWN_PRESET) && node_get(example, STR("preset"))) ||
           ((kinds & OWN_CONFIG) && node_get(example, STR("config")));
}

static bool is_variable(unsigned kinds, struct str name, bool root)
{
    for (size_t i = 0; i < COUNT_OF(variables); i++)
        if ((variables[i].on & kinds) == kinds && (!root || variables[i].root) &&
            str_eq(str_c(variables[i].name), name))
            return true;
    return false;
}

bool own_types_is_root(unsigned kinds, struct str name)
{
    return is_variable(kinds, name, true);
}

bool own_types_has(unsigned kinds, struct str name)
{
    return is_variable(kinds, name, false);
}
