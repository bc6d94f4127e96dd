#include "rules/prow/pattern/pattern_places.h"

/* A part of the pattern between bars that are in no group: pieces [first, end). */
struct alternative {
    size_t first, end;
    bool begins, ends; /* anchored there */
};

struct alternatives {
    struct alternative *items;
    size_t count;
};

static void read(struct alternatives *l, const struct pattern_at *p)
{
    const struct piece *at = p->pieces.items;
    size_t n = p->pieces.count, depth = 0, first = 0;

    *l = (struct alternatives){ .items = ARENA_ARRAY(p->arena, struct alternative, n + 1) };
    for (size_t i = 0; i <= n; i++) {
        if (i < n) {
            depth += at[i].kind == PIECE_OPEN;
            depth -= at[i].kind == PIECE_CLOSE && depth > 0;
        }
        if (i < n && (at[i].kind != PIECE_BAR || depth > 0))
            continue;
        l->items[l->count++] = (struct alternative){ first, i, i > first && at[first].kind == PIECE_BEGIN,
                                                     i > first && at[i - 1].kind == PIECE_END };
        first = i + 1;
    }
}

static bool is_anything(const struct pattern_at *p, size_t any)
{
    return any + 1 < p->pieces.count && p->pieces.items[any].kind == PIECE_ANY &&
           p->pieces.items[any + 1].kind == PIECE_STAR;
}

/* Begins, or ends, with .*, so that an anchor would change nothing. */
static bool begins_open(const struct pattern_at *p, const struct alternative *a)
{
    size_t i = a->first;

    while (i < a->end && p->pieces.items[i].kind == PIECE_OPEN)
        i++;
    return is_anything(p, i);
}

static bool ends_open(const struct pattern_at *p, const struct alternative *a)
{
    size_t i = a->end;

    while (i > a->first && p->pieces.items[i - 1].kind == PIECE_CLOSE)
        i--;
    return i >= a->first + 2 && is_anything(p, i - 2);
}

/* Only the first is anchored in front, and only the last behind, and some other side is not open on purpose. */
static bool is_split(const struct pattern_at *p, const struct alternatives *l)
{
    bool open = true;

    for (size_t i = 0; i < l->count; i++) {
        const struct alternative *a = &l->items[i];
        if (a->begins != (i == 0) || a->ends != (i + 1 == l->count))
            return false;
        open = open && (a->begins || begins_open(p, a)) && (a->ends || ends_open(p, a));
    }
    return l->count > 1 && !open;
}

static bool has_slash(const struct pattern_at *p, const struct alternative *a)
{
    for (size_t i = a->first; i < a->end; i++)
        if (p->pieces.items[i].kind == PIECE_LITERAL && p->pieces.items[i].text == '/')
            return true;
    return false;
}

static enum piece_kind kind_at(const struct pattern_at *p, size_t i)
{
    return p->pieces.items[i].kind;
}

/* ^docs/|\.md$ is meant: a folder, and an ending. Whole names on both sides are not, nor what is put into parentheses as if
 * they had been meant to stand around all of it. */
static bool is_meant(const struct pattern_at *p, const struct alternatives *l)
{
    const struct alternative *first = &l->items[0], *last = &l->items[l->count - 1];
    size_t at = last->first;

    if (!p->of_paths)
        return false;
    if (last->end < last->first + 2 || first->end < first->first + 2)
        return true;
    if (kind_at(p, at) == PIECE_OPEN && kind_at(p, first->first + 1) == PIECE_OPEN &&
        kind_at(p, last->end - 2) == PIECE_CLOSE && kind_at(p, first->end - 1) == PIECE_CLOSE)
        return false;
    if (kind_at(p, at) != PIECE_LITERAL || p->pieces.items[at].text == '.' || p->pieces.items[at].text == '/')
        return true;
    return has_slash(p, first) && !has_slash(p, last);
}

static void look(struct check *c, const struct pattern_at *p)
{
    struct alternatives l;
    const struct piece *last;

    if (str_find_char(p->text, '|') == SIZE_MAX || str_find_char(p->text, '^') == SIZE_MAX)
        return;
    read(&l, p);
    if (!is_split(p, &l) || is_meant(p, &l))
        return;
    last = &p->pieces.items[p->pieces.count - 1];
    pattern_report(c, p, 0, last->end,
                   STR("^ is for the first alternative only and $ for the last, as | binds less than both: what stands "
                       "between them matches anywhere in a name; put the alternatives into parentheses, ^(...)$, or "
                       "anchor each"));
}

/* An anchor of the whole pattern is for all alternatives of a group, and there has to be another one, or none around the bar. */
static bool may_tell(struct str text)
{
    size_t depth = 0;
    bool bar = false, anchor = false;

    for (size_t i = 0; i < text.len && !(bar && anchor); i++) {
        char c = text.p[i];
        if (c == '\\')
            i++;
        depth += c == '(';
        depth -= c == ')' && depth;
        bar = bar || c == '|';
        anchor = anchor || (c == '|' && depth == 0) || (c == '^' && i > 0) || (c == '$' && i + 1 < text.len);
    }
    return bar && anchor;
}

static const struct pattern_search search = { look, may_tell };

static void check_job(struct check *c, const struct job *j)
{
    pattern_of_job(c, j, &search);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    pattern_of_settings(c, t, &search);
}

const struct rule rule_anchor_of_one_alternative = {
    .id = "anchor-of-one-alternative",
    .summary = "Anchors of a pattern with alternatives are for all of them, or for each.",
    .severity = SEVERITY_WARNING,
    .job = check_job,
    .reads = READS_SETTINGS | READS_PLUGINS,
    .tree = check_tree,
};
