/* What a client says of its files. */
#include "lsp/connection.h"

#include "base/path.h"

static struct str text_of(const json_t *value)
{
    return json_is_string(value) ? (struct str){ json_string_value(value), json_string_length(value) } : STR("");
}

/* Where it counts: the folder that has it is judged anew. */
static void put(struct connection *s, struct document *d)
{
    struct str relative;
    struct served *f = connection_served(s, d->path, &relative);

    d->edits++;
    if (!f)
        return;
    workspace_put(f->folder.workspace, relative, buf_str(&d->text));
    f->stale = true;
}

static void opened(struct connection *s, struct str path, const json_t *about)
{
    void **at = map_at(&s->documents, map_get(&s->documents, path) ? path : arena_copy(&s->arena, path));
    struct document *d = *at;

    if (!d) {
        *at = d = ARENA_NEW(&s->arena, struct document);
        d->path = arena_copy(&s->arena, path);
    }
    d->open = true;
    d->told = false;
    d->version = json_integer_value(json_object_get(about, "version"));
    buf_reset(&d->text);
    buf_put(&d->text, text_of(json_object_get(about, "text")));
    put(s, d);
}

static void change(const struct connection *s, struct document *d, const json_t *one)
{
    const json_t *range = json_object_get(one, "range"), *text = json_object_get(one, "text");

    if (!json_is_string(text))
        return;
    if (json_is_object(range)) {
        position_replace(&d->text, s->client.encoding, position_read(json_object_get(range, "start")),
                         position_read(json_object_get(range, "end")), text_of(text));
        return;
    }
    buf_reset(&d->text);
    buf_put(&d->text, text_of(text));
}

static void changed(struct connection *s, struct str path, const json_t *params)
{
    json_int_t version = json_integer_value(json_object_get(json_object_get(params, "textDocument"), "version"));
    struct document *d = connection_document_at(s, path);
    const json_t *one;
    size_t i;

    if (!d || version <= d->version)
        return;
    d->version = version;
    json_array_foreach(json_object_get(params, "contentChanges"), i, one)
    {
        change(s, d, one);
    }
    put(s, d);
}

static void closed(struct connection *s, struct str path)
{
    struct document *d = connection_document_at(s, path);
    struct str relative;
    struct served *f;

    if (!d)
        return;
    d->open = false;
    f = connection_served(s, path, &relative);
    if (!f)
        return;
    workspace_drop(f->folder.workspace, relative);
    f->stale = true;
}

/* Whether the folder is judged by what this file says, and not only judged for it: project file, own rules, baseline,
 * manifests that say which version runs. */
static bool is_judge(const struct served *f, struct str path, struct str relative)
{
    const struct lsp_folder *of = &f->folder;
    struct str base = path_base(relative);

    if (str_eq(base, STR("prowgate.yaml")) || str_starts(relative, STR(".prowgate/")) || str_eq(path, of->baseline) ||
        str_eq(relative, of->project_file) || str_eq(path, of->project_file))
        return true;
    for (size_t i = 0; i < of->component_count; i++)
        if (str_eq(of->components[i].at.file, relative))
            return true;
    return false;
}

/* The disk has another text now. */
static void touched(struct connection *s, struct str path)
{
    struct str relative;
    struct served *f = connection_served(s, path, &relative);

    for (struct served *each = s->folders; each; each = each->next)
        each->again = each->again || (!each->open && path_is_below(path, each->real));
    if (!f)
        return;
    workspace_touch(f->folder.workspace, relative);
    f->stale = true;
    f->again = f->again || is_judge(f, path, relative);
}

static void watched(struct connection *s, struct arena *a, const json_t *changes)
{
    const json_t *one;
    struct str path;
    size_t i;

    json_array_foreach(changes, i, one)
    {
        if (connection_path(s, a, json_string_value(json_object_get(one, "uri")), &path))
            touched(s, path);
    }
}

bool connection_notify(struct connection *s, const char *method, const json_t *params)
{
    const json_t *about = json_object_get(params, "textDocument");
    bool open = !strcmp(method, "textDocument/didOpen"), edit = !strcmp(method, "textDocument/didChange");
    bool close = !strcmp(method, "textDocument/didClose"), save = !strcmp(method, "textDocument/didSave");
    bool watch = !strcmp(method, "workspace/didChangeWatchedFiles");
    struct arena a = { 0 };
    struct str path;

    if (watch)
        watched(s, &a, json_object_get(params, "changes"));
    else if ((open || edit || close || save) &&
             connection_path(s, &a, json_string_value(json_object_get(about, "uri")), &path)) {
        if (open)
            opened(s, path, about);
        else if (edit)
            changed(s, path, params);
        else if (close)
            closed(s, path);
        else
            touched(s, path);
    }
    arena_free(&a);
    return open || edit || close || save || watch;
}
