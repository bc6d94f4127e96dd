#include "prow/own/own.h"

#include "base/nearest.h"
#include "base/path.h"
#include "syntax/yaml/yaml.h"

#include <stdarg.h>
#include <string.h>

enum { LARGEST_FILE = 1 << 20, MOST_PREFIXES = 32 };

static void complain(struct own_reader *r, const struct node *at, size_t written, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* written: where exactly, in bytes of the source; SIZE_MAX for where the node begins. */
static void complain(struct own_reader *r, const struct node *at, size_t written, const char *fmt, ...)
{
    struct span s = span_of(r->source, at);
    uint32_t line = s.line;
    va_list ap;

    if (written != SIZE_MAX) {
        for (size_t i = node_value(at)->start; i < written && i < r->source.len; i++)
            line += r->source.p[i] == '\n';
        s = span_of_bytes(r->source, line, written, written);
    }
    va_start(ap, fmt);
    r->complain(r->context, r->file, s.line, s.column, arena_vprintf(r->rules->arena, fmt, ap));
    va_end(ap);
    r->ok = false;
}

static const char *const fields[] = { "id",   "summary", "why",     "severity", "on",       "variables",
                                      "when", "require", "message", "at",       "examples", NULL };

/* YAML 1.1 reads a bare `on` as the boolean true, also as a key. */
static bool is_bare_on(const struct own_reader *r, const struct node *key)
{
    return node_is(key, STR("true")) && str_eq(str_slice(r->source, key->start, key->end), STR("on"));
}

static void check_fields(struct own_reader *r, const struct node *n, const char *const *known)
{
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        const char *near = NULL;
        size_t least = SIZE_MAX, i = 0;
        for (; known[i] && !str_eq(str_c(known[i]), node_text(k)); i++)
            if (nearest_better(node_text(k), str_c(known[i]), &least))
                near = known[i];
        if (known[i] || (known == fields && is_bare_on(r, k)))
            continue;
        complain(r, k, SIZE_MAX, "an own rule has no field \"%.*s\"%s%s%s", STR_ARG(node_text(k)),
                 near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
    }
}

/* A text of the rule; empty, with a complaint where it is needed, when it is not there. */
static struct str text(struct own_reader *r, const struct node *rule, const char *name, bool needed)
{
    const struct node *n = node_get(rule, str_c(name));

    if (node_kind(n) == NODE_STRING && node_text(n).len)
        return node_text(n);
    if (n || needed)
        complain(r, n ? n : rule, SIZE_MAX, "%s of an own rule is a text", name);
    return STR("");
}

static void read_severity(struct own_reader *r, struct own_rule *o)
{
    const struct node *n = node_get(o->node, STR("severity"));

    o->rule.severity = SEVERITY_ERROR;
    if (node_kind(n) == NODE_BOOL && !node_true(n)) /* a bare off */
        o->rule.severity = SEVERITY_OFF;
    else if (n && !severity_parse(node_text(n), &o->rule.severity))
        complain(r, n, SIZE_MAX, "severity is off, info, warning or error");
}

static void read_kind(struct own_reader *r, struct own_rule *o, const struct node *n)
{
    static const struct {
        const char *name;
        unsigned kind;
    } kinds[] = { { "presubmit", OWN_PRESUBMIT },
                  { "postsubmit", OWN_POSTSUBMIT },
                  { "periodic", OWN_PERIODIC },
                  { "job", OWN_JOB } };

    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (node_is(n, str_c(kinds[i].name))) {
            o->on |= kinds[i].kind;
            return;
        }
    complain(r, n, SIZE_MAX, "on: is presubmit, postsubmit, periodic or job, or a list of these");
}

static void read_on(struct own_reader *r, struct own_rule *o)
{
    const struct node *n = node_get(o->node, STR("on"));

    if (!n) /* is_bare_on */
        n = node_get(o->node, STR("true"));
    if (node_kind(n) != NODE_SEQUENCE)
        read_kind(r, o, n ? n : o->node);
    else
        for (const struct node *e = node_first(n); e; e = node_next(n, e))
            read_kind(r, o, node_value(e));
}

/* Compiles what n holds; *out stays without a program where there is nothing or it is refused, which is told. */
static void compile(struct own_reader *r, const struct cel_env *env, const struct node *n, const char *name,
                    const struct cel_type *type, struct own_expression *out)
{
    struct cel_issues issues = { 0 };

    if (!n)
        return;
    *out = (struct own_expression){ .node = n, .text = node_text(n) };
    if (node_kind(n) == NODE_SEQUENCE || node_kind(n) == NODE_MAPPING || node_kind(n) == NODE_NULL) {
        complain(r, n, SIZE_MAX, "%s of an own rule is a CEL expression", name);
        return;
    }
    out->program = cel_compile(env, r->rules->arena, out->text, 0, &issues);
    for (size_t i = 0; !out->program && i < issues.count; i++) {
        const struct cel_issue *e = &issues.items[i];
        complain(r, n, own_written_at(r->source, n, e->offset == CEL_NOWHERE ? 0 : e->offset), "%s: %.*s", name,
                 STR_ARG(e->message));
    }
    if (!out->program)
        return;
    if (type && cel_program_type(out->program)->kind != type->kind &&
        cel_program_type(out->program)->kind != cel_type_dyn.kind)
        complain(r, n, own_written_at(r->source, n, 0), "%s must be a %s", name,
                 type == &cel_type_bool ? "bool" : "string");
}

static void read_variables(struct own_reader *r, struct own_rule *o, struct cel_env *env)
{
    const struct node *n = node_get(o->node, STR("variables"));

    if (n && node_kind(n) != NODE_MAPPING) {
        complain(r, n, SIZE_MAX, "variables: is a mapping of names to CEL expressions");
        return;
    }
    if (node_count(n) > OWN_MOST_VARIABLES) {
        complain(r, n, SIZE_MAX, "a rule has at most %d variables", OWN_MOST_VARIABLES);
        return;
    }
    o->variables = ARENA_ARRAY(r->rules->arena, struct own_variable, node_count(n));
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        struct own_variable *v = &o->variables[o->variable_count];
        *v = (struct own_variable){ .name = ARENA_JOIN(r->rules->arena, STR("variables."), node_text(k)) };
        compile(r, env, node_pair_value(k), "a variable", NULL, &v->value);
        if (v->value.program)
            cel_env_variable(env, v->name, cel_program_type(v->value.program));
        o->variable_count++;
    }
}

/* Nothing but steps into job or source: what it gives is then written somewhere. */
static bool is_path(struct str s)
{
    static const char others[] = "_.[]\"'`/-";

    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (!((c | 32) >= 'a' && (c | 32) <= 'z') && !(c >= '0' && c <= '9') && !(c && strchr(others, c)))
            return false;
    }
    return str_starts(s, STR("job.")) || str_starts(s, STR("source."));
}

/* The path, and it without its last part, and so on: where a value is missing, what would hold it is pointed at. */
static void read_at(struct own_reader *r, struct own_rule *o, const struct cel_env *env)
{
    const struct node *n = node_get(o->node, STR("at"));
    struct str path = node_text(n);

    if (!n)
        return;
    if (!is_path(path)) {
        complain(r, n, SIZE_MAX,
                 "at: is the path of a value, as job.spec.containers[0].image; it begins with job or "
                 "source");
        return;
    }
    o->at = ARENA_ARRAY(r->rules->arena, struct own_expression, MOST_PREFIXES);
    compile(r, env, n, "at", NULL, &o->at[0]);
    o->at_count = 1;
    for (size_t i = path.len; i-- > 0 && o->at_count < MOST_PREFIXES;) {
        struct cel_issues ignored = { 0 };
        struct own_expression e = { .node = n, .text = str_slice(path, 0, i) };
        if (path.p[i] != '.' && path.p[i] != '[')
            continue;
        e.program = cel_compile(env, r->rules->arena, e.text, 0, &ignored);
        if (e.program)
            o->at[o->at_count++] = e;
    }
}

static void read_examples_of(struct own_reader *r, struct own_rule *o, const struct node *list, bool fails)
{
    if (list && node_kind(list) != NODE_SEQUENCE)
        complain(r, list, SIZE_MAX, "fails: and passes: are lists of jobs");
    for (const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL; e; e = node_next(list, e)) {
        if (node_kind(e) != NODE_MAPPING)
            complain(r, e, SIZE_MAX, "an example is a job");
        else
            o->examples[o->example_count++] = (struct own_example){ node_value(e), fails };
    }
}

static void read_examples(struct own_reader *r, struct own_rule *o)
{
    static const char *const known[] = { "fails", "passes", NULL };
    const struct node *n = node_get(o->node, STR("examples"));
    const struct node *fails = node_get(n, STR("fails")), *passes = node_get(n, STR("passes"));

    check_fields(r, n, known);
    o->examples = ARENA_ARRAY(r->rules->arena, struct own_example, node_count(fails) + node_count(passes));
    read_examples_of(r, o, fails, true);
    read_examples_of(r, o, passes, false);
}

static void read_id(struct own_reader *r, struct own_rule *o)
{
    struct str id = text(r, o->node, "id", true);
    size_t slash = str_find_char(id, '/');

    if (id.len && (slash == SIZE_MAX || slash == 0 || slash + 1 == id.len || memchr(id.p, ' ', id.len)))
        complain(r, node_get(o->node, STR("id")), SIZE_MAX, "the id of an own rule has a slash: team/no-latest");
    o->rule.id = arena_copy(r->rules->arena, id).p;
    for (size_t i = 0; i < r->rules->count; i++)
        if (str_eq(str_c(r->rules->rules[i]->id), id))
            complain(r, node_get(o->node, STR("id")), SIZE_MAX, "another own rule is called %.*s, too (%.*s)",
                     STR_ARG(id), STR_ARG(r->rules->items[i]->file));
}

static void read_rule(struct own_reader *r, const struct node *n)
{
    struct own_rules *list = r->rules;
    struct own_rule *o = ARENA_NEW(list->arena, struct own_rule);
    struct cel_env *env = cel_env_extend(list->arena, list->env);
    const struct node *require = node_get(n, STR("require"));

    *o = (struct own_rule){ .file = r->file, .source = r->source, .node = n };
    check_fields(r, n, fields);
    read_id(r, o);
    o->rule.summary = arena_copy(list->arena, text(r, n, "summary", true)).p;
    o->why = text(r, n, "why", false);
    read_severity(r, o);
    read_on(r, o);
    read_variables(r, o, env);
    compile(r, env, node_get(n, STR("when")), "when", &cel_type_bool, &o->when);
    compile(r, env, require, "require", &cel_type_bool, &o->require);
    compile(r, env, node_get(n, STR("message")), "message", &cel_type_string, &o->message);
    if (!require)
        complain(r, n, SIZE_MAX, "an own rule needs require:, the CEL expression that must hold");
    read_at(r, o, env);
    read_examples(r, o);
    o->doubt = o->rule;
    o->doubt.undecided = true;
    list->rules = arena_grow(list->arena, list->rules, list->count, &list->rule_cap, sizeof *list->rules);
    list->rules[list->count] = &o->rule;
    *ARENA_PUSH(list->arena, list->items, list->count, list->cap) = o;
}

static void begin(struct own_reader *r)
{
    static const char *const names[] = { "job", "source", "deployed" };

    if (r->rules->env)
        return;
    r->rules->env = cel_env_new(r->rules->arena, CEL_LIB_ALL);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        cel_env_variable(r->rules->env, str_c(names[i]), &cel_type_dyn);
    cel_env_variable(r->rules->env, STR("repo"), &cel_type_string);
    cel_env_variable(r->rules->env, STR("file"), &cel_type_string);
    cel_env_variable(r->rules->env, STR("kind"), &cel_type_string);
}

void own_read(struct own_reader *r, struct str file, struct str source, const struct node *n)
{
    begin(r);
    r->file = file;
    r->source = source;
    n = node_value(n);
    if (node_kind(n) == NODE_MAPPING) {
        read_rule(r, n);
        return;
    }
    if (node_kind(n) != NODE_SEQUENCE) {
        complain(r, n, SIZE_MAX, "an own rule, or a list of them, belongs here");
        return;
    }
    for (const struct node *e = node_first(n); e; e = node_next(n, e))
        if (node_kind(e) != NODE_MAPPING)
            complain(r, e, SIZE_MAX, "an own rule is a mapping");
        else
            read_rule(r, node_value(e));
}

void own_read_file(struct own_reader *r, const struct fs *fs, struct str path)
{
    struct arena *a = r->rules->arena;
    struct buf bytes = { 0 };
    struct fs_error error;
    struct yaml_error e;
    struct tape t;

    if (!fs_read(fs, path, LARGEST_FILE, &bytes, &error)) {
        r->complain(r->context, path, 1, 1, fs_error_text(&error, a));
        r->ok = false;
    } else if (!yaml_read(&t, a, arena_copy(a, buf_str(&bytes)), NULL, &e)) {
        r->complain(r->context, path, e.line, e.column, e.message);
        r->ok = false;
    } else {
        r->file = path;
        r->source = t.source;
        for (size_t i = 0; i < t.duplicate_count; i++)
            complain(r, t.duplicates[i].key, SIZE_MAX, "\"%.*s\" stands here for the second time",
                     STR_ARG(node_text(t.duplicates[i].key)));
        if (t.second_document_line) {
            r->complain(r->context, path, t.second_document_line, 1,
                        STR("a second document stands here; write a list of rules"));
            r->ok = false;
        }
        own_read(r, path, t.source, t.root);
    }
    buf_free(&bytes);
}

void own_read_folder(struct own_reader *r, const struct fs *fs, struct str folder)
{
    struct fs_listing names;
    struct fs_error error;

    if (!fs_list(fs, folder, r->rules->arena, &names, &error)) {
        if (fs_error_not_exist(&error))
            return;
        r->complain(r->context, folder, 1, 1, fs_error_text(&error, r->rules->arena));
        r->ok = false;
        return;
    }
    for (size_t i = 0; i < names.count; i++)
        if (str_ends(names.names[i].name, STR(".yaml")))
            own_read_file(r, fs, ARENA_JOIN(r->rules->arena, folder, STR("/"), names.names[i].name));
}

static void release(const struct own_expression *e)
{
    if (e->program)
        cel_program_free(e->program);
}

void own_rules_free(struct own_rules *own)
{
    for (size_t i = 0; i < own->count; i++) {
        const struct own_rule *o = own->items[i];
        for (size_t n = 0; n < o->variable_count; n++)
            release(&o->variables[n].value);
        for (size_t n = 0; n < o->at_count; n++)
            release(&o->at[n]);
        release(&o->when);
        release(&o->require);
        release(&o->message);
    }
    own->count = 0;
}
