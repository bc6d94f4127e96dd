#include "report/graph_parts.h"

#include "base/map.h"

struct graph_service *graph_services(const struct drawing *d, struct arena *a, size_t *count)
{
    struct graph_service *all = NULL;
    size_t cap = 0;
    struct map known;

    *count = 0;
    map_init(&known, a);
    for (size_t i = 0; i < d->count; i++) {
        void **at = map_at(&known, d->steps[i].service);
        struct graph_service *s;

        if (!*at) {
            *ARENA_PUSH(a, all, *count, cap) = (struct graph_service){ .name = d->steps[i].service };
            *at = (void *)(uintptr_t)*count;
        }
        s = &all[(uintptr_t)*at - 1];
        *ARENA_PUSH(a, s->steps, s->count, s->cap) = (uint32_t)i;
    }
    return all;
}

const char *graph_sign(enum drawing_mark m)
{
    return m == DRAWN_ADDED ? "+ " : m == DRAWN_REMOVED ? "- " : m == DRAWN_MOVED ? "~ " : "";
}

const char *graph_colour(enum drawing_mark m)
{
    return m == DRAWN_ADDED ? "#009E73" : m == DRAWN_REMOVED ? "#D55E00" : m == DRAWN_MOVED ? "#0072B2" : NULL;
}

enum severity graph_worst(const struct drawing_step *s)
{
    enum severity worst = SEVERITY_OFF;

    for (size_t i = 0; i < s->note_count; i++)
        worst = s->notes[i].severity > worst ? s->notes[i].severity : worst;
    return worst;
}

struct str graph_heading(const struct drawing *d, struct arena *a)
{
    return ARENA_JOIN(a, d->title, STR(" in "), d->context, STR(": "),
                      arena_printf(a, "%zu step%s, at most ", d->count, d->count == 1 ? "" : "s"),
                      drawing_time(d->longest, a), STR(" on the longest way"));
}
