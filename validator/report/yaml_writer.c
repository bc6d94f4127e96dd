#include "report/yaml_writer.h"

#include "base/utf8.h"
#include "report/safe.h"
#include "syntax/yaml/yaml.h"

#include <yaml.h>

#include <stdlib.h>
#include <string.h>

static int write_bytes(void *context, unsigned char *bytes, size_t size)
{
    buf_put(context, (struct str){ (const char *)bytes, size });
    return 1;
}

/* An event that could not be made ends the document; libyaml frees what it is given. */
static void emit(struct yaml_writer *w, int made, yaml_event_t *event)
{
    w->failed = w->failed || !made || !yaml_emitter_emit(w->emitter, event);
}

void yaml_writer_begin(struct yaml_writer *w, bool color)
{
    yaml_event_t event;

    memset(w, 0, sizeof *w);
    w->color = color;
    w->emitter = calloc(1, sizeof *w->emitter);
    if (!w->emitter || !yaml_emitter_initialize(w->emitter))
        abort();
    yaml_emitter_set_output(w->emitter, write_bytes, &w->bytes);
    yaml_emitter_set_unicode(w->emitter, 1);
    yaml_emitter_set_width(w->emitter, -1);
    emit(w, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING), &event);
    emit(w, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1), &event);
}

void yaml_map_begin(struct yaml_writer *w)
{
    yaml_event_t event;

    w->nodes++;
    if (!w->failed)
        emit(w, yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE), &event);
}

void yaml_map_end(struct yaml_writer *w)
{
    yaml_event_t event;

    if (!w->failed)
        emit(w, yaml_mapping_end_event_initialize(&event), &event);
}

void yaml_list_begin(struct yaml_writer *w)
{
    yaml_event_t event;

    w->nodes++;
    if (!w->failed)
        emit(w, yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE), &event);
}

void yaml_list_end(struct yaml_writer *w)
{
    yaml_event_t event;

    if (!w->failed)
        emit(w, yaml_sequence_end_event_initialize(&event), &event);
}

static void put_scalar(struct yaml_writer *w, struct str s, yaml_scalar_style_t style)
{
    const yaml_char_t *text = (const yaml_char_t *)(s.p ? s.p : "");
    int plain = style != YAML_DOUBLE_QUOTED_SCALAR_STYLE, made;
    yaml_event_t event;

    w->nodes++;
    if (w->failed)
        return;
    made = s.len <= INT32_MAX && yaml_scalar_event_initialize(&event, NULL, NULL, text, (int)s.len, plain, 1, style);
    emit(w, made, &event);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether something else than a text may be spelt so, in YAML 1.1 as Go reads it: a quick look that may be wrong about
 * texts. Most texts that begin with a dash are flags. */
static bool may_be_other(struct str s)
{
    static const char *const words[] = { "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "<<", "=" };
    char first = s.len ? s.p[0] : '~', second = s.len > 1 ? s.p[1] : ' ';

    if (is_digit(first) || s.len == 0)
        return true;
    if (first == '+' || first == '-' || first == '.')
        return is_digit(second) || second == '.' || (first == '.' && strchr("iInN", second));
    for (size_t i = 0; s.len <= 5 && i < sizeof words / sizeof *words; i++)
        if (s.len == strlen(words[i]) && strncasecmp(s.p, words[i], s.len) == 0)
            return true;
    return false;
}

/* Whether other readers than Go's may take it for a date or a time. */
static bool may_be_time(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_digit(s.p[i]) && !strchr(":.-_+TtZ ", s.p[i]))
            return false;
    return s.len > 0 && is_digit(s.p[0]);
}

static bool is_ascii(struct str s)
{
    unsigned char all = 0;

    for (size_t i = 0; i < s.len; i++)
        all |= (unsigned char)s.p[i];
    return all < 0x80;
}

/* Whether the text, written plain, reads back as itself. */
static bool reads_as_text(struct yaml_writer *w, struct str s)
{
    struct tape tape;
    struct yaml_error error;

    if (may_be_time(s) || str_eq(s, STR("=")) || str_eq(s, STR("<<")))
        return false;
    return yaml_read(&tape, &w->arena, s, NULL, &error) && tape.root && tape.root->kind == NODE_STRING &&
           str_eq(node_text(tape.root), s);
}

/* Each byte that is not UTF-8 becomes U+FFFD, as in JSON. */
static struct str as_utf8(struct arena *a, struct str s)
{
    struct buf mended = { 0 };
    struct str text;

    utf8_mend(&mended, s);
    text = arena_copy(a, buf_str(&mended));
    buf_free(&mended);
    return text;
}

void yaml_text(struct yaml_writer *w, struct str s)
{
    if (!is_ascii(s) && !utf8_valid(s))
        s = as_utf8(&w->arena, s);
    if (str_find_char(s, '\n') != SIZE_MAX)
        put_scalar(w, s, YAML_LITERAL_SCALAR_STYLE);
    else if (may_be_other(s) && !reads_as_text(w, s))
        put_scalar(w, s, YAML_DOUBLE_QUOTED_SCALAR_STYLE);
    else
        put_scalar(w, s, YAML_ANY_SCALAR_STYLE);
}

void yaml_plain(struct yaml_writer *w, struct str s)
{
    put_scalar(w, s, YAML_PLAIN_SCALAR_STYLE);
}

static void note(struct yaml_writer *w, bool above, struct str struck, struct str text)
{
    w->comments = arena_grow(&w->arena, w->comments, w->comment_count, &w->comment_cap, sizeof *w->comments);
    w->comments[w->comment_count++] =
        (struct yaml_comment){ w->nodes, above, arena_copy(&w->arena, struck), arena_copy(&w->arena, text) };
}

void yaml_note(struct yaml_writer *w, struct str text)
{
    note(w, false, STR(""), text);
}

void yaml_note_struck(struct yaml_writer *w, struct str struck, struct str text)
{
    note(w, true, struck, text);
}

static void put_comment(const struct yaml_writer *w, struct buf *out, const struct yaml_comment *c)
{
    buf_put(out, STR("# "));
    if (c->struck.len) {
        buf_put(out, w->color ? STR("\033[9m") : STR("~~"));
        put_safe(out, c->struck);
        buf_put(out, w->color ? STR("\033[29m ") : STR("~~ "));
    }
    put_safe(out, c->text);
}

/* One line with its comments, of which the first stands at c. Returns how many there were. */
static size_t put_line(const struct yaml_writer *w, struct buf *out, const struct node *nodes, struct str line,
                       uint32_t number, const struct yaml_comment *c, size_t left)
{
    size_t n = 0, blanks = 0;

    while (blanks < line.len && line.p[blanks] == ' ')
        blanks++;
    for (; n < left && nodes[c[n].node].line == number; n++)
        if (c[n].above) {
            buf_put(out, str_slice(line, 0, blanks));
            put_comment(w, out, &c[n]);
            buf_char(out, '\n');
        }
    buf_put(out, line);
    for (size_t i = 0; i < n; i++)
        if (!c[i].above) {
            buf_put(out, STR("  "));
            put_comment(w, out, &c[i]);
        }
    buf_char(out, '\n');
    return n;
}

/* The emitter has no comments, so the document is read again to see on which line each value came to stand. */
static bool put_commented(struct yaml_writer *w, struct buf *out)
{
    struct yaml_limits limits = YAML_LIMITS;
    struct str rest = buf_str(&w->bytes), line;
    struct tape tape;
    struct yaml_error error;
    uint32_t number = 0;
    size_t done = 0;

    limits.bytes = (size_t)1 << 30;
    if (!yaml_read(&tape, &w->arena, rest, &limits, &error) || !tape.root || tape.count < w->nodes)
        return false;
    while (str_cut(rest, '\n', &line, &rest))
        done += put_line(w, out, tape.root, line, ++number, w->comments + done, w->comment_count - done);
    return true;
}

bool yaml_writer_end(struct yaml_writer *w, struct buf *out)
{
    yaml_event_t event;
    bool ok;

    if (!w->failed) {
        emit(w, yaml_document_end_event_initialize(&event, 1), &event);
        if (!w->failed)
            emit(w, yaml_stream_end_event_initialize(&event), &event);
        w->failed = !yaml_emitter_flush(w->emitter) || w->failed;
    }
    ok = !w->failed;
    if (ok && w->comment_count == 0)
        buf_put(out, buf_str(&w->bytes));
    else
        ok = ok && put_commented(w, out);
    yaml_emitter_delete(w->emitter);
    free(w->emitter);
    buf_free(&w->bytes);
    arena_free(&w->arena);
    return ok;
}
