#include "build.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void builder_init(struct builder *b, struct arena *a)
{
    *b = (struct builder){ .arena = a };
    builder_note_version(b, STR(""));
}

const char *builder_text(struct builder *b, struct str s)
{
    return s.len ? arena_copy(b->arena, s).p : NULL;
}

struct go_type *builder_type(struct builder *b, enum go_kind kind, struct str name)
{
    struct go_type *t = ARENA_NEW(b->arena, struct go_type);

    t->kind = (uint8_t)kind;
    t->name = arena_copy(b->arena, name).p;
    b->types = arena_grow(b->arena, b->types, b->type_count, &b->type_cap, sizeof *b->types);
    b->types[b->type_count++] = t;
    return t;
}

static bool is_plain(const struct go_type *t)
{
    return !t->values && !t->format && !t->doc && !t->fields && t->decoder == GO_PLAIN;
}

struct go_type *builder_shared(struct builder *b, enum go_kind kind, uint8_t bits, struct str name,
                               struct go_type *elem)
{
    struct go_type *t;

    for (size_t i = 0; i < b->type_count; i++) {
        t = b->types[i];
        if (t->kind == kind && t->bits == bits && t->elem == elem && is_plain(t) && str_eq(str_c(t->name), name))
            return t;
    }
    t = builder_type(b, kind, name);
    t->bits = bits;
    t->elem = elem;
    return t;
}

static struct declared *declared_of(struct builder *b, const struct go_type *t)
{
    for (size_t i = 0; i < b->struct_count; i++) {
        if (b->structs[i].type == t)
            return &b->structs[i];
    }
    return NULL;
}

void builder_struct(struct builder *b, struct go_type *t)
{
    struct go_struct *made = ARENA_NEW(b->arena, struct go_struct);
    size_t dot = str_rfind_char(str_c(t->name), '.');

    /* a struct without a name of its own: Go's errors then begin with the field's dot */
    made->name = str_starts(str_c(t->name), STR("struct {"))
                     ? ""
                     : arena_copy(b->arena, str_from(str_c(t->name), dot == SIZE_MAX ? 0 : dot + 1)).p;
    t->fields = made;
    b->structs = arena_grow(b->arena, b->structs, b->struct_count, &b->struct_cap, sizeof *b->structs);
    b->structs[b->struct_count++] = (struct declared){ .type = t, .made = made };
}

void builder_member(struct builder *b, struct go_type *t, const struct member *m)
{
    struct declared *d = declared_of(b, t);

    d->members = arena_grow(b->arena, d->members, d->count, &d->cap, sizeof *d->members);
    d->members[d->count++] = *m;
}

void builder_note_version(struct builder *b, struct str version)
{
    for (size_t i = 0; i < b->version_count; i++) {
        if (str_eq(b->versions[i], version))
            return;
    }
    b->versions = arena_grow(b->arena, b->versions, b->version_count, &b->version_cap, sizeof *b->versions);
    b->versions[b->version_count++] = version;
}

uint16_t builder_version(const struct builder *b, struct str version)
{
    for (size_t i = 0; i < b->version_count; i++) {
        if (str_eq(b->versions[i], version))
            return (uint16_t)i;
    }
    return 0;
}

static int compare_versions(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void builder_sort_versions(struct builder *b)
{
    qsort(b->versions, b->version_count, sizeof *b->versions, compare_versions);
}

/* A field on its way up through embedded structs. */
struct candidate {
    struct go_field field;
    size_t depth;
};

struct collection {
    struct builder *builder;
    struct candidate *items;
    size_t count, cap;
};

/* The stretch of versions in which something of [since, until) is there inside of something of *since,
 * *until. */
static bool narrow(uint16_t *since, uint16_t *until, uint16_t inner_since, uint16_t inner_until)
{
    if (inner_since > *since)
        *since = inner_since;
    if (inner_until && (*until == 0 || inner_until < *until))
        *until = inner_until;
    return *until == 0 || *since < *until;
}

static void collect(struct collection *c, const struct go_type *t, const struct candidate *outer)
{
    struct builder *b = c->builder;
    struct declared *d = declared_of(b, t);

    for (size_t i = 0; i < d->count; i++) {
        const struct member *m = &d->members[i];
        struct candidate next = *outer;
        struct go_field *f = &next.field;

        if (!narrow(&f->since, &f->until, builder_version(b, m->since), builder_version(b, m->until)))
            continue;
        if (!m->name.p) {
            const struct go_type *e = go_type_target(m->type);

            f->embedded = arena_printf(b->arena, "%s%s.", f->embedded, e->fields->name).p;
            if (outer->depth == 0)
                f->coerce = e;
            next.depth++;
            collect(c, e, &next);
            continue;
        }
        f->name = arena_copy(b->arena, m->name);
        f->type = m->type;
        f->coerce = outer->depth ? outer->field.coerce : m->type;
        f->doc = builder_text(b, m->doc);
        f->missing = builder_text(b, m->missing);
        f->fill = builder_text(b, m->fill);
        f->omit_zero = builder_version(b, m->omit_zero);
        f->deprecated = m->deprecated;
        f->always = m->always;
        c->items = arena_grow(b->arena, c->items, c->count, &c->cap, sizeof *c->items);
        c->items[c->count++] = next;
    }
}

static uint32_t end_of(const struct go_field *f)
{
    return f->until ? f->until : UINT32_MAX;
}

/* Whether a stands before b in their chain: the newer one, of those read at the same time the shallower. */
static bool goes_before(const struct candidate *a, const struct candidate *b)
{
    if (end_of(&a->field) <= b->field.since || end_of(&b->field) <= a->field.since)
        return a->field.since >= end_of(&b->field);
    return a->depth < b->depth;
}

/* Whether Go never gets to see item because a shallower field of its name covers all its time. */
static bool is_hidden(const struct collection *c, const struct candidate *item)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct candidate *o = &c->items[i];

        if (o->depth < item->depth && str_eq(o->field.name, item->field.name) && o->field.since <= item->field.since &&
            end_of(&o->field) >= end_of(&item->field))
            return true;
    }
    return false;
}

static void drop_hidden(struct collection *c)
{
    size_t kept = 0;

    for (size_t i = 0; i < c->count; i++) {
        if (!is_hidden(c, &c->items[i]))
            c->items[kept++] = c->items[i];
    }
    c->count = kept;
}

/* Whether the names differ in letter case at most; all are ASCII. */
static bool same_name(struct str a, struct str b)
{
    return a.len == b.len && strncasecmp(a.p, b.p, a.len) == 0;
}

/* Links the entries of the chain that starts nowhere before fields[first]. */
static void chain(struct builder *b, const struct collection *c, struct go_field *fields, size_t first)
{
    size_t *members = ARENA_ARRAY(b->arena, size_t, c->count), count = 0;

    for (size_t i = 0; i < c->count; i++) {
        size_t at = count;

        if (!same_name(fields[i].name, fields[first].name))
            continue;
        if (i < first)
            return; /* done with its first member */
        for (; at > 0 && goes_before(&c->items[i], &c->items[members[at - 1]]); at--)
            members[at] = members[at - 1];
        members[at] = i;
        count++;
    }
    fields[members[0]].head = true;
    for (size_t i = 1; i < count; i++)
        fields[members[i - 1]].next = (uint16_t)(members[i] + 1);
}

static void make_slots(struct builder *b, struct go_struct *s)
{
    uint32_t size = 4;
    uint16_t *slots;

    while (size < s->count * 2u)
        size *= 2;
    slots = ARENA_ARRAY(b->arena, uint16_t, size);
    s->mask = size - 1;
    for (uint16_t i = 0; i < s->count; i++) {
        uint32_t at = go_name_hash(s->fields[i].name) & s->mask;

        if (!s->fields[i].head)
            continue;
        while (slots[at])
            at = (at + 1) & s->mask;
        slots[at] = (uint16_t)(i + 1);
    }
    s->slots = slots;
}

static void finish_struct(struct builder *b, struct declared *d)
{
    struct collection c = { .builder = b };
    struct candidate outer = { .field = { .embedded = "" } };
    struct go_field *fields;

    collect(&c, d->type, &outer);
    drop_hidden(&c);
    fields = ARENA_ARRAY(b->arena, struct go_field, c.count);
    for (size_t i = 0; i < c.count; i++)
        fields[i] = c.items[i].field;
    for (size_t i = 0; i < c.count; i++)
        chain(b, &c, fields, i);
    d->made->fields = fields;
    d->made->count = (uint16_t)c.count;
    make_slots(b, d->made);
}

void builder_finish(struct builder *b)
{
    for (size_t i = 0; i < b->struct_count; i++)
        finish_struct(b, &b->structs[i]);
}
