/* Optional values: cel-go's library at version 4. Selection, or and orValue have operations of their own. */
#include "cel/cost.h"
#include "cel/run.h"

static void of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    *out = cel_some(run->arena, args[0]);
}

static void of_non_zero(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    *out = cel_is_zero(&args[0]) ? cel_none() : cel_some(run->arena, args[0]);
}

static void none(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)args;
    (void)n;
    *out = cel_none();
}

static void value(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    if (args[0].some)
        *out = *args[0].some;
    else
        cel_fail(run, out, STR("optional.none() dereference"));
}

static void has_value(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    *out = cel_bool(args[0].some && (n == 1 || cel_same(run, args[0].some, &args[1])));
}

static void first(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    *out = cel_none();
    if (cel_count(&args[0])) {
        cel_at(run->arena, &args[0], 0, out);
        *out = cel_some(run->arena, *out);
    }
}

static void last(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    size_t count = cel_count(&args[0]);

    (void)n;
    *out = cel_none();
    if (count) {
        cel_at(run->arena, &args[0], count - 1, out);
        *out = cel_some(run->arena, *out);
    }
}

static void unwrap(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_value *items = cel_values(run, cel_count(&args[0])), key, v;
    struct cel_cursor c = { 0 };
    size_t count = 0;

    (void)n;
    while (items && cel_next(run->arena, &args[0], &c, &key, &v) && cel_work(run, 1)) {
        if (v.kind != CEL_OPTIONAL) {
            cel_fail(run, out,
                     ARENA_JOIN(run->arena, STR("value "), cel_show(run->arena, &v), STR(" is not optional")));
            return;
        }
        if (v.some)
            items[count++] = *v.some;
    }
    *out = cel_list_value(run->arena, items, count);
}

const struct cel_decl cel_decls_optionals[] = {
    { "optional.of", "optional_of", "A>optional_type(A)", of, NULL },
    { "optional.ofNonZeroValue", "optional_ofNonZeroValue", "A>optional_type(A)", of_non_zero, NULL },
    { "optional.none", "optional_none", ">optional_type(A)", none, NULL },
    { "value", "optional_value", ".optional_type(A)>A", value, NULL },
    { "hasValue", "optional_hasValue", ".optional_type(A)>bool", has_value, NULL },
    { "or", "optional_or_optional", ".optional_type(A),optional_type(A)>optional_type(A)", NULL, NULL },
    { "orValue", "optional_orValue_value", ".optional_type(A),A>A", NULL, NULL },
    { "_?._", "select_optional_field", "dyn,string>optional_type(A)", NULL, NULL },
    { "_[?_]", "list_optindex_optional_int", "list(A),int>optional_type(A)", NULL, NULL },
    { "_[?_]", "optional_list_optindex_optional_int", "optional_type(list(A)),int>optional_type(A)", NULL, NULL },
    { "_[?_]", "map_optindex_optional_value", "map(A,B),A>optional_type(B)", NULL, NULL },
    { "_[?_]", "optional_map_optindex_optional_value", "optional_type(map(A,B)),A>optional_type(B)", NULL, NULL },
    { "_[_]", "optional_list_index_int", "optional_type(list(A)),int>optional_type(A)", NULL, NULL },
    { "_[_]", "optional_map_index_value", "optional_type(map(A,B)),A>optional_type(B)", NULL, NULL },
    { "last", "list_last", ".list(A)>optional_type(A)", last, NULL },
    { "first", "list_first", ".list(A)>optional_type(A)", first, NULL },
    { "optional.unwrap", "optional_unwrap", "list(optional_type(A))>list(A)", unwrap, NULL },
    { "unwrapOpt", "optional_unwrapOpt", ".list(optional_type(A))>list(A)", unwrap, NULL },
    { "hasValue", "optional_hasValue_value", ".optional_type(A),A>bool", has_value, cel_cost_has_value },
    { NULL, NULL, NULL, NULL, NULL },
};
