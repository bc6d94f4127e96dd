/* Objects and arrays: each walked once, each key looked up once. */
#include "jsonschema/run.h"

bool judge_matches(struct run *r, const struct regex *regex, struct str text)
{
    enum regex_result result = REGEX_NO_MATCH;

    if (judge_spend(r, 1 + text.len / 64))
        result = regex_match(regex, &r->scratch->regex, text, NULL, 0);
    if (result == REGEX_GAVE_UP)
        judge_stop(r, "a pattern is too costly for a value");
    return result == REGEX_MATCH;
}

/* A key that properties does not name: patterns, or what is left for additionalProperties. */
static bool run_other_key(struct run *r, const struct object_part *p, const struct node *key, bool *evaluated)
{
    const struct node *value = node_pair_value(key);
    bool ok = true;

    for (size_t i = 0; i < p->pattern_count; i++)
        if (judge_matches(r, p->patterns[i].regex, node_text(key))) {
            *evaluated = true;
            ok &= judge_check(r, p->patterns[i].schema, value, key, NULL);
        }
    if (*evaluated || p->additional == SCHEMA_NONE)
        return ok;
    *evaluated = true;
    if (r->schema->subschemas[p->additional].verdict == SUBSCHEMA_FALSE)
        return judge_violation(r, KEYWORD_ADDITIONAL_PROPERTIES, key, 0, 0);
    return judge_check(r, p->additional, value, key, NULL);
}

/* seen has a bit for each of the schema's names; NULL when nothing depends on them. */
static bool run_pair(struct run *r, const struct object_part *p, const struct node *key, size_t *required,
                     const struct marks *seen, bool *evaluated)
{
    int64_t number = keyset_find(&p->names, key->text, key->len);
    bool ok = true;

    *evaluated = false;
    if (number != KEYSET_NONE) {
        const struct name_rule *rule = &p->rules[number];
        *required += rule->required;
        if (seen)
            marks_set(r, seen, (size_t)number);
        if (rule->schema != SCHEMA_NONE) {
            *evaluated = true;
            ok = judge_check(r, rule->schema, node_pair_value(key), key, NULL);
        }
    }
    if (p->pattern_count || !*evaluated)
        ok &= run_other_key(r, p, key, evaluated);
    if (p->property_names != SCHEMA_NONE)
        ok &= judge_check(r, p->property_names, key, key, NULL);
    return ok;
}

static bool run_pairs(struct run *r, const struct object_part *p, struct marks *marks, const struct marks *seen,
                      size_t *required)
{
    const struct node *map = r->frame->instance, *end = map + map->span;
    size_t i = 0;
    bool ok = true, evaluated;

    for (const struct node *key = map + 1; key < end; key += 1 + key[1].span) {
        if (key->flags & FLAG_DEAD)
            continue;
        ok &= run_pair(r, p, key, required, seen, &evaluated);
        if (evaluated && marks)
            marks_set(r, marks, i);
        if (!ok && r->quiet)
            return false;
        i++;
    }
    return ok;
}

static bool name_missing(struct run *r, const struct object_part *p, enum keyword keyword, uint32_t number,
                         uint32_t trigger)
{
    const struct node *at = r->frame->key ? r->frame->key : r->frame->instance;

    if (!judge_spend(r, 1 + r->frame->instance->len / 8))
        return false;
    if (p->rules[number].absent || node_key(r->frame->instance, p->names.keys[number]))
        return false;
    judge_violation(r, keyword, at, number, trigger);
    return true;
}

static bool run_required(struct run *r, const struct object_part *p)
{
    for (uint32_t i = 0; i < p->names.count && !r->quiet; i++)
        if (p->rules[i].required)
            name_missing(r, p, KEYWORD_REQUIRED, i, 0);
    return false;
}

static bool run_dependents(struct run *r, const struct object_part *p, const struct marks *seen, struct marks *marks)
{
    bool ok = true;

    for (size_t i = 0; i < p->dependent_count && (ok || !r->quiet); i++) {
        const struct dependent *d = &p->dependents[i];
        if (!marks_has(r, seen, d->trigger))
            continue;
        for (size_t j = 0; j < d->required_count; j++)
            if (!marks_has(r, seen, d->required[j]))
                ok &= !name_missing(r, p, d->keyword, d->required[j], d->trigger);
        if (d->schema != SCHEMA_NONE)
            ok &= judge_check(r, d->schema, r->frame->instance, r->frame->key, marks);
    }
    return ok;
}

static bool run_sizes(struct run *r, uint64_t least, uint64_t most, enum keyword low, enum keyword high, uint64_t n)
{
    bool ok = true;

    if (n < least)
        ok = judge_violation(r, low, r->frame->instance, n, least);
    if (n > most)
        ok = judge_violation(r, high, r->frame->instance, n, most);
    return ok;
}

bool judge_object(struct run *r, const struct object_part *p, struct marks *marks)
{
    const struct node *map = r->frame->instance;
    struct marks seen;
    size_t required = 0;
    bool ok;

    if (!judge_spend(r, map->len))
        return false;
    if (p->dependent_count)
        seen = marks_push(r, p->names.count);
    ok = run_pairs(r, p, marks, p->dependent_count ? &seen : NULL, &required);
    if (required < p->required_count && (ok || !r->quiet))
        ok = run_required(r, p);
    if (ok || !r->quiet)
        ok &= run_sizes(r, p->least, p->most, KEYWORD_MIN_PROPERTIES, KEYWORD_MAX_PROPERTIES, map->len);
    if (p->dependent_count) {
        if (ok || !r->quiet)
            ok &= run_dependents(r, p, &seen, marks);
        marks_pop(r, &seen);
    }
    return ok;
}

static bool run_elements(struct run *r, const struct array_part *p, struct marks *marks)
{
    const struct node *list = r->frame->instance;
    size_t i = 0;
    bool ok = true;

    if (!p->prefix.count && p->items == SCHEMA_NONE)
        return true;
    for (const struct node *e = node_first(list); e; e = node_next(list, e), i++) {
        uint32_t schema = i < p->prefix.count ? p->prefix.ids[i] : p->items;
        if (i >= p->prefix.count && schema == SCHEMA_NONE)
            break;
        if (marks)
            marks_set(r, marks, i);
        if (schema != SCHEMA_NONE)
            ok &= judge_check(r, schema, node_value(e), NULL, NULL);
        if (!ok && r->quiet)
            return false;
    }
    return ok;
}

static bool run_contains(struct run *r, const struct array_part *p, struct marks *marks)
{
    const struct node *list = r->frame->instance;
    uint64_t found = 0;
    size_t i = 0;

    r->quiet++;
    for (const struct node *e = node_first(list); e; e = node_next(list, e), i++) {
        if (!judge_check(r, p->contains, node_value(e), NULL, NULL))
            continue;
        found++;
        if (marks && p->contains_marks)
            marks_set(r, marks, i);
    }
    r->quiet--;
    if (found < p->least_contained)
        return judge_violation(r, p->least_contained == 1 ? KEYWORD_CONTAINS : KEYWORD_MIN_CONTAINS, list, found,
                               p->least_contained);
    return found <= p->most_contained || judge_violation(r, KEYWORD_MAX_CONTAINS, list, found, p->most_contained);
}

static bool run_unique(struct run *r)
{
    const struct node *list = r->frame->instance, *e = node_first(list);
    size_t earlier, later;

    if (!value_find_equal(list, r->arena, &r->budget, &earlier, &later))
        return true;
    for (size_t i = 0; i < later; i++)
        e = node_next(list, e);
    return judge_violation(r, KEYWORD_UNIQUE_ITEMS, e, earlier, later);
}

bool judge_array(struct run *r, const struct array_part *p, struct marks *marks)
{
    const struct node *list = r->frame->instance;
    bool ok;

    if (!judge_spend(r, list->len))
        return false;
    ok = run_elements(r, p, marks);
    if (p->contains != SCHEMA_NONE && (ok || !r->quiet))
        ok &= run_contains(r, p, marks);
    if (ok || !r->quiet)
        ok &= run_sizes(r, p->least, p->most, KEYWORD_MIN_ITEMS, KEYWORD_MAX_ITEMS, list->len);
    if (p->unique && (ok || !r->quiet))
        ok &= run_unique(r);
    return ok;
}

static bool run_left_over(struct run *r, uint32_t schema, enum keyword keyword, const struct node *value,
                          const struct node *key)
{
    if (r->schema->subschemas[schema].verdict == SUBSCHEMA_FALSE)
        return judge_violation(r, keyword, key ? key : value, 0, 0);
    return judge_check(r, schema, value, key, NULL);
}

bool judge_unevaluated(struct run *r, const struct subschema *s, struct marks *marks)
{
    const struct node *n = r->frame->instance;
    size_t i = 0;
    bool ok = true;

    for (const struct node *key = node_first_key(n); key; key = node_next_key(n, key), i++)
        if (!marks_has(r, marks, i)) {
            marks_set(r, marks, i);
            ok &=
                run_left_over(r, s->unevaluated_properties, KEYWORD_UNEVALUATED_PROPERTIES, node_pair_value(key), key);
        }
    for (const struct node *e = node_first(n); e; e = node_next(n, e), i++)
        if (!marks_has(r, marks, i)) {
            marks_set(r, marks, i);
            ok &= run_left_over(r, s->unevaluated_items, KEYWORD_UNEVALUATED_ITEMS, node_value(e), NULL);
        }
    return ok;
}
