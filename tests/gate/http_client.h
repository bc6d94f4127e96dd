/* http_client: just enough of HTTP for tests to ask a server of ours on loopback, however wrongly they like. */
#ifndef TESTS_GATE_HTTP_CLIENT_H
#define TESTS_GATE_HTTP_CLIENT_H

#include <stddef.h>

/* A connection to 127.0.0.1 that gives up reading after five seconds; -1 where nobody listens. */
int http_dial(unsigned port);
/* Sends these bytes and reads to the end, at most size - 1 bytes of it, which are NUL-terminated. Returns the status,
 * or 0 where the connection was refused, or closed without one. */
int http_exchange(unsigned port, const char *request, size_t len, char *answer, size_t size);
/* The same with GET for a path. */
int http_get(unsigned port, const char *path, char *answer, size_t size);

#endif
