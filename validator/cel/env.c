#include "cel/env.h"

/* Reads "A,list(A)>bool" into an overload. */
static void read_signature(struct arena *a, struct cel_overload *o, struct str text)
{
    o->member = str_starts(text, STR("."));
    text = str_from(text, o->member);
    while (text.len && text.p[0] != '>') {
        o->args[o->count++] = cel_type_take(a, &text);
        if (text.len && text.p[0] == ',')
            text = str_from(text, 1);
    }
    text = str_from(text, 1);
    o->result = cel_type_take(a, &text);
}

static uint8_t params_of(const struct cel_type *t)
{
    uint8_t most = t->kind == CEL_TYPE_PARAM ? (uint8_t)(t->var + 1) : 0;

    for (unsigned i = 0; t->has_param && i < t->count; i++) {
        uint8_t n = params_of(t->params[i]);
        most = n > most ? n : most;
    }
    return most;
}

static void declare(struct cel_env *env, const struct cel_decl *d)
{
    void **at = map_at(&env->functions, str_c(d->name));
    struct cel_function *f = *at;
    struct cel_overload o = { .id = str_c(d->id), .run = d->run, .cost = d->cost };
    cel_cost *other = env->kubernetes ? cel_cost_kubernetes(str_c(d->name), str_c(d->id)) : NULL;

    if (!f) {
        const struct cel_function *above = env->parent ? cel_env_find_function(env->parent, str_c(d->name)) : NULL;
        *at = f = ARENA_NEW(env->arena, struct cel_function);
        f->name = str_c(d->name);
        for (size_t i = 0; above && i < above->count; i++) {
            f->overloads = arena_grow(env->arena, (void *)(uintptr_t)f->overloads, f->count, &f->cap, sizeof(o));
            ((struct cel_overload *)(uintptr_t)f->overloads)[f->count++] = above->overloads[i];
        }
    }
    if (other) {
        o.cost = other;
        o.cost_by_name = true;
    }
    read_signature(env->arena, &o, str_c(d->signature));
    o.params = params_of(o.result);
    for (unsigned i = 0; i < o.count; i++) {
        uint8_t n = params_of(o.args[i]);
        o.params = n > o.params ? n : o.params;
    }
    f->overloads = arena_grow(env->arena, (void *)(uintptr_t)f->overloads, f->count, &f->cap, sizeof(o));
    ((struct cel_overload *)(uintptr_t)f->overloads)[f->count++] = o;
}

void cel_env_functions(struct cel_env *env, const struct cel_decl *decls)
{
    for (; decls->name; decls++)
        declare(env, decls);
}

static void add_libraries(struct cel_env *env)
{
    static const struct {
        unsigned library;
        const struct cel_decl *decls;
    } all[] = {
        { CEL_LIB_STANDARD, cel_decls_operators },
        { CEL_LIB_STANDARD, cel_decls_conversions },
        { CEL_LIB_STANDARD, cel_decls_time },
        { CEL_LIB_STANDARD, cel_decls_strings },
        { CEL_LIB_OPTIONALS, cel_decls_optionals },
        { CEL_LIB_STRINGS, cel_decls_strings_ext },
        { CEL_LIB_LISTS, cel_decls_lists },
        { CEL_LIB_SETS, cel_decls_sets },
        { CEL_LIB_MATH, cel_decls_math },
        { CEL_LIB_ENCODERS, cel_decls_encoders },
        { CEL_LIB_REGEX, cel_decls_regex },
        { CEL_LIB_NETWORK, cel_decls_network },
        { CEL_LIB_TWO_VARIABLES, cel_decls_two_variables },
        { CEL_LIB_ARO, cel_decls_aro },
        { CEL_LIB_KUBERNETES, cel_decls_k8s_quantity },
        { CEL_LIB_KUBERNETES, cel_decls_k8s_url },
        { CEL_LIB_KUBERNETES, cel_decls_k8s_lists },
        { CEL_LIB_KUBERNETES, cel_decls_k8s_format },
        { CEL_LIB_KUBERNETES, cel_decls_k8s_semver },
        { CEL_LIB_KUBERNETES, cel_decls_k8s_network },
        { CEL_LIB_KUBERNETES, cel_decls_k8s_url_regex },
        { CEL_LIB_KUBERNETES, cel_decls_k8s_authz },
    };

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        if (env->libraries & all[i].library)
            cel_env_functions(env, all[i].decls);
}

struct cel_env *cel_env_new(struct arena *a, unsigned libraries)
{
    struct cel_env *env = ARENA_NEW(a, struct cel_env);

    *env = (struct cel_env){ .arena = a, .libraries = libraries };
    map_init(&env->functions, a);
    map_init(&env->variables, a);
    env->kubernetes = libraries & CEL_LIB_KUBERNETES;
    env->syntax = (struct cel_syntax){
        .optionals = libraries & CEL_LIB_OPTIONALS,
        .escaped_names = true,
        .two_variables = libraries & CEL_LIB_TWO_VARIABLES,
        .bindings = libraries & CEL_LIB_BINDINGS,
        .math = libraries & CEL_LIB_MATH,
        .sort_by = libraries & CEL_LIB_LISTS,
        .blocks = libraries & CEL_LIB_BLOCKS,
    };
    add_libraries(env);
    return env;
}

struct cel_env *cel_env_extend(struct arena *a, const struct cel_env *parent)
{
    struct cel_env *env = ARENA_NEW(a, struct cel_env);

    *env = *parent;
    env->arena = a;
    env->parent = parent;
    map_init(&env->functions, a);
    map_init(&env->variables, a);
    return env;
}

const struct cel_variable *cel_env_find_variable(const struct cel_env *env, struct str name)
{
    const struct cel_variable *v = NULL;

    for (; env && !v; env = env->parent)
        v = env->variables.count ? map_get(&env->variables, name) : NULL;
    return v;
}

const struct cel_function *cel_env_find_function(const struct cel_env *env, struct str name)
{
    const struct cel_function *f = NULL;

    for (; env && !f; env = env->parent)
        f = env->functions.count ? map_get(&env->functions, name) : NULL;
    return f;
}

bool cel_env_variable(struct cel_env *env, struct str name, const struct cel_type *type)
{
    const struct cel_variable *known = cel_env_find_variable(env, name);
    struct cel_variable *v;

    if (known)
        return cel_type_equal(known->type, type);
    v = ARENA_NEW(env->arena, struct cel_variable);
    *v = (struct cel_variable){ arena_copy(env->arena, name), type };
    *map_at(&env->variables, v->name) = v;
    return true;
}

const struct cel_type *cel_env_find_type(const struct cel_env *env, struct str name)
{
    static const struct {
        const struct cel_type *type;
        unsigned libraries;
    } all[] = {
        { &cel_type_bool, CEL_LIB_STANDARD },
        { &cel_type_bytes, CEL_LIB_STANDARD },
        { &cel_type_double, CEL_LIB_STANDARD },
        { &cel_type_duration, CEL_LIB_STANDARD },
        { &cel_type_int, CEL_LIB_STANDARD },
        { &cel_type_list, CEL_LIB_STANDARD },
        { &cel_type_map, CEL_LIB_STANDARD },
        { &cel_type_null, CEL_LIB_STANDARD },
        { &cel_type_string, CEL_LIB_STANDARD },
        { &cel_type_timestamp, CEL_LIB_STANDARD },
        { &cel_type_type, CEL_LIB_STANDARD },
        { &cel_type_uint, CEL_LIB_STANDARD },
        { &cel_type_optional, CEL_LIB_OPTIONALS },
        { &cel_type_ip, CEL_LIB_NETWORK | CEL_LIB_KUBERNETES },
        { &cel_type_cidr, CEL_LIB_NETWORK | CEL_LIB_KUBERNETES },
        { &cel_type_quantity, CEL_LIB_KUBERNETES },
        { &cel_type_url, CEL_LIB_KUBERNETES },
        { &cel_type_semver, CEL_LIB_KUBERNETES },
        { &cel_type_format, CEL_LIB_KUBERNETES },
    };

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        if ((env->libraries & all[i].libraries) && str_eq(name, all[i].type->name))
            return all[i].type;
    return NULL;
}

const struct cel_type *cel_env_message(struct str name)
{
    static const struct cel_type struct_type = {
        .kind = CEL_TYPE_MAP, .count = 2, .name = STR_INIT("map"), .params = { &cel_type_string, &cel_type_dyn }
    };
    static const struct {
        struct str name;
        const struct cel_type *type;
    } all[] = {
        { STR_INIT("google.protobuf.Duration"), &cel_type_duration },
        { STR_INIT("google.protobuf.Timestamp"), &cel_type_timestamp },
        { STR_INIT("google.protobuf.BoolValue"), &cel_type_bool },
        { STR_INIT("google.protobuf.BytesValue"), &cel_type_bytes },
        { STR_INIT("google.protobuf.DoubleValue"), &cel_type_double },
        { STR_INIT("google.protobuf.FloatValue"), &cel_type_double },
        { STR_INIT("google.protobuf.Int32Value"), &cel_type_int },
        { STR_INIT("google.protobuf.Int64Value"), &cel_type_int },
        { STR_INIT("google.protobuf.StringValue"), &cel_type_string },
        { STR_INIT("google.protobuf.UInt32Value"), &cel_type_uint },
        { STR_INIT("google.protobuf.UInt64Value"), &cel_type_uint },
        { STR_INIT("google.protobuf.ListValue"), &cel_type_list },
        { STR_INIT("google.protobuf.Struct"), &struct_type },
        { STR_INIT("google.protobuf.Value"), &cel_type_dyn },
    };

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        if (str_eq(name, all[i].name))
            return all[i].type;
    return NULL;
}

/* The full name behind an abbreviation of its first part, or an empty one. */
static struct str abbreviated(const struct cel_env *env, struct arena *a, struct str name)
{
    struct str head, tail;
    bool cut = str_cut(name, '.', &head, &tail);

    for (size_t i = 0; i < env->abbreviation_count; i++) {
        struct str full = env->abbreviations[i];
        size_t dot = str_rfind_char(full, '.');
        if (str_eq(str_from(full, dot == SIZE_MAX ? 0 : dot + 1), head))
            return cut ? ARENA_JOIN(a, full, STR("."), tail) : full;
    }
    return STR("");
}

bool cel_env_candidate(const struct cel_env *env, struct arena *a, struct str name, size_t *step, struct str *full)
{
    struct str container = env->container;

    if (str_starts(name, STR("."))) {
        *full = str_from(name, 1);
        return (*step)++ == 0;
    }
    if (*step == 0 && env->abbreviation_count) {
        *full = abbreviated(env, a, name);
        if (full->len) {
            *step = 1000;
            return true;
        }
    }
    if (*step > container.len)
        return false;
    for (size_t cut = 0; cut < *step; cut++) {
        size_t dot = str_rfind_char(container, '.');
        container = dot == SIZE_MAX ? STR("") : str_slice(container, 0, dot);
    }
    ++*step;
    *full = container.len ? ARENA_JOIN(a, container, STR("."), name) : name;
    if (container.len == 0)
        *step = SIZE_MAX;
    return true;
}
