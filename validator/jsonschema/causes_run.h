/* What the files that give the library's words share. */
#ifndef JSONSCHEMA_CAUSES_RUN_H
#define JSONSCHEMA_CAUSES_RUN_H

#include "jsonschema/causes.h"
#include "jsonschema/run.h"

/* Where a value stands, seen from the value upwards: below a key, or at an index. */
struct cause_place {
    const struct cause_place *up;
    const struct node *key;
    size_t index;
};

struct cause_run {
    const struct schema *schema;
    const struct schema_extension *extension;
    struct arena *arena;
    struct regex_scratch regex;
    unsigned depth;
    uint64_t steps;
    bool undecided;
};

struct str cause_pointer(struct cause_run *r, const struct cause_place *place);
bool cause_matches(struct cause_run *r, const struct regex *regex, struct str text);
/* utf8.RuneCount: each bad byte is one. */
size_t cause_runes(struct str text);

/* The words. jsonschema_causes_words.c */
struct str cause_say_type(struct cause_run *r, const struct node *instance, const struct subschema *s);
struct str cause_say_choice(struct cause_run *r, const struct choice_part *p);
struct str cause_say_missing(struct cause_run *r, const struct str *names, size_t n);
struct str cause_say_dependency(struct cause_run *r, const struct str *names, size_t n, struct str trigger);
struct str cause_say_unknown(struct cause_run *r, struct str *names, size_t n);
struct str cause_say_name(struct cause_run *r, struct str name);
struct str cause_say_size(struct cause_run *r, const char *keyword, uint64_t got, uint64_t want);
struct str cause_say_pattern(struct cause_run *r, struct str got, struct str want);
struct str cause_say_bound(struct cause_run *r, enum keyword keyword, const struct node *got, const struct node *want);
struct str cause_say_format(struct cause_run *r, const struct node *got, struct str format, struct str why);
struct str cause_say_contains(struct cause_run *r, bool counted, bool most, const size_t *at, size_t n, uint64_t want);

#endif
