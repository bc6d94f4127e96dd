#include "rules/policy/policy.h"

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    { .name = "field",
      .kind = PARAMETER_TEXT,
      .need = NEED_ALWAYS,
      .help = "the field below the job, with dots: spec.containers.image; of lists, each entry" },
    { .name = "required", .kind = PARAMETER_BOOL, .need = NEED_ONE_OF, .help = "it must be there, and not empty" },
    { .name = "forbidden", .kind = PARAMETER_BOOL, .need = NEED_ONE_OF, .help = "it may not be there, unless empty" },
    { .name = "values",
      .kind = PARAMETER_SCALAR,
      .shape = SHAPE_LIST,
      .need = NEED_ONE_OF,
      .help = "what it may be where it is there" },
    { .name = "matches", .kind = PARAMETER_REGEX, .need = NEED_ONE_OF, .help = "what it must match where it is there" },
    { .name = "not-matches", .kind = PARAMETER_REGEX, .need = NEED_ONE_OF, .help = "what it may not match" },
    { .name = "at-least", .kind = PARAMETER_NUMBER, .need = NEED_ONE_OF, .help = "the smallest number it may be" },
    { .name = "at-most", .kind = PARAMETER_NUMBER, .need = NEED_ONE_OF, .help = "the largest number it may be" },
    { .name = NULL },
};

/* One job's way down to the field. */
struct descent {
    struct check *c;
    const struct job *job;
    struct str field;
    bool found;
};

/* Deeper than any field of a job. */
enum { DEEPEST = 32 };

static bool is_empty(const struct node *n)
{
    enum node_kind kind = node_kind(n);

    return kind == NODE_NULL || ((kind == NODE_SEQUENCE || kind == NODE_MAPPING) && node_count(n) == 0) ||
           (kind == NODE_STRING && node_text(n).len == 0);
}

static bool is_value(const struct node *list, struct str text)
{
    for (const struct node *e = parameter_next(list, NULL); e; e = parameter_next(list, e))
        if (node_is(e, text))
            return true;
    return false;
}

static void report_value(struct descent *d, const struct node *n, struct str path, const char *wants, struct str what)
{
    job_report_at(d->c, d->job, prow_place(d->job->file, n), path,
                  "%.*s of job %.*s is \"%.*s\"; prowgate.yaml wants %s%.*s", STR_ARG(d->field), STR_ARG(d->job->name),
                  STR_ARG(node_text(n)), wants, STR_ARG(what));
}

static void check_number(struct descent *d, const struct node *n, struct str path)
{
    int64_t value, bound;

    if (!node_int(n, &value))
        return;
    if (parameter_number(d->c, "at-least", &bound) && value < bound)
        report_value(d, n, path, "at least ", node_text(check_parameter(d->c, "at-least")));
    if (parameter_number(d->c, "at-most", &bound) && value > bound)
        report_value(d, n, path, "at most ", node_text(check_parameter(d->c, "at-most")));
}

static void check_value(struct descent *d, const struct node *n, const struct node *key, struct str path)
{
    const struct node *values = check_parameter(d->c, "values"), *matches = check_parameter(d->c, "matches");
    const struct node *barred = check_parameter(d->c, "not-matches");
    struct str text = preset_label_value(d->job->arena, n);

    d->found = true;
    if (parameter_true(d->c, "forbidden"))
        job_report_at(d->c, d->job, prow_place(d->job->file, key ? key : n), path,
                      "job %.*s has the field %.*s, which prowgate.yaml forbids", STR_ARG(d->job->name),
                      STR_ARG(d->field));
    if (node_kind(n) == NODE_SEQUENCE || node_kind(n) == NODE_MAPPING)
        return;
    if (values && !is_value(values, text))
        report_value(d, n, path, "", parameter_texts(d->job->arena, values));
    if (matches && !patterns_match(d->job->patterns, node_text(matches), text))
        report_value(d, n, path, "it to match ", node_text(matches));
    if (barred && patterns_match(d->job->patterns, node_text(barred), text))
        report_value(d, n, path, "it not to match ", node_text(barred));
    check_number(d, n, path);
}

/* key is the one that n stands under, NULL for an element of a list. */
static void descend(struct descent *d, const struct node *n, const struct node *key, struct str rest, struct str path,
                    unsigned depth)
{
    struct str name, tail;
    size_t index = 0;

    if (is_empty(n) || depth == DEEPEST)
        return;
    if (node_kind(n) == NODE_SEQUENCE && !(rest.len == 0 && parameter_true(d->c, "forbidden"))) {
        for (const struct node *e = node_first(n); e; e = node_next(n, e), index++)
            descend(d, node_value(e), NULL, rest, arena_element(d->job->arena, path, index), depth + 1);
        return;
    }
    if (rest.len == 0) {
        check_value(d, n, key, path);
        return;
    }
    str_cut(rest, '.', &name, &tail);
    key = node_field_key(n, name);
    if (key)
        descend(d, node_pair_value(key), key, tail,
                ARENA_JOIN(d->job->arena, path, path.len ? STR(".") : STR(""), name), depth + 1);
}

static void check_job(struct check *c, const struct job *j)
{
    struct descent d = { c, j, node_text(check_parameter(c, "field")), false };

    if (!job_selected(c, j))
        return;
    descend(&d, j->node, NULL, d.field, STR(""), 0);
    if (!d.found && parameter_true(c, "required"))
        job_report_at(c, j, job_place(j, STR("name")), d.field, "job %.*s has no %.*s, which prowgate.yaml requires",
                      STR_ARG(j->name), STR_ARG(d.field));
}

const struct rule rule_policy_field = {
    .id = "policy-field",
    .summary = "A field of jobs is there, is absent, or has a value, as prowgate.yaml wants it.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};
