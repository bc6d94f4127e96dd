#include "syntax/yaml/write.h"

#include "base/utf8.h"
#include "syntax/yaml/resolve.h"

#include <inttypes.h>
#include <stdlib.h>

enum { LINE = 120 };

static int take(void *out, unsigned char *bytes, size_t count)
{
    buf_put(out, (struct str){ (const char *)bytes, count });
    return 1;
}

/* The emitter only fails when it has no memory, or when the caller has the order of events wrong. */
static void emit(struct yaml_writer *w, int made, yaml_event_t *e)
{
    if (!made || !yaml_emitter_emit(&w->emitter, e))
        abort();
}

void yaml_write_begin(struct yaml_writer *w, struct buf *out)
{
    yaml_event_t e;

    *w = (struct yaml_writer){ .maps = NULL };
    if (!yaml_emitter_initialize(&w->emitter))
        abort();
    yaml_emitter_set_output(&w->emitter, take, out);
    yaml_emitter_set_unicode(&w->emitter, 1);
    yaml_emitter_set_width(&w->emitter, LINE);
    emit(w, yaml_stream_start_event_initialize(&e, YAML_UTF8_ENCODING), &e);
    emit(w, yaml_document_start_event_initialize(&e, NULL, NULL, NULL, 1), &e);
}

void yaml_write_end(struct yaml_writer *w)
{
    yaml_event_t e;

    emit(w, yaml_document_end_event_initialize(&e, 1), &e);
    emit(w, yaml_stream_end_event_initialize(&e), &e);
    yaml_emitter_delete(&w->emitter);
    arena_free(&w->arena);
    free(w->maps);
}

static void open_level(struct yaml_writer *w, bool map)
{
    if (w->depth == w->cap) {
        w->cap = w->cap ? w->cap * 2 : 16;
        w->maps = realloc(w->maps, w->cap * sizeof *w->maps);
        if (!w->maps)
            abort();
    }
    w->maps[w->depth++] = map;
}

void yaml_write_map(struct yaml_writer *w)
{
    yaml_event_t e;

    open_level(w, true);
    emit(w, yaml_mapping_start_event_initialize(&e, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE), &e);
}

void yaml_write_list(struct yaml_writer *w)
{
    yaml_event_t e;

    open_level(w, false);
    emit(w, yaml_sequence_start_event_initialize(&e, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE), &e);
}

void yaml_write_close(struct yaml_writer *w)
{
    bool map = w->maps[--w->depth];
    yaml_event_t e;

    emit(w, map ? yaml_mapping_end_event_initialize(&e) : yaml_sequence_end_event_initialize(&e), &e);
}

static void put_scalar(struct yaml_writer *w, struct str text, yaml_scalar_style_t style)
{
    yaml_event_t e;
    int made = yaml_scalar_event_initialize(&e, NULL, NULL, (const yaml_char_t *)(text.len ? text.p : ""),
                                            (int)text.len, 1, 1, style);

    emit(w, made, &e);
}

void yaml_write_plain(struct yaml_writer *w, struct str word)
{
    put_scalar(w, word, YAML_PLAIN_SCALAR_STYLE);
}

/* Whether the text, written plain, is itself to Prow's reader; whether it may stand plain libyaml knows. */
static bool stays_text(struct yaml_writer *w, struct str text)
{
    struct event e = { .kind = EVENT_SCALAR, .style = STYLE_PLAIN, .implicit = true, .value = text };
    struct node n = { .kind = NODE_STRING };
    struct str problem;
    bool text_still = text.len && resolve_scalar(&w->arena, &e, &n, &problem) && n.kind == NODE_STRING &&
                      !resolve_is_merge(&e);

    arena_reset(&w->arena);
    return text_still;
}

static yaml_scalar_style_t style_of(struct yaml_writer *w, struct str text)
{
    if (str_find_char(text, '\n') != SIZE_MAX)
        return YAML_LITERAL_SCALAR_STYLE;
    return stays_text(w, text) ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE;
}

void yaml_write_text(struct yaml_writer *w, struct str text)
{
    struct buf mended = { 0 };

    if (!utf8_valid(text)) {
        utf8_mend(&mended, text);
        text = buf_str(&mended);
    }
    put_scalar(w, text, style_of(w, text));
    buf_free(&mended);
}

static void put_number(struct yaml_writer *w, json_t *value)
{
    struct buf text = { 0 };

    json_print(json_incref(value), 0, &text);
    yaml_write_plain(w, buf_str(&text));
    buf_free(&text);
}

/* json_print has the same limit on levels: jansson's. */
static void put(struct yaml_writer *w, json_t *value)
{
    const char *key;
    json_t *inner;
    size_t i, len;

    if (json_is_object(value)) {
        yaml_write_map(w);
        json_object_keylen_foreach (value, key, len, inner) {
            yaml_write_text(w, (struct str){ key, len });
            put(w, inner);
        }
        yaml_write_close(w);
    } else if (json_is_array(value)) {
        yaml_write_list(w);
        json_array_foreach (value, i, inner)
            put(w, inner);
        yaml_write_close(w);
    } else if (json_is_string(value)) {
        yaml_write_text(w, json_bytes(value));
    } else {
        put_number(w, value);
    }
}

void yaml_print(json_t *value, struct buf *out)
{
    struct yaml_writer w;

    yaml_write_begin(&w, out);
    put(&w, value);
    yaml_write_end(&w);
    json_decref(value);
}
