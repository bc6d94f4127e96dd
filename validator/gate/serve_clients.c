#include "gate/serve_clients.h"

#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

enum { NETWORK = 8 };

static void read_address(unsigned char out[16], const struct sockaddr *from)
{
    struct sockaddr_in6 six;
    struct sockaddr_in four;

    memset(out, 0, 16);
    if (from && from->sa_family == AF_INET) {
        memcpy(&four, from, sizeof four);
        out[10] = out[11] = 0xff; /* as IPv6 writes it */
        memcpy(out + 12, &four.sin_addr, 4);
    } else if (from && from->sa_family == AF_INET6) {
        memcpy(&six, from, sizeof six);
        memcpy(out, &six.sin6_addr, IN6_IS_ADDR_V4MAPPED(&six.sin6_addr) ? 16 : NETWORK);
    }
}

static bool is_of(const struct serve_client *one, const unsigned char from[16])
{
    return one->open && memcmp(one->from, from, sizeof one->from) == 0;
}

static size_t count_of(const struct serve_clients *c, const unsigned char from[16])
{
    size_t n = 0;

    for (size_t i = 0; i < SERVE_CONNECTIONS; i++)
        n += is_of(&c->all[i], from);
    return n;
}

/* It counts no more, though its owner may take a moment to close it. */
static void end(struct serve_client *one)
{
    shutdown(one->fd, SHUT_RDWR);
    one->open = false;
}

static void end_oldest_of(struct serve_clients *c, const unsigned char from[16])
{
    struct serve_client *oldest = NULL;

    for (size_t i = 0; i < SERVE_CONNECTIONS; i++)
        if (is_of(&c->all[i], from) && (!oldest || c->all[i].number < oldest->number))
            oldest = &c->all[i];
    if (oldest)
        end(oldest);
}

static void end_one_of_the_most(struct serve_clients *c)
{
    const struct serve_client *of = NULL;
    size_t most = 0, open = 0;

    for (size_t i = 0; i < SERVE_CONNECTIONS; i++) {
        size_t n = c->all[i].open ? count_of(c, c->all[i].from) : 0;
        open += c->all[i].open;
        if (n > most) {
            most = n;
            of = &c->all[i];
        }
    }
    if (of && open >= SERVE_SHARED)
        end_oldest_of(c, of->from);
}

uintptr_t serve_clients_add(struct serve_clients *c, int fd, const struct sockaddr *from, int64_t now)
{
    struct serve_client fresh = { .open = true, .fd = fd, .since = now, .number = ++c->numbers };

    read_address(fresh.from, from);
    for (size_t i = 0; i < SERVE_CONNECTIONS; i++)
        if (c->all[i].open && now - c->all[i].since > SERVE_LONGEST_MS)
            end(&c->all[i]);
    if (count_of(c, fresh.from) >= SERVE_FROM_ONE)
        end_oldest_of(c, fresh.from);
    end_one_of_the_most(c);
    for (size_t i = 0; i < SERVE_CONNECTIONS; i++) {
        if (c->all[i].open)
            continue;
        c->all[i] = fresh;
        return fresh.number;
    }
    return 0;
}

void serve_clients_remove(struct serve_clients *c, uintptr_t number)
{
    for (size_t i = 0; i < SERVE_CONNECTIONS; i++)
        if (c->all[i].open && c->all[i].number == number)
            c->all[i].open = false;
}
