/* Alternations as Go's parser leaves them: what branches begin with in common is taken out in front of them.
 * It changes no match but one (see same_leading), and decides how high and large a tree is, which Go limits.
 */
#include "syntax/regex/parser.h"

#include "syntax/regex/unicode_table.h"

#include <string.h>

/* Every level makes the tree higher by two, so Go refuses long before this. */
enum { MAX_DEPTH = REGEX_MAX_HEIGHT };

struct list {
    struct regex_node **at;
    size_t count;
    int depth;
};

static struct regex_node *alternate(struct regex_parser *p, struct list subs);

static struct regex_node *to_empty(struct regex_node *n)
{
    n->op = RE_EMPTY;
    n->count = 0;
    return n;
}

/* n without its first kid. */
static struct regex_node *drop_first(struct regex_parser *p, struct regex_node *n)
{
    if (n->count == 2) {
        regex_count_reuse(p);
        return n->kids[1];
    }
    n->kids++;
    n->count--;
    n->cap = n->count;
    regex_node_measure(n);
    return n;
}

static struct regex_node *leading(struct regex_node *n)
{
    return n->op == RE_CONCAT ? n->kids[0] : n;
}

static struct regex_node *without_runes(struct regex_parser *p, struct regex_node *n, size_t count)
{
    struct regex_node *literal = leading(n);

    literal->runes += count;
    literal->count -= count;
    literal->cap = literal->count;
    if (literal->count == 0)
        to_empty(literal);
    regex_node_measure(literal);
    if (n->op != RE_CONCAT)
        return n;
    if (literal->op == RE_EMPTY) {
        regex_count_reuse(p);
        return drop_first(p, n);
    }
    regex_node_measure(n);
    return n;
}

static struct regex_node *without_leading(struct regex_parser *p, struct regex_node *n, bool reuse)
{
    struct regex_node *empty;

    if (reuse)
        regex_count_reuse(p);
    if (n->op == RE_CONCAT)
        return drop_first(p, n);
    empty = regex_new_node(p, RE_EMPTY);
    regex_node_measure(empty);
    return empty;
}

static struct regex_node *prefixed(struct regex_parser *p, struct regex_node *prefix, struct list rest)
{
    struct regex_node *suffix, *n;

    for (size_t i = 0; i < rest.count; i++)
        if (!regex_check_limits(p, rest.at[i]))
            return NULL;
    suffix = alternate(p, rest);
    if (!suffix)
        return NULL;
    n = regex_new_node(p, RE_CONCAT);
    n->kids = ARENA_ARRAY(p->arena, struct regex_node *, 2);
    n->kids[0] = prefix;
    n->kids[1] = suffix;
    n->count = 2;
    regex_node_measure(n);
    return n;
}

/* Branches that begin with the same runes: prefix(rest|rest). */
static struct regex_node *factor_string(struct regex_parser *p, struct list run, size_t runes)
{
    const struct regex_node *first = leading(run.at[0]);
    struct regex_node *prefix = regex_new_node(p, RE_LITERAL);

    prefix->fold = first->fold;
    prefix->runes = first->runes;
    prefix->count = runes;
    prefix->cap = runes;
    regex_node_measure(prefix);
    for (size_t i = 0; i < run.count; i++)
        run.at[i] = without_runes(p, run.at[i], runes);
    return prefixed(p, prefix, run);
}

static size_t common_runes(struct regex_node *a, size_t limit, struct regex_node *b)
{
    size_t same = 0;

    a = leading(a);
    b = leading(b);
    if (a->op != RE_LITERAL || b->op != RE_LITERAL || a->fold != b->fold)
        return 0;
    while (same < limit && same < a->count && same < b->count && a->runes[same] == b->runes[same])
        same++;
    return same;
}

static bool factor_strings(struct regex_parser *p, struct list *subs)
{
    size_t out = 0;

    for (size_t start = 0, end; start < subs->count; start = end) {
        size_t runes = SIZE_MAX;
        struct regex_node *n = subs->at[start];
        for (end = start + 1; end < subs->count; end++) {
            size_t same = common_runes(n, runes, subs->at[end]);
            if (same == 0)
                break;
            runes = same;
        }
        if (end > start + 1)
            n = factor_string(p, (struct list){ &subs->at[start], end - start, subs->depth + 1 }, runes);
        if (!n)
            return false;
        subs->at[out++] = n;
    }
    subs->count = out;
    return true;
}

/* Before Go 1.23 a folded rune is taken for the same one unfolded (golang.org/issue/59007): (?i:A)x|Ay
 * matches "ay" there. */
static bool same_class(const struct regex_parser *p, const struct regex_node *a, const struct regex_node *b)
{
    if (a->op != b->op)
        return false;
    if (a->op == RE_ANY || a->op == RE_ANY_LINE)
        return true;
    if (a->count != b->count || (p->go_minor >= 23 && a->fold != b->fold))
        return false;
    if (a->op == RE_LITERAL)
        return a->runes[0] == b->runes[0];
    return memcmp(a->ranges, b->ranges, a->count * sizeof *a->ranges) == 0;
}

static bool is_fixed_class(const struct regex_node *n)
{
    return n->op == RE_REPEAT && n->min == n->max && regex_node_is_class(n->kids[0]);
}

/* Only a class, or a fixed number of one, is safe to take out: anything else would lose paths. */
static bool same_leading(const struct regex_parser *p, const struct regex_node *a, const struct regex_node *b)
{
    if (regex_node_is_class(a) && regex_node_is_class(b))
        return same_class(p, a, b);
    return is_fixed_class(a) && is_fixed_class(b) && a->min == b->min && a->lazy == b->lazy &&
           same_class(p, a->kids[0], b->kids[0]);
}

static bool factor_classes(struct regex_parser *p, struct list *subs)
{
    size_t out = 0;

    for (size_t start = 0, end; start < subs->count; start = end) {
        struct regex_node *n = subs->at[start], *first = leading(n);
        for (end = start + 1; end < subs->count && same_leading(p, first, leading(subs->at[end])); end++)
            ;
        for (size_t i = start; end > start + 1 && i < end; i++)
            subs->at[i] = without_leading(p, subs->at[i], i > start);
        if (end > start + 1)
            n = prefixed(p, first, (struct list){ &subs->at[start], end - start, subs->depth + 1 });
        if (!n)
            return false;
        subs->at[out++] = n;
    }
    subs->count = out;
    return true;
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

/* Whether b would be the one that Go merges a into. */
static bool is_more_complex(const struct regex_node *b, const struct regex_node *a)
{
    return a->op < b->op || (a->op == b->op && a->count < b->count);
}

static struct regex_node *merge_run(struct regex_parser *p, struct regex_node **at, size_t count)
{
    struct rune_class c = { .arena = p->arena };
    struct regex_node *n = at[0];
    bool all_same = true;

    for (size_t i = 0; i < count; i++) {
        add_node(p, &c, at[i]);
        all_same =
            all_same && at[i]->op == RE_LITERAL && at[i]->fold == at[0]->fold && at[i]->runes[0] == at[0]->runes[0];
        if (is_more_complex(at[i], n))
            n = at[i];
    }
    if (all_same)
        return n;
    rune_class_clean(&c);
    n->op = RE_CLASS;
    n->ranges = c.ranges;
    n->count = c.count;
    n->cap = 0;
    if (c.count == 1 && c.ranges[0].lo == 0 && c.ranges[0].hi == RUNE_MAX)
        n->op = RE_ANY;
    if (c.count == 2 && c.ranges[0].lo == 0 && c.ranges[0].hi == '\n' - 1 && c.ranges[1].lo == '\n' + 1 &&
        c.ranges[1].hi == RUNE_MAX)
        n->op = RE_ANY_LINE;
    regex_node_measure(n);
    return n;
}

size_t regex_merge_classes(struct regex_parser *p, struct regex_node **at, size_t count, bool reuse)
{
    size_t out = 0;

    for (size_t start = 0, end; start < count; start = end) {
        for (end = start + 1; regex_node_is_class(at[start]) && end < count && regex_node_is_class(at[end]); end++)
            if (reuse)
                regex_count_reuse(p);
        at[out++] = end > start + 1 ? merge_run(p, &at[start], end - start) : at[start];
    }
    return out;
}

static size_t merge_empties(struct regex_node **at, size_t count)
{
    size_t out = 0;

    for (size_t i = 0; i < count; i++)
        if (out == 0 || at[i]->op != RE_EMPTY || at[out - 1]->op != RE_EMPTY)
            at[out++] = at[i];
    return out;
}

/* The branches with the branches of alternations among them taken up. */
static struct list flatten(struct regex_parser *p, struct list subs)
{
    struct list flat = { .depth = subs.depth };
    size_t total = 0;

    for (size_t i = 0; i < subs.count; i++)
        total += subs.at[i]->op == RE_ALTERNATE ? subs.at[i]->count : 1;
    flat.at = ARENA_ARRAY(p->arena, struct regex_node *, total);
    for (size_t i = 0; i < subs.count; i++) {
        struct regex_node *n = subs.at[i];
        if (n->op != RE_ALTERNATE) {
            flat.at[flat.count++] = n;
            continue;
        }
        memcpy(&flat.at[flat.count], n->kids, n->count * sizeof *n->kids);
        flat.count += n->count;
        regex_count_reuse(p);
    }
    return flat;
}

static struct regex_node *alternate(struct regex_parser *p, struct list subs)
{
    struct regex_node *n;

    if (subs.count == 1)
        return subs.at[0];
    if (subs.depth > MAX_DEPTH) {
        regex_fail_height(p);
        return NULL;
    }
    n = regex_new_node(p, RE_ALTERNATE);
    subs = flatten(p, subs);
    if (!factor_strings(p, &subs) || !factor_classes(p, &subs))
        return NULL;
    subs.count = regex_merge_classes(p, subs.at, subs.count, true);
    subs.count = merge_empties(subs.at, subs.count);
    if (subs.count == 1) {
        regex_count_reuse(p);
        return subs.at[0];
    }
    n->kids = subs.at;
    n->count = subs.count;
    regex_node_measure(n);
    return n;
}

struct regex_node *regex_alternate(struct regex_parser *p, struct regex_node **branches, size_t count)
{
    return alternate(p, (struct list){ branches, count, 0 });
}
