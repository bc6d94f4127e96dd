/* faults: what is wrong, each once, with the contexts in which it is. */
#ifndef PIPELINE_FAULTS_H
#define PIPELINE_FAULTS_H

#include "base/map.h"
#include "pipeline/config.h"
#include "pipeline/words.h"
#include "rule/runner.h"

struct fault_place {
    struct str file;
    struct span span;
};

struct fault {
    const char *rule;
    struct fault_place at, also;
    struct str also_message;
    struct str message, upstream, path;
    struct words contexts;
    bool capped; /* it is at most as severe as most */
    enum severity most;
};

/* Everything lives in arena, which outlives the faults. */
struct faults {
    struct arena *arena;
    struct map known; /* rule, place, message -> struct fault */
    struct fault **list;
    size_t count, cap;
    size_t said; /* how often one was noted, again or for the first time */
    const struct fs *fs;
    struct map sources; /* file -> its text and lines */
};

void faults_init(struct faults *f, const struct fs *fs, struct arena *a);
/* The text of a file, read once; empty where it can't be read. */
struct str faults_source(struct faults *f, struct str file);
/* Bytes [start, end) of a file; start == end and both 0: the file as a whole. */
struct fault_place faults_bytes(struct faults *f, struct str file, size_t start, size_t end);
/* The line that holds a byte, without its indentation and comment. */
struct fault_place faults_line(struct faults *f, struct str file, size_t offset);

/* Notes a fault in a context (empty: in none in particular). Texts may die afterwards. Returns it, for its other half
 * to be added. */
struct fault *faults_add(struct faults *f, const char *rule, struct fault_place at, struct str context,
                         struct str message, struct str upstream);
void fault_also(struct faults *f, struct fault *fault, struct fault_place at, const char *message);
/* Reports all, sorted. total: the contexts there are; a fault of all of them names none. */
void faults_report(const struct faults *f, const struct rule_settings *settings, struct findings *out, size_t total);

#endif
