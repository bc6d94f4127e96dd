/* config_schema: the schema that a configuration names, and the verdict of ARO-Tools' ValidateSchema in its words. */
#ifndef PIPELINE_CONFIG_SCHEMA_H
#define PIPELINE_CONFIG_SCHEMA_H

#include "base/fs.h"
#include "jsonschema/causes.h"
#include "pipeline/schema_rules.h"
#include "pipeline/words.h"

/* Judges what a configuration file says before it is resolved: its levels. False with the words added. */
bool config_meta_check(const struct node *root, struct arena *a, struct words *words);

/* The schema, read and compiled once. */
struct config_schema {
    struct str path;
    struct tape tape;
    struct schema *schema;      /* NULL: words say why; free with config_schema_free */
    struct schema_rule_set set; /* x-cel-validations, compiled */
    struct words words;
    bool rules;     /* x-cel-validations count (ARO-Tools since 2026-04-28) */
    bool undecided; /* what is wrong with it is not what upstream would say */
};

/* a must outlive it. */
void config_schema_load(struct config_schema *s, const struct fs *fs, struct str path, bool rules, struct arena *a);
void config_schema_free(struct config_schema *s);

/* Validates a resolved configuration. False: words as ValidateSchema prints them, *cause the tree behind them (NULL
 * where the schema itself is at fault). */
bool config_schema_validate(const struct config_schema *s, const struct node *config, struct arena *a,
                            struct words *words, const struct schema_cause **cause, bool *undecided);

#endif
