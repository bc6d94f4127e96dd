/* causes_judge: a subschema at work on a value, for the files that walk (causes.c) and that weigh what belongs to one kind
 * of value (causes_kinds.c). */
#ifndef JSONSCHEMA_CAUSES_JUDGE_H
#define JSONSCHEMA_CAUSES_JUDGE_H

#include "jsonschema/causes_run.h"

/* What of one collection no subschema evaluated yet; NULL bits: nothing to keep track of. */
struct uneval {
    uint64_t *bits;
    size_t words;
};

struct judge {
    struct cause_run *run;
    const struct cause_place *place;
    const struct node *instance;
    uint32_t schema;
    const struct subschema *s;
    struct uneval uneval;
    struct schema_cause *first, *last; /* the violations found, in order; none is kept where the judge is quiet */
    size_t count;
    bool quiet; /* only whether there is a violation is wanted */
};

void uneval_clear(struct uneval *u, size_t i);

/* A violation of this judge's value, in the run's arena; what a quiet one makes is one for all and must not be written. */
struct schema_cause *judge_make(struct judge *j, int kind, enum keyword keyword, struct str text);
/* Keeps a violation; NULL is none. */
void judge_add(struct judge *j, struct schema_cause *c);
/* Keeps what the branches of a keyword found, below one violation of it. */
void judge_add_branches(struct judge *j, enum keyword keyword, struct str text, struct judge *branches);

/* text is only made where it is wanted */
#define SAY(j, keyword, text) judge_add((j), judge_make((j), CAUSE_LEAF, (keyword), (j)->quiet ? STR("") : (text)))

/* The judge's own value by its own subschema; NULL where it holds. */
struct schema_cause *weigh_value(struct judge *j);
/* The same value by another subschema; what that evaluated counts here where it holds. */
struct schema_cause *weigh_same(struct judge *j, uint32_t schema, bool quiet);
/* A part of the value, below a key or (key NULL) at an index. */
struct schema_cause *weigh_part(struct judge *j, uint32_t schema, const struct node *value, const struct node *key,
                                size_t index);
/* The keywords that belong to the kind of the value. */
void weigh_kind(struct judge *j);

#endif
