/* What the files of the JSON reader share. */
#ifndef SYNTAX_JSON_READER_H
#define SYNTAX_JSON_READER_H

#include "syntax/json/json.h"

struct json_reader {
    struct arena *arena;
    struct str source;
    size_t at;     /* the next byte */
    uint32_t line; /* of the next byte */
    struct node *nodes;
    size_t count, cap;
    uint32_t open[JSON_DEPTH]; /* nodes of the objects and arrays around the next byte */
    size_t depth;
    uint32_t (*duplicates)[2]; /* nodes: later key, earlier key */
    size_t duplicate_count, duplicate_cap;
    uint32_t *keys; /* room for sorting one object's keys */
    size_t key_cap;
    struct json_error *error;
};

/* Notes the error at this offset; returns false, so that callers can pass it on. */
bool json_fail(struct json_reader *r, size_t offset, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* What stands at the next byte, as words for a message. */
const char *json_found(struct json_reader *r);

/* Reads the string whose opening quote is the next byte. */
bool json_read_string(struct json_reader *r, struct str *text);
/* Reads the number that begins at the next byte; *whole when it has neither fraction nor exponent. */
bool json_read_number(struct json_reader *r, struct str *text, bool *whole);
/* Marks the keys of a closed object that a later one overwrote. */
void json_settle_keys(struct json_reader *r, uint32_t object);

#endif
