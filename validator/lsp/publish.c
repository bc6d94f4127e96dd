#include "lsp/publish.h"

#include "base/lines.h"
#include "base/utf8.h"
#include "lsp/message.h"
#include "rule/rule.h"
#include "syntax/scalar/urlescape.h"

#include <stdlib.h>

/* No file that a person edits is larger; of a larger one columns are counted in code points. */
enum { MOST_BYTES = 64 << 20 };

void publish_message(struct buf *out, json_t *message)
{
    char *text = message ? json_dumps(message, JSON_COMPACT) : NULL;

    if (text)
        message_put(out, str_c(text));
    free(text);
    json_decref(message);
}

/* A text of a finding, which may quote bytes that are no UTF-8. */
static json_t *text_json(struct str text)
{
    struct buf mended = { 0 };
    json_t *json;

    utf8_mend(&mended, text);
    json = json_stringn(mended.len ? mended.p : "", mended.len);
    buf_free(&mended);
    return json;
}

/* Spans count code points from 1; line 0 is the file as a whole, which an editor shows at its start. A line is found by the
 * table of lines, so that a file with many findings is not read from its start for each. */
static json_t *position_json(const struct lines *l, enum position_encoding e, uint32_t line, uint32_t column)
{
    size_t at = line ? line - 1 : 0, character = line && column ? column - 1 : 0;
    struct str text = lines_text(l, line);

    if (e != POSITION_UTF32 && line && text.len) {
        size_t offset = position_offset(text, POSITION_UTF32, (struct lsp_position){ 0, character });
        character = position_of(text, e, offset).character;
    }
    return json_pack("{s:I,s:I}", "line", (json_int_t)at, "character", (json_int_t)character);
}

static json_t *diagnostic(const struct lines *l, enum position_encoding e, const struct finding *f)
{
    static const int severities[] = {
        [SEVERITY_OFF] = 4, [SEVERITY_INFO] = 3, [SEVERITY_WARNING] = 2, [SEVERITY_ERROR] = 1
    };
    const struct span *s = &f->at.span;

    return json_pack("{s:{s:o,s:o},s:i,s:s,s:s,s:o}", "range", "start", position_json(l, e, s->line, s->column), "end",
                     position_json(l, e, s->end_line, s->end_column), "severity", severities[f->severity], "code",
                     f->rule->id, "source", "prowgate", "message", text_json(f->message));
}

static json_t *diagnostics(const struct lines *l, enum position_encoding e, struct file_findings of)
{
    json_t *list = json_array();

    for (size_t i = 0; i < of.count; i++)
        if (!of.items[i]->suppressed && of.items[i]->severity != SEVERITY_OFF)
            json_array_append_new(list, diagnostic(l, e, of.items[i]));
    return list;
}

static void publish_file(struct buf *out, const struct lsp_tree *tree, const struct documents *d, struct str path)
{
    const struct document *held = documents_find(d, path);
    struct file_findings of = workspace_findings(tree->workspace, path);
    struct buf bytes = { 0 }, uri = { 0 };
    struct arena a = { 0 };
    struct lines lines;
    struct fs_error error;
    json_t *params;

    if (of.count && !fs_read(&tree->workspace->files.fs, path, MOST_BYTES, &bytes, &error))
        buf_reset(&bytes);
    lines_init(&lines, &a, buf_str(&bytes));
    buf_printf(&uri, "file://");
    buf_put(&uri, url_escape(tree->root, URL_PATH, &a));
    buf_char(&uri, '/');
    buf_put(&uri, url_escape(path, URL_PATH, &a));
    params =
        json_pack("{s:o,s:o}", "uri", text_json(buf_str(&uri)), "diagnostics", diagnostics(&lines, d->encoding, of));
    if (held)
        json_object_set_new(params, "version", json_integer(held->version));
    publish_message(out, json_pack("{s:s,s:s,s:o}", "jsonrpc", "2.0", "method", "textDocument/publishDiagnostics",
                                   "params", params));
    arena_free(&a);
    buf_free(&uri);
    buf_free(&bytes);
}

void publish_changed(struct buf *out, const struct lsp_tree *tree, const struct documents *d)
{
    const struct workspace *w = tree->workspace;

    for (size_t i = 0; i < w->changed_count; i++)
        if (w->changed[i].len)
            publish_file(out, tree, d, w->changed[i]);
}
