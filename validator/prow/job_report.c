#include "prow/job_report.h"

#include <stdarg.h>

const struct node *job_field(const struct job *j, const char *field)
{
    const struct node *n = node_field(j->node, str_c(field));

    return node_kind(n) == NODE_NULL ? NULL : n;
}

static bool is_collection(const struct node *n)
{
    return node_kind(n) == NODE_SEQUENCE || node_kind(n) == NODE_MAPPING;
}

const struct node *job_collection(const struct job *j, const char *field)
{
    const struct node *n = job_field(j, field);

    return is_collection(n) ? n : NULL;
}

struct place job_field_place(const struct job *j, const char *field)
{
    if (is_collection(job_field(j, field)))
        return prow_place(j->file, node_field_key(j->node, str_c(field)));
    return job_place(j, str_c(field));
}

static void report_text(struct check *c, const struct job *j, struct place at, struct str path, const char *fmt,
                        va_list ap) __attribute__((format(printf, 5, 0)));

static void report_text(struct check *c, const struct job *j, struct place at, struct str path, const char *fmt,
                        va_list ap)
{
    struct str text = arena_vprintf(j->arena, fmt, ap);

    report(c, at, "%.*s", STR_ARG(text));
    at_path(c, "%.*s", STR_ARG(job_path(j->arena, j, path)));
}

void job_report(struct check *c, const struct job *j, const char *field, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    report_text(c, j, job_field_place(j, field), str_c(field), fmt, ap);
    va_end(ap);
}

void job_report_at(struct check *c, const struct job *j, struct place at, struct str path, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    report_text(c, j, at, path, fmt, ap);
    va_end(ap);
}

struct str inrepo_prefix(bool inrepo)
{
    return inrepo ? STR("failed to validate Prow YAML: ") : STR("");
}

static struct str prefix_of(const struct job *j)
{
    return inrepo_prefix(j->file->role == ROLE_INREPO);
}

void job_says(struct check *c, const struct job *j, const char *fmt, ...)
{
    va_list ap;
    struct str text;

    va_start(ap, fmt);
    text = arena_vprintf(j->arena, fmt, ap);
    va_end(ap);
    prow_says(c, "%.*s%.*s", STR_ARG(prefix_of(j)), STR_ARG(text));
}

void job_invalid(struct check *c, const struct job *j, const char *fmt, ...)
{
    va_list ap;
    struct str text;

    va_start(ap, fmt);
    text = arena_vprintf(j->arena, fmt, ap);
    va_end(ap);
    job_says(c, j, "invalid %s job %.*s: %.*s", job_kind_name(j->kind), STR_ARG(j->name), STR_ARG(text));
}

bool job_has_decoration(const struct job *j)
{
    return j->decorate || j->decoration.count;
}

size_t job_container_count(const struct job *j)
{
    const struct node *list = node_field(j->spec, STR("containers"));

    return node_kind(list) == NODE_SEQUENCE ? node_count(list) : 0;
}
