/* branch_contexts: sets of statuses (contexts) that a branch may want from a pull request, each with the place where it
 * is written; and the three classes into which the presubmits of a branch divide theirs (config.BranchRequirements,
 * fact sheet 4.5). */
#ifndef PROW_BRANCHES_BRANCH_CONTEXTS_H
#define PROW_BRANCHES_BRANCH_CONTEXTS_H

#include "base/map.h"
#include "prow/files/setting.h"

enum context_from {
    CONTEXT_FROM_PRESUBMIT,
    CONTEXT_FROM_PROTECTION, /* listed under branch-protection */
    CONTEXT_FROM_TIDE,       /* listed under tide.context_options */
};

struct status_context {
    struct str name;
    enum context_from from;
    struct place at;
    const struct job_summary *job; /* the presubmit that reports it; NULL for the other two */
    struct str path;               /* of the list entry in the document; empty for a presubmit */
};

/* Contexts by name; of several places of one name the first put in stays. Lives in the arena that it was made with. */
struct context_set {
    struct map by_name; /* to const struct status_context */
};

void context_set_init(struct context_set *s, struct arena *a);
/* The context itself is copied, its texts are not. */
void context_set_add(struct context_set *s, const struct status_context *c);
void context_set_add_all(struct context_set *s, const struct context_set *from);
/* The texts of a list of strings; what is no list adds nothing, null is the empty text. */
void context_set_add_list(struct context_set *s, const struct setting *list, enum context_from from);
/* NULL when it is not in the set. */
const struct status_context *context_set_find(const struct context_set *s, struct str name);
size_t context_set_count(const struct context_set *s);
/* All of them sorted by name, as Prow prints and compares them: context_set_count entries in the arena. */
const struct status_context **context_set_sorted(const struct context_set *s, struct arena *a);

/* A list of texts as Go has it, in Prow's order: as written where one place gives it, sorted and each once where several
 * do. */
struct name_list {
    const struct str *texts;
    size_t count;
    bool given; /* somebody gives it, however empty: a slice that is not nil */
};

/* unionStrings: what the inner list adds to the outer one. In the arena. */
void name_list_join(struct arena *a, struct name_list *outer, const struct name_list *inner);
/* Whether the texts, joined to one pattern, match the branch. */
bool name_list_matches(const struct name_list *l, struct arena *a, struct patterns *patterns, struct str branch);

/* What the presubmits of a repo report on one branch: as sets with places, and as Prow lists it, with a name as often
 * as jobs report it. */
struct branch_contexts {
    struct context_set required, if_present, optional;
    struct name_list required_names, if_present_names, optional_names;
};

/* Sorts the contexts of those presubmits of the group that could run on the branch. group may be NULL: no presubmits.
 * manual: a job that only runs when it is asked for is required too (require_manually_triggered_jobs). inrepo: jobs
 * from the repo itself count too. Everything lives in a; the patterns of branches are the tree's. */
void branch_contexts_read(struct branch_contexts *b, struct arena *a, const struct prow_tree *t,
                          const struct job_group *group, struct str branch, bool manual, bool inrepo);

#endif
