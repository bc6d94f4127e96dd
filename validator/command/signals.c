#include "command/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

bool signals_begin(struct signals *s)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    if (pthread_sigmask(SIG_BLOCK, &set, &s->before) != 0)
        return false;
    s->fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (s->fd < 0)
        pthread_sigmask(SIG_SETMASK, &s->before, NULL);
    return s->fd >= 0;
}

void signals_end(struct signals *s)
{
    bool ours = sigismember(&s->before, SIGTERM) != 1;
    struct signalfd_siginfo info;

    while (ours && read(s->fd, &info, sizeof info) == (ssize_t)sizeof info)
        continue;
    close(s->fd);
    pthread_sigmask(SIG_SETMASK, &s->before, NULL);
}
