/* parser: what the files of the parser share. Only they include it. */
#ifndef SYNTAX_REGEX_PARSER_H
#define SYNTAX_REGEX_PARSER_H

#include "syntax/regex/parse.h"

enum regex_flag { FLAG_FOLD = 1, FLAG_MULTI = 2, FLAG_DOT_ALL = 4, FLAG_UNGREEDY = 8 };

/* An open parenthesis. */
struct regex_group {
    size_t open;                     /* its offset in the pattern */
    uint32_t capture;                /* 0 for (?: */
    unsigned flags;                  /* to restore behind the closing one */
    size_t first_item, first_branch; /* what of items and branches is inside of it */
};

/* A \p class that was looked up before. */
struct named_class {
    struct str name;
    bool fold, negated;
    struct rune_range *ranges;
    size_t count;
};

struct regex_parser {
    struct arena *arena;
    struct str src;
    size_t at;
    int go_minor;
    unsigned flags;
    size_t last_repeat; /* where the repetition just before at begins; SIZE_MAX when there is none */
    struct regex_nodes items, branches;
    struct regex_node *spare; /* one to use again */
    struct regex_group *groups;
    size_t group_count, group_cap;
    struct str *names;
    uint32_t captures;
    size_t name_cap;
    struct named_class *classes;
    size_t class_count, class_cap;
    /* Go's limits: runes in classes and literals, nodes made, product of all repeat counts. */
    uint64_t runes, nodes, repeats;
    uint64_t reusable; /* nodes that Go has put aside for the next ones */
    bool sizing;
    bool no_posix_end; /* no ":]" follows any more */
    struct regex_error *error;
};

/* Refuses with Go's words for code and the fragment from to to of the pattern; returns false. */
bool regex_fail(struct regex_parser *p, const char *code, size_t from, size_t to);
/* The same where Go shows the whole pattern; the place is from to to. */
bool regex_fail_whole(struct regex_parser *p, const char *code, size_t from, size_t to);

/* The code point at p->at, stepping over it. At the end it is UTF8_BAD and nothing is stepped over. False on
 * invalid UTF-8. */
bool regex_next_rune(struct regex_parser *p, uint32_t *rune);
/* False on invalid UTF-8 between from and to. */
bool regex_check_utf8(struct regex_parser *p, size_t from, size_t to);
/* The byte at p->at + ahead, or 0 at the end (a NUL in the pattern means nothing special, so 0 is no syntax).
 */
char regex_peek(const struct regex_parser *p, size_t ahead);

/* \n, \x{10FFFF}, \123 ...: p->at is at the backslash. */
bool regex_parse_escape(struct regex_parser *p, uint32_t *rune);
/* Adds what \d, \pL or \p{Greek} at p->at mean to c and steps over it; *found is false when there is none. */
bool regex_parse_named(struct regex_parser *p, struct rune_class *c, bool *found);
/* Adds what [...] at p->at means to c, cleaned. */
bool regex_parse_class(struct regex_parser *p, struct rune_class *c);
/* (?flags), (?flags: and (?P<name>: p->at is at the parenthesis. */
bool regex_parse_perl_group(struct regex_parser *p);
bool regex_open_group(struct regex_parser *p, size_t open, bool captures, struct str name);

/* stack.c: building the tree. Each returns false when a limit of Go's is passed. */
struct regex_node *regex_new_node(struct regex_parser *p, enum regex_op op);
bool regex_push_op(struct regex_parser *p, enum regex_op op);
bool regex_push_rune(struct regex_parser *p, uint32_t rune);
bool regex_push_class(struct regex_parser *p, struct rune_class *c);
/* Repeats the last item; the operator is the pattern's from to to. */
bool regex_push_repeat(struct regex_parser *p, enum regex_op op, int min, int max, bool lazy, size_t from, size_t to);
/* Ends the branch that is being read; the innermost group gets one more. */
bool regex_end_branch(struct regex_parser *p);
/* The same at a bar. */
bool regex_parse_bar(struct regex_parser *p);
/* Ends the innermost group or the whole pattern: all of its branches as one node. */
bool regex_end_branches(struct regex_parser *p, struct regex_node **result);
bool regex_push_node(struct regex_parser *p, struct regex_node *n);
/* Go's checkLimits: runes, size and height. */
bool regex_check_limits(struct regex_parser *p, const struct regex_node *n);
bool regex_fail_height(struct regex_parser *p);
/* Counts what Go's parser.reuse puts aside: how many nodes there are decides whether sizes are looked at. */
void regex_count_reuse(struct regex_parser *p);
/* The first item of the innermost group. */
size_t regex_first_item(const struct regex_parser *p);

/* factor.c: the branches (at least one, taken over) as one node; NULL when a limit is passed. */
struct regex_node *regex_alternate(struct regex_parser *p, struct regex_node **branches, size_t count);
/* Makes one class of neighbours that match one code point each; returns how many nodes are left. */
size_t regex_merge_classes(struct regex_parser *p, struct regex_node **at, size_t count, bool reuse);

#endif
