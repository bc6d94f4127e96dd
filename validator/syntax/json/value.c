#include "syntax/json/value.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <stdlib.h>

/* jansson gives NULL when it has no memory, and takes NULL without a word. */
static json_t *made(json_t *value)
{
    if (!value)
        abort();
    return value;
}

json_t *json_of(struct str text)
{
    struct buf mended = { 0 };
    json_t *value;

    if (!utf8_valid(text)) {
        utf8_mend(&mended, text);
        text = buf_str(&mended);
    }
    value = made(json_stringn_nocheck(text.len ? text.p : "", text.len));
    buf_free(&mended);
    return value;
}

void json_put(json_t *object, const char *key, json_t *value)
{
    json_put_named(object, str_c(key), value);
}

void json_put_named(json_t *object, struct str key, json_t *value)
{
    if (json_object_setn_new_nocheck(object, key.p, key.len, made(value)) != 0)
        abort();
}

void json_put_text(json_t *object, const char *key, struct str text)
{
    if (text.len)
        json_put_string(object, key, text);
}

void json_put_string(json_t *object, const char *key, struct str text)
{
    json_put(object, key, json_of(text));
}

void json_put_int(json_t *object, const char *key, int64_t n)
{
    json_put(object, key, json_integer(n));
}

void json_put_bool(json_t *object, const char *key, bool b)
{
    json_put(object, key, json_boolean(b));
}

void json_put_flag(json_t *object, const char *key, bool b)
{
    if (b)
        json_put_bool(object, key, true);
}

void json_put_texts(json_t *object, const char *key, const struct str *texts, size_t count)
{
    json_t *array = json_put_array(object, key);

    for (size_t i = 0; i < count; i++)
        json_add_text(array, texts[i]);
}

json_t *json_put_object(json_t *object, const char *key)
{
    json_t *value = json_object();

    json_put(object, key, value);
    return value;
}

json_t *json_put_array(json_t *object, const char *key)
{
    json_t *value = json_array();

    json_put(object, key, value);
    return value;
}

void json_add(json_t *array, json_t *value)
{
    if (json_array_append_new(array, made(value)) != 0)
        abort();
}

void json_add_text(json_t *array, struct str text)
{
    json_add(array, json_of(text));
}

json_t *json_add_object(json_t *array)
{
    json_t *value = json_object();

    json_add(array, value);
    return value;
}

static int take(const char *bytes, size_t count, void *out)
{
    buf_put(out, (struct str){ bytes, count });
    return 0;
}

static void put_unit(struct buf *out, uint32_t unit)
{
    buf_printf(out, "\\u%04x", (unsigned)unit);
}

/* What has no shape of its own stands as an escape, which is the same value: whoever prints the JSON is not fooled. Such
 * characters stand in texts alone. */
static void escape_hidden(struct buf *out, size_t from)
{
    struct buf clean = { 0 };
    size_t plain = from, width;

    for (size_t i = from; i < out->len; i += width) {
        uint32_t cp = utf8_decode(str_from(buf_str(out), i), &width);
        if (cp < 0x80 || unicode_is_print(cp))
            continue;
        buf_put(&clean, str_slice(buf_str(out), plain, i));
        if (cp > 0xffff)
            put_unit(&clean, 0xd800 + ((cp - 0x10000) >> 10));
        put_unit(&clean, cp > 0xffff ? 0xdc00 + ((cp - 0x10000) & 0x3ff) : cp);
        plain = i + width;
    }
    if (plain > from) {
        buf_put(&clean, str_from(buf_str(out), plain));
        out->len = from;
        buf_put(out, buf_str(&clean));
    }
    buf_free(&clean);
}

void json_print(json_t *value, unsigned indent, struct buf *out)
{
    size_t flags = JSON_ENCODE_ANY | (indent ? JSON_INDENT(indent) : JSON_COMPACT), from = out->len;

    if (json_dump_callback(value, take, out, flags) != 0)
        abort();
    escape_hidden(out, from);
    json_decref(value);
}

/* jansson goes down to levels of its own. */
static bool is_shallow(json_t *value, unsigned levels)
{
    const char *key;
    json_t *inner;
    size_t i;

    if (!json_is_object(value) && !json_is_array(value))
        return true;
    if (levels == 0)
        return false;
    json_object_foreach(value, key, inner) if (!is_shallow(inner, levels - 1)) return false;
    json_array_foreach(value, i, inner) if (!is_shallow(inner, levels - 1)) return false;
    return true;
}

/* The tape's reader has words for people, and knows where; what only jansson refuses is said in jansson's. */
static void explain(struct arena *a, struct str text, const json_error_t *why, struct json_error *error)
{
    struct arena scratch = { 0 };
    struct tape tape;

    if (json_read(&tape, &scratch, text, error))
        *error = (struct json_error){ arena_copy(a, str_c(why->text)), (size_t)why->position, (uint32_t)why->line,
                                      (uint32_t)why->column };
    else
        error->message = arena_copy(a, error->message);
    arena_free(&scratch);
}

json_t *json_parse(struct arena *a, struct str text, struct json_error *error)
{
    json_error_t why = { .line = 1, .column = 1 };
    json_t *value = json_loadb(text.len ? text.p : "", text.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);

    /* jansson takes a bare NUL after a number for the end of the text; JSON has none outside of escapes. */
    if (value && is_shallow(value, JSON_DEPTH) && str_find_char(text, '\0') == SIZE_MAX)
        return value;
    explain(a, text, &why, error);
    json_decref(value);
    return NULL;
}

struct str json_bytes(const json_t *value)
{
    return json_is_string(value) ? (struct str){ json_string_value(value), json_string_length(value) } : STR("");
}
