#include "syntax/regex/parser.h"

#include "base/utf8.h"

enum { MAX_REPEAT = 1000 };

static bool refuse(struct regex_parser *p, const char *code, struct str shown, size_t from, size_t to)
{
    p->error->message = ARENA_JOIN(p->arena, STR("error parsing regexp: "), str_c(code), STR(": `"), shown, STR("`"));
    p->error->offset = from;
    p->error->end = to;
    return false;
}

bool regex_fail(struct regex_parser *p, const char *code, size_t from, size_t to)
{
    return refuse(p, code, str_slice(p->src, from, to), from, to);
}

bool regex_fail_whole(struct regex_parser *p, const char *code, size_t from, size_t to)
{
    return refuse(p, code, p->src, from, to);
}

char regex_peek(const struct regex_parser *p, size_t ahead)
{
    return ahead < p->src.len - p->at ? p->src.p[p->at + ahead] : 0;
}

bool regex_next_rune(struct regex_parser *p, uint32_t *rune)
{
    size_t width;

    *rune = utf8_decode(str_from(p->src, p->at), &width);
    if (*rune == UTF8_BAD && width == 1)
        return regex_fail(p, "invalid UTF-8", p->at, p->src.len);
    p->at += width;
    return true;
}

bool regex_check_utf8(struct regex_parser *p, size_t from, size_t to)
{
    size_t width;

    for (; from < to; from += width)
        if (utf8_decode(str_slice(p->src, from, to), &width) == UTF8_BAD && width == 1)
            return regex_fail(p, "invalid UTF-8", from, to);
    return true;
}

/* Decimal digits without a leading zero. *n is -1 when the number is absurdly great (Go's parseInt). */
static bool parse_count(const struct regex_parser *p, size_t *at, int *n)
{
    size_t from = *at, end = from;

    while (end < p->src.len && p->src.p[end] >= '0' && p->src.p[end] <= '9')
        end++;
    if (end == from || (p->src.p[from] == '0' && end > from + 1))
        return false;
    *at = end;
    *n = 0;
    for (size_t i = from; i < end; i++) {
        if (*n >= 100000000) {
            *n = -1;
            break;
        }
        *n = *n * 10 + (p->src.p[i] - '0');
    }
    return true;
}

/* {min}, {min,} or {min,max} at p->at. *end is what follows it; *max is -1 for no end; *min is -1 where a
 * number is absurdly great. False when it is none of these, and the brace a literal. */
static bool parse_counts(const struct regex_parser *p, int *min, int *max, size_t *end)
{
    size_t at = p->at + 1;

    if (!parse_count(p, &at, min))
        return false;
    *max = *min;
    if (at < p->src.len && p->src.p[at] == ',') {
        at++;
        *max = -1;
        if (at < p->src.len && p->src.p[at] != '}') {
            if (!parse_count(p, &at, max))
                return false;
            if (*max < 0)
                *min = -1;
        }
    }
    if (at >= p->src.len || p->src.p[at] != '}')
        return false;
    *end = at + 1;
    return true;
}

static bool parse_repeat(struct regex_parser *p, enum regex_op op, int min, int max, size_t end)
{
    size_t from = p->at, previous = p->last_repeat;
    bool lazy = p->flags & FLAG_UNGREEDY;

    if (end < p->src.len && p->src.p[end] == '?') {
        lazy = !lazy;
        end++;
    }
    if (previous != SIZE_MAX)
        return regex_fail(p, "invalid nested repetition operator", previous, end);
    if (p->items.count == regex_first_item(p))
        return regex_fail(p, "missing argument to repetition operator", from, end);
    p->at = end;
    return regex_push_repeat(p, op, min, max, lazy, from, end);
}

static bool parse_operator(struct regex_parser *p)
{
    size_t from = p->at, end = from + 1;
    enum regex_op op = RE_REPEAT;
    int min = 0, max = 0;

    switch (p->src.p[from]) {
    case '*':
        op = RE_STAR;
        break;
    case '+':
        op = RE_PLUS;
        break;
    case '?':
        op = RE_QUEST;
        break;
    default:
        if (!parse_counts(p, &min, &max, &end)) {
            p->at++;
            p->last_repeat = SIZE_MAX;
            return regex_push_rune(p, '{');
        }
        if (min < 0 || min > MAX_REPEAT || max > MAX_REPEAT || (max >= 0 && min > max))
            return regex_fail(p, "invalid repeat count", from, end);
    }
    if (!parse_repeat(p, op, min, max, end))
        return false;
    p->last_repeat = from;
    return true;
}

static bool parse_quoted(struct regex_parser *p)
{
    struct str rest = str_from(p->src, p->at + 2);
    size_t length = str_find(rest, STR("\\E"));
    size_t end = length == SIZE_MAX ? p->src.len : p->at + 2 + length;
    uint32_t rune;

    /* Go decodes the quoted text alone, so what is invalid in it is shown up to its end. */
    if (!regex_check_utf8(p, p->at + 2, end))
        return false;
    for (p->at += 2; p->at < end;)
        if (!regex_next_rune(p, &rune) || !regex_push_rune(p, rune))
            return false;
    if (length != SIZE_MAX)
        p->at += 2;
    return true;
}

static bool parse_backslash(struct regex_parser *p)
{
    struct rune_class c = { .arena = p->arena };
    uint32_t rune;
    bool found;

    switch (regex_peek(p, 1)) {
    case 'A':
        return p->at += 2, regex_push_op(p, RE_BEGIN_TEXT);
    case 'b':
        return p->at += 2, regex_push_op(p, RE_WORD_BOUNDARY);
    case 'B':
        return p->at += 2, regex_push_op(p, RE_NO_WORD_BOUNDARY);
    case 'C':
        return regex_fail(p, "invalid escape sequence", p->at, p->at + 2);
    case 'Q':
        return parse_quoted(p);
    case 'z':
        return p->at += 2, regex_push_op(p, RE_END_TEXT);
    default:
        break;
    }
    if (!regex_parse_named(p, &c, &found))
        return false;
    if (found)
        return regex_push_class(p, &c);
    return regex_parse_escape(p, &rune) && regex_push_rune(p, rune);
}

static bool close_group(struct regex_parser *p)
{
    struct regex_node *inside, *n;
    struct regex_group g;

    if (!regex_end_branches(p, &inside))
        return false;
    if (p->group_count == 0)
        return regex_fail_whole(p, "unexpected )", p->at, p->at + 1);
    g = p->groups[--p->group_count];
    p->at++;
    p->flags = g.flags;
    if (g.capture == 0)
        return regex_push_node(p, inside);
    regex_count_reuse(p); /* in Go the parenthesis becomes the capture */
    n = regex_new_node(p, RE_CAPTURE);
    n->capture = g.capture;
    n->kids = ARENA_NEW(p->arena, struct regex_node *);
    n->kids[0] = inside;
    n->count = 1;
    regex_node_measure(n);
    return regex_push_node(p, n);
}

static bool parse_paren(struct regex_parser *p)
{
    size_t open = p->at;

    if (regex_peek(p, 1) == '?')
        return regex_parse_perl_group(p);
    p->at++;
    return regex_open_group(p, open, true, STR(""));
}

static bool parse_bracket(struct regex_parser *p)
{
    struct rune_class c = { .arena = p->arena };

    return regex_parse_class(p, &c) && regex_push_class(p, &c);
}

static bool parse_literal(struct regex_parser *p)
{
    uint32_t rune;

    return regex_next_rune(p, &rune) && regex_push_rune(p, rune);
}

static bool parse_item(struct regex_parser *p)
{
    switch (p->src.p[p->at]) {
    case '(':
        return parse_paren(p);
    case '|':
        return p->at++, regex_parse_bar(p);
    case ')':
        return close_group(p);
    case '^':
        return p->at++, regex_push_op(p, p->flags & FLAG_MULTI ? RE_BEGIN_LINE : RE_BEGIN_TEXT);
    case '$':
        return p->at++, regex_push_op(p, p->flags & FLAG_MULTI ? RE_END_LINE : RE_END_TEXT);
    case '.':
        return p->at++, regex_push_op(p, p->flags & FLAG_DOT_ALL ? RE_ANY : RE_ANY_LINE);
    case '[':
        return parse_bracket(p);
    case '\\':
        return parse_backslash(p);
    default:
        return parse_literal(p);
    }
}

static bool is_operator(char c)
{
    return c == '*' || c == '+' || c == '?' || c == '{';
}

static bool parse_all(struct regex_parser *p)
{
    while (p->at < p->src.len) {
        if (is_operator(p->src.p[p->at])) {
            if (!parse_operator(p))
                return false;
            continue;
        }
        if (!parse_item(p))
            return false;
        p->last_repeat = SIZE_MAX;
    }
    return true;
}

bool regex_parse(struct arena *a, struct str pattern, int go_minor, struct regex_tree *tree, struct regex_error *e)
{
    struct regex_parser p = {
        .arena = a, .src = pattern, .go_minor = go_minor, .last_repeat = SIZE_MAX, .repeats = 1, .error = e
    };

    if (!parse_all(&p) || !regex_end_branches(&p, &tree->root))
        return false;
    if (p.group_count > 0) {
        size_t open = p.groups[p.group_count - 1].open;
        return regex_fail_whole(&p, "missing closing )", open, open + 1);
    }
    tree->groups = p.captures;
    tree->names = p.names;
    return true;
}
