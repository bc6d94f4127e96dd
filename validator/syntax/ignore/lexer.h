/* lexer: the tokens of an ignore file, as go-gitignore's lexer cuts them. */
#ifndef SYNTAX_IGNORE_LEXER_H
#define SYNTAX_IGNORE_LEXER_H

#include "base/arena.h"
#include "base/buf.h"

enum ignore_token_kind {
    TOKEN_EOF, /* also for a NUL, which the library takes for the end */
    TOKEN_EOL,
    TOKEN_SPACE,
    TOKEN_COMMENT,
    TOKEN_SEPARATOR,
    TOKEN_NEGATION,
    TOKEN_PATTERN,
    TOKEN_ANY, /* two asterisks */
    TOKEN_BAD, /* a carriage return that ends no line */
};

struct ignore_token {
    enum ignore_token_kind kind;
    struct str word; /* UTF-8: a byte that was none is U+FFFD here */
    uint32_t line;
};

struct ignore_lexer {
    struct arena *arena;
    struct str rest;
    uint32_t pushed[4]; /* characters given back, the next one last */
    unsigned pushed_count;
    uint32_t line;
    size_t column; /* characters of this line that were read; a comment or negation starts where it is 0 */
    struct buf word;
};

/* Words live in the arena; ignore_lexer_end gives the lexer's own memory back. */
void ignore_lexer_begin(struct ignore_lexer *l, struct arena *a, struct str text);
struct ignore_token ignore_lexer_next(struct ignore_lexer *l);
void ignore_lexer_end(struct ignore_lexer *l);

#endif
