#include "syntax/regex/node.h"

bool regex_node_is_class(const struct regex_node *n)
{
    return (n->op == RE_LITERAL && n->count == 1) || n->op == RE_CLASS || n->op == RE_ANY || n->op == RE_ANY_LINE;
}

static bool has_kids(const struct regex_node *n)
{
    return n->op >= RE_CAPTURE;
}

static bool nullable(const struct regex_node *n)
{
    size_t empty = 0;

    switch (n->op) {
    case RE_LITERAL:
    case RE_CLASS:
    case RE_ANY:
    case RE_ANY_LINE:
        return false;
    case RE_CAPTURE:
    case RE_PLUS:
        return n->kids[0]->nullable;
    case RE_REPEAT:
        return n->min == 0 || n->kids[0]->nullable;
    case RE_CONCAT:
    case RE_ALTERNATE:
        for (size_t i = 0; i < n->count; i++)
            empty += n->kids[i]->nullable;
        return n->op == RE_CONCAT ? empty == n->count : empty > 0;
    default:
        return true;
    }
}

static uint64_t repeated_size(const struct regex_node *n)
{
    uint64_t one = n->kids[0]->size;

    if (n->max < 0)
        return n->min == 0 ? 2 + one : 1 + (uint64_t)n->min * one;
    return (uint64_t)n->max * one + (uint64_t)(n->max - n->min);
}

static uint64_t size_of(const struct regex_node *n)
{
    uint64_t size = 0;

    switch (n->op) {
    case RE_LITERAL:
        return n->count;
    case RE_CAPTURE:
    case RE_STAR:
        return 2 + n->kids[0]->size;
    case RE_PLUS:
    case RE_QUEST:
        return 1 + n->kids[0]->size;
    case RE_REPEAT:
        return repeated_size(n);
    case RE_CONCAT:
    case RE_ALTERNATE:
        size = n->op == RE_ALTERNATE ? n->count - 1 : 0;
        for (size_t i = 0; i < n->count; i++)
            size += n->kids[i]->size;
        return size;
    default:
        return 1;
    }
}

/* What this node multiplies the counts below it with; 0 hides them, as Go does not look below x{0}. */
static uint32_t own_repeats(const struct regex_node *n)
{
    if (n->op != RE_REPEAT)
        return 1;
    if (n->max >= 0)
        return (uint32_t)n->max;
    return n->min ? (uint32_t)n->min : 1;
}

void regex_node_measure(struct regex_node *n)
{
    uint32_t below = 1, own = own_repeats(n);

    n->nullable = nullable(n);
    n->height = 1;
    for (size_t i = 0; has_kids(n) && i < n->count; i++) {
        const struct regex_node *kid = n->kids[i];
        n->height = kid->height + 1 > n->height ? kid->height + 1 : n->height;
        below = kid->repeats > below ? kid->repeats : below;
    }
    /* A tree past 1000 is refused at once, so the product stays below 1000 * 1000. */
    n->repeats = own == 0 ? 1 : own * below;
    n->size = size_of(n);
    if (n->size == 0)
        n->size = 1;
}

static bool is_empty(const struct regex_node *n)
{
    return n->op == RE_EMPTY || (n->op == RE_REPEAT && n->max == 0);
}

struct regex_node *regex_node_unary(struct arena *a, enum regex_op op, bool lazy, struct regex_node *kid)
{
    struct regex_node *n;

    if (is_empty(kid) || (kid->op == op && kid->lazy == lazy))
        return kid;
    n = ARENA_NEW(a, struct regex_node);
    n->op = (uint8_t)op;
    n->lazy = lazy;
    n->kids = ARENA_NEW(a, struct regex_node *);
    n->kids[0] = kid;
    n->count = 1;
    regex_node_measure(n);
    return n;
}

static struct regex_node *simplify_repeat(struct arena *a, struct regex_node *n)
{
    struct regex_node *kid = n->kids[0];

    if (n->max == 0)
        return n; /* not RE_EMPTY: what is below still counts its groups */
    if (n->max < 0 && n->min <= 1)
        return regex_node_unary(a, n->min ? RE_PLUS : RE_STAR, n->lazy, kid);
    if (n->max == 1)
        return n->min ? kid : regex_node_unary(a, RE_QUEST, n->lazy, kid);
    return n;
}

struct regex_node *regex_node_simplify(struct arena *a, struct regex_node *n)
{
    if (!has_kids(n))
        return n;
    for (size_t i = 0; i < n->count; i++)
        n->kids[i] = regex_node_simplify(a, n->kids[i]);
    if (n->op == RE_REPEAT)
        return simplify_repeat(a, n);
    if (n->op == RE_STAR || n->op == RE_PLUS || n->op == RE_QUEST)
        return regex_node_unary(a, n->op, n->lazy, n->kids[0]);
    return n;
}
