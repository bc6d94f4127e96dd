/* record: one small configuration, the flags that real checkconfig binaries were run with on it, and what they said;
 * run here through the drop-in, without a process around it. */
#ifndef TESTS_CHECKCONFIG_RECORD_H
#define TESTS_CHECKCONFIG_RECORD_H

#include "command/checkconfig.h"
#include "harness/suite.h"
#include "source/fs_memory.h"

/* What a real binary answered. */
struct answer {
    int status;
    struct str error; /* of a load that failed, or of refused options; empty otherwise */
};

/* What ours answers. */
struct trial {
    struct arena arena; /* of everything but the tree and the findings */
    struct fs_memory files;
    struct checkconfig_options options;
    struct checkconfig_result result;
    struct prow_tree tree;
    struct findings findings;
    struct str refused; /* why the options were refused; empty when the tree was loaded */
    int status;
};

/* The versions whose binaries were run, the newest first. */
enum { RECORD_NEWEST, RECORD_FIRST_OF_OLD_GO = 5, RECORD_OLDEST = 13, RECORD_VERSIONS };
extern const char *const record_versions[];

/* False when that version was not run on it. */
bool record_answer(const json_t *record, int version, struct answer *answer);

/* Reads the flags that a version was run with into a trial whose refused is empty. False when they are refused: then its
 * status stands. */
bool trial_options(struct trial *t, const json_t *list, const char *version);
/* Judges the tree by them. */
void trial_judge(struct trial *t, const struct fs *fs);
/* Both, of a record of small files. */
void trial_run(struct trial *t, const json_t *record, int version);
void trial_free(struct trial *t);

struct str record_text(const json_t *string);

#endif
