#include "syntax/scalar/selector.h"

#include "syntax/scalar/goquote.h"

#include <stdlib.h>
#include <string.h>

enum token { TOKEN_END, TOKEN_WORD, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_COMMA, TOKEN_NOT, TOKEN_OPERATOR };

struct item {
    enum token token;
    struct str text;
};

struct parser {
    struct str in;
    size_t at;
    struct item next; /* looked at and not yet taken */
    enum apimachinery version;
    struct arena *arena;
    struct str *error;
};

static const struct {
    struct str text;
    enum selector_operator operator;
} OPERATORS[] = {
    { STR_INIT("in"), SELECTOR_IN },         { STR_INIT("notin"), SELECTOR_NOT_IN },
    { STR_INIT("="), SELECTOR_EQUALS },      { STR_INIT("=="), SELECTOR_DOUBLE_EQUALS },
    { STR_INIT("!="), SELECTOR_NOT_EQUALS }, { STR_INIT(">"), SELECTOR_GREATER },
    { STR_INIT("<"), SELECTOR_LESS },
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_symbol(char c)
{
    return c && strchr("=!(),<>", c) != NULL;
}

static struct item symbol(struct str s)
{
    struct item i = { TOKEN_OPERATOR, str_slice(s, 0, 1) };

    switch (s.p[0]) {
    case '(':
        i.token = TOKEN_OPEN;
        break;
    case ')':
        i.token = TOKEN_CLOSE;
        break;
    case ',':
        i.token = TOKEN_COMMA;
        break;
    case '!':
        i.token = TOKEN_NOT;
        break;
    default:
        break;
    }
    if (s.len > 1 && s.p[1] == '=' && (s.p[0] == '!' || s.p[0] == '='))
        i = (struct item){ TOKEN_OPERATOR, str_slice(s, 0, 2) };
    return i;
}

/* A NUL ends the selector where a token could start; right after a word or symbol Go's lexer swallows it. */
static struct item scan(struct parser *p)
{
    struct item i = { TOKEN_END, STR("") };
    size_t start;

    while (p->at < p->in.len && is_blank(p->in.p[p->at]))
        p->at++;
    start = p->at;
    if (start >= p->in.len || p->in.p[start] == '\0') {
        p->at = p->in.len;
        return i;
    }
    if (is_symbol(p->in.p[start])) {
        i = symbol(str_from(p->in, start));
        p->at += i.text.len;
    } else {
        while (p->at < p->in.len && p->in.p[p->at] && !is_symbol(p->in.p[p->at]) && !is_blank(p->in.p[p->at]))
            p->at++;
        i = (struct item){ TOKEN_WORD, str_slice(p->in, start, p->at) };
    }
    if (p->at < p->in.len && p->in.p[p->at] == '\0')
        p->at++;
    return i;
}

static struct item take(struct parser *p)
{
    struct item i = p->next;

    p->next = scan(p);
    return i;
}

static bool refuse(struct parser *p, const char *before, struct str found, const char *expected)
{
    *p->error = ARENA_JOIN(p->arena, str_c(before), STR("found '"), found, STR("'"), str_c(expected));
    return false;
}

#define IN_REQUIREMENT "unable to parse requirement: "

static bool refuse_requirement(struct parser *p, struct str why)
{
    *p->error = ARENA_JOIN(p->arena, STR(IN_REQUIREMENT), why);
    return false;
}

/* A field.Error of type Invalid. */
static struct str invalid(struct parser *p, struct str path, struct str value, struct str detail)
{
    return ARENA_JOIN(p->arena, path, STR(": Invalid value: "), go_quote(p->arena, value), STR(": "), detail);
}

static bool parse_key(struct parser *p, struct requirement *r)
{
    struct name_errors bad;
    struct item i = take(p);

    r->operator= SELECTOR_EXISTS;
    if (i.token == TOKEN_NOT) {
        r->operator= SELECTOR_DOES_NOT_EXIST;
        i = take(p);
    }
    if (i.token != TOKEN_WORD)
        return refuse(p, IN_REQUIREMENT, i.text, ", expected: identifier");
    r->key = i.text;
    if (label_key_valid(r->key))
        return true;
    bad = label_key_errors(r->key, p->version);
    return refuse_requirement(p, invalid(p, STR("<nil>"), r->key, name_errors_join(&bad, STR("; "), p->arena)));
}

static bool parse_operator(struct parser *p, struct requirement *r)
{
    struct item i = take(p);

    for (size_t n = 0; n < COUNT_OF(OPERATORS); n++)
        if ((i.token == TOKEN_WORD || i.token == TOKEN_OPERATOR) && str_eq(i.text, OPERATORS[n].text)) {
            r->operator= OPERATORS[n].operator;
            return true;
        }
    return refuse(p, IN_REQUIREMENT, i.text, ", expected: in, notin, =, ==, !=, gt, lt");
}

static void add_value(struct parser *p, struct requirement *r, size_t *cap, struct str value)
{
    r->values = arena_grow(p->arena, r->values, r->value_count, cap, sizeof *r->values);
    r->values[r->value_count++] = value;
}

/* What stands after a comma inside the brackets. Empty places are the empty value. *end: the list is over. */
static void after_comma(struct parser *p, struct requirement *r, size_t *cap, bool *end)
{
    if (r->value_count == 0)
        add_value(p, r, cap, STR(""));
    if (p->next.token == TOKEN_CLOSE) {
        add_value(p, r, cap, STR(""));
        *end = true;
    } else if (p->next.token == TOKEN_COMMA) {
        /* Before 0.36 the second comma was lost here, and what follows had to be a value. */
        if (p->version == APIMACHINERY_0_33)
            take(p);
        add_value(p, r, cap, STR(""));
    }
}

static bool parse_list(struct parser *p, struct requirement *r, size_t *cap)
{
    bool end = false;

    while (!end) {
        struct item i = take(p);
        if (i.token == TOKEN_COMMA) {
            after_comma(p, r, cap, &end);
            continue;
        }
        if (i.token != TOKEN_WORD)
            return refuse(p, IN_REQUIREMENT, i.text, ", expected: ',', or identifier");
        add_value(p, r, cap, i.text);
        if (p->next.token != TOKEN_COMMA && p->next.token != TOKEN_CLOSE)
            return refuse(p, IN_REQUIREMENT, p->next.text, ", expected: ',' or ')'");
        end = p->next.token == TOKEN_CLOSE;
    }
    take(p);
    return true;
}

static int by_value(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static bool parse_set(struct parser *p, struct requirement *r)
{
    struct item i = take(p);
    size_t cap = 0, kept = 0;

    if (i.token != TOKEN_OPEN)
        return refuse(p, IN_REQUIREMENT, i.text, " expected: '('");
    if (p->next.token == TOKEN_CLOSE) {
        add_value(p, r, &cap, STR(""));
        take(p);
        return true;
    }
    if (p->next.token != TOKEN_WORD && p->next.token != TOKEN_COMMA)
        return refuse(p, IN_REQUIREMENT, p->next.text, ", expected: ',', ')' or identifier");
    if (!parse_list(p, r, &cap))
        return false;
    qsort(r->values, r->value_count, sizeof *r->values, by_value);
    for (size_t n = 0; n < r->value_count; n++)
        if (kept == 0 || !str_eq(r->values[n], r->values[kept - 1]))
            r->values[kept++] = r->values[n];
    r->value_count = kept;
    return true;
}

static bool parse_one_value(struct parser *p, struct requirement *r)
{
    size_t cap = 0;
    struct item i;

    if (p->next.token == TOKEN_END || p->next.token == TOKEN_COMMA) {
        add_value(p, r, &cap, STR(""));
        return true;
    }
    i = take(p);
    if (i.token != TOKEN_WORD)
        return refuse(p, IN_REQUIREMENT, i.text, ", expected: identifier");
    add_value(p, r, &cap, i.text);
    return true;
}

static struct str value_problem(struct parser *p, const struct requirement *r, size_t n)
{
    struct name_errors bad = label_value_errors(r->values[n], p->version);
    struct str index = go_itoa(p->arena, (int64_t)n);
    struct str path = ARENA_JOIN(p->arena, STR("values["), index, STR("]["), r->key, STR("]"));

    return invalid(p, path, r->values[n], name_errors_join(&bad, STR("; "), p->arena));
}

/* NewRequirement's checks of the values: all that is wrong, as an aggregate prints it. */
static bool check_values(struct parser *p, const struct requirement *r)
{
    struct str *parts = NULL, why;
    size_t n = 0, cap = 0;
    int64_t number;

    if ((r->operator== SELECTOR_GREATER || r->operator== SELECTOR_LESS) &&
        go_parse_int(r->values[0], &number) != GO_INT_OK) {
        *ARENA_PUSH(p->arena, parts, n, cap) =
            invalid(p, STR("values[0]"), r->values[0], STR("for 'Gt', 'Lt' operators, the value must be an integer"));
    }
    for (size_t i = 0; i < r->value_count; i++) {
        if (label_value_valid(r->values[i]))
            continue;
        for (int room = 0; room < 2; room++)
            parts = arena_grow(p->arena, parts, n + (size_t)room, &cap, sizeof *parts);
        if (n)
            parts[n++] = STR(", ");
        parts[n++] = value_problem(p, r, i);
    }
    if (n == 0)
        return true;
    why = n == 1 ? parts[0] : ARENA_JOIN(p->arena, STR("["), arena_join(p->arena, parts, n), STR("]"));
    return refuse_requirement(p, why);
}

static bool parse_requirement(struct parser *p, struct requirement *r)
{
    bool set, ok;

    if (!parse_key(p, r))
        return false;
    if (r->operator== SELECTOR_DOES_NOT_EXIST || p->next.token == TOKEN_END || p->next.token == TOKEN_COMMA)
        return true;
    if (!parse_operator(p, r))
        return false;
    set = r->operator== SELECTOR_IN || r->operator== SELECTOR_NOT_IN;
    ok = set ? parse_set(p, r) : parse_one_value(p, r);
    return ok && check_values(p, r);
}

static bool parse_requirements(struct parser *p, struct selector *out)
{
    size_t cap = 0;
    struct item i;

    for (;;) {
        if (p->next.token == TOKEN_END)
            return true;
        if (p->next.token != TOKEN_WORD && p->next.token != TOKEN_NOT)
            return refuse(p, "", p->next.text, ", expected: !, identifier, or 'end of string'");
        out->items = arena_grow(p->arena, out->items, out->count, &cap, sizeof *out->items);
        out->items[out->count] = (struct requirement){ .value_count = 0 };
        if (!parse_requirement(p, &out->items[out->count]))
            return false;
        out->count++;
        i = take(p);
        if (i.token == TOKEN_END)
            return true;
        if (i.token != TOKEN_COMMA)
            return refuse(p, "", i.text, ", expected: ',' or 'end of string'");
        if (p->next.token != TOKEN_WORD && p->next.token != TOKEN_NOT)
            return refuse(p, "", p->next.text, ", expected: identifier after ','");
    }
}

/* By key; keys are slices of one text, so their place says which was first. */
static int by_key(const void *a, const void *b)
{
    const struct requirement *l = a, *r = b;
    int order = str_cmp(l->key, r->key);

    return order ? order : (l->key.p > r->key.p) - (l->key.p < r->key.p);
}

bool selector_parse(struct str in, enum apimachinery version, struct arena *a, struct selector *out, struct str *error)
{
    struct parser p = { .in = in, .version = version, .arena = a, .error = error };

    *out = (struct selector){ .count = 0 };
    p.next = scan(&p);
    if (!parse_requirements(&p, out))
        return false;
    if (out->count > 1)
        qsort(out->items, out->count, sizeof *out->items, by_key);
    return true;
}

static void put_requirement(struct str *parts, size_t *n, const struct requirement *r)
{
    static const struct str WORDS[] = {
        [SELECTOR_EXISTS] = STR_INIT(""),         [SELECTOR_DOES_NOT_EXIST] = STR_INIT(""),
        [SELECTOR_EQUALS] = STR_INIT("="),        [SELECTOR_DOUBLE_EQUALS] = STR_INIT("=="),
        [SELECTOR_NOT_EQUALS] = STR_INIT("!="),   [SELECTOR_IN] = STR_INIT(" in ("),
        [SELECTOR_NOT_IN] = STR_INIT(" notin ("), [SELECTOR_GREATER] = STR_INIT(">"),
        [SELECTOR_LESS] = STR_INIT("<"),
    };

    if (r->operator== SELECTOR_DOES_NOT_EXIST)
        parts[(*n)++] = STR("!");
    parts[(*n)++] = r->key;
    parts[(*n)++] = WORDS[r->operator];
    for (size_t i = 0; i < r->value_count; i++) {
        if (i)
            parts[(*n)++] = STR(",");
        parts[(*n)++] = r->values[i];
    }
    if (r->operator== SELECTOR_IN || r->operator== SELECTOR_NOT_IN)
        parts[(*n)++] = STR(")");
}

struct str selector_string(const struct selector *s, struct arena *a)
{
    size_t most = 0, n = 0;
    struct str *parts;

    for (size_t i = 0; i < s->count; i++)
        most += 5 + 2 * s->items[i].value_count;
    parts = ARENA_ARRAY(a, struct str, most);
    for (size_t i = 0; i < s->count; i++) {
        if (i)
            parts[n++] = STR(",");
        put_requirement(parts, &n, &s->items[i]);
    }
    return arena_join(a, parts, n);
}
