/* Go's own functions, but for the comparisons and what eval_call.c does itself. */
#include "syntax/template/exec.h"

struct template_value exec_printable(struct exec *x, struct template_value v)
{
    struct reflect_path path;
    bool nil;

    if (reflect_kind(v) == TEMPLATE_POINTER)
        v = reflect_indirect(v, &nil);
    if (!v.type)
        return template_string(STR("<no value>"));
    if (v.addressable && v.type->pointer && !reflect_find_method(v.type, STR("String"), false, &path) &&
        reflect_find_method(v.type, STR("String"), true, &path))
        return reflect_address(x->arena, v);
    return v;
}

/* Ends a text that a function made in b, and frees b. */
static bool give_text(struct exec *x, struct buf *b, struct fmt_result result, struct template_value *out)
{
    bool ok = exec_formatted(x, result);

    if (ok)
        *out = template_string(arena_copy(x->arena, buf_str(b)));
    buf_free(b);
    return ok;
}

bool exec_format(struct exec *x, struct str format, const struct template_value *args, size_t n, struct str *text)
{
    struct buf b = { 0 };
    struct template_value v = { 0 };
    bool ok = give_text(x, &b, fmt_sprintf(&b, x->arena, exec_room(x), format, args, n), &v);

    *text = v.string;
    return ok;
}

static bool run_print(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                      struct str *error)
{
    struct buf b = { 0 };

    (void)error;
    return give_text(x, &b, fmt_sprint(&b, x->arena, exec_room(x), args, n), out);
}

static bool run_println(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                        struct str *error)
{
    struct buf b = { 0 };

    (void)error;
    return give_text(x, &b, fmt_sprintln(&b, x->arena, exec_room(x), args, n), out);
}

static bool run_printf(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                       struct str *error)
{
    struct buf b = { 0 };

    (void)error;
    return give_text(x, &b, fmt_sprintf(&b, x->arena, exec_room(x), args[0].string, args + 1, n - 1), out);
}

/* evalArgs: the arguments as printing shows them, then escaped. */
static bool escape_args(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                        void (*escape)(struct buf *, struct str))
{
    struct template_value *shown = ARENA_ARRAY(x->arena, struct template_value, n), text;
    struct buf b = { 0 };

    for (size_t i = 0; i < n; i++) {
        struct template_value v = reflect_open(args[i]);
        v.addressable = false;
        shown[i] = exec_printable(x, v);
    }
    if (!give_text(x, &b, fmt_sprint(&b, x->arena, exec_room(x), shown, n), &text))
        return false;
    b = (struct buf){ 0 };
    escape(&b, text.string);
    return give_text(x, &b, (struct fmt_result){ 0 }, out);
}

static bool run_html(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                     struct str *error)
{
    (void)error;
    return escape_args(x, args, n, out, escape_html);
}

static bool run_js(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                   struct str *error)
{
    (void)error;
    return escape_args(x, args, n, out, escape_js);
}

static bool run_urlquery(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                         struct str *error)
{
    (void)error;
    return escape_args(x, args, n, out, escape_query);
}

static bool run_not(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                    struct str *error)
{
    (void)x, (void)n, (void)error;
    *out = template_bool(!reflect_truth(args[0]));
    return true;
}

static bool has_length(struct template_value v)
{
    return reflect_kind(v) == TEMPLATE_SLICE || reflect_kind(v) == TEMPLATE_MAP || reflect_kind(v) == TEMPLATE_STRING;
}

static bool type_error(struct exec *x, const char *what, struct template_value v, struct str *error)
{
    *error = arena_printf(x->arena, "%s %.*s", what, STR_ARG(v.type->name));
    return false;
}

static bool run_len(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                    struct str *error)
{
    bool nil;
    struct template_value v = reflect_indirect(args[0], &nil);

    (void)n;
    *out = template_int((int64_t)reflect_length(v));
    if (!nil && has_length(v))
        return true;
    if (nil)
        *error = STR("len of nil pointer");
    else if (!v.type)
        *error = STR("reflect: call of reflect.Value.Type on zero Value");
    else
        return type_error(x, "len of type", v, error);
    return false;
}

/* indexArg: an index into something of this capacity, which itself counts as one. */
static bool index_number(struct exec *x, struct template_value v, size_t cap, size_t *number, struct str *error)
{
    if (!v.type) {
        *error = STR("cannot index slice/array with nil");
        return false;
    }
    if (reflect_kind(v) != TEMPLATE_INT && reflect_kind(v) != TEMPLATE_UINT)
        return type_error(x, "cannot index slice/array with type", v, error);
    if (v.integer < 0 || (uint64_t)v.integer > cap) {
        *error = arena_printf(x->arena, "index out of range: %lld", (long long)v.integer);
        return false;
    }
    *number = (size_t)v.integer;
    return true;
}

static bool index_sequence(struct exec *x, struct template_value *item, struct template_value index, struct str *error)
{
    size_t length = reflect_length(*item), i;

    if (!index_number(x, index, length, &i, error))
        return false;
    if (i == length) {
        *error = reflect_kind(*item) == TEMPLATE_STRING ? STR("reflect: string index out of range")
                                                        : STR("reflect: slice index out of range");
        return false;
    }
    *item = reflect_item(*item, i);
    return true;
}

static bool index_map(struct exec *x, struct template_value *item, struct template_value index, struct str *error)
{
    const struct template_type *key = item->type->key;
    struct template_value found;

    if (!index.type) {
        *error = arena_printf(x->arena, "value is nil; should be of type %.*s", STR_ARG(key->name));
        return false;
    }
    if (!reflect_assignable(index.type, key)) {
        *error = arena_printf(x->arena, "value has type %.*s; should be %.*s", STR_ARG(index.type->name),
                              STR_ARG(key->name));
        return false;
    }
    found = reflect_map_get(*item, index.string);
    *item = found.type ? found : reflect_zero(item->type->elem);
    return true;
}

static bool run_index(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                      struct str *error)
{
    struct template_value item = reflect_open(args[0]), index;
    bool nil, ok = true;

    if (!item.type) {
        *error = STR("index of untyped nil");
        return false;
    }
    for (size_t i = 1; i < n && ok; i++) {
        index = reflect_open(args[i]);
        item = reflect_indirect(item, &nil);
        if (nil) {
            *error = STR("index of nil pointer");
            return false;
        }
        if (reflect_kind(item) == TEMPLATE_MAP)
            ok = index_map(x, &item, index, error);
        else if (has_length(item))
            ok = index_sequence(x, &item, index, error);
        else
            ok = type_error(x, "can't index item of type", item, error);
    }
    *out = item;
    return ok;
}

/* v[from:to:cap] of a slice or string. */
static struct template_value cut(struct exec *x, struct template_value v, const size_t bounds[3])
{
    struct template_slice *slice;

    if (reflect_kind(v) == TEMPLATE_STRING) {
        v.string = str_slice(v.string, bounds[0], bounds[1]);
        return v;
    }
    if (!v.slice)
        return v;
    slice = ARENA_NEW(x->arena, struct template_slice);
    *slice = (struct template_slice){ v.slice->items + bounds[0], bounds[1] - bounds[0], bounds[2] - bounds[0] };
    v.slice = slice;
    return v;
}

static bool slice_bounds(struct exec *x, const struct template_value *args, size_t n, size_t cap, size_t bounds[3],
                         struct str *error)
{
    for (size_t i = 0; i < n; i++)
        if (!index_number(x, args[i], cap, &bounds[i], error))
            return false;
    for (size_t i = 0; i < (n == 3 ? 2 : 1); i++)
        if (bounds[i] > bounds[i + 1]) {
            *error = arena_printf(x->arena, "invalid slice index: %zu > %zu", bounds[i], bounds[i + 1]);
            return false;
        }
    return true;
}

static bool run_slice(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                      struct str *error)
{
    struct template_value item = reflect_open(args[0]);
    bool is_string = reflect_kind(item) == TEMPLATE_STRING;
    size_t length = reflect_length(item), cap = length, bounds[3];

    if (!item.type)
        *error = STR("slice of untyped nil");
    else if (n > 4)
        *error = arena_printf(x->arena, "too many slice indexes: %zu", n - 1);
    else if (is_string && n == 4)
        *error = STR("cannot 3-index slice a string");
    else if (!is_string && reflect_kind(item) != TEMPLATE_SLICE)
        type_error(x, "can't slice item of type", item, error);
    if (error->p)
        return false;
    if (!is_string && item.slice)
        cap = item.slice->cap;
    bounds[0] = 0;
    bounds[1] = length;
    bounds[2] = cap;
    if (!slice_bounds(x, args + 1, n - 1, cap, bounds, error))
        return false;
    *out = cut(x, item, bounds);
    return true;
}

#define ANY &template_type_any
#define VALUE &exec_type_value
static const struct template_type *const anything[] = { ANY };
static const struct template_type *const one_value[] = { VALUE };
static const struct template_type *const two_values[] = { VALUE, VALUE };
static const struct template_type *const a_format[] = { &template_type_string, ANY };

static const struct builtin builtins[] = {
    { STR_INIT("and"), two_values, 2, true, NULL },
    { STR_INIT("call"), two_values, 2, true, NULL },
    { STR_INIT("eq"), two_values, 2, true, compare_eq },
    { STR_INIT("ge"), two_values, 2, false, compare_ge },
    { STR_INIT("gt"), two_values, 2, false, compare_gt },
    { STR_INIT("html"), anything, 1, true, run_html },
    { STR_INIT("index"), two_values, 2, true, run_index },
    { STR_INIT("js"), anything, 1, true, run_js },
    { STR_INIT("le"), two_values, 2, false, compare_le },
    { STR_INIT("len"), one_value, 1, false, run_len },
    { STR_INIT("lt"), two_values, 2, false, compare_lt },
    { STR_INIT("ne"), two_values, 2, false, compare_ne },
    { STR_INIT("not"), one_value, 1, false, run_not },
    { STR_INIT("or"), two_values, 2, true, NULL },
    { STR_INIT("print"), anything, 1, true, run_print },
    { STR_INIT("printf"), a_format, 2, true, run_printf },
    { STR_INIT("println"), anything, 1, true, run_println },
    { STR_INIT("slice"), two_values, 2, true, run_slice },
    { STR_INIT("urlquery"), anything, 1, true, run_urlquery },
};

const struct builtin *builtin_find(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(builtins); i++)
        if (str_eq(builtins[i].name, name))
            return &builtins[i];
    return NULL;
}
