/* decode_walk: the parts of decode.c that know each other. */
#ifndef SCHEMA_DECODE_WALK_H
#define SCHEMA_DECODE_WALK_H

#include "base/map.h"
#include "schema/decode.h"
#include "syntax/scalar/scalar.h"

enum {
    /* Steps below the root that are decoded; only types that hold themselves get there. Go goes on to
     * 10000. */
    DECODE_DEPTH = 3000,
    /* encoding/json's maxNestingDepth. */
    JSON_NESTING = 10000,
};

enum decode_mode {
    MODE_REPORT,  /* everything, in document order */
    MODE_VERDICT, /* in Go's order, with Go's rules about which error is the one */
    MODE_PROBE,   /* only whether it fails */
};

struct walker {
    const struct decode_options *options;
    struct arena *arena;
    void (*report)(void *context, const struct decode_problem *p);
    void *context;
    struct map reported; /* kind and offset of what was reported -> for which versions, uint64_t */
    uint64_t refused;    /* MODE_REPORT: versions that refuse the document */
    enum decode_mode mode;
    bool older;  /* decoding a form that is not the newest version's */
    bool failed; /* MODE_PROBE, MODE_VERDICT: there is an error */
    struct str error;
    const struct node *error_at;
};

/* The type that string coercion follows, which is not always the one decoded into (catalog 1.8.6). */
struct coercion {
    const struct go_type *type; /* NULL: unknown */
    bool addressable;           /* Go finds methods of the pointer */
};

/* A value being decoded. */
struct target {
    const struct go_type *type;
    struct coercion coerce;
    uint64_t versions;
};

/* All walking functions give false to abandon the document, as Go does when a type's own decoder fails. */
bool decode_value(struct walker *w, const struct decode_place *place, const struct node *n, struct target t);
bool decode_object(struct walker *w, const struct decode_place *place, const struct node *n, struct target t);
bool decode_custom(struct walker *w, const struct decode_place *place, const struct node *n, struct target t);

/* The live keys of a mapping in bytewise order, in a. */
const struct node **decode_sorted_keys(struct arena *a, const struct node *map, size_t *count);
/* A float that JSON has no number for: NaN and the infinities. */
bool decode_is_special(const struct node *n);

/* Whether the value decodes into the type without an error. */
bool decode_probe(struct walker *w, const struct decode_place *place, const struct node *n, struct target t);

/* coerce without pointers; unknown where a decoder hides the type. */
struct coercion coercion_settle(struct coercion c);
/* What the value of a key, or an element, is followed with. */
struct coercion coercion_key(struct coercion settled, struct str key);
struct coercion coercion_element(struct coercion settled);

/* n as the JSON value that Go decodes: aliases followed, coerced where Go coerces. */
struct scalar decode_scalar(struct walker *w, const struct node *n, struct coercion settled);

/* An error of encoding/json: saved, and the walk goes on. */
bool refuse_type(struct walker *w, const struct decode_place *place, const struct node *n, struct str what,
                 const char *type, uint64_t versions);
/* An error that a type's own decoder returns: text as it is (type errors come with their field already). */
bool refuse_value(struct walker *w, const struct decode_place *place, const struct node *n, enum decode_kind kind,
                  struct str text, uint64_t versions);
/* `json: unknown field "x"`: an error only where strict. */
bool refuse_field(struct walker *w, const struct decode_place *place, const struct node *key);

/* "Periodic.periodics.JobBase.name" for what encoding/json puts into its errors, or empty. */
struct str decode_field_path(struct walker *w, const struct decode_place *place);

/* Hands p on with path filled in, unless the mode is another or it is known already. */
void decode_tell(struct walker *w, struct decode_problem p);

/* A step for whoever builds the value; most walks only judge. */
static inline void decode_emit(struct walker *w, enum decode_event event, const struct go_type *type,
                               const struct go_field *field, struct str text, const struct node *at)
{
    if (w->mode == MODE_VERDICT && w->options->sink)
        w->options->sink->event(w->options->sink->context, event, type, field, text, at);
}

/* Fills elsewhere and kinds: of a field that its place no longer has. */
void suggest_place(struct walker *w, const struct go_struct *s, struct decode_problem *p);
/* Fills suggestion, elsewhere and kinds of an unknown field, suggestion of an unknown value. */
void suggest_field(struct walker *w, const struct go_struct *s, struct decode_problem *p);
void suggest_value(struct walker *w, const struct go_type *t, struct str text, struct decode_problem *p);

#endif
