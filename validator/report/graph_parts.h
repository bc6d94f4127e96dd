/* What the printers of a graph share. */
#ifndef REPORT_GRAPH_PARTS_H
#define REPORT_GRAPH_PARTS_H

#include "report/graph.h"

/* The steps of one service, in the drawing's order. */
struct graph_service {
    struct str name;
    uint32_t *steps;
    size_t count, cap;
};

/* Services in order of their first step; in a. */
struct graph_service *graph_services(const struct drawing *d, struct arena *a, size_t *count);

/* "+ ", "- ", "~ " for what a change does; empty without one. Colours alone tell not everybody. */
const char *graph_sign(enum drawing_mark m);
/* A colour of Okabe and Ito's palette, which people see apart whatever their eyes; NULL for what is in both. */
const char *graph_colour(enum drawing_mark m);
/* The most severe of a step's findings; SEVERITY_OFF without any. */
enum severity graph_worst(const struct drawing_step *s);
/* What stands above everything: what is drawn, where, and how long it takes at most. In a. */
struct str graph_heading(const struct drawing *d, struct arena *a);

#endif
