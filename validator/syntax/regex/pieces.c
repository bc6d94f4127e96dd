#include "syntax/regex/pieces.h"

struct cutter {
    struct str src;
    size_t at;
};

bool piece_repeats(const struct piece *p)
{
    return p->kind >= PIECE_STAR;
}

static bool starts(const struct cutter *c, struct str s)
{
    return str_starts(str_slice(c->src, c->at, c->src.len), s);
}

static bool is_punctuation(char c)
{
    return (unsigned char)c > 0x20 && (unsigned char)c < 0x7f && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') &&
           !(c >= '0' && c <= '9');
}

/* A class by a letter: \d, \PL, \p{Greek}. */
static bool cut_named(struct cutter *c, struct piece *p, char letter)
{
    p->kind = PIECE_CLASS;
    c->at += 2;
    if ((letter | 0x20) != 'p')
        return true;
    if (c->at < c->src.len && c->src.p[c->at] == '{')
        while (c->at < c->src.len && c->src.p[c->at] != '}')
            c->at++;
    c->at++;
    return c->at <= c->src.len;
}

static bool cut_escape(struct cutter *c, struct piece *p)
{
    char e = c->at + 1 < c->src.len ? c->src.p[c->at + 1] : 0;

    if (str_find_char(STR("dDsSwWpP"), e) != SIZE_MAX)
        return cut_named(c, p, e);
    c->at += 2;
    switch (e) {
    case 'A':
        p->kind = PIECE_BEGIN;
        return true;
    case 'z':
        p->kind = PIECE_END;
        return true;
    case 'b':
    case 'B':
        p->kind = PIECE_EDGE;
        return true;
    default:
        p->kind = PIECE_LITERAL;
        p->text = e;
        return is_punctuation(e);
    }
}

/* [...]: the first "]" is part of it, and so are escaped ones and those of [:alpha:]. */
static bool cut_class(struct cutter *c, struct piece *p)
{
    size_t i = c->at + 1, first;

    if (i < c->src.len && c->src.p[i] == '^')
        i++;
    for (first = i; i < c->src.len && (c->src.p[i] != ']' || i == first); i++) {
        struct str rest = str_slice(c->src, i, c->src.len);
        size_t end = str_starts(rest, STR("[:")) ? str_find(rest, STR(":]")) : SIZE_MAX;
        if (end != SIZE_MAX)
            i += end + 1;
        else if (c->src.p[i] == '\\')
            i++;
    }
    if (i >= c->src.len)
        return false;
    p->kind = i == c->at + 2 ? PIECE_LITERAL : PIECE_CLASS;
    p->text = c->src.p[c->at + 1];
    c->at = i + 1;
    return true;
}

static bool cut_open(struct cutter *c, struct piece *p)
{
    p->kind = PIECE_OPEN;
    if (!starts(c, STR("(?"))) {
        c->at++;
        return true;
    }
    if (starts(c, STR("(?:"))) {
        c->at += 3;
        return true;
    }
    if (!starts(c, STR("(?P<")) && !starts(c, STR("(?<")))
        return false;
    while (c->at < c->src.len && c->src.p[c->at] != '>')
        c->at++;
    c->at++;
    return c->at <= c->src.len;
}

/* {2}, {2,} and {2,3}; any other "{" is a literal. */
static bool cut_count(struct cutter *c, struct piece *p)
{
    size_t i = c->at + 1, digits = 0;

    for (; i < c->src.len && ((c->src.p[i] >= '0' && c->src.p[i] <= '9') || c->src.p[i] == ','); i++)
        digits += c->src.p[i] != ',';
    if (digits && i < c->src.len && c->src.p[i] == '}') {
        p->kind = PIECE_COUNT;
        c->at = i + 1;
    } else {
        p->kind = PIECE_LITERAL;
        p->text = '{';
        c->at++;
    }
    return true;
}

static bool cut_one(struct cutter *c, struct piece *p)
{
    static const struct str signs = STR_INIT(").|^$*+?");
    static const enum piece_kind kinds[] = { PIECE_CLOSE, PIECE_ANY,  PIECE_BAR,  PIECE_BEGIN,
                                             PIECE_END,   PIECE_STAR, PIECE_PLUS, PIECE_QUEST };
    char here = c->src.p[c->at];
    size_t sign = str_find_char(signs, here);

    if (here == '\\')
        return cut_escape(c, p);
    if (here == '[')
        return cut_class(c, p);
    if (here == '(')
        return cut_open(c, p);
    if (here == '{')
        return cut_count(c, p);
    p->kind = sign == SIZE_MAX ? PIECE_LITERAL : kinds[sign];
    p->text = here;
    c->at++;
    return true;
}

bool regex_pieces(struct pieces *p, struct arena *a, struct str pattern)
{
    struct cutter c = { .src = pattern };

    *p = (struct pieces){ .items = ARENA_ARRAY(a, struct piece, pattern.len) };
    while (c.at < pattern.len) {
        struct piece *one = &p->items[p->count++];
        *one = (struct piece){ .start = c.at };
        if (!cut_one(&c, one) || c.at > pattern.len)
            return false;
        if (piece_repeats(one) && c.at < pattern.len && pattern.p[c.at] == '?')
            c.at++;
        one->end = c.at;
    }
    return true;
}
