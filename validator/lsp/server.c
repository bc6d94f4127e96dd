#include "lsp/server.h"

#include "lsp/documents.h"
#include "lsp/message.h"
#include "lsp/publish.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum { PARSE_ERROR = -32700, INVALID_REQUEST = -32600, METHOD_NOT_FOUND = -32601, NOT_INITIALIZED = -32002 };

struct server {
    const struct lsp_tree *tree;
    struct documents documents;
    struct buf out;
    bool initialized, shut_down, exited;
    bool stale; /* something changed since the tree was judged */
};

/* Takes the reference to id and to one of result and error. */
static void answer(struct server *s, json_t *id, json_t *result, json_t *error)
{
    publish_message(&s->out, error ? json_pack("{s:s,s:O,s:o}", "jsonrpc", "2.0", "id", id, "error", error)
                                   : json_pack("{s:s,s:O,s:o}", "jsonrpc", "2.0", "id", id, "result", result));
}

static void refuse(struct server *s, json_t *id, int code, const char *why)
{
    json_t *none = json_null();

    answer(s, id ? id : none, NULL, json_pack("{s:i,s:s}", "code", code, "message", why));
}

/* UTF-8 where the client offers it, because it needs no counting; then UTF-32, and UTF-16, which everybody has. */
static enum position_encoding agreed(const json_t *params, const char **name)
{
    const json_t *offered =
        json_object_get(json_object_get(json_object_get(params, "capabilities"), "general"), "positionEncodings");
    enum position_encoding e = POSITION_UTF16;
    const json_t *one;
    size_t i;

    *name = "utf-16";
    json_array_foreach(offered, i, one)
    {
        const char *text = json_string_value(one);

        if (text && !strcmp(text, "utf-8")) {
            *name = "utf-8";
            return POSITION_UTF8;
        }
        if (text && !strcmp(text, "utf-32")) {
            *name = "utf-32";
            e = POSITION_UTF32;
        }
    }
    return e;
}

static void initialize(struct server *s, json_t *id, const json_t *params)
{
    const char *encoding;

    s->documents.encoding = agreed(params, &encoding);
    s->initialized = s->stale = true;
    answer(s, id,
           json_pack("{s:{s:s,s:{s:b,s:i,s:b}},s:{s:s}}", "capabilities", "positionEncoding", encoding,
                     "textDocumentSync", "openClose", 1, "change", 2, "save", 1, "serverInfo", "name", "prowgate"),
           NULL);
}

static void request(struct server *s, json_t *id, const char *method, const json_t *params)
{
    if (!strcmp(method, "initialize") && !s->initialized)
        initialize(s, id, params);
    else if (!s->initialized)
        refuse(s, id, NOT_INITIALIZED, "initialize comes first");
    else if (s->shut_down || !strcmp(method, "initialize"))
        refuse(s, id, INVALID_REQUEST, s->shut_down ? "only exit may follow shutdown" : "initialize came already");
    else if (!strcmp(method, "shutdown")) {
        s->shut_down = true;
        answer(s, id, json_null(), NULL);
    } else
        refuse(s, id, METHOD_NOT_FOUND, "no such method");
}

static void notification(struct server *s, const char *method, const json_t *params)
{
    if (!strcmp(method, "exit"))
        s->exited = true;
    else if (s->initialized && !s->shut_down && documents_notify(&s->documents, s->tree, method, params))
        s->stale = true;
}

static void take(struct server *s, struct str body)
{
    json_t *message = json_loadb(body.p, body.len, JSON_ALLOW_NUL, NULL);
    json_t *id = json_object_get(message, "id");
    const char *method = json_string_value(json_object_get(message, "method"));
    const json_t *params = json_object_get(message, "params");

    if (!message)
        refuse(s, NULL, PARSE_ERROR, "this is no JSON");
    else if (id && !json_is_string(id) && !json_is_integer(id))
        refuse(s, NULL, INVALID_REQUEST, "an id is a number or a string");
    else if (method && id)
        request(s, id, method, params);
    else if (method)
        notification(s, method, params);
    else if (!json_object_get(message, "result") && !json_object_get(message, "error"))
        refuse(s, id, INVALID_REQUEST, "this is no request");
    json_decref(message);
}

static bool flush(struct server *s, int out)
{
    for (size_t done = 0; done < s->out.len;) {
        ssize_t n = write(out, s->out.p + done, s->out.len - done);

        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    buf_reset(&s->out);
    return true;
}

/* Only when nothing more has come: of what was typed meanwhile, the last version alone is judged. */
static void judge_when_idle(struct server *s, int in)
{
    struct pollfd more = { .fd = in, .events = POLLIN };

    if (!s->stale || !s->initialized || s->shut_down || poll(&more, 1, 0) > 0)
        return;
    workspace_judge(s->tree->workspace);
    publish_changed(&s->out, s->tree, &s->documents);
    s->stale = false;
}

bool lsp_serve(const struct lsp_tree *tree, int in, int out)
{
    struct server s = { .tree = tree };
    struct message_reader reader = { 0 };
    enum message_state state = MESSAGE_MORE;
    char bytes[65536];
    struct str body;

    documents_init(&s.documents);
    while (!s.exited && state != MESSAGE_BROKEN) {
        ssize_t n = read(in, bytes, sizeof bytes);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        message_feed(&reader, (struct str){ bytes, (size_t)n });
        while (!s.exited && (state = message_next(&reader, &body)) == MESSAGE_WHOLE)
            take(&s, body);
        judge_when_idle(&s, in);
        if (!flush(&s, out))
            break;
    }
    documents_free(&s.documents);
    message_reader_free(&reader);
    buf_free(&s.out);
    return s.exited && s.shut_down;
}
