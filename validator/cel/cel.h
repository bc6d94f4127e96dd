/* cel: expressions in the Common Expression Language, as cel-go v0.33.2 answers them, without protobuf messages.
 *
 *     struct cel_env *env = cel_env_new(arena, CEL_LIB_ALL);      what may be used: once, then shared by all threads
 *     cel_env_variable(env, STR("job"), &cel_type_dyn);
 *
 *     struct cel_program *p = cel_compile(env, arena, text, 0, &issues);   once; NULL: issues say what is wrong where
 *
 *     struct cel_machine m = { 0 };                               one a worker
 *     struct cel_value v;
 *     switch (cel_evaluate(p, &m, &bindings, &v)) ...
 *     cel_machine_free(&m);
 *     cel_program_free(p);
 *
 * A program is constant: any number of workers may evaluate it at once, each with its own machine, without locks.
 * Values of variables are asked for when an expression reads them, once an evaluation, and may be anybody's lists and
 * maps (value.h): cel_tape_value makes one of a YAML tape without copying it. Every value that comes out of such a list
 * or map carries the origin that its owner gave it: compile a path such as `job.spec.containers[0].image` as an
 * expression of its own, and the origin of what it gives is the place in the file. What an expression read can be had
 * as a list of values with their origins (machine.reads).
 *
 * Nothing can blow up: nesting, length, checking, cost (as cel-go counts it), memory and hidden work have limits, and
 * reaching one is neither true nor false nor an error of the data: it is CEL_STOPPED, which is undecided. */
#ifndef CEL_CEL_H
#define CEL_CEL_H

#include "cel/env.h"
#include "cel/issue.h"
#include "syntax/regex/regex.h"

enum cel_compile_flag {
    CEL_UNCHECKED = 1, /* parse only: types show when it is evaluated */
};

struct cel_op;
struct cel_program;

/* Parses, checks and plans text, which must live as long as the program, as must env. The program lives in the arena,
 * except for patterns, which cel_program_free gives back. NULL with *issues filled when it is refused. */
struct cel_program *cel_compile(const struct cel_env *env, struct arena *a, struct str text, unsigned flags,
                                struct cel_issues *issues);
void cel_program_free(struct cel_program *p);
/* The type of its value; dyn when it was not checked. */
const struct cel_type *cel_program_type(const struct cel_program *p);
struct str cel_program_text(const struct cel_program *p);
/* Whether it is a constant written as such: `true`. */
bool cel_program_literal(const struct cel_program *p, struct cel_value *value);

/* Where variables come from. */
struct cel_bindings {
    /* The value of a variable, by its full name; false when it has none now. Called at most once for each variable in
     * an evaluation, from the worker that evaluates. A value may live in a, which lives until the machine's next
     * evaluation begins. May evaluate other programs with other machines. */
    bool (*find)(void *context, struct arena *a, struct str name, struct cel_value *out);
    void *context;
};

enum cel_outcome {
    CEL_VALUE,   /* *out is the value */
    CEL_FAILED,  /* *out is an error: no such key, division by zero, ...; cel_failure says where */
    CEL_STOPPED, /* *out is an error: a limit was reached; undecided */
};

struct cel_limits {
    uint64_t cost;   /* as cel-go counts; 0: 1,000,000 */
    uint64_t work;   /* steps that cost nothing there; 0: 3,000,000 */
    uint64_t memory; /* bytes made in one evaluation; 0: 64 MiB */
};

/* A value that was read of a variable or inside of one. */
struct cel_read {
    uint32_t offset; /* of the part of the expression that read it */
    struct cel_value value;
};

struct cel_reads {
    struct cel_read *items; /* in the machine's arena */
    size_t count, cap;
};

/* What a condition of ?:, or an operand of && or ||, came to so far. */
struct cel_decision {
    const struct cel_op *part;
    bool held, failed; /* it was true, it was false */
};

/* For whoever tests expressions: what they decided, over any number of evaluations. */
struct cel_coverage {
    struct arena *arena;
    struct map by_part; /* to struct cel_decision, by the bytes of the part's address */
};

void cel_coverage_init(struct cel_coverage *c, struct arena *a);
/* Calls tell for every condition and operand of the program, in its order, that was never true or never false; at is its
 * place in the expression. Constants are passed over. */
void cel_coverage_gaps(const struct cel_coverage *c, const struct cel_program *p,
                       void (*tell)(void *context, uint32_t at, bool held, bool failed), void *context);

/* What a worker needs to evaluate: zeroed before the first use. Values live until its next evaluation. */
struct cel_machine {
    struct cel_limits limits;
    struct cel_reads *reads;       /* NULL, or where to note what the next evaluations read; emptied at each */
    struct cel_coverage *coverage; /* NULL, or where to note what conditions come to */
    uint64_t cost;                 /* of the last evaluation */
    bool unlimited;                /* no limit of cost: for whoever has another */
    /* The machine's own: */
    struct arena arena;
    struct regex_scratch regex;
    struct regex_set patterns;
    size_t pattern_bytes;
    bool keep; /* what was made stays: another evaluation of the same policy follows */
};

enum cel_outcome cel_evaluate(const struct cel_program *p, struct cel_machine *m, const struct cel_bindings *b,
                              struct cel_value *out);
void cel_machine_free(struct cel_machine *m);

/* A value of a YAML or JSON tape, read in place: numbers without a fraction are int (uint past its end), others double;
 * null for NULL. Its origin, and that of everything inside of it, is the node; a key's is the key's node. */
struct node;
struct cel_value cel_tape_value(const struct node *n);

#endif
