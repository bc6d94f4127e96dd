/* parse: reads a pattern as Go's regexp/syntax.Parse does with the flags of regexp.Compile (syntax.Perl). */
#ifndef SYNTAX_REGEX_PARSE_H
#define SYNTAX_REGEX_PARSE_H

#include "syntax/regex/node.h"
#include "syntax/regex/regex.h"

struct regex_tree {
    struct regex_node *root;
    uint32_t groups;         /* capturing groups, without the whole match */
    const struct str *names; /* of groups 1 to groups; empty where there is none; slices of the pattern */
};

/* Reads pattern into a. False with *e when Go refuses it; e->message is in a. */
bool regex_parse(struct arena *a, struct str pattern, int go_minor, struct regex_tree *tree, struct regex_error *e);

#endif
