#include "command/probe_cel_value.h"

#include "base/base64.h"
#include "base/utf8.h"
#include "cel/network.h"
#include "cel/run.h"
#include "cel/time.h"
#include "syntax/yaml/number.h"

#include <math.h>
#include <stdlib.h>

enum { DEEPEST = 200 };

static bool read(struct arena *a, const struct node *n, struct cel_value *out, unsigned depth);

static bool read_list(struct arena *a, const struct node *n, struct cel_value *out, unsigned depth)
{
    struct cel_value *items = ARENA_ARRAY(a, struct cel_value, node_count(n) + 1);
    size_t count = 0;

    for (const struct node *e = node_first(n); e; e = node_next(n, e))
        if (!read(a, e, &items[count++], depth))
            return false;
    *out = cel_list_value(a, items, count);
    return true;
}

static bool read_map(struct arena *a, const struct node *n, struct cel_value *out, unsigned depth)
{
    struct cel_map *m = cel_map_new(a);
    struct cel_value key, value;

    for (const struct node *e = node_first(n); e; e = node_next(n, e)) {
        const struct node *k = node_first(e), *v = k ? node_next(e, k) : NULL;
        if (!v || !read(a, k, &key, depth) || !read(a, v, &value, depth))
            return false;
        cel_map_put(a, m, &key, &value, true);
    }
    *out = cel_map_value(m);
    return true;
}

static double read_double(struct arena *a, struct str s)
{
    if (str_eq(s, STR("nan")))
        return NAN;
    if (str_eq(s, STR("inf")))
        return INFINITY;
    return str_eq(s, STR("-inf")) ? -INFINITY : strtod(arena_copy(a, s).p, NULL);
}

static bool read_object(struct arena *a, struct str kind, struct str text, struct cel_value *out)
{
    struct cel_ip *ip = ARENA_NEW(a, struct cel_ip);
    struct quantity *q = ARENA_NEW(a, struct quantity);
    struct str error;

    if (str_eq(kind, STR("ip"))) {
        *out = cel_object(CEL_OPAQUE_IP, ip);
        return cel_ip_read(a, text, ip, &error);
    }
    if (str_eq(kind, STR("cidr"))) {
        *out = cel_object(CEL_OPAQUE_CIDR, ip);
        return cel_cidr_read(a, text, false, ip, &error);
    }
    *out = cel_object(CEL_OPAQUE_QUANTITY, q);
    return str_eq(kind, STR("quantity")) && quantity_parse(text, a, q, &error);
}

/* A message that stands for a simple value: {"type": "google.protobuf.Int32Value", "fields": {"value": [{"num": "2"}]}}. */
static bool read_message(struct arena *a, const struct node *n, struct cel_value *out)
{
    const struct cel_type *type = cel_env_message(node_text(node_get(n, STR("type"))));
    const struct node *given = node_first(node_get(node_get(n, STR("fields")), STR("value")));
    struct str number = arena_copy(a, node_text(node_get(node_value(given), STR("num"))));

    switch (type ? type->kind : CEL_TYPE_ERROR) {
    case CEL_TYPE_INT:
        return *out = cel_int(strtoll(number.p, NULL, 10)), true;
    case CEL_TYPE_UINT:
        return *out = cel_uint(strtoull(number.p, NULL, 10)), true;
    case CEL_TYPE_STRING:
        return *out = cel_string(node_text(node_get(node_value(given), STR("str")))), true;
    default:
        return false;
    }
}

static bool read_typed(struct arena *a, struct str kind, const struct node *v, struct cel_value *out, unsigned depth)
{
    struct str text = node_text(v), bytes, error;
    const struct cel_type *type;

    if (str_eq(kind, STR("int64")))
        return *out = cel_int(strtoll(arena_copy(a, text).p, NULL, 10)), true;
    if (str_eq(kind, STR("uint64")))
        return *out = cel_uint(strtoull(arena_copy(a, text).p, NULL, 10)), true;
    if (str_eq(kind, STR("double")))
        return *out = cel_double(read_double(a, text)), true;
    if (str_eq(kind, STR("string")))
        return *out = cel_string(text), true;
    if (str_eq(kind, STR("bool")))
        return *out = cel_bool(node_true(v)), true;
    if (str_eq(kind, STR("null")))
        return *out = cel_null(), true;
    if (str_eq(kind, STR("object")))
        return read_message(a, v, out);
    if (str_eq(kind, STR("list")))
        return read_list(a, v, out, depth);
    if (str_eq(kind, STR("map")))
        return read_map(a, v, out, depth);
    if (str_eq(kind, STR("string_b64")) || str_eq(kind, STR("bytes_b64"))) {
        if (!base64_decode(a, text, &bytes))
            return false;
        *out = kind.p[0] == 's' ? cel_string(bytes) : cel_bytes(bytes);
        return true;
    }
    if (str_eq(kind, STR("timestamp")))
        return cel_time_read(a, text, out, &error);
    if (str_eq(kind, STR("duration")))
        return cel_duration_read(a, text, out);
    if (str_eq(kind, STR("type"))) {
        type = cel_type_read(a, text);
        return type && (*out = cel_type_value(type), true);
    }
    if (str_eq(kind, STR("optional"))) {
        struct cel_value inner;
        if (node_kind(v) == NODE_NULL)
            return *out = cel_none(), true;
        return read(a, v, &inner, depth) && (*out = cel_some(a, inner), true);
    }
    return read_object(a, kind, text, out);
}

static bool read(struct arena *a, const struct node *n, struct cel_value *out, unsigned depth)
{
    const struct node *key;

    n = node_value(n);
    if (depth > DEEPEST)
        return false;
    if (node_kind(n) == NODE_SEQUENCE)
        return read_list(a, n, out, depth + 1);
    if (node_kind(n) != NODE_MAPPING) {
        *out = cel_tape_value(n);
        out->origin = NULL;
        return true;
    }
    key = node_first_key(n);
    return key && node_count(n) == 1 &&
           read_typed(a, (struct str){ key->text, key->len }, node_pair_value(key), out, depth + 1);
}

bool probe_cel_read(struct arena *a, const struct node *n, struct cel_value *out)
{
    return read(a, n, out, 0);
}

/* The shortest digits that read back, with a point: "1.0", "-9.223372036854776e+18". */
static struct str double_text(struct arena *a, double d)
{
    char general[NUMBER_ROOM], digits[NUMBER_ROOM], *mantissa;
    int exponent = 0, n = 0, point = 0;
    struct str s;
    bool seen = false;

    if (isnan(d))
        return STR("nan");
    if (isinf(d))
        return d < 0 ? STR("-inf") : STR("inf");
    if (d == 0)
        return signbit(d) ? STR("-0.0") : STR("0.0");
    s = number_general(fabs(d), false, general);
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == 'e') {
            exponent = atoi(arena_copy(a, str_from(s, i + 1)).p);
            break;
        }
        if (s.p[i] == '.') {
            seen = true;
            continue;
        }
        if (n || s.p[i] != '0') {
            digits[n++] = s.p[i];
            point += !seen;
        } else if (seen) {
            point--;
        }
    }
    exponent += point - 1;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    mantissa = (char *)(uintptr_t)arena_copy(a, (struct str){ digits, (size_t)n }).p;
    if (exponent < -4 || exponent >= 16)
        return arena_printf(a, "%s%c%s%se%+03d", d < 0 ? "-" : "", mantissa[0], n > 1 ? "." : "", mantissa + 1,
                            exponent);
    if (exponent < 0)
        return arena_printf(a, "%s0.%.*s%s", d < 0 ? "-" : "", -exponent - 1, "000000", mantissa);
    if (n <= exponent + 1)
        return arena_printf(a, "%s%s%.*s.0", d < 0 ? "-" : "", mantissa, exponent + 1 - n, "0000000000000000");
    return arena_printf(a, "%s%.*s.%s", d < 0 ? "-" : "", exponent + 1, mantissa, mantissa + exponent + 1);
}

static void add(json_t *list, struct arena *a, const struct cel_value *v, unsigned depth);

static void put_elements(json_t *list, struct arena *a, const struct cel_value *v, unsigned depth)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, value;

    while (cel_next(a, v, &c, &key, &value)) {
        json_t *into = list;
        if (v->kind == CEL_MAP) {
            into = json_array();
            json_add(list, into);
            add(into, a, &key, depth);
        }
        add(into, a, &value, depth);
    }
}

static void put_text(json_t *o, struct arena *a, const struct cel_value *v)
{
    struct str s = cel_text(v);

    if (v->kind == CEL_STRING && utf8_valid(s) && (s.len == 0 || !memchr(s.p, '\0', s.len)))
        json_put_string(o, "string", s);
    else
        json_put_string(o, v->kind == CEL_STRING ? "string_b64" : "bytes_b64", base64_encode(a, s));
}

static void put_opaque(json_t *o, struct arena *a, const struct cel_value *v)
{
    static const char *const names[] = { "ip", "cidr", "quantity", "url", "semver" };

    if (v->opaque == CEL_OPAQUE_FORMAT)
        json_put_string(o, "opaque", cel_type_of(v)->name);
    else
        json_put_string(o, names[v->opaque], cel_opaque_text(a, v));
}

static void put_member(json_t *o, struct arena *a, const struct cel_value *v, unsigned depth)
{
    switch (v->kind) {
    case CEL_BOOL:
        json_put_bool(o, "bool", v->b);
        break;
    case CEL_INT:
        json_put_int(o, "int64", v->i);
        break;
    case CEL_UINT:
        if (v->u > INT64_MAX)
            json_put_string(o, "uint64", arena_printf(a, "%llu", (unsigned long long)v->u));
        else
            json_put_int(o, "uint64", (int64_t)v->u);
        break;
    case CEL_DOUBLE:
        json_put_string(o, "double", double_text(a, v->d));
        break;
    case CEL_STRING:
    case CEL_BYTES:
        put_text(o, a, v);
        break;
    case CEL_LIST:
    case CEL_MAP:
        put_elements(json_put_array(o, v->kind == CEL_LIST ? "list" : "map"), a, v, depth);
        break;
    case CEL_TIMESTAMP:
        json_put_string(o, "timestamp", cel_time_text(a, v, true));
        break;
    case CEL_DURATION:
        json_put_string(o, "duration", cel_duration_text(a, v->i));
        break;
    case CEL_TYPE:
        json_put_string(o, "type", v->type->name);
        break;
    case CEL_OPAQUE:
        put_opaque(o, a, v);
        break;
    case CEL_OPTIONAL:
        if (!v->some)
            json_put(o, "optional", json_null());
        else if (depth < DEEPEST)
            put_member(json_put_object(o, "optional"), a, v->some, depth + 1);
        else
            json_put_object(o, "optional");
        break;
    default:
        json_put(o, "null", json_null());
    }
}

static void add(json_t *list, struct arena *a, const struct cel_value *v, unsigned depth)
{
    json_t *o = json_add_object(list);

    if (depth < DEEPEST)
        put_member(o, a, v, depth + 1);
}

void probe_cel_put(json_t *o, struct arena *a, const struct cel_value *v)
{
    put_member(json_put_object(o, "value"), a, v, 1);
}

/* Functions of the question's own are known by their types alone: calling one is no overload. */
static void uncallable(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)args;
    (void)n;
    cel_no_overload(run, out);
}

/* "param(T)" is written T in signatures. */
static void put_type(struct buf *b, struct str type)
{
    static const struct str param = STR_INIT("param(");

    for (size_t i = 0; i < type.len; i++)
        if (str_starts(str_from(type, i), param) && i + param.len + 1 < type.len) {
            buf_char(b, type.p[i + param.len]);
            i += param.len + 1;
        } else {
            buf_char(b, type.p[i]);
        }
}

static void declare_function(struct cel_env *env, struct str name, const struct node *overload)
{
    const struct node *params = node_get(overload, STR("params"));
    struct cel_decl decls[2] = { { arena_copy(env->arena, name).p,
                                   arena_copy(env->arena, node_text(node_get(overload, STR("id")))).p, NULL, uncallable,
                                   NULL } };
    struct buf b = { 0 };

    if (node_true(node_get(overload, STR("instance"))))
        buf_char(&b, '.');
    for (const struct node *e = node_first(params); e; e = node_next(params, e)) {
        if (e != node_first(params))
            buf_char(&b, ',');
        put_type(&b, node_text(e));
    }
    buf_char(&b, '>');
    put_type(&b, node_text(node_get(overload, STR("result"))));
    decls[0].signature = arena_copy(env->arena, buf_str(&b)).p;
    buf_free(&b);
    cel_env_functions(env, decls);
}

static void declare_functions(struct cel_env *env, struct str name, const struct node *overloads)
{
    for (const struct node *e = node_first(overloads); e; e = node_next(overloads, e))
        if (node_count(node_get(e, STR("params"))) <= 5)
            declare_function(env, name, node_value(e));
}

/* A message that stands for a simple value, or null, is that. */
static const struct cel_type *declared_type(struct cel_env *env, struct str text)
{
    static const struct str message = STR_INIT("message(");
    const struct cel_type *type = NULL;

    if (str_starts(text, message) && str_ends(text, STR("Value)")))
        type = cel_env_message(str_slice(text, message.len, text.len - 1));
    if (type && type->kind >= CEL_TYPE_BOOL && type->kind <= CEL_TYPE_BYTES)
        return cel_type_nullable(env->arena, type);
    type = cel_type_read(env->arena, text);
    return type ? type : &cel_type_dyn;
}

void probe_cel_declare(struct cel_env *env, const struct node *type_env, const struct node *bindings)
{
    for (const struct node *e = node_first(type_env); e; e = node_next(type_env, e)) {
        struct str name = node_text(node_get(e, STR("name")));
        if (node_get(e, STR("overloads")))
            declare_functions(env, name, node_get(e, STR("overloads")));
        else
            cel_env_variable(env, name, declared_type(env, node_text(node_get(e, STR("type")))));
    }
    for (const struct node *e = node_first(bindings); e; e = node_next(bindings, e))
        if (!cel_env_find_variable(env, node_text(node_get(e, STR("name")))))
            cel_env_variable(env, node_text(node_get(e, STR("name"))), &cel_type_dyn);
}

bool probe_cel_find(void *context, struct arena *a, struct str name, struct cel_value *out)
{
    const struct node *bindings = context;

    for (const struct node *e = node_first(bindings); e; e = node_next(bindings, e))
        if (node_is(node_get(e, STR("name")), name))
            return probe_cel_read(a, node_get(e, STR("value")), out);
    return false;
}

static void put_mark(struct buf *b, struct str line, uint32_t column)
{
    size_t at = 0, w;

    buf_put(b, STR("\n | "));
    for (size_t i = 0; i < line.len; i++)
        buf_char(b, line.p[i] == '\t' ? ' ' : line.p[i]);
    buf_put(b, STR("\n | "));
    for (uint32_t i = 1; i < column && at < line.len; i++, at += w) {
        utf8_decode(str_from(line, at), &w);
        buf_put(b, w > 1 ? STR("\xEF\xBC\x8E") : STR("."));
    }
    utf8_decode(str_from(line, at), &w);
    buf_put(b, at < line.len && w > 1 ? STR("\xEF\xBC\xBE") : STR("^"));
}

static struct str line_of(struct str text, int32_t line)
{
    struct str head = STR("");

    while (line-- > 0)
        str_cut(text, '\n', &head, &text);
    return head;
}

void probe_cel_issues(json_t *o, struct str name, struct str text, const struct cel_issues *issues)
{
    struct buf b = { 0 };
    json_t *list;

    for (size_t i = 0; i < issues->count; i++) {
        const struct cel_issue *e = &issues->items[i];
        buf_put(&b, i ? STR("\nERROR: ") : STR("ERROR: "));
        buf_put(&b, name);
        buf_printf(&b, ":%d:%u: ", e->line, e->column);
        buf_put(&b, e->message);
        if (e->line > 0)
            put_mark(&b, line_of(text, e->line), e->column);
    }
    json_put_string(o, "error", buf_str(&b));
    buf_free(&b);
    list = json_put_array(o, "issues");
    for (size_t i = 0; i < issues->count; i++) {
        json_t *issue = json_add_object(list);
        json_put_int(issue, "line", issues->items[i].line);
        json_put_int(issue, "col", issues->items[i].column);
        json_put_string(issue, "msg", issues->items[i].message);
    }
}
