/* listen: a listening socket for "HOST:PORT". */
#ifndef GATE_LISTEN_H
#define GATE_LISTEN_H

#include "base/arena.h"

/* Listens on TCP at address: "127.0.0.1:8080", "[::1]:8080", "localhost:0" (port 0: one that is free), ":8080" (all
 * addresses of the machine). The descriptor, non-blocking, is the caller's; *shown is where it listens, as HOST:PORT
 * with the port that it got. -1 with *error when that can't be; texts in the arena. */
int listen_open(struct str address, struct arena *a, struct str *shown, struct str *error);

#endif
