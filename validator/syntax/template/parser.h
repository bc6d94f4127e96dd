/* What the files of the parser share. Where Go's parser calls itself (controls inside controls, parentheses
 * inside parentheses) this one keeps a list of what is open: Go's stack may grow to a gigabyte, C's may not.
 */
#ifndef SYNTAX_TEMPLATE_PARSER_H
#define SYNTAX_TEMPLATE_PARSER_H

#include "syntax/template/lex.h"
#include "syntax/template/tree.h"

/* One parse.Tree on its way. Every {{define}} and {{block}} has its own, with its own look at the tokens,
 * which shows in the lines that errors name. */
struct parse_tree {
    struct str name;
    struct template_node *root;
    struct token tokens[3]; /* look-ahead; the next one is tokens[ahead - 1] */
    size_t ahead;
    struct template_names variables; /* in scope */
    size_t ranges;                   /* open {{range}} bodies */
    uint32_t action_line;            /* where the action began; 0 outside */
};

enum block_kind { BLOCK_MAIN, BLOCK_DEFINE, BLOCK_BLOCK, BLOCK_IF, BLOCK_RANGE, BLOCK_WITH };

/* A list of nodes that is not closed yet. */
struct parse_block {
    enum block_kind kind;
    bool in_else;
    bool chained;               /* {{else if}}: the {{end}} closes the block around it too */
    struct parse_tree *tree;    /* whose list it is */
    struct template_node *node; /* of a control */
    struct template_node *list; /* where nodes go */
    size_t variables;           /* in scope around it */
};

struct parser {
    struct arena *arena;
    struct template *template;
    struct lexer lexer;
    struct parse_tree *tree; /* of the innermost block */
    struct parse_block *open;
    size_t depth, cap;
    struct template_error *error;
};

/* Notes an error of the current tree at this byte and returns false. format and args are Go's: the name of
 * the template takes part in the format, as in parse.Tree.errorf. */
bool parse_fail(struct parser *p, uint32_t offset, const char *format, const struct template_value *args, size_t n);
#define PARSE_ARGS(...)                                                                                                \
    (const struct template_value[]){ __VA_ARGS__ },                                                                    \
        sizeof((const struct template_value[]){ __VA_ARGS__ }) / sizeof(struct template_value)
/* An error that is this text. */
bool parse_fail_text(struct parser *p, uint32_t offset, struct str text);
/* parse.Tree.unexpected */
bool parse_unexpected(struct parser *p, struct token t, struct str context);

struct token parse_next(struct parser *p);
struct token parse_peek(struct parser *p);
struct token parse_next_non_space(struct parser *p);
struct token parse_peek_non_space(struct parser *p);
/* Put tokens back: the last one; one before it; two before it. */
void parse_backup(struct parser *p);
void parse_backup2(struct parser *p, struct token before);
void parse_backup3(struct parser *p, struct token before2, struct token before1);

/* A pipeline up to its closing token, which is taken; NULL after an error. */
struct template_node *parse_pipeline(struct parser *p, struct str context, enum token_type end);

#endif
