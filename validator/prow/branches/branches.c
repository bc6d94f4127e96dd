#include "prow/branches/branches.h"

#include "base/buf.h"

static struct str *read_list(struct arena *a, const struct node *list, size_t *count)
{
    struct str *items = ARENA_ARRAY(a, struct str, node_count(list));

    *count = 0;
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        items[(*count)++] = node_text(e);
    return items;
}

struct branches branches_read(struct arena *a, const struct node *only, const struct node *skip)
{
    struct branches b = { 0 };

    b.only = read_list(a, only, &b.only_count);
    b.skip = read_list(a, skip, &b.skip_count);
    b.only_joined = branches_joined(a, b.only, b.only_count);
    b.skip_joined = branches_joined(a, b.skip, b.skip_count);
    return b;
}

static struct str *copy_list(struct arena *a, const struct str *list, size_t count)
{
    struct str *copy = ARENA_ARRAY(a, struct str, count);

    for (size_t i = 0; i < count; i++)
        copy[i] = arena_copy(a, list[i]);
    return copy;
}

struct branches branches_copy(struct arena *a, const struct branches *b)
{
    return (struct branches){
        .only = copy_list(a, b->only, b->only_count),
        .only_count = b->only_count,
        .skip = copy_list(a, b->skip, b->skip_count),
        .skip_count = b->skip_count,
        .only_joined = arena_copy(a, b->only_joined),
        .skip_joined = arena_copy(a, b->skip_joined),
    };
}

struct str branches_joined(struct arena *a, const struct str *list, size_t count)
{
    struct buf b = { 0 };
    struct str joined;

    if (count == 1)
        return list[0];
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_char(&b, '|');
        buf_put(&b, list[i]);
    }
    joined = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return joined;
}

/* What was saved has only the lists. */
static struct str pattern_of(struct arena *a, struct str joined, const struct str *list, size_t count)
{
    return joined.len ? joined : branches_joined(a, list, count);
}

bool branches_include(struct arena *a, const struct branches *b, struct patterns *patterns, struct str branch)
{
    if (b->skip_count && patterns_match(patterns, pattern_of(a, b->skip_joined, b->skip, b->skip_count), branch))
        return false;
    return b->only_count == 0 ||
           patterns_match(patterns, pattern_of(a, b->only_joined, b->only, b->only_count), branch);
}

static bool has_text(const struct str *list, size_t count, struct str text)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(list[i], text))
            return true;
    return false;
}

static bool share_text(const struct branches *a, const struct branches *b)
{
    for (size_t i = 0; i < a->only_count; i++)
        if (has_text(b->only, b->only_count, a->only[i]))
            return true;
    return false;
}

/* a has branches, b only skip_branches. */
static bool some_pass(struct arena *scratch, const struct branches *a, const struct branches *b,
                      struct patterns *patterns, bool skip_as_text)
{
    for (size_t i = 0; i < a->only_count; i++)
        if (skip_as_text ? !has_text(b->skip, b->skip_count, a->only[i])
                         : branches_include(scratch, b, patterns, a->only[i]))
            return true;
    return false;
}

static bool runs_everywhere(const struct branches *b)
{
    return b->only_count == 0 && b->skip_count == 0;
}

bool branches_intersect(struct arena *scratch, const struct branches *a, const struct branches *b,
                        struct patterns *patterns, bool skip_as_text)
{
    if (runs_everywhere(a) || runs_everywhere(b))
        return true;
    if (a->only_count && b->only_count)
        return share_text(a, b);
    if (a->only_count)
        return some_pass(scratch, a, b, patterns, skip_as_text);
    return b->only_count == 0 || some_pass(scratch, b, a, patterns, skip_as_text);
}
