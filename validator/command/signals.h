/* signals: SIGINT and SIGTERM in a descriptor, for what waits and wants to end when one comes. No handler is needed,
 * and nothing global. */
#ifndef COMMAND_SIGNALS_H
#define COMMAND_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

struct signals {
    sigset_t before;
    int fd; /* can be read once one of them came */
};

/* From now on they end up in fd, in this thread and those it starts. False, with errno, when no descriptor is free. */
bool signals_begin(struct signals *s);
/* Takes those that came, and gives them back their effect. Where another signals_begin is around this one, they are
 * left to that. */
void signals_end(struct signals *s);

#endif
