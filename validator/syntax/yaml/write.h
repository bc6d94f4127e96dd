/* YAML that prowgate prints, by libyaml: a value piece by piece, in block style, keys in the order in which they come.
 *
 *     struct yaml_writer w;
 *     yaml_write_begin(&w, &buf);
 *     yaml_write_map(&w);
 *     yaml_write_text(&w, STR("name"));
 *     yaml_write_plain(&w, STR("7"));
 *     yaml_write_close(&w);
 *     yaml_write_end(&w);
 *
 * A text is quoted wherever Prow's reader would take it for something else ("yes", "1e3", "0o7", "~"), so what is
 * printed reads back as the same value. */
#ifndef SYNTAX_YAML_WRITE_H
#define SYNTAX_YAML_WRITE_H

#include "base/buf.h"
#include "syntax/json/value.h"

#include <yaml.h>

struct yaml_writer {
    yaml_emitter_t emitter;
    struct arena arena; /* scratch of one piece */
    bool *maps;         /* of each level that is open: whether it is a mapping */
    size_t depth, cap;
};

/* Appends to out; ended with yaml_write_end, which frees what the writer holds. Running out of memory ends the
 * program. */
void yaml_write_begin(struct yaml_writer *w, struct buf *out);
void yaml_write_end(struct yaml_writer *w);

void yaml_write_map(struct yaml_writer *w);
void yaml_write_list(struct yaml_writer *w);
/* Ends the innermost mapping or list. */
void yaml_write_close(struct yaml_writer *w);
/* A key, or a value that is a text; a byte that is not UTF-8 becomes U+FFFD. */
void yaml_write_text(struct yaml_writer *w, struct str text);
/* A number, true, false or null, as it is to stand there. */
void yaml_write_plain(struct yaml_writer *w, struct str word);

/* All of a value of jansson's, and frees it: what json_print does, as YAML. */
void yaml_print(json_t *value, struct buf *out);

#endif
