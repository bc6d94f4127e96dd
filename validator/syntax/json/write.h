/* json_writer: JSON onto a buffer, piece by piece, commas and indentation by itself.
 *
 *     struct json_writer w = { .out = &buf, .indent = 2 };
 *     json_begin_object(&w);
 *     json_key(&w, STR("line"));
 *     json_int(&w, 14);
 *     json_end_object(&w);
 *
 * The caller keeps the order right: keys only in objects and each followed by one value, every begin ended.
 * After a finished value the writer can begin the next one (JSON lines: put the '\n' into the buffer in
 * between). */
#ifndef SYNTAX_JSON_WRITE_H
#define SYNTAX_JSON_WRITE_H

#include "base/buf.h"
#include "syntax/tape.h"

struct json_writer {
    struct buf *out;
    unsigned indent; /* blanks a level, 0: all on one line without blanks */
    /* The writer's own: */
    unsigned depth;
    bool follows; /* the innermost collection has something in it: a comma is due */
    bool after_key;
};

void json_begin_object(struct json_writer *w);
void json_end_object(struct json_writer *w);
void json_begin_array(struct json_writer *w);
void json_end_array(struct json_writer *w);
/* Also writes the colon; the next call writes the value. */
void json_key(struct json_writer *w, struct str key);

/* Escapes what must be escaped ('"', '\\', below U+0020); a byte that is not UTF-8 becomes U+FFFD. */
void json_string(struct json_writer *w, struct str s);
void json_int(struct json_writer *w, int64_t n);
void json_uint(struct json_writer *w, uint64_t n);
/* The shortest decimal that reads back as n; null for what JSON can't write (NaN, infinities). */
void json_double(struct json_writer *w, double n);
void json_bool(struct json_writer *w, bool b);
void json_null(struct json_writer *w);
/* Text that is JSON already, as it is. */
void json_raw(struct json_writer *w, struct str json);
/* A tape's value with all below it: live pairs only, aliases followed. NULL is null. False when it nests
 * deeper than JSON_DEPTH or an alias makes it hold itself; what was written until then is closed properly. */
bool json_node(struct json_writer *w, const struct node *n);

/* One member of an object: key and value. */
void json_member_string(struct json_writer *w, struct str key, struct str value);
void json_member_int(struct json_writer *w, struct str key, int64_t value);
void json_member_bool(struct json_writer *w, struct str key, bool value);
/* The same for a key of the program's own; an empty text is left out with its key. */
void json_text(struct json_writer *w, const char *key, struct str value);
void json_number(struct json_writer *w, const char *key, uint64_t value);

#endif
