#include "pipeline/answer_writer.h"

static void put(struct answer_writer *w, json_t *value)
{
    json_t *into = w->stack[w->depth];

    if (json_is_array(into))
        json_add(into, value);
    else
        json_put_named(into, w->key, value);
}

/* What is nested deeper than any answer goes into the innermost. */
static void begin(struct answer_writer *w, json_t *value)
{
    put(w, value);
    if (w->depth + 1 < ANSWER_DEPTH)
        w->stack[++w->depth] = value;
}

static void end(struct answer_writer *w)
{
    if (w->depth)
        w->depth--;
}

void answer_begin_object(struct answer_writer *w)
{
    begin(w, json_object());
}

void answer_end_object(struct answer_writer *w)
{
    end(w);
}

void answer_begin_array(struct answer_writer *w)
{
    begin(w, json_array());
}

void answer_end_array(struct answer_writer *w)
{
    end(w);
}

void answer_key(struct answer_writer *w, struct str key)
{
    w->key = key;
}

void answer_string(struct answer_writer *w, struct str s)
{
    put(w, json_of(s));
}

void answer_member_string(struct answer_writer *w, struct str key, struct str s)
{
    answer_key(w, key);
    answer_string(w, s);
}

void answer_member_int(struct answer_writer *w, struct str key, int64_t n)
{
    answer_key(w, key);
    put(w, json_integer(n));
}

void answer_member_bool(struct answer_writer *w, struct str key, bool b)
{
    answer_key(w, key);
    put(w, json_boolean(b));
}
