/* What the files of lex share. */
#ifndef SYNTAX_TEMPLATE_LEX_STATE_H
#define SYNTAX_TEMPLATE_LEX_STATE_H

#include "syntax/template/lex.h"

enum { LEX_END = 0x7FFFFFFF }; /* stands for the end of input where a code point is expected */

/* The next code point, taken, undone or only looked at. */
uint32_t lex_rune(struct lexer *l);
void lex_back(struct lexer *l);
uint32_t lex_peek(struct lexer *l);

/* Letters, digits and the underscore. */
bool lex_is_word(uint32_t cp);
/* Ends the token here. */
void lex_emit(struct lexer *l, enum token_type type);
/* Makes the token an error and drops what is left of the input. */
void lex_fail(struct lexer *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A number: its first character is the next one. */
void lex_number(struct lexer *l);

#endif
