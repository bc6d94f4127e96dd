#include "lsp/connection.h"

#include "base/path.h"
#include "lsp/kind.h"
#include "lsp/message.h"
#include "lsp/model.h"
#include "lsp/publish.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void connection_init(struct connection *s, const struct lsp_host *host)
{
    *s = (struct connection){ .host = host };
    map_init(&s->documents, &s->arena);
}

static bool is_done(int fd)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };

    return poll(&p, 1, 0) > 0;
}

bool connection_take(struct connection *s, bool wait)
{
    bool any = false;

    for (struct served *f = s->folders; f; f = f->next) {
        if (!f->open || f->under_way < 0 || !(wait || is_done(f->under_way)))
            continue;
        f->under_way = -1;
        s->host->take(s->host->context, &f->folder);
        f->stale = any = true;
    }
    return any;
}

static void close_folder(struct connection *s, struct served *f)
{
    if (f->open)
        s->host->close(s->host->context, &f->folder);
    arena_free(&f->arena);
    f->open = false;
}

void connection_free(struct connection *s)
{
    for (struct served *f = s->folders; f; f = f->next) {
        close_folder(s, f);
        json_decref(f->shown);
        json_decref(f->refusals);
    }
    for (size_t i = 0; i < s->documents.count; i++) {
        struct document *d = s->documents.entries[i].value;
        buf_free(&d->text);
        model_free(d->model);
    }
    buf_free(&s->out);
    arena_free(&s->arena);
}

void connection_send(struct connection *s, json_t *message)
{
    char *text = message ? json_dumps(message, JSON_COMPACT) : NULL;

    if (text)
        message_put(&s->out, str_c(text));
    free(text);
    json_decref(message);
}

void connection_tell(struct connection *s, const char *method, json_t *params)
{
    connection_send(s, json_pack("{s:s,s:s,s:o}", "jsonrpc", "2.0", "method", method, "params",
                                 params ? params : json_object()));
}

void connection_ask(struct connection *s, const char *method, json_t *params)
{
    char id[64];

    snprintf(id, sizeof id, "prowgate-%lld:%s", (long long)++s->asked, method);
    connection_send(s, json_pack("{s:s,s:s,s:s,s:o}", "jsonrpc", "2.0", "id", id, "method", method, "params",
                                 params ? params : json_null()));
}

void connection_log(struct connection *s, int type, const char *fmt, ...)
{
    struct arena a = { 0 };
    struct str text;
    va_list ap;

    va_start(ap, fmt);
    text = arena_vprintf(&a, fmt, ap);
    va_end(ap);
    connection_tell(s, "window/logMessage", json_pack("{s:i,s:o}", "type", type, "message", text_json(text)));
    arena_free(&a);
}

json_t *connection_refuse(struct connection *s, int code, const char *fmt, ...)
{
    va_list ap;

    s->error = code;
    va_start(ap, fmt);
    vsnprintf(s->why, sizeof s->why, fmt, ap);
    va_end(ap);
    return NULL;
}

static struct served **find_folder(struct connection *s, struct str alias)
{
    struct served **at = &s->folders;

    while (*at && !str_eq((*at)->alias, alias))
        at = &(*at)->next;
    return at;
}

/* realpath of libc, in the connection's memory; the path itself where there is nothing. */
static struct str real_path(struct connection *s, struct str path)
{
    struct arena a = { 0 };
    char *real = realpath(arena_copy(&a, path).p, NULL);
    struct str out = arena_copy(&s->arena, real ? str_c(real) : path);

    free(real);
    arena_free(&a);
    return out;
}

void connection_add_folder(struct connection *s, struct str path)
{
    struct served **at = find_folder(s, path);

    if (*at)
        return;
    *at = ARENA_NEW(&s->arena, struct served);
    (*at)->alias = arena_copy(&s->arena, path);
    (*at)->real = real_path(s, path);
}

void connection_remove_folder(struct connection *s, struct str path)
{
    struct served **at = find_folder(s, path);

    if (!*at)
        return;
    publish_nothing(s, *at);
    publish_refusals(s, *at, STR(""));
    json_decref((*at)->refusals);
    json_decref((*at)->shown);
    close_folder(s, *at);
    *at = (*at)->next;
}

struct served *connection_served(struct connection *s, struct str path, struct str *relative)
{
    struct served *best = NULL;

    for (struct served *f = s->folders; f; f = f->next)
        if (f->open && path_is_below(path, f->folder.root) && !str_eq(path, f->folder.root) &&
            (!best || f->folder.root.len > best->folder.root.len))
            best = f;
    if (best)
        *relative = str_trim_prefix(str_from(path, best->folder.root.len), STR("/"));
    return best;
}

/* What the client holds counts, not what was saved. */
static void put_documents(struct connection *s, struct served *f)
{
    struct str relative;

    for (size_t i = 0; i < s->documents.count; i++) {
        struct document *d = s->documents.entries[i].value;
        if (d->open && connection_served(s, d->path, &relative) == f)
            workspace_put(f->folder.workspace, relative, buf_str(&d->text));
    }
}

static void open_folder(struct connection *s, struct served *f)
{
    struct buf why = { 0 };

    f->folder = (struct lsp_folder){ 0 };
    memset(f->schemas, 0, sizeof f->schemas);
    f->open = s->host->open(s->host->context, f->real, &s->settings, &f->folder, &why);
    f->stale = f->open;
    f->under_way = -1;
    if (f->open) {
        typed_window_init(&f->typed, &f->arena, f->folder.window);
        put_documents(s, f);
    } else if (!f->refused) {
        connection_log(s, 3, "%.*s is left alone: %.*s", STR_ARG(f->alias), STR_ARG(buf_str(&why)));
    }
    f->refused = !f->open;
    publish_refusals(s, f, buf_str(&why));
    buf_free(&why);
}

void connection_reopen(struct connection *s)
{
    for (struct served *f = s->folders; f; f = f->next)
        f->again = true;
}

bool connection_waits(const struct connection *s)
{
    for (const struct served *f = s->folders; f; f = f->next)
        if (f->again || (f->open ? f->stale : !f->refused))
            return true;
    return false;
}

void connection_open_folders(struct connection *s)
{
    for (struct served *f = s->folders; f; f = f->next) {
        /* What is shown stays until it is judged anew: nothing flickers. */
        if (f->open && f->again)
            close_folder(s, f);
        if (!f->open && (!f->refused || f->again))
            open_folder(s, f);
        if (!f->open)
            publish_nothing(s, f);
        f->again = false;
    }
}

/* Whether a file is looked at, and as what, stands in the log: people ask why nothing is underlined. */
static void tell_kinds(struct connection *s)
{
    for (size_t i = 0; i < s->documents.count; i++) {
        struct document *d = s->documents.entries[i].value;
        struct served *f;
        struct str relative;
        if (!d->open || d->told)
            continue;
        d->told = true;
        f = connection_served(s, d->path, &relative);
        connection_log(s, 4, "%.*s: %s", STR_ARG(d->path),
                       f ? kind_words(kind_of(f, relative, model_of(d))) : "in no folder that is judged: left alone");
    }
}

void connection_judge(struct connection *s)
{
    bool changed = false;

    connection_open_folders(s);
    for (struct served *f = s->folders; f; f = f->next) {
        if (!f->open || !f->stale)
            continue;
        workspace_judge(f->folder.workspace);
        f->stale = false;
        f->under_way = s->host->begin(s->host->context, &f->folder);
        publish_changed(s, f);
        changed = changed || f->folder.workspace->changed_count;
    }
    tell_kinds(s);
    if (changed)
        publish_refresh(s);
}

struct document *connection_document_at(const struct connection *s, struct str path)
{
    struct document *d = map_get(&s->documents, path);

    return d && d->open ? d : NULL;
}

bool connection_path(const struct connection *s, struct arena *a, const char *uri, struct str *path)
{
    if (!uri || !uri_path(a, uri, path))
        return false;
    for (const struct served *f = s->folders; f; f = f->next)
        if (path_is_below(*path, f->alias) && !str_eq(f->alias, f->real)) {
            *path = ARENA_JOIN(a, f->real, str_from(*path, f->alias.len));
            break;
        }
    return true;
}

struct document *connection_document(struct connection *s, const json_t *text_document)
{
    struct arena a = { 0 };
    struct document *d = NULL;
    struct str path;

    if (connection_path(s, &a, json_string_value(json_object_get(text_document, "uri")), &path))
        d = connection_document_at(s, path);
    arena_free(&a);
    return d;
}

struct str connection_uri(const struct connection *s, struct arena *a, const struct lsp_folder *f, struct str relative)
{
    struct str path = ARENA_JOIN(a, f->root, STR("/"), relative);

    if (str_starts(relative, STR("/")))
        path = relative;
    for (const struct served *of = s->folders; of; of = of->next)
        if (!str_eq(of->alias, of->real) && path_is_below(path, of->real))
            return uri_of(a, ARENA_JOIN(a, of->alias, str_from(path, of->real.len)));
    return uri_of(a, path);
}
