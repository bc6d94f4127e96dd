/* What the files of the executor share (text/template, type state). */
#ifndef SYNTAX_TEMPLATE_EXEC_H
#define SYNTAX_TEMPLATE_EXEC_H

#include "syntax/template/fmt.h"
#include "syntax/template/reflect.h"
#include "syntax/template/tree.h"

struct exec_variable {
    struct str name;
    struct template_value value;
};

/* A list of nodes being walked. */
struct exec_frame {
    enum exec_frame_kind {
        FRAME_LIST,
        FRAME_RANGE,
        FRAME_RANGE_ELSE,
        FRAME_CALL,
    } kind;
    const struct template_node *list;
    size_t next;
    struct template_value dot;
    size_t mark; /* variables that stay when it ends */
    /* FRAME_RANGE */
    const struct template_node *range;
    struct template_value over;
    uint64_t index, count;
    size_t body_mark; /* variables that stay for the next iteration */
    /* FRAME_CALL: what the caller goes on with */
    const struct template_tree *caller;
    const struct template_node *caller_at;
    size_t caller_base;
};

struct exec {
    const struct template *t;
    const struct template_tree *tree; /* the named template being executed */
    const struct template_node *at;   /* node that an error names */
    struct arena *arena;              /* values in between; given back at the end */
    struct arena *keeper;             /* of the error's text */
    struct buf *out;
    size_t out_start;
    struct template_error *error;
    enum template_missing_key missing_key;
    struct template_trace *trace;
    size_t steps, most_steps, most_bytes;
    struct exec_variable *variables;           /* malloc */
    size_t variable_count, variable_cap, base; /* base: first of the current template */
    struct exec_frame *frames;                 /* malloc */
    size_t frame_count, frame_cap;
    size_t calls;   /* templates inside each other */
    size_t nesting; /* pipelines inside each other */
};

/* Stands for reflect.Value as the type of a parameter: any value, as it is. */
extern const struct template_type exec_type_value;

/* Each returns false, with the error noted. format and args are Go's. */
bool exec_fail(struct exec *x, const char *format, const struct template_value *args, size_t n);
#define EXEC_ARGS(...)                                                                                                 \
    (const struct template_value[]){ __VA_ARGS__ },                                                                    \
        sizeof((const struct template_value[]){ __VA_ARGS__ }) / sizeof(struct template_value)
/* The same for what is not Go's error: undecided. */
bool exec_undecided(struct exec *x, struct str what);
/* Counts work; false when the limits are reached. */
bool exec_step(struct exec *x);
/* Bytes that may still be written or held. */
size_t exec_room(const struct exec *x);

bool exec_push(struct exec *x, struct str name, struct template_value value);
bool exec_set(struct exec *x, struct str name, struct template_value value);

/* final: the value of the command before in the pipeline, or NULL. */
bool eval_pipeline(struct exec *x, struct template_value dot, const struct template_node *pipe,
                   struct template_value *out);
/* type NULL: any. */
bool eval_arg(struct exec *x, struct template_value dot, const struct template_type *type,
              const struct template_node *n, struct template_value *out);
bool eval_validate(struct exec *x, struct template_value value, const struct template_type *type,
                   struct template_value *out);
bool eval_can_be_nil(const struct template_type *type);

/* What is being called, and with what. */
struct eval_call {
    struct template_value dot;
    const struct template_node *node;  /* that an error names */
    struct str name;                   /* of the function */
    struct template_node *const *args; /* without the function itself */
    size_t count;
    const struct template_value *final;
};

/* receiver.name(args): a method, field or key (state.evalField). */
bool eval_field(struct exec *x, const struct eval_call *c, struct template_value receiver, struct template_value *out);
/* A function by its name (state.evalFunction). */
bool eval_function(struct exec *x, const struct template_node *identifier, struct eval_call c,
                   struct template_value *out);

/* A function of Go's; run answers in *out or returns false with *error. */
struct builtin {
    struct str name;
    const struct template_type *const *in;
    size_t in_count;
    bool variadic;
    bool (*run)(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error);
};

const struct builtin *builtin_find(struct str name);
/* printableValue: v as printing takes it. */
struct template_value exec_printable(struct exec *x, struct template_value v);
/* Go's format as a text in x's arena; false when limits are reached or a method is not known (noted in x). */
bool exec_format(struct exec *x, struct str format, const struct template_value *args, size_t n, struct str *text);
/* Whether fmt came to an end; notes why it did not. */
bool exec_formatted(struct exec *x, struct fmt_result result);

bool compare_eq(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error);
bool compare_ne(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error);
bool compare_lt(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error);
bool compare_le(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error);
bool compare_gt(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error);
bool compare_ge(struct exec *x, const struct template_value *args, size_t n, struct template_value *out,
                struct str *error);

/* HTMLEscapeString, JSEscapeString, url.QueryEscape. */
void escape_html(struct buf *b, struct str s);
void escape_js(struct buf *b, struct str s);
void escape_query(struct buf *b, struct str s);

#endif
