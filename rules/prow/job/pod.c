#include "rules/prow/job/pod.h"

#include <stdarg.h>

static void each_in(struct check *c, const struct job *j, enum pod_part part, size_t container,
                    void (*look)(struct check *c, const struct pod_entry *e))
{
    struct pod_entry e = { .job = j, .part = part, .container = container };
    struct pod_item *items = NULL;

    e.count = pod_list(j, part, container, &items);
    e.items = items;
    for (e.index = 0; e.index < e.count; e.index++) {
        e.item = &items[e.index];
        e.name = text_or_empty(e.item->name);
        look(c, &e);
    }
}

static bool of_container(enum pod_part part)
{
    return part == POD_ENV || part == POD_MOUNTS;
}

void pod_each(struct check *c, const struct job *j, enum pod_part part,
              void (*look)(struct check *c, const struct pod_entry *e))
{
    size_t holders = of_container(part) ? job_container_count(j) : j->spec != NULL;

    for (size_t i = 0; i < holders; i++)
        each_in(c, j, part, i, look);
}

static struct str path_of(const struct pod_entry *e, const char *field)
{
    static const char *const lists[] = {
        [POD_ENV] = "env", [POD_VOLUMES] = "volumes", [POD_MOUNTS] = "volumeMounts", [POD_TOLERATIONS] = "tolerations"
    };

    if (e->item->preset)
        return STR("labels");
    if (!of_container(e->part))
        return arena_printf(e->job->arena, "spec.%s[%zu].%s", lists[e->part], e->index, field);
    return arena_printf(e->job->arena, "spec.containers[%zu].%s[%zu].%s", e->container, lists[e->part], e->index,
                        field);
}

void pod_report(struct check *c, const struct pod_entry *e, const char *field, const char *fmt, ...)
{
    const struct node *n = node_field(e->item->node, str_c(field));
    struct place at = prow_place(e->item->file, n ? n : e->item->node);
    const struct preset *by = e->item->preset;
    struct str text;
    va_list ap;

    va_start(ap, fmt);
    text = arena_vprintf(e->job->arena, fmt, ap);
    va_end(ap);
    job_report_at(c, e->job, by ? preset_asked_at(e->job, by) : at, path_of(e, field), "%.*s", STR_ARG(text));
    if (by)
        also(c, at, "the preset %.*s adds it here", STR_ARG(preset_name(e->job->arena, by)));
}

bool pod_is_repeated(const struct pod_entry *e)
{
    return !e->item->preset && pod_list_clash(e->items, e->index);
}

void pod_check(struct check *c, const struct job *j)
{
    const struct pod_rule *r = check_with(c);

    pod_each(c, j, r->part, r->look);
}

void pod_containers_each(struct check *c, const struct job *j)
{
    const struct pod_containers_rule *r = check_with(c);
    const struct window *w = check_window(c);
    struct job_container k = { 0 };

    if (job_container_count(j) < 2 || !job_has_decoration(j) ||
        !(behaviour_may_hold(w, BEHAVIOUR_SEVERAL_CONTAINERS) ||
          behaviour_may_hold(w, BEHAVIOUR_SEVERAL_CONTAINERS_BY_ANNOTATION)))
        return;
    while (job_container_next(j, &k))
        r->look(c, &k);
}
