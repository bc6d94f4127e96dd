/* seal: the manifest of a checked tree: every file that Prow reads of it, with size and SHA-256, what the check said,
 * and by which versions. Canonical JSON on one line, so that the same tree always gives the same bytes:
 *
 *     {"digest":"sha256:...","manifest":{...},"signature":"..."}
 *
 * The digest is of everything after it; the signature, where there is one, is an external command's over the bytes of
 * "manifest". */
#ifndef GATE_SEAL_H
#define GATE_SEAL_H

#include "prow/files/tree.h"
#include "prow/versions/deployed.h"
#include "rule/verdict.h"
#include "source/fs_ledger.h"

/* The form of the manifest that this program writes, and the newest that it reads; the first holds nothing of what
 * decides beside Prow's own files (deciding.h). */
enum { SEAL_OLDEST = 1, SEAL_FORMAT = 2, SEAL_LARGEST = 256 << 20 };

/* Where a manifest is looked for in a tree when nobody says where it is. */
#define SEAL_NAME "prowgate.seal.json"

struct seal_file {
    struct str path; /* clean, below the root, or absolute where the user gave it so */
    uint64_t size;   /* bytes, links followed */
    struct sha256 sha256;
    bool link;         /* it is a symbolic link; what it leads to is what was hashed */
    struct str target; /* of the link; empty where the tree does not tell */
    bool aside;        /* the check read it, and Prow does not: a list of facts, the project file */
    struct str blob;   /* git's id of the bytes, 40 digits; empty where it is not known */
    bool open_end;     /* its last byte is no line end; not of manifests */
};

struct seal {
    uint64_t format;         /* of a manifest that was read; else SEAL_FORMAT */
    struct str tool;         /* "prowgate 0.1.0" */
    struct prow_paths paths; /* what the tree's configuration is */
    const struct deployed_component *deployed;
    size_t deployed_count;
    enum verdict verdict;
    struct str despite;        /* why it was sealed though the verdict is no pass; else empty */
    size_t counts[3], presets; /* jobs by enum job_kind */
    uint64_t bytes;
    struct seal_file *files; /* ascending by path */
    size_t count;
    struct str signature; /* the command's output, byte for byte; empty without one */
    struct str body;      /* the bytes that are signed: of seal_read a slice of its input; else empty */
    struct str digest;    /* 64 digits; likewise */
};

/* What Prow reads of the tree, by cleaned path: main file, plugin file, and what the walks found. In the arena. */
struct map seal_prow_files(struct arena *a, const struct prow_tree *t);
/* Whether a file that was read is none of those, nor an ignore file beside them. */
bool seal_is_aside(const struct map *prow, struct str path);

/* The files that were read through the ledger when t was loaded, in the arena; links are looked up in its tree. False
 * with the file that can't be used (in the arena): it changed while it was read, or is not there any more. */
bool seal_take_files(struct seal *s, struct arena *a, const struct fs_ledger *ledger, const struct prow_tree *t,
                     struct str *changed);

/* Appends the bytes to be signed. */
void seal_write_body(const struct seal *s, struct buf *body);
/* Appends the whole manifest around a body. */
void seal_write(struct str body, struct str signature, struct buf *out);

/* Reads a manifest; texts are slices of bytes or in the arena. False with what is wrong, in the arena: not a manifest,
 * cut off, changed after it was written, of a newer form. */
bool seal_read(struct seal *s, struct arena *a, struct str bytes, struct str *error);

/* A manifest as it was found, with the bytes that it is a slice of. */
struct seal_found {
    struct seal seal;
    struct buf bytes; /* freed by whoever zeroed the struct */
    bool missing;     /* none was given, and the tree has none */
    bool signature_checked;
};

/* Reads the manifest that is given, or the one beside the tree, through the tree's own handle: where the root is a link
 * that is turned to the next version meanwhile, both are of one version. False with the reason, in the arena. */
bool seal_find_manifest(struct seal_found *m, struct arena *a, const struct fs *tree, struct str given,
                        struct str *why);
/* Checks its signature where there is a command for that; false with the reason, in the arena. */
bool seal_check_found(struct seal_found *m, struct arena *a, struct str command, unsigned timeout_ms, struct str *why);

/* The entry of this path, or NULL. */
const struct seal_file *seal_find(const struct seal *s, struct str path);

#endif
