/* file: one file of a Prow tree as it was read. Text, tape and everything pointing into them live in the file's
 * arena and die with it. */
#ifndef PROW_FILES_FILE_H
#define PROW_FILES_FILE_H

#include "base/fs.h"
#include "rule/finding.h"
#include "schema/version.h"
#include "syntax/yaml/yaml.h"

enum prow_role {
    ROLE_CONFIG,
    ROLE_SUPPLEMENTAL_CONFIG,
    ROLE_JOBS,
    ROLE_PLUGINS,
    ROLE_SUPPLEMENTAL_PLUGINS,
    ROLE_INREPO
};

struct prow_file {
    struct str path; /* relative to the root of the tree, with "/"; outlives the file */
    enum prow_role role;
    struct tape tape;      /* root is NULL for an empty or a broken file */
    struct str read_error; /* Go's words; empty when the file could be read */
    bool broken;           /* the YAML reader refused it: error says why and where */
    struct yaml_error error;
};

/* Buffers of one worker, used again for every file. */
struct prow_buffers {
    struct buf content, spare;
};

void prow_buffers_free(struct prow_buffers *b);

/* Reads a file into b->content, gunzipped where it is gzip and its role is one that Prow gunzips (ReadFileMaybeGZIP,
 * fact sheet 1.2: not in-repo and plugin files); false with f->read_error in the arena. Fills path and role. */
bool prow_file_read(struct prow_file *f, const struct fs *fs, struct str path, enum prow_role role,
                    struct prow_buffers *b, struct arena *arena);
/* Parses bytes, which live as long as the file, into f->tape; false with broken and error set (fact sheet 1.8). */
bool prow_file_parse(struct prow_file *f, struct str bytes, struct arena *arena);

/* Where a node of this file stands; with NULL, the file as a whole. */
struct place prow_place(const struct prow_file *f, const struct node *n);

/* Where the bytes [start, end) of a scalar's value stand. Where the value is not written as it is (escapes, folded
 * lines), the whole scalar. */
struct place prow_place_in(const struct prow_file *f, const struct node *n, size_t start, size_t end);

/* What deployed Prow puts before the YAML reader's words: "error unmarshalling <path>: error converting YAML to
 * JSON: " (fact sheet 1.8.9), by the role of the file. Where the versions of the window differ, the newer words. */
struct str prow_error_envelope(struct arena *a, const struct window *w, const struct prow_file *f, struct str what);
/* What it says of the file's read_error: "error reading <path>: ..." and the like, by its role. */
struct str prow_read_envelope(struct arena *a, const struct prow_file *f);
/* The same around the words of Go's JSON decoder. */
struct str prow_json_envelope(struct arena *a, const struct window *w, const struct prow_file *f, struct str what);

#endif
