#include "rules/prow/job/spec_containers.h"

#include <stdarg.h>

static void each_in(struct check *c, const struct job *j, struct str field,
                    void (*look)(struct check *c, const struct spec_container *k))
{
    const struct node *list = node_field(j->spec, field);
    struct str path = list ? ARENA_JOIN(j->arena, STR("spec."), field) : field;
    size_t index = 0;

    for (const struct node *e = node_first(list); e; e = node_next(list, e), index++) {
        struct spec_container k = { .job = j, .node = node_value(e) };
        struct str name = text_or_empty(node_field(e, STR("name")));
        k.path = arena_element(j->arena, path, index);
        if (name.len)
            k.name = ARENA_JOIN(j->arena, STR("container "), name, STR(" of job "), j->name);
        else if (node_count(list) == 1)
            k.name = ARENA_JOIN(j->arena, STR("the container of job "), j->name);
        else
            k.name = arena_printf(j->arena, "container %zu of job %.*s", index + 1, STR_ARG(j->name));
        look(c, &k);
    }
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
    job_report_at(c, k->job, prow_place(k->job->file, at), arena_printf(a, "%.*s%s", STR_ARG(k->path), path), "%.*s",
                  STR_ARG(text));
}
