/* What the files that validate share: one run of a schema over one document. */
#ifndef JSONSCHEMA_RUN_H
#define JSONSCHEMA_RUN_H

#include "jsonschema/compiled.h"
#include "jsonschema/value.h"

/* Which elements, or pairs, of one collection some subschema has evaluated: bits on the run's stack. */
struct marks {
    size_t at; /* first word */
    size_t words;
};

/* A subschema at work on a value, on the C stack. */
struct frame {
    const struct frame *up;
    const struct node *instance, *key;
    uint32_t schema;
};

/* What is wrong, before anyone asked for the words. */
struct finding {
    const struct node *at, *instance, *key;
    const struct node *container; /* the collection that holds instance, as far as it was entered */
    uint32_t schema;
    enum keyword keyword;
    uint64_t detail; /* by keyword: a number of keys, elements, characters; a key's number; ... */
    uint64_t second;
    struct str why;  /* a format checker's reason */
    uint32_t choice; /* the subschema whose anyOf or oneOf this comes from, SCHEMA_NONE otherwise */
    enum keyword choice_keyword;
    uint32_t form; /* which alternative, from 1; 0: what all of them have in common */
    size_t chain;  /* first of its subschemas in run.chain */
    size_t chain_count;
};

struct noted_annotation {
    const struct node *instance, *key;
    uint32_t schema;
};

struct run {
    const struct schema *schema;
    struct schema_scratch *scratch;
    struct arena *arena;       /* the scratch's */
    const struct frame *frame; /* innermost */
    unsigned depth;            /* frames */
    unsigned quiet;            /* above 0: only the answer counts, and the first violation settles it */
    value_budget budget;       /* steps left */
    const char *stopped;       /* why there will be no answer, or NULL */
    uint32_t stopped_at;       /* the subschema it happened in */
    bool annotate;
    uint32_t *scopes; /* resources entered, outermost first */
    size_t scope_count, scope_cap;
    uint64_t *bits;
    size_t bit_count, bit_cap;
    struct finding *findings;
    size_t finding_count, finding_cap;
    uint32_t *chain;
    size_t chain_count, chain_cap;
    struct noted_annotation *annotations;
    size_t annotation_count, annotation_cap;
};

/* jsonschema_validate.c */

/* Everything a subschema asks beyond type. Marks, where not NULL, collect what of instance it evaluates. */
bool judge_deep(struct run *r, uint32_t schema, const struct node *instance, const struct node *key,
                struct marks *marks);
/* A value that type or a false schema refuses; always false. */
bool judge_refuse(struct run *r, uint32_t schema, const struct node *instance, const struct node *key);
bool judge_float_is_whole(const struct node *n);

/* Judges a value, aliases followed, by a subschema. */
static inline bool judge_check(struct run *r, uint32_t schema, const struct node *instance, const struct node *key,
                               struct marks *marks)
{
    const struct subschema *s = &r->schema->subschemas[schema];
    enum node_kind kind = value_kind(instance);

    if (s->verdict == SUBSCHEMA_TRUE)
        return true;
    if (s->verdict == SUBSCHEMA_FALSE ||
        (!(s->kinds >> kind & 1) && !(kind == NODE_FLOAT && s->whole_floats && judge_float_is_whole(instance))))
        return judge_refuse(r, schema, instance, key);
    return !(s->deep >> kind & 1) || judge_deep(r, schema, instance, key, marks);
}

/* No answer will come; returns false. */
bool judge_stop(struct run *r, const char *why);
/* Takes steps from the budget; false, and stopped, when there are no more. */
static inline bool judge_spend(struct run *r, uint64_t steps)
{
    if (r->budget > steps) {
        r->budget -= steps;
        return true;
    }
    return judge_stop(r, "it would take too many steps");
}

/* Notes a violation of the innermost frame's subschema, where anybody listens; always false. */
bool judge_violation(struct run *r, enum keyword keyword, const struct node *at, uint64_t detail, uint64_t second);

/* jsonschema_marks.c */
struct marks marks_push(struct run *r, size_t bits);
void marks_pop(struct run *r, const struct marks *m);
void marks_join(struct run *r, const struct marks *into, const struct marks *from);
static inline void marks_set(struct run *r, const struct marks *m, size_t bit)
{
    r->bits[m->at + bit / 64] |= (uint64_t)1 << bit % 64;
}
static inline bool marks_has(const struct run *r, const struct marks *m, size_t bit)
{
    return r->bits[m->at + bit / 64] >> bit % 64 & 1;
}

/* The parts, each for the innermost frame's instance. */
bool judge_choices(struct run *r, const struct subschema *s);
bool judge_string(struct run *r, const struct string_part *p);
bool judge_number(struct run *r, const struct number_part *p);
bool judge_object(struct run *r, const struct object_part *p, struct marks *marks);
bool judge_array(struct run *r, const struct array_part *p, struct marks *marks);
bool judge_logic(struct run *r, const struct logic_part *p, struct marks *marks);
bool judge_unevaluated(struct run *r, const struct subschema *s, struct marks *marks);
/* Text of a key or value matched anywhere by a pattern. */
bool judge_matches(struct run *r, const struct regex *regex, struct str text);

/* Of findings from..., which all alternatives of a choice left in groups, keeps those of the closest one, or
 * one that says what they have in common. groups[i] is where those of alternative i begin.
 * jsonschema_closest.c */
void judge_keep_closest(struct run *r, enum keyword keyword, const struct id_list *forms, const size_t *groups);

/* The alternatives of the choice that a finding comes from. */
static inline const struct id_list *finding_forms(const struct run *r, const struct finding *f)
{
    const struct logic_part *l = r->schema->subschemas[f->choice].logic;

    return f->choice_keyword == KEYWORD_ANY_OF ? &l->any : &l->one;
}

/* jsonschema_message.c: the words. */
void schema_message_write(const struct run *r, const struct finding *f, struct schema_violation *v);

/* jsonschema_describe.c: short words for values and for what subschemas allow. */
struct buf;
void describe_value(struct buf *out, const struct node *n);
void describe_found(struct buf *out, const struct node *n);
void describe_kinds(struct buf *out, uint8_t kinds);
void describe_choice(struct buf *out, const struct choice_part *p);
/* What any of these subschemas allows; false, and nothing written, where few words can't say it. */
bool describe_allowed(struct buf *out, const struct schema *s, const uint32_t *ids, size_t count);

/* jsonschema_hint.c: what the author may have meant, or empty. */
struct str schema_hint_write(const struct run *r, const struct finding *f);

#endif
