/* rendering: a file as text/template, rendered as ARO-Tools does: named "file", missing keys are errors, no functions
 * but Go's own. Parsed once, rendered for every context. */
#ifndef PIPELINE_RENDERING_H
#define PIPELINE_RENDERING_H

#include "base/buf.h"
#include "syntax/tape.h"
#include "syntax/template/template.h"

/* A parsed file. Lives in the arena it was made in; text must live as long. */
struct page {
    struct str text;
    const struct template *template; /* NULL: error says why */
    struct str error;                /* Go's words, without what ARO-Tools puts before them */
    uint32_t error_offset;
    bool undecided; /* too large to be parsed here */
};

void page_parse(struct page *p, struct arena *a, struct str text);

/* Data of a template. number says how numbers are held: as ARO-Tools does since 2026-08-14 (whole ones as int64), or
 * before (all as float64), which prints 2000000 as 2e+06. */
enum page_numbers { PAGE_INT64, PAGE_FLOAT64 };
struct template_value page_value(struct arena *a, const struct node *node, enum page_numbers numbers);

struct page_failure {
    struct str message; /* Go's words, in the arena */
    uint32_t offset;    /* in the template */
    uint32_t line;      /* of the template, from 1 */
    bool undecided;
};

/* Appends what p gives for data. trace may be NULL. False: *f says why. p must be parsed. */
bool page_render(const struct page *p, struct arena *a, const struct template_value *data, struct buf *out,
                 struct template_trace *trace, struct page_failure *f);

/* What a byte of the rendered text comes from. */
struct page_origin {
    uint32_t offset;                   /* byte in the template; the action where one printed it */
    const struct template_node *print; /* that action, or NULL */
};
struct page_origin page_origin(const struct template_trace *trace, size_t rendered);

/* The path that an action prints, "a.b.c" of {{ .a.b.c }}; empty where it is anything but one field. In a. */
struct str page_action_path(struct arena *a, const struct template_node *action);

#endif
