#include "rules/prow/preset/collision.h"

#include "prow/jobs/job_report.h"

#include <stdarg.h>

static void find_in(struct check *c, const struct job *j, enum pod_part part, size_t container, tell_collision *tell)
{
    struct pod_item *items = NULL;
    size_t count = pod_list(j, part, container, &items);

    for (size_t i = 0; i < count; i++) {
        const struct pod_item *first = items[i].preset ? pod_list_clash(items, i) : NULL;
        if (first)
            tell(c, j, &(struct collision){ part, &items[i], first });
    }
}

void collisions_find(struct check *c, const struct job *j)
{
    const struct collision_rule *r = check_with(c);
    size_t holders = 1;

    if (j->preset_count == 0 || !j->pod)
        return;
    if (r->part == POD_ENV || r->part == POD_MOUNTS)
        holders = j->pod->container_count;
    for (size_t i = 0; i < holders; i++)
        find_in(c, j, r->part, i, r->tell);
}

static struct place item_place(const struct pod_item *item)
{
    return prow_place(item->file, item->name ? item->name : item->node);
}

void collision_report(struct check *c, const struct job *j, const struct collision *x, const char *fmt, ...)
{
    const struct preset *by = x->later->preset, *before = x->first->preset;
    struct str what, name = preset_name(j->arena, by);
    va_list ap;

    va_start(ap, fmt);
    what = arena_vprintf(j->arena, fmt, ap);
    va_end(ap);
    if (!before) {
        report(c, item_place(x->first), "%.*s of job %.*s is also added by its preset %.*s", STR_ARG(what),
               STR_ARG(j->name), STR_ARG(name));
    } else if (before == by) {
        report(c, preset_asked_at(j, by), "preset %.*s of job %.*s adds %.*s twice", STR_ARG(name), STR_ARG(j->name),
               STR_ARG(what));
        also(c, item_place(x->first), "first added here");
    } else {
        report(c, preset_asked_at(j, by), "presets %.*s and %.*s of job %.*s both add %.*s",
               STR_ARG(preset_name(j->arena, before)), STR_ARG(name), STR_ARG(j->name), STR_ARG(what));
        also(c, item_place(x->first), "first added here");
    }
    also(c, item_place(x->later), before ? "added again here" : "added by the preset here");
    at_path(c, "%.*s", STR_ARG(job_path(j->arena, j, STR("spec"))));
}

void collision_tell(struct check *c, const struct job *j, const struct collision *x)
{
    const struct collision_rule *r = check_with(c);
    struct str name = node_text(x->later->name);

    collision_report(c, j, x, "%s \"%.*s\"", r->noun, STR_ARG(name));
    job_says(c, j, "job %.*s failed to merge presets for podspec: %s duplicated in pod spec: %.*s", STR_ARG(j->name),
             r->says, STR_ARG(name));
}
