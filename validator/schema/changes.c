#include "schema/changes.h"

#include "schema/gowindow.h"
#include "schema/gowords.h"

#include <string.h>

struct comparing {
    struct changes *changes;
    struct arena *arena;
    const struct window *from, *to;
};

/* Before and after: NONE to ALL is an addition, and so is what may be one. */
struct step {
    enum share was, is;
};

static struct step step_of(const struct comparing *k, uint32_t since, uint32_t until)
{
    return (struct step){ window_has(k->from, since, until), window_has(k->to, since, until) };
}

static bool is_added(struct step s)
{
    return s.was != SHARE_ALL && s.is != SHARE_NONE && s.was != s.is;
}

static bool is_removed(struct step s)
{
    return s.is != SHARE_ALL && s.was != SHARE_NONE && s.was != s.is;
}

static bool is_unsure(struct step s)
{
    return s.was == SHARE_SOME || s.is == SHARE_SOME;
}

/* Which end of what holds from since up to until lies between before and after. */
static uint32_t crossed(const struct comparing *k, uint32_t since, uint32_t until)
{
    return until == VERSION_NEVER ||
                   window_has(k->from, since, VERSION_NEVER) != window_has(k->to, since, VERSION_NEVER)
               ? since
               : until;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The same field of another struct: those that embed a struct each have a copy. */
static bool same_change(const struct field_change *a, const struct field_change *b)
{
    return a->kind == b->kind && a->position == b->position && a->unsure == b->unsure &&
           str_eq(a->field->name, b->field->name) && same_text(a->field->doc, b->field->doc) &&
           same_text(a->file, b->file);
}

static void add_field(struct changes *c, struct arena *a, struct field_change x, struct str path)
{
    struct field_change *f = NULL;

    for (size_t i = 0; i < c->field_count && !f; i++)
        if (same_change(&c->fields[i], &x))
            f = &c->fields[i];
    if (!f) {
        c->fields = arena_grow(a, c->fields, c->field_count, &c->field_cap, sizeof *c->fields);
        f = &c->fields[c->field_count++];
        *f = x;
    }
    *ARENA_PUSH(a, f->paths, f->path_count, f->path_cap) = path;
}

/* The first form of a field that is surely there, or else the first that may be. */
static const struct known_field *form(const struct known_field *forms, size_t n, const struct window *w)
{
    const struct known_field *may = NULL;

    for (size_t i = 0; i < n; i++) {
        enum share share = window_has(w, forms[i].since, forms[i].until);
        if (share == SHARE_ALL)
            return &forms[i];
        if (share == SHARE_SOME && !may)
            may = &forms[i];
    }
    return may;
}

/* The enumeration that a value, or an element of it, belongs to; NULL for none. */
static const struct go_type *enumeration(const struct go_type *t)
{
    t = go_type_target(t);
    while (t->kind == GO_SLICE || t->kind == GO_MAP)
        t = go_type_target(t->elem);
    return t->value_count ? t : NULL;
}

static struct str value_path(struct arena *a, const struct known_field *f)
{
    const struct go_type *t = go_type_target(f->field->type);
    struct str path = f->path;

    for (; t->kind == GO_SLICE || t->kind == GO_MAP; t = go_type_target(t->elem))
        path = ARENA_JOIN(a, path, t->kind == GO_SLICE ? STR("[]") : STR(".*"));
    return path;
}

static void add_value(const struct comparing *k, const struct known_field *at, const struct go_value *v)
{
    struct changes *c = k->changes;
    uint32_t since = go_version_position(v->since, 0), until = go_version_position(v->until, VERSION_NEVER);
    struct step s = step_of(k, since, until);

    if (!is_added(s) && !is_removed(s))
        return;
    *ARENA_PUSH(k->arena, c->values, c->value_count, c->value_cap) = (struct value_change){
        .kind = is_added(s) ? CHANGE_ADDED : CHANGE_REMOVED,
        .value = v->text,
        .file = at->file,
        .path = value_path(k->arena, at),
        .position = crossed(k, since, until),
        .unsure = is_unsure(s),
    };
}

static bool seen_before(const struct known_field *all, const struct known_field *at, const struct go_type *t)
{
    for (; all < at; all++)
        if (enumeration(all->field->type) == t)
            return true;
    return false;
}

static void compare_forms(const struct comparing *k, const struct known_field *was, const struct known_field *is)
{
    struct field_change x = { .field = is->field, .file = is->file };
    struct step s = step_of(k, is->since, is->until);

    if (was == is && !is_added(s) && !is_removed(s))
        return;
    x.kind = was != is ? CHANGE_FORM : is_added(s) ? CHANGE_ADDED : CHANGE_REMOVED;
    if (was != is) {
        if (str_eq(go_type_words(k->arena, was->field->type), go_type_words(k->arena, is->field->type)))
            return;
        x.former = was->field;
    }
    x.position = crossed(k, is->since, is->until);
    x.unsure = is_unsure(s);
    add_field(k->changes, k->arena, x, is->path);
}

static void compare_field(const struct comparing *k, const struct known_field *forms, size_t n)
{
    const struct known_field *was = form(forms, n, k->from), *is = form(forms, n, k->to), *one = is ? is : was;
    struct field_change x = { .kind = is ? CHANGE_ADDED : CHANGE_REMOVED };

    if (!one)
        return;
    if (was && is) {
        compare_forms(k, was, is);
        return;
    }
    x.field = one->field;
    x.file = one->file;
    x.position = crossed(k, one->since, one->until);
    x.unsure = is_unsure(step_of(k, one->since, one->until));
    add_field(k->changes, k->arena, x, one->path);
}

/* What belongs to a struct that came, or went, as a whole is not listed one by one. */
static bool holder_stays(const struct comparing *k, const struct known_field *f)
{
    return window_has(k->from, f->holder_since, f->holder_until) != SHARE_NONE &&
           window_has(k->to, f->holder_since, f->holder_until) != SHARE_NONE;
}

static void compare_fields(const struct comparing *k, const struct field_history *h)
{
    for (size_t i = 0, n; i < h->count; i += n) {
        const struct known_field *f = &h->items[i];
        for (n = 1; i + n < h->count && f[n].chain == f->chain; n++)
            ;
        if (holder_stays(k, f))
            compare_field(k, f, n);
    }
}

static void compare_values(const struct comparing *k, const struct field_history *h)
{
    for (size_t i = 0; i < h->count; i++) {
        const struct known_field *f = &h->items[i];
        const struct go_type *t = enumeration(f->field->type);
        if (!t || !holder_stays(k, f) || seen_before(h->items, f, t))
            continue;
        for (uint16_t v = 0; v < t->value_count; v++)
            add_value(k, f, &t->values[v]);
    }
}

/* A check that only ended between the two has a successor that says what holds instead. */
static void compare_checks(const struct comparing *k)
{
    struct changes *c = k->changes;

    for (size_t b = 0; b < BEHAVIOUR_COUNT; b++) {
        struct step s = step_of(k, behaviours[b].since, behaviours[b].until);
        if ((!is_added(s) && !is_removed(s)) ||
            crossed(k, behaviours[b].since, behaviours[b].until) != behaviours[b].since)
            continue;
        *ARENA_PUSH(k->arena, c->checks, c->check_count, c->check_cap) =
            (struct check_change){ (enum behaviour)b, is_removed(s), is_unsure(s) };
    }
}

void changes_between(struct changes *c, struct arena *a, const struct window *from, const struct window *to)
{
    struct comparing k = { c, a, from, to };
    struct field_history h;

    *c = (struct changes){ 0 };
    field_history_read(&h, a);
    compare_fields(&k, &h);
    compare_values(&k, &h);
    compare_checks(&k);
}

/* The form of the same field that ends where this one begins. */
static const struct known_field *predecessor(const struct field_history *h, size_t i)
{
    for (size_t k = i + 1; k < h->count && h->items[k].chain == h->items[i].chain; k++)
        if (h->items[k].until == h->items[i].since)
            return &h->items[k];
    return NULL;
}

static bool has_successor(const struct field_history *h, size_t i)
{
    for (size_t k = i; k > 0 && h->items[k - 1].chain == h->items[i].chain; k--)
        if (h->items[k - 1].since == h->items[i].until)
            return true;
    return false;
}

void changes_ever(struct changes *c, struct arena *a)
{
    struct field_history h;

    *c = (struct changes){ 0 };
    field_history_read(&h, a);
    for (size_t i = 0; i < h.count; i++) {
        const struct known_field *f = &h.items[i], *former = predecessor(&h, i);
        struct field_change x = { .field = f->field, .file = f->file };
        if (former && str_eq(go_type_words(a, former->field->type), go_type_words(a, f->field->type)))
            continue;
        if (f->since > f->holder_since) {
            x.kind = former ? CHANGE_FORM : CHANGE_ADDED;
            x.former = former ? former->field : NULL;
            x.position = f->since;
            add_field(c, a, x, f->path);
        }
        if (f->until < f->holder_until && !has_successor(&h, i)) {
            x.kind = CHANGE_REMOVED;
            x.position = f->until;
            add_field(c, a, x, f->path);
        }
    }
}
