#include "rule/run.h"

#include <stdarg.h>

struct check {
    const struct rule *rule;
    enum severity severity;
    const struct rule_settings *settings;
    struct findings *out;
    struct finding *last;
};

void rule_settings_init(struct rule_settings *s, struct arena *a, const struct window *window)
{
    *s = (struct rule_settings){ .window = window, .severity = ARENA_ARRAY(a, enum severity, rule_count) };
    for (size_t i = 0; i < rule_count; i++)
        s->severity[i] = rules[i]->severity;
}

static size_t index_of(struct str id)
{
    for (size_t i = 0; i < rule_count; i++)
        if (str_eq(str_c(rules[i]->id), id))
            return i;
    return SIZE_MAX;
}

bool rule_settings_set(struct rule_settings *s, struct str id, enum severity severity)
{
    size_t i = index_of(id);

    if (i == SIZE_MAX)
        return false;
    if (!rules[i]->undecided)
        s->severity[i] = severity;
    return true;
}

bool rule_is_on(const struct rule_settings *s, struct str id)
{
    size_t i = index_of(id);

    return i != SIZE_MAX && s->severity[i] != SEVERITY_OFF;
}

static struct check begin(const struct rule_settings *s, struct findings *out, size_t i)
{
    return (struct check){ .rule = rules[i], .severity = s->severity[i], .settings = s, .out = out };
}

void run_file_rules(const struct rule_settings *s, struct findings *out, const struct prow_file *file)
{
    for (size_t i = 0; i < rule_count; i++)
        if (rules[i]->file && s->severity[i] != SEVERITY_OFF) {
            struct check c = begin(s, out, i);
            rules[i]->file(&c, file);
        }
}

void run_job_rules(const struct rule_settings *s, struct findings *out, const struct job *job)
{
    for (size_t i = 0; i < rule_count; i++)
        if (rules[i]->job && s->severity[i] != SEVERITY_OFF) {
            struct check c = begin(s, out, i);
            rules[i]->job(&c, job);
        }
}

void run_tree_rules(const struct rule_settings *s, struct findings *out, const struct prow_tree *tree)
{
    for (size_t i = 0; i < rule_count; i++)
        if (rules[i]->tree && s->severity[i] != SEVERITY_OFF) {
            struct check c = begin(s, out, i);
            rules[i]->tree(&c, tree);
        }
}

void run_delta_rules(const struct rule_settings *s, struct findings *out, const struct delta *delta)
{
    for (size_t i = 0; i < rule_count; i++)
        if (rules[i]->delta && s->severity[i] != SEVERITY_OFF) {
            struct check c = begin(s, out, i);
            rules[i]->delta(&c, delta);
        }
}

static void add_finding(struct check *c, struct place at, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));

static void add_finding(struct check *c, struct place at, const char *fmt, va_list ap)
{
    c->last = findings_add(c->out);
    c->last->rule = c->rule;
    c->last->severity = c->severity;
    c->last->at = at;
    c->last->message = arena_vprintf(&c->out->arena, fmt, ap);
}

void report(struct check *c, struct place at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    add_finding(c, at, fmt, ap);
    va_end(ap);
}

struct finding *report_rule(const struct rule_settings *s, struct findings *out, struct str id, struct place at,
                            const char *fmt, ...)
{
    size_t i = index_of(id);
    struct check c;
    va_list ap;

    if (i == SIZE_MAX || s->severity[i] == SEVERITY_OFF)
        return NULL;
    c = begin(s, out, i);
    va_start(ap, fmt);
    add_finding(&c, at, fmt, ap);
    va_end(ap);
    return c.last;
}

void also(struct check *c, struct place at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    finding_relate(c->out, c->last, at, arena_vprintf(&c->out->arena, fmt, ap));
    va_end(ap);
}

void prow_says(struct check *c, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    c->last->prow_message = arena_vprintf(&c->out->arena, fmt, ap);
    va_end(ap);
}

void at_path(struct check *c, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    c->last->path = arena_vprintf(&c->out->arena, fmt, ap);
    va_end(ap);
}

void detail(struct check *c, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    c->last->detail = arena_vprintf(&c->out->arena, fmt, ap);
    va_end(ap);
}

void not_evaluated(struct check *c, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    findings_not_evaluated(c->out, c->rule, arena_vprintf(&c->out->arena, fmt, ap));
    va_end(ap);
}

void for_version(struct check *c, struct str version)
{
    finding_for_version(c->out, c->last, version);
}

const struct window *check_window(const struct check *c)
{
    return c->settings->window;
}

struct arena *check_arena(struct check *c)
{
    return &c->out->arena;
}
