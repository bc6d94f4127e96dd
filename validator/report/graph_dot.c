#include "report/graph_parts.h"
#include "report/safe.h"

/* Within DOT's quotes only these two end something. */
static void put_quoted(struct buf *out, struct str s)
{
    for (size_t i = 0, n; i < s.len; i += n) {
        for (n = 0; i + n < s.len && s.p[i + n] != '"' && s.p[i + n] != '\\';)
            n++;
        put_safe(out, str_slice(s, i, i + n));
        if (i + n < s.len) {
            buf_char(out, '\\');
            buf_char(out, s.p[i + n++]);
        }
    }
}

static void put_step(struct buf *out, const struct drawing_step *s)
{
    const char *colour = graph_colour(s->mark);
    enum severity worst = graph_worst(s);

    buf_put(out, STR("    \""));
    put_quoted(out, s->id);
    buf_printf(out, "\" [label=\"%s", graph_sign(s->mark));
    put_quoted(out, s->group);
    buf_put(out, STR("\\n"));
    put_quoted(out, s->name);
    buf_put(out, STR("\\n"));
    put_quoted(out, s->action);
    if (worst > SEVERITY_OFF)
        buf_printf(out, "\\n%s: %zu finding%s", severity_name(worst), s->note_count, s->note_count == 1 ? "" : "s");
    buf_char(out, '"');
    if (colour)
        buf_printf(out, ", color=\"%s\", fontcolor=\"%s\"", colour, colour);
    buf_printf(out, "%s%s];\n",
               s->mark == DRAWN_REMOVED || s->validation ? ", style=dashed"
               : worst == SEVERITY_ERROR                 ? ", style=filled, fillcolor=\"#F0E442\""
                                                         : "",
               s->critical ? ", penwidth=3" : "");
}

static void put_edge(struct buf *out, const struct drawing_step *from, const struct drawing_step *to,
                     enum drawing_mark mark)
{
    buf_put(out, STR("  \""));
    put_quoted(out, from->id);
    buf_put(out, STR("\" -> \""));
    put_quoted(out, to->id);
    buf_char(out, '"');
    if (mark != DRAWN_IN_BOTH)
        buf_printf(out, " [color=\"%s\", label=\"%s\"%s]", graph_colour(mark), drawing_mark_name(mark),
                   mark == DRAWN_REMOVED ? ", style=dashed" : "");
    else if (from->critical && to->critical)
        buf_put(out, STR(" [penwidth=3]"));
    buf_put(out, STR(";\n"));
}

void graph_put_dot(struct buf *out, const struct drawing *d)
{
    struct arena a = { 0 };
    size_t count;
    struct graph_service *services = graph_services(d, &a, &count);

    buf_put(out, STR("digraph prowgate {\n  rankdir=LR;\n  node [shape=box];\n  label=\""));
    put_quoted(out, graph_heading(d, &a));
    buf_put(out, STR("\";\n"));
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "  subgraph cluster_%zu {\n    label=\"", i);
        put_quoted(out, services[i].name);
        buf_put(out, STR("\";\n"));
        for (size_t k = 0; k < services[i].count; k++)
            put_step(out, &d->steps[services[i].steps[k]]);
        buf_put(out, STR("  }\n"));
    }
    for (size_t i = 0; i < d->count; i++)
        for (size_t k = 0; k < d->steps[i].wait_count; k++)
            put_edge(out, &d->steps[d->steps[i].waits[k].from], &d->steps[i], d->steps[i].waits[k].mark);
    buf_put(out, STR("}\n"));
    arena_free(&a);
}
