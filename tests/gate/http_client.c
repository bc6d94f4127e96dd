#include "tests/gate/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int http_dial(unsigned port)
{
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)port),
                              .sin_addr = { htonl(INADDR_LOOPBACK) } };
    struct timeval patience = { 5, 0 };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0)
        return fd;
    close(fd);
    return -1;
}

int http_exchange(unsigned port, const char *request, size_t len, char *answer, size_t size)
{
    int fd = http_dial(port), status = 0;
    size_t used = 0;

    if (fd >= 0 && send(fd, request, len, MSG_NOSIGNAL) == (ssize_t)len)
        for (ssize_t n; used < size - 1 && (n = recv(fd, answer + used, size - 1 - used, 0)) > 0;)
            used += (size_t)n;
    answer[used] = '\0';
    if (fd >= 0)
        close(fd);
    return sscanf(answer, "HTTP/1.%*d %d", &status) == 1 ? status : 0;
}

int http_get(unsigned port, const char *path, char *answer, size_t size)
{
    char request[256];
    int n = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path);

    return http_exchange(port, request, (size_t)n, answer, size);
}
