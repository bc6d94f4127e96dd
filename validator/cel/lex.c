#include "cel/lex.h"

#include "base/utf8.h"

struct lexer {
    struct str text;
    size_t at;
    struct arena *arena;
    struct cel_issues *issues;
    bool bad;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static bool is_letter(char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

/* The byte at an offset from i, 0 past the end: no token holds NUL outside of texts, so 0 never matches. */
static char peek(const struct lexer *l, size_t i)
{
    return i < l->text.len ? l->text.p[i] : '\0';
}

static size_t width(const struct lexer *l, size_t i)
{
    size_t w;

    utf8_decode(str_from(l->text, i), &w);
    return w;
}

/* How far an escape sequence at i goes; 0 when it is none, with the place of the first wrong character in *wrong. */
static size_t escape(const struct lexer *l, size_t i, size_t *wrong)
{
    char c = peek(l, i + 1);
    size_t digits = c == 'x' || c == 'X' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;

    *wrong = i + 1;
    if (c && memchr("abfnrtv\"'\\?`", c, 12))
        return 2;
    if (digits) {
        for (size_t k = 0; k < digits; k++)
            if (!is_hex(peek(l, *wrong = i + 2 + k)))
                return 0;
        return 2 + digits;
    }
    if (c >= '0' && c <= '3') {
        for (size_t k = 2; k < 4; k++) {
            char o = peek(l, *wrong = i + k);
            if (o < '0' || o > '7')
                return 0;
        }
        return 4;
    }
    return 0;
}

/* The end of a text that begins with a quote at i, or 0 with the place where it can't go on in *wrong. */
static size_t quoted(const struct lexer *l, size_t i, bool raw, size_t *wrong)
{
    char q = peek(l, i);
    bool three = peek(l, i + 1) == q && peek(l, i + 2) == q;

    for (i += three ? 3 : 1; i < l->text.len;) {
        char c = l->text.p[i];
        if (c == q && (!three || (peek(l, i + 1) == q && peek(l, i + 2) == q)))
            return i + (three ? 3 : 1);
        if (!three && (c == '\n' || c == '\r')) {
            *wrong = i;
            return 0;
        }
        if (c == '\\' && !raw) {
            size_t n = escape(l, i, wrong);
            if (n == 0)
                return 0;
            i += n;
        } else {
            i += width(l, i);
        }
    }
    *wrong = l->text.len;
    return 0;
}

/* A text with its prefixes (r, b, br, rb in any case), or 0: none begins here. An empty text that is followed by what
 * can't be three quotes is two quotes. */
static size_t take_text(struct lexer *l, size_t i, enum cel_token_kind *kind, size_t *wrong)
{
    bool raw = false, bytes = false;
    size_t end;
    char c;

    for (int k = 0; k < 2; k++) {
        c = (char)(peek(l, i) | 32);
        if (c == 'r' && !raw && is_letter(peek(l, i)))
            raw = true;
        else if (c == 'b' && !bytes && !raw && is_letter(peek(l, i)))
            bytes = true;
        else
            break;
        i++;
    }
    c = peek(l, i);
    if (c != '"' && c != '\'')
        return 0;
    *kind = bytes ? CEL_TOKEN_BYTES : CEL_TOKEN_STRING;
    end = quoted(l, i, raw, wrong);
    if (end == 0 && peek(l, i + 1) == c && peek(l, i + 2) == c)
        end = i + 2; /* not closed by three: then the first two are an empty text */
    return end;
}

static size_t digits(const struct lexer *l, size_t i)
{
    while (is_digit(peek(l, i)))
        i++;
    return i;
}

/* The end of an exponent at i, or i. */
static size_t exponent(const struct lexer *l, size_t i)
{
    size_t k = i + 1;

    if ((peek(l, i) | 32) != 'e' || !is_letter(peek(l, i)))
        return i;
    if (peek(l, k) == '+' || peek(l, k) == '-')
        k++;
    return is_digit(peek(l, k)) ? digits(l, k) : i;
}

static size_t take_number(const struct lexer *l, size_t i, enum cel_token_kind *kind)
{
    size_t end, fraction;

    *kind = CEL_TOKEN_INT;
    if (peek(l, i) == '0' && peek(l, i + 1) == 'x' && is_hex(peek(l, i + 2))) {
        for (end = i + 2; is_hex(peek(l, end));)
            end++;
    } else {
        end = digits(l, i);
        fraction = peek(l, end) == '.' && is_digit(peek(l, end + 1)) ? digits(l, end + 1) : end;
        if (fraction > end || exponent(l, end) > end) {
            *kind = CEL_TOKEN_FLOAT;
            return exponent(l, fraction);
        }
    }
    if (peek(l, end) == 'u' || peek(l, end) == 'U') {
        *kind = CEL_TOKEN_UINT;
        end++;
    }
    return end;
}

static size_t take_word(const struct lexer *l, size_t i, enum cel_token_kind *kind)
{
    static const struct {
        struct str word;
        enum cel_token_kind kind;
    } words[] = { { STR_INIT("true"), CEL_TOKEN_TRUE },
                  { STR_INIT("false"), CEL_TOKEN_FALSE },
                  { STR_INIT("null"), CEL_TOKEN_NULL },
                  { STR_INIT("in"), CEL_TOKEN_IN } };
    size_t end = i;

    while (is_letter(peek(l, end)) || is_digit(peek(l, end)))
        end++;
    *kind = CEL_TOKEN_IDENT;
    for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
        if (str_eq(str_slice(l->text, i, end), words[k].word))
            *kind = words[k].kind;
    return end;
}

static bool is_escapable(char c)
{
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '/' || c == ' ';
}

/* The end of a name between back quotes, or 0. */
static size_t take_escaped(const struct lexer *l, size_t i, size_t *wrong)
{
    size_t end = i + 1;

    while (is_escapable(peek(l, end)))
        end++;
    *wrong = end;
    return peek(l, end) == '`' && end > i + 1 ? end + 1 : 0;
}

static size_t take_sign(const struct lexer *l, size_t i, enum cel_token_kind *kind)
{
    static const struct {
        char first, second;
        enum cel_token_kind kind;
    } signs[] = {
        { '=', '=', CEL_TOKEN_EQ },     { '!', '=', CEL_TOKEN_NE },   { '<', '=', CEL_TOKEN_LE },
        { '>', '=', CEL_TOKEN_GE },     { '&', '&', CEL_TOKEN_AND },  { '|', '|', CEL_TOKEN_OR },
        { '<', 0, CEL_TOKEN_LT },       { '>', 0, CEL_TOKEN_GT },     { '[', 0, CEL_TOKEN_LBRACKET },
        { ']', 0, CEL_TOKEN_RBRACKET }, { '{', 0, CEL_TOKEN_LBRACE }, { '}', 0, CEL_TOKEN_RBRACE },
        { '(', 0, CEL_TOKEN_LPAREN },   { ')', 0, CEL_TOKEN_RPAREN }, { '.', 0, CEL_TOKEN_DOT },
        { ',', 0, CEL_TOKEN_COMMA },    { '-', 0, CEL_TOKEN_MINUS },  { '!', 0, CEL_TOKEN_NOT },
        { '?', 0, CEL_TOKEN_QUESTION }, { ':', 0, CEL_TOKEN_COLON },  { '+', 0, CEL_TOKEN_PLUS },
        { '*', 0, CEL_TOKEN_STAR },     { '/', 0, CEL_TOKEN_SLASH },  { '%', 0, CEL_TOKEN_PERCENT },
    };
    char c = peek(l, i), d = peek(l, i + 1);

    for (size_t k = 0; k < sizeof(signs) / sizeof(*signs); k++)
        if (signs[k].first == c && (!signs[k].second || signs[k].second == d)) {
            *kind = signs[k].kind;
            return i + 1 + (signs[k].second != 0);
        }
    return 0;
}

/* White space and comments. */
static bool skip(struct lexer *l)
{
    size_t from = l->at;

    for (;;) {
        char c = peek(l, l->at);
        if (l->at < l->text.len && (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'))
            l->at++;
        else if (c == '/' && peek(l, l->at + 1) == '/')
            while (l->at < l->text.len && l->text.p[l->at] != '\n')
                l->at++;
        else
            return l->at > from;
    }
}

/* What ANTLR drops where nothing fits: the longest start of a token, and the character that did not go with it. */
static void refuse(struct lexer *l, size_t from, size_t wrong)
{
    size_t end = wrong < l->text.len ? wrong + width(l, wrong) : l->text.len;
    struct str dropped = str_slice(l->text, from, end);

    cel_issue_add(l->issues, l->arena, l->text, (uint32_t)from,
                  ARENA_JOIN(l->arena, STR("Syntax error: token recognition error at: '"), dropped, STR("'")));
    l->bad = true;
    l->at = end;
}

static bool take(struct lexer *l, struct cel_token *t)
{
    enum cel_token_kind kind = CEL_TOKEN_END;
    size_t from = l->at, end, wrong = from;
    char c = peek(l, from);

    end = take_text(l, from, &kind, &wrong);
    if (end == 0 && wrong == from) {
        if (is_letter(c))
            end = take_word(l, from, &kind);
        else if (is_digit(c) || (c == '.' && is_digit(peek(l, from + 1))))
            end = take_number(l, from, &kind);
        else if (c == '`') {
            end = take_escaped(l, from, &wrong);
            kind = CEL_TOKEN_ESCAPED;
        } else {
            end = take_sign(l, from, &kind);
            wrong = from + ((c == '&' || c == '|' || c == '=') && end == 0);
        }
    } else if (end == 0 && is_letter(c)) {
        /* r'... without its end: the prefix is a name of its own. */
        end = take_word(l, from, &kind);
    }
    if (end == 0) {
        refuse(l, from, wrong);
        return false;
    }
    *t = (struct cel_token){ (uint32_t)from, (uint32_t)(end - from), (uint8_t)kind };
    l->at = end;
    return true;
}

bool cel_lex(struct cel_tokens *tokens, struct arena *a, struct str text, struct cel_issues *issues)
{
    struct lexer l = { .text = text, .arena = a, .issues = issues };
    size_t cap = 0;

    *tokens = (struct cel_tokens){ 0 };
    for (;;) {
        struct cel_token t;
        while (skip(&l))
            continue;
        tokens->items = arena_grow(a, tokens->items, tokens->count, &cap, sizeof(*tokens->items));
        if (l.at >= text.len)
            break;
        if (take(&l, &t))
            tokens->items[tokens->count++] = t;
    }
    tokens->items[tokens->count++] = (struct cel_token){ (uint32_t)text.len, 0, CEL_TOKEN_END };
    return !l.bad;
}
