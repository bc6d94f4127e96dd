/* regex: Go's package regexp (RE2 syntax with Perl flags, as regexp.Compile reads it). Refuses what Go
 * refuses, with Go's words, and matches as Go matches: leftmost first, spans in bytes. go_minor is the Go
 * version, 22 for Go 1.22; answers differ between 16 and REGEX_GO_NEWEST, and what is outside counts as the
 * nearer end.
 *
 * A pattern is translated for PCRE2 where PCRE2 finds exactly what Go finds. Loops over what may be empty,
 * texts that are not UTF-8, patterns too large for PCRE2 and searches that backtrack too much are left to an
 * automaton like Go's own, whose time is bounded by length of the text times size of the pattern. */
#ifndef SYNTAX_REGEX_REGEX_H
#define SYNTAX_REGEX_REGEX_H

#include "base/arena.h"
#include "base/map.h"

enum { REGEX_GO_NEWEST = 26 };

/* Why a pattern is refused. */
struct regex_error {
    struct str message; /* what Go prints: "error parsing regexp: missing closing ]: `[a`" */
    size_t offset, end; /* the bytes of the pattern that it is about; offset may be its length */
};

/* Whether Go accepts the pattern. Only reads it, so far cheaper than compiling. False with *e filled; the
 * message lives in a, which is not used otherwise. */
bool regex_check(struct arena *a, struct str pattern, int go_minor, struct regex_error *e);

/* A compiled pattern: never changes, may be used by any number of threads at once. */
struct regex;

/* Compiles the pattern, which need not outlive the call. False with *e filled, its message in a, when Go
 * refuses it; *out is NULL then, and the caller's otherwise, to be given to regex_free. */
bool regex_compile(struct regex **out, struct arena *a, struct str pattern, int go_minor, struct regex_error *e);
void regex_free(struct regex *re);

/* What a search in a text of so many bytes costs at most, roughly and the same on every machine (base/limits.h). */
uint64_t regex_cost(const struct regex *re, size_t pattern, size_t text);

/* Capturing groups, the whole match not counted; the name of group 1 to count, empty where it has none (names
 * may repeat). Go's NumSubexp and SubexpNames. */
size_t regex_group_count(const struct regex *re);
struct str regex_group_name(const struct regex *re, size_t group);

/* What matching needs besides the pattern: one a thread, zeroed before the first use, given back at the end.
 */
struct regex_scratch {
    void *match_data, *match_context; /* PCRE2's */
    size_t pairs;
    struct arena arena;
};
void regex_scratch_free(struct regex_scratch *s);

enum regex_result {
    REGEX_NO_MATCH,
    REGEX_MATCH,
    REGEX_GAVE_UP, /* undecided, as pattern and text together are too large: never to be taken for an answer
                    */
};

/* A group that took no part in the match. */
#define REGEX_UNSET SIZE_MAX

struct regex_span {
    size_t start, end; /* bytes of the text, end excluded; both REGEX_UNSET for an unset group */
};

/* Looks for the leftmost match in text (Go's FindSubmatchIndex). The first n spans, whole match first, are
 * written when it matches; those past the last group are unset. n may be 0 when only the answer matters. */
enum regex_result regex_match(const struct regex *re, struct regex_scratch *s, struct str text,
                              struct regex_span *spans, size_t n);

/* The leftmost match that begins at a byte or after it, as Go's FindAll goes on after a match: what stands before that
 * byte is still seen by \b and ^. Spans count from the start of text. Where a pattern is left to the automaton, the text
 * is cut instead. */
enum regex_result regex_match_from(const struct regex *re, struct regex_scratch *s, struct str text, size_t from,
                                   struct regex_span *spans, size_t n);

/* Patterns compiled once by their text. One a worker: no locks. A zeroed struct is an empty set. */
struct regex_set {
    struct arena arena;
    struct map entries;
};

/* The compiled pattern, or NULL with *e filled when Go refuses it; both live as long as the set. */
const struct regex *regex_set_get(struct regex_set *set, struct str pattern, int go_minor, struct regex_error *e);
void regex_set_free(struct regex_set *set);

/* s with everything that means something in a pattern escaped, in a (Go's regexp.QuoteMeta). */
struct str regex_quote(struct arena *a, struct str s);

#endif
