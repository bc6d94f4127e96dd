#include "lsp/texts.h"

#include "base/utf8.h"

/* No file that a person edits is larger; of a larger one columns are counted in code points. */
enum { MOST_BYTES = 64 << 20 };

void texts_init(struct texts *t, const struct fs *fs, enum position_encoding encoding)
{
    *t = (struct texts){ .fs = fs, .encoding = encoding };
    map_init(&t->by_path, &t->arena);
}

void texts_free(struct texts *t)
{
    arena_free(&t->arena);
}

const struct lines *texts_lines(struct texts *t, struct str path)
{
    struct lines *l = map_get(&t->by_path, path);
    struct buf bytes = { 0 };
    struct fs_error error;

    if (l)
        return l;
    if (!fs_read(t->fs, path, MOST_BYTES, &bytes, &error))
        buf_reset(&bytes);
    l = ARENA_NEW(&t->arena, struct lines);
    lines_init(l, &t->arena, arena_copy(&t->arena, buf_str(&bytes)));
    *map_at(&t->by_path, arena_copy(&t->arena, path)) = l;
    buf_free(&bytes);
    return l;
}

static json_t *position_json(size_t line, size_t character)
{
    return json_pack("{s:I,s:I}", "line", (json_int_t)line, "character", (json_int_t)character);
}

/* A byte order mark is no column of a span, but an editor counts it where it keeps it. */
static json_t *edge_json(const struct lines *l, enum position_encoding e, uint32_t line, uint32_t column)
{
    size_t character = line && column ? column - 1 : 0;
    struct str text = lines_text(l, line);

    if (line == 1 && str_starts(text, STR("\xEF\xBB\xBF")))
        character++;
    if (e != POSITION_UTF32 && line && text.len) {
        size_t offset = position_offset(text, POSITION_UTF32, (struct lsp_position){ 0, character });
        character = position_of(text, e, offset).character;
    }
    return position_json(line ? line - 1 : 0, character);
}

json_t *range_json(const struct lines *l, enum position_encoding e, const struct span *s)
{
    return json_pack("{s:o,s:o}", "start", edge_json(l, e, s->line, s->column), "end",
                     edge_json(l, e, s->end_line, s->end_column));
}

json_t *range_of_bytes(struct str text, enum position_encoding e, size_t start, size_t end)
{
    struct lsp_position from = position_of(text, e, start), to = position_of(text, e, end);

    return json_pack("{s:o,s:o}", "start", position_json(from.line, from.character), "end",
                     position_json(to.line, to.character));
}

json_t *place_range(struct texts *t, const struct place *at)
{
    return range_json(texts_lines(t, at->file), t->encoding, &at->span);
}

json_t *text_json(struct str text)
{
    struct buf mended = { 0 };
    json_t *json;

    utf8_mend(&mended, text);
    json = json_stringn(mended.len ? mended.p : "", mended.len);
    buf_free(&mended);
    return json;
}

struct lsp_position position_read(const json_t *position)
{
    json_int_t line = json_integer_value(json_object_get(position, "line"));
    json_int_t character = json_integer_value(json_object_get(position, "character"));

    return (struct lsp_position){ line > 0 ? (size_t)line : 0, character > 0 ? (size_t)character : 0 };
}
