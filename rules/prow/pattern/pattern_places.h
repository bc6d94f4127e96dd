/* pattern_places: every regular expression of a configuration that is about paths of changed files or about branches, cut
 * into pieces, for rules about how such patterns are written. */
#ifndef RULES_PROW_PATTERN_PATTERN_PLACES_H
#define RULES_PROW_PATTERN_PATTERN_PLACES_H

#include "prow/files/setting.h"
#include "prow/jobs/job.h"
#include "rule/rule.h"
#include "syntax/regex/pieces.h"

struct pattern_at {
    struct str text;
    struct pieces pieces;
    bool of_paths;             /* of changed files; else of branches */
    const char *field;         /* run_if_changed, skip_branches, include, ... */
    struct patterns *patterns; /* to match with */
    struct arena *arena;       /* scratch */
    const struct job *job;     /* whose pattern it is; NULL for a setting */
    const struct prow_file *file;
    const struct node *node; /* the text */
    struct str path;
};

typedef void pattern_look(struct check *c, const struct pattern_at *p);

/* A look, and what tells at a glance that it can say nothing of a pattern, which is not cut then. */
struct pattern_search {
    pattern_look *look;
    bool (*may)(struct str pattern);
};

/* The patterns of a presubmit or postsubmit: run_if_changed, skip_if_only_changed, branches, skip_branches. Those that
 * can't be cut are passed over. */
void pattern_of_job(struct check *c, const struct job *j, const struct pattern_search *s);
/* Those of the settings: include and exclude of branch protection at every level, blockregexps of blockades. */
void pattern_of_settings(struct check *c, const struct prow_tree *t, const struct pattern_search *s);

/* Reports bytes of the pattern: "WHAT of job unit: MESSAGE". */
void pattern_report(struct check *c, const struct pattern_at *p, size_t start, size_t end, struct str message);

#endif
