/* The form of a policy: what cel-go's policy parser takes of YAML, with its words. */
#include "cel/policy_tree.h"
#include "syntax/tape.h"

struct reader {
    struct arena *arena;
    struct cel_policy *policy;
    struct cel_issues *issues;
    bool simple;
    unsigned depth;
};

enum { DEEPEST_RULE = 60 };

static void complain(struct reader *r, uint32_t at, struct str message)
{
    cel_issue_add(r->issues, r->arena, r->policy->source, at, message);
}

/* Where cel-go says that a node is: behind its opening quote. */
static uint32_t place(const struct node *n)
{
    return n->start + (n->style == STYLE_SINGLE || n->style == STYLE_DOUBLE);
}

static struct str source_text(const struct reader *r, const struct node *n)
{
    return str_slice(r->policy->source, n->start, n->end);
}

/* Go's reader takes only these for a boolean; yes, no, on and off are texts to it. */
static bool is_core_bool(struct str s)
{
    static const char *const words[] = { "true", "True", "TRUE", "false", "False", "FALSE" };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (str_eq(s, str_c(words[i])))
            return true;
    return false;
}

static const char *tag_of(const struct reader *r, const struct node *n)
{
    switch (n->kind) {
    case NODE_NULL:
        return "tag:yaml.org,2002:null";
    case NODE_BOOL:
        return is_core_bool(source_text(r, n)) ? "tag:yaml.org,2002:bool" : "tag:yaml.org,2002:str";
    case NODE_INT:
        return "tag:yaml.org,2002:int";
    case NODE_FLOAT:
        return "tag:yaml.org,2002:float";
    case NODE_SEQUENCE:
        return "tag:yaml.org,2002:seq";
    case NODE_MAPPING:
        return "tag:yaml.org,2002:map";
    default:
        return "tag:yaml.org,2002:str";
    }
}

static bool want(struct reader *r, const struct node *n, const char *tag)
{
    const char *have = tag_of(r, n);

    if (str_eq(str_c(have), str_c(tag)))
        return true;
    complain(r, place(n),
             ARENA_JOIN(r->arena, STR("got yaml node type "), str_c(have), STR(", wanted type(s) ["), str_c(tag),
                        str_ends(str_c(tag), STR(":str")) ? STR(" !txt]") : STR("]")));
    return false;
}

/* The lines of a block scalar as they stand in the file, with their indentation: places stay what they are. key is the
 * key in front of it, whose column the lines have to pass. */
static struct policy_text block_text(const struct reader *r, const struct node *n, const struct node *key)
{
    struct str source = r->policy->source, line, rest;
    size_t indent = 0, begin, end, at;

    for (at = key->start; at > 0 && source.p[at - 1] != '\n'; at--)
        indent++;
    begin = str_find_char(str_from(source, n->start), '\n');
    begin = begin == SIZE_MAX ? source.len : n->start + begin + 1;
    end = at = begin;
    while (at < source.len) {
        bool blank, deep;
        str_cut(str_from(source, at), '\n', &line, &rest);
        blank = str_trim(line).len == 0;
        deep = line.len > indent;
        for (size_t i = 0; i <= indent && deep; i++)
            deep = line.p[i] == ' ';
        if (!blank && !deep)
            break;
        if (!blank)
            end = at + line.len;
        at += line.len + 1;
    }
    return (struct policy_text){ str_slice(source, begin, end), (uint32_t)begin, true };
}

static struct policy_text read_text(struct reader *r, const struct node *n, const struct node *key)
{
    struct policy_text t = { STR("*error*"), place(n), true };

    if (!want(r, n, "tag:yaml.org,2002:str"))
        return t;
    if (key && (n->style == STYLE_LITERAL || n->style == STYLE_FOLDED) && n > key)
        return block_text(r, n, key);
    t.text = n->kind == NODE_STRING ? (struct str){ n->text, n->len } : source_text(r, n);
    return t;
}

/* Pairs of a mapping as they are written: also those that a later one replaces. */
static const struct node *next_pair(const struct node *map, const struct node *key)
{
    const struct node *k = key ? key + key->span : map + 1;

    if (key)
        k += k->span;
    while (k < map + map->span && (k->flags & FLAG_MERGED)) {
        k += k->span;
        k += k->span;
    }
    return k < map + map->span ? k : NULL;
}

static bool is(const struct node *key, const char *name)
{
    return str_eq((struct str){ key->text, key->len }, str_c(name));
}

static void unsupported(struct reader *r, const struct node *key, const char *of)
{
    complain(r, place(key),
             ARENA_JOIN(r->arena, STR("unsupported "), str_c(of), STR(" tag: "), (struct str){ key->text, key->len }));
}

static const struct node *value_of(const struct node *key)
{
    return node_value(key + key->span);
}

static struct policy_rule *read_rule(struct reader *r, const struct node *n);

static void read_variable(struct reader *r, const struct node *n, struct policy_variable *v)
{
    size_t count = 0;

    *v = (struct policy_variable){ .at = place(n) };
    if (!want(r, n, "tag:yaml.org,2002:map"))
        return;
    for (const struct node *k = next_pair(n, NULL); k; k = next_pair(n, k)) {
        if (r->simple) {
            v->name = (struct policy_text){ { k->text, k->len }, place(k), true };
            v->expression = read_text(r, value_of(k), k);
            if (++count > 1) {
                complain(r, place(k), STR("only one variable may be defined inline"));
                return;
            }
        } else if (is(k, "name")) {
            v->name = read_text(r, value_of(k), k);
        } else if (is(k, "expression")) {
            v->expression = read_text(r, value_of(k), k);
        } else {
            unsupported(r, k, "variable");
        }
    }
}

static void read_variables(struct reader *r, const struct node *n, struct policy_rule *rule)
{
    if (!want(r, n, "tag:yaml.org,2002:seq"))
        return;
    for (const struct node *e = node_first(n); e; e = node_next(n, e)) {
        rule->variables =
            arena_grow(r->arena, rule->variables, rule->variable_count, &rule->variable_cap, sizeof(*rule->variables));
        read_variable(r, node_value(e), &rule->variables[rule->variable_count++]);
    }
}

static const char only_one[] = "only the rule or the output may be set";
static const char no_explanation[] = "explanation can only be set on output match cases, not nested rules";

static void read_match_pair(struct reader *r, const struct node *k, struct policy_match *m)
{
    if (is(k, "condition")) {
        m->condition = read_text(r, value_of(k), k);
    } else if (is(k, "output")) {
        if (m->rule)
            complain(r, place(k), str_c(only_one));
        m->output = read_text(r, value_of(k), k);
    } else if (is(k, "explanation")) {
        if (m->rule)
            complain(r, place(k), str_c(no_explanation));
        m->explanation = read_text(r, value_of(k), k);
        r->policy->explained = true;
    } else if (is(k, "rule") || is(k, "match") || is(k, "aggregate")) {
        if (m->output.given)
            complain(r, place(k), str_c(only_one));
        if (m->explanation.given)
            complain(r, place(k), str_c(no_explanation));
        m->rule = read_rule(r, value_of(k));
    } else {
        unsupported(r, k, "match");
    }
}

static void read_match(struct reader *r, const struct node *n, struct policy_match *m)
{
    *m = (struct policy_match){ .at = place(n), .always = true };
    if (!want(r, n, "tag:yaml.org,2002:map"))
        return;
    for (const struct node *k = next_pair(n, NULL); k; k = next_pair(n, k))
        read_match_pair(r, k, m);
    if (!m->output.given && !m->rule)
        complain(r, m->at, STR("match does not specify a rule or output"));
}

static void read_matches(struct reader *r, const struct node *n, struct policy_rule *rule)
{
    if (!want(r, n, "tag:yaml.org,2002:seq"))
        return;
    for (const struct node *e = node_first(n); e; e = node_next(n, e)) {
        struct policy_match m;
        read_match(r, node_value(e), &m);
        rule->matches =
            arena_grow(r->arena, rule->matches, rule->match_count, &rule->match_cap, sizeof(*rule->matches));
        rule->matches[rule->match_count++] = m;
    }
}

static void read_rule_pair(struct reader *r, const struct node *k, struct policy_rule *rule)
{
    bool aggregate = is(k, "aggregate");

    if (is(k, "id") || is(k, "description")) {
        read_text(r, value_of(k), k);
    } else if (is(k, "variables")) {
        read_variables(r, value_of(k), rule);
    } else if (!aggregate && !is(k, "match")) {
        unsupported(r, k, "rule");
    } else if (rule->typed && rule->aggregate != aggregate) {
        complain(r, place(k), STR("Only one of 'match' or 'aggregate' may be set in a rule"));
    } else {
        rule->typed = true;
        rule->aggregate = aggregate;
        read_matches(r, value_of(k), rule);
    }
}

static struct policy_rule *read_rule(struct reader *r, const struct node *n)
{
    struct policy_rule *rule = ARENA_NEW(r->arena, struct policy_rule);
    size_t before = r->issues->count;

    rule->at = place(n);
    if (++r->depth > DEEPEST_RULE)
        complain(r, rule->at, STR("rules nest too deep"));
    else if (want(r, n, "tag:yaml.org,2002:map"))
        for (const struct node *k = next_pair(n, NULL); k; k = next_pair(n, k))
            read_rule_pair(r, k, rule);
    r->depth--;
    /* Upstream crashes here. */
    if (rule->match_count == 0 && r->issues->count == before)
        complain(r, rule->at, STR("the rule has no match: it can never give an output"));
    return rule;
}

static void read_imports(struct reader *r, const struct node *n)
{
    struct cel_policy *p = r->policy;

    if (!want(r, n, "tag:yaml.org,2002:seq"))
        return;
    for (const struct node *e = node_first(n); e; e = node_next(n, e)) {
        const struct node *map = node_value(e);
        struct policy_import i = { .at = place(map) };
        if (!want(r, map, "tag:yaml.org,2002:map"))
            continue;
        for (const struct node *k = next_pair(map, NULL); k; k = next_pair(map, k))
            if (is(k, "name"))
                i.name = read_text(r, value_of(k), k);
        p->imports = arena_grow(r->arena, p->imports, p->import_count, &p->import_cap, sizeof(*p->imports));
        p->imports[p->import_count++] = i;
    }
}

bool policy_read(struct cel_policy *p, struct arena *a, const struct node *root, unsigned flags,
                 struct cel_issues *issues)
{
    struct reader r = { a, p, issues, flags & CEL_POLICY_SIMPLE_VARIABLES, 0 };

    issues->stage = CEL_STAGE_PARSE;
    root = node_value(root);
    if (want(&r, root, "tag:yaml.org,2002:map"))
        for (const struct node *k = next_pair(root, NULL); k; k = next_pair(root, k)) {
            if (is(k, "imports"))
                read_imports(&r, value_of(k));
            else if (is(k, "name"))
                p->name = read_text(&r, value_of(k), k);
            else if (is(k, "description"))
                read_text(&r, value_of(k), NULL);
            else if (is(k, "rule"))
                p->rule = read_rule(&r, value_of(k));
            else
                unsupported(&r, k, "policy");
        }
    if (issues->count == 0 && !p->rule)
        complain(&r, place(root), STR("the policy has no rule"));
    cel_issues_sort(issues);
    return issues->count == 0;
}
