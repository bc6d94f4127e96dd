/* gotype: the Go types that Prow decodes its configuration into, with the versions that knew each field.
 * Constant tables, made from schemas/ at build time by tools/gotypes; schemas/README.md says how the two
 * relate.
 *
 * Fields that come from embedded structs stand in the struct that embeds them, as encoding/json sees them.
 * A field that moved or changed its type has one entry for each form. Entries whose names differ in letter
 * case at most are chained, the newest first, of those read at the same time the shallowest (the one that
 * Go prefers). */
#ifndef SCHEMA_GOTYPE_H
#define SCHEMA_GOTYPE_H

#include "base/str.h"

enum go_kind { GO_ANY, GO_BOOL, GO_INT, GO_UINT, GO_FLOAT, GO_STRING, GO_POINTER, GO_SLICE, GO_MAP, GO_STRUCT };

/* Types with an UnmarshalJSON of their own, by what it does. */
enum go_decoder {
    GO_PLAIN,
    GO_FIRST_JSON,              /* the first of `tries` that encoding/json can decode into */
    GO_FIRST_YAML,              /* the same by way of sigs.k8s.io/yaml, which turns scalars into strings */
    GO_DURATION,                /* metav1.Duration: a duration string */
    GO_NANOSECONDS_OR_DURATION, /* prowapi.Duration: a duration string or an int64 */
    GO_QUANTITY,                /* resource.Quantity */
    GO_INT_OR_STRING,           /* intstr.IntOrString */
    GO_TIME,                    /* time.Time */
    GO_META_TIME,               /* metav1.Time */
    GO_RAW,                     /* keeps any JSON as it is */
    GO_PARAM_VALUE,             /* Tekton's ParamValue: takes anything */
};

/* A value of an enumeration. */
struct go_value {
    struct str text;
    uint16_t since, until; /* as in struct go_field */
};

struct go_type {
    const char *name;                   /* as Go prints it: "int32", "[]config.Preset", "v1.PullPolicy" */
    const struct go_type *elem;         /* pointer: what it points to; slice, map: the element */
    const struct go_struct *fields;     /* struct: its fields; also what string coercion sees of other types */
    const struct go_type *const *tries; /* GO_FIRST_*: try_count types */
    const struct go_value *values;      /* value_count values of an enumeration */
    const char *format;                 /* syntax of a string ("regexp", "url", ...), or NULL */
    const char *doc;                    /* one line for people, or NULL */
    const char *rule;                   /* the rule that judges its values, in place of the decoder; or NULL */
    uint16_t value_count;
    uint8_t kind, decoder, bits, try_count;
    bool closed; /* no other value than these is accepted by whoever reads it */
};

struct go_field {
    struct str name; /* JSON key */
    const struct go_type *type;
    const struct go_type *coerce; /* what string coercion takes for its type: an embedded struct's */
    const char *embedded;         /* the embedded structs on the way, "JobBase.UtilityConfig.", or "" */
    const char *doc;              /* one line for people, or NULL */
    const char *missing;          /* what Prow acts by without the field (schema: default), or NULL */
    const char *fill;             /* what Prow writes into it when it is empty (schema: x-fill), or NULL */
    uint16_t since, until;        /* index into go_versions; 0: since its struct is read, still there */
    uint16_t next;                /* next entry of its chain in the same struct, plus one; 0 ends it */
    uint16_t omit_zero;           /* since when a struct is left out while all of it is zero; 0: never */
    bool head;                    /* first of its chain */
    bool deprecated;
    bool always; /* Go writes it even when it is empty: its tag has no omitempty */
};

struct go_struct {
    const char *name; /* without package, as error texts have it: "Periodic" */
    const struct go_field *fields;
    const uint16_t *slots; /* open addressing by go_name_hash: index of a chain's head plus one, 0 free */
    uint32_t mask;
    uint16_t count;
};

/* The commit on Prow's main line that brought or removed something. */
struct go_version {
    const char *date;   /* "2019-05-06" */
    const char *commit; /* 12 hex digits */
};

/* Every version that a field or value refers to, oldest first; [0] stands for none. */
extern const struct go_version go_versions[];
extern const uint16_t go_version_count;

/* A type with a name of its own: FILE is the path below schemas/ without extension. */
struct go_root {
    const char *file, *name;
    const struct go_type *type;
};
extern const struct go_root go_roots[]; /* sorted by name, then by file */
extern const uint16_t go_root_count;

/* The type that schemas/FILE.yaml defines under NAME, or NULL. */
const struct go_type *go_type_find(const char *file, const char *name);

/* The chain of the fields that encoding/json may take name for: equal under simple case folding. NULL:
 * unknown. */
const struct go_field *go_field_find(const struct go_struct *s, struct str name);
/* The next entry of the chain, or NULL. */
static inline const struct go_field *go_field_next(const struct go_struct *s, const struct go_field *f)
{
    return f->next ? &s->fields[f->next - 1] : NULL;
}
/* The first entry of the chain that is spelt exactly so, or else the first. NULL: unknown. */
const struct go_field *go_field_spelt(const struct go_struct *s, struct str name);

/* Hash of a name whose ASCII letters' case does not count. */
static inline uint32_t go_name_hash(struct str name)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.p[i];

        h = (h ^ (c + ((unsigned char)(c - 'A') < 26 ? 32u : 0))) * 16777619u;
    }
    return h ^ h >> 15;
}

/* What pointers lead to. */
static inline const struct go_type *go_type_target(const struct go_type *t)
{
    while (t->kind == GO_POINTER)
        t = t->elem;
    return t;
}

#endif
