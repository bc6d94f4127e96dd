/* What is wrong with tokens that the grammar does not take. cel-go says so with the words and at the places of its ANTLR
 * parser, so this follows ANTLR's rules for going on after a mistake: drop one token, add one, or skip to what may follow
 * any rule that is open (DefaultErrorStrategy of its runtime). Only for texts that were refused already. */
#include "base/buf.h"
#include "cel/parse.h"

enum { MOST_RECOVERIES = 30, MOST_SITES = 64, MOST_LOOKAHEAD = 512 };

typedef uint64_t set; /* of token kinds */

#define ONE(kind) ((set)1 << (kind))
/* The end of the rule may come here. */
#define EPSILON ((set)1 << 63)

#define LITERALS \
    (ONE(CEL_TOKEN_INT) | ONE(CEL_TOKEN_UINT) | ONE(CEL_TOKEN_FLOAT) | ONE(CEL_TOKEN_STRING) | ONE(CEL_TOKEN_BYTES) | \
     ONE(CEL_TOKEN_TRUE) | ONE(CEL_TOKEN_FALSE) | ONE(CEL_TOKEN_NULL))
#define MEMBER \
    (LITERALS | ONE(CEL_TOKEN_LBRACKET) | ONE(CEL_TOKEN_LBRACE) | ONE(CEL_TOKEN_LPAREN) | ONE(CEL_TOKEN_DOT) | \
     ONE(CEL_TOKEN_MINUS) | ONE(CEL_TOKEN_IDENT))
#define EXPR (MEMBER | ONE(CEL_TOKEN_NOT))
#define OPT_EXPR (EXPR | ONE(CEL_TOKEN_QUESTION))
#define NAMES (ONE(CEL_TOKEN_IDENT) | ONE(CEL_TOKEN_ESCAPED))
#define RELATIONS \
    (ONE(CEL_TOKEN_EQ) | ONE(CEL_TOKEN_NE) | ONE(CEL_TOKEN_LT) | ONE(CEL_TOKEN_LE) | ONE(CEL_TOKEN_GT) | \
     ONE(CEL_TOKEN_GE) | ONE(CEL_TOKEN_IN))
#define CALCS \
    (ONE(CEL_TOKEN_STAR) | ONE(CEL_TOKEN_SLASH) | ONE(CEL_TOKEN_PERCENT) | ONE(CEL_TOKEN_PLUS) | ONE(CEL_TOKEN_MINUS))
#define LINKS (ONE(CEL_TOKEN_DOT) | ONE(CEL_TOKEN_LBRACKET))

/* A mistake on its way to the rule that it ends. */
struct mistake {
    size_t token, start; /* start: of the decision that found no way, else SIZE_MAX */
    set expecting;
    int site;
};

struct diagnosis {
    struct cel_parser *p;
    size_t at; /* token */
    set *follows; /* of the open rules: what may come after each in the rule around it */
    size_t depth, cap;
    bool recovering, stopped;
    size_t last_index;
    int sites[MOST_SITES];
    size_t site_count;
    unsigned recoveries;
    struct mistake mistake;
    /* The latest expression that was left: whether it is a selection, and the token that it hangs on. */
    bool selection;
    size_t shape, arguments;
};

static unsigned kind_at(const struct diagnosis *d, size_t i)
{
    return i < d->p->tokens.count ? d->p->tokens.items[i].kind : CEL_TOKEN_END;
}

static unsigned la(const struct diagnosis *d)
{
    return kind_at(d, d->at);
}

static bool in(set s, unsigned kind)
{
    return s >> kind & 1;
}

static void consume(struct diagnosis *d)
{
    if (la(d) != CEL_TOKEN_END)
        d->at++;
}

/* Token kinds in the order of ANTLR's numbers, and how it shows them. */
static const struct {
    uint8_t kind;
    struct str shown;
} shown[] = {
    { CEL_TOKEN_END, STR_INIT("<EOF>") },         { CEL_TOKEN_EQ, STR_INIT("'=='") },
    { CEL_TOKEN_NE, STR_INIT("'!='") },           { CEL_TOKEN_IN, STR_INIT("'in'") },
    { CEL_TOKEN_LT, STR_INIT("'<'") },            { CEL_TOKEN_LE, STR_INIT("'<='") },
    { CEL_TOKEN_GE, STR_INIT("'>='") },           { CEL_TOKEN_GT, STR_INIT("'>'") },
    { CEL_TOKEN_AND, STR_INIT("'&&'") },          { CEL_TOKEN_OR, STR_INIT("'||'") },
    { CEL_TOKEN_LBRACKET, STR_INIT("'['") },      { CEL_TOKEN_RBRACKET, STR_INIT("']'") },
    { CEL_TOKEN_LBRACE, STR_INIT("'{'") },        { CEL_TOKEN_RBRACE, STR_INIT("'}'") },
    { CEL_TOKEN_LPAREN, STR_INIT("'('") },        { CEL_TOKEN_RPAREN, STR_INIT("')'") },
    { CEL_TOKEN_DOT, STR_INIT("'.'") },           { CEL_TOKEN_COMMA, STR_INIT("','") },
    { CEL_TOKEN_MINUS, STR_INIT("'-'") },         { CEL_TOKEN_NOT, STR_INIT("'!'") },
    { CEL_TOKEN_QUESTION, STR_INIT("'?'") },      { CEL_TOKEN_COLON, STR_INIT("':'") },
    { CEL_TOKEN_PLUS, STR_INIT("'+'") },          { CEL_TOKEN_STAR, STR_INIT("'*'") },
    { CEL_TOKEN_SLASH, STR_INIT("'/'") },         { CEL_TOKEN_PERCENT, STR_INIT("'%'") },
    { CEL_TOKEN_TRUE, STR_INIT("'true'") },       { CEL_TOKEN_FALSE, STR_INIT("'false'") },
    { CEL_TOKEN_NULL, STR_INIT("'null'") },       { CEL_TOKEN_FLOAT, STR_INIT("NUM_FLOAT") },
    { CEL_TOKEN_INT, STR_INIT("NUM_INT") },       { CEL_TOKEN_UINT, STR_INIT("NUM_UINT") },
    { CEL_TOKEN_STRING, STR_INIT("STRING") },     { CEL_TOKEN_BYTES, STR_INIT("BYTES") },
    { CEL_TOKEN_IDENT, STR_INIT("IDENTIFIER") },  { CEL_TOKEN_ESCAPED, STR_INIT("ESC_IDENTIFIER") },
};

static void put_set(struct buf *b, set s)
{
    unsigned count = 0, n = 0;

    for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++)
        count += in(s, shown[i].kind);
    if (count > 1)
        buf_char(b, '{');
    for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++)
        if (in(s, shown[i].kind)) {
            buf_put(b, n++ ? STR(", ") : STR(""));
            buf_put(b, shown[i].shown);
        }
    if (count > 1)
        buf_char(b, '}');
}

/* A text between quotes, line ends and tabs as escapes. */
static void put_quoted(struct buf *b, struct str s)
{
    buf_char(b, '\'');
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t')
            buf_put(b, s.p[i] == '\n' ? STR("\\n") : s.p[i] == '\r' ? STR("\\r") : STR("\\t"));
        else
            buf_char(b, s.p[i]);
    buf_char(b, '\'');
}

static struct str token_text(const struct diagnosis *d, size_t i)
{
    const struct cel_token *t = &d->p->tokens.items[i];

    return t->kind == CEL_TOKEN_END ? STR("<EOF>") : (struct str){ d->p->text.p + t->at, t->len };
}

static void say(struct diagnosis *d, size_t token, struct buf *b)
{
    struct cel_parser *p = d->p;

    cel_issue_add(p->issues, p->arena, p->text, p->tokens.items[token].at,
                  ARENA_JOIN(p->arena, STR("Syntax error: "), buf_str(b)));
    buf_free(b);
}

/* Says something of the token that stands here, unless a mistake was just said. */
static void report(struct diagnosis *d, const char *before, struct str middle, const char *after, set expecting)
{
    struct buf b = { 0 };

    if (d->recovering)
        return;
    d->recovering = true;
    buf_put(&b, str_c(before));
    buf_put(&b, middle);
    buf_put(&b, str_c(after));
    put_quoted(&b, token_text(d, d->at));
    if (expecting) {
        buf_put(&b, STR(" expecting "));
        put_set(&b, expecting);
    }
    say(d, d->at, &b);
}

static void report_mistake(struct diagnosis *d)
{
    const struct mistake *m = &d->mistake;
    struct str from, text;
    struct buf b = { 0 };
    unsigned kind = kind_at(d, m->token);

    if (d->recovering)
        return;
    d->recovering = true;
    if (m->start == SIZE_MAX) {
        buf_put(&b, STR("mismatched input "));
        put_quoted(&b, token_text(d, m->token));
        buf_put(&b, STR(" expecting "));
        put_set(&b, m->expecting);
    } else if (m->token == m->start + 1 && (kind == CEL_TOKEN_TRUE || kind == CEL_TOKEN_FALSE || kind == CEL_TOKEN_NULL) &&
               token_text(d, m->start).len == 1) {
        /* cel-go's own words for a name that is taken. */
        buf_put(&b, STR("mismatched input '"));
        buf_put(&b, token_text(d, m->token));
        buf_put(&b, STR("' expecting IDENTIFIER"));
    } else {
        from = token_text(d, m->start);
        text = (struct str){ from.p, d->p->tokens.items[m->token].at - d->p->tokens.items[m->start].at +
                                         (kind == CEL_TOKEN_END ? 0 : d->p->tokens.items[m->token].len) };
        buf_put(&b, STR("no viable alternative at input "));
        put_quoted(&b, kind == CEL_TOKEN_END ? str_trim(text) : text);
    }
    say(d, m->token, &b);
}

/* What may come, given what is open, after a set that may be the end of its rule. */
static set in_context(const struct diagnosis *d, set s)
{
    for (size_t i = d->depth; (s & EPSILON) && i > 0; i--)
        s = (s & ~EPSILON) | d->follows[i - 1];
    return s & EPSILON ? (s & ~EPSILON) | ONE(CEL_TOKEN_END) : s;
}

static bool raise(struct diagnosis *d, size_t token, size_t start, set expecting, int site)
{
    d->mistake = (struct mistake){ token, start, expecting, site };
    return false;
}

static void end_recovery(struct diagnosis *d)
{
    d->recovering = false;
    d->last_index = SIZE_MAX;
    d->site_count = 0;
}

/* Every attempt to go on is counted; true when there were enough. */
static bool tired(struct diagnosis *d)
{
    struct buf b = { 0 };

    if (d->recoveries++ == MOST_RECOVERIES) {
        buf_printf(&b, "error recovery attempt limit exceeded: %d", MOST_RECOVERIES);
        say(d, d->at, &b);
        d->stopped = true;
    }
    return d->stopped;
}

/* Drops the token that stands here when the next one is what is wanted. */
static bool drop_one(struct diagnosis *d, set expecting)
{
    if (!in(expecting, kind_at(d, d->at + 1)) || la(d) == CEL_TOKEN_END)
        return false;
    report(d, "extraneous input ", STR(""), "", expecting);
    consume(d);
    end_recovery(d);
    return true;
}

static void skip_to(struct diagnosis *d, set stop)
{
    for (int n = 0; la(d) != CEL_TOKEN_END && !in(stop, la(d)) && n < MOST_LOOKAHEAD; n++)
        consume(d);
}

static set recovery_set(const struct diagnosis *d)
{
    set s = 0;

    for (size_t i = 0; i < d->depth; i++)
        s |= d->follows[i];
    return s & ~EPSILON;
}

static void recover(struct diagnosis *d)
{
    if (tired(d))
        return;
    if (d->last_index == d->at)
        for (size_t i = 0; i < d->site_count; i++)
            if (d->sites[i] == d->mistake.site) {
                consume(d);
                break;
            }
    d->last_index = d->at;
    if (d->site_count < MOST_SITES)
        d->sites[d->site_count++] = d->mistake.site;
    skip_to(d, recovery_set(d));
}

/* At the start of a choice, of what may come here. */
static bool sync(struct diagnosis *d, set next, int site)
{
    if (d->stopped)
        return false;
    if (d->recovering || in(next, la(d)) || (next & EPSILON))
        return true;
    next = in_context(d, next);
    if (drop_one(d, next))
        return true;
    return raise(d, d->at, SIZE_MAX, next, site);
}

/* Behind one round of a loop. */
static void sync_back(struct diagnosis *d, set next)
{
    if (d->recovering || in(next, la(d)) || (next & EPSILON))
        return;
    report(d, "extraneous input ", STR(""), "", in_context(d, next));
    skip_to(d, in_context(d, next) | recovery_set(d));
}

static struct str shown_kind(unsigned kind)
{
    for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++)
        if (shown[i].kind == kind)
            return shown[i].shown;
    return STR("");
}

/* Takes one token; after is what may come behind it. */
static bool match(struct diagnosis *d, unsigned kind, set after, int site)
{
    if (d->stopped)
        return false;
    if (la(d) == kind) {
        end_recovery(d);
        consume(d);
        return true;
    }
    if (tired(d))
        return false;
    if (drop_one(d, ONE(kind))) {
        end_recovery(d);
        consume(d);
        return true;
    }
    if (in(in_context(d, after), la(d))) {
        report(d, "missing ", shown_kind(kind), " at ", 0);
        return true;
    }
    return raise(d, d->at, SIZE_MAX, ONE(kind), site);
}

static void enter(struct diagnosis *d, set follow)
{
    d->follows = arena_grow(d->p->arena, d->follows, d->depth, &d->cap, sizeof(*d->follows));
    d->follows[d->depth++] = follow;
}

/* Leaves a rule whose body went well or not. */
static void leave(struct diagnosis *d, bool well)
{
    if (!well && !d->stopped) {
        report_mistake(d);
        recover(d);
    }
    d->depth--;
}

static void expr(struct diagnosis *d, set follow);

#define RULE(name) \
    static bool name##_body(struct diagnosis *d); \
    static void name(struct diagnosis *d, set follow) \
    { \
        enter(d, follow); \
        leave(d, !d->stopped && name##_body(d)); \
    } \
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
        match(d, CEL_TOKEN_COMMA, EXPR, 1);
        expr(d, ONE(CEL_TOKEN_COMMA) | EPSILON);
        count++;
    }
    d->arguments = count;
    return true;
}

RULE(opt_expr)
{
    if (!sync(d, OPT_EXPR, 2))
        return false;
    if (la(d) == CEL_TOKEN_QUESTION && !match(d, CEL_TOKEN_QUESTION, EXPR, 3))
        return false;
    expr(d, EPSILON);
    return true;
}

RULE(list_init)
{
    opt_expr(d, ONE(CEL_TOKEN_COMMA) | EPSILON);
    while (la(d) == CEL_TOKEN_COMMA && in(OPT_EXPR, kind_at(d, d->at + 1)) && !d->stopped) {
        match(d, CEL_TOKEN_COMMA, OPT_EXPR, 4);
        opt_expr(d, ONE(CEL_TOKEN_COMMA) | EPSILON);
    }
    return true;
}

RULE(escape_ident)
{
    if (!sync(d, NAMES, 5))
        return false;
    if (in(NAMES, la(d)))
        return match(d, la(d), EPSILON, 6);
    return raise(d, d->at, d->at, 0, 7);
}

RULE(opt_field)
{
    if (!sync(d, NAMES | ONE(CEL_TOKEN_QUESTION), 8))
        return false;
    if (la(d) == CEL_TOKEN_QUESTION && !match(d, CEL_TOKEN_QUESTION, NAMES, 9))
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
    if (!match(d, CEL_TOKEN_COLON, EXPR, 10 + message))
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
        match(d, CEL_TOKEN_COMMA, first, 12 + message);
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
static bool collection(struct diagnosis *d, set first, void (*inside)(struct diagnosis *, set), unsigned close, int site)
{
    set end = ONE(CEL_TOKEN_COMMA) | ONE(close);

    if (!sync(d, first | end, site))
        return false;
    if (in(first, la(d)))
        inside(d, end);
    if (!sync(d, end, site + 1))
        return false;
    if (la(d) == CEL_TOKEN_COMMA && !match(d, CEL_TOKEN_COMMA, ONE(close), site + 2))
        return false;
    return match(d, close, EPSILON, site + 3);
}

/* "(" arguments ")". */
static bool arguments(struct diagnosis *d, set after, int site)
{
    if (!match(d, CEL_TOKEN_LPAREN, EXPR | ONE(CEL_TOKEN_RPAREN), site))
        return false;
    if (!sync(d, EXPR | ONE(CEL_TOKEN_RPAREN), site + 1))
        return false;
    if (in(EXPR, la(d)))
        expr_list(d, ONE(CEL_TOKEN_RPAREN));
    return match(d, CEL_TOKEN_RPAREN, after, site + 2);
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
    bool has = str_eq(token_text(d, open - 1), STR("has")), well;

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
            return raise(d, d->at + 1, d->at, 0, 30);
        match(d, CEL_TOKEN_DOT, ONE(CEL_TOKEN_IDENT), 31);
    }
    if (begins_message(d)) {
        while (la(d) == CEL_TOKEN_IDENT || la(d) == CEL_TOKEN_DOT)
            match(d, la(d), EPSILON, 32);
        match(d, CEL_TOKEN_LBRACE, EPSILON, 33);
        return collection(d, NAMES | ONE(CEL_TOKEN_QUESTION), field_init, CEL_TOKEN_RBRACE, 34);
    }
    shaped(d, d->at, false);
    match(d, CEL_TOKEN_IDENT, EPSILON, 38);
    return la(d) == CEL_TOKEN_LPAREN ? call(d) : true;
}

RULE(literal)
{
    unsigned after = kind_at(d, d->at + 1);

    shaped(d, d->at, false);
    if (la(d) == CEL_TOKEN_MINUS) {
        if (after != CEL_TOKEN_INT && after != CEL_TOKEN_FLOAT)
            return raise(d, d->at + 1, d->at, 0, 45);
        match(d, CEL_TOKEN_MINUS, LITERALS, 46);
    }
    return match(d, la(d), EPSILON, 47);
}

RULE(primary)
{
    if (!sync(d, MEMBER, 50))
        return false;
    switch (la(d)) {
    case CEL_TOKEN_DOT:
    case CEL_TOKEN_IDENT:
        return name(d);
    case CEL_TOKEN_LPAREN:
        match(d, CEL_TOKEN_LPAREN, EXPR, 51);
        expr(d, ONE(CEL_TOKEN_RPAREN));
        return match(d, CEL_TOKEN_RPAREN, EPSILON, 52);
    case CEL_TOKEN_LBRACKET:
        match(d, CEL_TOKEN_LBRACKET, EPSILON, 53);
        return collection(d, OPT_EXPR, list_init, CEL_TOKEN_RBRACKET, 54);
    case CEL_TOKEN_LBRACE:
        match(d, CEL_TOKEN_LBRACE, EPSILON, 58);
        return collection(d, OPT_EXPR, map_init, CEL_TOKEN_RBRACE, 59);
    default:
        if (!in(MEMBER, la(d)))
            return raise(d, d->at, d->at, 0, 63);
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
        match(d, CEL_TOKEN_LBRACKET, EPSILON, 70);
        if (!sync(d, OPT_EXPR, 71))
            return false;
        if (la(d) == CEL_TOKEN_QUESTION)
            match(d, CEL_TOKEN_QUESTION, EXPR, 72);
        expr(d, ONE(CEL_TOKEN_RBRACKET));
        shaped(d, name_at, false);
        return match(d, CEL_TOKEN_RBRACKET, LINKS | EPSILON, 73);
    }
    if (second != CEL_TOKEN_QUESTION && !in(NAMES, second))
        return raise(d, d->at + 1, d->at, 0, 74);
    shaped(d, d->at, second != CEL_TOKEN_QUESTION);
    match(d, CEL_TOKEN_DOT, EPSILON, 75);
    if (second == CEL_TOKEN_IDENT && third == CEL_TOKEN_LPAREN) {
        match(d, CEL_TOKEN_IDENT, EPSILON, 76);
        name_at = d->at;
        if (!arguments(d, LINKS | EPSILON, 77))
            return false;
        shaped(d, name_at, false);
        return true;
    }
    if (second == CEL_TOKEN_QUESTION)
        match(d, CEL_TOKEN_QUESTION, NAMES, 80);
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

    if (!sync(d, EXPR, 90))
        return false;
    kind = la(d);
    after = kind_at(d, d->at + 1);
    if (!in(EXPR, kind))
        return raise(d, d->at, d->at, 0, 91);
    if (kind == CEL_TOKEN_MINUS && after != CEL_TOKEN_INT && after != CEL_TOKEN_FLOAT) {
        if (!in(MEMBER, after))
            return raise(d, d->at + 1, d->at, 0, 92);
        while (la(d) == CEL_TOKEN_MINUS && !d->stopped)
            match(d, CEL_TOKEN_MINUS, MEMBER, 93);
    } else if (kind == CEL_TOKEN_NOT) {
        do {
            match(d, CEL_TOKEN_NOT, EXPR, 94);
            sync_back(d, EXPR);
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
        match(d, la(d), EXPR, 100);
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
        match(d, la(d), EXPR, 101);
        calc(d, RELATIONS | EPSILON);
        shaped(d, at, false);
    }
    return true;
}

RULE(conditional_and)
{
    relation(d, ONE(CEL_TOKEN_AND) | EPSILON);
    while (la(d) == CEL_TOKEN_AND && !d->stopped) {
        match(d, CEL_TOKEN_AND, EXPR, 102);
        relation(d, ONE(CEL_TOKEN_AND) | EPSILON);
    }
    return true;
}

RULE(conditional_or)
{
    conditional_and(d, ONE(CEL_TOKEN_OR) | EPSILON);
    while (la(d) == CEL_TOKEN_OR && !d->stopped) {
        match(d, CEL_TOKEN_OR, EXPR, 103);
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
    match(d, CEL_TOKEN_QUESTION, EXPR, 104);
    conditional_or(d, ONE(CEL_TOKEN_COLON));
    well = match(d, CEL_TOKEN_COLON, EXPR, 105);
    if (well)
        expr(d, EPSILON);
    shaped(d, question, false);
    return well;
}

/* Far more open rules than an expression within its limits has. */
enum { DEEPEST = 4000 };

static void expr(struct diagnosis *d, set follow)
{
    enter(d, follow);
    if (d->depth > DEEPEST)
        d->stopped = true;
    leave(d, !d->stopped && expr_body(d));
}

void cel_diagnose(struct cel_parser *p)
{
    struct diagnosis d = { .p = p, .last_index = SIZE_MAX };
    size_t before = p->issues->count;

    expr(&d, ONE(CEL_TOKEN_END));
    if (!d.stopped && !match(&d, CEL_TOKEN_END, 0, 110))
        report_mistake(&d);
    /* Never refuse without a word. */
    if (p->issues->count == before && before == 0)
        cel_issue_add(p->issues, p->arena, p->text, p->tokens.items[p->next].at, STR("Syntax error: unexpected input"));
}
