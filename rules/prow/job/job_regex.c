#include "rules/prow/job/job_regex.h"

#include "prow/jobs/job_report.h"

/* Go's words without "error parsing regexp: ". */
static struct str reason(const struct regex_error *e)
{
    return str_trim_prefix(e->message, STR("error parsing regexp: "));
}

static bool has_it(const struct job *j, const struct job_regex *r)
{
    return j->kind == PRESUBMIT || (j->kind == POSTSUBMIT && !r->presubmits);
}

static void tell(struct check *c, const struct job *j, struct place at, const struct regex_error *e,
                 const struct job_regex *r)
{
    report(c, at, "%s of job %.*s is no regular expression that Go accepts: %.*s", r->field, STR_ARG(j->name),
           STR_ARG(reason(e)));
    at_path(c, "%.*s", STR_ARG(job_path(j->arena, j, str_c(r->field))));
    job_says(c, j, "could not set regex: %s for %.*s: %s%.*s", r->what, STR_ARG(j->name), r->which,
             STR_ARG(e->message));
}

void job_regex_check(struct check *c, const struct job *j)
{
    const struct job_regex *r = check_with(c);
    const struct node *n = node_field(j->node, str_c(r->field));
    struct regex_error e;

    if (has_it(j, r) && node_text(n).len && !patterns_valid(j->patterns, node_text(n), &e))
        tell(c, j, prow_place_in(j->file, n, e.offset, e.end), &e, r);
}

/* The place in the list of a place in the joined pattern. */
static struct place place_in_list(const struct job *j, const struct node *list, const struct regex_error *e)
{
    size_t at = 0;

    for (const struct node *n = node_first(list); n; n = node_next(list, n)) {
        size_t len = node_text(n).len;
        if (e->offset <= at + len)
            return prow_place_in(j->file, node_value(n), e->offset - at, e->end > at + len ? len : e->end - at);
        at += len + 1;
    }
    return prow_place(j->file, list);
}

void job_regex_list_check(struct check *c, const struct job *j)
{
    const struct job_regex *r = check_with(c);
    const struct node *list = node_field(j->node, str_c(r->field));
    bool skip = str_eq(str_c(r->field), STR("skip_branches"));
    const struct str *items = skip ? j->branches.skip : j->branches.only;
    size_t count = skip ? j->branches.skip_count : j->branches.only_count;
    struct regex_error e;

    if (count == 0 || !has_it(j, r) || patterns_valid(j->patterns, branches_joined(j->arena, items, count), &e))
        return;
    tell(c, j, place_in_list(j, list, &e), &e, r);
}
