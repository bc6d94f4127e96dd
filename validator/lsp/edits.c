#include "lsp/edits.h"

void edits_init(struct edits *e, const struct connection *s, const struct served *f, struct texts *t)
{
    *e = (struct edits){ .connection = s, .folder = f, .texts = t, .by_uri = json_object() };
    map_init(&e->places, &t->arena);
}

static json_t *list_of(struct edits *e, struct str file)
{
    struct str uri = connection_uri(e->connection, &e->texts->arena, &e->folder->folder, file);
    json_t *list = json_object_get(e->by_uri, uri.p);

    if (!list) {
        list = json_array();
        json_object_set_new(e->by_uri, uri.p, list);
    }
    return list;
}

void edits_put(struct edits *e, const struct place *at, struct str text)
{
    struct str key = arena_printf(&e->texts->arena, "%u:%u:%.*s", at->span.line, at->span.column, STR_ARG(at->file));
    void **put = map_at(&e->places, key);

    if (*put)
        return;
    *put = e;
    json_array_append_new(list_of(e, at->file),
                          json_pack("{s:o,s:o}", "range", place_range(e->texts, at), "newText", text_json(text)));
    e->count++;
}

bool edits_rename(struct edits *e, const struct place *at, struct str was, struct str is)
{
    const struct lines *l = texts_lines(e->texts, at->file);
    size_t start = lines_offset(l, at->span.line, at->span.column);
    size_t end = lines_offset(l, at->span.end_line, at->span.end_column);
    struct str there = str_slice(l->text, start, end);
    struct place inner = *at;

    if (at->before || at->span.line == 0)
        return false;
    if (there.len >= 2 && (there.p[0] == '"' || there.p[0] == '\'') && there.p[there.len - 1] == there.p[0]) {
        there = str_slice(there, 1, there.len - 1);
        inner.span.column++;
        inner.span.end_column--;
    }
    if (!str_eq(there, was))
        return false;
    edits_put(e, &inner, is);
    return true;
}

static json_t *versioned(struct edits *e)
{
    json_t *changes = json_array(), *list;
    const char *uri;

    json_object_foreach(e->by_uri, uri, list)
    {
        struct arena a = { 0 };
        struct document *d = NULL;
        struct str path;
        if (connection_path(e->connection, &a, uri, &path))
            d = connection_document_at(e->connection, path);
        json_array_append_new(changes, json_pack("{s:{s:s,s:o},s:O}", "textDocument", "uri", uri, "version",
                                                 d ? json_integer(d->version) : json_null(), "edits", list));
        arena_free(&a);
    }
    return json_pack("{s:o}", "documentChanges", changes);
}

json_t *edits_take(struct edits *e)
{
    json_t *out = e->connection->client.versioned_edits ? versioned(e) : json_pack("{s:O}", "changes", e->by_uri);

    edits_drop(e);
    return out;
}

void edits_drop(struct edits *e)
{
    json_decref(e->by_uri);
    e->by_uri = NULL;
}
