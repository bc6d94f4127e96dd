#include "syntax/ignore/lexer.h"

#include "base/utf8.h"

/* What the library reads at the end of the text, and takes for it elsewhere. */
enum { END = 0 };

void ignore_lexer_begin(struct ignore_lexer *l, struct arena *a, struct str text)
{
    *l = (struct ignore_lexer){ .arena = a, .rest = text, .line = 1 };
}

void ignore_lexer_end(struct ignore_lexer *l)
{
    buf_free(&l->word);
}

static uint32_t take(struct ignore_lexer *l)
{
    uint32_t c = END;
    size_t width;

    if (l->pushed_count) {
        c = l->pushed[--l->pushed_count];
    } else {
        if (l->rest.len == 0)
            return END;
        c = utf8_decode(l->rest, &width);
        l->rest = str_from(l->rest, width);
    }
    l->column++;
    return c;
}

/* A NUL can't be given back: it is lost, as in the library. */
static void give_back(struct ignore_lexer *l, uint32_t c)
{
    if (c == END)
        return;
    l->pushed[l->pushed_count++] = c;
    l->column--;
}

static uint32_t peek(struct ignore_lexer *l)
{
    uint32_t c = take(l);

    give_back(l, c);
    return c;
}

static void put(struct ignore_lexer *l, uint32_t c)
{
    char bytes[4];

    buf_put(&l->word, (struct str){ bytes, utf8_encode(c, bytes) });
}

static struct ignore_token token(struct ignore_lexer *l, enum ignore_token_kind kind)
{
    struct ignore_token t = { kind, arena_copy(l->arena, buf_str(&l->word)), l->line };

    if (kind == TOKEN_EOL) {
        l->line++;
        l->column = 0;
    }
    return t;
}

static struct ignore_token spaces(struct ignore_lexer *l)
{
    uint32_t c;

    while ((c = take(l)) == ' ' || c == '\t')
        put(l, c);
    give_back(l, c);
    return token(l, TOKEN_SPACE);
}

static struct ignore_token comment(struct ignore_lexer *l)
{
    uint32_t c;

    do
        c = take(l);
    while (c != '\r' && c != '\n' && c != END);
    give_back(l, c);
    return token(l, TOKEN_COMMENT);
}

static struct ignore_token line_end(struct ignore_lexer *l)
{
    uint32_t c = take(l);

    if (c == '\n')
        return token(l, TOKEN_EOL);
    c = take(l);
    if (c == '\n')
        return token(l, TOKEN_EOL);
    give_back(l, c);
    return token(l, TOKEN_BAD);
}

static void put_escape(struct ignore_lexer *l)
{
    uint32_t c = peek(l);

    put(l, '\\');
    if (c == '\r' || c == '\n' || c == END)
        return;
    put(l, take(l));
}

static struct ignore_token pattern(struct ignore_lexer *l)
{
    for (;;) {
        uint32_t c = take(l);
        bool ends = c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '/' || c == END;
        if (ends || (c == '*' && peek(l) == '*')) {
            give_back(l, c);
            return token(l, TOKEN_PATTERN);
        }
        if (c == '\\')
            put_escape(l);
        else
            put(l, c);
    }
}

struct ignore_token ignore_lexer_next(struct ignore_lexer *l)
{
    bool first = l->column == 0;
    uint32_t c = take(l);

    buf_reset(&l->word);
    switch (c) {
    case END:
        return token(l, TOKEN_EOF);
    case '/':
        put(l, c);
        return token(l, TOKEN_SEPARATOR);
    case '!':
        if (!first)
            break;
        put(l, c);
        return token(l, TOKEN_NEGATION);
    case '*':
        if (peek(l) != '*')
            break;
        put(l, c);
        put(l, take(l));
        return token(l, TOKEN_ANY);
    }
    give_back(l, c);
    if (c == ' ' || c == '\t')
        return spaces(l);
    if (c == '\r' || c == '\n')
        return line_end(l);
    return c == '#' && first ? comment(l) : pattern(l);
}
