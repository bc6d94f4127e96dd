/* limits: what prowgate takes of an input, where taking more would take hours or all memory. What is beyond is undecided and
 * named, never passed over. Each is far from what people write, and near enough to what a machine can do.
 * Limits on depth stand with the parsers whose stack they keep. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of one YAML or JSON file: what Prow reads comes out of ConfigMaps, which hold 1 MiB. */
#define LIMIT_FILE_BYTES ((size_t)64 << 20)

/* Steps of one search in PCRE2, whatever the length of its text: some tenths of a second. */
#define LIMIT_SEARCH_STEPS UINT64_C(10000000)

/* What searches with regular expressions may cost for one file, or for one rule about a tree, in bytes of pattern and text
 * that are looked at; a step of the automaton that takes what PCRE2 does not counts for LIMIT_AUTOMATON_STEP. Every branch
 * that anything names is asked of every job of its repository, as in Prow, so a hundred kilobytes of branches cost minutes.
 * Four thousand branches of one job take a twentieth of it. */
#define LIMIT_SEARCH_COST (UINT64_C(1) << 31)
#define LIMIT_AUTOMATON_STEP UINT64_C(4)

/* What the jobs of one file may get from presets, in presets and entries of their lists: so many, and one more for so
 * many bytes of the file. Prow merges every preset into every job that it fits, so a thousand of both in 260 KB are a
 * million; each takes half a kilobyte in the end, so that this is 32 MB and 40 times the file. The largest files that
 * people keep have five thousand jobs with twenty entries each. */
#define LIMIT_GIVEN_LEAST ((size_t)1 << 16)
#define LIMIT_GIVEN_BYTES ((size_t)13)

#endif
