#include "prow/own/own.h"

#include "prow/jobs/effective_tree.h"

/* A variable of a rule for one job: worked out once, however many expressions read it. */
struct known {
    struct cel_machine machine;
    struct cel_value value;
    enum cel_outcome outcome;
    bool asked;
};

/* One rule asked about one job. */
struct asking {
    const struct own_rule *rule;
    struct cel_value job, source, deployed;
    struct str repo, file, kind;
    struct known variables[OWN_MOST_VARIABLES];
    struct cel_machine machine, at;
    struct str trouble; /* why a variable could not be worked out, in its machine's arena */
};

static bool find(void *context, struct arena *a, struct str name, struct cel_value *out);

static enum cel_outcome evaluate(struct asking *k, const struct own_expression *e, struct cel_machine *m,
                                 struct cel_value *out)
{
    const struct cel_bindings b = { find, k };
    enum cel_outcome outcome = cel_evaluate(e->program, m, &b, out);

    if (outcome != CEL_VALUE && k->trouble.len == 0)
        k->trouble = out->kind == CEL_ERROR && out->failure ? out->failure->message : STR("it gives no value");
    return outcome;
}

static bool find_variable(struct asking *k, struct str name, struct cel_value *out)
{
    for (size_t i = 0; i < k->rule->variable_count; i++) {
        struct known *v = &k->variables[i];
        if (!str_eq(k->rule->variables[i].name, name))
            continue;
        if (!v->asked) {
            v->asked = true;
            v->outcome = evaluate(k, &k->rule->variables[i].value, &v->machine, &v->value);
        }
        *out = v->value;
        return v->outcome == CEL_VALUE;
    }
    return false;
}

static bool find(void *context, struct arena *a, struct str name, struct cel_value *out)
{
    struct asking *k = context;

    (void)a;
    if (str_eq(name, STR("job")))
        *out = k->job;
    else if (str_eq(name, STR("source")))
        *out = k->source;
    else if (str_eq(name, STR("deployed")))
        *out = k->deployed;
    else if (str_eq(name, STR("repo")))
        *out = cel_string(k->repo);
    else if (str_eq(name, STR("file")))
        *out = cel_string(k->file);
    else if (str_eq(name, STR("kind")))
        *out = cel_string(k->kind);
    else
        return find_variable(k, name, out);
    return true;
}

static void forget(struct asking *k)
{
    for (size_t i = 0; i < OWN_MOST_VARIABLES; i++)
        k->variables[i].asked = false;
    k->trouble = STR("");
}

static void asking_free(struct asking *k)
{
    for (size_t i = 0; i < OWN_MOST_VARIABLES; i++)
        cel_machine_free(&k->variables[i].machine);
    cel_machine_free(&k->machine);
    cel_machine_free(&k->at);
}

enum answer { HOLDS, NOT_ASKED, BROKEN, IN_DOUBT };

/* Any variable that failed on the way leaves it open, whatever the whole came to: no || may hide that. */
static enum answer ask(struct asking *k, const struct own_rule *rule)
{
    struct cel_value v;

    forget(k);
    k->rule = rule;
    if (rule->when.program && evaluate(k, &rule->when, &k->machine, &v) != CEL_VALUE)
        return IN_DOUBT;
    if (rule->when.program && v.kind != CEL_BOOL)
        return k->trouble = STR("when gives no bool"), IN_DOUBT;
    if (rule->when.program && !v.b)
        return k->trouble.len ? IN_DOUBT : NOT_ASKED;
    if (evaluate(k, &rule->require, &k->machine, &v) != CEL_VALUE)
        return IN_DOUBT;
    if (v.kind != CEL_BOOL)
        return k->trouble = STR("require gives no bool"), IN_DOUBT;
    return k->trouble.len ? IN_DOUBT : v.b ? HOLDS : BROKEN;
}

static struct str message_of(struct asking *k, struct arena *a)
{
    struct cel_value v;

    if (k->rule->message.program && evaluate(k, &k->rule->message, &k->machine, &v) == CEL_VALUE &&
        v.kind == CEL_STRING)
        return arena_copy(a, cel_text(&v));
    return arena_copy(a, str_c(k->rule->rule.summary));
}

/* A run over a tree. */
struct running {
    const struct own_rules *rules;
    const struct rule_settings *settings;
    struct effective effective;
    struct findings *out;
    struct arena arena; /* of one job */
    struct asking asking;
    struct cel_value deployed;
};

static struct place place_in(struct running *r, const struct prow_file *f, const struct node *n)
{
    return (struct place){ arena_copy(&r->out->arena, f->path), span_of(f->tape.source, n) };
}

/* Where a value of this origin is written; false where nobody wrote it. */
static bool written(struct running *r, const struct own_expression *path, const void *origin,
                    const struct effective_job *job, struct place *at)
{
    const struct govalue *v = origin;

    if (!origin)
        return false;
    if (str_starts(path->text, STR("source")))
        return *at = place_in(r, job->file, origin), true;
    if (!v->node || !v->origin || !v->origin->file)
        return false;
    return *at = place_in(r, v->origin->file, v->node), true;
}

static struct place place_of(struct running *r, const struct own_rule *rule, const struct effective_job *job)
{
    struct place at;
    struct cel_value v;

    for (size_t i = 0; i < rule->at_count; i++)
        if (rule->at[i].program && evaluate(&r->asking, &rule->at[i], &r->asking.at, &v) == CEL_VALUE &&
            written(r, &rule->at[i], v.origin, job, &at))
            return at;
    return place_in(r, job->file, job->node);
}

static struct finding *add(struct running *r, const struct own_rule *rule, const struct effective_job *job,
                           enum severity severity)
{
    struct finding *f = findings_add(r->out);

    f->rule = &rule->rule;
    f->severity = severity;
    f->at = place_in(r, job->file, job->node);
    return f;
}

static void doubt(struct running *r, const struct own_rule *rule, const struct effective_job *job, struct str why)
{
    struct finding *f = add(r, rule, job, SEVERITY_ERROR);

    f->rule = &rule->doubt;
    f->message = arena_printf(&r->out->arena, "this rule could not be evaluated for this job: %.*s", STR_ARG(why));
}

static void run_rule(struct running *r, const struct own_rule *rule, const struct effective_job *job,
                     enum severity severity)
{
    struct finding *f;

    switch (ask(&r->asking, rule)) {
    case BROKEN:
        f = add(r, rule, job, severity);
        f->message = message_of(&r->asking, &r->out->arena);
        f->at = place_of(r, rule, job);
        break;
    case IN_DOUBT:
        doubt(r, rule, job, r->asking.trouble);
        break;
    default:
        break;
    }
}

static void visit(void *context, const struct effective_place *p)
{
    static const unsigned kinds[] = {
        [PRESUBMIT] = OWN_PRESUBMIT, [POSTSUBMIT] = OWN_POSTSUBMIT, [PERIODIC] = OWN_PERIODIC
    };
    struct running *r = context;
    struct effective_job job;
    bool loaded = effective_tree_read(&r->effective, &r->arena, p, &job);

    r->asking.job = loaded ? own_value(&r->arena, job.value, &r->effective.go) : cel_null();
    r->asking.source = cel_tape_value(job.node);
    r->asking.repo = job.repo;
    r->asking.file = job.file->path;
    r->asking.kind = str_c(job_kind_name(job.kind));
    r->asking.deployed = r->deployed;
    for (size_t i = 0; i < r->rules->count; i++) {
        const struct own_rule *rule = r->rules->items[i];
        enum severity severity = rule_settings_severity(r->settings, &rule->rule);
        if (severity == SEVERITY_OFF || !(rule->on & kinds[job.kind]))
            continue;
        if (loaded)
            run_rule(r, rule, &job, severity);
        else
            doubt(r, rule, &job, ARENA_JOIN(&r->arena, STR("Prow refuses it: "), job.error));
    }
    arena_reset(&r->arena);
}

static struct cel_value deployed_of(const struct window *w, struct arena *a)
{
    struct cel_value *items = ARENA_ARRAY(a, struct cel_value, w->count);

    for (size_t i = 0; i < w->count; i++)
        items[i] = cel_string(w->versions[i].text);
    return cel_list_value(a, items, w->count);
}

static bool some_on(const struct own_rules *own, const struct rule_settings *s)
{
    for (size_t i = 0; i < own->count; i++)
        if (rule_settings_severity(s, own->rules[i]) != SEVERITY_OFF)
            return true;
    return false;
}

void own_run(const struct own_rules *own, const struct rule_settings *s, const struct fs *fs,
             const struct prow_paths *paths, struct findings *out)
{
    const struct effective_wish all = { 0 };
    struct running r = { .rules = own, .settings = s, .out = out };
    struct effective_tree t;

    if (!some_on(own, s))
        return;
    effective_tree_open(&t, fs, paths, s->window, &all);
    r.deployed = deployed_of(s->window, &t.arena);
    for (size_t i = 0; i < s->window->count; i++) {
        effective_tree_init(&t, &r.effective, &s->window->versions[i]);
        effective_tree_each(&t, visit, &r);
    }
    asking_free(&r.asking);
    arena_free(&r.arena);
    effective_tree_free(&t);
}

struct own_tried own_try(const struct own_rule *rule, const struct own_example *e, struct arena *a)
{
    struct asking k = { .job = cel_tape_value(e->node),
                        .source = cel_tape_value(e->node),
                        .kind = STR_INIT("presubmit") };
    struct own_tried tried = { 0 };
    enum answer answer;

    k.file = rule->file;
    k.deployed = cel_list_value(a, NULL, 0);
    if (!(rule->on & OWN_PRESUBMIT))
        k.kind = rule->on & OWN_POSTSUBMIT ? STR("postsubmit") : STR("periodic");
    answer = ask(&k, rule);
    tried.asked = answer != NOT_ASKED;
    tried.finds = answer == BROKEN;
    if (answer == IN_DOUBT)
        tried.trouble = arena_copy(a, k.trouble);
    if (tried.finds)
        tried.message = message_of(&k, a);
    asking_free(&k);
    return tried;
}
