#include "report/graph_parts.h"
#include "report/safe.h"

#include <string.h>

/* Mermaid reads #quot; and #35; within quotes; brackets and the like are markup outside of them alone. */
static void put_quoted(struct buf *out, struct str s)
{
    for (size_t i = 0, n; i < s.len; i += n) {
        for (n = 0; i + n < s.len && !strchr("\"#<>&;`", s.p[i + n]);)
            n++;
        put_safe(out, str_slice(s, i, i + n));
        if (i + n < s.len)
            buf_printf(out, "#%u;", (unsigned char)s.p[i + n++]);
    }
}

static const char *class_of(const struct drawing_step *s)
{
    if (s->mark != DRAWN_IN_BOTH)
        return drawing_mark_name(s->mark);
    return graph_worst(s) == SEVERITY_ERROR ? "wrong" : s->critical ? "longest" : NULL;
}

static void put_step(struct buf *out, const struct drawing_step *s, size_t number)
{
    enum severity worst = graph_worst(s);
    const char *class = class_of(s);

    buf_printf(out, "    s%zu[\"%s", number, graph_sign(s->mark));
    put_quoted(out, s->group);
    buf_put(out, STR("<br>"));
    put_quoted(out, s->name);
    buf_put(out, STR("<br>"));
    put_quoted(out, s->action);
    if (worst > SEVERITY_OFF)
        buf_printf(out, "<br>%s: %zu finding%s", severity_name(worst), s->note_count, s->note_count == 1 ? "" : "s");
    buf_put(out, STR("\"]"));
    if (class)
        buf_printf(out, ":::%s", class);
    buf_char(out, '\n');
}

static const char *arrow(const struct drawing *d, size_t to, const struct drawing_edge *e)
{
    if (e->mark == DRAWN_REMOVED)
        return "-. removed .->";
    if (e->mark == DRAWN_ADDED)
        return "-- added -->";
    return d->steps[e->from].critical && d->steps[to].critical ? "==>" : "-->";
}

void graph_put_mermaid(struct buf *out, const struct drawing *d)
{
    struct arena a = { 0 };
    size_t count;
    struct graph_service *services = graph_services(d, &a, &count);

    buf_put(out, STR("%% "));
    put_safe(out, graph_heading(d, &a));
    buf_put(out, STR("\nflowchart LR\n"));
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "  subgraph g%zu[\"", i);
        put_quoted(out, services[i].name);
        buf_put(out, STR("\"]\n"));
        for (size_t k = 0; k < services[i].count; k++)
            put_step(out, &d->steps[services[i].steps[k]], services[i].steps[k]);
        buf_put(out, STR("  end\n"));
    }
    for (size_t i = 0; i < d->count; i++)
        for (size_t k = 0; k < d->steps[i].wait_count; k++)
            buf_printf(out, "  s%u %s s%zu\n", d->steps[i].waits[k].from, arrow(d, i, &d->steps[i].waits[k]), i);
    buf_put(out, STR("  classDef longest stroke-width:3px\n"
                     "  classDef wrong fill:#F0E442,stroke:#000000,color:#000000\n"
                     "  classDef added stroke:#009E73,stroke-width:3px\n"
                     "  classDef removed stroke:#D55E00,stroke-width:3px,stroke-dasharray:6 4\n"
                     "  classDef moved stroke:#0072B2,stroke-width:3px\n"));
    arena_free(&a);
}
