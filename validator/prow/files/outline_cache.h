/* outline_cache: outlines of job files by the id that git has for their bytes, so that a comparison need not read a
 * file again that it knows from the last one. Bytes in, bytes out; where they lie between two runs is the command's
 * matter. Nothing that could not be told from the file is told from here: a cache that is gone costs time, not
 * truth. */
#ifndef PROW_FILES_OUTLINE_CACHE_H
#define PROW_FILES_OUTLINE_CACHE_H

#include "base/blob_id.h"
#include "base/map.h"
#include "prow/files/outline.h"

/* Files in a cache at most, about 400 bytes each: beyond, the oldest entries go. Bytes of a written one at most. */
enum { OUTLINE_CACHE_MOST = 1 << 15, OUTLINE_CACHE_LARGEST = 32 << 20 };

/* What is known of a job file that holds no presets. */
struct outline_entry {
    struct blob_id id;
    size_t size;  /* bytes, unpacked where the file is gzip */
    bool follows; /* the text run_after_success stands in it somewhere */
    struct outline outline;
};

struct outline_cache {
    struct arena arena; /* everything */
    struct map by_id;   /* the bytes of an id to its const struct outline_entry, the oldest first */
    size_t added;       /* since it was read */
};

/* What outline_cache_write wrote, or an empty cache where the bytes are damaged in any place, of another version or
 * empty. Freed with outline_cache_free in either case. */
void outline_cache_read(struct outline_cache *c, struct str bytes);
void outline_cache_free(struct outline_cache *c);

/* NULL when the file is not known. Several threads may ask at once while none adds. */
const struct outline_entry *outline_cache_find(const struct outline_cache *c, const struct blob_id *id);
/* Takes a copy; an entry of that id that is there already stays. */
void outline_cache_add(struct outline_cache *c, const struct outline_entry *e);

/* Appends the newest OUTLINE_CACHE_MOST entries to out, behind a name with the version and a SHA-256 of the rest. False
 * where libcrypto refuses SHA-256. */
bool outline_cache_write(const struct outline_cache *c, struct buf *out);

#endif
