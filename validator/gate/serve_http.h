/* serve_http: HTTP over libmicrohttpd: the only file that knows it. Bounded in connections, memory and time; answers
 * GET and HEAD, and looks at nothing of a request but its path. */
#ifndef GATE_SERVE_HTTP_H
#define GATE_SERVE_HTTP_H

#include "base/buf.h"

struct serve_http;

/* Appends a page to body and returns its status, as serve_page does. Called in the server's thread. */
typedef unsigned serve_http_page(void *context, struct str path, struct buf *body, const char **type);

/* Answers on the listening socket fd, which is closed in the end, in a thread of its own; NULL where that fails. */
struct serve_http *serve_http_start(int fd, serve_http_page *page, void *context);
/* Ends every connection and the thread. */
void serve_http_stop(struct serve_http *s);

#endif
