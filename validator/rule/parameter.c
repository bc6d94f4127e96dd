#include "rule/parameter.h"

#include "base/nearest.h"
#include "syntax/regex/regex.h"
#include "syntax/scalar/duration.h"
#include "syntax/scalar/quantity.h"

struct checking {
    const char *owner;
    struct arena *arena;
    parameter_complain *complain;
    void *context;
    bool ok;
};

static void complain(struct checking *k, const struct node *at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void complain(struct checking *k, const struct node *at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    k->complain(k->context, at, arena_vprintf(k->arena, fmt, ap));
    va_end(ap);
    k->ok = false;
}

/* By enum parameter_kind: one value, several, and how a complaint calls it. */
static const struct {
    const char *one, *many, *such_as;
} forms[] = {
    [PARAMETER_TEXT] = { "text", "texts", "a text; quote what YAML takes for something else" },
    [PARAMETER_GLOB] = { "glob", "globs", "a glob such as \"config/jobs/**\"" },
    [PARAMETER_REGEX] = { "regular expression", "regular expressions", "a regular expression" },
    [PARAMETER_CHOICE] = { "one", "some", "" },
    [PARAMETER_BOOL] = { "true or false", "booleans", "true or false" },
    [PARAMETER_NUMBER] = { "number", "numbers", "a whole number from 0" },
    [PARAMETER_DURATION] = { "duration", "durations", "a duration such as 90m or 2h30m" },
    [PARAMETER_QUANTITY] = { "quantity", "quantities", "a quantity such as 500m, 2 or 27Gi" },
    [PARAMETER_PERCENT] = { "percentage", "percentages", "a percentage such as 20%" },
    [PARAMETER_SCALAR] = { "value", "values", "a text, a number, true or false" },
    [PARAMETER_GROUP] = { "mapping", "mappings", "a mapping" },
};

static struct str choices_text(struct arena *a, const struct parameter *p)
{
    struct str s = STR("");

    for (size_t i = 0; p->choices[i]; i++)
        s = ARENA_JOIN(a, s, i ? STR(", ") : STR(""), str_c(p->choices[i]));
    return s;
}

struct str parameter_form(struct arena *a, const struct parameter *p)
{
    const char *one = forms[p->kind].one, *many = forms[p->kind].many;

    if (p->kind == PARAMETER_CHOICE)
        return arena_printf(a, "%s of %.*s", p->shape == SHAPE_ONE ? one : "some", STR_ARG(choices_text(a, p)));
    if (p->shape == SHAPE_ONE)
        return str_c(one);
    return arena_printf(a, p->shape == SHAPE_LIST ? "list of %s" : "mapping of names to %s", many);
}

static bool is_choice(const struct parameter *p, struct str text)
{
    for (size_t i = 0; p->choices[i]; i++)
        if (str_eq(text, str_c(p->choices[i])))
            return true;
    return false;
}

static bool is_number(const struct node *n)
{
    int64_t value;

    return node_kind(n) == NODE_INT && node_int(node_value(n), &value) && value >= 0;
}

static bool is_duration(struct arena *a, const struct node *n)
{
    struct str error;
    int64_t ns;

    return node_kind(n) == NODE_STRING && duration_parse(node_text(n), &ns, a, &error) && ns >= 0;
}

static bool is_quantity(struct arena *a, const struct node *n)
{
    enum node_kind kind = node_kind(n);
    struct quantity q;
    struct str error;

    return (kind == NODE_STRING || kind == NODE_INT || kind == NODE_FLOAT) &&
           quantity_parse(node_text(n), a, &q, &error) && quantity_sign(&q) >= 0;
}

/* "20%" as 20; -1 for what is none from 0 to 100. */
static int64_t percent_of(struct str s)
{
    int64_t value = 0;

    if (s.len < 2 || s.len > 4 || s.p[s.len - 1] != '%')
        return -1;
    for (size_t i = 0; i + 1 < s.len; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        value = value * 10 + (s.p[i] - '0');
    }
    return value <= 100 ? value : -1;
}

/* Whether a node that is no collection has the form of this kind. */
static bool has_form(struct checking *k, const struct parameter *p, const struct node *n)
{
    enum node_kind kind = node_kind(n);

    switch (p->kind) {
    case PARAMETER_CHOICE:
        return kind == NODE_STRING && is_choice(p, node_text(n));
    case PARAMETER_BOOL:
        return kind == NODE_BOOL;
    case PARAMETER_NUMBER:
        return is_number(n);
    case PARAMETER_DURATION:
        return is_duration(k->arena, n);
    case PARAMETER_QUANTITY:
        return is_quantity(k->arena, n);
    case PARAMETER_PERCENT:
        return kind == NODE_STRING && percent_of(node_text(n)) >= 0;
    case PARAMETER_SCALAR:
        return kind != NODE_NULL && kind != NODE_SEQUENCE && kind != NODE_MAPPING;
    case PARAMETER_GLOB:
        return kind == NODE_STRING && str_trim_prefix(node_text(n), STR("!")).len > 0;
    default:
        return kind == NODE_STRING;
    }
}

static void check_table(struct checking *k, const struct parameter *table, struct str owner, const struct node *given,
                        const struct node *at);

static void check_value(struct checking *k, const struct parameter *p, struct str name, const struct node *n)
{
    struct regex_error e;

    if (p->kind == PARAMETER_GROUP && node_kind(n) == NODE_MAPPING)
        check_table(k, p->members, name, node_value(n), n);
    else if (p->kind == PARAMETER_GROUP || !has_form(k, p, n))
        complain(k, n, "%.*s of %s is %s%.*s", STR_ARG(name), k->owner,
                 p->kind == PARAMETER_CHOICE ? "one of " : forms[p->kind].such_as,
                 STR_ARG(p->kind == PARAMETER_CHOICE ? choices_text(k->arena, p) : STR("")));
    else if (p->kind == PARAMETER_REGEX && !regex_check(k->arena, node_text(n), REGEX_GO_NEWEST, &e))
        complain(k, n, "%.*s of %s: %.*s", STR_ARG(name), k->owner, STR_ARG(e.message));
}

static void check_map(struct checking *k, const struct parameter *p, const struct node *n)
{
    if (node_kind(n) != NODE_MAPPING || node_count(node_value(n)) == 0) {
        complain(k, n, "%s of %s is a mapping of names to %s", p->name, k->owner, forms[p->kind].many);
        return;
    }
    for (const struct node *key = node_first_key(node_value(n)); key; key = node_next_key(node_value(n), key))
        check_value(k, p, ARENA_JOIN(k->arena, str_c(p->name), STR("."), node_text(key)), node_pair_value(key));
}

static void check_parameter_given(struct checking *k, const struct parameter *p, const struct node *n)
{
    bool list = p->shape == SHAPE_LIST && node_kind(n) == NODE_SEQUENCE;

    if (p->shape == SHAPE_MAP)
        check_map(k, p, n);
    else if (list && node_count(node_value(n)) == 0)
        complain(k, n, "the list %s of %s is empty", p->name, k->owner);
    else if (list)
        for (const struct node *e = parameter_next(n, NULL); e; e = parameter_next(n, e))
            check_value(k, p, str_c(p->name), e);
    else
        check_value(k, p, str_c(p->name), n);
}

static const struct parameter *find(const struct parameter *table, struct str name, const char **near)
{
    size_t least = SIZE_MAX;

    *near = NULL;
    for (; table && table->name; table++) {
        if (str_eq(str_c(table->name), name))
            return table;
        if (nearest_better(name, str_c(table->name), &least))
            *near = table->name;
    }
    return NULL;
}

static void check_missing(struct checking *k, const struct parameter *table, const struct node *given,
                          const struct node *at)
{
    struct str names = STR("");
    bool found = false;

    for (const struct parameter *p = table; p && p->name; p++) {
        const struct node *n = node_get(given, str_c(p->name));
        if (p->need == NEED_ALWAYS && !n)
            complain(k, at, "%s needs %s: %s", k->owner, p->name, p->help);
        if (p->need != NEED_ONE_OF)
            continue;
        found = found || n;
        names = ARENA_JOIN(k->arena, names, names.len ? STR(" or ") : STR(""), str_c(p->name));
    }
    if (names.len && !found)
        complain(k, at, "%s needs %.*s", k->owner, STR_ARG(names));
}

/* owner is the rule, or the group inside it. */
static void check_table(struct checking *k, const struct parameter *table, struct str owner, const struct node *given,
                        const struct node *at)
{
    bool whole = str_eq(owner, str_c(k->owner));

    for (const struct node *key = node_first_key(given); key; key = node_next_key(given, key)) {
        const char *near;
        const struct parameter *p = find(table, node_text(key), &near);
        if (p)
            check_parameter_given(k, p, node_pair_value(key));
        else if (whole && str_eq(node_text(key), STR("severity")))
            continue;
        else if (!table)
            complain(k, key, "%s takes a severity and no parameters", k->owner);
        else
            complain(k, key, "unknown parameter \"%.*s\" of %.*s%s%s%s", STR_ARG(node_text(key)), STR_ARG(owner),
                     near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
    }
    check_missing(k, table, given, at);
}

bool parameters_check(const struct parameter *table, const char *owner, const struct node *given, const struct node *at,
                      struct arena *arena, parameter_complain *complain_to, void *context)
{
    struct checking k = { owner, arena, complain_to, context, true };

    check_table(&k, table, str_c(owner), given, at);
    return k.ok;
}

const struct node *parameter_next(const struct node *list, const struct node *last)
{
    if (list && node_kind(list) != NODE_SEQUENCE)
        return last ? NULL : list;
    return last ? node_next(list, last) : node_first(list);
}

struct str parameter_texts(struct arena *a, const struct node *list)
{
    struct str *texts = NULL;
    size_t count = 0, cap = 0;

    for (const struct node *e = parameter_next(list, NULL); e; e = parameter_next(list, e)) {
        *ARENA_PUSH(a, texts, count, cap) = node_text(e);
    }
    return arena_list(a, STR(", "), texts, count);
}

bool parameter_true(const struct check *c, const char *name)
{
    return node_true(check_parameter(c, name));
}

bool parameter_number(const struct check *c, const char *name, int64_t *value)
{
    const struct node *n = check_parameter(c, name);

    return n && node_int(n, value);
}

bool parameter_duration(const struct check *c, const char *name, int64_t *ns)
{
    const struct node *n = check_parameter(c, name);
    struct arena scratch = { 0 };
    struct str error;
    bool ok = n && duration_parse(node_text(n), ns, &scratch, &error);

    arena_free(&scratch);
    return ok;
}

int64_t parameter_member(const struct node *group, const char *name, int64_t otherwise)
{
    const struct node *n = node_get(group, str_c(name));

    if (!n)
        return otherwise;
    return node_int(n, &otherwise) ? otherwise : percent_of(node_text(n));
}

int64_t parameter_percent(const struct check *c, const char *name, int64_t otherwise)
{
    const struct node *n = check_parameter(c, name);

    return n ? percent_of(node_text(n)) : otherwise;
}
