#include "schema/decode_walk.h"

#include <stdlib.h>

/* One form of a field, and the versions that read it so. */
struct reading {
    const struct go_field *field;
    uint64_t versions;
};

static struct str text_of(const struct node *key)
{
    return (struct str){ key->text, key->len };
}

/* What the value of key is followed with: nothing where it is a string already. */
static struct coercion value_coercion(const struct target *outer, const struct node *key)
{
    if (key[key->span].kind == NODE_STRING)
        return (struct coercion){ 0 };
    return coercion_key(outer->coerce, text_of(key));
}

static struct target field_target(const struct reading *r, const struct target *outer, const struct node *key)
{
    struct coercion c = { r->field->coerce, outer->coerce.addressable };

    if (outer->coerce.type != outer->type)
        c = value_coercion(outer, key);
    return (struct target){ r->field->type, c, r->versions };
}

/* Of the versions wanted, those that read this form: deeper forms of the name are hidden by shallower
 * ones. */
static struct reading reading_of(const struct walker *w, const struct go_field *f, uint64_t *wanted)
{
    uint64_t versions = go_window_knows(w->options->window, f->since, f->until) & *wanted;

    *wanted &= ~versions;
    return (struct reading){ f, versions };
}

/* The forms of a field in the order in which Go prefers them: those spelt as the key is, then the others. */
static const struct go_field *next_form(const struct decode_place *place, const struct go_field *head,
                                        const struct go_field *f, bool *spelt)
{
    for (;;) {
        f = f ? go_field_next(place->owner, f) : head;
        if (!f && !*spelt)
            return NULL;
        if (!f)
            *spelt = false;
        else if (str_eq(f->name, text_of(place->key)) == *spelt)
            return f;
    }
}

/* The versions that do not read the field: too old for it, or too new. */
static void tell_missing(struct walker *w, const struct decode_place *place, uint64_t missing)
{
    const struct go_window *window = w->options->window;
    uint16_t since = 0, until = 0;
    struct decode_problem p = { .at = place->key, .place = place };

    p.refused = refuse_field(w, place->up, place->key);
    for (const struct go_field *f = place->field; f; f = go_field_next(place->owner, f)) {
        if ((missing & ~window->from[f->since]) && (since == 0 || f->since < since))
            since = f->since;
        if (f->until && (missing & window->from[f->until]) && f->until > until)
            until = f->until;
    }
    if (since) {
        p.kind = DECODE_FIELD_TOO_NEW;
        p.since = &go_versions[since];
        p.versions = missing & ~window->from[since];
        decode_tell(w, p);
        missing &= ~p.versions;
    }
    if (until && missing) {
        p.kind = DECODE_FIELD_REMOVED;
        p.since = &go_versions[until];
        p.versions = missing;
        suggest_place(w, place->owner, &p);
        decode_tell(w, p);
    }
}

static bool decode_form(struct walker *w, struct decode_place *place, const struct reading *r,
                        const struct target *outer)
{
    struct target t = field_target(r, outer, place->key);

    place->field = r->field;
    decode_emit(w, EVENT_FIELD, outer->type, r->field, r->field->name, place->key);
    return decode_value(w, place, node_pair_value(place->key), t);
}

/* The value in the form that the newest version reads, which alone decides when Go is asked. */
static bool decode_newest(struct walker *w, struct decode_place *place, const struct target *outer)
{
    struct target newest = *outer;
    uint64_t wanted = go_window_last(outer->versions);
    bool spelt = true;

    newest.versions = wanted;
    for (const struct go_field *f = NULL; (f = next_form(place, place->field, f, &spelt));) {
        struct reading r = reading_of(w, f, &wanted);

        if (r.versions)
            return decode_form(w, place, &r, &newest);
    }
    refuse_field(w, place->up, place->key);
    return true;
}

static void tell_wrong_case(struct walker *w, const struct decode_place *place, const struct reading *r)
{
    decode_tell(w, (struct decode_problem){
                       .kind = DECODE_WRONG_CASE,
                       .at = place->key,
                       .place = place,
                       .suggestion = r->field->name,
                       .versions = r->versions,
                   });
}

/* The value in every form that some version of the window reads: the newest version's first. */
static bool decode_forms(struct walker *w, struct decode_place *place, const struct target *outer)
{
    const struct go_field *head = place->field;
    uint64_t wanted = outer->versions, newest = go_window_last(outer->versions);
    struct reading r = reading_of(w, head, &wanted);
    bool older = w->older;

    if (!wanted && str_eq(head->name, text_of(place->key))) /* nearly always: one form for all */
        return decode_form(w, place, &r, outer);
    if (w->mode != MODE_REPORT)
        return decode_newest(w, place, outer);
    for (int pass = 0; pass < 2; pass++) {
        bool spelt = true;

        wanted = outer->versions;
        w->older = older || pass == 1;
        for (const struct go_field *f = NULL; (f = next_form(place, head, f, &spelt));) {
            r = reading_of(w, f, &wanted);
            if (!r.versions || ((r.versions & newest) != 0) != (pass == 0))
                continue;
            if (!spelt)
                tell_wrong_case(w, place, &r);
            decode_form(w, place, &r, outer);
        }
    }
    w->older = older;
    place->field = head;
    if (wanted)
        tell_missing(w, place, wanted);
    return true;
}

/* A key at the top that only holds anchors for the rest of the file: by its name, or by what stands there. */
static bool holds_anchors(const struct decode_problem *p)
{
    const struct node *value = p->at + 1;
    struct str key = node_text(p->at);

    if (p->place->up->step != STEP_ROOT || p->refused)
        return false;
    if (str_starts(key, STR(".")) || str_starts(key, STR("x-")))
        return true;
    if (p->suggestion.len) /* a misspelt field may hold anchors too */
        return false;
    for (uint32_t i = 0; i < value->span; i++)
        if (value[i].flags & FLAG_ANCHORED)
            return true;
    return false;
}

static void tell_unknown(struct walker *w, const struct decode_place *place, const struct node *key,
                         const struct target *t)
{
    struct decode_place at = {
        .up = place, .step = STEP_KEY, .key = key, .owner = t->type->fields, .depth = place->depth + 1
    };
    struct decode_problem p = { .kind = DECODE_UNKNOWN_FIELD, .at = key, .place = &at, .versions = t->versions };

    p.refused = refuse_field(w, place, key);
    if (w->mode != MODE_REPORT)
        return;
    suggest_field(w, t->type->fields, &p);
    if (!holds_anchors(&p))
        decode_tell(w, p);
}

static bool decode_field(struct walker *w, const struct decode_place *place, const struct node *key,
                         const struct target *t)
{
    const struct go_struct *s = t->type->fields;
    const struct go_field *f = go_field_find(s, text_of(key));
    struct decode_place at = { place, STEP_FIELD, key, s, f, 0, place->depth + 1 };

    if (f)
        return decode_forms(w, &at, t);
    tell_unknown(w, place, key, t);
    return true;
}

static bool decode_pair(struct walker *w, const struct decode_place *place, const struct node *key,
                        const struct target *t)
{
    struct decode_place at = { .up = place, .step = STEP_KEY, .key = key, .depth = place->depth + 1 };
    struct target element;

    if (t->type->kind == GO_STRUCT)
        return decode_field(w, place, key, t);
    element = (struct target){ t->type->elem, value_coercion(t, key), t->versions };
    decode_emit(w, EVENT_KEY, t->type, NULL, text_of(key), key);
    return decode_value(w, &at, node_pair_value(key), element);
}

static int compare_keys(const void *a, const void *b)
{
    return str_cmp(node_text(*(const struct node *const *)a), node_text(*(const struct node *const *)b));
}

const struct node **decode_sorted_keys(struct arena *a, const struct node *map, size_t *count)
{
    const struct node **keys = ARENA_ARRAY(a, const struct node *, node_count(map) + 1);

    *count = 0;
    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k))
        keys[(*count)++] = k;
    qsort(keys, *count, sizeof *keys, compare_keys);
    return keys;
}

/* Prow's reader goes through JSON, whose keys are sorted: that is the order in which Go meets mistakes. */
static bool decode_sorted(struct walker *w, const struct decode_place *place, const struct node *n,
                          const struct target *t)
{
    size_t count;
    const struct node **keys = decode_sorted_keys(w->arena, n, &count);

    for (size_t i = 0; i < count; i++) {
        if (!decode_pair(w, place, keys[i], t))
            return false;
    }
    return true;
}

bool decode_object(struct walker *w, const struct decode_place *place, const struct node *n, struct target t)
{
    bool ok = true;

    decode_emit(w, EVENT_BEGIN, t.type, NULL, (struct str){ 0 }, n);
    if (w->mode == MODE_VERDICT)
        ok = decode_sorted(w, place, n, &t);
    else
        for (const struct node *k = node_first_key(n); k && ok; k = node_next_key(n, k))
            ok = decode_pair(w, place, k, &t);
    if (ok)
        decode_emit(w, EVENT_END, t.type, NULL, (struct str){ 0 }, n);
    return ok;
}
