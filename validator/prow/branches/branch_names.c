#include "prow/branches/branch_names.h"

#include "syntax/regex/pieces.h"

struct naming {
    struct map *names;
    const struct pieces *pieces;
    struct str pattern;
    struct buf text;
    bool begins, ends; /* the alternative is anchored there */
    bool exact;
};

static void put_name(struct naming *n)
{
    struct map *m = n->names;

    n->exact = n->exact && n->begins && n->ends;
    n->begins = n->ends = false;
    if (buf_str(&n->text).len && m->count < BRANCH_NAMES_MOST)
        map_at(m, arena_copy(m->arena, buf_str(&n->text)));
    buf_reset(&n->text);
}

/* A dot that nobody repeats is a dot: versions are written so. */
static bool is_text(const struct pieces *p, size_t i)
{
    const struct piece *one = &p->items[i];

    return (one->kind == PIECE_LITERAL || one->kind == PIECE_ANY) &&
           !(i + 1 < p->count && piece_repeats(&p->items[i + 1]));
}

/* One group may stand around all, inside of the anchors: ^(a|b)$. False where it is another kind of pattern. */
static bool read(struct naming *n, size_t from, size_t to, bool begins, bool ends)
{
    for (size_t i = from; i < to; i++) {
        const struct piece *one = &n->pieces->items[i];
        if (one->kind == PIECE_BAR) {
            n->begins |= begins;
            n->ends |= ends;
            put_name(n);
        } else if (one->kind == PIECE_BEGIN && buf_str(&n->text).len == 0) {
            n->begins = true;
        } else if (one->kind == PIECE_END) {
            n->ends = true;
        } else if (!is_text(n->pieces, i) || n->ends) {
            return false;
        } else {
            buf_char(&n->text, one->kind == PIECE_ANY ? '.' : one->text);
        }
    }
    n->begins |= begins;
    n->ends |= ends;
    put_name(n);
    return true;
}

void branch_names_of(struct map *names, struct str pattern, bool *exact)
{
    struct arena scratch = { 0 };
    struct pieces p;
    struct naming n = { .names = names, .pieces = &p, .pattern = pattern, .exact = true };
    bool read_all = regex_pieces(&p, &scratch, pattern);
    size_t from = 0, to = read_all ? p.count : 0;
    bool begins = to && p.items[0].kind == PIECE_BEGIN, ends = to && p.items[to - 1].kind == PIECE_END;

    if (begins && ends && to > 3 && p.items[1].kind == PIECE_OPEN && p.items[to - 2].kind == PIECE_CLOSE) {
        from = 2;
        to -= 2;
    } else {
        begins = ends = false;
    }
    read_all = read_all && to > from && read(&n, from, to, begins, ends);
    if (exact)
        *exact = read_all && n.exact;
    buf_free(&n.text);
    arena_free(&scratch);
}

/* Most jobs of a repository say the same patterns, and each is read once. */
static void names_of_list(struct map *names, struct map *read, const struct str *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        void **known = map_at(read, list[i]);
        if (!*known)
            branch_names_of(names, list[i], NULL);
        *known = names;
    }
}

void branch_names_of_group(struct map *names, const struct job_group *g)
{
    struct arena scratch = { 0 };
    struct map read;

    map_init(&read, &scratch);
    for (size_t i = 0; i < g->count; i++) {
        const struct branches *b = &g->jobs[i]->branches;
        names_of_list(names, &read, b->only, b->only_count);
        names_of_list(names, &read, b->skip, b->skip_count);
    }
    arena_free(&scratch);
}
