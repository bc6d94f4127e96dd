/* run: one evaluation as the functions of the libraries see it. */
#ifndef CEL_RUN_H
#define CEL_RUN_H

#include "cel/cel.h"

struct cel_slot {
    struct cel_value value;
    bool known;
};

struct cel_run {
    struct arena *arena;
    struct cel_machine *machine;
    const struct cel_program *program;
    const struct cel_bindings *bindings;
    struct cel_slot *slots;   /* variables of the program */
    struct cel_value *locals; /* variables of its macros */
    uint64_t cost, cost_limit;
    uint64_t work;       /* steps left */
    uint64_t memory;     /* bytes left */
    const char *stopped; /* the words of the limit that was reached */
    uint32_t offset;     /* of the part that runs */
    bool folding;        /* at compile time: nothing may be kept in the machine */
    bool kubernetes;
};

/* An error at the part that runs. */
void cel_fail(struct cel_run *run, struct cel_value *out, struct str message);
void cel_failf(struct cel_run *run, struct cel_value *out, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void cel_no_overload(struct cel_run *run, struct cel_value *out);
/* Ends the evaluation: a limit is reached. */
void cel_stop(struct cel_run *run, const char *words);

/* Adds to the cost; past the limit the evaluation stops. */
static inline void cel_charge(struct cel_run *run, uint64_t cost)
{
    if (run->stopped)
        return;
    if (__builtin_add_overflow(run->cost, cost, &run->cost))
        run->cost = UINT64_MAX;
    if (run->cost > run->cost_limit)
        cel_stop(run, "operation cancelled: actual cost limit exceeded");
}

/* Adds n costs of 1, one by one where the limit is near. */
static inline void cel_charge_each(struct cel_run *run, uint64_t n)
{
    if (run->cost_limit - run->cost >= n)
        cel_charge(run, n);
    else
        while (n-- > 0)
            cel_charge(run, 1);
}

/* Counts steps that cost nothing; false when there were too many. */
static inline bool cel_work(struct cel_run *run, uint64_t steps)
{
    if (run->work < steps)
        cel_stop(run, "the expression takes too many steps");
    else
        run->work -= steps;
    return !run->stopped;
}

/* Asks for memory before it is taken; false, and the evaluation stops, when it would be too much. */
static inline bool cel_room(struct cel_run *run, uint64_t bytes)
{
    if (run->memory < bytes)
        cel_stop(run, "the expression needs too much memory");
    else
        run->memory -= bytes;
    return !run->stopped;
}

/* An array of values; NULL when it would be too large. */
struct cel_value *cel_values(struct cel_run *run, size_t n);
/* A text made of what is in b, which is emptied; an error when it is too large. */
struct buf;
void cel_text_of(struct cel_run *run, struct buf *b, struct cel_value *out);
bool cel_same(struct cel_run *run, const struct cel_value *a, const struct cel_value *b);

/* A compiled pattern, kept for the next time. NULL with an error in *out when Go refuses it. */
const struct regex *cel_pattern(struct cel_run *run, struct str pattern, struct cel_value *out);
/* Whether a pattern matches from a byte on; the evaluation stops where that can't be said. */
enum regex_result cel_search(struct cel_run *run, const struct regex *re, struct str text, size_t from,
                             struct regex_span *spans, size_t n);

/* Code points of a text, bytes, elements or pairs; 1 for the rest, as cel-go counts sizes for costs. */
uint64_t cel_size(const struct cel_value *v);
/* size * tenths / 10, rounded up. */
static inline uint64_t cel_tenths(uint64_t size, uint64_t tenths)
{
    uint64_t n;

    if (__builtin_mul_overflow(size, tenths, &n))
        return UINT64_MAX / 10;
    return n / 10 + (n % 10 != 0);
}

/* Plain forms of values, for messages: keys, type names. */
struct str cel_show(struct arena *a, const struct cel_value *v);

#endif
