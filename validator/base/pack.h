/* pack: one description of a record that both writes and reads it, so that the two can't differ. The same calls in the
 * same order put values into a buffer or take them out of one; texts stand once in a table before all else. What is
 * read is taken for hostile: every length is held against what is left, and after the first misfit everything is zero
 * and failed is set.
 *
 *     pack_text(p, &job->name);
 *     pack_size(p, &job->line);
 */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include "base/buf.h"
#include "base/map.h"

struct pack {
    bool reading;
    bool failed;         /* reading: the bytes are not such a record */
    struct arena *arena; /* reading: where texts and lists go; writing: scratch */
    struct buf out;      /* writing */
    struct map places;   /* writing: text to its place in texts plus one */
    struct str in;       /* reading: what is left */
    struct str *texts;
    size_t text_count, text_cap;
};

void pack_write_begin(struct pack *p, struct arena *a);
/* Appends the record to out and frees the buffer of p. */
void pack_write_end(struct pack *p, struct buf *out);

/* bytes have to live until pack_read_end; texts are copied into the arena. */
void pack_read_begin(struct pack *p, struct arena *a, struct str bytes);
/* False when it failed, or when something is left over. */
bool pack_read_end(struct pack *p);

void pack_uint(struct pack *p, uint64_t *v);
void pack_size(struct pack *p, size_t *v);
void pack_u32(struct pack *p, uint32_t *v);
/* A number from 0 to most; anything else fails. */
void pack_enum(struct pack *p, unsigned *v, unsigned most);
void pack_bool(struct pack *p, bool *v);
void pack_text(struct pack *p, struct str *v);
/* n bytes as they are. */
void pack_bytes(struct pack *p, void *bytes, size_t n);

/* The length of a list whose elements take at least `least` bytes each, packed, and at least one. Reading: fills *count
 * and returns a zeroed array of size bytes an element in the arena; writing: returns items. The caller packs the
 * elements. */
void *pack_list(struct pack *p, const void *items, size_t *count, size_t size, size_t least);
#define PACK_LIST(p, items, count, least) ((items) = pack_list((p), (items), (count), sizeof *(items), (least)))

#endif
