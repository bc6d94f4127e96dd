/* One argument of a format: its type's own methods first, else by its kind. */
#include "syntax/template/fmt_state.h"

#include "base/utf8.h"

const struct template_type template_type_error = { .name = STR_INIT("*errors.errorString"), .kind = TEMPLATE_STRING };

/* Values inside each other: data is made from documents whose readers stop earlier. */
enum { DEEPEST = 2500 };

static void print_value(struct fmt *f, struct template_value v, uint32_t verb, size_t depth);

static void put_rune(struct fmt *f, uint32_t cp)
{
    char bytes[4];

    fmt_put(f, (struct str){ bytes, utf8_encode(cp, bytes) });
}

void fmt_bad_verb(struct fmt *f, uint32_t verb)
{
    f->erroring = true;
    fmt_put(f, STR("%!"));
    put_rune(f, verb);
    fmt_put(f, STR("("));
    if (f->arg.type) {
        fmt_put(f, f->arg.type->name);
        fmt_put(f, STR("="));
        fmt_arg(f, f->arg, 'v');
    } else if (f->value.type) {
        fmt_put(f, f->value.type->name);
        fmt_put(f, STR("="));
        print_value(f, f->value, 'v', 0);
    } else {
        fmt_put(f, STR("<nil>"));
    }
    fmt_put(f, STR(")"));
    f->erroring = false;
}

/* There are no real addresses here; any that is not nil looks like one. */
static void pointer(struct fmt *f, struct template_value v, uint32_t verb)
{
    uint64_t address = reflect_is_nil(v) ? 0 : UINT64_C(0xc000000000);

    if (reflect_kind(v) != TEMPLATE_POINTER && reflect_kind(v) != TEMPLATE_MAP && reflect_kind(v) != TEMPLATE_SLICE) {
        fmt_bad_verb(f, verb);
    } else if (verb == 'v' && f->sharp_v) {
        fmt_put(f, STR("("));
        fmt_put(f, v.type->name);
        fmt_put(f, STR(")("));
        if (address)
            fmt_0x64(f, address, true);
        else
            fmt_put(f, STR("nil"));
        fmt_put(f, STR(")"));
    } else if (verb == 'v' && !address) {
        fmt_pad(f, STR("<nil>"));
    } else if (verb == 'v' || verb == 'p') {
        fmt_0x64(f, address, !f->sharp);
    } else if (verb == 'b' || verb == 'o' || verb == 'd' || verb == 'x' || verb == 'X') {
        fmt_integer(f, address, false, verb);
    } else {
        fmt_bad_verb(f, verb);
    }
}

/* Shows what the method of this name answers; false when the type of f->arg has none. */
static bool print_by(struct fmt *f, struct str name, uint32_t verb)
{
    bool is_pointer = reflect_kind(f->arg) == TEMPLATE_POINTER;
    const struct template_type *type = is_pointer ? f->arg.type->elem : f->arg.type;
    struct template_call call = { .arena = f->arena, .room = f->most };
    struct reflect_path path;

    if (!reflect_find_method(type, name, is_pointer, &path))
        return false;
    if (reflect_call(f->arg, &path, &call))
        fmt_string(f, call.result.string, verb);
    else if (reflect_is_nil(f->arg))
        fmt_put(f, STR("<nil>")); /* as fmt shows the panic of a nil receiver */
    else
        f->result.unknown = name;
    return true;
}

static bool handle_methods(struct fmt *f, uint32_t verb)
{
    bool is_error = f->arg.type == &template_type_error;

    if (f->erroring)
        return false;
    if (verb == 'w') {
        if (!is_error || !f->wraps) {
            fmt_bad_verb(f, verb);
            return true;
        }
        verb = 'v';
    }
    if (f->sharp_v)
        return print_by(f, STR("GoString"), 's');
    if (verb != 'v' && verb != 's' && verb != 'x' && verb != 'X' && verb != 'q')
        return false;
    if (is_error)
        fmt_string(f, f->arg.string, verb);
    return is_error || print_by(f, STR("String"), verb);
}

/* Between elements: a blank, or a comma in Go syntax. */
static void separate(struct fmt *f, size_t i)
{
    if (i > 0)
        fmt_put(f, f->sharp_v ? STR(", ") : STR(" "));
}

/* The opening of a composite: its type in Go syntax. False when that says it is nil already. */
static bool open_composite(struct fmt *f, struct template_value v, struct str plain)
{
    if (!f->sharp_v) {
        fmt_put(f, plain);
        return true;
    }
    fmt_put(f, v.type->name);
    if (reflect_is_nil(v)) {
        fmt_put(f, STR("(nil)"));
        return false;
    }
    fmt_put(f, STR("{"));
    return true;
}

static void print_map(struct fmt *f, struct template_value v, uint32_t verb, size_t depth)
{
    if (!open_composite(f, v, STR("map[")))
        return;
    for (size_t i = 0; i < reflect_length(v) && !fmt_is_full(f); i++) {
        separate(f, i);
        print_value(f, reflect_map_key(v, i), verb, depth + 1);
        fmt_put(f, STR(":"));
        print_value(f, reflect_map_value(v, i), verb, depth + 1);
    }
    fmt_put(f, f->sharp_v ? STR("}") : STR("]"));
}

static void print_slice(struct fmt *f, struct template_value v, uint32_t verb, size_t depth)
{
    if (!open_composite(f, v, STR("[")))
        return;
    for (size_t i = 0; i < reflect_length(v) && !fmt_is_full(f); i++) {
        separate(f, i);
        print_value(f, reflect_item(v, i), verb, depth + 1);
    }
    fmt_put(f, f->sharp_v ? STR("}") : STR("]"));
}

static void print_struct(struct fmt *f, struct template_value v, uint32_t verb, size_t depth)
{
    open_composite(f, v, STR("{"));
    for (size_t i = 0; i < v.type->field_count && !fmt_is_full(f); i++) {
        struct template_value field = reflect_field(v, i);
        separate(f, i);
        if (f->plus_v || f->sharp_v) {
            fmt_put(f, v.type->fields[i].name);
            fmt_put(f, STR(":"));
        }
        if (reflect_kind(field) == TEMPLATE_INTERFACE && !reflect_is_nil(field))
            field = reflect_elem(field);
        print_value(f, field, verb, depth + 1);
    }
    fmt_put(f, STR("}"));
}

static void print_interface(struct fmt *f, struct template_value v, uint32_t verb, size_t depth)
{
    if (!reflect_is_nil(v)) {
        print_value(f, reflect_elem(v), verb, depth + 1);
        return;
    }
    if (f->sharp_v)
        fmt_put(f, v.type->name);
    fmt_put(f, f->sharp_v ? STR("(nil)") : STR("<nil>"));
}

/* A pointer shows what it points to only at the top, as &{...}. */
static void print_pointer(struct fmt *f, struct template_value v, uint32_t verb, size_t depth)
{
    enum template_kind kind = reflect_kind(reflect_elem(v));

    if (depth > 0 || (kind != TEMPLATE_SLICE && kind != TEMPLATE_STRUCT && kind != TEMPLATE_MAP)) {
        pointer(f, v, verb);
        return;
    }
    fmt_put(f, STR("&"));
    print_value(f, reflect_elem(v), verb, depth + 1);
}

static void print_kind(struct fmt *f, struct template_value v, uint32_t verb, size_t depth)
{
    switch (reflect_kind(v)) {
    case TEMPLATE_NIL:
        fmt_put(f, depth == 0 ? STR("<invalid reflect.Value>") : STR("<nil>"));
        break;
    case TEMPLATE_BOOL:
        fmt_bool(f, v.truth, verb);
        break;
    case TEMPLATE_INT:
        fmt_integer(f, (uint64_t)v.integer, true, verb);
        break;
    case TEMPLATE_UINT:
        fmt_integer(f, v.natural, false, verb);
        break;
    case TEMPLATE_FLOAT:
        fmt_float(f, v.real, verb);
        break;
    case TEMPLATE_COMPLEX:
        fmt_complex(f, v.complex, verb);
        break;
    case TEMPLATE_STRING:
        fmt_string(f, v.string, verb);
        break;
    case TEMPLATE_SLICE:
        print_slice(f, v, verb, depth);
        break;
    case TEMPLATE_MAP:
        print_map(f, v, verb, depth);
        break;
    case TEMPLATE_STRUCT:
        print_struct(f, v, verb, depth);
        break;
    case TEMPLATE_POINTER:
        print_pointer(f, v, verb, depth);
        break;
    case TEMPLATE_INTERFACE:
        print_interface(f, v, verb, depth);
        break;
    }
}

static void print_value(struct fmt *f, struct template_value v, uint32_t verb, size_t depth)
{
    if (depth > DEEPEST) {
        f->result.full = true;
        return;
    }
    if (depth > 0 && v.type) {
        f->arg = reflect_open(v);
        if (f->arg.type && handle_methods(f, verb))
            return;
    }
    f->value = v;
    print_kind(f, v, verb, depth);
}

void fmt_arg(struct fmt *f, struct template_value arg, uint32_t verb)
{
    arg = reflect_open(arg);
    f->arg = arg;
    f->value = template_nil();
    if (!arg.type && (verb == 'T' || verb == 'v'))
        fmt_pad(f, STR("<nil>"));
    else if (!arg.type)
        fmt_bad_verb(f, verb);
    else if (verb == 'T')
        fmt_string(f, arg.type->name, 's');
    else if (verb == 'p')
        pointer(f, arg, verb);
    else if (!handle_methods(f, verb))
        print_value(f, arg, verb, 0);
}
