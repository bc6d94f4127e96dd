/* versions: what the parts of the command versions share: two states of Prow side by side, and how what is
 * different between them is shown. */
#ifndef COMMAND_VERSIONS_H
#define COMMAND_VERSIONS_H

#include "command/project.h"
#include "report/report.h"
#include "schema/changes.h"

/* One side of A..B: usually one version; several when they are those that are deployed. */
struct side {
    struct window window;
    struct str name; /* "v20190122-e707848", or several joined by ", " */
};

struct comparison {
    struct side from, to;
    struct changes changes;
    bool backward; /* to is the older one */
};

/* The state of Prow at a position of the main line; its text in the arena. */
struct version version_at(uint32_t position, struct arena *a);

/* What the two sides make of one tree. */
struct tree_changes {
    struct prow_tree trees[2]; /* as loaded for from and to */
    struct findings all[2];    /* what each side finds; the findings below live there */
    struct findings appear;    /* what only to has */
    struct findings vanish;    /* what only from has */
    struct findings undecided; /* why nothing is decided, on either side */
    enum verdict verdict;      /* of the change: reject when an error appears */
};

/* Loads the tree once for each side. False, with a complaint, when the project's rules are not understood; t
 * is to be freed all the same. */
bool tree_changes_find(struct tree_changes *t, struct arena *a, const struct project *p, const struct fs *fs,
                       const struct comparison *c, unsigned threads);
void tree_changes_free(struct tree_changes *t);

/* All of a comparison, as text or as members of the JSON object o. */
void comparison_text(const struct comparison *c, struct arena *a, struct buf *out);
void comparison_json(const struct comparison *c, struct arena *a, json_t *o);
/* The lines of comparison_text about checks, fields and values, each with this before it. */
void changes_text(const struct comparison *c, struct arena *a, const char *indent, struct buf *out);

/* Every commit that made a difference to configuration, newest first, one a line. */
void timeline_text(struct arena *a, struct buf *out);
void timeline_json(struct arena *a, json_t *o);

/* "loosened", "tightened", "both", "silent", "words", "form". */
const char *behaviour_class_name(enum behaviour_class class);
/* What a check is about: "config", "plugins", ".prow.yaml", "checkconfig", "peribolos", "owners", "runtime".
 */
const char *behaviour_where_name(enum behaviour_where where);

#endif
