/* rule: what must hold, as one function and one page. A rule is constant: nothing in it changes while it runs, so
 * files are checked in parallel. rules/NAME.c ends with its declaration; rules/NAME.md is its text and its test. */
#ifndef RULE_RULE_H
#define RULE_RULE_H

#include "base/fingerprint.h"
#include "rule/finding.h"
#include "rule/parameter.h"
#include "schema/behaviour.h"

struct check; /* one run of one rule: where its findings go */
struct delta;
struct job;
struct prow_file;
struct prow_tree;
struct survey_rule;
struct window;

/* What a rule may need to know that stands in no configuration (prow/files/facts.h). */
enum fact_kind { FACT_NONE, FACT_CLUSTERS, FACT_GITHUB_APP_ORGS, FACT_CHECKOUTS };

/* What a rule about a change speaks of: the gate has a guard for each but acknowledgements. An error about the tree says
 * that AFTER may be half of what BEFORE was: then nothing is decided, and nothing is said of the others. The load is what
 * a change starts and how much it is; pipelines are those of deployments, contexts where they go, stages the order in which they go there, the link what they wait for in Prow; the judge is what decides about changes: rule settings, limits, and the like. The
 * last are acknowledgements themselves, and whether a file can be read in two ways. */
enum subject {
    SUBJECT_JOBS,
    SUBJECT_PRESETS,
    SUBJECT_TREE,
    SUBJECT_MERGING,
    SUBJECT_LOAD,
    SUBJECT_PIPELINES,
    SUBJECT_CONTEXTS,
    SUBJECT_STAGES,
    SUBJECT_LINK,
    SUBJECT_JUDGE,
    SUBJECT_ACKS,
    SUBJECT_READING,
};

/* Whether a rule tells of a key that Prow does not know, and whether it is one that reads as strictly as checkconfig's
 * own warnings do: where both tell of one key, it is told once. */
enum told_key { KEY_NOT_TOLD, KEY_TOLD, KEY_TOLD_STRICTLY };

/* Parts of a tree, above the kinds of names. */
enum {
    READS_SETTINGS = 1 << 16, /* the main file and supplemental ones, struct prow_config */
    READS_PLUGINS = 1 << 17,  /* plugin files */
    READS_PRESETS = 1 << 18,  /* presets, and the job files that hold them */
    READS_JOBS = 1 << 19,     /* groups of jobs, keys without any, how many there are */
    READS_FOLDERS = 1 << 20,  /* which files were walked over, and how */
    READS_FACTS = 1 << 21,    /* what was given as facts at hand */
    READS_FILES = 1 << 22,    /* files that Prow does not read: whether they are there, what they say */
    READS_BYTES = 1 << 23,    /* job files as bytes: how many there are, how they pack */
    READS_PARTS = 255 << 16,
};

struct rule {
    const char *id; /* kebab-case, the name of its page, stable for ever */
    /* The id that it had before ids were promised to stay; still understood wherever an id is given. NULL for most. */
    const char *formerly;
    const char *summary; /* one sentence, the first of its page */
    enum severity severity;
    /* What deployed Prow refuses to load is a fact: it can be switched off in the project file, not in a comment. */
    bool fact;
    /* A finding of this rule means that something could not be looked at, so nothing is decided. It can't be
     * switched off. */
    bool undecided;

    /* What it says follows from the main file, from these keys at its top, with blanks between them: where that is not
     * given, or one of them did not load, nothing can be said, and the summary names the rule as not evaluated. NULL for
     * most. */
    const char *needs_main;

    /* A rule that is off by itself is on, as a warning, where facts of this kind are given: giving them asks for it. */
    enum fact_kind asked_by;

    enum subject about; /* of a rule with delta, or about a change without one */
    bool pipelines;     /* of deployment pipelines: its findings carry the words of ARO-Tools, not Prow's */
    /* A rule without delta that is asked of AFTER, too, where two configurations are compared: what it finds and BEFORE did
     * not have is what the change does. */
    bool of_changes;
    /* It looks at retirements: who acknowledges one for any such rule means it for all of them. */
    bool retires;

    /* It says something true of a configuration that Prow wrote, defaults and presets applied, too: it is about what
     * defaulting leaves alone (fact sheet 1.4, 1.5): what YAML is, what type a value has, names, patterns, labels,
     * schedules, queries, jobs that are there twice. What could not be looked at is always true, and what comes and
     * goes can always be seen, but for what presets gave to jobs. */
    bool of_resolved;

    /* About what only prowgate was told of, or what Prow lets pass: no refusal of Prow's. The drop-in for checkconfig
     * tells of it as information, and decides nothing where such a rule is undecided. */
    bool ours;
    enum told_key key;
    /* The warning of checkconfig's that makes it an error of the drop-in; off there without it. NULL for most. */
    const char *with_warning;

    /* The name of the warning of checkconfig's that this is (fact sheet 5.1); NULL for all others. */
    const char *warning;
    /* The warning of checkconfig's that overlooks what this rule finds; its findings say so. NULL for most. */
    const char *beyond;
    /* The id of a rule that says the same and more: where that one runs, this one does not. NULL for most. */
    const char *unless;

    /* What prowgate.yaml may tell it beside the severity; NULL for most. Such a rule runs once for each of its entries
     * there, with that entry's severity. */
    const struct parameter *parameters;

    /* Since when (and until when) Prow checks it: &behaviours[BEHAVIOUR_...]. The rule does not run where no deployed
     * version may behave so, and its findings name those that do where not all of them do. NULL: at every version. */
    const struct behaviour_info *behaviour;
    /* What a function that several rules share has to be told; check_with gives it. NULL for most. */
    const void *with;

    /* What a rule with tree reads: parts of the tree, and kinds of names, READS(NAME_REPO) (prow/index/names.h). It sees
     * nothing else of the tree, and runs again only where something of that changed. Without any: all of the tree,
     * and what lies outside of it; then it always runs again. */
    unsigned reads;

    /* Exactly the callbacks that the rule needs are set. */
    void (*file)(struct check *c, const struct prow_file *file); /* every file that was read, also a broken one */
    void (*job)(struct check *c, const struct job *job);         /* every job, defaults and presets applied */
    void (*tree)(struct check *c, const struct prow_tree *tree); /* once, when all files are known */
    void (*delta)(struct check *c, const struct delta *delta);   /* once, where two configurations are compared */
    /* About deployment pipelines beyond what upstream checks (pipeline/survey/survey.h); NULL for all others. */
    const struct survey_rule *survey;
};

/* Every rule in the order of rules/meson.build; ends with NULL. */
extern const struct rule *const rules[];
extern const size_t rule_count;

/* By its id, or by the one that it had formerly; NULL where no rule has it. */
const struct rule *rule_find(struct str id);
/* Whether id is the one that the rule had formerly. */
bool rule_is_renamed(const struct rule *r, struct str id);
/* The rule whose id is most like this one, for "did you mean"; NULL when none is close. */
const struct rule *rule_nearest(struct str id);
/* The text of the rule's page. */
struct str rule_page(const struct rule *r);

/* Reports a finding. The functions after it add to the one reported last by this check. */
void report(struct check *c, struct place at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Makes the finding at most this severe. */
void no_more_than(struct check *c, enum severity severity);
/* A further place: where the other half stands. */
void also(struct check *c, struct place at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Its one certain repair: the scalar or key at this place is written so (rule/finding.h). */
void repair(struct check *c, enum repair kind, struct place at, struct str value);
/* The words that Prow prints for it. */
void prow_says(struct check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The place in the document, as presets[1].labels.preset-x. */
void at_path(struct check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Says that this rule could not be evaluated, or a part of it, and why: "no checkout of org/repo is at hand". It shows
 * in the summary of every report; a rule that looked at nothing must never look like one that passed. */
void not_evaluated(struct check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The acknowledgement that would let the change pass (finding.ack); memory of check_arena. */
void acknowledge_by(struct check *c, struct str entry);
/* Which deployed version says so, and since when. */
void detail(struct check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The finding holds for this deployed version; repeat for several. */
void for_version(struct check *c, struct str version);

/* Begins the part of the work of a rule with tree that is about this name alone: it follows from the parts of the tree that
 * the rule declares beside jobs, and from the jobs that the fingerprint stands for; ended by the next part or the end of
 * the rule. False where it was done before: then its findings are there already. */
bool begin_part(struct check *c, struct str name, struct fingerprint jobs);

/* The rule that runs. */
const struct rule *check_rule(const struct check *c);
/* What the rule's declaration tells a shared function (.with). */
const void *check_with(const struct check *c);

/* The deployed versions that this run judges by. */
const struct window *check_window(const struct check *c);
/* Memory that lives as long as the findings of this run. */
struct arena *check_arena(struct check *c);

#endif
