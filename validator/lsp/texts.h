/* texts: the files that one answer speaks of, each read once, to say places as the client counts them. */
#ifndef LSP_TEXTS_H
#define LSP_TEXTS_H

#include "base/fs.h"
#include "base/lines.h"
#include "base/map.h"
#include "lsp/position.h"
#include "rule/finding.h"

#include <jansson.h>

struct texts {
    const struct fs *fs;
    enum position_encoding encoding;
    struct arena arena;
    struct map by_path; /* struct lines */
};

/* It points into itself. fs outlives it. */
void texts_init(struct texts *t, const struct fs *fs, enum position_encoding encoding);
void texts_free(struct texts *t);

/* The lines of a file below the root of fs; of one that can't be read those of an empty one. */
const struct lines *texts_lines(struct texts *t, struct str path);

/* A span as a Range. Spans count code points from 1; line 0, the file as a whole, is shown at its start. */
json_t *range_json(const struct lines *l, enum position_encoding e, const struct span *s);
/* The bytes [start, end) as a Range. */
json_t *range_of_bytes(struct str text, enum position_encoding e, size_t start, size_t end);
/* The same of a finding's place. */
json_t *place_range(struct texts *t, const struct place *at);
/* A Position that a client sent; what is none is the start of the text. */
struct lsp_position position_read(const json_t *position);
/* A text of the tree, which may hold bytes that are no UTF-8. */
json_t *text_json(struct str text);

#endif
