#include "schema/decode.h"

#include "schema/decode_walk.h"

static const struct decode_place ROOT = { .step = STEP_ROOT };

static bool is_collection(const struct node *n)
{
    return n->kind == NODE_SEQUENCE || n->kind == NODE_MAPPING;
}

/* The collection at which the JSON text would nest deeper than encoding/json reads, or NULL. */
static const struct node *too_deep(const struct node *n, unsigned depth)
{
    const struct node *found = NULL;

    n = node_value(n);
    if (!is_collection(n))
        return NULL;
    if (depth > JSON_NESTING)
        return n;
    if (n->kind == NODE_SEQUENCE) {
        for (const struct node *e = node_first(n); e && !found; e = node_next(n, e))
            found = too_deep(e, depth + 1);
    } else {
        for (const struct node *k = node_first_key(n); k && !found; k = node_next_key(n, k))
            found = too_deep(node_pair_value(k), depth + 1);
    }
    return found;
}

/* Before JSON is written, scalars become strings where the type wants one; a NaN or infinity that stays is
 * refused. False once the verdict is clear. */
static bool refuse_specials(struct walker *w, const struct decode_place *place, const struct node *n, struct coercion c)
{
    struct decode_place at = { .up = place, .step = STEP_KEY, .depth = place->depth + 1 };
    size_t count;
    const struct node **keys;

    n = node_value(n);
    c = coercion_settle(c);
    if (decode_is_special(n) && !(c.type && c.type->kind == GO_STRING))
        return refuse_value(w, place, n, DECODE_BAD_VALUE,
                            arena_printf(w->arena, "json: unsupported value: %.*s", STR_ARG(node_text(n))),
                            w->options->window->all);
    if (place->depth >= DECODE_DEPTH)
        return true;
    if (n->kind == NODE_MAPPING) {
        keys = decode_sorted_keys(w->arena, n, &count);
        for (size_t i = 0; i < count; i++) {
            at.key = keys[i];
            if (!refuse_specials(w, &at, node_pair_value(at.key), coercion_key(c, node_text(at.key))))
                return false;
        }
    }
    at.step = STEP_INDEX;
    for (const struct node *e = n->kind == NODE_SEQUENCE ? node_first(n) : NULL; e; e = node_next(n, e), at.index++) {
        if (!refuse_specials(w, &at, e, coercion_element(c)))
            return false;
    }
    return true;
}

static bool has_specials(const struct tape *tape)
{
    for (size_t i = 0; i < tape->count; i++) {
        if (decode_is_special(&tape->nodes[i]))
            return true;
    }
    return false;
}

static struct target root_target(const struct walker *w, const struct go_type *root)
{
    uint64_t all = w->options->window->all;

    return (struct target){ root, { root, true }, w->mode == MODE_VERDICT ? go_window_last(all) : all };
}

/* Go's own run: what it refuses the document for, if it does. */
static void find_verdict(struct walker *w, const struct tape *tape, const struct go_type *root)
{
    const char *envelope = "error converting YAML to JSON";
    const struct node *deep;

    w->mode = MODE_VERDICT;
    if (has_specials(tape))
        refuse_specials(w, &ROOT, tape->root, (struct coercion){ root, true });
    if (!w->failed) {
        envelope = "error unmarshaling JSON: while decoding JSON";
        deep = tape->count > JSON_NESTING ? too_deep(tape->root, 1) : NULL;
        if (deep)
            refuse_value(w, &ROOT, deep, DECODE_TOO_DEEP,
                         deep->kind == NODE_SEQUENCE ? STR("invalid character '[' exceeded max depth")
                                                     : STR("invalid character '{' exceeded max depth"),
                         w->options->window->all);
        else
            decode_value(w, &ROOT, tape->root, root_target(w, root));
    }
    if (w->failed)
        w->error = arena_printf(w->arena, "%s: %.*s", envelope, STR_ARG(w->error));
}

/* Where the way to the duplicate before this one went: most stand in one collection, one behind the other, and it is
 * not walked from its beginning for each. Deeper ones have no trail. */
struct trail {
    const struct node *in, *at;
    size_t index;
};

enum { TRAILS = 32 };

static bool goes_on(const struct trail *t, const struct node *in, const struct node *target)
{
    return t->in == in && t->at <= target;
}

/* The key of map at or above target, dead ones included, or NULL. */
static const struct node *key_towards(struct trail *t, const struct node *map, const struct node *target)
{
    const struct node *end = map + map->span;

    for (const struct node *k = goes_on(t, map, target) ? t->at : map + 1; k < end;) {
        const struct node *value = k + k->span;

        *t = (struct trail){ map, k, 0 };
        if (target < value + value->span)
            return k;
        k = value + value->span;
    }
    return NULL;
}

/* The element of list above target, its place in t, or NULL. */
static const struct node *element_towards(struct trail *t, const struct node *list, const struct node *target)
{
    if (!goes_on(t, list, target))
        *t = (struct trail){ list, node_first(list), 0 };
    while (t->at && target >= t->at + t->at->span) {
        const struct node *next = node_next(list, t->at);
        if (!next)
            return NULL;
        t->at = next;
        t->index++;
    }
    return t->at && target > t->at ? t->at : NULL;
}

/* Tells of a duplicate key below n, unless the collection that holds it was itself overwritten. */
static void tell_duplicate(struct walker *w, struct trail *trails, const struct decode_place *place,
                           const struct node *n, const struct duplicate_key *d)
{
    struct decode_place at = { .up = place, .step = STEP_KEY, .depth = place->depth + 1 };
    struct trail none = { 0 }, *t = place->depth < TRAILS ? &trails[place->depth] : &none;
    const struct node *e;

    if (place->depth >= DECODE_DEPTH)
        return;
    if (n->kind == NODE_MAPPING && (at.key = key_towards(t, n, d->key)) != NULL) {
        if (at.key == d->key)
            decode_tell(w, (struct decode_problem){
                               .kind = DECODE_DUPLICATE_KEY,
                               .at = d->key,
                               .other = d->earlier,
                               .place = &at,
                               .versions = w->options->window->all,
                           });
        else if (!(at.key->flags & FLAG_DEAD))
            tell_duplicate(w, trails, &at, at.key + at.key->span, d);
    }
    e = n->kind == NODE_SEQUENCE ? element_towards(t, n, d->key) : NULL;
    at.step = STEP_INDEX;
    at.index = t->index;
    if (e)
        tell_duplicate(w, trails, &at, e, d);
}

static void report_all(struct walker *w, const struct tape *tape, const struct go_type *root)
{
    struct trail trails[TRAILS] = { { 0 } };
    const struct node *deep = NULL;

    w->mode = MODE_REPORT;
    if (tape->root) {
        if (has_specials(tape))
            refuse_specials(w, &ROOT, tape->root, (struct coercion){ root, true });
        deep = tape->count > JSON_NESTING ? too_deep(tape->root, 1) : NULL;
        if (deep)
            refuse_value(w, &ROOT, deep, DECODE_TOO_DEEP, STR("exceeded max depth"), w->options->window->all);
        else
            decode_value(w, &ROOT, tape->root, root_target(w, root));
    }
    for (size_t i = 0; i < tape->duplicate_count; i++)
        tell_duplicate(w, trails, &ROOT, tape->root, &tape->duplicates[i]);
}

/* The document marker is no node of the tape: one that stands for its place. */
static void report_second_document(struct walker *w, const struct tape *tape)
{
    struct node *at = ARENA_NEW(w->arena, struct node);

    at->start = at->end = tape->second_document;
    at->line = tape->second_document_line;
    at->span = 1;
    decode_tell(w, (struct decode_problem){
                       .kind = DECODE_SECOND_DOCUMENT,
                       .at = at,
                       .place = &ROOT,
                       .versions = w->options->window->all,
                   });
}

void decode(const struct tape *tape, const struct go_type *root, const struct decode_options *options, struct arena *a,
            void (*report)(void *context, const struct decode_problem *p), void *context, struct decode_result *result)
{
    struct walker w = { .options = options, .arena = a, .report = report, .context = context };

    *result = (struct decode_result){ 0 };
    map_init(&w.reported, a);
    if (!options->value_only)
        report_all(&w, tape, root);
    if (tape->second_document_line && !options->value_only)
        report_second_document(&w, tape);
    result->refused_by_any = w.refused != 0;
    if (tape->root && ((w.refused & go_window_last(options->window->all)) || options->sink))
        find_verdict(&w, tape, root);
    result->refused = w.failed;
    result->error = w.error;
    result->at = w.error_at;
}
