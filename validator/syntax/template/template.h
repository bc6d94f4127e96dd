/* template: Go's text/template (Go 1.26): parsing, and execution on values of value.h. Texts of errors and
 * outputs are Go's, byte for byte (fact sheet App. A.6, suites/go-oracles/template.json). */
#ifndef SYNTAX_TEMPLATE_TEMPLATE_H
#define SYNTAX_TEMPLATE_TEMPLATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "syntax/template/value.h"

struct template;
struct template_call;
struct template_node;

/* A function beside Go's own. */
struct template_func {
    struct str name;
    const struct template_type *const *in; /* types of the parameters */
    size_t in_count;
    bool variadic; /* the last type is that of any number of further arguments */
    /* Answers in call->result, or false with call->error (reflect.h). NULL: the name is known to the parser
     * only, and executing it is undecided. */
    bool (*run)(struct template_call *call);
};

/* Constant for as long as a template that was parsed with it. */
struct template_funcs {
    const struct template_func *items;
    size_t count;
};

/* What Prow adds for jenkins_operators: replace(old, new, src), strings.ReplaceAll. */
extern const struct template_funcs template_funcs_jenkins;

struct template_error {
    struct str message; /* Go's words, in the arena given */
    uint32_t offset;    /* byte in the text that it is about */
    uint32_t line;      /* the line it names, from 1 */
    /* Not Go's words: a limit was reached, or the text calls a function or method whose answer is not known
     * here. Whether Go accepts it is then open. */
    bool undecided;
};

/* Parses text as template.New(name).Funcs(funcs).Parse(text). funcs may be NULL. *out and the nodes live in
 * the arena; name, text and funcs must live as long. False with *e when Go refuses it (the text is then not a
 * template), or when text has 4 GiB or more (undecided). */
bool template_parse(struct template **out, struct arena *a, struct str name, struct str text,
                    const struct template_funcs *funcs, struct template_error *e);

enum template_missing_key {
    TEMPLATE_MISSING_DEFAULT, /* a key that a map does not have is "<no value>" */
    TEMPLATE_MISSING_ZERO,    /* ... the zero value of the map's elements */
    TEMPLATE_MISSING_ERROR,   /* ... an error */
};

/* Where a run of output comes from, for whoever has to point at the template. */
struct template_piece {
    uint32_t out;                      /* first byte of it in what this execution wrote */
    uint32_t pos;                      /* byte in the template: of the text, or of the action that printed it */
    const struct template_node *print; /* the action, or NULL for the template's own text */
};

/* The pieces of one execution in order; give the array back with free. A zeroed struct is an empty trace. */
struct template_trace {
    struct template_piece *pieces;
    size_t count, cap;
};

struct template_options {
    enum template_missing_key missing_key;
    size_t most_steps;            /* nodes and iterations; 0: TEMPLATE_STEPS */
    struct template_trace *trace; /* filled where not NULL */
    size_t most_bytes;            /* of output, and as many of values in between; 0: TEMPLATE_BYTES */
};

enum { TEMPLATE_STEPS = 4 * 1000 * 1000, TEMPLATE_BYTES = 16 * 1024 * 1024 };

/* Executes t on data (NULL: nil) as Template.Execute and appends to out. options may be NULL. False with *e
 * when execution fails; out then holds what was written before. The message lives in the arena a. */
bool template_execute(const struct template *t, struct arena *a, const struct template_value *data,
                      const struct template_options *options, struct buf *out, struct template_error *e);

/* Whether the text defines a template of this name (the main one included). */
bool template_defines(const struct template *t, struct str name);

/* &prowapi.ProwJob{}, on which Prow tries the report templates of slack_reporter_configs. */
struct template_value template_empty_prowjob(void);

#endif
