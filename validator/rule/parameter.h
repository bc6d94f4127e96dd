/* parameter: what prowgate.yaml tells a rule beside its severity. A rule declares its parameters in a constant table.
 * What the file gives is checked against the table before any rule runs, so that a rule only meets values of the form
 * it declared; `prowgate explain` prints the table under the rule's page. */
#ifndef RULE_PARAMETER_H
#define RULE_PARAMETER_H

#include "base/arena.h"
#include "syntax/tape.h"

struct check;

/* What one value is. */
enum parameter_kind {
    PARAMETER_TEXT,
    PARAMETER_GLOB,   /* see base/glob.h; "!" in front takes out */
    PARAMETER_REGEX,  /* Go's, found anywhere in the text unless it has ^ and $ */
    PARAMETER_CHOICE, /* one of choices */
    PARAMETER_BOOL,
    PARAMETER_NUMBER,   /* an integer from 0 */
    PARAMETER_DURATION, /* as Go writes them, from 0: 1h30m */
    PARAMETER_QUANTITY, /* as Kubernetes writes them, from 0: 500m, 2Gi; a bare number too */
    PARAMETER_PERCENT,  /* 0% to 100% */
    PARAMETER_SCALAR,   /* a text, a number or a boolean */
    PARAMETER_GROUP,    /* a mapping with parameters of its own, in members */
};

/* How many of them. */
enum parameter_shape {
    SHAPE_ONE,
    SHAPE_LIST, /* one or more: a value alone, or a list of them */
    SHAPE_MAP,  /* one or more: a mapping of names of any kind to values */
};

enum parameter_need {
    NEED_NOT,
    NEED_ALWAYS,
    NEED_ONE_OF, /* at least one of those of a table that say so */
};

struct parameter {
    const char *name; /* kebab-case; NULL ends a table */
    enum parameter_kind kind;
    enum parameter_shape shape;
    enum parameter_need need;
    const char *help;                /* what it means, one line */
    const char *const *choices;      /* of a choice; ends with NULL */
    const struct parameter *members; /* of a group */
};

/* Told what is wrong, and with which node. */
typedef void parameter_complain(void *context, const struct node *at, struct str text);

/* Checks a mapping of parameters, in which "severity" is passed over, against the table (NULL: takes none). owner is
 * the rule's id, for texts; at is where the mapping stands for complaints about what is missing. given may be NULL:
 * then only what is missing is said. Texts live in the arena. False when there was a complaint. */
bool parameters_check(const struct parameter *table, const char *owner, const struct node *given, const struct node *at,
                      struct arena *arena, parameter_complain *complain, void *context);

/* The parameter that this use of the rule was given, of the declared form; NULL when it was not. Lives as long as the
 * run. */
const struct node *check_parameter(const struct check *c, const char *name);

/* The values of a SHAPE_LIST: NULL for last gives the first, NULL comes back after the last. list may be NULL. */
const struct node *parameter_next(const struct node *list, const struct node *last);
/* The values of a SHAPE_LIST as people read them: a, b, c. In the arena. */
struct str parameter_texts(struct arena *a, const struct node *list);
/* A boolean that is given, and true. */
bool parameter_true(const struct check *c, const char *name);
/* A number or a duration in nanoseconds; false when it is not given. */
bool parameter_number(const struct check *c, const char *name, int64_t *value);
bool parameter_duration(const struct check *c, const char *name, int64_t *ns);

/* A percentage, or otherwise where it is not given. */
int64_t parameter_percent(const struct check *c, const char *name, int64_t otherwise);
/* The number of a PARAMETER_NUMBER or PARAMETER_PERCENT that is a member of a group; otherwise where the group or the
 * member is not given. */
int64_t parameter_member(const struct node *group, const char *name, int64_t otherwise);

/* What a value of this parameter is, for people: "list of globs", "duration". In the arena. */
struct str parameter_form(struct arena *a, const struct parameter *p);

#endif
