/* Going on after a mistake as ANTLR does (DefaultErrorStrategy of its runtime): drop one token, add one, or skip to what may
 * follow any rule that is open. */
#include "base/buf.h"
#include "cel/diagnose.h"

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
    { CEL_TOKEN_END, STR_INIT("<EOF>") },        { CEL_TOKEN_EQ, STR_INIT("'=='") },
    { CEL_TOKEN_NE, STR_INIT("'!='") },          { CEL_TOKEN_IN, STR_INIT("'in'") },
    { CEL_TOKEN_LT, STR_INIT("'<'") },           { CEL_TOKEN_LE, STR_INIT("'<='") },
    { CEL_TOKEN_GE, STR_INIT("'>='") },          { CEL_TOKEN_GT, STR_INIT("'>'") },
    { CEL_TOKEN_AND, STR_INIT("'&&'") },         { CEL_TOKEN_OR, STR_INIT("'||'") },
    { CEL_TOKEN_LBRACKET, STR_INIT("'['") },     { CEL_TOKEN_RBRACKET, STR_INIT("']'") },
    { CEL_TOKEN_LBRACE, STR_INIT("'{'") },       { CEL_TOKEN_RBRACE, STR_INIT("'}'") },
    { CEL_TOKEN_LPAREN, STR_INIT("'('") },       { CEL_TOKEN_RPAREN, STR_INIT("')'") },
    { CEL_TOKEN_DOT, STR_INIT("'.'") },          { CEL_TOKEN_COMMA, STR_INIT("','") },
    { CEL_TOKEN_MINUS, STR_INIT("'-'") },        { CEL_TOKEN_NOT, STR_INIT("'!'") },
    { CEL_TOKEN_QUESTION, STR_INIT("'?'") },     { CEL_TOKEN_COLON, STR_INIT("':'") },
    { CEL_TOKEN_PLUS, STR_INIT("'+'") },         { CEL_TOKEN_STAR, STR_INIT("'*'") },
    { CEL_TOKEN_SLASH, STR_INIT("'/'") },        { CEL_TOKEN_PERCENT, STR_INIT("'%'") },
    { CEL_TOKEN_TRUE, STR_INIT("'true'") },      { CEL_TOKEN_FALSE, STR_INIT("'false'") },
    { CEL_TOKEN_NULL, STR_INIT("'null'") },      { CEL_TOKEN_FLOAT, STR_INIT("NUM_FLOAT") },
    { CEL_TOKEN_INT, STR_INIT("NUM_INT") },      { CEL_TOKEN_UINT, STR_INIT("NUM_UINT") },
    { CEL_TOKEN_STRING, STR_INIT("STRING") },    { CEL_TOKEN_BYTES, STR_INIT("BYTES") },
    { CEL_TOKEN_IDENT, STR_INIT("IDENTIFIER") }, { CEL_TOKEN_ESCAPED, STR_INIT("ESC_IDENTIFIER") },
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

struct str cel_diagnose_text(const struct diagnosis *d, size_t i)
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
    put_quoted(&b, cel_diagnose_text(d, d->at));
    if (expecting) {
        buf_put(&b, STR(" expecting "));
        put_set(&b, expecting);
    }
    say(d, d->at, &b);
}

void cel_diagnose_report(struct diagnosis *d)
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
        put_quoted(&b, cel_diagnose_text(d, m->token));
        buf_put(&b, STR(" expecting "));
        put_set(&b, m->expecting);
    } else if (m->token == m->start + 1 &&
               (kind == CEL_TOKEN_TRUE || kind == CEL_TOKEN_FALSE || kind == CEL_TOKEN_NULL) &&
               cel_diagnose_text(d, m->start).len == 1) {
        /* cel-go's own words for a name that is taken. */
        buf_put(&b, STR("mismatched input '"));
        buf_put(&b, cel_diagnose_text(d, m->token));
        buf_put(&b, STR("' expecting IDENTIFIER"));
    } else {
        from = cel_diagnose_text(d, m->start);
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

bool cel_diagnose_raise(struct diagnosis *d, size_t token, size_t start, set expecting, int site)
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
bool cel_diagnose_sync(struct diagnosis *d, set next, int site)
{
    if (d->stopped)
        return false;
    if (d->recovering || in(next, la(d)) || (next & EPSILON))
        return true;
    next = in_context(d, next);
    if (drop_one(d, next))
        return true;
    return cel_diagnose_raise(d, d->at, SIZE_MAX, next, site);
}

/* Behind one round of a loop. */
void cel_diagnose_sync_back(struct diagnosis *d, set next)
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
bool cel_diagnose_match(struct diagnosis *d, unsigned kind, set after, int site)
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
    return cel_diagnose_raise(d, d->at, SIZE_MAX, ONE(kind), site);
}

void cel_diagnose_enter(struct diagnosis *d, set follow)
{
    d->follows = arena_grow(d->p->arena, d->follows, d->depth, &d->cap, sizeof(*d->follows));
    d->follows[d->depth++] = follow;
}

/* Leaves a rule whose body went well or not. */
void cel_diagnose_leave(struct diagnosis *d, bool well)
{
    if (!well && !d->stopped) {
        cel_diagnose_report(d);
        recover(d);
    }
    d->depth--;
}
