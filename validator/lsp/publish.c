#include "lsp/publish.h"

#include "base/path.h"
#include "rule/rule.h"

#include <stdlib.h>

static json_t *related_json(const struct connection *s, const struct served *f, struct texts *t,
                            const struct finding *x)
{
    json_t *list = json_array();

    for (const struct related *r = x->related; r; r = r->next)
        if (!r->at.before && r->at.file.len && !str_has(r->at.file, STR(":/")))
            json_array_append_new(list, json_pack("{s:{s:o,s:o},s:o}", "location", "uri",
                                                  text_json(connection_uri(s, &t->arena, &f->folder, r->at.file)),
                                                  "range", place_range(t, &r->at), "message", text_json(r->message)));
    return list;
}

/* What Prow prints and what is behind it follow on lines of their own. */
static json_t *message_json(struct arena *a, const struct finding *x)
{
    struct str text = x->message;

    if (x->detail.len)
        text = ARENA_JOIN(a, text, STR("\n"), x->detail);
    if (x->prow_message.len)
        text =
            ARENA_JOIN(a, text, x->rule->pipelines ? STR("\nUpstream says: ") : STR("\nProw says: "), x->prow_message);
    return text_json(text);
}

struct str diagnostic_id(struct arena *a, const struct finding *x)
{
    return finding_fingerprint(a, x);
}

json_t *diagnostic_json(const struct connection *s, const struct served *f, struct texts *t, const struct finding *x)
{
    static const int severities[] = {
        [SEVERITY_OFF] = 4, [SEVERITY_INFO] = 3, [SEVERITY_WARNING] = 2, [SEVERITY_ERROR] = 1
    };
    json_t *d = json_pack("{s:o,s:i,s:s,s:s,s:o,s:o}", "range", place_range(t, &x->at), "severity",
                          severities[x->severity], "code", x->rule->id, "source", "prowgate", "message",
                          message_json(&t->arena, x), "data", text_json(diagnostic_id(&t->arena, x)));

    if (x->related)
        json_object_set_new(d, "relatedInformation", related_json(s, f, t, x));
    return d;
}

static void put_diagnostics(const struct connection *s, const struct served *f, struct texts *t,
                            struct file_findings of, json_t *list)
{
    for (size_t i = 0; i < of.count; i++)
        if (!of.items[i]->suppressed && of.items[i]->severity != SEVERITY_OFF)
            json_array_append_new(list, diagnostic_json(s, f, t, of.items[i]));
}

/* What has no file is said where people look first. */
static struct str file_of_tree(const struct served *f)
{
    return f->folder.paths->config.len ? f->folder.paths->config : f->folder.project_file;
}

static json_t *diagnostics(const struct connection *s, const struct served *f, struct texts *t, struct str path)
{
    const struct workspace *w = f->folder.workspace;
    json_t *list = json_array();

    put_diagnostics(s, f, t, workspace_findings(w, path), list);
    if (path.len && str_eq(path, file_of_tree(f)))
        put_diagnostics(s, f, t, workspace_findings(w, STR("")), list);
    return list;
}

static struct document *held(const struct connection *s, const struct served *f, struct str path)
{
    struct arena a = { 0 };
    struct document *d = connection_document_at(s, ARENA_JOIN(&a, f->folder.root, STR("/"), path));

    arena_free(&a);
    return d;
}

static bool has_findings(const struct served *f, struct str path)
{
    const struct workspace *w = f->folder.workspace;

    return workspace_findings(w, path).count || (str_eq(path, file_of_tree(f)) && workspace_findings(w, STR("")).count);
}

/* Takes back what the client shows of a file; it may be in no folder any more. */
static void take_back(struct connection *s, struct served *f, const char *uri)
{
    connection_tell(s, "textDocument/publishDiagnostics", json_pack("{s:s,s:[]}", "uri", uri, "diagnostics"));
    json_object_del(f->shown, uri);
}

static void publish_file(struct connection *s, struct served *f, struct str path)
{
    struct document *d = held(s, f, path);
    struct texts t;
    json_t *params;
    const char *uri;

    texts_init(&t, &f->folder.workspace->files.fs, s->client.encoding);
    uri = connection_uri(s, &t.arena, &f->folder, path).p;
    params = json_pack("{s:s,s:o}", "uri", uri, "diagnostics", diagnostics(s, f, &t, path));
    if (d) {
        json_object_set_new(params, "version", json_integer(d->version));
        d->published = d->edits;
    }
    if (!f->shown)
        f->shown = json_object();
    if (has_findings(f, path))
        json_object_set_new(f->shown, uri, text_json(path));
    else
        json_object_del(f->shown, uri);
    connection_tell(s, "textDocument/publishDiagnostics", params);
    texts_free(&t);
}

/* Of a text that changed the client learns that its diagnostics are those of the new one, even where they are the
 * same. */
static void publish_edited(struct connection *s, struct served *f)
{
    struct str relative;

    for (size_t i = 0; i < s->documents.count; i++) {
        struct document *d = s->documents.entries[i].value;
        if (d->open && d->published != d->edits && connection_served(s, d->path, &relative) == f)
            publish_file(s, f, relative);
    }
}

/* What was shown before the folder was opened anew, and is not found any more. */
static void publish_gone(struct connection *s, struct served *f)
{
    json_t *was = json_copy(f->shown), *path;
    const char *uri;

    json_object_foreach(was, uri, path)
    {
        if (!has_findings(f, str_c(json_string_value(path))))
            take_back(s, f, uri);
    }
    json_decref(was);
}

void publish_changed(struct connection *s, struct served *f)
{
    const struct workspace *w = f->folder.workspace;
    bool of_tree = false;

    if (s->client.pulls)
        return;
    for (size_t i = 0; i < w->changed_count; i++) {
        struct str path = w->changed[i].len ? w->changed[i] : file_of_tree(f);
        if (path.len == 0 || (of_tree && str_eq(path, file_of_tree(f))))
            continue;
        of_tree = of_tree || str_eq(path, file_of_tree(f));
        publish_file(s, f, path);
    }
    publish_edited(s, f);
    publish_gone(s, f);
}

void publish_nothing(struct connection *s, struct served *f)
{
    json_t *was = json_copy(f->shown), *path;
    const char *uri;

    json_object_foreach(was, uri, path)
    {
        (void)path;
        take_back(s, f, uri);
    }
    json_decref(was);
}

/* "FILE:LINE:COLUMN: text", cut at the first two numbers. */
static bool cut_place(struct str line, struct str *file, long *row, long *column, struct str *text)
{
    for (size_t i = 0; i < line.len; i++) {
        char *end;
        if (line.p[i] != ':')
            continue;
        *row = strtol(line.p + i + 1, &end, 10);
        if (*row <= 0 || *end != ':')
            continue;
        *column = strtol(end + 1, &end, 10);
        if (*column <= 0 || end[0] != ':' || end[1] != ' ' || end > line.p + line.len)
            continue;
        *file = str_slice(line, 0, i);
        *text = str_from(line, (size_t)(end + 2 - line.p));
        return true;
    }
    return false;
}

static void put_refusal(struct arena *a, const struct served *f, struct str line, json_t *by_uri)
{
    struct str file, text, path;
    long row, column;
    json_t *list;
    const char *uri;

    if (!cut_place(line, &file, &row, &column, &text))
        return;
    path = path_clean(a, str_starts(file, STR("/")) ? file : ARENA_JOIN(a, f->real, STR("/"), file));
    if (path_is_below(path, f->real))
        path = ARENA_JOIN(a, f->alias, str_from(path, f->real.len));
    uri = uri_of(a, path).p;
    list = json_object_get(by_uri, uri);
    if (!list) {
        list = json_array();
        json_object_set_new(by_uri, uri, list);
    }
    json_array_append_new(list, json_pack("{s:{s:{s:I,s:I},s:{s:I,s:I}},s:i,s:s,s:s,s:o}", "range", "start", "line",
                                          (json_int_t)row - 1, "character", (json_int_t)column - 1, "end", "line",
                                          (json_int_t)row, "character", (json_int_t)0, "severity", 1, "code",
                                          "nothing-decided", "source", "prowgate", "message", text_json(text)));
}

static void tell_refusals(struct connection *s, const json_t *by_uri, bool nothing)
{
    const char *uri;
    json_t *list;

    json_object_foreach((json_t *)(uintptr_t)by_uri, uri, list)
    {
        connection_tell(s, "textDocument/publishDiagnostics",
                        json_pack("{s:s,s:o}", "uri", uri, "diagnostics", nothing ? json_array() : json_incref(list)));
    }
}

void publish_refusals(struct connection *s, struct served *f, struct str why)
{
    struct arena a = { 0 };
    json_t *fresh = json_object();
    struct str line;

    for (why = arena_copy(&a, why); why.len;) {
        str_cut(why, '\n', &line, &why);
        put_refusal(&a, f, arena_copy(&a, line), fresh);
    }
    tell_refusals(s, f->refusals, true);
    json_decref(f->refusals);
    tell_refusals(s, fresh, false);
    f->refusals = fresh;
    arena_free(&a);
}

void publish_refresh(struct connection *s)
{
    if (s->client.pulls && s->client.refreshes_diagnostics)
        connection_ask(s, "workspace/diagnostic/refresh", NULL);
    if (s->client.refreshes_lenses)
        connection_ask(s, "workspace/codeLens/refresh", NULL);
    if (s->client.refreshes_hints)
        connection_ask(s, "workspace/inlayHint/refresh", NULL);
}

/* Equal as long as nothing of the file's findings, and of where they stand, changes. */
static struct str result_id(struct arena *a, const struct served *f, struct str path)
{
    struct fingerprint p = workspace_findings(f->folder.workspace, path).print;

    if (path.len && str_eq(path, file_of_tree(f)))
        p = fingerprint_then(p, workspace_findings(f->folder.workspace, STR("")).print);
    return arena_printf(a, "%016llx%016llx", (unsigned long long)p.high, (unsigned long long)p.low);
}

static json_t *report_json(const struct connection *s, const struct served *f, struct str path, const json_t *known)
{
    struct texts t;
    struct str id;
    json_t *r;

    texts_init(&t, &f->folder.workspace->files.fs, s->client.encoding);
    id = result_id(&t.arena, f, path);
    if (json_is_string(known) && str_eq(str_c(json_string_value(known)), id))
        r = json_pack("{s:s,s:o}", "kind", "unchanged", "resultId", text_json(id));
    else
        r = json_pack("{s:s,s:o,s:o}", "kind", "full", "resultId", text_json(id), "items", diagnostics(s, f, &t, path));
    texts_free(&t);
    return r;
}

json_t *answer_diagnostic(struct connection *s, const json_t *params)
{
    struct document *d = connection_document(s, json_object_get(params, "textDocument"));
    struct served *f;
    struct str relative;

    if (!d || !(f = connection_served(s, d->path, &relative)))
        return json_pack("{s:s,s:[]}", "kind", "full", "items");
    return report_json(s, f, relative, json_object_get(params, "previousResultId"));
}

/* By URI, so that each file finds its own at once. */
static json_t *previous_ids(const json_t *params)
{
    json_t *by_uri = json_object();
    json_t *one;
    size_t i;

    json_array_foreach(json_object_get(params, "previousResultIds"), i, one)
    {
        const char *uri = json_string_value(json_object_get(one, "uri"));
        if (uri)
            json_object_set(by_uri, uri, json_object_get(one, "value"));
    }
    return by_uri;
}

static void put_report(struct connection *s, const struct served *f, struct str path, const json_t *previous,
                       json_t *items)
{
    const struct document *d = held(s, f, path);
    struct arena a = { 0 };
    struct str uri = connection_uri(s, &a, &f->folder, path);
    json_t *r = report_json(s, f, path, json_object_get(previous, uri.p));

    json_object_set_new(r, "uri", text_json(uri));
    json_object_set_new(r, "version", d ? json_integer(d->version) : json_null());
    json_array_append_new(items, r);
    arena_free(&a);
}

/* Files without a finding that the client remembers one of are told empty. */
static void put_mended(struct connection *s, const json_t *previous, json_t *items)
{
    struct arena a = { 0 };
    struct str path, relative;
    const char *uri;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)previous, uri, value)
    {
        struct served *f;
        if (!connection_path(s, &a, uri, &path) || !(f = connection_served(s, path, &relative)) ||
            workspace_findings(f->folder.workspace, relative).count || str_eq(relative, file_of_tree(f)))
            continue;
        put_report(s, f, relative, previous, items);
    }
    arena_free(&a);
}

json_t *answer_workspace_diagnostic(struct connection *s, const json_t *params)
{
    json_t *previous = previous_ids(params), *items = json_array();

    for (struct served *f = s->folders; f; f = f->next) {
        if (!f->open)
            continue;
        for (size_t i = 0; i < f->folder.workspace->by_file.count; i++) {
            struct str path = f->folder.workspace->by_file.entries[i].key;
            if (path.len && !str_eq(path, file_of_tree(f)))
                put_report(s, f, path, previous, items);
        }
        if (file_of_tree(f).len)
            put_report(s, f, file_of_tree(f), previous, items);
    }
    put_mended(s, previous, items);
    json_decref(previous);
    return json_pack("{s:o}", "items", items);
}
