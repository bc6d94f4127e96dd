/* ignore: .prowignore files as Prow reads them with github.com/denormal/go-gitignore of 2018-09-30 (fact
 * sheet 1.5). It resembles git's own ignore files, and is none: "a/b" is anchored, a star after a leading
 * slash reaches into folders, a lone "/" or a line of blanks crashes the load, and an ignore file that is a
 * directory hangs it. */
#ifndef SYNTAX_IGNORE_IGNORE_H
#define SYNTAX_IGNORE_IGNORE_H

#include "base/arena.h"

enum ignore_pattern_kind {
    PATTERN_NAME, /* no inner slash: against the last part, or the whole path where it began with a slash */
    PATTERN_PATH, /* against the whole path */
    PATTERN_ANY,  /* has two asterisks: part by part */
};

/* One part of a PATTERN_ANY. */
struct ignore_part {
    bool any;
    struct str word;
};

struct ignore_pattern {
    struct str text; /* as written, "!" and slashes included, trailing blanks not */
    struct str glob; /* without "!", leading and trailing slash */
    uint32_t line;   /* from 1 */
    enum ignore_pattern_kind kind;
    bool negated, anchored, directory;
    const struct ignore_part *parts;
    size_t part_count;
};

/* A line that the library drops without a word. */
struct ignore_fault {
    uint32_t line;
    struct str reason; /* its error, which Prow never prints */
};

struct ignore_file {
    const struct ignore_pattern *patterns; /* in the order of lines */
    size_t count;
    const struct ignore_fault *faults;
    size_t fault_count;
    struct str panic; /* Go's words where parsing panics; nothing is matched then */
    uint32_t panic_line;
};

/* Parses the text of an ignore file. Everything lives in the arena, nothing points into text. */
void ignore_parse(struct ignore_file *f, struct arena *a, struct str text);

enum ignore_verdict {
    IGNORE_NONE,     /* no pattern matches: Prow reads the file */
    IGNORE_IGNORED,  /* Prow skips it */
    IGNORE_INCLUDED, /* a "!" pattern matches: Prow reads it */
    IGNORE_PANICS,   /* the library panics: Prow's load fails */
    IGNORE_HANGS,    /* the library never returns */
};

struct ignore_answer {
    enum ignore_verdict verdict;
    const struct ignore_pattern *pattern; /* that decides; NULL for none, panics outside a pattern, and hangs */
    struct str file;                      /* the ignore file that decides; empty when there is none or no name */
    struct str panic;                     /* Go's words */
    uint32_t line;                        /* of what decides or panics; 0 when there is none */
};

/* What one ignore file says of path, which is relative to the file's directory; directory says what path is.
 * Folders above are not asked. */
struct ignore_answer ignore_file_match(const struct ignore_file *f, struct str path, bool directory);

/* The same for a path below the only ignore file there is, its folders asked first: what is in an ignored
 * folder is ignored. path is cleaned in the arena; a leading slash means nothing, the root and what is
 * outside match nothing. */
struct ignore_answer ignore_match(const struct ignore_file *f, struct arena *a, struct str path, bool directory);

#endif
