/* jobs_of: the jobs and presets that one file holds, as its tape has them. */
#ifndef LSP_JOBS_OF_H
#define LSP_JOBS_OF_H

#include "lsp/named.h"

typedef void visit_job(void *context, const struct job_spot *j, const struct node *key);

/* Calls visit for each job of a file of jobs, by kind, and as they are written. key: that of its repository; NULL of
 * periodics and of a repository's own. Nothing where the file holds no jobs. */
void jobs_of(struct document_kind k, const struct tape *t, visit_job *visit, void *context);

/* The mapping of each preset at the top of the file. */
void presets_of(struct document_kind k, const struct tape *t, void (*visit)(void *context, const struct node *preset),
                void *context);

#endif
