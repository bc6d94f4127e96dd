#include "govalue.h"

#include "base/buf.h"
#include "syntax/json/json.h"
#include "syntax/scalar/scalar.h"
#include "syntax/yaml/number.h"

#include <stdlib.h>
#include <string.h>

struct govalue {
    const struct go_type *declared; /* with pointers */
    const struct go_type *type;     /* what was decoded into it, without pointers */
    bool made;                      /* pointer, slice, map: not nil; the rest: was given a value */
    struct str text;                /* scalar, or JSON of a type with its own decoder */
    struct str *keys;               /* map */
    struct govalue **items;         /* struct: by field; slice and map: elements */
    size_t count, cap, stored; /* slice: stored elements outlive a shorter count, as Go's backing arrays do */
};

static struct govalue *new_value(struct arena *a, const struct go_type *declared)
{
    struct govalue *v = ARENA_NEW(a, struct govalue);

    v->declared = declared;
    v->type = go_type_target(declared);
    if (v->type->kind == GO_STRUCT)
        v->items = ARENA_ARRAY(a, struct govalue *, v->type->fields->count + 1u);
    return v;
}

void govalue_init(struct govalue_builder *b, struct arena *a, const struct go_type *root)
{
    *b = (struct govalue_builder) { .arena = a };
    b->root = b->next = new_value(a, root);
}

static struct govalue *element(struct govalue_builder *b, struct govalue *slice)
{
    size_t i = slice->count++;

    if (i == slice->stored) {
        slice->items = arena_grow(b->arena, slice->items, slice->stored, &slice->cap, sizeof *slice->items);
        slice->items[slice->stored++] = new_value(b->arena, slice->type->elem);
    }
    return slice->items[i];
}

static struct govalue *entry(struct govalue_builder *b, struct govalue *map, struct str key)
{
    size_t i = 0;

    while (i < map->count && !str_eq(map->keys[i], key))
        i++;
    if (i == map->count) {
        size_t cap = map->cap;

        map->keys = arena_grow(b->arena, map->keys, map->count, &cap, sizeof *map->keys);
        map->items = arena_grow(b->arena, map->items, map->count, &map->cap, sizeof *map->items);
        map->keys[map->count++] = key;
    }
    return map->items[i] = new_value(b->arena, map->type->elem);
}

static bool has_decoder(const struct govalue *v)
{
    return go_type_target(v->declared)->decoder != GO_PLAIN;
}

static void set_null(struct govalue *v)
{
    const struct go_type *t = go_type_target(v->declared);

    if (v->declared->kind != GO_POINTER && t->decoder == GO_FIRST_YAML) {
        v->made = true; /* Plugins makes an empty map of null */
        return;
    }
    if (v->declared->kind != GO_POINTER &&
        (t->decoder == GO_TIME || t->decoder == GO_NANOSECONDS_OR_DURATION))
        return;
    if (v->declared->kind == GO_POINTER || t->kind == GO_SLICE || t->kind == GO_MAP || t->kind == GO_ANY) {
        v->made = false;
        v->count = v->stored = 0;
        v->text = (struct str) { 0 };
        if (t->kind == GO_STRUCT)
            memset(v->items, 0, t->fields->count * sizeof *v->items);
    }
}

static void begin(struct govalue_builder *b, const struct go_type *type)
{
    struct govalue *v = b->next;

    if (has_decoder(v)) { /* decoded into a variable of its own */
        v->count = v->stored = 0;
        v->type = type;
        if (type->kind == GO_STRUCT)
            v->items = ARENA_ARRAY(b->arena, struct govalue *, type->fields->count + 1u);
    }
    v->made = true;
    if (v->type->kind == GO_SLICE)
        v->count = 0;
    b->open = arena_grow(b->arena, b->open, b->open_count, &b->open_cap, sizeof *b->open);
    b->open[b->open_count++] = v;
}

static void end(struct govalue_builder *b)
{
    struct govalue *v = b->open[--b->open_count];

    if (v->type->kind == GO_SLICE && v->count == 0)
        v->stored = 0; /* Go makes a new empty slice */
}

void govalue_event(void *context, enum decode_event event, const struct go_type *type,
                   const struct go_field *field, struct str text)
{
    struct govalue_builder *b = context;
    struct govalue *top = b->open_count ? b->open[b->open_count - 1] : NULL;
    size_t at;

    switch (event) {
    case EVENT_FIELD:
        at = (size_t)(field - top->type->fields->fields);
        if (!top->items[at])
            top->items[at] = new_value(b->arena, field->type);
        b->next = top->items[at];
        break;
    case EVENT_KEY:
        b->next = entry(b, top, text);
        break;
    case EVENT_INDEX:
        b->next = element(b, top);
        break;
    case EVENT_NULL:
        set_null(b->next);
        break;
    case EVENT_BEGIN:
        begin(b, type);
        break;
    case EVENT_END:
        end(b);
        break;
    default:
        b->next->made = true;
        b->next->type = event == EVENT_SCALAR && has_decoder(b->next) ? type : b->next->type;
        b->next->text = arena_copy(b->arena, text);
        break;
    }
}

static bool is_zero(const struct govalue *v);

static bool is_zero_struct(const struct govalue *v)
{
    for (uint16_t i = 0; i < v->type->fields->count; i++) {
        if (v->items[i] && !is_zero(v->items[i]))
            return false;
    }
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

struct pair {
    struct str key;
    const struct govalue *value;
};

static int compare_pairs(const void *a, const void *b)
{
    return str_cmp(((const struct pair *)a)->key, ((const struct pair *)b)->key);
}

static void write_value(struct govalue_builder *b, struct buf *out, const struct govalue *v);

static struct str quoted(struct arena *a, struct str s)
{
    return scalar_raw(&(struct scalar) { .kind = SCALAR_STRING, .text = s }, a);
}

static void write_pairs(struct govalue_builder *b, struct buf *out, struct pair *pairs, size_t count,
                        bool plugins)
{
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    buf_char(out, '{');
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_char(out, ',');
        buf_put(out, quoted(b->arena, pairs[i].key));
        buf_char(out, ':');
        if (plugins)
            buf_put(out, pairs[i].value->made ? STR("{\"plugins\":") : STR("{}"));
        if (!plugins || pairs[i].value->made)
            write_value(b, out, pairs[i].value);
        if (plugins && pairs[i].value->made)
            buf_char(out, '}');
    }
    buf_char(out, '}');
}

static void write_struct(struct govalue_builder *b, struct buf *out, const struct govalue *v)
{
    const struct go_struct *s = v->type->fields;
    struct pair *pairs = ARENA_ARRAY(b->arena, struct pair, s->count + 1u);
    size_t count = 0;

    for (uint16_t i = 0; i < s->count; i++) {
        if (v->items[i] && !is_zero(v->items[i]))
            pairs[count++] = (struct pair) { s->fields[i].name, v->items[i] };
    }
    write_pairs(b, out, pairs, count, false);
}

static void write_map(struct govalue_builder *b, struct buf *out, const struct govalue *v)
{
    struct pair *pairs = ARENA_ARRAY(b->arena, struct pair, v->count + 1);
    /* The old style of Plugins: each list becomes an OrgPlugins. */
    bool plugins = go_type_target(v->declared)->decoder == GO_FIRST_YAML && v->type->elem->kind == GO_SLICE;

    for (size_t i = 0; i < v->count; i++)
        pairs[i] = (struct pair) { v->keys[i], v->items[i] };
    write_pairs(b, out, pairs, v->count, plugins);
}

static void write_list(struct govalue_builder *b, struct buf *out, const struct govalue *v)
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
static const struct node *json_of(struct govalue_builder *b, struct str json)
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

static void write_strings(struct govalue_builder *b, struct buf *out, const struct node *n)
{
    bool map = n->kind == NODE_MAPPING, first = true;

    buf_char(out, map ? '{' : '[');
    for (const struct node *k = map ? node_first_key(n) : node_first(n); k;
         k = map ? node_next_key(n, k) : node_next(n, k), first = false) {
        const struct node *value = map ? node_pair_value(k) : k;

        if (!first)
            buf_char(out, ',');
        if (map) {
            buf_put(out, quoted(b->arena, node_text(k)));
            buf_char(out, ':');
        }
        buf_put(out, quoted(b->arena, node_kind(value) == NODE_NULL ? STR("") : node_text(value)));
    }
    buf_char(out, map ? '}' : ']');
}

/* interface{}: every number is a float64. */
static void write_any(struct govalue_builder *b, struct buf *out, const struct node *n)
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
                buf_put(out, quoted(b->arena, node_text(k)));
                buf_char(out, ':');
            }
            write_any(b, out, map ? node_pair_value(k) : k);
        }
        buf_char(out, map ? '}' : ']');
    } else {
        buf_put(out, n->kind == NODE_STRING ? quoted(b->arena, node_text(n)) : node_text(n));
    }
}

/* Tekton's ParamValue: a list or map of strings, else a string, which for what is none of these holds its
 * JSON. */
static void write_param_value(struct govalue_builder *b, struct buf *out, struct str json)
{
    const struct node *n = json_of(b, json);
    bool strings = true;

    for (const struct node *k = n->kind == NODE_MAPPING ? node_first_key(n) : NULL; k;
         k = node_next_key(n, k))
        strings &= is_text(node_pair_value(k));
    for (const struct node *k = n->kind == NODE_SEQUENCE ? node_first(n) : NULL; k; k = node_next(n, k))
        strings &= is_text(k);
    if (n->kind == NODE_STRING || n->kind == NODE_NULL)
        buf_put(out, n->kind == NODE_STRING ? json : STR("\"\""));
    else if (strings && (n->kind == NODE_MAPPING || n->kind == NODE_SEQUENCE))
        write_strings(b, out, n);
    else
        buf_put(out, quoted(b->arena, json));
}

static void write_value(struct govalue_builder *b, struct buf *out, const struct govalue *v)
{
    const struct go_type *t = go_type_target(v->declared);
    char room[NUMBER_ROOM];

    if (!v->made && (v->declared->kind == GO_POINTER || t->kind == GO_SLICE || t->kind == GO_MAP)) {
        buf_put(out, STR("null"));
        return;
    }
    switch (v->type->kind) {
    case GO_STRUCT:
        write_struct(b, out, v);
        break;
    case GO_MAP:
        if (t->decoder == GO_FIRST_JSON && v->count == 0)
            buf_put(out, STR("\"\"")); /* the merge types print their method where they have no map */
        else
            write_map(b, out, v);
        break;
    case GO_SLICE:
        write_list(b, out, v);
        break;
    case GO_STRING:
        buf_put(out, quoted(b->arena, v->text));
        break;
    case GO_BOOL:
        buf_put(out, v->text.len ? v->text : STR("false"));
        break;
    case GO_FLOAT:
        buf_put(out, number_json(strtod(v->text.len ? v->text.p : "0", NULL), room));
        break;
    case GO_INT:
    case GO_UINT:
        buf_put(out, v->text.len ? v->text : STR("0"));
        break;
    default:
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
            buf_put(out, t->decoder == GO_QUANTITY ? STR("\"0\"") : STR("null"));
        break;
    }
}

struct str govalue_dump(struct govalue_builder *b)
{
    struct buf out = { 0 };
    struct str text;

    if (b->root->type->kind == GO_STRUCT)
        write_struct(b, &out, b->root);
    else
        write_value(b, &out, b->root);
    text = arena_copy(b->arena, buf_str(&out));
    buf_free(&out);
    return text;
}
