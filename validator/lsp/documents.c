#include "lsp/documents.h"

#include "base/path.h"
#include "syntax/scalar/urlescape.h"

void documents_init(struct documents *d)
{
    *d = (struct documents){ 0 };
    map_init(&d->by_path, &d->arena);
}

void documents_free(struct documents *d)
{
    for (size_t i = 0; i < d->by_path.count; i++)
        buf_free(&((struct document *)d->by_path.entries[i].value)->text);
    arena_free(&d->arena);
}

struct document *documents_find(const struct documents *d, struct str path)
{
    struct document *of = map_get(&d->by_path, path);

    return of && of->open ? of : NULL;
}

/* The path below the root that a "file:" URI names, in the arena. */
static bool path_of_uri(const struct lsp_tree *tree, struct arena *a, const char *uri, struct str *path)
{
    struct str text = str_c(uri ? uri : ""), error;

    if (!str_starts(text, STR("file:///")) ||
        !url_unescape(str_from(text, sizeof "file://" - 1), URL_PATH, a, &text, &error))
        return false;
    text = path_clean(a, text);
    if (!path_is_below(text, tree->root) || str_eq(text, tree->root))
        return false;
    *path = str_trim_prefix(str_from(text, tree->root.len), STR("/"));
    return true;
}

static struct str text_of(const json_t *value)
{
    return json_is_string(value) ? (struct str){ json_string_value(value), json_string_length(value) } : STR("");
}

static bool opened(struct documents *d, const struct lsp_tree *tree, struct str path, const json_t *about)
{
    void **at = map_at(&d->by_path, map_get(&d->by_path, path) ? path : arena_copy(&d->arena, path));
    struct document *of = *at;

    if (!of)
        *at = of = ARENA_NEW(&d->arena, struct document);
    of->open = true;
    of->version = json_integer_value(json_object_get(about, "version"));
    buf_reset(&of->text);
    buf_put(&of->text, text_of(json_object_get(about, "text")));
    workspace_put(tree->workspace, path, buf_str(&of->text));
    return true;
}

static struct lsp_position position_read(const json_t *p)
{
    json_int_t line = json_integer_value(json_object_get(p, "line"));
    json_int_t character = json_integer_value(json_object_get(p, "character"));

    return (struct lsp_position){ line > 0 ? (size_t)line : 0, character > 0 ? (size_t)character : 0 };
}

static void change(struct documents *d, struct document *of, const json_t *one)
{
    const json_t *range = json_object_get(one, "range"), *text = json_object_get(one, "text");

    if (!json_is_string(text))
        return;
    if (json_is_object(range)) {
        position_replace(&of->text, d->encoding, position_read(json_object_get(range, "start")),
                         position_read(json_object_get(range, "end")), text_of(text));
        return;
    }
    buf_reset(&of->text);
    buf_put(&of->text, text_of(text));
}

static bool changed(struct documents *d, const struct lsp_tree *tree, struct str path, const json_t *params)
{
    json_int_t version = json_integer_value(json_object_get(json_object_get(params, "textDocument"), "version"));
    struct document *of = documents_find(d, path);
    const json_t *one;
    size_t i;

    if (!of || version <= of->version)
        return false;
    of->version = version;
    json_array_foreach(json_object_get(params, "contentChanges"), i, one)
    {
        change(d, of, one);
    }
    workspace_put(tree->workspace, path, buf_str(&of->text));
    return true;
}

static bool closed(struct documents *d, const struct lsp_tree *tree, struct str path)
{
    struct document *of = documents_find(d, path);

    if (!of)
        return false;
    of->open = false;
    workspace_drop(tree->workspace, path);
    return true;
}

static bool watched(const struct lsp_tree *tree, struct arena *a, const json_t *changes)
{
    bool told = false;
    const json_t *one;
    struct str path;
    size_t i;

    json_array_foreach(changes, i, one)
    {
        if (!path_of_uri(tree, a, json_string_value(json_object_get(one, "uri")), &path))
            continue;
        workspace_touch(tree->workspace, path);
        told = true;
    }
    return told;
}

bool documents_notify(struct documents *d, const struct lsp_tree *tree, const char *method, const json_t *params)
{
    const json_t *about = json_object_get(params, "textDocument");
    struct arena a = { 0 };
    struct str path;
    bool told = false;

    if (!strcmp(method, "workspace/didChangeWatchedFiles"))
        told = watched(tree, &a, json_object_get(params, "changes"));
    else if (path_of_uri(tree, &a, json_string_value(json_object_get(about, "uri")), &path)) {
        if (!strcmp(method, "textDocument/didOpen"))
            told = opened(d, tree, path, about);
        else if (!strcmp(method, "textDocument/didChange"))
            told = changed(d, tree, path, params);
        else if (!strcmp(method, "textDocument/didClose"))
            told = closed(d, tree, path);
    }
    arena_free(&a);
    return told;
}
