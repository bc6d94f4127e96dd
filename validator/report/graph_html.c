/* A graph as one page: an SVG that is laid out here, and a script that pans, zooms, searches and follows the edges. */
#include "base/base64.h"
#include "base/embedded.h"
#include "base/sha256.h"
#include "pipeline/rollout/rollout.h"
#include "report/graph_parts.h"
#include "report/safe.h"

#include <string.h>

/* In units of the SVG. */
enum { WIDTH = 230, HEIGHT = 62, GAP_X = 110, GAP_Y = 16, MARGIN = 20 };

static void put_escaped(struct buf *out, struct str s)
{
    for (size_t i = 0, n; i < s.len; i += n) {
        for (n = 0; i + n < s.len && !strchr("<>&\"'", s.p[i + n]);)
            n++;
        put_safe(out, str_slice(s, i, i + n));
        if (i + n < s.len)
            buf_printf(out, "&#%u;", (unsigned char)s.p[i + n++]);
    }
}

static unsigned left(const struct drawing_step *s)
{
    return MARGIN + s->rank * (WIDTH + GAP_X);
}

static unsigned top(const struct drawing_step *s)
{
    return MARGIN + s->row * (HEIGHT + GAP_Y);
}

static void put_edge(struct buf *out, const struct drawing *d, size_t to, const struct drawing_edge *e)
{
    const struct drawing_step *a = &d->steps[e->from], *b = &d->steps[to];
    unsigned x1 = left(a) + WIDTH, y1 = top(a) + HEIGHT / 2, x2 = left(b), y2 = top(b) + HEIGHT / 2;

    buf_printf(out,
               "<path class=\"edge%s%s%s\" data-from=\"s%u\" data-to=\"s%zu\" marker-end=\"url(#tip)\" "
               "d=\"M%u %uC%u %u %d %u %u %u\"/>\n",
               e->mark != DRAWN_IN_BOTH ? " " : "", drawing_mark_name(e->mark),
               a->critical && b->critical && e->mark != DRAWN_REMOVED ? " critical" : "", e->from, to, x1, y1,
               x1 + GAP_X / 2, y1, (int)x2 - GAP_X / 2, y2, x2, y2);
}

/* What a pointer that rests on a step shows, and the panel beside. */
static void put_title(struct buf *out, const struct drawing_step *s, struct arena *a)
{
    buf_put(out, STR("<title>"));
    put_escaped(out, s->id);
    buf_put(out, STR("\n"));
    put_escaped(out, s->action);
    put_escaped(out, ARENA_JOIN(a, STR(", at most "), drawing_time(s->time, a)));
    buf_put(out, s->validation ? STR(", a validation\n") : s->critical ? STR(", on the longest way\n") : STR("\n"));
    put_escaped(out, s->file);
    buf_printf(out, ":%u\n", s->line);
    if (s->mark != DRAWN_IN_BOTH)
        buf_printf(out, "%s", drawing_mark_name(s->mark));
    if (s->was.len) {
        buf_put(out, STR(": was in "));
        put_escaped(out, s->was);
    }
    for (size_t i = 0; i < s->note_count; i++) {
        buf_printf(out, "\n%s: ", severity_name(s->notes[i].severity));
        put_escaped(out, s->notes[i].text);
    }
    buf_put(out, STR("</title>"));
}

static void put_text(struct buf *out, const char *class, unsigned y, const char *sign, struct str text)
{
    buf_printf(out, "<text class=\"%s\" x=\"10\" y=\"%u\">%s", class, y, sign);
    put_escaped(out, text);
    buf_put(out, STR("</text>"));
}

static void put_step(struct buf *out, const struct drawing *d, size_t i, struct arena *a)
{
    const struct drawing_step *s = &d->steps[i];
    enum severity worst = graph_worst(s);
    const char *mark = drawing_mark_name(s->mark);

    buf_printf(out, "<g class=\"step%s%s%s%s%s%s\" id=\"s%zu\" tabindex=\"0\" role=\"button\" data-id=\"",
               s->critical ? " critical" : "", s->validation ? " validation" : "", worst ? " " : "",
               worst ? severity_name(worst) : "", *mark ? " " : "", mark, i);
    put_escaped(out, s->id);
    buf_put(out, STR("\">"));
    put_title(out, s, a);
    buf_printf(out,
               "<svg x=\"%u\" y=\"%u\" width=\"%d\" height=\"%d\"><rect x=\"2\" y=\"2\" width=\"%d\" height=\"%d\" "
               "rx=\"6\"/>",
               left(s), top(s), WIDTH, HEIGHT, WIDTH - 4, HEIGHT - 4);
    put_text(out, "where", 18, "", ARENA_JOIN(a, rollout_short(s->service), STR(" / "), s->group));
    put_text(out, "name", 35, graph_sign(s->mark), s->name);
    put_text(out, "what", 52,
             worst == SEVERITY_ERROR     ? "\xe2\x9c\x97 "
             : worst == SEVERITY_WARNING ? "! "
                                         : "",
             ARENA_JOIN(a, s->action, STR(", "), drawing_time(s->time, a)));
    buf_put(out, STR("</svg></g>\n"));
}

static void put_drawing(struct buf *out, const struct drawing *d, struct arena *a)
{
    unsigned width = 0, height = 0;

    for (size_t i = 0; i < d->count; i++) {
        width = left(&d->steps[i]) > width ? left(&d->steps[i]) : width;
        height = top(&d->steps[i]) > height ? top(&d->steps[i]) : height;
    }
    buf_printf(out,
               "<svg id=\"board\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %u %u\" role=\"group\" "
               "aria-label=\"steps and what they wait for\">\n"
               "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"6\" "
               "markerHeight=\"6\" "
               "orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"context-stroke\"/></marker></defs>\n",
               width + WIDTH + MARGIN, height + HEIGHT + MARGIN);
    for (size_t i = 0; i < d->count; i++)
        for (size_t k = 0; k < d->steps[i].wait_count; k++)
            put_edge(out, d, i, &d->steps[i].waits[k]);
    for (size_t i = 0; i < d->count; i++)
        put_step(out, d, i, a);
    buf_put(out, STR("</svg>\n"));
}

static void put_marked(struct buf *out, const struct drawing *d, enum drawing_mark mark)
{
    size_t n = 0;

    for (size_t i = 0; i < d->count; i++)
        n += d->steps[i].mark == mark;
    if (n == 0)
        return;
    buf_printf(out, "<h2>%zu step%s %s</h2><ul>\n", n, n == 1 ? "" : "s", drawing_mark_name(mark));
    for (size_t i = 0; i < d->count; i++)
        if (d->steps[i].mark == mark) {
            buf_printf(out, "<li><a href=\"#s%zu\" data-step=\"s%zu\">", i, i);
            put_escaped(out, d->steps[i].id);
            buf_put(out, STR("</a></li>\n"));
        }
    buf_put(out, STR("</ul>\n"));
}

/* The findings, and what a change does, as lists that lead to their steps. */
static void put_lists(struct buf *out, const struct drawing *d)
{
    bool any = false;

    put_marked(out, d, DRAWN_REMOVED);
    put_marked(out, d, DRAWN_MOVED);
    put_marked(out, d, DRAWN_ADDED);
    for (size_t i = 0; i < d->count; i++)
        for (size_t k = 0; k < d->steps[i].note_count; k++) {
            buf_printf(out, "%s<li><a href=\"#s%zu\" data-step=\"s%zu\">%s: ", any ? "" : "<h2>Findings</h2><ul>\n", i,
                       i, severity_name(d->steps[i].notes[k].severity));
            put_escaped(out, d->steps[i].notes[k].text);
            buf_put(out, STR("</a></li>\n"));
            any = true;
        }
    buf_put(out, any ? STR("</ul>\n") : STR(""));
}

static struct str policy_of(struct str part, struct arena *a)
{
    struct sha256 digest;

    sha256_of(part, &digest);
    return ARENA_JOIN(a, STR("'sha256-"), base64_encode(a, (struct str){ (const char *)digest.bytes, SHA256_BYTES }),
                      STR("'"));
}

static const char controls[] =
    "<label>Search <input id=\"search\" type=\"search\" placeholder=\"step, group, action, file\"></label>\n"
    "<span id=\"found\" role=\"status\"></span>\n"
    "<button id=\"in\" type=\"button\">+</button><button id=\"out\" type=\"button\">&#8722;</button>"
    "<button id=\"all\" type=\"button\">all</button>\n";

static const char key[] = "<p class=\"key\">thick: the longest way &#183; dashed thin: validation &#183; "
                          "&#10007; yellow: error &#183; ! blue: warning</p>\n";
static const char delta_key[] = "<p class=\"key\">+ green: added &#183; - orange, dashed: removed &#183; "
                                "~ blue: moved</p>\n";

void graph_put_html(struct buf *out, const struct drawing *d)
{
    struct arena a = { 0 };
    struct str style = embedded_find(embedded_report, STR("graph.css")),
               script = embedded_find(embedded_report, STR("graph.js"));

    buf_put(out, STR("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
                     "form-action 'none'; style-src "));
    buf_put(out, ARENA_JOIN(&a, policy_of(style, &a), STR("; script-src "), policy_of(script, &a)));
    buf_put(out, STR("\">\n<title>"));
    put_escaped(out, d->title);
    buf_put(out, STR("</title>\n<style>"));
    buf_put(out, style);
    buf_put(out, STR("</style>\n</head>\n<body>\n<header>\n<h1>"));
    put_escaped(out, graph_heading(d, &a));
    buf_put(out, STR("</h1>\n"));
    buf_put(out, str_c(controls));
    buf_put(out, STR("</header>\n<main>\n"));
    put_drawing(out, d, &a);
    buf_put(out, STR("<aside>\n"));
    buf_put(out, str_c(key));
    buf_put(out, d->delta ? str_c(delta_key) : STR(""));
    buf_put(out, STR("<div id=\"details\"></div>\n"));
    put_lists(out, d);
    buf_put(out, STR("</aside>\n</main>\n<script>"));
    buf_put(out, script);
    buf_put(out, STR("</script>\n</body>\n</html>\n"));
    arena_free(&a);
}
