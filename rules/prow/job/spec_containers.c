#include "rules/prow/job/spec_containers.h"

#include <stdarg.h>

static void each_in(struct check *c, const struct job *j, struct str field,
                    void (*look)(struct check *c, const struct spec_container *k))
{
    const struct node *list = node_field(j->spec, field);
    struct spec_container k = { .job = j, .field = field, .count = list ? node_count(list) : 0 };

    for (const struct node *e = node_first(list); e; e = node_next(list, e), k.index++) {
        k.node = node_value(e);
        look(c, &k);
    }
}

struct str spec_container_name(const struct spec_container *k)
{
    struct arena *a = k->job->arena;
    struct str name = text_or_empty(node_field(k->node, STR("name")));

    if (name.len)
        return ARENA_JOIN(a, STR("container "), name, STR(" of job "), k->job->name);
    if (k->count == 1)
        return ARENA_JOIN(a, STR("the container of job "), k->job->name);
    return arena_printf(a, "container %zu of job %.*s", k->index + 1, STR_ARG(k->job->name));
}

struct str spec_container_path(const struct spec_container *k)
{
    return arena_element(k->job->arena, ARENA_JOIN(k->job->arena, STR("spec."), k->field), k->index);
}

void spec_containers(struct check *c, const struct job *j,
                     void (*look)(struct check *c, const struct spec_container *k))
{
    each_in(c, j, STR("containers"), look);
    each_in(c, j, STR("initContainers"), look);
}

void spec_container_report(struct check *c, const struct spec_container *k, const struct node *at, const char *path,
                           const char *fmt, ...)
{
    struct arena *a = k->job->arena;
    struct str text;
    va_list ap;

    va_start(ap, fmt);
    text = arena_vprintf(a, fmt, ap);
    va_end(ap);
    job_report_at(c, k->job, prow_place(k->job->file, at),
                  arena_printf(a, "%.*s%s", STR_ARG(spec_container_path(k)), path), "%.*s", STR_ARG(text));
}
