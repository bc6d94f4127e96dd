/* JSON that prowgate writes, and JSON that is its own: jansson's values with this project's texts. What somebody else
 * wrote, and what numbers must stay exact in, is read onto a tape (json.h).
 *
 *     json_t *o = json_object(), *list = json_put_array(o, "findings");
 *     json_put_int(json_add_object(list), "line", 14);
 *     json_print(o, 2, &buf);
 *
 * Members stand in the order in which they were put. Whatever is put belongs to the object or array that it was put
 * into; running out of memory ends the program. */
#ifndef SYNTAX_JSON_VALUE_H
#define SYNTAX_JSON_VALUE_H

#include "base/buf.h"
#include "syntax/json/json.h"

#include <jansson.h>

/* A string; a byte that is not UTF-8 becomes U+FFFD. */
json_t *json_of(struct str text);

void json_put(json_t *object, const char *key, json_t *value);
/* For keys that are no constants. */
void json_put_named(json_t *object, struct str key, json_t *value);
/* An empty text is left out with its key. */
void json_put_text(json_t *object, const char *key, struct str text);
void json_put_string(json_t *object, const char *key, struct str text);
void json_put_int(json_t *object, const char *key, int64_t n);
void json_put_bool(json_t *object, const char *key, bool b);
/* false is left out with its key. */
void json_put_flag(json_t *object, const char *key, bool b);
void json_put_texts(json_t *object, const char *key, const struct str *texts, size_t count);
/* A new one, empty, inside of object. */
json_t *json_put_object(json_t *object, const char *key);
json_t *json_put_array(json_t *object, const char *key);

void json_add(json_t *array, json_t *value);
void json_add_text(json_t *array, struct str text);
/* A new one, empty, at the end of array. */
json_t *json_add_object(json_t *array);

/* Appends the value, and frees it. indent: blanks a level, 0 for all on one line without blanks. */
void json_print(json_t *value, unsigned indent, struct buf *out);

/* The one value that text holds, read by jansson and freed with json_decref; NULL with *error filled (its words in a)
 * for whatever json_read refuses, and for what jansson can't hold: numbers past int64 and double, halves of
 * surrogate pairs, NUL in keys. Of keys that stand twice in an object the last one counts. */
json_t *json_parse(struct arena *a, struct str text, struct json_error *error);
/* A string's bytes, NUL included, which live as long as the value; empty for anything else, and for NULL. */
struct str json_bytes(const json_t *value);

#endif
