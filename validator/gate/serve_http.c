#include "gate/serve_http.h"

#include "base/clock.h"
#include "gate/serve_clients.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    IDLE_SECONDS = 10,             /* a connection that says nothing is closed */
    CONNECTION_MEMORY = 16 * 1024, /* for the head of a request */
};

struct serve_http {
    struct MHD_Daemon *daemon;
    serve_http_page *page;
    void *context;
    struct serve_clients clients; /* of the daemon's thread */
};

/* A request that is sent byte by byte never ends and is never idle: whoever comes next makes room for itself. */
static void count_connection(void *context, struct MHD_Connection *connection, void **number,
                             enum MHD_ConnectionNotificationCode code)
{
    struct serve_http *s = context;
    const union MHD_ConnectionInfo *fd, *from;

    if (code != MHD_CONNECTION_NOTIFY_STARTED) {
        serve_clients_remove(&s->clients, (uintptr_t)*number);
        return;
    }
    fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    from = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (fd)
        *number = (void *)serve_clients_add(&s->clients, fd->connect_fd, from ? from->client_addr : NULL, clock_ms());
}

static enum MHD_Result respond(struct MHD_Connection *connection, unsigned status, struct str body, const char *type,
                               const char *allow)
{
    void *bytes = (void *)(uintptr_t)body.p; /* copied */
    struct MHD_Response *r = MHD_create_response_from_buffer(body.len, bytes, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result ok;

    if (!r)
        return MHD_NO; /* closes the connection */
    MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    MHD_add_response_header(r, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    if (allow)
        MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, allow);
    ok = MHD_queue_response(connection, status, r);
    MHD_destroy_response(r);
    return ok;
}

/* Answers on the first call, before any body is read: a request that has one is not worth waiting for. */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **request)
{
    const struct serve_http *s = context;
    struct buf body = { 0 };
    const char *type = "text/plain; charset=utf-8";
    enum MHD_Result ok;
    unsigned status;

    (void)version;
    (void)upload;
    (void)upload_size;
    (void)request;
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
        return respond(connection, MHD_HTTP_METHOD_NOT_ALLOWED, STR("only GET and HEAD\n"), type, "GET, HEAD");
    status = s->page(s->context, str_c(url), &body, &type);
    ok = respond(connection, status, buf_str(&body), type, NULL);
    buf_free(&body);
    return ok;
}

struct serve_http *serve_http_start(int fd, serve_http_page *page, void *context)
{
    struct serve_http *s = calloc(1, sizeof *s);

    if (s) {
        s->page = page;
        s->context = context;
        s->daemon =
            MHD_start_daemon(MHD_USE_AUTO_INTERNAL_THREAD, 0, NULL, NULL, handle, s, MHD_OPTION_LISTEN_SOCKET, fd,
                             MHD_OPTION_CONNECTION_LIMIT, (unsigned)SERVE_CONNECTIONS, MHD_OPTION_NOTIFY_CONNECTION,
                             count_connection, s, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
                             MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_END);
    }
    if (s && s->daemon)
        return s;
    close(fd);
    free(s);
    return NULL;
}

void serve_http_stop(struct serve_http *s)
{
    MHD_stop_daemon(s->daemon);
    free(s);
}
