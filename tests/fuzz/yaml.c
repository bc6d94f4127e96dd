/* The YAML reader on any bytes: no crash, a well-formed tape, errors with a place, JSON that reads back to
 * itself, and the same answer for the same text in UTF-16 (which goes the careful way through the scanner).
 */
#include "syntax/yaml/yaml.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOLDS(x)                                                                                                       \
    do {                                                                                                               \
        if (!(x)) {                                                                                                    \
            fprintf(stderr, "%d: not so: %s\n", __LINE__, #x);                                                         \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

static void check_node(const struct tape *t, const struct node *n)
{
    HOLDS(n->span >= 1 && (size_t)(n - t->nodes) + n->span <= t->count);
    HOLDS(n->start <= n->end && n->end <= t->source.len);
    HOLDS(n->line >= 1);
    HOLDS(n->kind <= NODE_ALIAS);
    if (n->kind == NODE_ALIAS) {
        HOLDS(n->span == 1 && n->len >= 1 && n->len <= (size_t)(n - t->nodes));
        HOLDS((n - n->len)->kind != NODE_ALIAS);
    } else if (n->kind < NODE_SEQUENCE) {
        HOLDS(n->span == 1 && n->text != NULL);
    } else {
        HOLDS(n->text == NULL);
    }
}

/* Counts what lies directly below a collection, and that it fills the span. */
static void check_parts(const struct node *n)
{
    const struct node *part = n + 1, *end = n + n->span;
    uint32_t parts = 0;

    while (part < end) {
        if (n->kind == NODE_MAPPING) {
            HOLDS(part->flags & FLAG_KEY);
            parts += !(part->flags & FLAG_DEAD);
            part += part->span;
            HOLDS(part < end);
        } else {
            parts++;
        }
        HOLDS(!(part->flags & FLAG_KEY));
        if (!(part->flags & FLAG_MERGED) && part->kind != NODE_ALIAS)
            HOLDS(part->end <= n->end || n->end >= part->start);
        part += part->span;
    }
    HOLDS(part == end);
    HOLDS(parts == n->len);
}

static void check_keys(const struct node *map)
{
    uint32_t keys = 0;

    for (const struct node *k = node_first_key(map); k && keys < 50; k = node_next_key(map, k), keys++)
        HOLDS(node_key(map, (struct str){ k->text, k->len }) == k);
}

static void check_tape(const struct tape *t)
{
    HOLDS(t->root == NULL || t->root->span == t->count);
    for (size_t i = 0; i < t->count; i++) {
        const struct node *n = &t->nodes[i];
        check_node(t, n);
        if (n->kind == NODE_SEQUENCE || n->kind == NODE_MAPPING)
            check_parts(n);
        if (n->kind == NODE_MAPPING)
            check_keys(n);
    }
    for (size_t i = 0; i < t->duplicate_count; i++)
        HOLDS(t->duplicates[i].earlier->flags & FLAG_DEAD && t->duplicates[i].earlier < t->duplicates[i].key);
    HOLDS(t->second_document <= t->source.len);
}

static void check_error(const struct tape *t, const struct yaml_error *e)
{
    HOLDS(t->root == NULL && e->message.len > 0);
    HOLDS(e->offset <= e->end && e->end <= t->source.len && e->line >= 1 && e->column >= 1);
}

/* Whether JSON is YAML to Go: some characters may not stand there unescaped, keys may be too long, -0 is an
 * integer. */
static bool survives(struct str json)
{
    size_t width, quoted = 0;

    for (size_t i = 0; i < json.len; i += width) {
        uint32_t c = utf8_decode(str_from(json, i), &width);
        if (c == 0x7f || (c >= 0x80 && c < 0xa0) || c == 0xfeff || c == 0xfffe || c == 0xffff)
            return false;
        quoted = c == '"' ? 0 : quoted + 1;
        if (quoted > 900)
            return false;
    }
    return !str_has(json, STR("-0")) && !str_has(json, STR("\\ufffd"));
}

static void check_again(struct arena *a, struct str json)
{
    struct buf again = { 0 };
    struct yaml_error e;
    struct tape t;

    if (!survives(json))
        return;
    HOLDS(yaml_read(&t, a, json, NULL, &e));
    yaml_write_json(&again, t.root);
    HOLDS(str_eq(buf_str(&again), json));
    buf_free(&again);
}

/* The same text in UTF-16. False where that is not the same to Go: bad characters are found sooner or later
 * there. */
static bool to_utf16(struct buf *out, struct str s)
{
    size_t width;

    buf_put(out, STR("\xff\xfe"));
    for (size_t i = 0; i < s.len; i += width) {
        uint32_t c = utf8_decode(str_from(s, i), &width), low;
        if (c == 0xfeff || c == 0xfffe || c == 0xffff || (c == UTF8_BAD && width == 1) ||
            (c >= 0x7f && c < 0xa0 && c != 0x85) || (c < ' ' && c != '\t' && c != '\n' && c != '\r'))
            return false;
        low = c < 0x10000 ? c : 0xd800 + ((c - 0x10000) >> 10);
        buf_put(out, (struct str){ (char[]){ (char)low, (char)(low >> 8) }, 2 });
        if (c < 0x10000)
            continue;
        low = 0xdc00 + ((c - 0x10000) & 0x3ff);
        buf_put(out, (struct str){ (char[]){ (char)low, (char)(low >> 8) }, 2 });
    }
    return true;
}

static void check_utf16(struct arena *a, struct str source, bool fine, const struct yaml_error *was, struct str json)
{
    struct buf wide = { 0 }, again = { 0 };
    struct yaml_error e;
    struct tape t;

    if (to_utf16(&wide, source)) {
        HOLDS(yaml_read(&t, a, buf_str(&wide), NULL, &e) == fine);
        if (fine)
            yaml_write_json(&again, t.root);
        else
            HOLDS(str_eq(e.message, was->message) && e.offset == was->offset && e.column == was->column);
        HOLDS(str_eq(buf_str(&again), json));
    }
    buf_free(&wide);
    buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str source = { (const char *)data, size };
    struct arena a = { 0 };
    struct buf json = { 0 };
    struct yaml_error e;
    struct tape t;
    bool fine = yaml_read(&t, &a, source, NULL, &e);

    if (fine) {
        check_tape(&t);
        if (t.count < 5000)
            yaml_write_json(&json, t.root);
        if (json.len && json.len < 100000)
            check_again(&a, buf_str(&json));
    } else {
        check_error(&t, &e);
    }
    if (t.count < 5000)
        check_utf16(&a, source, fine, &e, buf_str(&json));
    buf_free(&json);
    arena_free(&a);
    return 0;
}
