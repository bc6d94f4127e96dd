#include "cel/type.h"

#include "base/buf.h"

enum { LONGEST_TEXT = 4096, DEEPEST_TYPE = 300 };

#define SIMPLE(variable, kind_, name_) const struct cel_type variable = { .kind = kind_, .name = STR_INIT(name_) }

SIMPLE(cel_type_dyn, CEL_TYPE_DYN, "dyn");
SIMPLE(cel_type_error, CEL_TYPE_ERROR, "!error!");
SIMPLE(cel_type_null, CEL_TYPE_NULL, "null_type");
SIMPLE(cel_type_bool, CEL_TYPE_BOOL, "bool");
SIMPLE(cel_type_int, CEL_TYPE_INT, "int");
SIMPLE(cel_type_uint, CEL_TYPE_UINT, "uint");
SIMPLE(cel_type_double, CEL_TYPE_DOUBLE, "double");
SIMPLE(cel_type_string, CEL_TYPE_STRING, "string");
SIMPLE(cel_type_bytes, CEL_TYPE_BYTES, "bytes");
SIMPLE(cel_type_timestamp, CEL_TYPE_TIMESTAMP, "google.protobuf.Timestamp");
SIMPLE(cel_type_duration, CEL_TYPE_DURATION, "google.protobuf.Duration");
SIMPLE(cel_type_type, CEL_TYPE_TYPE, "type");
SIMPLE(cel_type_ip, CEL_TYPE_OPAQUE, "net.IP");
SIMPLE(cel_type_cidr, CEL_TYPE_OPAQUE, "net.CIDR");
SIMPLE(cel_type_quantity, CEL_TYPE_STRUCT, "kubernetes.Quantity");
SIMPLE(cel_type_url, CEL_TYPE_STRUCT, "kubernetes.URL");
SIMPLE(cel_type_semver, CEL_TYPE_STRUCT, "kubernetes.Semver");
SIMPLE(cel_type_format, CEL_TYPE_STRUCT, "kubernetes.NamedFormat");

const struct cel_type cel_type_list = {
    .kind = CEL_TYPE_LIST, .count = 1, .name = STR_INIT("list"), .params = { &cel_type_dyn }
};
const struct cel_type cel_type_map = {
    .kind = CEL_TYPE_MAP, .count = 2, .name = STR_INIT("map"), .params = { &cel_type_dyn, &cel_type_dyn }
};
const struct cel_type cel_type_optional = {
    .kind = CEL_TYPE_OPAQUE, .count = 1, .name = STR_INIT("optional_type"), .params = { &cel_type_dyn }
};

const struct cel_type *cel_type_with(struct arena *a, const struct cel_type *t, const struct cel_type *const *params)
{
    struct cel_type *made = ARENA_NEW(a, struct cel_type);

    *made = *t;
    made->has_param = t->kind == CEL_TYPE_PARAM;
    for (unsigned i = 0; i < t->count; i++) {
        made->params[i] = params[i];
        made->has_param |= params[i]->has_param;
    }
    return made;
}

const struct cel_type *cel_type_list_of(struct arena *a, const struct cel_type *element)
{
    return cel_type_with(a, &cel_type_list, &element);
}

const struct cel_type *cel_type_map_of(struct arena *a, const struct cel_type *key, const struct cel_type *value)
{
    return cel_type_with(a, &cel_type_map, (const struct cel_type *[]){ key, value });
}

const struct cel_type *cel_type_optional_of(struct arena *a, const struct cel_type *value)
{
    return cel_type_with(a, &cel_type_optional, &value);
}

const struct cel_type *cel_type_type_of(struct arena *a, const struct cel_type *instance)
{
    struct cel_type *made = ARENA_NEW(a, struct cel_type);

    *made = cel_type_type;
    made->count = 1;
    made->params[0] = instance;
    made->has_param = instance->has_param;
    return made;
}

const struct cel_type *cel_type_nullable(struct arena *a, const struct cel_type *primitive)
{
    struct cel_type *made = ARENA_NEW(a, struct cel_type);

    *made = *primitive;
    made->nullable = true;
    return made;
}

const struct cel_type *cel_type_param(struct arena *a, uint32_t var)
{
    struct cel_type *made = ARENA_NEW(a, struct cel_type);

    *made = (struct cel_type){ .kind = CEL_TYPE_PARAM, .has_param = true, .var = var };
    return made;
}

static bool equal_to(const struct cel_type *a, const struct cel_type *b, unsigned depth)
{
    if (a == b)
        return true;
    if (a->kind != b->kind || a->count != b->count || a->nullable != b->nullable || depth > DEEPEST_TYPE)
        return false;
    if (a->kind == CEL_TYPE_PARAM)
        return a->var == b->var;
    if ((a->kind == CEL_TYPE_OPAQUE || a->kind == CEL_TYPE_STRUCT) && !str_eq(a->name, b->name))
        return false;
    for (unsigned i = 0; i < a->count; i++)
        if (!equal_to(a->params[i], b->params[i], depth + 1))
            return false;
    return true;
}

bool cel_type_equal(const struct cel_type *a, const struct cel_type *b)
{
    return equal_to(a, b, 0);
}

bool cel_type_is_optional(const struct cel_type *t)
{
    return t->kind == CEL_TYPE_OPAQUE && t->count == 1 && str_eq(t->name, cel_type_optional.name);
}

static bool takes(const struct cel_type *to, const struct cel_type *from, unsigned depth)
{
    if (to == from || to->kind == CEL_TYPE_DYN)
        return true;
    if (depth > DEEPEST_TYPE)
        return false;
    if (to->nullable && from->kind == CEL_TYPE_NULL)
        return true;
    if (to->kind != from->kind || to->count != from->count)
        return to->kind == from->kind && to->kind == CEL_TYPE_TYPE;
    if ((to->kind == CEL_TYPE_OPAQUE || to->kind == CEL_TYPE_STRUCT) && !str_eq(to->name, from->name))
        return false;
    for (unsigned i = 0; i < to->count; i++)
        if (!takes(to->params[i], from->params[i], depth + 1))
            return false;
    return true;
}

bool cel_type_takes(const struct cel_type *to, const struct cel_type *from)
{
    return takes(to, from, 0);
}

/* How the two forms show what has no parameters. */
static struct str simple_name(const struct cel_type *t)
{
    switch (t->kind) {
    case CEL_TYPE_NULL:
        return STR("null");
    case CEL_TYPE_TIMESTAMP:
        return STR("timestamp");
    case CEL_TYPE_DURATION:
        return STR("duration");
    default:
        return t->name;
    }
}

static void put(struct buf *b, const struct cel_type *t, bool formal, unsigned depth);

static void put_params(struct buf *b, const struct cel_type *t, bool formal, unsigned depth)
{
    for (unsigned i = 0; i < t->count; i++) {
        if (i)
            buf_put(b, STR(", "));
        put(b, t->params[i], formal, depth + 1);
    }
}

static void put_named(struct buf *b, const struct cel_type *t, bool formal, unsigned depth)
{
    if (formal && t->kind == CEL_TYPE_STRUCT) {
        buf_put(b, STR("message("));
        buf_put(b, t->name);
        buf_char(b, ')');
        return;
    }
    if (formal)
        buf_put(b, STR("abstract("));
    buf_put(b, t->name);
    if (t->count) {
        buf_put(b, formal ? STR(": ") : STR("("));
        put_params(b, t, formal, depth);
    }
    if (formal || t->count)
        buf_char(b, ')');
}

static void put(struct buf *b, const struct cel_type *t, bool formal, unsigned depth)
{
    if (b->len > LONGEST_TEXT || depth > DEEPEST_TYPE) {
        buf_put(b, STR("..."));
        return;
    }
    switch (t->kind) {
    case CEL_TYPE_PARAM:
        buf_printf(b, "_var%u", t->var);
        return;
    case CEL_TYPE_OPAQUE:
    case CEL_TYPE_STRUCT:
        put_named(b, t, formal, depth);
        return;
    case CEL_TYPE_LIST:
    case CEL_TYPE_MAP:
        buf_put(b, t->name);
        buf_char(b, '(');
        put_params(b, t, formal, depth);
        buf_char(b, ')');
        return;
    case CEL_TYPE_TYPE:
        buf_put(b, t->name);
        if (t->count) {
            buf_char(b, '(');
            put_params(b, t, formal, depth);
            buf_char(b, ')');
        }
        return;
    default:
        if (t->nullable)
            buf_put(b, STR("wrapper("));
        buf_put(b, simple_name(t));
        if (t->nullable)
            buf_char(b, ')');
    }
}

static struct str text(struct arena *a, const struct cel_type *t, bool formal)
{
    struct buf b = { 0 };
    struct str s;

    put(&b, t, formal, 0);
    s = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

struct str cel_type_text(struct arena *a, const struct cel_type *t)
{
    return text(a, t, false);
}

struct str cel_type_formal(struct arena *a, const struct cel_type *t)
{
    return text(a, t, true);
}

static const struct cel_type *named(struct arena *a, struct str name)
{
    static const struct cel_type *const all[] = {
        &cel_type_dyn,    &cel_type_null,     &cel_type_bool,  &cel_type_int,       &cel_type_uint,
        &cel_type_double, &cel_type_string,   &cel_type_bytes, &cel_type_timestamp, &cel_type_duration,
        &cel_type_list,   &cel_type_map,      &cel_type_type,  &cel_type_optional,  &cel_type_ip,
        &cel_type_cidr,   &cel_type_quantity, &cel_type_url,   &cel_type_semver,    &cel_type_format,
    };

    if (name.len == 1 && name.p[0] >= 'A' && name.p[0] <= 'Z')
        return cel_type_param(a, (uint32_t)(name.p[0] - 'A'));
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        if (str_eq(name, all[i]->name) || str_eq(name, simple_name(all[i])))
            return all[i];
    return NULL;
}

static struct str take_name(struct str *text)
{
    size_t n = 0;

    while (n < text->len && (text->p[n] == '.' || text->p[n] == '_' || (text->p[n] >= '0' && text->p[n] <= '9') ||
                             ((text->p[n] | 32) >= 'a' && (text->p[n] | 32) <= 'z')))
        n++;
    struct str name = str_slice(*text, 0, n);
    *text = str_trim(str_from(*text, n));
    return name;
}

static bool take_char(struct str *text, char c)
{
    if (text->len == 0 || text->p[0] != c)
        return false;
    *text = str_trim(str_from(*text, 1));
    return true;
}

static const struct cel_type *take(struct arena *a, struct str *text, unsigned depth);

static const struct cel_type *with_parameters(struct arena *a, struct str name, const struct cel_type *base,
                                              const struct cel_type **params, unsigned count)
{
    if (str_eq(name, STR("type")) && count == 1)
        return cel_type_type_of(a, params[0]);
    if (str_eq(name, STR("wrapper")) && count == 1)
        return cel_type_nullable(a, params[0]);
    if (base)
        return base->count == count ? cel_type_with(a, base, params) : NULL;
    struct cel_type *made = ARENA_NEW(a, struct cel_type);
    *made = (struct cel_type){ .kind = CEL_TYPE_OPAQUE, .count = (uint8_t)count, .name = arena_copy(a, name) };
    return cel_type_with(a, made, params);
}

/* "abstract(NAME)", "abstract(NAME: parameters)" and "message(NAME)". */
static const struct cel_type *take_formal(struct arena *a, struct str *text, bool message, unsigned depth)
{
    const struct cel_type *params[CEL_TYPE_PARAMETERS], *base;
    struct str name = take_name(text);
    unsigned count = 0;

    base = named(a, name);
    if (take_char(text, ':'))
        do {
            if (count == CEL_TYPE_PARAMETERS || !(params[count] = take(a, text, depth + 1)))
                return NULL;
            count++;
        } while (take_char(text, ','));
    if (!take_char(text, ')') || name.len == 0)
        return NULL;
    if (base && count == 0 && !message)
        return base;
    if (message) {
        struct cel_type *made = ARENA_NEW(a, struct cel_type);
        *made = (struct cel_type){ .kind = CEL_TYPE_STRUCT, .name = arena_copy(a, name) };
        return base ? base : made;
    }
    return with_parameters(a, name, base, params, count);
}

static const struct cel_type *take(struct arena *a, struct str *text, unsigned depth)
{
    const struct cel_type *params[CEL_TYPE_PARAMETERS], *base;
    struct str name = take_name(text);
    unsigned count = 0;

    if (depth > DEEPEST_TYPE || name.len == 0)
        return NULL;
    base = named(a, name);
    if (!take_char(text, '('))
        return base;
    if (str_eq(name, STR("abstract")) || str_eq(name, STR("message")))
        return take_formal(a, text, str_eq(name, STR("message")), depth);
    do {
        if (count == CEL_TYPE_PARAMETERS || !(params[count] = take(a, text, depth + 1)))
            return NULL;
        count++;
    } while (take_char(text, ','));
    return take_char(text, ')') ? with_parameters(a, name, base, params, count) : NULL;
}

const struct cel_type *cel_type_take(struct arena *a, struct str *text)
{
    return take(a, text, 0);
}

const struct cel_type *cel_type_read(struct arena *a, struct str text)
{
    const struct cel_type *t = take(a, &text, 0);

    return text.len == 0 ? t : NULL;
}
