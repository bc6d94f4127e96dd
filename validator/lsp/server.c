#include "lsp/server.h"

#include "base/clock.h"
#include "lsp/answers.h"
#include "lsp/lifecycle.h"
#include "lsp/message.h"
#include "lsp/publish.h"
#include "lsp/status.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    PARSE_ERROR = -32700,
    INVALID_REQUEST = -32600,
    METHOD_NOT_FOUND = -32601,
    NOT_INITIALIZED = -32002,
    REQUEST_CANCELLED = -32800,
};

/* While messages keep coming, what changed is judged after so many milliseconds all the same; and so often a parent
 * that died without closing its end is looked for. */
enum { LONGEST_STALE = 250, PARENT_EVERY = 5000 };

/* A message that was read and waits for its turn. */
struct waiting {
    json_t *message;
    bool cancelled;
    struct waiting *next;
};

struct server {
    struct connection connection;
    int in, out;
    pid_t parent; /* 0 where the client named none */
    struct message_reader reader;
    struct waiting *first, **last;
    bool initialized, shut_down, exited;
    bool ended;          /* nothing more can be read */
    bool scanned;        /* the folders were judged once */
    int64_t stale_since; /* milliseconds; 0: nothing waits to be judged */
};

/* What the answer needs: nothing but the client's files, or the tree as it was judged after the last change. */
enum need { NEEDS_FILES, NEEDS_JUDGED, NEEDS_ALL /* and what is judged beside, too */ };

static const struct method {
    const char *name;
    lsp_answer *answer;
    enum need need;
} methods[] = {
    { "textDocument/diagnostic", answer_diagnostic, NEEDS_JUDGED },
    { "workspace/diagnostic", answer_workspace_diagnostic, NEEDS_ALL },
    { "textDocument/hover", answer_hover, NEEDS_JUDGED },
    { "textDocument/completion", answer_completion, NEEDS_FILES },
    { "textDocument/definition", answer_definition, NEEDS_JUDGED },
    { "textDocument/references", answer_references, NEEDS_JUDGED },
    { "textDocument/documentHighlight", answer_highlight, NEEDS_JUDGED },
    { "textDocument/prepareRename", answer_prepare_rename, NEEDS_JUDGED },
    { "textDocument/rename", answer_rename, NEEDS_JUDGED },
    { "workspace/willRenameFiles", answer_will_rename_files, NEEDS_JUDGED },
    { "textDocument/documentSymbol", answer_document_symbols, NEEDS_FILES },
    { "workspace/symbol", answer_workspace_symbols, NEEDS_JUDGED },
    { "textDocument/codeAction", answer_code_actions, NEEDS_JUDGED },
    { "workspace/executeCommand", answer_execute_command, NEEDS_JUDGED },
    { "textDocument/codeLens", answer_code_lenses, NEEDS_JUDGED },
    { "codeLens/resolve", answer_resolve_lens, NEEDS_JUDGED },
    { "textDocument/foldingRange", answer_folding_ranges, NEEDS_FILES },
    { "textDocument/selectionRange", answer_selection_ranges, NEEDS_FILES },
    { "textDocument/documentLink", answer_document_links, NEEDS_FILES },
    { "textDocument/inlayHint", answer_inlay_hints, NEEDS_JUDGED },
    { "textDocument/semanticTokens/full", answer_semantic_tokens, NEEDS_FILES },
    { "prowgate/status", answer_status, NEEDS_ALL },
};

static void refuse(struct server *s, json_t *id, int code, const char *why)
{
    connection_send(&s->connection, json_pack("{s:s,s:O,s:{s:i,s:s}}", "jsonrpc", "2.0", "id", id ? id : json_null(),
                                              "error", "code", code, "message", why));
}

/* Takes the reference to result; NULL is null. */
static void answer(struct server *s, json_t *id, json_t *result)
{
    connection_send(&s->connection,
                    json_pack("{s:s,s:O,s:o}", "jsonrpc", "2.0", "id", id, "result", result ? result : json_null()));
}

static bool flush(struct server *s)
{
    struct buf *out = &s->connection.out;

    for (size_t done = 0; done < out->len;) {
        ssize_t n = write(s->out, out->p + done, out->len - done);

        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    buf_reset(out);
    return true;
}

/* The first scan reads all of the tree: clients that can show that it goes on are told. */
static void scan(struct server *s, const char *kind)
{
    static const char token[] = "prowgate-scan";
    json_t *value;

    if (s->scanned || !s->connection.client.progress || !s->connection.folders)
        return;
    if (!strcmp(kind, "begin")) {
        connection_ask(&s->connection, "window/workDoneProgress/create", json_pack("{s:s}", "token", token));
        value = json_pack("{s:s,s:s}", "kind", kind, "title", "prowgate reads the tree");
    } else {
        value = json_pack("{s:s}", "kind", kind);
    }
    connection_tell(&s->connection, "$/progress", json_pack("{s:s,s:o}", "token", token, "value", value));
    flush(s);
}

static void judge(struct server *s)
{
    scan(s, "begin");
    connection_judge(&s->connection);
    scan(s, "end");
    s->scanned = true;
    status_tell(&s->connection);
    s->stale_since = 0;
}

/* Work that may take a while is framed for clients that asked for it. */
static void frame(struct server *s, const json_t *params, const char *kind)
{
    json_t *token = json_object_get(params, "workDoneToken");
    json_t *value;

    if (!token)
        return;
    value = !strcmp(kind, "begin") ? json_pack("{s:s,s:s}", "kind", kind, "title", "prowgate")
                                   : json_pack("{s:s}", "kind", kind);
    connection_tell(&s->connection, "$/progress", json_pack("{s:O,s:o}", "token", token, "value", value));
}

/* Diagnostics that are asked for once, and not again, have to be all of them. */
static bool needs_all(const struct connection *s, const struct method *m)
{
    return m->need == NEEDS_ALL || (m->answer == answer_diagnostic && !s->client.refreshes_diagnostics);
}

static void run(struct server *s, json_t *id, const struct method *m, const json_t *params)
{
    struct connection *of = &s->connection;
    json_t *result;

    frame(s, params, "begin");
    if ((m->need != NEEDS_FILES || !s->scanned) && s->stale_since)
        judge(s);
    while (needs_all(of, m) && connection_take(of, true))
        judge(s);
    of->error = 0;
    result = m->answer(of, params);
    frame(s, params, "end");
    if (!s->stale_since && connection_waits(of))
        s->stale_since = clock_ms();
    if (of->error) {
        json_decref(result);
        refuse(s, id, of->error, of->why);
        return;
    }
    answer(s, id, result);
}

static const struct method *find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(methods); i++)
        if (!strcmp(methods[i].name, name))
            return &methods[i];
    return NULL;
}

static void initialize(struct server *s, json_t *id, const json_t *params)
{
    json_int_t parent = json_integer_value(json_object_get(params, "processId"));

    s->parent = parent > 0 && parent <= INT32_MAX ? (pid_t)parent : 0;
    answer(s, id, lifecycle_initialize(&s->connection, params));
    s->initialized = true;
    s->stale_since = clock_ms();
}

static void request(struct server *s, json_t *id, const char *method, const json_t *params)
{
    const struct method *m = find(method);

    if (!strcmp(method, "initialize") && !s->initialized)
        initialize(s, id, params);
    else if (!s->initialized)
        refuse(s, id, NOT_INITIALIZED, "initialize comes first");
    else if (s->shut_down || !strcmp(method, "initialize"))
        refuse(s, id, INVALID_REQUEST, s->shut_down ? "only exit may follow shutdown" : "initialize came already");
    else if (!strcmp(method, "shutdown")) {
        s->shut_down = true;
        answer(s, id, NULL);
    } else if (m)
        run(s, id, m, params);
    else
        refuse(s, id, METHOD_NOT_FOUND, "no such method");
}

static void notification(struct server *s, const char *method, const json_t *params)
{
    if (!strcmp(method, "exit")) {
        s->exited = true;
        return;
    }
    if (!s->initialized || s->shut_down)
        return;
    if (!strcmp(method, "initialized"))
        lifecycle_initialized(&s->connection);
    else if (!connection_notify(&s->connection, method, params) && !lifecycle_notify(&s->connection, method, params))
        return;
    if (!s->stale_since)
        s->stale_since = clock_ms();
}

static void answered(struct server *s, const json_t *id, const json_t *message)
{
    if (!json_is_string(id) || !json_object_get(message, "result"))
        return;
    lifecycle_answered(&s->connection, json_string_value(id), json_object_get(message, "result"));
    if (!s->stale_since)
        s->stale_since = clock_ms();
}

static void take(struct server *s, json_t *message, bool cancelled)
{
    json_t *id = json_object_get(message, "id");
    const char *method = json_string_value(json_object_get(message, "method"));
    const json_t *params = json_object_get(message, "params");

    if (id && !json_is_string(id) && !json_is_integer(id))
        refuse(s, NULL, INVALID_REQUEST, "an id is a number or a string");
    else if (method && id && cancelled)
        refuse(s, id, REQUEST_CANCELLED, "cancelled");
    else if (method && id)
        request(s, id, method, params);
    else if (method)
        notification(s, method, params);
    else if (json_object_get(message, "result") || json_object_get(message, "error"))
        answered(s, id, message);
    else
        refuse(s, id, INVALID_REQUEST, "this is no request");
}

/* A request that has not had its turn yet is not worked on; of others there is nothing left to cancel. */
static void cancel(struct server *s, const json_t *params)
{
    const json_t *id = json_object_get(params, "id");

    for (struct waiting *w = s->first; w; w = w->next)
        if (id && json_equal(json_object_get(w->message, "id"), id))
            w->cancelled = true;
}

static void enqueue(struct server *s, struct str body)
{
    json_t *message = json_loadb(body.p, body.len, JSON_ALLOW_NUL, NULL);
    const char *method = json_string_value(json_object_get(message, "method"));
    struct waiting *w;

    if (!message) {
        refuse(s, NULL, PARSE_ERROR, "this is no JSON");
        return;
    }
    if (method && !strcmp(method, "$/cancelRequest")) {
        cancel(s, json_object_get(message, "params"));
        json_decref(message);
        return;
    }
    w = calloc(1, sizeof *w);
    if (!w)
        abort();
    w->message = message;
    *s->last = w;
    s->last = &w->next;
}

static json_t *dequeue(struct server *s, bool *cancelled)
{
    struct waiting *w = s->first;
    json_t *message = w->message;

    *cancelled = w->cancelled;
    s->first = w->next;
    if (!s->first)
        s->last = &s->first;
    free(w);
    return message;
}

enum { MOST_BESIDE = 64 };

/* Waits so many milliseconds for input, or for what is judged beside; true where input is there, or its end. *beside:
 * that is done. */
static bool wait_for(const struct server *s, int wait, bool *beside)
{
    struct pollfd all[MOST_BESIDE + 1] = { { .fd = s->in, .events = POLLIN } };
    nfds_t count = 1;
    int ready;

    for (const struct served *f = s->connection.folders; f && count <= MOST_BESIDE; f = f->next)
        if (f->open && f->under_way >= 0)
            all[count++] = (struct pollfd){ .fd = f->under_way, .events = POLLIN };
    ready = poll(all, count, wait);
    *beside = ready > (all[0].revents != 0);
    return ready > 0 && all[0].revents;
}

static bool input(const struct server *s)
{
    bool beside;

    return wait_for(s, 0, &beside);
}

static bool parent_died(const struct server *s)
{
    return s->parent && kill(s->parent, 0) != 0 && errno == ESRCH;
}

/* Reads what has come, waiting for it where there is nothing else to do. */
static void receive(struct server *s)
{
    bool idle = !s->first && !s->stale_since, beside;
    char bytes[65536];
    struct str body;
    enum message_state state;
    ssize_t n;

    while (!wait_for(s, idle ? PARENT_EVERY : 0, &beside)) {
        if (beside && connection_take(&s->connection, false))
            s->stale_since = clock_ms();
        if (!idle || s->stale_since)
            return;
        if (parent_died(s)) {
            s->ended = true;
            return;
        }
    }
    n = read(s->in, bytes, sizeof bytes);
    if (n < 0 && errno == EINTR)
        return;
    s->ended = n <= 0;
    if (s->ended)
        return;
    message_feed(&s->reader, (struct str){ bytes, (size_t)n });
    while ((state = message_next(&s->reader, &body)) == MESSAGE_WHOLE)
        enqueue(s, body);
    s->ended = state == MESSAGE_BROKEN;
}

/* Messages come first, so that of what was typed meanwhile only the last version is judged; but not for ever. */
static void work(struct server *s)
{
    bool cancelled;
    json_t *message;

    if (s->shut_down)
        s->stale_since = 0;
    if (s->stale_since && !s->ended && (clock_ms() - s->stale_since > LONGEST_STALE || (!s->first && !input(s)))) {
        judge(s);
        return;
    }
    if (!s->first)
        return;
    message = dequeue(s, &cancelled);
    take(s, message, cancelled);
    json_decref(message);
}

static void end(struct server *s)
{
    bool cancelled;

    while (s->first)
        json_decref(dequeue(s, &cancelled));
    json_decref(s->connection.told);
    connection_free(&s->connection);
    message_reader_free(&s->reader);
}

bool lsp_serve(const struct lsp_host *host, int in, int out)
{
    struct server s = { .in = in, .out = out };

    connection_init(&s.connection, host);
    s.last = &s.first;
    while (!s.exited && !(s.ended && !s.first)) {
        if (!s.ended)
            receive(&s);
        work(&s);
        if (!flush(&s))
            break;
    }
    flush(&s);
    end(&s);
    return s.exited && s.shut_down;
}
