/* serve_clients: who is connected to the server, and who has to go so that the next one gets an answer: a client that is
 * slow on purpose holds its own connections, never all. */
#ifndef GATE_SERVE_CLIENTS_H
#define GATE_SERVE_CLIENTS_H

#include <stdbool.h>
#include <stdint.h>

struct sockaddr;

enum {
    SERVE_CONNECTIONS = 64,  /* that the server takes at all */
    SERVE_SHARED = 48,       /* above these the next ends an older one, so that there is always room for a probe */
    SERVE_FROM_ONE = 16,     /* of one address; an IPv6 network of 64 bits is one client's */
    SERVE_LONGEST_MS = 60000 /* that a connection lasts, however busy it seems, once another comes */
};

struct serve_client {
    bool open;
    int fd;
    int64_t since;          /* when it came, in clock_ms */
    uintptr_t number;       /* those that came before have smaller ones; none is 0 */
    unsigned char from[16]; /* its address; of IPv6 the network */
};

/* Zeroed, nobody is connected. For one thread. */
struct serve_clients {
    struct serve_client all[SERVE_CONNECTIONS];
    uintptr_t numbers;
};

/* A connection came. Ends (shutdown, not close: the descriptor stays its owner's) those that lasted too long, and where
 * there are too many, of its own address or of all, the oldest: of all, the oldest of the address with the most. Returns its
 * number, 0 where more are open than the server takes. */
uintptr_t serve_clients_add(struct serve_clients *c, int fd, const struct sockaddr *from, int64_t now);
/* The connection of that number is closed; nothing where it was ended before. */
void serve_clients_remove(struct serve_clients *c, uintptr_t number);

#endif
