/* own_types: the types of the variables that own rules see, from the schemas; values of Prow's types, and records of our
 * own, as CEL reads them. */
#ifndef PROW_OWN_OWN_TYPES_H
#define PROW_OWN_OWN_TYPES_H

#include "base/map.h"
#include "cel/cel.h"
#include "rule/finding.h"
#include "schema/govalue.h"

struct own_types;
struct window;

/* In the arena, which outlives what is compiled with it. */
struct own_types *own_types_new(struct arena *a);
/* An environment for a rule about these kinds (enum own_kind), in the arena of the types: every variable that such a rule
 * has, with its type. Nothing of another thread's may be compiled meanwhile: types are made as they are asked for. */
struct cel_env *own_types_env(struct own_types *t, unsigned kinds);
/* The type of a variable of rules about these kinds; NULL where there is none of this name. */
const struct cel_type *own_types_variable(struct own_types *t, unsigned kinds, struct str name);
/* The type of a field of a value of this type, and what the schema says of it, which may be empty; NULL where there is no
 * such field, or nothing is known of the type. */
const struct cel_type *own_types_field(struct own_types *t, const struct cel_type *of, struct str field, struct str *doc);
/* Steps through the fields of a type from *i = 0; false past the last. The same name may come twice. */
bool own_types_field_next(const struct cel_type *of, size_t *i, struct str *name);
/* The name among those of the kinds that is most like this one; empty when none is. */
struct str own_types_nearest(unsigned kinds, struct str name);
/* Whether rules about these kinds have a variable of this name that a path may begin with: what it gives is written. */
bool own_types_is_root(unsigned kinds, struct str name);
/* Whether there is such a variable at all. */
bool own_types_has(unsigned kinds, struct str name);
/* Steps through the variables of the kinds from *i = 0, each with a value of its type that says nothing; false past the
 * last. */
bool own_types_next(unsigned kinds, size_t *i, struct str *name, struct cel_value *nothing, struct arena *a);
/* What such a rule is about, as the variable is called: "job", "preset", "step". */
struct str own_types_thing(unsigned kinds);
/* Whether an example of such a rule is a mapping of its variables, not the thing itself. */
bool own_types_example_is_named(unsigned kinds, const struct node *example);

/* Where a value comes from (struct cel_value.origin), by struct cel_value.opaque. */
enum own_origin {
    OWN_FROM_NODE,  /* origin is the struct node */
    OWN_FROM_GO,    /* ... the struct govalue */
    OWN_FROM_PLACE, /* ... a struct place */
};

/* A value of Go's as CEL sees it: what json.Marshal would write, read in place. The origin of everything inside of it
 * is its struct govalue. w outlives it. */
struct cel_value own_value(struct arena *a, const struct govalue *v, const struct go_window *w);

/* origin(value): where a value in effect comes from. template(text, data): what Go's text/template makes of it. */
extern const struct cel_decl own_functions[];

cel_impl own_template;

/* Appends the value as YAML on one line; false for what YAML has no words for. Scratch memory in a. */
bool own_write_value(struct buf *b, const struct cel_value *v, struct arena *a);

/* A field of a record of ours. */
struct own_field {
    const char *name;
    const struct cel_type *type;
    struct cel_value (*get)(const void *of, struct arena *a); /* what it is of a record */
};

/* A job as the index has it: a struct job_summary. The table ends with a NULL name. */
extern const struct own_field own_job_fields[];

/* What the index of the tree has: kinds of names, and the uses of one. Of the first the types are not said: each is a map
 * of names to lists of uses. */
extern const struct own_field own_names_fields[], own_use_fields[];

/* One side of a pair, filled by whoever compares; texts outlive its record. */
struct own_side {
    struct str kind, repo, name, context, cluster, agent, trigger, run_if_changed, skip_if_only_changed;
    struct own_texts {
        const struct str *items;
        size_t count;
    } branches, skip_branches, presets;
    bool always_run, optional, skip_report, in_repo;
    struct place at;
};
extern const struct own_field own_side_fields[];

extern const struct cel_type own_list_of_strings;
/* A map of the fields of a record, read in place; place is what findings point to that point to it or anything in it, and
 * may be NULL. All outlives it. */
struct cel_value own_record(struct arena *a, const struct own_field *fields, const void *of, const void *place);
/* A list of texts that stay where they are. */
struct cel_value own_strings(struct arena *a, const struct str *items, size_t count);

#endif
