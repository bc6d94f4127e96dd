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

bool regex_fail_height(struct regex_parser *p)
{
    const char *code = p->go_minor < 19 ? "regexp/syntax: internal error" : "expression nests too deeply";

    return regex_fail_whole(p, code, 0, p->src.len);
}

bool regex_check_limits(struct regex_parser *p, const struct regex_node *n)
{
    if (p->runes > MAX_RUNES)
        return too_large(p);
    if (size_matters(p, n) && n->size > MAX_SIZE)
        return too_large(p);
    return n->height <= REGEX_MAX_HEIGHT || regex_fail_height(p);
}

static void append(struct regex_parser *p, struct regex_nodes *list, struct regex_node *n)
{
    *ARENA_PUSH(p->arena, list->at, list->count, list->cap) = n;
}

static void count_new(struct regex_parser *p)
{
    if (p->reusable > 0)
        p->reusable--;
    else
        p->nodes++;
}

void regex_count_reuse(struct regex_parser *p)
{
    p->reusable++;
}

struct regex_node *regex_new_node(struct regex_parser *p, enum regex_op op)
{
    struct regex_node *n = p->spare ? p->spare : ARENA_NEW(p->arena, struct regex_node);

    count_new(p);
    p->spare = NULL;
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
    *ARENA_PUSH(p->arena, n->runes, n->count, n->cap) = rune;
}

/* Joins the last two items when both are literals. Only done once something follows them: a repetition takes
 * the last rune alone. */
static bool join_literals(struct regex_parser *p)
{
    struct regex_node *last, *before;

    if (p->items.count < regex_first_item(p) + 2)
        return false;
    last = p->items.at[p->items.count - 1];
    before = p->items.at[p->items.count - 2];
    if (last->op != RE_LITERAL || before->op != RE_LITERAL || last->fold != before->fold)
        return false;
    for (size_t i = 0; i < last->count; i++)
        add_rune(p, before, last->runes[i]);
    regex_node_measure(before);
    p->spare = last;
    p->items.count--;
    return true;
}

static void join_and_reuse(struct regex_parser *p)
{
    if (join_literals(p))
        regex_count_reuse(p);
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
    bool was_class = n->op == RE_CLASS;

    p->runes += runes_of(n);
    class_to_literal(p, n);
    /* A class that became a literal takes the place of the one that is joined: nothing to reuse then. */
    if (was_class && n->op == RE_LITERAL)
        join_literals(p);
    else
        join_and_reuse(p);
    append(p, &p->items, n);
    return regex_check_limits(p, n);
}

bool regex_push_op(struct regex_parser *p, enum regex_op op)
{
    struct regex_node *n = regex_new_node(p, op);

    regex_node_measure(n);
    return regex_push_node(p, n);
}

/* What stands for all of rune's orbit, so that (?i)a and (?i)A are the same. */
static uint32_t least_folded(const struct regex_parser *p, uint32_t rune)
{
    uint32_t least = rune;

    for (uint32_t f = unicode_fold_next(rune, p->go_minor); f != rune; f = unicode_fold_next(f, p->go_minor))
        least = f < least ? f : least;
    return least;
}

bool regex_push_rune(struct regex_parser *p, uint32_t rune)
{
    struct regex_node *n = regex_new_node(p, RE_LITERAL);

    n->fold = p->flags & FLAG_FOLD;
    add_rune(p, n, n->fold ? least_folded(p, rune) : rune);
    regex_node_measure(n);
    return regex_push_node(p, n);
}

bool regex_push_class(struct regex_parser *p, struct rune_class *c)
{
    struct regex_node *n = regex_new_node(p, RE_CLASS);

    n->fold = p->flags & FLAG_FOLD;
    n->ranges = c->ranges;
    n->count = c->count;
    regex_node_measure(n);
    return regex_push_node(p, n);
}

bool regex_push_repeat(struct regex_parser *p, enum regex_op op, int min, int max, bool lazy, size_t from, size_t to)
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
    if (!regex_check_limits(p, n))
        return false;
    if (op == RE_REPEAT && (min >= 2 || max >= 2) && n->repeats > 1000)
        return regex_fail(p, "invalid repeat count", from, to);
    return true;
}

/* The items of the branch as one node, with the items of concatenations among them taken up. */
static struct regex_node *concatenate(struct regex_parser *p, size_t first)
{
    struct regex_nodes kids = { 0 }, *items = &p->items;
    struct regex_node *n;

    if (items->count == first)
        return regex_new_node(p, RE_EMPTY);
    if (items->count == first + 1)
        return items->at[first];
    n = regex_new_node(p, RE_CONCAT);
    for (size_t i = first; i < items->count; i++) {
        struct regex_node *item = items->at[i];
        if (item->op != RE_CONCAT) {
            append(p, &kids, item);
            continue;
        }
        for (size_t j = 0; j < item->count; j++)
            append(p, &kids, item->kids[j]);
        regex_count_reuse(p);
    }
    n->kids = kids.at;
    n->count = kids.count;
    return n;
}

bool regex_end_branch(struct regex_parser *p)
{
    size_t first = regex_first_item(p), before = p->branches.count;
    struct regex_node *n;

    join_and_reuse(p);
    n = concatenate(p, first);
    p->items.count = first;
    regex_node_measure(n);
    p->runes += runes_of(n);
    /* Go joins classes at once; here it is done for all of them at the end. */
    if (before > first_branch(p) && regex_node_is_class(n) && regex_node_is_class(p->branches.at[before - 1]))
        regex_count_reuse(p);
    append(p, &p->branches, n);
    return regex_check_limits(p, n);
}

bool regex_parse_bar(struct regex_parser *p)
{
    if (!regex_end_branch(p))
        return false;
    if (p->branches.count == first_branch(p) + 1)
        count_new(p); /* Go's node for the bar */
    return true;
}

bool regex_end_branches(struct regex_parser *p, struct regex_node **result)
{
    size_t first = first_branch(p), count;
    struct regex_node **branches;

    if (!regex_end_branch(p))
        return false;
    branches = &p->branches.at[first];
    count = regex_merge_classes(p, branches, p->branches.count - first, false);
    *result = regex_alternate(p, branches, count);
    p->branches.count = first;
    if (!*result)
        return false;
    p->runes += runes_of(*result);
    class_to_literal(p, *result);
    return regex_check_limits(p, *result);
}

bool regex_open_group(struct regex_parser *p, size_t open, bool captures, struct str name)
{
    join_and_reuse(p);
    count_new(p);
    *ARENA_PUSH(p->arena, p->groups, p->group_count, p->group_cap) = (struct regex_group){
        .open = open, .flags = p->flags, .first_item = p->items.count, .first_branch = p->branches.count
    };
    if (!captures)
        return true;
    *ARENA_PUSH(p->arena, p->names, p->captures, p->name_cap) = name;
    p->groups[p->group_count - 1].capture = p->captures;
    return true;
}
