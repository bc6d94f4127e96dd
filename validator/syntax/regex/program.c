#include "syntax/regex/program.h"

#include <string.h>

/* A piece of program with exits that are not connected yet. An exit is step << 1 | 1 when it is the step's
 * other; open exits form a list through the very fields that they will fill. 0 ends it. */
struct piece {
    uint32_t start;
    uint32_t head, tail;
    bool nullable;
};

struct maker {
    struct arena *arena;
    struct regex_step *steps;
    size_t count, cap;
    struct regex_step_class *classes;
    size_t class_count, class_cap;
    int go_minor;
    bool full;
};

static struct piece make(struct maker *m, const struct regex_node *n);

static uint32_t add_step(struct maker *m, enum regex_step_op op, uint32_t other)
{
    if (m->count >= REGEX_MAX_STEPS) {
        m->full = true;
        return 0;
    }
    m->steps = arena_grow(m->arena, m->steps, m->count, &m->cap, sizeof *m->steps);
    m->steps[m->count] = (struct regex_step){ .op = (uint8_t)op, .other = other };
    return (uint32_t)m->count++;
}

static uint32_t *exit_field(struct maker *m, uint32_t exit)
{
    struct regex_step *s = &m->steps[exit >> 1];

    return exit & 1 ? &s->other : &s->next;
}

static void connect(struct maker *m, struct piece p, uint32_t to)
{
    for (uint32_t exit = m->full ? 0 : p.head, next; exit; exit = next) {
        uint32_t *field = exit_field(m, exit);
        next = *field;
        *field = to;
    }
}

static struct piece join_exits(struct maker *m, struct piece to, struct piece a, struct piece b)
{
    to.head = a.head ? a.head : b.head;
    to.tail = b.head ? b.tail : a.tail;
    if (a.head && b.head && !m->full)
        *exit_field(m, a.tail) = b.head;
    return to;
}

static struct piece single(struct maker *m, enum regex_step_op op, uint32_t other, bool nullable)
{
    uint32_t at = add_step(m, op, other);

    return (struct piece){ at, at << 1, at << 1, nullable };
}

static struct piece follow(struct maker *m, struct piece a, struct piece b)
{
    connect(m, a, b.start);
    return (struct piece){ a.start, b.head, b.tail, a.nullable && b.nullable };
}

/* A split whose one way goes to body and whose other is the open exit of the result. */
static struct piece split_to(struct maker *m, uint32_t body, bool lazy)
{
    uint32_t at = add_step(m, STEP_SPLIT, 0), exit = at << 1 | !lazy;

    if (lazy)
        m->steps[at].other = body;
    else
        m->steps[at].next = body;
    return (struct piece){ at, exit, exit, true };
}

static struct piece quest(struct maker *m, struct piece body, bool lazy)
{
    struct piece split = split_to(m, body.start, lazy);

    return join_exits(m, split, split, body);
}

static struct piece plus(struct maker *m, struct piece body, bool lazy)
{
    struct piece split = split_to(m, body.start, lazy);

    connect(m, body, split.start);
    return (struct piece){ body.start, split.head, split.tail, body.nullable };
}

static struct piece star(struct maker *m, struct piece body, bool lazy)
{
    struct piece split;

    /* Since Go 1.17 (golang.org/issue/46123) what may be empty is (body+)?, which gets priorities right. */
    if (body.nullable && m->go_minor >= 17)
        return quest(m, plus(m, body, lazy), lazy);
    split = split_to(m, body.start, lazy);
    connect(m, body, split.start);
    return split;
}

static struct piece literal(struct maker *m, const struct regex_node *n)
{
    struct piece all = single(m, n->fold ? STEP_FOLD : STEP_RUNE, n->runes[0], false);

    for (size_t i = 1; i < n->count; i++)
        all = follow(m, all, single(m, n->fold ? STEP_FOLD : STEP_RUNE, n->runes[i], false));
    return all;
}

static struct piece class_of(struct maker *m, const struct regex_node *n)
{
    struct regex_step_class *last = m->class_count ? &m->classes[m->class_count - 1] : NULL;

    /* The copies of a repetition and all \pL of a pattern share their ranges; copies come one after the
     * other. */
    if (!last || last->ranges != n->ranges || last->count != n->count) {
        *ARENA_PUSH(m->arena, m->classes, m->class_count, m->class_cap) =
            (struct regex_step_class){ n->ranges, n->count };
    }
    return single(m, STEP_CLASS, (uint32_t)m->class_count - 1, false);
}

static struct piece sequence(struct maker *m, const struct regex_node *n)
{
    struct piece all = make(m, n->kids[0]);

    for (size_t i = 1; i < n->count && !m->full; i++)
        all = follow(m, all, make(m, n->kids[i]));
    return all;
}

static struct piece choice(struct maker *m, const struct regex_node *n)
{
    struct piece all = make(m, n->kids[0]);

    for (size_t i = 1; i < n->count && !m->full; i++) {
        struct piece next = make(m, n->kids[i]);
        uint32_t at = add_step(m, STEP_SPLIT, next.start);
        m->steps[at].next = all.start;
        all = join_exits(m, (struct piece){ .start = at, .nullable = all.nullable || next.nullable }, all, next);
    }
    return all;
}

/* (body(body(body)?)?)? with count bodies. Made from the inside out, as each split needs what it goes to. */
static struct piece optional(struct maker *m, const struct regex_node *n, int count)
{
    const struct regex_node *body = n->kids[0];
    bool squashed = body->op == RE_QUEST && body->lazy == n->lazy;
    struct piece all = squashed ? make(m, body) : quest(m, make(m, body), n->lazy);

    for (int i = 1; i < count && !m->full; i++)
        all = quest(m, follow(m, make(m, body), all), n->lazy);
    return all;
}

/* body body body+ or body body (body(body)?)?, as Go's Simplify spells it. */
static struct piece repeat(struct maker *m, const struct regex_node *n)
{
    const struct regex_node *body = n->kids[0];
    bool squashed = body->op == RE_PLUS && body->lazy == n->lazy;
    struct piece all = single(m, STEP_NOP, 0, true);

    for (int i = 0; i < n->min - (n->max < 0) && !m->full; i++)
        all = follow(m, all, make(m, body));
    if (n->max < 0)
        all = follow(m, all, squashed ? make(m, body) : plus(m, make(m, body), n->lazy));
    else if (n->max > n->min)
        all = follow(m, all, optional(m, n, n->max - n->min));
    return all;
}

static struct piece capture(struct maker *m, const struct regex_node *n)
{
    struct piece open = single(m, STEP_CAPTURE, 2 * n->capture, true);
    struct piece inside = follow(m, open, make(m, n->kids[0]));

    return follow(m, inside, single(m, STEP_CAPTURE, 2 * n->capture + 1, true));
}

static struct piece make(struct maker *m, const struct regex_node *n)
{
    switch (n->op) {
    case RE_EMPTY:
        return single(m, STEP_NOP, 0, true);
    case RE_LITERAL:
        return literal(m, n);
    case RE_CLASS:
        return class_of(m, n);
    case RE_ANY:
        return single(m, STEP_ANY, 0, false);
    case RE_ANY_LINE:
        return single(m, STEP_ANY_LINE, 0, false);
    case RE_CAPTURE:
        return capture(m, n);
    case RE_STAR:
        return star(m, make(m, n->kids[0]), n->lazy);
    case RE_PLUS:
        return plus(m, make(m, n->kids[0]), n->lazy);
    case RE_QUEST:
        return quest(m, make(m, n->kids[0]), n->lazy);
    case RE_REPEAT:
        return repeat(m, n);
    case RE_CONCAT:
        return sequence(m, n);
    case RE_ALTERNATE:
        return choice(m, n);
    default:
        return single(m, STEP_ASSERT, n->op, true);
    }
}

bool regex_program_make(struct regex_program *p, struct arena *a, const struct regex_node *root, int go_minor)
{
    struct maker m = { .arena = a, .go_minor = go_minor };
    struct piece all;
    uint32_t end;

    add_step(&m, STEP_FAIL, 0);
    all = make(&m, root);
    end = add_step(&m, STEP_MATCH, 0);
    if (m.full)
        return false;
    connect(&m, all, end);
    *p = (struct regex_program){ .steps = m.steps,
                                 .classes = m.classes,
                                 .count = m.count,
                                 .class_count = m.class_count,
                                 .start = all.start,
                                 .go_minor = go_minor };
    return true;
}

void regex_program_copy(struct regex_program *to, const struct regex_program *p, void *room)
{
    struct regex_step_class *classes = room;
    struct rune_range *ranges = (struct rune_range *)(classes + p->class_count);
    struct regex_step *steps;

    *to = *p;
    for (size_t i = 0; i < p->class_count; i++) {
        classes[i] = (struct regex_step_class){ ranges, p->classes[i].count };
        if (p->classes[i].count)
            memcpy(ranges, p->classes[i].ranges, p->classes[i].count * sizeof *ranges);
        ranges += p->classes[i].count;
    }
    steps = (struct regex_step *)ranges;
    memcpy(steps, p->steps, p->count * sizeof *steps);
    to->steps = steps;
    to->classes = classes;
}

size_t regex_program_bytes(const struct regex_program *p)
{
    size_t bytes = p->count * sizeof *p->steps + p->class_count * sizeof *p->classes;

    for (size_t i = 0; i < p->class_count; i++)
        bytes += p->classes[i].count * sizeof *p->classes[i].ranges;
    return bytes;
}
