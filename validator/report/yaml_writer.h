/* yaml_writer: YAML for people, by libyaml's emitter: values one after another, and beside each, where one is given, a
 * comment. What it prints reads back as the same value, comments or not.
 *
 *     struct yaml_writer w;
 *     yaml_writer_begin(&w, false);
 *     yaml_map_begin(&w);
 *     yaml_text(&w, STR("timeout"));
 *     yaml_note(&w, STR("config.yaml:12"));
 *     yaml_text(&w, STR("2h0m0s"));
 *     yaml_map_end(&w);
 *     yaml_writer_end(&w, &out);
 *
 * The caller keeps the order right: in a map a key, which is a text, then its value. */
#ifndef REPORT_YAML_WRITER_H
#define REPORT_YAML_WRITER_H

#include "base/arena.h"
#include "base/buf.h"

/* A comment that belongs to a value. */
struct yaml_comment {
    size_t node;             /* of the value: how many nodes come before it */
    bool above;              /* on a line of its own before the value, not beside it */
    struct str struck, text; /* struck: what stands before it, struck out */
};

struct yaml_writer {
    struct yaml_emitter_s *emitter;
    struct arena arena;
    struct buf bytes;
    size_t nodes; /* begun so far: keys, scalars, collections */
    struct yaml_comment *comments;
    size_t comment_count, comment_cap;
    bool failed, color;
};

/* color: for a terminal. */
void yaml_writer_begin(struct yaml_writer *w, bool color);
/* Appends the document, which ends with a line break, to out, and gives everything back. False when libyaml refuses,
 * which only running out of memory makes it do; then nothing is appended. */
bool yaml_writer_end(struct yaml_writer *w, struct buf *out);

void yaml_map_begin(struct yaml_writer *w);
void yaml_map_end(struct yaml_writer *w);
void yaml_list_begin(struct yaml_writer *w);
void yaml_list_end(struct yaml_writer *w);
/* A string, quoted where it would read as something else. A byte that is not UTF-8 becomes U+FFFD. */
void yaml_text(struct yaml_writer *w, struct str s);
/* A number, a boolean or null, as JSON writes it. */
void yaml_plain(struct yaml_writer *w, struct str s);

/* A comment for the value that comes next, without "#"; control characters are escaped. */
void yaml_note(struct yaml_writer *w, struct str text);
/* The same on a line above it, for what it took the place of: that is struck out, by ~~ or by the terminal. */
void yaml_note_struck(struct yaml_writer *w, struct str struck, struct str text);

#endif
