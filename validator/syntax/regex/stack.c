/* The parser's stack: items of the branch being read, branches of the open groups, and Go's limits. */
#include "syntax/regex/parser.h"

#include "syntax/regex/unicode_table.h"

#include <string.h>

/* Go's maxSize (128 MB of 40-byte instructions) and maxRunes (128 MB of runes). */
enum { MAX_SIZE = (128 << 20) / 40, MAX_RUNES = (128 << 20) / 4 };

static bool too_large(struct regex_parser *p)
{
    const char *code = p->go_minor < 20 ? "regexp/syntax: internal error" : "expression too large";

    return regex_fail_whole(p, code, 0, p->src.len);
}

/* Go's checkSize only looks at sizes once nodes times repeats could pass the limit; a literal is one node, so
 * a long one repeated often gets through, and must here as well. */
static bool size_matters(struct regex_parser *p, const struct regex_node *n)
{
    if (!p->sizing && n->op == RE_REPEAT) {
        int count = n->max < 0 ? n->min : n->max;
        uint64_t times = count <= 0 ? 1 : (uint64_t)count;
        p->repeats = times > MAX_SIZE / p->repeats ? MAX_SIZE : p->repeats * times;
    }
    if (!p->sizing)
        p->sizing = p->nodes >= MAX_SIZE / p->repeats;
    return p->sizing;
}

static bool check_limits(struct regex_parser *p, const struct regex_node *n)
{
    if (p->runes > MAX_RUNES)
        return too_large(p);
    if (size_matters(p, n) && n->size > MAX_SIZE)
        return too_large(p);
    if (n->height > REGEX_MAX_HEIGHT)
        return regex_fail_whole(p, "expression nests too deeply", 0, p->src.len);
    return true;
}

static void append(struct regex_parser *p, struct regex_nodes *list, struct regex_node *n)
{
    list->at = arena_grow(p->arena, list->at, list->count, &list->cap, sizeof *list->at);
    list->at[list->count++] = n;
}

struct regex_node *regex_new_node(struct regex_parser *p, enum regex_op op)
{
    struct regex_node *n = p->spare;

    p->spare = NULL;
    if (!n) {
        n = ARENA_NEW(p->arena, struct regex_node);
        p->nodes++;
    }
    memset(n, 0, sizeof *n);
    n->op = (uint8_t)op;
    return n;
}

size_t regex_first_item(const struct regex_parser *p)
{
    return p->group_count ? p->groups[p->group_count - 1].first_item : 0;
}

static size_t first_branch(const struct regex_parser *p)
{
    return p->group_count ? p->groups[p->group_count - 1].first_branch : 0;
}

static void add_rune(struct regex_parser *p, struct regex_node *n, uint32_t rune)
{
    n->runes = arena_grow(p->arena, n->runes, n->count, &n->cap, sizeof *n->runes);
    n->runes[n->count++] = rune;
}

/* Joins the last two items when both are literals. Only done once something follows them: a repetition takes
 * the last rune alone. */
static void join_literals(struct regex_parser *p)
{
    struct regex_node *last, *before;

    if (p->items.count < regex_first_item(p) + 2)
        return;
    last = p->items.at[p->items.count - 1];
    before = p->items.at[p->items.count - 2];
    if (last->op != RE_LITERAL || before->op != RE_LITERAL || last->fold != before->fold)
        return;
    for (size_t i = 0; i < last->count; i++)
        add_rune(p, before, last->runes[i]);
    regex_node_measure(before);
    p->spare = last;
    p->items.count--;
}

/* [a] and [Aa] are literals, so that they join their neighbours. */
static void class_to_literal(struct regex_parser *p, struct regex_node *n)
{
    const struct rune_range *r = n->ranges;
    uint32_t lo, hi;

    if (n->op != RE_CLASS || n->count == 0 || n->count > 2)
        return;
    lo = r[0].lo;
    hi = r[n->count - 1].hi;
    if (n->count == 2 && (r[0].hi != lo || r[1].lo != hi))
        return;
    if (lo != hi && (n->count == 1 && hi != lo + 1))
        return;
    if (lo != hi && (unicode_fold_next(lo, p->go_minor) != hi || unicode_fold_next(hi, p->go_minor) != lo))
        return;
    n->op = RE_LITERAL;
    n->fold = lo != hi;
    n->count = n->cap = 0;
    n->runes = NULL;
    add_rune(p, n, lo);
}

static uint64_t runes_of(const struct regex_node *n)
{
    if (n->op == RE_LITERAL)
        return n->count;
    return n->op == RE_CLASS ? 2 * (uint64_t)n->count : 0;
}

bool regex_push_node(struct regex_parser *p, struct regex_node *n)
{
    p->runes += runes_of(n);
    class_to_literal(p, n);
    join_literals(p);
    append(p, &p->items, n);
    return check_limits(p, n);
}

bool regex_push_op(struct regex_parser *p, enum regex_op op)
{
    struct regex_node *n = regex_new_node(p, op);

    regex_node_measure(n);
    return regex_push_node(p, n);
}

bool regex_push_rune(struct regex_parser *p, uint32_t rune)
{
    struct regex_node *n = regex_new_node(p, RE_LITERAL);

    n->fold = p->flags & FLAG_FOLD;
    add_rune(p, n, rune);
    regex_node_measure(n);
    return regex_push_node(p, n);
}

bool regex_push_class(struct regex_parser *p, struct rune_class *c)
{
    struct regex_node *n = regex_new_node(p, RE_CLASS);

    n->ranges = c->ranges;
    n->count = c->count;
    regex_node_measure(n);
    return regex_push_node(p, n);
}

bool regex_push_repeat(struct regex_parser *p, enum regex_op op, int min, int max, bool lazy, size_t from,
                       size_t to)
{
    struct regex_node *n = regex_new_node(p, op);

    n->min = (int16_t)min;
    n->max = (int16_t)max;
    n->lazy = lazy;
    n->kids = ARENA_NEW(p->arena, struct regex_node *);
    n->kids[0] = p->items.at[p->items.count - 1];
    n->count = 1;
    regex_node_measure(n);
    p->items.at[p->items.count - 1] = n;
    if (!check_limits(p, n))
        return false;
    if (op == RE_REPEAT && (min >= 2 || max >= 2) && n->repeats > 1000)
        return regex_fail(p, "invalid repeat count", from, to);
    return true;
}

/* One node of op over list[first..], with the kids of kids of the same op taken up (Go's collapse). */
static struct regex_node *collapse(struct regex_parser *p, enum regex_op op, struct regex_nodes *list,
                                   size_t first)
{
    struct regex_nodes kids = { 0 };
    struct regex_node *n;

    if (list->count - first == 1)
        return list->at[--list->count];
    for (size_t i = first; i < list->count; i++) {
        struct regex_node *kid = list->at[i];
        for (size_t j = 0; kid->op == op && j < kid->count; j++)
            append(p, &kids, kid->kids[j]);
        if (kid->op != op)
            append(p, &kids, kid);
    }
    list->count = first;
    n = regex_new_node(p, op);
    n->kids = kids.at;
    n->count = kids.count;
    return n;
}

static void add_node(struct regex_parser *p, struct rune_class *c, const struct regex_node *n)
{
    switch (n->op) {
    case RE_ANY:
        rune_class_add(c, 0, RUNE_MAX);
        return;
    case RE_ANY_LINE:
        rune_class_add(c, 0, '\n' - 1);
        rune_class_add(c, '\n' + 1, RUNE_MAX);
        return;
    case RE_CLASS:
        rune_class_add_ranges(c, n->ranges, n->count);
        return;
    default:
        if (n->fold)
            unicode_add_folded(c, n->runes[0], n->runes[0], p->go_minor);
        else
            rune_class_add(c, n->runes[0], n->runes[0]);
    }
}

/* The class of kids [from, to), all of them classes: a|[bc]|d is [a-d]. */
static struct regex_node *merge_classes(struct regex_parser *p, struct regex_node **kids, size_t from,
                                        size_t to)
{
    struct rune_class c = { .arena = p->arena };
    struct regex_node *n;

    for (size_t i = from; i < to; i++)
        add_node(p, &c, kids[i]);
    rune_class_clean(&c);
    n = regex_new_node(p, RE_CLASS);
    n->ranges = c.ranges;
    n->count = c.count;
    if (c.count == 1 && c.ranges[0].lo == 0 && c.ranges[0].hi == RUNE_MAX)
        n->op = RE_ANY;
    if (c.count == 2 && c.ranges[0].lo == 0 && c.ranges[0].hi == '\n' - 1 && c.ranges[1].lo == '\n' + 1 &&
        c.ranges[1].hi == RUNE_MAX)
        n->op = RE_ANY_LINE;
    regex_node_measure(n);
    return n;
}

/* Neighbouring branches that match one code point each become a class, and empty ones a single one. */
static struct regex_node *merge_branches(struct regex_parser *p, struct regex_node *n)
{
    size_t kept = 0;

    for (size_t i = 0, end; i < n->count; i = end) {
        struct regex_node *kid = n->kids[i];
        for (end = i + 1; regex_node_is_class(kid) && end < n->count && regex_node_is_class(n->kids[end]);)
            end++;
        while (kid->op == RE_EMPTY && end < n->count && n->kids[end]->op == RE_EMPTY)
            end++;
        n->kids[kept++] = end > i + 1 && kid->op != RE_EMPTY ? merge_classes(p, n->kids, i, end) : kid;
    }
    n->count = kept;
    if (kept == 1)
        return n->kids[0];
    regex_node_measure(n);
    return n;
}

bool regex_end_branch(struct regex_parser *p)
{
    size_t first = regex_first_item(p);
    struct regex_node *n;

    join_literals(p);
    n = p->items.count == first ? regex_new_node(p, RE_EMPTY) : collapse(p, RE_CONCAT, &p->items, first);
    regex_node_measure(n);
    p->runes += runes_of(n);
    append(p, &p->branches, n);
    return check_limits(p, n);
}

bool regex_end_branches(struct regex_parser *p, struct regex_node **result)
{
    struct regex_node *n;

    if (!regex_end_branch(p))
        return false;
    n = collapse(p, RE_ALTERNATE, &p->branches, first_branch(p));
    if (n->op == RE_ALTERNATE)
        n = merge_branches(p, n);
    p->runes += runes_of(n);
    *result = n;
    return check_limits(p, n);
}

bool regex_open_group(struct regex_parser *p, size_t open, bool captures, struct str name)
{
    join_literals(p);
    p->groups = arena_grow(p->arena, p->groups, p->group_count, &p->group_cap, sizeof *p->groups);
    p->groups[p->group_count++] = (struct regex_group){
        .open = open, .flags = p->flags, .first_item = p->items.count, .first_branch = p->branches.count
    };
    if (!captures)
        return true;
    p->names = arena_grow(p->arena, p->names, p->captures, &p->name_cap, sizeof *p->names);
    p->names[p->captures++] = name;
    p->groups[p->group_count - 1].capture = p->captures;
    return true;
}
