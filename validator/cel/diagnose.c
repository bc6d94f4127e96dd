/* What is wrong with tokens that the grammar does not take. cel-go says so with the words and at the places of its ANTLR
 * parser, so this follows ANTLR's rules for going on after a mistake: drop one token, add one, or skip to what may follow
 * any rule that is open (DefaultErrorStrategy of its runtime). Only for texts that were refused already. */
#include "cel/diagnose.h"

static void expr(struct diagnosis *d, set follow);

#define RULE(name)                                                                                                     \
    static bool name##_body(struct diagnosis *d);                                                                      \
    static void name(struct diagnosis *d, set follow)                                                                  \
    {                                                                                                                  \
        cel_diagnose_enter(d, follow);                                                                                 \
        cel_diagnose_leave(d, !d->stopped && name##_body(d));                                                          \
    }                                                                                                                  \
    static bool name##_body(struct diagnosis *d)

static void shaped(struct diagnosis *d, size_t token, bool selection)
{
    d->shape = token;
    d->selection = selection;
}

RULE(expr_list)
{
    size_t count = 1;

    expr(d, ONE(CEL_TOKEN_COMMA) | EPSILON);
    while (la(d) == CEL_TOKEN_COMMA && !d->stopped) {
        cel_diagnose_match(d, CEL_TOKEN_COMMA, EXPR, 1);
        expr(d, ONE(CEL_TOKEN_COMMA) | EPSILON);
        count++;
    }
    d->arguments = count;
    return true;
}

RULE(opt_expr)
{
    if (!cel_diagnose_sync(d, OPT_EXPR, 2))
        return false;
    if (la(d) == CEL_TOKEN_QUESTION && !cel_diagnose_match(d, CEL_TOKEN_QUESTION, EXPR, 3))
        return false;
    expr(d, EPSILON);
    return true;
}

RULE(list_init)
{
    opt_expr(d, ONE(CEL_TOKEN_COMMA) | EPSILON);
    while (la(d) == CEL_TOKEN_COMMA && in(OPT_EXPR, kind_at(d, d->at + 1)) && !d->stopped) {
        cel_diagnose_match(d, CEL_TOKEN_COMMA, OPT_EXPR, 4);
        opt_expr(d, ONE(CEL_TOKEN_COMMA) | EPSILON);
    }
    return true;
}

RULE(escape_ident)
{
    if (!cel_diagnose_sync(d, NAMES, 5))
        return false;
    if (in(NAMES, la(d)))
        return cel_diagnose_match(d, la(d), EPSILON, 6);
    return cel_diagnose_raise(d, d->at, d->at, 0, 7);
}

RULE(opt_field)
{
    if (!cel_diagnose_sync(d, NAMES | ONE(CEL_TOKEN_QUESTION), 8))
        return false;
    if (la(d) == CEL_TOKEN_QUESTION && !cel_diagnose_match(d, CEL_TOKEN_QUESTION, NAMES, 9))
        return false;
    escape_ident(d, EPSILON);
    return true;
}

static bool pair(struct diagnosis *d, bool message)
{
    if (message)
        opt_field(d, ONE(CEL_TOKEN_COLON));
    else
        opt_expr(d, ONE(CEL_TOKEN_COLON));
    if (!cel_diagnose_match(d, CEL_TOKEN_COLON, EXPR, 10 + message))
        return false;
    expr(d, ONE(CEL_TOKEN_COMMA) | EPSILON);
    return true;
}

static bool pairs(struct diagnosis *d, bool message)
{
    set first = message ? NAMES | ONE(CEL_TOKEN_QUESTION) : OPT_EXPR;

    if (!pair(d, message))
        return false;
    while (la(d) == CEL_TOKEN_COMMA && in(first, kind_at(d, d->at + 1)) && !d->stopped) {
        cel_diagnose_match(d, CEL_TOKEN_COMMA, first, 12 + message);
        if (!pair(d, message))
            return false;
    }
    return true;
}

RULE(map_init)
{
    return pairs(d, false);
}

RULE(field_init)
{
    return pairs(d, true);
}

/* What stands between brackets or braces, a comma at the end, and what closes them. */
static bool collection(struct diagnosis *d, set first, void (*inside)(struct diagnosis *, set), unsigned close,
                       int site)
{
    set end = ONE(CEL_TOKEN_COMMA) | ONE(close);

    if (!cel_diagnose_sync(d, first | end, site))
        return false;
    if (in(first, la(d)))
        inside(d, end);
    if (!cel_diagnose_sync(d, end, site + 1))
        return false;
    if (la(d) == CEL_TOKEN_COMMA && !cel_diagnose_match(d, CEL_TOKEN_COMMA, ONE(close), site + 2))
        return false;
    return cel_diagnose_match(d, close, EPSILON, site + 3);
}

/* "(" arguments ")". */
static bool arguments(struct diagnosis *d, set after, int site)
{
    if (!cel_diagnose_match(d, CEL_TOKEN_LPAREN, EXPR | ONE(CEL_TOKEN_RPAREN), site))
        return false;
    if (!cel_diagnose_sync(d, EXPR | ONE(CEL_TOKEN_RPAREN), site + 1))
        return false;
    if (in(EXPR, la(d)))
        expr_list(d, ONE(CEL_TOKEN_RPAREN));
    return cel_diagnose_match(d, CEL_TOKEN_RPAREN, after, site + 2);
}

static bool begins_message(const struct diagnosis *d)
{
    size_t i = d->at + (la(d) == CEL_TOKEN_DOT);

    while (kind_at(d, i) == CEL_TOKEN_IDENT) {
        if (kind_at(d, i + 1) == CEL_TOKEN_LBRACE)
            return true;
        if (kind_at(d, i + 1) != CEL_TOKEN_DOT)
            return false;
        i += 2;
    }
    return false;
}

/* The arguments of a global function. has() is told when its one is no selection, whatever else is wrong. */
static bool call(struct diagnosis *d)
{
    size_t open = d->at;
    bool has = str_eq(cel_diagnose_text(d, open - 1), STR("has")), well;

    d->arguments = 0;
    well = arguments(d, EPSILON, 39);
    if (has && d->arguments == 1 && !d->selection && !d->stopped)
        cel_issue_add(d->p->issues, d->p->arena, d->p->text, d->p->tokens.items[d->shape].at,
                      STR("invalid argument to has() macro"));
    shaped(d, open, false);
    return well;
}

static bool name(struct diagnosis *d)
{
    if (la(d) == CEL_TOKEN_DOT) {
        if (kind_at(d, d->at + 1) != CEL_TOKEN_IDENT)
            return cel_diagnose_raise(d, d->at + 1, d->at, 0, 30);
        cel_diagnose_match(d, CEL_TOKEN_DOT, ONE(CEL_TOKEN_IDENT), 31);
    }
    if (begins_message(d)) {
        while (la(d) == CEL_TOKEN_IDENT || la(d) == CEL_TOKEN_DOT)
            cel_diagnose_match(d, la(d), EPSILON, 32);
        cel_diagnose_match(d, CEL_TOKEN_LBRACE, EPSILON, 33);
        return collection(d, NAMES | ONE(CEL_TOKEN_QUESTION), field_init, CEL_TOKEN_RBRACE, 34);
    }
    shaped(d, d->at, false);
    cel_diagnose_match(d, CEL_TOKEN_IDENT, EPSILON, 38);
    return la(d) == CEL_TOKEN_LPAREN ? call(d) : true;
}

RULE(literal)
{
    unsigned after = kind_at(d, d->at + 1);

    shaped(d, d->at, false);
    if (la(d) == CEL_TOKEN_MINUS) {
        if (after != CEL_TOKEN_INT && after != CEL_TOKEN_FLOAT)
            return cel_diagnose_raise(d, d->at + 1, d->at, 0, 45);
        cel_diagnose_match(d, CEL_TOKEN_MINUS, LITERALS, 46);
    }
    return cel_diagnose_match(d, la(d), EPSILON, 47);
}

RULE(primary)
{
    if (!cel_diagnose_sync(d, MEMBER, 50))
        return false;
    switch (la(d)) {
    case CEL_TOKEN_DOT:
    case CEL_TOKEN_IDENT:
        return name(d);
    case CEL_TOKEN_LPAREN:
        cel_diagnose_match(d, CEL_TOKEN_LPAREN, EXPR, 51);
        expr(d, ONE(CEL_TOKEN_RPAREN));
        return cel_diagnose_match(d, CEL_TOKEN_RPAREN, EPSILON, 52);
    case CEL_TOKEN_LBRACKET:
        cel_diagnose_match(d, CEL_TOKEN_LBRACKET, EPSILON, 53);
        return collection(d, OPT_EXPR, list_init, CEL_TOKEN_RBRACKET, 54);
    case CEL_TOKEN_LBRACE:
        cel_diagnose_match(d, CEL_TOKEN_LBRACE, EPSILON, 58);
        return collection(d, OPT_EXPR, map_init, CEL_TOKEN_RBRACE, 59);
    default:
        if (!in(MEMBER, la(d)))
            return cel_diagnose_raise(d, d->at, d->at, 0, 63);
        literal(d, EPSILON);
        return true;
    }
}

static bool link(struct diagnosis *d)
{
    unsigned second = kind_at(d, d->at + 1), third = kind_at(d, d->at + 2);
    size_t name_at;

    if (la(d) == CEL_TOKEN_LBRACKET) {
        name_at = d->at;
        cel_diagnose_match(d, CEL_TOKEN_LBRACKET, EPSILON, 70);
        if (!cel_diagnose_sync(d, OPT_EXPR, 71))
            return false;
        if (la(d) == CEL_TOKEN_QUESTION)
            cel_diagnose_match(d, CEL_TOKEN_QUESTION, EXPR, 72);
        expr(d, ONE(CEL_TOKEN_RBRACKET));
        shaped(d, name_at, false);
        return cel_diagnose_match(d, CEL_TOKEN_RBRACKET, LINKS | EPSILON, 73);
    }
    if (second != CEL_TOKEN_QUESTION && !in(NAMES, second))
        return cel_diagnose_raise(d, d->at + 1, d->at, 0, 74);
    shaped(d, d->at, second != CEL_TOKEN_QUESTION);
    cel_diagnose_match(d, CEL_TOKEN_DOT, EPSILON, 75);
    if (second == CEL_TOKEN_IDENT && third == CEL_TOKEN_LPAREN) {
        cel_diagnose_match(d, CEL_TOKEN_IDENT, EPSILON, 76);
        name_at = d->at;
        if (!arguments(d, LINKS | EPSILON, 77))
            return false;
        shaped(d, name_at, false);
        return true;
    }
    if (second == CEL_TOKEN_QUESTION)
        cel_diagnose_match(d, CEL_TOKEN_QUESTION, NAMES, 80);
    name_at = d->at;
    escape_ident(d, LINKS | EPSILON);
    if (second == CEL_TOKEN_QUESTION && d->at == name_at && !d->stopped)
        cel_issue_add(d->p->issues, d->p->arena, d->p->text, d->p->tokens.items[name_at].at,
                      STR("unsupported ident kind"));
    return true;
}

RULE(member)
{
    primary(d, LINKS | EPSILON);
    while (in(LINKS, la(d)) && !d->stopped)
        if (!link(d))
            return false;
    return true;
}

RULE(unary)
{
    unsigned kind, after;

    if (!cel_diagnose_sync(d, EXPR, 90))
        return false;
    kind = la(d);
    after = kind_at(d, d->at + 1);
    if (!in(EXPR, kind))
        return cel_diagnose_raise(d, d->at, d->at, 0, 91);
    if (kind == CEL_TOKEN_MINUS && after != CEL_TOKEN_INT && after != CEL_TOKEN_FLOAT) {
        if (!in(MEMBER, after))
            return cel_diagnose_raise(d, d->at + 1, d->at, 0, 92);
        while (la(d) == CEL_TOKEN_MINUS && !d->stopped)
            cel_diagnose_match(d, CEL_TOKEN_MINUS, MEMBER, 93);
    } else if (kind == CEL_TOKEN_NOT) {
        do {
            cel_diagnose_match(d, CEL_TOKEN_NOT, EXPR, 94);
            cel_diagnose_sync_back(d, EXPR);
        } while (la(d) == CEL_TOKEN_NOT && !d->stopped);
    }
    member(d, EPSILON);
    return true;
}

RULE(calc)
{
    unary(d, CALCS | EPSILON);
    while (in(CALCS, la(d)) && !d->stopped) {
        size_t at = d->at;
        cel_diagnose_match(d, la(d), EXPR, 100);
        unary(d, CALCS | EPSILON);
        shaped(d, at, false);
    }
    return true;
}

RULE(relation)
{
    calc(d, RELATIONS | EPSILON);
    while (in(RELATIONS, la(d)) && !d->stopped) {
        size_t at = d->at;
        cel_diagnose_match(d, la(d), EXPR, 101);
        calc(d, RELATIONS | EPSILON);
        shaped(d, at, false);
    }
    return true;
}

RULE(conditional_and)
{
    relation(d, ONE(CEL_TOKEN_AND) | EPSILON);
    while (la(d) == CEL_TOKEN_AND && !d->stopped) {
        cel_diagnose_match(d, CEL_TOKEN_AND, EXPR, 102);
        relation(d, ONE(CEL_TOKEN_AND) | EPSILON);
    }
    return true;
}

RULE(conditional_or)
{
    conditional_and(d, ONE(CEL_TOKEN_OR) | EPSILON);
    while (la(d) == CEL_TOKEN_OR && !d->stopped) {
        cel_diagnose_match(d, CEL_TOKEN_OR, EXPR, 103);
        conditional_and(d, ONE(CEL_TOKEN_OR) | EPSILON);
    }
    return true;
}

static bool expr_body(struct diagnosis *d)
{
    size_t question;
    bool well;

    conditional_or(d, ONE(CEL_TOKEN_QUESTION) | EPSILON);
    if (la(d) != CEL_TOKEN_QUESTION)
        return true;
    question = d->at;
    cel_diagnose_match(d, CEL_TOKEN_QUESTION, EXPR, 104);
    conditional_or(d, ONE(CEL_TOKEN_COLON));
    well = cel_diagnose_match(d, CEL_TOKEN_COLON, EXPR, 105);
    if (well)
        expr(d, EPSILON);
    shaped(d, question, false);
    return well;
}

/* Far more open rules than an expression within its limits has. */
enum { DEEPEST = 4000 };

static void expr(struct diagnosis *d, set follow)
{
    cel_diagnose_enter(d, follow);
    if (d->depth > DEEPEST)
        d->stopped = true;
    cel_diagnose_leave(d, !d->stopped && expr_body(d));
}

void cel_diagnose(struct cel_parser *p)
{
    struct diagnosis d = { .p = p, .last_index = SIZE_MAX };
    size_t before = p->issues->count;

    expr(&d, ONE(CEL_TOKEN_END));
    if (!d.stopped && !cel_diagnose_match(&d, CEL_TOKEN_END, 0, 110))
        cel_diagnose_report(&d);
    /* Never refuse without a word. */
    if (p->issues->count == before && before == 0)
        cel_issue_add(p->issues, p->arena, p->text, p->tokens.items[p->next].at, STR("Syntax error: unexpected input"));
}
