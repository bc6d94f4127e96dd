/* own: rules that a team writes in YAML, with CEL expressions, in place of C. They are read once, compiled once and then
 * constant. doc/own-rules.md says how one is written. */
#ifndef PROW_OWN_OWN_H
#define PROW_OWN_OWN_H

#include "cel/cel.h"
#include "cel/policy.h"
#include "prow/files/tree.h"
#include "rule/runner.h"

enum { OWN_MOST_VARIABLES = 64 }; /* of one rule */

/* What a rule is asked about. Of several kinds only those of jobs go together: the others see other variables. */
enum own_kind {
    OWN_PRESUBMIT = 1,
    OWN_POSTSUBMIT = 2,
    OWN_PERIODIC = 4,
    OWN_JOB = 7,
    OWN_PRESET = 8,
    OWN_CONFIG = 16,
    OWN_PLUGINS = 32,
    OWN_REPO = 64,
    OWN_BRANCH = 128,
    OWN_PAIR = 256,
    OWN_PIPELINE = 512, /* validator/pipeline asks these */
    OWN_STEP = 1024,
    OWN_PIPELINE_CONFIG = 2048,
    OWN_PIPELINES = OWN_PIPELINE | OWN_STEP | OWN_PIPELINE_CONFIG,
};

/* The kind of this name ("presubmit"); 0 where there is none. */
unsigned own_kind(struct str name);

/* An expression and where it is written. */
struct own_expression {
    struct str text;
    const struct node *node;
    struct cel_program *program; /* NULL where there is none */
};

struct own_variable {
    struct str name; /* with "variables." in front */
    struct own_expression value;
};

/* Something that the rule must find, or must not: a job, a preset, ..., or a mapping of variables to their values. */
struct own_example {
    const struct node *node;
    bool fails;
};

/* What would mend it. */
struct own_fix {
    struct own_expression title, set; /* set: the value that belongs where at points to */
    bool given, remove, safe;         /* remove: what at points to goes */
};

struct own_rule {
    struct rule rule;  /* how reports, baselines and comments see it */
    struct rule doubt; /* the same rule where it could not be evaluated: undecided */
    struct str file, source;
    const struct node *node;
    struct str why;
    unsigned on; /* kinds */
    struct own_variable *variables;
    size_t variable_count;
    struct own_expression when, require, message;
    struct cel_policy *policy; /* in place of require, or NULL */
    struct own_expression *at; /* the path, then what is left of it without its last parts */
    size_t at_count;
    struct own_fix fix;
    struct own_example *examples;
    size_t example_count;
};

struct own_types;

struct own_rules {
    struct arena *arena; /* holds everything, and outlives it */
    struct own_types *types;
    struct own_rule **items;
    const struct rule **rules; /* the items' */
    size_t count, cap, rule_cap;
};

/* Told what is wrong in a file, and where. */
typedef void own_complain(void *context, struct str file, uint32_t line, uint32_t column, struct str text);

struct own_reader {
    struct own_rules *rules;
    own_complain *complain;
    void *context;
    struct str file, source; /* what is being read */
    bool ok;
};

/* Reads the rule n, or the list of rules n, of a file into r->rules; source is the text that n's tape was read from and
 * lives as long as the rules. Whatever is wrong is told, all of it, and makes r->ok false. */
void own_read(struct own_reader *r, struct str file, struct str source, const struct node *n);
/* The same of a file's text, which is copied. */
void own_read_text(struct own_reader *r, struct str path, struct str text);
/* The same for a file of fs. */
void own_read_file(struct own_reader *r, const struct fs *fs, struct str path);
/* Whether a file of this name holds own rules: *.yaml, *.yml. */
bool own_is_rule_file(struct str name);
/* The same for every such file in folder and below it, by path; a folder that is not there holds none. */
void own_read_folder(struct own_reader *r, const struct fs *fs, struct str folder);
/* Gives back what expressions hold beside the arena. */
void own_rules_free(struct own_rules *own);

/* Where the byte at this offset of a scalar's value is written, in bytes of the source: through quotes, and through
 * the indentation and line breaks of `|` and `>`. */
size_t own_written_at(struct str source, const struct node *scalar, size_t offset);

/* Runs every rule that is on over everything in the tree that it is about, as each deployed version holds it; the same
 * finding of several versions is one. Pairs are left to whoever compares (delta/own_pairs.h). What can't be evaluated is
 * a finding that leaves the run undecided. Returns what all expressions cost together, as CEL counts it. */
uint64_t own_run(const struct own_rules *own, const struct rule_settings *s, const struct prow_tree *tree,
                 struct findings *out);

/* What an example came to. */
struct own_tried {
    bool finds;         /* require was false */
    bool asked;         /* when was true, or there is none */
    struct str trouble; /* why it could not be evaluated; empty where it could */
    struct str message; /* of a finding, the first */
};
/* Runs one example, whose values are taken as written; what its expressions decided is added to coverage, which may be
 * NULL. Texts live in a. */
struct own_tried own_try(const struct own_rule *rule, const struct own_example *e, struct cel_coverage *coverage,
                         struct arena *a);

/* A way through a rule that no example took. */
struct own_gap {
    size_t at;       /* bytes in the rule's source */
    const char *way; /* "true", "false" */
};
/* What the examples that were tried with this coverage did not show, in the order of the rule's expressions; in a. */
size_t own_gaps(const struct own_rule *rule, const struct cel_coverage *coverage, struct arena *a,
                struct own_gap **gaps);

#endif
