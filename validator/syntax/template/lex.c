#include "syntax/template/lex.h"

#include "base/buf.h"
#include "base/quote.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "syntax/template/lex_state.h"

#include <string.h>

#define LEFT STR("{{")
#define RIGHT STR("}}")

enum { TRIM_MARKER = 2, SHOWN = 10, END_OF_INPUT = LEX_END };

static const struct {
    struct str word;
    enum token_type type;
} keywords[] = {
    { STR_INIT("block"), TOKEN_BLOCK },
    { STR_INIT("break"), TOKEN_BREAK },
    { STR_INIT("continue"), TOKEN_CONTINUE },
    { STR_INIT("define"), TOKEN_DEFINE },
    { STR_INIT("else"), TOKEN_ELSE },
    { STR_INIT("end"), TOKEN_END },
    { STR_INIT("if"), TOKEN_IF },
    { STR_INIT("range"), TOKEN_RANGE },
    { STR_INIT("nil"), TOKEN_NIL },
    { STR_INIT("template"), TOKEN_TEMPLATE },
    { STR_INIT("with"), TOKEN_WITH },
};

void lex_init(struct lexer *l, struct arena *a, struct str input)
{
    *l = (struct lexer){ .arena = a, .input = input, .start_line = 1, .line = 1 };
}

uint32_t lex_rune(struct lexer *l)
{
    size_t width;
    uint32_t cp;

    if (l->at >= l->input.len) {
        l->at_end = true;
        return END_OF_INPUT;
    }
    cp = utf8_decode(str_from(l->input, l->at), &width);
    l->at += width;
    l->line += cp == '\n';
    return cp;
}

/* Undoes lex_rune. A rune is found again backwards: the longest sequence that ends here. */
void lex_back(struct lexer *l)
{
    size_t width = 1, w;

    if (l->at_end || l->at == 0)
        return;
    for (size_t n = 4; n > 1; n--)
        if (n <= l->at && (utf8_decode(str_slice(l->input, l->at - n, l->at), &w), w == n)) {
            width = n;
            break;
        }
    l->at -= width;
    l->line -= l->input.p[l->at] == '\n';
}

uint32_t lex_peek(struct lexer *l)
{
    uint32_t cp = lex_rune(l);

    lex_back(l);
    return cp;
}

static bool is_space(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == '\r' || cp == '\n';
}

bool lex_is_word(uint32_t cp)
{
    return cp == '_' || (cp != END_OF_INPUT && (unicode_is_letter(cp) || unicode_is_digit(cp)));
}

static uint32_t newlines(struct str s)
{
    uint32_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += s.p[i] == '\n';
    return n;
}

static struct str rest(const struct lexer *l)
{
    return str_from(l->input, l->at);
}

static struct str pending(const struct lexer *l)
{
    return str_slice(l->input, l->start, l->at);
}

static void ignore(struct lexer *l)
{
    l->line += newlines(pending(l));
    l->start = l->at;
    l->start_line = l->line;
}

void lex_emit(struct lexer *l, enum token_type type)
{
    l->token = (struct token){ type, (uint32_t)l->start, l->start_line, pending(l) };
    l->start = l->at;
    l->start_line = l->line;
}

void lex_fail(struct lexer *l, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    l->token = (struct token){ TOKEN_ERROR, (uint32_t)l->start, l->start_line, arena_vprintf(l->arena, fmt, ap) };
    va_end(ap);
    l->start = l->at = 0;
    l->input = STR("");
}

/* %#U */
static struct str show_rune(struct arena *a, uint32_t cp)
{
    char bytes[4];

    if (!unicode_is_print(cp))
        return arena_printf(a, "U+%04X", (unsigned)cp);
    return arena_printf(a, "U+%04X '%.*s'", (unsigned)cp, (int)utf8_encode(cp, bytes), bytes);
}

static void bad_rune(struct lexer *l, const char *what, uint32_t cp)
{
    struct str shown = show_rune(l->arena, cp);

    lex_fail(l, "%s%.*s", what, STR_ARG(shown));
}

static size_t blanks_before(struct str s)
{
    size_t n = 0;

    while (n < s.len && is_space((unsigned char)s.p[s.len - 1 - n]))
        n++;
    return n;
}

static size_t blanks_after(struct str s)
{
    size_t n = 0;

    while (n < s.len && is_space((unsigned char)s.p[n]))
        n++;
    return n;
}

static bool has_left_marker(struct str s)
{
    return s.len >= TRIM_MARKER && s.p[0] == '-' && is_space((unsigned char)s.p[1]);
}

static bool has_right_marker(struct str s)
{
    return s.len >= TRIM_MARKER && is_space((unsigned char)s.p[0]) && s.p[1] == '-';
}

static bool at_right_delim(struct str s, bool *trim)
{
    *trim = has_right_marker(s) && str_starts(str_from(s, TRIM_MARKER), RIGHT);
    return *trim || str_starts(s, RIGHT);
}

/* A comment and its closing delimiter; at its slash. */
static bool skip_comment(struct lexer *l)
{
    size_t end;
    bool trim;

    l->at += 2;
    end = str_find(rest(l), STR("*/"));
    if (end == SIZE_MAX) {
        lex_fail(l, "unclosed comment");
        return false;
    }
    l->at += end + 2;
    if (!at_right_delim(rest(l), &trim)) {
        lex_fail(l, "comment ends before closing delimiter");
        return false;
    }
    l->at += (trim ? TRIM_MARKER : 0) + RIGHT.len;
    if (trim)
        l->at += blanks_after(rest(l));
    ignore(l);
    return true;
}

/* At a left delimiter: true when a token was found, an error included; false after a comment. */
static bool left_delim(struct lexer *l)
{
    size_t marker;

    l->at += LEFT.len;
    marker = has_left_marker(rest(l)) ? TRIM_MARKER : 0;
    if (str_starts(str_from(rest(l), marker), STR("/*"))) {
        l->at += marker;
        ignore(l);
        return !skip_comment(l);
    }
    lex_emit(l, TOKEN_LEFT_DELIM);
    l->inside = true;
    l->at += marker;
    ignore(l);
    l->parens = 0;
    return true;
}

/* Text up to the next action; false when there is none. */
static bool text(struct lexer *l, size_t length)
{
    size_t trimmed = 0;
    bool any;

    l->at += length;
    if (has_left_marker(str_from(rest(l), LEFT.len)))
        trimmed = blanks_before(pending(l));
    l->at -= trimmed;
    l->line += newlines(pending(l));
    any = l->at > l->start;
    lex_emit(l, TOKEN_TEXT);
    l->at += trimmed;
    ignore(l);
    return any;
}

static void outside(struct lexer *l)
{
    size_t length;

    do {
        length = str_find(rest(l), LEFT);
        if (length == SIZE_MAX) {
            l->at = l->input.len;
            l->line += newlines(pending(l));
            lex_emit(l, l->at > l->start ? TOKEN_TEXT : TOKEN_EOF);
            return;
        }
        if (length > 0 && text(l, length))
            return;
    } while (!left_delim(l));
}

static void right_delim(struct lexer *l)
{
    bool trim;

    at_right_delim(rest(l), &trim);
    if (trim) {
        l->at += TRIM_MARKER;
        ignore(l);
    }
    l->at += RIGHT.len;
    lex_emit(l, TOKEN_RIGHT_DELIM);
    if (trim) {
        l->at += blanks_after(rest(l));
        ignore(l);
    }
    l->inside = false;
}

/* A run of blanks; the last one belongs to a trim marker that follows it. */
static void space(struct lexer *l)
{
    size_t n = 0;
    bool trim;

    while (is_space(lex_peek(l))) {
        lex_rune(l);
        n++;
    }
    at_right_delim(str_from(l->input, l->at - 1), &trim);
    if (trim) {
        lex_back(l);
        if (n == 1) {
            right_delim(l);
            return;
        }
    }
    lex_emit(l, TOKEN_SPACE);
}

/* Whether a name may end here. */
static bool at_terminator(struct lexer *l)
{
    uint32_t cp = lex_peek(l);

    switch (cp) {
    case END_OF_INPUT:
    case '.':
    case ',':
    case '|':
    case ':':
    case '(':
    case ')':
        return true;
    default:
        return is_space(cp) || str_starts(rest(l), RIGHT);
    }
}

/* What follows a word, which a terminator must. */
static bool ends_word(struct lexer *l)
{
    uint32_t cp;

    do
        cp = lex_rune(l);
    while (lex_is_word(cp));
    lex_back(l);
    if (at_terminator(l))
        return true;
    bad_rune(l, "bad character ", cp);
    return false;
}

static enum token_type word_type(const struct lexer *l, struct str word)
{
    for (size_t i = 0; i < COUNT_OF(keywords); i++) {
        if (!str_eq(keywords[i].word, word))
            continue;
        if ((keywords[i].type == TOKEN_BREAK && !l->break_ok) ||
            (keywords[i].type == TOKEN_CONTINUE && !l->continue_ok))
            return TOKEN_IDENTIFIER;
        return keywords[i].type;
    }
    return str_eq(word, STR("true")) || str_eq(word, STR("false")) ? TOKEN_BOOL : TOKEN_IDENTIFIER;
}

static void identifier(struct lexer *l)
{
    if (ends_word(l))
        lex_emit(l, word_type(l, pending(l)));
}

/* After the dot or dollar sign. */
static void field_or_variable(struct lexer *l, enum token_type type)
{
    if (at_terminator(l))
        lex_emit(l, type == TOKEN_VARIABLE ? TOKEN_VARIABLE : TOKEN_DOT);
    else if (ends_word(l))
        lex_emit(l, type);
}

/* After the opening quote of a string or character constant. */
static void quoted(struct lexer *l, char quote, enum token_type type, const char *unterminated)
{
    for (;;) {
        uint32_t cp = lex_rune(l);
        if (cp == '\\')
            cp = lex_rune(l) == '\n' ? '\n' : l->at_end ? END_OF_INPUT : 'x';
        else if (cp == (unsigned char)quote)
            break;
        if (cp == END_OF_INPUT || cp == '\n') {
            lex_fail(l, "%s", unterminated);
            return;
        }
    }
    lex_emit(l, type);
}

static void raw_quoted(struct lexer *l)
{
    uint32_t cp;

    do
        cp = lex_rune(l);
    while (cp != '`' && cp != END_OF_INPUT);
    if (cp == END_OF_INPUT)
        lex_fail(l, "unterminated raw quoted string");
    else
        lex_emit(l, TOKEN_RAW_STRING);
}

static void paren(struct lexer *l, uint32_t cp)
{
    l->parens += cp == '(' ? 1 : -1;
    if (l->parens < 0)
        lex_fail(l, "unexpected right paren");
    else
        lex_emit(l, cp == '(' ? TOKEN_LEFT_PAREN : TOKEN_RIGHT_PAREN);
}

/* A token that begins with this character, already taken, and is no word, number or blank. */
static void sign(struct lexer *l, uint32_t cp)
{
    switch (cp) {
    case '=':
        lex_emit(l, TOKEN_ASSIGN);
        break;
    case ':':
        if (lex_rune(l) == '=')
            lex_emit(l, TOKEN_DECLARE);
        else
            lex_fail(l, "expected :=");
        break;
    case '|':
        lex_emit(l, TOKEN_PIPE);
        break;
    case '"':
        quoted(l, '"', TOKEN_STRING, "unterminated quoted string");
        break;
    case '\'':
        quoted(l, '\'', TOKEN_CHAR_CONSTANT, "unterminated character constant");
        break;
    case '`':
        raw_quoted(l);
        break;
    case '$':
        field_or_variable(l, TOKEN_VARIABLE);
        break;
    case '(':
    case ')':
        paren(l, cp);
        break;
    default:
        if (cp < 0x80 && unicode_is_print(cp))
            lex_emit(l, TOKEN_CHAR);
        else
            bad_rune(l, "unrecognized character in action: ", cp);
    }
}

/* A dot that no digit follows: a field, or dot itself. */
static bool starts_field(const struct lexer *l, uint32_t cp)
{
    return cp == '.' && l->at < l->input.len && (l->input.p[l->at] < '0' || l->input.p[l->at] > '9');
}

static void inside(struct lexer *l)
{
    uint32_t cp;
    bool trim;

    if (at_right_delim(rest(l), &trim)) {
        if (l->parens == 0)
            right_delim(l);
        else
            lex_fail(l, "unclosed left paren");
        return;
    }
    cp = lex_rune(l);
    if (cp == END_OF_INPUT) {
        lex_fail(l, "unclosed action");
    } else if (is_space(cp)) {
        lex_back(l);
        space(l);
    } else if (starts_field(l, cp)) {
        field_or_variable(l, TOKEN_FIELD);
    } else if (cp == '.' || cp == '+' || cp == '-' || (cp >= '0' && cp <= '9')) {
        lex_back(l);
        lex_number(l);
    } else if (lex_is_word(cp)) {
        lex_back(l);
        identifier(l);
    } else {
        sign(l, cp);
    }
}

struct token lex_next(struct lexer *l)
{
    if (l->inside)
        inside(l);
    else
        outside(l);
    return l->token;
}

/* %.10q */
static struct str show_start(struct arena *a, struct str s)
{
    size_t at = 0, width;

    for (int i = 0; i < SHOWN; i++) {
        utf8_decode(str_from(s, at), &width);
        at += width;
    }
    return arena_quote(a, str_slice(s, 0, at));
}

struct str lex_show(struct arena *a, struct token t)
{
    struct str start;

    if (t.type == TOKEN_EOF)
        return STR("EOF");
    if (t.type == TOKEN_ERROR)
        return t.text;
    if (t.type > TOKEN_KEYWORD)
        return arena_printf(a, "<%.*s>", STR_ARG(t.text));
    if (t.text.len <= SHOWN)
        return arena_quote(a, t.text);
    start = show_start(a, t.text);
    return arena_printf(a, "%.*s...", STR_ARG(start));
}
