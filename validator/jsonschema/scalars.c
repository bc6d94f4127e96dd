/* Strings, numbers, and values that are listed. */
#include "base/utf8.h"
#include "jsonschema/run.h"

static bool choice_has(struct run *r, const struct choice_part *p, const struct node *n)
{
    if (value_kind(n) == NODE_STRING)
        return keyset_find(&p->strings, n->text, n->len) != KEYSET_NONE;
    for (size_t i = 0; i < p->other_count; i++)
        if (value_equal(n, p->others[i], &r->budget))
            return true;
    return false;
}

bool judge_choices(struct run *r, const struct subschema *s)
{
    const struct node *n = r->frame->instance;
    bool ok = true;

    for (size_t i = 0; i < 2 && s->choices[i]; i++)
        if (!choice_has(r, s->choices[i], n))
            ok = judge_violation(r, s->choices[i]->keyword, n, 0, 0);
    return ok;
}

static bool run_length(struct run *r, const struct string_part *p, struct str text)
{
    /* Bytes are at least the code points and at most four times as many: counting is seldom needed. */
    size_t n = text.len;
    bool ok = true;

    if (n > p->most || (n < p->least * 4 && p->least))
        n = utf8_count(text);
    if (n < p->least)
        ok = judge_violation(r, KEYWORD_MIN_LENGTH, r->frame->instance, n, p->least);
    if (n > p->most)
        ok = judge_violation(r, KEYWORD_MAX_LENGTH, r->frame->instance, n, p->most);
    return ok;
}

static bool run_format(struct run *r, const struct string_part *p, struct str text)
{
    struct str why = { 0 };

    if (p->format->check(text, r->arena, &why))
        return true;
    judge_violation(r, KEYWORD_FORMAT, r->frame->instance, 0, 0);
    if (!r->quiet && !r->stopped)
        r->findings[r->finding_count - 1].why = why;
    return false;
}

bool judge_string(struct run *r, const struct string_part *p)
{
    struct str text = { r->frame->instance->text, r->frame->instance->len };
    bool ok = run_length(r, p, text);

    if (p->pattern && (ok || !r->quiet) && !judge_matches(r, p->pattern, text))
        ok = judge_violation(r, KEYWORD_PATTERN, r->frame->instance, 0, 0);
    if (p->format && (ok || !r->quiet))
        ok &= run_format(r, p, text);
    return ok;
}

static bool bound_holds(enum keyword keyword, int order)
{
    switch (keyword) {
    case KEYWORD_MINIMUM:
        return order >= 0;
    case KEYWORD_MAXIMUM:
        return order <= 0;
    case KEYWORD_EXCLUSIVE_MINIMUM:
        return order > 0;
    default:
        return order < 0;
    }
}

static int cmp_bound(const struct node *n, const struct bound *b)
{
    struct decimal d;
    int64_t small;

    if (b->is_small && node_int(n, &small))
        return small < b->small ? -1 : small > b->small;
    decimal_read((struct str){ n->text, n->len }, &d);
    return decimal_cmp(&d, &b->value);
}

bool judge_number(struct run *r, const struct number_part *p)
{
    const struct node *n = r->frame->instance;
    enum decimal_multiple multiple = MULTIPLE_YES;
    struct decimal d;
    bool ok = true;

    for (size_t i = 0; i < p->bound_count; i++)
        if (!bound_holds(p->bounds[i].keyword, cmp_bound(n, &p->bounds[i])))
            ok = judge_violation(r, p->bounds[i].keyword, n, i, 0);
    if (!p->multiple_node)
        return ok;
    if (decimal_read((struct str){ n->text, n->len }, &d))
        multiple = decimal_multiple(&d, &p->multiple_of);
    if (multiple == MULTIPLE_TOO_LARGE)
        return judge_stop(r, "multipleOf has more digits than can be calculated with");
    return multiple == MULTIPLE_YES ? ok : judge_violation(r, KEYWORD_MULTIPLE_OF, n, 0, 0);
}
