#include "base/quote.h"
#include "syntax/template/lex_state.h"

static bool accept(struct lexer *l, struct str valid)
{
    uint32_t cp = lex_rune(l);

    if (cp < 0x80 && str_find_char(valid, (char)cp) != SIZE_MAX)
        return true;
    lex_back(l);
    return false;
}

static void accept_run(struct lexer *l, struct str valid)
{
    while (accept(l, valid))
        ;
}

static void exponent(struct lexer *l, struct str mark)
{
    if (!accept(l, mark))
        return;
    accept(l, STR("+-"));
    accept_run(l, STR("0123456789_"));
}

/* One number, loosely: what it is worth is decided when it is parsed. False when a letter or digit follows,
 * which is then part of the token. */
static bool scan(struct lexer *l)
{
    struct str digits = STR("0123456789_"), mark = STR("eE");

    accept(l, STR("+-"));
    if (accept(l, STR("0"))) {
        if (accept(l, STR("xX")))
            digits = STR("0123456789abcdefABCDEF_"), mark = STR("pP");
        else if (accept(l, STR("oO")))
            digits = STR("01234567_"), mark = STR("");
        else if (accept(l, STR("bB")))
            digits = STR("01_"), mark = STR("");
    }
    accept_run(l, digits);
    if (accept(l, STR(".")))
        accept_run(l, digits);
    exponent(l, mark);
    accept(l, STR("i"));
    if (!lex_is_word(lex_peek(l)))
        return true;
    lex_rune(l);
    return false;
}

static void bad_number(struct lexer *l)
{
    struct str quoted = arena_quote(l->arena, str_slice(l->input, l->start, l->at));

    lex_fail(l, "bad number syntax: %.*s", STR_ARG(quoted));
}

void lex_number(struct lexer *l)
{
    uint32_t cp;

    if (!scan(l)) {
        bad_number(l);
        return;
    }
    cp = lex_peek(l);
    if (cp != '+' && cp != '-')
        lex_emit(l, TOKEN_NUMBER);
    else if (scan(l) && l->input.p[l->at - 1] == 'i')
        lex_emit(l, TOKEN_COMPLEX);
    else
        bad_number(l);
}
