/* lex: an expression's text as tokens, as cel-go's ANTLR grammar cuts it. */
#ifndef CEL_LEX_H
#define CEL_LEX_H

#include "cel/issue.h"

enum cel_token_kind {
    CEL_TOKEN_END,
    CEL_TOKEN_IDENT,
    CEL_TOKEN_ESCAPED, /* `name` */
    CEL_TOKEN_INT,
    CEL_TOKEN_UINT,
    CEL_TOKEN_FLOAT,
    CEL_TOKEN_STRING,
    CEL_TOKEN_BYTES,
    CEL_TOKEN_TRUE,
    CEL_TOKEN_FALSE,
    CEL_TOKEN_NULL,
    CEL_TOKEN_IN,
    CEL_TOKEN_EQ,
    CEL_TOKEN_NE,
    CEL_TOKEN_LT,
    CEL_TOKEN_LE,
    CEL_TOKEN_GT,
    CEL_TOKEN_GE,
    CEL_TOKEN_AND,
    CEL_TOKEN_OR,
    CEL_TOKEN_LBRACKET,
    CEL_TOKEN_RBRACKET,
    CEL_TOKEN_LBRACE,
    CEL_TOKEN_RBRACE,
    CEL_TOKEN_LPAREN,
    CEL_TOKEN_RPAREN,
    CEL_TOKEN_DOT,
    CEL_TOKEN_COMMA,
    CEL_TOKEN_MINUS,
    CEL_TOKEN_NOT,
    CEL_TOKEN_QUESTION,
    CEL_TOKEN_COLON,
    CEL_TOKEN_PLUS,
    CEL_TOKEN_STAR,
    CEL_TOKEN_SLASH,
    CEL_TOKEN_PERCENT,
    CEL_TOKEN_KINDS,
};

struct cel_token {
    uint32_t at, len; /* bytes */
    uint8_t kind;
};

struct cel_tokens {
    struct cel_token *items; /* the last is CEL_TOKEN_END */
    size_t count;
};

/* Cuts the whole text. False when something in it is no token: each such place is an issue, and the tokens are what
 * stands around them. */
bool cel_lex(struct cel_tokens *tokens, struct arena *a, struct str text, struct cel_issues *issues);

#endif
