#include "rules/prow/job/job_regex.h"

#include "prow/jobs/job_report.h"

/* Go's words without "error parsing regexp: ". */
static struct str reason(const struct regex_error *e)
{
    return str_trim_prefix(e->message, STR("error parsing regexp: "));
}

struct words {
    const char *what, *which;
};

static void tell(struct check *c, const struct job *j, struct str field, struct place at, const struct regex_error *e,
                 struct words prow)
{
    report(c, at, "%.*s of job %.*s is no regular expression that Go accepts: %.*s", STR_ARG(field), STR_ARG(j->name),
           STR_ARG(reason(e)));
    at_path(c, "%.*s", STR_ARG(job_path(j->arena, j, field)));
    job_says(c, j, "could not set regex: %s for %.*s: %s%.*s", prow.what, STR_ARG(j->name), prow.which,
             STR_ARG(e->message));
}

void job_regex_report(struct check *c, const struct job *j, struct str field, const char *what, const char *which)
{
    const struct node *n = node_field(j->node, field);
    struct regex_error e;

    if (node_text(n).len == 0 || patterns_valid(j->patterns, node_text(n), &e))
        return;
    tell(c, j, field, prow_place_in(j->file, n, e.offset, e.end), &e, (struct words){ what, which });
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

void job_regex_list_report(struct check *c, const struct job *j, struct str field, const char *what,
                           const char *which)
{
    const struct node *list = node_field(j->node, field);
    bool skip = str_eq(field, STR("skip_branches"));
    const struct str *items = skip ? j->branches.skip : j->branches.only;
    size_t count = skip ? j->branches.skip_count : j->branches.only_count;
    struct regex_error e;

    if (count == 0 || patterns_valid(j->patterns, branches_joined(j->arena, items, count), &e))
        return;
    tell(c, j, field, place_in_list(j, list, &e), &e, (struct words){ what, which });
}
