#include "base/utf8.h"
#include "syntax/yaml/build.h"

#include <string.h>

/* Bytes that encoding/json doesn't print as they are. */
static const char escapes[256] = {
    [0] = 'u',    [1] = 'u',     [2] = 'u',    [3] = 'u',   [4] = 'u',    [5] = 'u',    [6] = 'u',  [7] = 'u',
    ['\b'] = 'b', ['\t'] = 't',  ['\n'] = 'n', [11] = 'u',  ['\f'] = 'f', ['\r'] = 'r', [14] = 'u', [15] = 'u',
    [16] = 'u',   [17] = 'u',    [18] = 'u',   [19] = 'u',  [20] = 'u',   [21] = 'u',   [22] = 'u', [23] = 'u',
    [24] = 'u',   [25] = 'u',    [26] = 'u',   [27] = 'u',  [28] = 'u',   [29] = 'u',   [30] = 'u', [31] = 'u',
    ['"'] = '"',  ['\\'] = '\\', ['<'] = 'u',  ['>'] = 'u', ['&'] = 'u',
};

/* What a byte past ASCII needs: its width, and whether it has to be written as an escape. */
static size_t wide_width(struct str s, uint32_t *escape)
{
    size_t width;
    uint32_t c = utf8_decode(s, &width);

    *escape = (c == UTF8_BAD && width == 1) ? UTF8_BAD : c == 0x2028 || c == 0x2029 ? c : 0;
    return width;
}

static void put_string(struct buf *out, struct str s)
{
    size_t from = 0, i = 0;

    buf_char(out, '"');
    while (i < s.len) {
        unsigned char c = (unsigned char)s.p[i];
        uint32_t escape = 0;
        size_t width = 1;

        if (c >= 0x80)
            width = wide_width(str_from(s, i), &escape);
        else if (escapes[c])
            escape = c;
        if (escape || escapes[c]) {
            buf_put(out, str_slice(s, from, i));
            if (c < 0x80 && escapes[c] != 'u')
                buf_put(out, (struct str){ (char[]){ '\\', escapes[c] }, 2 });
            else
                buf_printf(out, "\\u%04x", escape);
            from = i + width;
        }
        i += width;
    }
    buf_put(out, str_from(s, from));
    buf_char(out, '"');
}

static bool put_scalar(struct buf *out, const struct node *n)
{
    struct str text = { n->text, n->len };

    if (n->kind == NODE_STRING)
        put_string(out, text);
    else
        buf_put(out, text);
    return true;
}

static void put_key(struct buf *out, const struct node *n)
{
    put_string(out, (struct str){ n->text, n->len });
}

static int by_text(const void *a, const void *b)
{
    const struct node *x = *(const struct node *const *)a, *y = *(const struct node *const *)b;

    return str_cmp((struct str){ x->text, x->len }, (struct str){ y->text, y->len });
}

static bool has_json_form(struct buf *out, const struct node *n)
{
    (void)out;
    return n->kind != NODE_FLOAT || (n->text[n->len - 1] != 'N' && n->text[n->len - 1] != 'f');
}

#define JSON_FORM                                                                                                      \
    .map = STR_INIT("{"), .map_end = STR_INIT("}"), .sequence = STR_INIT("["), .sequence_end = STR_INIT("]"),          \
    .comma = STR_INIT(","), .colon = STR_INIT(":"), .order = by_text, .key = put_key

static const struct form json = { JSON_FORM, .scalar = put_scalar };
static const struct form search = { JSON_FORM, .scalar = has_json_form };

const struct node *json_find_infinite(const struct node *root)
{
    return root ? print_value(NULL, root, &search) : NULL;
}

void yaml_write_json(struct buf *out, const struct node *root)
{
    if (root)
        print_value(out, root, &json);
    else
        buf_put(out, STR("null"));
}
