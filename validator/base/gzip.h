/* gzip: files that may be compressed, as Prow reads them (fact sheet 1.2, ReadFileMaybeGZIP). */
#ifndef BASE_GZIP_H
#define BASE_GZIP_H

#include "base/fs.h"

/* Starts with the two magic bytes: Prow then takes it for gzip, whatever follows. */
bool gzip_is(struct str bytes);

/* All members of a gzip stream into out, which is emptied first. On failure *reason is what Go's
 * compress/gzip says
 * ("gzip: invalid header", "unexpected EOF", "gzip: invalid checksum", "flate: corrupt input before offset
 * 7"; the last in the arena), or that it would be more than most bytes, which Go does not limit. */
bool gzip_expand(struct str bytes, size_t most, struct buf *out, struct arena *a, struct str *reason);

/* How many bytes it is as gzip, as Go's compress/gzip writes it by default, within a few in a hundred. 0 where zlib has no
 * memory for it. */
size_t gzip_size(struct str bytes);

/* The file's bytes, expanded where it is gzip, into content; spare is a second buffer to work with, and both
 * keep their room for the next file. Neither the file nor what it expands to may have more than most bytes.
 * On failure *reason is in the arena: what ReadFileMaybeGZIP returns as its error. */
bool gzip_read_file(const struct fs *fs, struct str path, size_t most, struct buf *content, struct buf *spare,
                    struct arena *a, struct str *reason);

#endif
