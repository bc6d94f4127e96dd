/* Runs a program as Go's regexp does: all threads at once, one code point at a time, in order of priority. */
#include "syntax/regex/program.h"

#include "base/utf8.h"
#include "syntax/regex/regex.h"
#include "syntax/regex/unicode_table.h"

#include <string.h>

/* Step visits and bytes of thread slots after which a search gives up: about half a second. */
#define MOST_VISITS ((uint64_t)50 * 1000 * 1000)
#define MOST_BYTES ((uint64_t)256 << 20)

#define NO_RUNE UINT32_MAX

/* Threads by the step they wait at, first in priority first. */
struct threads {
    uint32_t *at;     /* count of them */
    uint32_t *marked; /* by step: its place in at, where that says so too */
    size_t *slots;    /* slot_count of each place in at */
    uint32_t count;
};

/* What is still to be done while a step's followers are added: visit step, or put back a slot. */
struct pending {
    uint32_t step;
    uint32_t slot; /* NO_RUNE: visit */
    size_t value;
};

struct run {
    const struct regex_program *program;
    struct threads now, next;
    struct pending *stack;
    size_t depth;         /* of the stack */
    size_t *slots, *best; /* of the thread being followed; of the best match */
    size_t slot_count;
    uint32_t before, after; /* runes around the position; NO_RUNE at the ends */
    uint64_t visits;
    bool matched;
};

static bool is_word(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool holds(const struct run *r, uint32_t assertion)
{
    switch (assertion) {
    case RE_BEGIN_TEXT:
        return r->before == NO_RUNE;
    case RE_END_TEXT:
        return r->after == NO_RUNE;
    case RE_BEGIN_LINE:
        return r->before == NO_RUNE || r->before == '\n';
    case RE_END_LINE:
        return r->after == NO_RUNE || r->after == '\n';
    case RE_WORD_BOUNDARY:
        return is_word(r->before) != is_word(r->after);
    default:
        return is_word(r->before) == is_word(r->after);
    }
}

/* Whether a thread stays at this step until a code point is read. */
static bool is_waiting(const struct regex_step *s)
{
    return s->op == STEP_FAIL || s->op == STEP_MATCH || s->op >= STEP_RUNE;
}

static bool is_marked(const struct threads *t, uint32_t step)
{
    return t->marked[step] < t->count && t->at[t->marked[step]] == step;
}

static void visit_later(struct run *r, uint32_t step)
{
    r->stack[r->depth++] = (struct pending){ .step = step, .slot = NO_RUNE };
}

/* Puts what follows a step without reading on the stack, the more preferred on top. */
static void visit_followers(struct run *r, const struct regex_step *s, size_t position)
{
    switch (s->op) {
    case STEP_SPLIT:
        visit_later(r, s->other);
        visit_later(r, s->next);
        return;
    case STEP_CAPTURE:
        if (s->other < r->slot_count) {
            r->stack[r->depth++] = (struct pending){ .slot = s->other, .value = r->slots[s->other] };
            r->slots[s->other] = position;
        }
        visit_later(r, s->next);
        return;
    case STEP_ASSERT:
        if (holds(r, s->other))
            visit_later(r, s->next);
        return;
    default:
        visit_later(r, s->next);
    }
}

/* Adds to t the steps that read, or end, and can be reached from step at position, in order of priority.
 * Every step is visited once: who comes later would only find what has been found. */
static void follow(struct run *r, struct threads *t, uint32_t step, size_t position)
{
    visit_later(r, step);
    while (r->depth > 0) {
        struct pending todo = r->stack[--r->depth];
        const struct regex_step *s = &r->program->steps[todo.step];
        if (todo.slot != NO_RUNE) {
            r->slots[todo.slot] = todo.value;
            continue;
        }
        if (is_marked(t, todo.step))
            continue;
        t->marked[todo.step] = t->count;
        t->at[t->count] = todo.step;
        r->visits++;
        if (is_waiting(s))
            memcpy(&t->slots[t->count * r->slot_count], r->slots, r->slot_count * sizeof *r->slots);
        else
            visit_followers(r, s, position);
        t->count++;
    }
}

static bool folds_to(uint32_t a, uint32_t b, int go_minor)
{
    for (uint32_t f = unicode_fold_next(a, go_minor); f != a; f = unicode_fold_next(f, go_minor))
        if (f == b)
            return true;
    return a == b;
}

static bool reads(const struct regex_program *p, const struct regex_step *s, uint32_t rune)
{
    switch (s->op) {
    case STEP_RUNE:
        return s->other == rune;
    case STEP_FOLD:
        return folds_to(s->other, rune, p->go_minor);
    case STEP_CLASS:
        return rune_in(p->classes[s->other].ranges, p->classes[s->other].count, rune);
    case STEP_ANY:
        return true;
    case STEP_ANY_LINE:
        return rune != '\n';
    default:
        return false;
    }
}

/* Moves every thread over rune, which ends at position end. A thread that has matched cuts off all behind it.
 */
static void step_over(struct run *r, uint32_t rune, size_t position, size_t end, uint32_t after_next)
{
    const struct regex_program *p = r->program;
    uint32_t before = r->before, after = r->after;

    for (uint32_t i = 0; i < r->now.count; i++) {
        const struct regex_step *s = &p->steps[r->now.at[i]];
        const size_t *slots = &r->now.slots[i * r->slot_count];
        if (s->op == STEP_MATCH) {
            memcpy(r->best, slots, r->slot_count * sizeof *slots);
            if (r->slot_count > 1)
                r->best[1] = position;
            r->matched = true;
            break;
        }
        if (rune == NO_RUNE || !reads(p, s, rune))
            continue;
        memcpy(r->slots, slots, r->slot_count * sizeof *slots);
        r->before = rune;
        r->after = after_next;
        follow(r, &r->next, s->next, end);
    }
    r->before = before;
    r->after = after;
}

static uint32_t rune_at(struct str text, size_t at, size_t *width)
{
    *width = 0;
    return at < text.len ? utf8_decode(str_from(text, at), width) : NO_RUNE;
}

static void start_thread(struct run *r, size_t position)
{
    for (size_t i = 0; i < r->slot_count; i++)
        r->slots[i] = REGEX_UNSET;
    if (r->slot_count)
        r->slots[0] = position;
    follow(r, &r->now, r->program->start, position);
}

/* True when it ended by itself, false when it took too long. */
static bool search(struct run *r, struct str text)
{
    size_t width, next_width;

    r->before = NO_RUNE;
    r->after = rune_at(text, 0, &width);
    for (size_t at = 0;; at += width, width = next_width) {
        uint32_t rune = r->after, after_next;
        if (!r->matched)
            start_thread(r, at);
        if (r->now.count == 0)
            return true;
        after_next = rune_at(text, at + width, &next_width);
        step_over(r, rune, at, at + width, after_next);
        if (rune == NO_RUNE || (r->matched && r->slot_count == 0))
            return true;
        if (r->visits > MOST_VISITS)
            return false;
        struct threads done = r->now;
        r->now = r->next;
        r->next = done;
        r->next.count = 0;
        r->before = rune;
        r->after = after_next;
    }
}

static void make_threads(struct threads *t, struct arena *a, size_t steps, size_t slots)
{
    t->at = ARENA_ARRAY(a, uint32_t, steps);
    t->marked = ARENA_ARRAY(a, uint32_t, steps);
    t->slots = ARENA_ARRAY(a, size_t, steps * slots);
}

int regex_program_run(const struct regex_program *p, struct arena *scratch, struct str text, struct regex_span *spans,
                      size_t n)
{
    struct run r = { .program = p, .slot_count = 2 * n };

    if ((uint64_t)p->count * r.slot_count * sizeof(size_t) > MOST_BYTES)
        return -1;
    arena_reset(scratch);
    make_threads(&r.now, scratch, p->count, r.slot_count);
    make_threads(&r.next, scratch, p->count, r.slot_count);
    /* A split leaves one more to do than it took, a capture too: twice the steps is always enough. */
    r.stack = ARENA_ARRAY(scratch, struct pending, 2 * p->count + 2);
    r.slots = ARENA_ARRAY(scratch, size_t, r.slot_count);
    r.best = ARENA_ARRAY(scratch, size_t, r.slot_count);
    if (!search(&r, text))
        return -1;
    for (size_t i = 0; r.matched && i < n; i++)
        spans[i] = (struct regex_span){ r.best[2 * i], r.best[2 * i + 1] };
    return r.matched;
}
