#include "schema/govalue.h"

#include <string.h>

/* Maps with more keys than this are looked up by hash. */
enum { FEW_KEYS = 16 };

struct govalue *govalue_new(struct arena *a, const struct go_type *declared)
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
    *b = (struct govalue_builder){ .arena = a };
    b->root = b->next = govalue_new(a, root);
}

static struct govalue *make(struct govalue_builder *b, const struct go_type *declared)
{
    struct govalue *v = govalue_new(b->arena, declared);

    v->origin = b->origin;
    return v;
}

static struct govalue *element(struct govalue_builder *b, struct govalue *slice)
{
    size_t i = slice->count++;

    if (i == slice->stored) {
        slice->items = arena_grow(b->arena, slice->items, slice->stored, &slice->cap, sizeof *slice->items);
        slice->items[slice->stored++] = make(b, slice->type->elem);
    }
    return slice->items[i];
}

void govalue_append(struct arena *a, struct govalue *slice, struct govalue *element)
{
    slice->made = true;
    slice->stored = slice->count;
    slice->items = arena_grow(a, slice->items, slice->stored, &slice->cap, sizeof *slice->items);
    slice->items[slice->stored++] = element;
    slice->count++;
}

static size_t place_of(const struct govalue *map, struct str key)
{
    size_t i = 0;

    if (map->index)
        return (size_t)(uintptr_t)map_get(map->index, key) - 1;
    while (i < map->count && !str_eq(map->keys[i], key))
        i++;
    return i < map->count ? i : SIZE_MAX;
}

struct govalue *govalue_entry(const struct govalue *map, struct str key)
{
    size_t i = place_of(map, key);

    return i == SIZE_MAX ? NULL : map->items[i];
}

static void index_keys(struct arena *a, struct govalue *map)
{
    map->index = ARENA_NEW(a, struct map);
    map_init(map->index, a);
    for (size_t i = 0; i < map->count; i++)
        *map_at(map->index, map->keys[i]) = (void *)(uintptr_t)(i + 1);
}

void govalue_put(struct arena *a, struct govalue *map, struct str key, struct govalue *value)
{
    size_t i = place_of(map, key), cap = map->cap;

    map->made = true;
    if (i != SIZE_MAX) {
        map->items[i] = value;
        return;
    }
    map->keys = arena_grow(a, map->keys, map->count, &cap, sizeof *map->keys);
    map->items = arena_grow(a, map->items, map->count, &map->cap, sizeof *map->items);
    map->keys[map->count] = key;
    map->items[map->count++] = value;
    if (map->index)
        *map_at(map->index, key) = (void *)(uintptr_t)map->count;
    else if (map->count > FEW_KEYS)
        index_keys(a, map);
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
    if (v->declared->kind != GO_POINTER && (t->decoder == GO_TIME || t->decoder == GO_NANOSECONDS_OR_DURATION))
        return;
    if (v->declared->kind == GO_POINTER || t->kind == GO_SLICE || t->kind == GO_MAP || t->kind == GO_ANY) {
        v->made = false;
        v->count = v->stored = 0;
        v->index = NULL;
        v->text = (struct str){ 0 };
        if (t->kind == GO_STRUCT)
            memset(v->items, 0, t->fields->count * sizeof *v->items);
    }
}

static void begin(struct govalue_builder *b, const struct go_type *type)
{
    struct govalue *v = b->next;

    if (has_decoder(v)) { /* decoded into a variable of its own */
        v->count = v->stored = 0;
        v->index = NULL;
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

static void set_leaf(struct govalue_builder *b, enum decode_event event, const struct go_type *type, struct str text)
{
    struct govalue *v = b->next;

    v->made = true;
    if (event == EVENT_SCALAR && has_decoder(v))
        v->type = type;
    v->text = event == EVENT_SCALAR ? text : arena_copy(b->arena, text); /* JSON is in a buffer of the decoder's */
}

static struct govalue *next_of(struct govalue_builder *b, enum decode_event event, const struct go_field *field,
                               struct str text)
{
    struct govalue *top = b->open[b->open_count - 1], *made;
    size_t at;

    if (event == EVENT_INDEX)
        return element(b, top);
    if (event == EVENT_KEY) {
        made = make(b, top->type->elem);
        govalue_put(b->arena, top, text, made);
        return made;
    }
    at = (size_t)(field - top->type->fields->fields);
    if (!top->items[at])
        top->items[at] = make(b, field->type);
    return top->items[at];
}

void govalue_event(void *context, enum decode_event event, const struct go_type *type, const struct go_field *field,
                   struct str text, const struct node *at)
{
    struct govalue_builder *b = context;

    if (event == EVENT_END) {
        end(b);
        return;
    }
    if (event == EVENT_FIELD || event == EVENT_KEY || event == EVENT_INDEX) {
        b->next = next_of(b, event, field, text);
        b->next->key = event == EVENT_INDEX ? NULL : at;
        return;
    }
    b->next->node = at;
    b->next->origin = b->origin;
    if (event == EVENT_NULL)
        set_null(b->next);
    else if (event == EVENT_BEGIN)
        begin(b, type);
    else
        set_leaf(b, event, type, text);
}

struct govalue *govalue_field(const struct govalue *v, struct str name, const struct go_window *w, struct govalue ***at)
{
    const struct go_field *f = v->type->fields ? go_field_spelt(v->type->fields, name) : NULL;
    struct govalue **place = NULL;

    for (; f && !place; f = go_field_next(v->type->fields, f))
        if (str_eq(f->name, name) && go_window_knows(w, f->since, f->until))
            place = &v->items[f - v->type->fields->fields];
    if (at)
        *at = place;
    return place ? *place : NULL;
}
