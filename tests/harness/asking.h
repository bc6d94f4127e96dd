/* asking: questions to one kind of probe, as the command gets them, and the trees that recorded questions are about. */
#ifndef TESTS_HARNESS_ASKING_H
#define TESTS_HARNESS_ASKING_H

#include "command/probe.h"
#include "command/probe_memory.h"
#include "harness/suite.h"

struct asking {
    struct suite *suite;
    const struct probe_kind *kind;
    struct probe_memory memory;
    struct arena arena;
    char folder[64];  /* temporary: what was unpacked */
    struct map trees; /* "archive" or "bundle@ref" to its folder; an empty text for one that is not here */
};

void asking_begin(struct asking *a, struct suite *s, const char *kind);
void asking_end(struct asking *a);

/* The answer, which the caller owns. */
json_t *ask(struct asking *a, const json_t *question);

/* The folder with the files of "corpora/NAME.tar.zst" or "replays/NAME.bundle@REF", below ../shared; NULL, loudly once, when
 * they are not there or can't be unpacked. */
const char *asking_tree(struct asking *a, const char *archive);

/* A new object {root, config, jobs, plugins, supplemental} of a tree in that form; NULL as above. */
json_t *asking_describe(struct asking *a, const json_t *tree);

#endif
