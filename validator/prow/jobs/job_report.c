#include "prow/jobs/job_report.h"

#include "schema/behaviour.h"

#include <stdarg.h>

const struct node *job_field(const struct job *j, const char *field)
{
    return job_get(j, str_c(field));
}

struct str text_or_empty(const struct node *n)
{
    return node_kind(n) == NODE_NULL ? STR("") : node_text(n);
}

struct str job_text(const struct job *j, const char *field)
{
    return text_or_empty(job_field(j, field));
}

struct setting job_setting(const struct job *j, const char *field)
{
    return (struct setting){
        .file = j->file,
        .at = job_get_key(j, str_c(field)),
        .value = job_field(j, field),
        .path = job_path(j->arena, j, str_c(field)),
    };
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

struct str inrepo_prefix(const struct window *w, bool inrepo)
{
    if (!inrepo)
        return STR("");
    return behaviour_may_hold(w, BEHAVIOUR_CHECK_INREPO_FOLDER) ? STR("failed to validate Prow YAML: ")
                                                                : STR("failed to validate .prow.yaml: ");
}

static struct str prefix_of(const struct check *c, const struct job *j)
{
    return inrepo_prefix(check_window(c), j->file->role == ROLE_INREPO);
}

void job_says(struct check *c, const struct job *j, const char *fmt, ...)
{
    va_list ap;
    struct str text;

    va_start(ap, fmt);
    text = arena_vprintf(j->arena, fmt, ap);
    va_end(ap);
    prow_says(c, "%.*s%.*s", STR_ARG(prefix_of(c, j)), STR_ARG(text));
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
    return j->pod ? j->pod->container_count : 0;
}

bool job_container_next(const struct job *j, struct job_container *k)
{
    k->index = k->job ? k->index + 1 : 0;
    k->job = j;
    if (k->index >= job_container_count(j))
        return false;
    k->node = j->pod->containers[k->index];
    k->name = text_or_empty(node_field(k->node, STR("name")));
    return true;
}

void job_container_report(struct check *c, const struct job_container *k, const char *fmt, ...)
{
    const struct job *j = k->job;
    const struct node *name = node_field(k->node, STR("name"));
    va_list ap;

    va_start(ap, fmt);
    report_text(c, j, prow_place(j->file, name ? name : k->node),
                arena_printf(j->arena, "spec.containers[%zu]%s", k->index, name ? ".name" : ""), fmt, ap);
    va_end(ap);
}
