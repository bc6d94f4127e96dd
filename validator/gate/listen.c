#include "gate/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 64, MOST_PORT = 65535 };

static bool is_port(struct str s)
{
    unsigned n = 0;

    for (size_t i = 0; i < s.len && n <= MOST_PORT; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        n = n * 10 + (unsigned)(s.p[i] - '0');
    }
    return s.len > 0 && n <= MOST_PORT;
}

/* "[::1]:80" gives "::1" and "80". */
static bool split(struct str address, struct str *host, struct str *port)
{
    size_t colon = str_rfind_char(address, ':');

    if (colon == SIZE_MAX)
        return false;
    *host = str_slice(address, 0, colon);
    *port = str_from(address, colon + 1);
    if (str_starts(*host, STR("[")) && str_ends(*host, STR("]")))
        *host = str_slice(*host, 1, host->len - 1);
    else if (str_find_char(*host, ':') != SIZE_MAX)
        return false;
    return is_port(*port) && str_find_char(*host, '\0') == SIZE_MAX;
}

static int open_one(const struct addrinfo *at)
{
    int fd = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, at->ai_protocol);
    int one = 1, no = 0, number;

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (at->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no); /* "all addresses" means IPv4 too */
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    number = errno;
    close(fd);
    errno = number;
    return -1;
}

static struct str name_of(int fd, struct arena *a)
{
    struct sockaddr_storage at;
    socklen_t len = sizeof at;
    char host[NI_MAXHOST], port[NI_MAXSERV];

    if (getsockname(fd, (struct sockaddr *)&at, &len) != 0 ||
        getnameinfo((struct sockaddr *)&at, len, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return STR("?");
    return at.ss_family == AF_INET6 ? arena_printf(a, "[%s]:%s", host, port) : arena_printf(a, "%s:%s", host, port);
}

/* The first of the addresses that can be listened on; IPv6 before IPv4 where all are wanted, because it takes both. */
static int open_any(const struct addrinfo *list, bool all)
{
    int fd = -1;

    for (const struct addrinfo *at = list; at && fd < 0 && all; at = at->ai_next)
        if (at->ai_family == AF_INET6)
            fd = open_one(at);
    for (const struct addrinfo *at = list; at && fd < 0; at = at->ai_next)
        fd = open_one(at);
    return fd;
}

int listen_open(struct str address, struct arena *a, struct str *shown, struct str *error)
{
    struct addrinfo wanted = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM }, *list;
    struct str host, port;
    int fd, status;

    if (!split(address, &host, &port)) {
        *error = STR("an address is HOST:PORT, [IPV6]:PORT or :PORT");
        return -1;
    }
    status = getaddrinfo(host.len ? arena_copy(a, host).p : NULL, arena_copy(a, port).p, &wanted, &list);
    if (status != 0) {
        *error = str_c(status == EAI_SYSTEM ? strerror(errno) : gai_strerror(status));
        return -1;
    }
    fd = open_any(list, host.len == 0);
    if (fd < 0)
        *error = str_c(strerror(errno));
    else
        *shown = name_of(fd, a);
    freeaddrinfo(list);
    return fd;
}
