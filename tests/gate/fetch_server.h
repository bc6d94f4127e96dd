/* fetch_server: server.py as a process of a test. */
#ifndef TESTS_GATE_FETCH_SERVER_H
#define TESTS_GATE_FETCH_SERVER_H

#include <sys/types.h>

struct server {
    pid_t pid;
    int in; /* closing it ends the server */
    char folder[64], http[64], other[64], https[64], rude[64], certificate[256];
};

/* Starts the script and waits until it listens; ends the test where it does not. */
void start_server(struct server *s, const char *script);
/* Ends it and removes what it wrote. */
void stop_server(struct server *s);

#endif
