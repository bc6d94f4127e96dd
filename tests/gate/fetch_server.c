#include "tests/gate/fetch_server.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void start_server(struct server *s, const char *script)
{
    int in[2], out[2];
    char ports[512] = { 0 }, http[16], other[16], https[16], rude[16];
    size_t used = 0;

    snprintf(s->folder, sizeof s->folder, "/tmp/prowgate-fetch-XXXXXX");
    if (!mkdtemp(s->folder) || pipe(in) != 0 || pipe(out) != 0)
        exit(1);
    fcntl(in[1], F_SETFD, FD_CLOEXEC);
    s->pid = fork();
    if (s->pid == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        execlp("python3", "python3", script, s->folder, (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    s->in = in[1];
    for (ssize_t n; used + 1 < sizeof ports && !strchr(ports, '\n'); used += (size_t)n)
        if ((n = read(out[0], ports + used, sizeof ports - 1 - used)) <= 0)
            break;
    close(out[0]);
    if (sscanf(ports, "%15s %15s %15s %15s %255s", http, other, https, rude, s->certificate) != 5) {
        fputs("the test server did not start\n", stderr);
        exit(1);
    }
    snprintf(s->http, sizeof s->http, "http://127.0.0.1:%s", http);
    snprintf(s->other, sizeof s->other, "http://127.0.0.1:%s", other);
    snprintf(s->rude, sizeof s->rude, "https://127.0.0.1:%s", rude);
    snprintf(s->https, sizeof s->https, "https://127.0.0.1:%s", https);
}

void stop_server(struct server *s)
{
    char path[128];

    close(s->in);
    waitpid(s->pid, NULL, 0);
    snprintf(path, sizeof path, "%s/key.pem", s->folder);
    unlink(path);
    unlink(s->certificate);
    rmdir(s->folder);
}
