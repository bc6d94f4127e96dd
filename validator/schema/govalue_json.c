#include "schema/govalue.h"

#include "base/utf8.h"
#include "syntax/json/json.h"
#include "syntax/scalar/scalar.h"
#include "syntax/yaml/number.h"

#include <stdlib.h>
#include <string.h>

static bool is_zero(const struct govalue *v);

static bool is_zero_struct(const struct govalue *v)
{
    for (uint16_t i = 0; i < v->type->fields->count; i++)
        if (v->items[i] && !is_zero(v->items[i]))
            return false;
    return true;
}

/* A type with its own decoder: whether the Go value behind its JSON is all zero. */
static bool is_zero_custom(const struct go_type *t, struct str json)
{
    switch (t->decoder) {
    case GO_DURATION:
    case GO_NANOSECONDS_OR_DURATION:
        return str_eq(json, STR("\"0s\""));
    case GO_INT_OR_STRING:
        return str_eq(json, STR("0"));
    case GO_TIME:
    case GO_META_TIME:
        return str_eq(json, STR("\"0001-01-01T00:00:00Z\""));
    case GO_QUANTITY: /* null keeps the zero Quantity; a parsed zero has a format */
        return json.len == 0;
    case GO_PARAM_VALUE: /* always has a type */
        return false;
    case GO_RAW:
        return json.len == 0 || (strcmp(t->name, "json.RawMessage") != 0 && str_eq(json, STR("null")));
    default: /* interface{} */
        return json.len == 0 || str_eq(json, STR("null"));
    }
}

static bool is_zero(const struct govalue *v)
{
    const struct go_type *t = go_type_target(v->declared);

    if (v->declared->kind == GO_POINTER)
        return !v->made;
    if (!v->made)
        return true;
    switch (v->type->kind) {
    case GO_SLICE:
    case GO_MAP:
        return false;
    case GO_STRUCT:
        return is_zero_struct(v);
    case GO_STRING:
        return v->text.len == 0;
    case GO_BOOL:
        return str_eq(v->text, STR("false"));
    case GO_INT:
    case GO_UINT:
    case GO_FLOAT:
        return str_eq(v->text, STR("0"));
    default:
        return t->decoder == GO_FIRST_YAML ? false : is_zero_custom(t, v->text);
    }
}

bool govalue_is_zero(const struct govalue *v)
{
    return !v || is_zero(v);
}

bool govalue_is_empty(const struct govalue *v)
{
    const struct go_type *t;

    if (!v)
        return true;
    t = go_type_target(v->declared);
    if (v->declared->kind == GO_POINTER)
        return !v->made;
    if (t->decoder != GO_PLAIN)
        return t->decoder == GO_RAW && v->text.len == 0;
    switch (v->type->kind) {
    case GO_STRUCT:
        return false;
    case GO_SLICE:
    case GO_MAP:
        return !v->made || v->count == 0;
    default:
        return is_zero(v);
    }
}

bool govalue_is_object(const struct govalue *v)
{
    const struct go_type *t = go_type_target(v->declared);

    if (!v->made && (v->declared->kind == GO_POINTER || t->kind == GO_MAP))
        return false;
    return v->type->kind == GO_STRUCT || (v->type->kind == GO_MAP && !(t->decoder == GO_FIRST_JSON && v->count == 0));
}

bool govalue_is_list(const struct govalue *v)
{
    return v->type->kind == GO_SLICE && v->made;
}

static int by_key(const void *a, const void *b)
{
    return str_cmp(((const struct govalue_member *)a)->key, ((const struct govalue_member *)b)->key);
}

/* Whether another form of the field hides this one from the version. */
static bool is_hidden(const struct go_struct *s, const struct go_field *f, const struct go_window *w)
{
    for (const struct go_field *o = go_field_spelt(s, f->name); o && o != f; o = go_field_next(s, o))
        if (str_eq(o->name, f->name) && go_window_knows(w, o->since, o->until))
            return true;
    return false;
}

static bool is_written(const struct go_field *f, const struct govalue *v, const struct go_window *w)
{
    bool plain = f->type->kind == GO_STRUCT || (f->type->kind == GO_ANY && f->type->decoder != GO_PLAIN);

    if (f->omit_zero && go_window_knows(w, f->omit_zero, 0) && govalue_is_zero(v))
        return false;
    if (!v)
        return f->always || (plain && f->type->decoder != GO_RAW);
    return f->always || !govalue_is_empty(v);
}

static size_t struct_members(const struct govalue *v, const struct go_window *w, struct arena *a,
                             struct govalue_member *m)
{
    const struct go_struct *s = v->type->fields;
    size_t n = 0;

    for (uint16_t i = 0; i < s->count; i++) {
        const struct go_field *f = &s->fields[i];
        const struct govalue *value = v->items[i];
        if (!go_window_knows(w, f->since, f->until) || !is_written(f, value, w) || is_hidden(s, f, w))
            continue;
        m[n++] = (struct govalue_member){ f->name, f, value ? value : govalue_new(a, f->type) };
    }
    return n;
}

size_t govalue_members(const struct govalue *v, const struct go_window *w, struct arena *a,
                       struct govalue_member **members)
{
    bool map = v->type->kind == GO_MAP;
    struct govalue_member *m = ARENA_ARRAY(a, struct govalue_member, (map ? v->count : v->type->fields->count) + 1u);
    size_t n = map ? v->count : struct_members(v, w, a, m);

    for (size_t i = 0; map && i < n; i++)
        m[i] = (struct govalue_member){ v->keys[i], NULL, v->items[i] };
    qsort(m, n, sizeof *m, by_key);
    *members = m;
    return n;
}

/* How an object's members are found: as json.Marshal does, or without anything that is zero. */
struct form {
    const struct go_window *window; /* NULL: sparse */
    struct arena *arena;
};

static void write_value(const struct form *b, struct buf *out, const struct govalue *v);

/* As encoding/json writes a string without SetEscapeHTML. */
static void quote(struct buf *out, struct str s)
{
    struct buf mended = { 0 };
    size_t done = 0;

    if (!utf8_valid(s)) {
        utf8_mend(&mended, s);
        s = buf_str(&mended);
    }
    buf_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool separator = c == 0xe2 && i + 2 < s.len && (unsigned char)s.p[i + 1] == 0x80 &&
                         ((unsigned char)s.p[i + 2] | 1) == 0xa9; /* U+2028, U+2029 */
        const char *short_form = c < 0x20 || c == '"' || c == '\\' ? strchr("\"\"\\\\\bb\ff\nn\rr\tt", c) : NULL;
        if (c >= 0x20 && c != '"' && c != '\\' && !separator)
            continue;
        buf_put(out, str_slice(s, done, i));
        if (separator)
            buf_printf(out, "\\u20%x", 0x28 + (s.p[i + 2] & 1));
        else if (short_form && c)
            buf_printf(out, "\\%c", short_form[1]);
        else
            buf_printf(out, "\\u%04x", c);
        i += separator ? 2 : 0;
        done = i + 1;
    }
    buf_put(out, str_from(s, done));
    buf_char(out, '"');
    buf_free(&mended);
}

static size_t sparse_members(const struct govalue *v, struct arena *a, struct govalue_member **members)
{
    const struct go_struct *s = v->type->fields;
    struct govalue_member *m = ARENA_ARRAY(a, struct govalue_member, s->count + 1u);
    size_t n = 0;

    for (uint16_t i = 0; i < s->count; i++)
        if (!govalue_is_zero(v->items[i]))
            m[n++] = (struct govalue_member){ s->fields[i].name, &s->fields[i], v->items[i] };
    qsort(m, n, sizeof *m, by_key);
    *members = m;
    return n;
}

/* The old style of Plugins: each list becomes an OrgPlugins. */
static void write_plugins(const struct form *b, struct buf *out, const struct govalue *list)
{
    buf_put(out, list->made ? STR("{\"plugins\":") : STR("{}"));
    if (!list->made)
        return;
    write_value(b, out, list);
    buf_char(out, '}');
}

static void write_object(const struct form *b, struct buf *out, const struct govalue *v)
{
    bool sparse = !b->window && v->type->kind == GO_STRUCT;
    bool plugins = v->type->kind == GO_MAP && go_type_target(v->declared)->decoder == GO_FIRST_YAML &&
                   v->type->elem->kind == GO_SLICE;
    struct govalue_member *m;
    size_t n = sparse ? sparse_members(v, b->arena, &m) : govalue_members(v, b->window, b->arena, &m);

    buf_char(out, '{');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(out, ',');
        quote(out, m[i].key);
        buf_char(out, ':');
        if (plugins)
            write_plugins(b, out, m[i].value);
        else
            write_value(b, out, m[i].value);
    }
    buf_char(out, '}');
}

static void write_list(const struct form *b, struct buf *out, const struct govalue *v)
{
    buf_char(out, '[');
    for (size_t i = 0; i < v->count; i++) {
        if (i)
            buf_char(out, ',');
        write_value(b, out, v->items[i]);
    }
    buf_char(out, ']');
}

/* NULL where it nests too deeply for our reader. */
static const struct node *json_of(const struct form *b, struct str json)
{
    struct tape tape = { 0 };
    struct json_error e;

    json_read(&tape, b->arena, json.len ? json : STR("null"), &e);
    return tape.root;
}

static bool is_text(const struct node *n)
{
    return node_kind(n) == NODE_STRING || node_kind(n) == NODE_NULL;
}

static void write_strings(struct buf *out, const struct node *n)
{
    bool map = n->kind == NODE_MAPPING, first = true;

    buf_char(out, map ? '{' : '[');
    for (const struct node *k = map ? node_first_key(n) : node_first(n); k;
         k = map ? node_next_key(n, k) : node_next(n, k), first = false) {
        const struct node *value = map ? node_pair_value(k) : k;

        if (!first)
            buf_char(out, ',');
        if (map) {
            quote(out, node_text(k));
            buf_char(out, ':');
        }
        quote(out, node_kind(value) == NODE_NULL ? STR("") : node_text(value));
    }
    buf_char(out, map ? '}' : ']');
}

/* interface{}: every number is a float64. */
static void write_any(const struct form *b, struct buf *out, const struct node *n)
{
    bool map = n->kind == NODE_MAPPING, first = true;
    char room[NUMBER_ROOM];

    if (n->kind == NODE_INT || n->kind == NODE_FLOAT) {
        buf_put(out, number_json(strtod(arena_copy(b->arena, node_text(n)).p, NULL), room));
    } else if (map || n->kind == NODE_SEQUENCE) {
        buf_char(out, map ? '{' : '[');
        for (const struct node *k = map ? node_first_key(n) : node_first(n); k;
             k = map ? node_next_key(n, k) : node_next(n, k), first = false) {
            if (!first)
                buf_char(out, ',');
            if (map) {
                quote(out, node_text(k));
                buf_char(out, ':');
            }
            write_any(b, out, map ? node_pair_value(k) : k);
        }
        buf_char(out, map ? '}' : ']');
    } else {
        if (n->kind == NODE_STRING)
            quote(out, node_text(n));
        else
            buf_put(out, node_text(n));
    }
}

/* Tekton's ParamValue: a list or map of strings, else a string, which for what is none of these holds its
 * JSON. */
static void write_param_value(const struct form *b, struct buf *out, struct str json)
{
    const struct node *n = json_of(b, json);
    bool strings = true;

    for (const struct node *k = n->kind == NODE_MAPPING ? node_first_key(n) : NULL; k; k = node_next_key(n, k))
        strings &= is_text(node_pair_value(k));
    for (const struct node *k = n->kind == NODE_SEQUENCE ? node_first(n) : NULL; k; k = node_next(n, k))
        strings &= is_text(k);
    if (n->kind == NODE_STRING || n->kind == NODE_NULL)
        buf_put(out, n->kind == NODE_STRING ? json : STR("\"\""));
    else if (strings && (n->kind == NODE_MAPPING || n->kind == NODE_SEQUENCE))
        write_strings(out, n);
    else
        quote(out, json);
}

/* What has neither fields nor elements of its own. */
static void write_custom(const struct form *b, struct buf *out, const struct govalue *v)
{
    const struct go_type *t = go_type_target(v->declared);

    if (t->decoder == GO_PARAM_VALUE)
        write_param_value(b, out, v->text);
    else if (t->kind == GO_ANY && t->decoder == GO_PLAIN && json_of(b, v->text))
        write_any(b, out, json_of(b, v->text));
    else if (t->decoder == GO_FIRST_YAML)
        buf_put(out, STR("{}"));
    else if (t->decoder == GO_FIRST_JSON)
        buf_put(out, STR("\"\""));
    else if (v->text.len)
        buf_put(out, v->text);
    else
        buf_put(out, t->decoder == GO_QUANTITY                                               ? STR("\"0\"")
                     : t->decoder == GO_DURATION || t->decoder == GO_NANOSECONDS_OR_DURATION ? STR("\"0s\"")
                     : t->decoder == GO_INT_OR_STRING                                        ? STR("0")
                                                                                             : STR("null"));
}

static void write_leaf(const struct form *b, struct buf *out, const struct govalue *v)
{
    const struct go_type *t = go_type_target(v->declared);
    char room[NUMBER_ROOM];

    if (!v->made && (v->declared->kind == GO_POINTER || t->kind == GO_SLICE || t->kind == GO_MAP)) {
        buf_put(out, STR("null"));
        return;
    }
    switch (v->type->kind) {
    case GO_MAP:
        buf_put(out, STR("\"\"")); /* the merge types print their method where they have no map */
        break;
    case GO_STRING:
        quote(out, v->text);
        break;
    case GO_BOOL:
        buf_put(out, v->text.len ? v->text : STR("false"));
        break;
    case GO_FLOAT:
        buf_put(out, number_json(strtod(v->text.len ? arena_copy(b->arena, v->text).p : "0", NULL), room));
        break;
    case GO_INT:
    case GO_UINT:
        buf_put(out, v->text.len && !str_eq(v->text, STR("-0")) ? v->text : STR("0"));
        break;
    default:
        write_custom(b, out, v);
        break;
    }
}

static void write_value(const struct form *b, struct buf *out, const struct govalue *v)
{
    if (govalue_is_object(v))
        write_object(b, out, v);
    else if (govalue_is_list(v))
        write_list(b, out, v);
    else
        write_leaf(b, out, v);
}

void govalue_json(const struct govalue *v, const struct go_window *w, struct arena *a, struct buf *out)
{
    write_value(&(struct form){ w, a }, out, v);
}

void govalue_leaf(const struct govalue *v, struct arena *a, struct buf *out)
{
    write_leaf(&(struct form){ NULL, a }, out, v);
}

struct str govalue_sparse(const struct govalue *v, struct arena *a)
{
    struct form form = { NULL, a };
    struct buf out = { 0 };
    struct str text;

    if (v->type->kind == GO_STRUCT)
        write_object(&form, &out, v);
    else
        write_value(&form, &out, v);
    text = arena_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}
