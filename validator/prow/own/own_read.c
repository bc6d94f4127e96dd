/* Rules as they are written: their fields, and the files that they stand in. */
#include "prow/own/own_reading.h"

#include "base/ascii.h"
#include "base/nearest.h"
#include "base/walk.h"
#include "syntax/yaml/yaml.h"

#include <stdarg.h>
#include <string.h>

enum { LARGEST_FILE = 1 << 20 };

void own_complain_at(struct own_reader *r, const struct node *at, size_t written, const char *fmt, ...)
{
    struct span s = span_of(r->source, at);
    uint32_t line = s.line;
    va_list ap;

    if (!at) /* an empty file */
        s.line = s.column = 1;
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

static const char *const fields[] = { "id",      "summary", "why",     "severity", "on",  "variables", "when",
                                      "require", "policy",  "message", "at",       "fix", "examples",  NULL };

/* YAML 1.1 reads a bare `on` as the boolean true, also as a key. */
static bool is_bare_on(const struct own_reader *r, const struct node *key)
{
    return node_is(key, STR("true")) && str_eq(str_slice(r->source, key->start, key->end), STR("on"));
}

void own_check_fields(struct own_reader *r, const struct node *n, const char *const *known, const char *of)
{
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        const char *near = NULL;
        size_t least = SIZE_MAX, i = 0;
        for (; known[i] && !str_eq(str_c(known[i]), node_text(k)); i++)
            if (nearest_better(node_text(k), str_c(known[i]), &least))
                near = known[i];
        if (known[i] || (known == fields && is_bare_on(r, k)))
            continue;
        own_complain_at(r, k, SIZE_MAX, "%s has no field \"%.*s\"%s%s%s", of, STR_ARG(node_text(k)),
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
        own_complain_at(r, n ? n : rule, SIZE_MAX, "%s of an own rule is a text", name);
    return STR("");
}

static void read_severity(struct own_reader *r, struct own_rule *o)
{
    const struct node *n = node_get(o->node, STR("severity"));

    o->rule.severity = SEVERITY_ERROR;
    if (node_kind(n) == NODE_BOOL && !node_true(n)) /* a bare off */
        o->rule.severity = SEVERITY_OFF;
    else if (n && !severity_parse(node_text(n), &o->rule.severity))
        own_complain_at(r, n, SIZE_MAX, "severity is off, info, warning or error");
}

static const struct {
    const char *name;
    unsigned kind;
} kinds[] = {
    { "presubmit", OWN_PRESUBMIT },
    { "postsubmit", OWN_POSTSUBMIT },
    { "periodic", OWN_PERIODIC },
    { "job", OWN_JOB },
    { "preset", OWN_PRESET },
    { "config", OWN_CONFIG },
    { "plugins", OWN_PLUGINS },
    { "repo", OWN_REPO },
    { "branch", OWN_BRANCH },
    { "pair", OWN_PAIR },
    { "pipeline", OWN_PIPELINE },
    { "step", OWN_STEP },
    { "pipeline-config", OWN_PIPELINE_CONFIG },
};

unsigned own_kind(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_eq(name, str_c(kinds[i].name)))
            return kinds[i].kind;
    return 0;
}

static void read_kind(struct own_reader *r, struct own_rule *o, const struct node *n)
{
    const char *near = NULL;
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (node_kind(n) == NODE_STRING && node_is(n, str_c(kinds[i].name))) {
            o->on |= kinds[i].kind;
            return;
        }
        if (nearest_better(node_text(n), str_c(kinds[i].name), &least))
            near = kinds[i].name;
    }
    own_complain_at(r, n, SIZE_MAX,
                    "on: is presubmit, postsubmit, periodic or job, or a list of these, or one of preset, config, "
                    "plugins, repo, branch, pair, pipeline, step and pipeline-config%s%s%s",
                    near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
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
    if (node_kind(n) == NODE_SEQUENCE && o->on == 0 && node_count(n) == 0)
        own_complain_at(r, n, SIZE_MAX, "on: names nothing: no rule could ever be asked");
    if ((o->on & ~(unsigned)OWN_JOB) && (o->on & (o->on - 1)))
        own_complain_at(r, n, SIZE_MAX,
                        "only kinds of jobs go together: a rule about anything else sees other variables, so write one "
                        "for each");
    if (o->on == 0)
        o->on = OWN_JOB; /* to check its expressions by something */
}

/* TEAM/NAME of letters, digits, "-", "_" and ".": what every report, comment and baseline can hold as it is. */
static bool is_id(struct str id)
{
    size_t slash = str_find_char(id, '/');

    for (size_t i = 0; i < id.len; i++)
        if (!is_letter(id.p[i]) && !is_digit(id.p[i]) && !strchr("-_./", id.p[i]))
            return false;
    return slash != SIZE_MAX && slash != 0 && slash + 1 < id.len && !memchr(id.p, '\0', id.len);
}

static void read_id(struct own_reader *r, struct own_rule *o)
{
    struct str id = text(r, o->node, "id", true);

    if (id.len && !is_id(id))
        own_complain_at(r, node_get(o->node, STR("id")), SIZE_MAX,
                        "the id of an own rule has a slash, and letters, digits, \"-\", \"_\" and \".\" around it: "
                        "team/no-latest");
    o->rule.id = arena_copy(r->rules->arena, id).p;
    for (size_t i = 0; i < r->rules->count; i++)
        if (str_eq(str_c(r->rules->rules[i]->id), id))
            own_complain_at(r, node_get(o->node, STR("id")), SIZE_MAX, "another own rule is called %.*s, too (%.*s)",
                            STR_ARG(id), STR_ARG(r->rules->items[i]->file));
}

/* Marks a rule as one about changes, for reports and guards; whoever compares asks it (delta/own_pairs.h). */
static void asked_of_pairs(struct check *c, const struct delta *d)
{
    (void)c;
    (void)d;
}

static void read_rule(struct own_reader *r, const struct node *n)
{
    struct own_rules *list = r->rules;
    struct own_rule *o = ARENA_NEW(list->arena, struct own_rule);
    const struct node *require = node_get(n, STR("require")), *policy = node_get(n, STR("policy"));
    struct cel_env *env;

    *o = (struct own_rule){ .file = r->file, .source = r->source, .node = n };
    own_check_fields(r, n, fields, "an own rule");
    read_id(r, o);
    o->rule.summary = arena_copy(list->arena, text(r, n, "summary", true)).p;
    o->why = text(r, n, "why", false);
    read_severity(r, o);
    read_on(r, o);
    env = own_types_env(list->types, o->on);
    own_read_variables(r, o, env);
    own_compile(r, o, env, node_get(n, STR("when")), "when", &cel_type_bool, &o->when);
    own_compile(r, o, env, require, "require", &cel_type_bool, &o->require);
    own_compile(r, o, env, node_get(n, STR("message")), "message", &cel_type_string, &o->message);
    if (!require && !policy)
        own_complain_at(r, n, SIZE_MAX,
                        "an own rule needs require:, the CEL expression that must hold, or policy:, a CEL policy");
    else if (require && policy)
        own_complain_at(r, policy, SIZE_MAX, "an own rule has require: or policy:, not both");
    own_read_policy(r, o, env);
    own_read_at(r, o, env);
    own_read_fix(r, o, env);
    own_read_examples(r, o);
    if (o->on & OWN_PAIR)
        o->rule.delta = asked_of_pairs;
    o->doubt = o->rule;
    o->doubt.undecided = true;
    list->rules = arena_grow(list->arena, list->rules, list->count, &list->rule_cap, sizeof *list->rules);
    list->rules[list->count] = &o->rule;
    *ARENA_PUSH(list->arena, list->items, list->count, list->cap) = o;
}

static void begin(struct own_reader *r)
{
    if (!r->rules->types)
        r->rules->types = own_types_new(r->rules->arena);
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
        own_complain_at(r, n, SIZE_MAX, "an own rule, or a list of them, belongs here");
        return;
    }
    for (const struct node *e = node_first(n); e; e = node_next(n, e))
        if (node_kind(e) != NODE_MAPPING)
            own_complain_at(r, e, SIZE_MAX, "an own rule is a mapping");
        else
            read_rule(r, node_value(e));
}

void own_read_text(struct own_reader *r, struct str path, struct str text)
{
    struct arena *a = r->rules->arena;
    struct yaml_error e;
    struct tape t;

    if (!yaml_read(&t, a, arena_copy(a, text), NULL, &e)) {
        r->complain(r->context, path, e.line, e.column, e.message);
        r->ok = false;
        return;
    }
    r->file = path;
    r->source = t.source;
    for (size_t i = 0; i < t.duplicate_count; i++)
        own_complain_at(r, t.duplicates[i].key, SIZE_MAX, "\"%.*s\" stands here for the second time",
                        STR_ARG(node_text(t.duplicates[i].key)));
    if (t.second_document_line) {
        r->complain(r->context, path, t.second_document_line, 1,
                    STR("a second document stands here; write a list of rules"));
        r->ok = false;
    }
    own_read(r, path, t.source, t.root);
}

void own_read_file(struct own_reader *r, const struct fs *fs, struct str path)
{
    struct buf bytes = { 0 };
    struct fs_error error;

    if (fs_read(fs, path, LARGEST_FILE, &bytes, &error)) {
        own_read_text(r, path, buf_str(&bytes));
    } else {
        r->complain(r->context, path, 1, 1, fs_error_text(&error, r->rules->arena));
        r->ok = false;
    }
    buf_free(&bytes);
}

struct reading {
    struct own_reader *reader;
    const struct fs *fs;
};

static enum walk_answer visit(void *context, const struct walk_entry *e)
{
    const struct reading *k = context;
    struct own_reader *r = k->reader;

    if (e->error && e->below.len == 0 && fs_error_not_exist(e->error))
        return WALK_ON;
    if (e->error) {
        r->complain(r->context, arena_copy(r->rules->arena, e->path), 1, 1, fs_error_text(e->error, r->rules->arena));
        r->ok = false;
    } else if (e->kind != FS_DIRECTORY && own_is_rule_file(e->name)) {
        own_read_file(r, k->fs, arena_copy(r->rules->arena, e->path));
    }
    return WALK_ON;
}

bool own_is_rule_file(struct str name)
{
    return str_ends(name, STR(".yaml")) || str_ends(name, STR(".yml"));
}

void own_read_folder(struct own_reader *r, const struct fs *fs, struct str folder)
{
    struct reading k = { r, fs };

    walk(fs, r->rules->arena, folder, visit, &k);
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
        cel_policy_free(o->policy);
        release(&o->fix.title);
        release(&o->fix.set);
        release(&o->when);
        release(&o->require);
        release(&o->message);
    }
    own->count = 0;
}
