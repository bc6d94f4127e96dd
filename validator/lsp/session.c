#include "lsp/session.h"

#include "base/path.h"
#include "lsp/kind.h"
#include "lsp/message.h"
#include "lsp/model.h"
#include "lsp/publish.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void session_init(struct session *s, const struct lsp_host *host)
{
    *s = (struct session){ .host = host };
    map_init(&s->documents, &s->arena);
}

static bool is_done(int fd)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };

    return poll(&p, 1, 0) > 0;
}

bool session_take(struct session *s, bool wait)
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

static void close_folder(struct session *s, struct served *f)
{
    if (f->open)
        s->host->close(s->host->context, &f->folder);
    arena_free(&f->arena);
    f->open = false;
}

void session_free(struct session *s)
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

void session_send(struct session *s, json_t *message)
{
    char *text = message ? json_dumps(message, JSON_COMPACT) : NULL;

    if (text)
        message_put(&s->out, str_c(text));
    free(text);
    json_decref(message);
}

void session_tell(struct session *s, const char *method, json_t *params)
{
    session_send(s, json_pack("{s:s,s:s,s:o}", "jsonrpc", "2.0", "method", method, "params",
                              params ? params : json_object()));
}

void session_ask(struct session *s, const char *method, json_t *params)
{
    char id[64];

    snprintf(id, sizeof id, "prowgate-%lld:%s", (long long)++s->asked, method);
    session_send(s, json_pack("{s:s,s:s,s:s,s:o}", "jsonrpc", "2.0", "id", id, "method", method, "params",
                              params ? params : json_null()));
}

void session_log(struct session *s, int type, const char *fmt, ...)
{
    struct arena a = { 0 };
    struct str text;
    va_list ap;

    va_start(ap, fmt);
    text = arena_vprintf(&a, fmt, ap);
    va_end(ap);
    session_tell(s, "window/logMessage", json_pack("{s:i,s:o}", "type", type, "message", text_json(text)));
    arena_free(&a);
}

json_t *session_refuse(struct session *s, int code, const char *fmt, ...)
{
    va_list ap;

    s->error = code;
    va_start(ap, fmt);
    vsnprintf(s->why, sizeof s->why, fmt, ap);
    va_end(ap);
    return NULL;
}

static struct served **find_folder(struct session *s, struct str alias)
{
    struct served **at = &s->folders;

    while (*at && !str_eq((*at)->alias, alias))
        at = &(*at)->next;
    return at;
}

/* realpath of libc, in the session's memory; the path itself where there is nothing. */
static struct str real_path(struct session *s, struct str path)
{
    struct arena a = { 0 };
    char *real = realpath(arena_copy(&a, path).p, NULL);
    struct str out = arena_copy(&s->arena, real ? str_c(real) : path);

    free(real);
    arena_free(&a);
    return out;
}

void session_add_folder(struct session *s, struct str path)
{
    struct served **at = find_folder(s, path);

    if (*at)
        return;
    *at = ARENA_NEW(&s->arena, struct served);
    (*at)->alias = arena_copy(&s->arena, path);
    (*at)->real = real_path(s, path);
}

void session_remove_folder(struct session *s, struct str path)
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

struct served *session_served(struct session *s, struct str path, struct str *relative)
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
static void put_documents(struct session *s, struct served *f)
{
    struct str relative;

    for (size_t i = 0; i < s->documents.count; i++) {
        struct document *d = s->documents.entries[i].value;
        if (d->open && session_served(s, d->path, &relative) == f)
            workspace_put(f->folder.workspace, relative, buf_str(&d->text));
    }
}

static void open_folder(struct session *s, struct served *f)
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
        session_log(s, 3, "%.*s is left alone: %.*s", STR_ARG(f->alias), STR_ARG(buf_str(&why)));
    }
    f->refused = !f->open;
    publish_refusals(s, f, buf_str(&why));
    buf_free(&why);
}

void session_reopen(struct session *s)
{
    for (struct served *f = s->folders; f; f = f->next)
        f->again = true;
}

bool session_waits(const struct session *s)
{
    for (const struct served *f = s->folders; f; f = f->next)
        if (f->again || (f->open ? f->stale : !f->refused))
            return true;
    return false;
}

void session_open_folders(struct session *s)
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
static void tell_kinds(struct session *s)
{
    for (size_t i = 0; i < s->documents.count; i++) {
        struct document *d = s->documents.entries[i].value;
        struct served *f;
        struct str relative;
        if (!d->open || d->told)
            continue;
        d->told = true;
        f = session_served(s, d->path, &relative);
        session_log(s, 4, "%.*s: %s", STR_ARG(d->path),
                    f ? kind_words(kind_of(f, relative, model_of(d))) : "in no folder that is judged: left alone");
    }
}

void session_judge(struct session *s)
{
    bool changed = false;

    session_open_folders(s);
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

struct document *session_document_at(const struct session *s, struct str path)
{
    struct document *d = map_get(&s->documents, path);

    return d && d->open ? d : NULL;
}

bool session_path(const struct session *s, struct arena *a, const char *uri, struct str *path)
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

struct document *session_document(struct session *s, const json_t *text_document)
{
    struct arena a = { 0 };
    struct document *d = NULL;
    struct str path;

    if (session_path(s, &a, json_string_value(json_object_get(text_document, "uri")), &path))
        d = session_document_at(s, path);
    arena_free(&a);
    return d;
}

struct str session_uri(const struct session *s, struct arena *a, const struct lsp_folder *f, struct str relative)
{
    struct str path = ARENA_JOIN(a, f->root, STR("/"), relative);

    if (str_starts(relative, STR("/")))
        path = relative;
    for (const struct served *of = s->folders; of; of = of->next)
        if (!str_eq(of->alias, of->real) && path_is_below(path, of->real))
            return uri_of(a, ARENA_JOIN(a, of->alias, str_from(path, of->real.len)));
    return uri_of(a, path);
}
