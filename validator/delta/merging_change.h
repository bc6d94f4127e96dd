/* merging_change: what a change does to merging: which pull requests tide may merge, what GitHub and tide ask of them, and
 * what people can do about it. The same change in many repos and branches is one. */
#ifndef DELTA_MERGING_CHANGE_H
#define DELTA_MERGING_CHANGE_H

#include "base/map.h"
#include "delta/side.h"

enum merging_kind {
    MERGING_QUERY_LOST, /* tide merged there, and nobody does now */
    MERGING_QUERY_NEW,  /* tide merges there now */
    MERGING_LOST,       /* what guarded merging is gone, or another thing stands in its place */
    MERGING_NEEDS,      /* pull requests that could merge need more now */
    MERGING_WAY_NEW,    /* others can merge, too: a further query */
    MERGING_WAY_LOST,   /* a further query is gone */
    MERGING_BLOCKED,    /* nothing can merge there any more */
    MERGING_TRIGGER,    /* jobs are there, and nobody starts them now */
    MERGING_PLUGIN_OFF, /* people can no longer do what the plugin does */
    MERGING_PLUGIN_ON,
    MERGING_OPTION,  /* an option of a plugin */
    MERGING_SETTING, /* how tide merges: method, batches */
};

/* How much it matters where it holds. */
enum merging_weight { WEIGHT_TOLD, WEIGHT_WARNS, WEIGHT_REJECTS };

struct delta_merge_change {
    enum merging_kind kind;
    enum merging_weight weight;
    struct str words;  /* "label approved is no longer asked for" */
    struct str *where; /* "acme/app", "acme/app on branch main", "repos of acme" without words of their own */
    struct str *repos; /* of each: "org/repo", or the org */
    size_t count, cap, repo_cap;
    struct place before, after; /* no file: there is none */
};

struct delta_merge_changes {
    struct delta_merge_change *items;
    size_t count, cap;
    struct map by_words; /* to the place of an item, plus one */
    struct arena *arena;
};

struct delta;

/* Fills d->merging. */
void merging_changes_find(struct delta *d);
const char *merging_kind_name(enum merging_kind k);

/* Parts of it. */
void merging_queries_compare(struct delta_merge_changes *out, struct delta *d);
void merging_protection_compare(struct delta_merge_changes *out, struct delta *d);
void merging_plugins_compare(struct delta_merge_changes *out, struct delta *d);
/* Notes the change for one more place; repo may be "org/_" and branch empty. what is all but its places. */
void merging_note(struct delta_merge_changes *out, const struct delta_merge_change *what, struct str repo,
                  struct str branch);

/* For rules: "acme/app, acme/lib on branch main and 3 more", of the places that no acknowledgement of the rule covers;
 * empty where all are covered. */
struct check;
struct str merging_uncovered(struct check *c, const struct delta *d, const struct delta_merge_change *m,
                             const char *rule);

#endif
