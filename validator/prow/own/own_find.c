/* Findings of own rules: where they point to, and what would mend them. */
#include "prow/own/own_subject.h"

#include "prow/jobs/effective.h"

bool own_asks(const struct own_run *r, unsigned kinds)
{
    for (size_t i = 0; i < r->rules->count; i++)
        if ((r->rules->items[i]->on & kinds) && rule_settings_severity(r->settings, r->rules->rules[i]) != SEVERITY_OFF)
            return true;
    return false;
}

/* A value and where it is written. */
struct written {
    struct place at;
    const struct prow_file *file; /* NULL: it can't be edited there */
    const struct node *node, *key;
};

static struct place place_in(struct own_run *r, const struct prow_file *f, const struct node *n)
{
    return (struct place){ arena_copy(&r->out->arena, f->path), tape_span(&f->tape, n), false };
}

static bool is_written(struct own_run *r, const struct own_subject *s, const struct cel_value *of, struct written *w)
{
    const struct cel_value *v = of->kind == CEL_OPTIONAL && of->some ? of->some : of;
    const struct govalue *go = v->origin;

    if (!v->origin || v->kind == CEL_OPTIONAL || v->kind == CEL_OPAQUE)
        return false;
    if (v->opaque == OWN_FROM_PLACE) {
        *w = (struct written){ .at = *(const struct place *)v->origin };
        return w->at.file.len > 0;
    }
    if (v->opaque == OWN_FROM_GO) {
        if (!go->node || !go->origin || !go->origin->file)
            return false;
        *w = (struct written){ .file = go->origin->file, .node = go->node, .key = go->key };
    } else if (s->place_of) {
        *w = (struct written){ .node = v->origin };
        return s->place_of(s->context, v->origin, &w->at);
    } else if (s->file) {
        *w = (struct written){ .file = s->file, .node = v->origin };
    } else {
        return false;
    }
    w->at = place_in(r, w->file, w->node);
    return true;
}

/* The value at points to, or else what would hold it; *exact: itself. */
static bool point(struct own_run *r, struct written *w, bool *exact)
{
    struct own_asking *k = &r->asking;
    struct cel_value v;

    for (size_t i = 0; i < k->rule->at_count; i++)
        if (k->rule->at[i].program && own_evaluate(k, &k->rule->at[i], &k->at, &v) == CEL_VALUE &&
            is_written(r, k->subject, &v, w))
            return *exact = i == 0, true;
    return false;
}

static struct finding *add(struct own_run *r, const struct own_rule *rule, enum severity severity)
{
    struct finding *f = findings_add(r->out);

    f->rule = &rule->rule;
    f->severity = severity;
    f->at = r->asking.subject->at;
    f->path = arena_copy(&r->out->arena, r->asking.subject->path);
    return f;
}

static void doubt(struct own_run *r, const struct own_rule *rule)
{
    struct finding *f = add(r, rule, SEVERITY_ERROR);

    f->rule = &rule->doubt;
    f->message = arena_printf(&r->out->arena, "this rule could not be evaluated for this %s: %.*s",
                              r->asking.subject->what, STR_ARG(r->asking.trouble));
}

static void broken(struct own_run *r, const struct own_rule *rule, enum severity severity)
{
    for (size_t i = 0; i < own_finding_count(&r->asking); i++) {
        struct finding *f = add(r, rule, severity);
        struct written w;
        bool exact;
        f->message = own_message(&r->asking, i, &r->out->arena);
        if (r->asking.subject->also.file.len)
            finding_relate(r->out, f, r->asking.subject->also, STR("it was here"));
        if (!point(r, &w, &exact))
            continue;
        f->at = w.at;
        if (exact && w.file && rule->fix.given)
            f->fix = own_fix_of(r, rule, &w.at, w.file, w.node, w.key);
    }
}

void own_run_subject(struct own_run *r, const struct own_subject *s)
{
    for (size_t i = 0; i < r->rules->count; i++) {
        const struct own_rule *rule = r->rules->items[i];
        enum severity severity = rule_settings_severity(r->settings, &rule->rule);
        enum own_answer answer;
        if (severity == SEVERITY_OFF || !(rule->on & s->kind))
            continue;
        answer = own_ask(&r->asking, rule, s);
        if (answer == OWN_BROKEN)
            broken(r, rule, severity);
        else if (answer == OWN_IN_DOUBT)
            doubt(r, rule);
    }
}

void own_run_end(struct own_run *r)
{
    own_asking_free(&r->asking);
    arena_free(&r->arena);
}
