/* policy_tree: a policy as read, and as compiled. */
#ifndef CEL_POLICY_TREE_H
#define CEL_POLICY_TREE_H

#include "cel/policy.h"

/* A text of the policy and where it begins in the file. */
struct policy_text {
    struct str text;
    uint32_t at; /* bytes: of its first character */
    bool given;
};

struct policy_variable {
    struct policy_text name, expression;
    uint32_t at;
    struct cel_program *program;
    struct str full; /* variables.NAME */
};

struct policy_rule;

struct policy_match {
    uint32_t at;
    struct policy_text condition, output, explanation;
    struct policy_rule *rule;
    struct cel_program *holds, *gives, *explains;
    bool always; /* the condition is the literal true, or not given */
};

struct policy_rule {
    uint32_t at;
    bool aggregate, typed; /* typed: match or aggregate was seen */
    struct policy_variable *variables;
    size_t variable_count, variable_cap;
    struct policy_match *matches;
    size_t match_count, match_cap;
    const struct cel_env *env;
    bool optional;               /* its output may be none */
    const struct cel_type *type; /* of its output, without the optional */
};

struct policy_import {
    struct policy_text name;
    uint32_t at;
};

struct cel_policy {
    struct str source;
    struct policy_text name;
    struct policy_import *imports;
    size_t import_count, import_cap;
    struct policy_rule *rule;
    bool explained;
};

/* Where a byte of a text stands in the source. */
uint32_t policy_place(struct str source, const struct policy_text *t, uint32_t offset);
/* policy_read.c: false with issues of stage parse. */
bool policy_read(struct cel_policy *p, struct arena *a, const struct node *root, unsigned flags,
                 struct cel_issues *issues);

#endif
