/* checkconfig: the drop-in for Prow's own checkconfig, in three steps: what was typed, what that comes to, and how it
 * is told. The middle one needs no process around it, so that recorded runs can be held against it. */
#ifndef COMMAND_CHECKCONFIG_H
#define COMMAND_CHECKCONFIG_H

#include "command/goflag.h"
#include "command/window.h"
#include "prow/files/tree.h"
#include "prow/versions/warnings.h"
#include "rule/verdict.h"

/* What was typed (fact sheet 6.1). */
struct checkconfig_options {
    struct prow_paths paths;
    struct deployed_window deployed;
    struct str *warnings, *excluded; /* --warnings and --exclude-warning */
    size_t warning_count, excluded_count;
    bool defaults_too, expensive, strict;
    bool github_app;   /* both flags of a GitHub app were given */
    bool github_token; /* a token file was named */
    unsigned threads;
    struct str unused; /* flags given that need no network here and change nothing: "-a, -b"; else empty */
};

/* All flags, Prow's and ours, by name; ends with a NULL name. */
extern const struct flag checkconfig_flags[];

/* Fills the options, which live in the arena, from parsed flags. False, with what checkconfig prints after "Error
 * parsing options - ", for options that it refuses. *undecided says that it is a refusal of ours, such as a version
 * that nobody knows. */
bool checkconfig_options_read(struct checkconfig_options *o, struct arena *arena, const struct args *args,
                              struct str *error, bool *undecided);

/* Whether a warning runs under these options (fact sheet 5.1). */
bool checkconfig_runs(const struct checkconfig_options *o, const struct warning *w);

/* Whether a finding keeps Prow from loading this tree. Facts at hand that can't be used do not: Prow has none. */
bool checkconfig_refuses(const struct prow_tree *t, const struct finding *f);
/* What Prow says for a finding, or what we say where it says nothing. */
struct str checkconfig_words(const struct finding *f);
/* What checkconfig prints of a load that fails, with its prefix, in the arena of the findings: the first part of its
 * run that fails, and all that we found there. Empty where nothing keeps Prow from loading. */
struct str checkconfig_error(const struct prow_tree *t, struct findings *list);

/* What a run comes to. */
struct checkconfig_result {
    struct str error;     /* why Prow would not load, in its words with its prefix; empty when it loads */
    size_t warnings;      /* findings that are warnings of checkconfig's */
    struct str hidden;    /* the log_level of the main file, where it hides them upstream; else empty */
    struct str undecided; /* why nothing is decided; empty when something is */
    enum verdict verdict; /* fact sheet 6.2 */
};

/* Loads tree, which the caller frees, and judges. Findings come out sorted, with the severity that they have for
 * checkconfig: errors keep Prow from loading, warnings are its own, and what it does not know is information. The
 * texts of the result live in the arena of the findings. */
void checkconfig_evaluate(const struct checkconfig_options *o, const struct fs *fs, struct prow_tree *tree,
                          struct findings *findings, struct checkconfig_result *result);

#endif
