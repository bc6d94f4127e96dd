/* show_job: jobs in effect for people and machines: as YAML with the origin of each value beside it, or as JSON. */
#ifndef REPORT_SHOW_JOB_H
#define REPORT_SHOW_JOB_H

#include "prow/jobs/effective.h"
#include "syntax/json/value.h"

/* What versions that agree make of a job. */
struct show_form {
    const struct effective *effective; /* of the first of them */
    struct effective_job job;
    struct str versions; /* "hook v20190122-e707848, deck v20190122-f1358bc" */
    struct str *texts;   /* the same, of each alone: "v20190122-e707848" */
    size_t text_count;
    struct str json; /* canonical; empty where the versions refuse the job */
};

struct show_job {
    struct str name, repo, path, extra; /* extra: of a periodic, the repository that its defaults go by; may be empty */
    enum job_kind kind;
    struct place at;
    const struct show_form *forms;
    size_t form_count;
};

/* How it is shown. */
struct show_style {
    bool origins; /* beside each value where it comes from, above it what it took the place of */
    bool color;   /* strike out with the terminal's own strokes */
};

/* One YAML document a form, with a heading in comments. Where versions differ, a table of what differs comes first.
 * Scratch memory in a. False when the YAML can't be made. */
bool show_job_yaml(const struct show_job *j, const struct show_style *style, struct arena *a, struct buf *out);

/* One object on one line, without a line break. */
void show_job_json(const struct show_job *j, const struct show_style *style, struct arena *a, struct buf *out);

/* "config/jobs/a.yaml:12", and in brackets what is there if it is not the job itself; in a. */
struct str show_origin(struct arena *a, const struct govalue *v, const struct go_field *field);
/* A value on one line: a text as it is, the rest as JSON; in a. */
struct str show_value(const struct effective *e, struct arena *a, const struct govalue *v);

/* A leaf, or a collection with nothing in it, and its path. */
struct show_leaf {
    struct str path;
    const struct govalue *value;
    const struct go_field *field; /* NULL for an element or an entry */
};

/* All leaves of the job, in the order in which they are written; in a. */
size_t show_leaves(const struct effective *e, const struct govalue *job, struct arena *a, struct show_leaf **leaves);

#endif
