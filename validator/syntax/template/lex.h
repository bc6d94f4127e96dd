/* lex: the tokens of a template (text/template/parse, type lexer), one at a time as the parser asks. */
#ifndef SYNTAX_TEMPLATE_LEX_H
#define SYNTAX_TEMPLATE_LEX_H

#include "base/arena.h"

enum token_type {
    TOKEN_ERROR, /* text is the message */
    TOKEN_BOOL,
    TOKEN_CHAR, /* a printable ASCII character that means nothing by itself, such as ',' */
    TOKEN_CHAR_CONSTANT,
    TOKEN_COMPLEX,
    TOKEN_ASSIGN,
    TOKEN_DECLARE,
    TOKEN_EOF,
    TOKEN_FIELD, /* with its dot */
    TOKEN_IDENTIFIER,
    TOKEN_LEFT_DELIM,
    TOKEN_LEFT_PAREN,
    TOKEN_NUMBER,
    TOKEN_PIPE,
    TOKEN_RAW_STRING,
    TOKEN_RIGHT_DELIM,
    TOKEN_RIGHT_PAREN,
    TOKEN_SPACE,
    TOKEN_STRING, /* with its quotes */
    TOKEN_TEXT,
    TOKEN_VARIABLE, /* with its dollar sign */
    TOKEN_KEYWORD,  /* everything from here on is one */
    TOKEN_BLOCK,
    TOKEN_BREAK,
    TOKEN_CONTINUE,
    TOKEN_DOT,
    TOKEN_DEFINE,
    TOKEN_ELSE,
    TOKEN_END,
    TOKEN_IF,
    TOKEN_NIL,
    TOKEN_RANGE,
    TOKEN_TEMPLATE,
    TOKEN_WITH,
};

struct token {
    enum token_type type;
    uint32_t pos;    /* byte in the text; of an error, what it is about */
    uint32_t line;   /* of pos, from 1 */
    struct str text; /* slice of the text, or an error in the lexer's arena */
};

struct lexer {
    struct arena *arena;
    struct str input; /* empty after an error */
    size_t start, at; /* the token begins at start; at is the next byte */
    uint32_t start_line, line;
    bool at_end; /* end of input was seen: backing up does nothing any more */
    bool inside; /* an action */
    int parens;
    bool break_ok, continue_ok; /* they are keywords, because no function has their name */
    struct token token;
};

/* input must be shorter than 4 GiB; tokens are slices of it. */
void lex_init(struct lexer *l, struct arena *a, struct str input);
struct token lex_next(struct lexer *l);
/* The token as error texts show it (item.String). */
struct str lex_show(struct arena *a, struct token t);

#endif
