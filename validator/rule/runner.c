#include "rule/runner.h"

#include "rule/version_note.h"

#include <stdarg.h>

struct check {
    const struct rule *rule;
    enum severity severity;
    const struct node *parameters;
    const struct rule_settings *settings;
    struct findings *out;
    struct finding *last;

    /* Of a rule with tree; NULL for all others. */
    const struct tree_runner *how;
    size_t use;
    struct {
        bool open;
        struct fingerprint print;
        size_t findings, not_evaluated; /* before it */
    } part;
};

void rule_settings_init(struct rule_settings *s, struct arena *a, const struct window *window)
{
    *s = (struct rule_settings){ .window = window, .severity = ARENA_ARRAY(a, enum severity, rule_count) };
    s->uses = ARENA_ARRAY(a, struct rule_uses, rule_count);
    for (size_t i = 0; i < rule_count; i++)
        s->severity[i] = rules[i]->severity;
}

static size_t index_of(struct str id)
{
    for (size_t i = 0; i < rule_count; i++)
        if (str_eq(str_c(rules[i]->id), id) || rule_is_renamed(rules[i], id))
            return i;
    return SIZE_MAX;
}

void rule_settings_own(struct rule_settings *s, struct arena *a, const struct rule *const *own, size_t count)
{
    s->own = own;
    s->own_count = count;
    s->own_read = true;
    s->own_severity = ARENA_ARRAY(a, enum severity, count);
    for (size_t i = 0; i < count; i++)
        s->own_severity[i] = own[i]->severity;
}

const struct rule *rule_settings_find(const struct rule_settings *s, struct str id)
{
    for (size_t i = 0; i < s->own_count; i++)
        if (str_eq(str_c(s->own[i]->id), id))
            return s->own[i];
    return rule_find(id);
}

enum severity rule_settings_severity(const struct rule_settings *s, const struct rule *own)
{
    for (size_t i = 0; i < s->own_count; i++)
        if (s->own[i] == own)
            return s->own_severity[i];
    return SEVERITY_OFF;
}

static bool set_own(struct rule_settings *s, struct str id, enum severity severity)
{
    for (size_t i = 0; i < s->own_count; i++)
        if (str_eq(str_c(s->own[i]->id), id))
            return s->own_severity[i] = severity, true;
    return false;
}

bool rule_settings_set(struct rule_settings *s, struct str id, enum severity severity)
{
    size_t i = index_of(id);

    if (i == SIZE_MAX)
        return set_own(s, id, severity);
    if (rules[i]->undecided) {
        if (severity != SEVERITY_OFF) /* one that is off until it is asked for */
            s->severity[i] = SEVERITY_ERROR;
        return true;
    }
    s->severity[i] = severity;
    for (size_t n = 0; n < s->uses[i].count; n++)
        s->uses[i].items[n].severity = severity;
    return true;
}

static bool is_of_resolved(const struct rule *r)
{
    return r->of_resolved || r->undecided || r->about == SUBJECT_ACKS || r->about == SUBJECT_JUDGE ||
           (r->delta && r->about != SUBJECT_PRESETS);
}

struct rule_settings rule_settings_resolved(struct arena *a, const struct rule_settings *s)
{
    struct rule_settings limited = *s;

    limited.severity = ARENA_ARRAY(a, enum severity, rule_count);
    for (size_t i = 0; i < rule_count; i++)
        limited.severity[i] = is_of_resolved(rules[i]) ? s->severity[i] : SEVERITY_OFF;
    return limited;
}

static bool runs(const struct rule_settings *s, size_t i);

struct rule_settings rule_settings_without_main(struct arena *a, const struct rule_settings *s, struct findings *out,
                                                struct str (*why)(void *context, struct str keys), void *context)
{
    struct rule_settings limited = *s;

    limited.severity = ARENA_ARRAY(a, enum severity, rule_count);
    for (size_t i = 0; i < rule_count; i++) {
        struct str reason = rules[i]->needs_main ? why(context, str_c(rules[i]->needs_main)) : STR("");
        limited.severity[i] = reason.len ? SEVERITY_OFF : s->severity[i];
        if (reason.len && runs(s, i))
            findings_not_evaluated(out, rules[i], reason);
    }
    return limited;
}

bool rule_is_on(const struct rule_settings *s, struct str id)
{
    size_t i = index_of(id);

    return i != SIZE_MAX && s->severity[i] != SEVERITY_OFF;
}

bool rule_settings_use(struct rule_settings *s, struct arena *a, struct str id, struct rule_use use)
{
    size_t i = index_of(id);
    struct rule_uses *u;

    if (i == SIZE_MAX)
        return false;
    u = &s->uses[i];
    u->items = arena_grow(a, u->items, u->count, &u->cap, sizeof *u->items);
    if (u->count == 0 || use.severity > s->severity[i])
        s->severity[i] = use.severity;
    u->items[u->count++] = use;
    return true;
}

static bool needs_parameters(const struct rule *r)
{
    for (const struct parameter *p = r->parameters; p && p->name; p++)
        if (p->need != NEED_NOT)
            return true;
    return false;
}

const struct rule *rule_settings_lacking(const struct rule_settings *s)
{
    for (size_t i = 0; i < rule_count; i++)
        if (s->severity[i] != SEVERITY_OFF && s->uses[i].count == 0 && needs_parameters(rules[i]))
            return rules[i];
    return NULL;
}

static enum behaviour behaviour_of(const struct rule *r)
{
    return (enum behaviour)(r->behaviour - behaviours);
}

/* Whether the i-th rule runs: it is on, no rule that says more takes its place, and some deployed version may behave
 * as it says. */
static bool runs(const struct rule_settings *s, size_t i)
{
    const struct rule *r = rules[i];

    return s->severity[i] != SEVERITY_OFF && !(r->unless && rule_is_on(s, str_c(r->unless))) &&
           (!r->behaviour || behaviour_may_hold(s->window, behaviour_of(r)));
}

static size_t count_runs(const struct rule_settings *s, size_t i)
{
    return runs(s, i) ? s->uses[i].count + (s->uses[i].count == 0) : 0;
}

static struct check begin(const struct rule_settings *s, struct findings *out, size_t i)
{
    return (struct check){ .rule = rules[i], .severity = s->severity[i], .settings = s, .out = out };
}

/* The next run of the rule: its next use that is not off, or the only run of a rule without uses. *n is 0 at first. */
static bool next_run(const struct rule_settings *s, struct findings *out, size_t i, size_t *n, struct check *c)
{
    const struct rule_uses *u = &s->uses[i];

    if (!runs(s, i))
        return false;
    *c = begin(s, out, i);
    if (u->count == 0)
        return (*n)++ == 0;
    while (*n < u->count && u->items[*n].severity == SEVERITY_OFF)
        (*n)++;
    if (*n == u->count)
        return false;
    c->severity = u->items[*n].severity;
    c->parameters = u->items[(*n)++].parameters;
    return true;
}

static void add_runs(struct rule_runs *r, size_t i)
{
    struct check c;

    for (size_t n = 0; next_run(r->settings, NULL, i, &n, &c);) {
        const struct rule_run run = { c.rule, c.severity, c.parameters };
        if (c.rule->file)
            r->file[r->file_count++] = run;
        if (c.rule->job)
            r->job[r->job_count++] = run;
    }
}

void rule_runs_init(struct rule_runs *r, struct arena *a, const struct rule_settings *s)
{
    size_t file = 0, job = 0;

    for (size_t i = 0; i < rule_count; i++) {
        file += rules[i]->file ? count_runs(s, i) : 0;
        job += rules[i]->job ? count_runs(s, i) : 0;
    }
    *r = (struct rule_runs){ s, ARENA_ARRAY(a, struct rule_run, file), ARENA_ARRAY(a, struct rule_run, job), 0, 0 };
    for (size_t i = 0; i < rule_count; i++)
        if (rules[i]->file || rules[i]->job)
            add_runs(r, i);
}

static struct check check_of(const struct rule_runs *r, const struct rule_run *run, struct findings *out)
{
    return (struct check){
        .rule = run->rule, .severity = run->severity, .parameters = run->parameters, .settings = r->settings, .out = out
    };
}

void run_file_rules(const struct rule_runs *r, struct findings *out, const struct prow_file *file)
{
    for (size_t i = 0; i < r->file_count; i++) {
        struct check c = check_of(r, &r->file[i], out);
        c.rule->file(&c, file);
    }
}

void run_job_rules(const struct rule_runs *r, struct findings *out, const struct job *job)
{
    for (size_t i = 0; i < r->job_count; i++) {
        struct check c = check_of(r, &r->job[i], out);
        c.rule->job(&c, job);
    }
}

static void end_part(struct check *c)
{
    const struct findings *all = c->out;
    struct findings of = *all;

    if (!c->part.open)
        return;
    of.count -= c->part.findings;
    of.items = of.count ? of.items + c->part.findings : NULL;
    of.not_evaluated_count -= c->part.not_evaluated;
    of.not_evaluated = of.not_evaluated_count ? of.not_evaluated + c->part.not_evaluated : NULL;
    c->how->part_found(c->how->context, c->rule, c->use, c->part.print, &of);
    c->part.open = false;
}

bool begin_part(struct check *c, struct str name, struct fingerprint jobs)
{
    struct fingerprint print = fingerprint_then(fingerprint_of(name), jobs);
    const struct findings *known;

    if (!c->how)
        return true;
    end_part(c);
    known = c->how->part_known(c->how->context, c->rule, c->use, print);
    if (known) {
        findings_copy(c->out, known);
        return false;
    }
    c->part.open = true;
    c->part.print = print;
    c->part.findings = c->out->count;
    c->part.not_evaluated = c->out->not_evaluated_count;
    return true;
}

/* One run of a rule with tree, or what it is known to find. */
static void run_tree_rule(struct check *c, size_t n, const struct tree_runner *how)
{
    const struct findings *known = how->known(how->context, c->rule, n);
    struct findings *out = c->out, own = { 0 };

    if (known) {
        findings_copy(out, known);
        return;
    }
    c->out = &own;
    c->how = how;
    c->use = n;
    c->rule->tree(c, how->seen(how->context, c->rule));
    end_part(c);
    how->found(how->context, c->rule, n, &own);
    findings_join(out, &own);
}

void run_tree_rules(const struct rule_settings *s, struct findings *out, const struct tree_runner *how)
{
    struct check c;

    for (size_t i = 0; i < rule_count; i++)
        for (size_t n = 0; rules[i]->tree && next_run(s, out, i, &n, &c);)
            run_tree_rule(&c, n, how);
}

void run_delta_rules(const struct rule_settings *s, struct findings *out, const struct delta *delta)
{
    struct check c;

    for (size_t i = 0; i < rule_count; i++)
        for (size_t n = 0; rules[i]->delta && next_run(s, out, i, &n, &c);)
            rules[i]->delta(&c, delta);
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
    if (c->rule->beyond)
        c->last->detail = arena_printf(&c->out->arena, "checkconfig would not tell: its warning %s does not look here",
                                       c->rule->beyond);
    if (c->rule->fact && c->rule->behaviour && !behaviour_holds(check_window(c), behaviour_of(c->rule)))
        refused_since(c, behaviour_of(c->rule));
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

void no_more_than(struct check *c, enum severity severity)
{
    if (c->last->severity > severity)
        c->last->severity = severity;
}

void also(struct check *c, struct place at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    finding_relate(c->out, c->last, at, arena_vprintf(&c->out->arena, fmt, ap));
    va_end(ap);
}

void repair(struct check *c, enum repair kind, struct place at, struct str value)
{
    finding_repair(c->out, c->last, kind, at, value);
}

void prow_says(struct check *c, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    c->last->prow_message = arena_vprintf(&c->out->arena, fmt, ap);
    va_end(ap);
}

void acknowledge_by(struct check *c, struct str entry)
{
    c->last->ack = entry;
}

const struct rule *check_rule(const struct check *c)
{
    return c->rule;
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

const void *check_with(const struct check *c)
{
    return c->rule->with;
}

const struct window *check_window(const struct check *c)
{
    return c->settings->window;
}

struct arena *check_arena(struct check *c)
{
    return &c->out->arena;
}

const struct node *check_parameter(const struct check *c, const char *name)
{
    return node_get(c->parameters, str_c(name));
}
