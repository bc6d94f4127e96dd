/* Examples of own rules, and what they leave unseen. */
#include "prow/jobs/effective.h"
#include "prow/own/own_subject.h"

static const char *kind_of(unsigned on)
{
    return on & OWN_PRESUBMIT ? "presubmit" : on & OWN_POSTSUBMIT ? "postsubmit" : "periodic";
}

/* What the example says of a variable, or NULL. */
static const struct node *given(const struct own_rule *rule, const struct node *example, struct str name)
{
    bool named = own_types_example_is_named(rule->on, example);

    if (str_eq(name, STR("source")) && !(named && node_get(example, name)))
        name = own_types_thing(rule->on);
    if (named)
        return node_get(example, name);
    return str_eq(name, own_types_thing(rule->on)) ? example : NULL;
}

/* The newest Prow, without any main file: what it makes of an example. */
struct trying {
    const struct own_rule *rule;
    struct arena *arena;
    struct version newest;
    struct effective effective;
    struct prow_file file;
    struct origin origin;
    struct own_subject subject;
};

static enum job_kind kind_called(struct str name)
{
    return str_eq(name, STR("presubmit")) || str_eq(name, STR("presubmits"))     ? PRESUBMIT
           : str_eq(name, STR("postsubmit")) || str_eq(name, STR("postsubmits")) ? POSTSUBMIT
                                                                                 : PERIODIC;
}

static struct cel_value job_of(struct trying *t, const struct node *n, enum job_kind kind, struct str repo)
{
    const struct job job = { .kind = kind, .repo = repo, .file = &t->file, .node = node_value(n) };
    struct effective_job out;

    if (effective_read(&t->effective, t->arena, &job, NULL, 0, &out))
        return own_value(t->arena, out.value, &t->effective.go);
    t->subject.refused = out.error;
    return cel_null();
}

static struct cel_value jobs_of(struct trying *t, const struct node *list, struct str name, struct str repo)
{
    struct cel_value *items = ARENA_ARRAY(t->arena, struct cel_value, node_count(list) + 1);
    size_t count = 0;

    for (const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL; e; e = node_next(list, e))
        items[count++] = job_of(t, e, kind_called(name), repo);
    return cel_list_value(t->arena, items, count);
}

static struct cel_value decoded(struct trying *t, const struct node *n, const struct go_type *type)
{
    const struct node *at;
    struct govalue *v =
        effective_decode(&t->effective, t->arena, &t->file, n, type, &t->origin, &t->subject.refused, &at);

    return v ? own_value(t->arena, v, &t->effective.go) : cel_null();
}

/* A variable that the example gives, as a rule that runs would see it. */
static struct cel_value value_of(struct trying *t, const struct node *example, const struct node *n, struct str name)
{
    const struct node *said = given(t->rule, example, STR("kind"));
    struct str repo = node_text(given(t->rule, example, STR("repo")));

    if (str_eq(name, STR("job")))
        return job_of(t, n, kind_called(said ? node_text(said) : str_c(kind_of(t->rule->on))), repo);
    if (t->rule->on & (OWN_REPO | OWN_BRANCH) && (str_eq(name, STR("presubmits")) || str_eq(name, STR("postsubmits"))))
        return jobs_of(t, n, name, repo);
    if (str_eq(name, STR("preset")))
        return decoded(t, n, go_type_find("prow/jobs", "Preset"));
    if (str_eq(name, STR("config")) && !(t->rule->on & OWN_PIPELINES))
        return decoded(t, n, go_type_find("prow/config", "Config"));
    if (str_eq(name, STR("plugins")) && (t->rule->on & OWN_PLUGINS))
        return decoded(t, n, go_type_find("prow/plugins", "Configuration"));
    return cel_tape_value(n);
}

static void make_subject(struct trying *t, const struct node *example)
{
    struct own_subject *s = &t->subject;
    struct cel_value value;
    struct str name;

    s->what = "example";
    for (size_t i = 0; own_types_next(t->rule->on, &i, &name, &value, t->arena);) {
        const struct node *n = given(t->rule, example, name);
        if (n)
            value = value_of(t, example, n, name);
        else if (str_eq(name, STR("kind")))
            value = cel_string(str_c(kind_of(t->rule->on)));
        own_subject_add(s, name, value);
    }
}

struct own_tried own_try(const struct own_rule *rule, const struct own_example *e, struct cel_coverage *coverage,
                         struct arena *a)
{
    struct own_asking k = { .coverage = coverage };
    struct own_tried tried = { 0 };
    struct trying t = { .rule = rule, .arena = a, .newest = version_newest() };
    enum own_answer answer;

    t.file = (struct prow_file){ .path = rule->file, .role = ROLE_JOBS, .tape = { .source = rule->source } };
    t.origin = (struct origin){ ORIGIN_JOB, &t.file, STR("") };
    effective_init(&t.effective, a, NULL, NULL, 0, &t.newest);
    make_subject(&t, e->node);
    answer = own_ask(&k, rule, &t.subject);
    tried.asked = answer != OWN_NOT_ASKED;
    tried.finds = answer == OWN_BROKEN;
    if (answer == OWN_IN_DOUBT)
        tried.trouble = arena_copy(a, k.trouble);
    if (tried.finds)
        tried.message = own_message(&k, 0, a);
    own_asking_free(&k);
    return tried;
}

struct gaps {
    const struct own_rule *rule;
    const struct own_expression *of; /* NULL: places are those in the source already */
    struct arena *arena;
    struct own_gap *items;
    size_t count, cap;
};

static void tell(void *context, uint32_t at, bool held, bool failed)
{
    struct gaps *g = context;
    size_t written = g->of ? own_written_at(g->rule->source, g->of->node, at) : at;

    if (!held)
        *ARENA_PUSH(g->arena, g->items, g->count, g->cap) = (struct own_gap){ written, "true" };
    if (!failed)
        *ARENA_PUSH(g->arena, g->items, g->count, g->cap) = (struct own_gap){ written, "false" };
}

size_t own_gaps(const struct own_rule *rule, const struct cel_coverage *coverage, struct arena *a,
                struct own_gap **gaps)
{
    const struct own_expression *expressions[OWN_MOST_VARIABLES + 3];
    struct gaps g = { .rule = rule, .arena = a };
    size_t count = 0;

    for (size_t i = 0; i < rule->variable_count; i++)
        expressions[count++] = &rule->variables[i].value;
    expressions[count++] = &rule->when;
    expressions[count++] = &rule->require;
    expressions[count++] = &rule->message;
    for (size_t i = 0; i < count; i++) {
        g.of = expressions[i];
        if (g.of->program)
            cel_coverage_gaps(coverage, g.of->program, tell, &g);
    }
    g.of = NULL;
    if (rule->policy)
        cel_policy_gaps(coverage, rule->policy, tell, &g);
    *gaps = g.items;
    return g.count;
}
