/* ack: changes that somebody means, named one by one so that they pass: in prowgate.ack.yaml at the root of AFTER, or
 * in a trailer of a commit between the two sides. An acknowledgement names a rule, patterns of what it covers, how many
 * at most, a reason, and the last day on which it counts. One that is expired, covers nothing or covers anything is a
 * finding itself; one that can't be read leaves everything undecided. */
#ifndef DELTA_ACK_H
#define DELTA_ACK_H

#include "rule/runner.h"

struct delta;
struct delta_job;

struct ack {
    struct str rule; /* id of a rule about comparisons */
    /* Patterns (base/glob.h); an empty list matches all. Contexts are those of retired presubmits, and the names of
     * other jobs; files are those of BEFORE that held them; presets go by their labels (`preset-x: "true"`); steps are
     * ids of steps, resource groups and services of deployment pipelines (SERVICE/GROUP/STEP). */
    struct str *repos, *contexts, *presets, *files, *steps;
    size_t repo_count, context_count, preset_count, file_count, step_count;
    size_t at_most;
    struct str reason;
    int32_t expires; /* the last day on which it counts, days since 1970-01-01, UTC */
    struct str by;   /* who says so: "prowgate.ack.yaml", or a commit and its author */
    struct place at;
    size_t covered; /* how many changes it covers */
    bool outside;   /* given by --ack: only such a one lets pass what loosens the judge itself */
    bool kept;      /* of a candidate that is not good yet: it holds without a date, and nobody has to tidy it up */
    bool expired, exceeded; /* more match than at_most: then it covers none */
};

struct acks {
    struct arena *arena;
    struct ack *items;
    size_t count, cap;
    int32_t today; /* days since 1970-01-01, UTC */
};

/* An empty list; its texts will live in the arena, which outlives it. */
void acks_init(struct acks *a, struct arena *arena, int32_t today);

/* Adds those of a file: {acknowledged: [{rule, repos, contexts, files, presets, steps, at-most, reason, expires}]}. What is
 * wrong with it is a finding of ack-invalid, which leaves the run undecided. name outlives the findings. */
void acks_read_file(struct acks *a, const struct rule_settings *s, struct findings *out, struct str name,
                    struct str bytes);

/* Adds those of a commit message's trailers:
 *     Prowgate-Ack: {rule: ID, repos: [GLOB], at-most: N, expires: YYYY-MM-DD, reason: WORDS}
 * commit ("commit 1a2b3c4") and author say who it was and outlive the findings; a trailer that is not understood is a
 * finding of ack-invalid. */
void acks_read_message(struct acks *a, const struct rule_settings *s, struct findings *out, struct str commit,
                       struct str author, struct str message);

/* Adds one that a candidate was let through by, which is not good yet. by lives as long as the list. */
void acks_add_kept(struct acks *a, const struct ack *k, struct str by);

/* Marks the retired presubmits of d that an acknowledgement covers; every rule about retirements passes over them. The
 * acknowledgements are d's from then on. */
void acks_apply(struct acks *a, struct delta *d);

/* Whether an acknowledgement of this rule covers one more change to this repo and context, or to this preset; empty is
 * what a change is not about. Counts it. a may be NULL. */
bool ack_covers(struct acks *a, const char *rule, struct str repo, struct str context, struct str preset);

/* The same of a change to a step of a deployment pipeline, which stands in this file. */
bool ack_covers_step(struct acks *a, const char *rule, struct str file, struct str step);

/* Whether somebody says that this job, which is gone, was meant to go: an acknowledgement of a rule about retirements
 * covers it. After acks_apply. */
bool ack_means_gone(const struct acks *a, const struct delta_job *gone);

/* What would let the changes pass that want names (rule, repos, contexts, presets, files, steps; at_most of a rule that is not
 * about retirements): an entry of prowgate.ack.yaml, good for ACK_DAYS, in the arena. What covers one change too many,
 * covers none, so retirements are counted as they are for acks_apply. Empty where d has no acknowledgements applied:
 * then nobody could give one. */
enum { ACK_DAYS = 14 };
struct str ack_entry(struct arena *a, const struct delta *d, const struct ack *want);
/* Adds it to the finding that the check reported last; want->rule is the check's. */
void ack_offer(struct check *c, const struct delta *d, struct ack want);

/* Where one acknowledgement covers several of the findings, each offers it for all of them: entries for one each, pasted
 * together, would cover none. Once every rule has run. */
void acks_offer_together(struct findings *out);

/* What there is to say about the acknowledgements themselves, once every rule has run. */
void acks_report(const struct acks *a, const struct rule_settings *s, struct findings *out);

#endif
