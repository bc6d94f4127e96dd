/* answer_writer: a JSON value written from the front to the back, into jansson's. */
#ifndef PIPELINE_ANSWER_WRITER_H
#define PIPELINE_ANSWER_WRITER_H

#include "syntax/json/value.h"

enum { ANSWER_DEPTH = 16 };

/* stack[0] is the object or array that is written into. */
struct answer_writer {
    json_t *stack[ANSWER_DEPTH];
    size_t depth;
    struct str key;
};

void answer_begin_object(struct answer_writer *w);
void answer_end_object(struct answer_writer *w);
void answer_begin_array(struct answer_writer *w);
void answer_end_array(struct answer_writer *w);
/* Of the member that follows; lives until it is written. */
void answer_key(struct answer_writer *w, struct str key);
void answer_string(struct answer_writer *w, struct str s);
void answer_member_string(struct answer_writer *w, struct str key, struct str s);
void answer_member_int(struct answer_writer *w, struct str key, int64_t n);
void answer_member_bool(struct answer_writer *w, struct str key, bool b);

#endif
