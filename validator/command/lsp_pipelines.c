#include "command/lsp_pipelines.h"

#include "command/pipelines.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct lsp_pipelines {
    struct judged *judged;
    const struct workspace *workspace;
    struct pipelines_found *known;
    int done[2]; /* a pipe: the thread writes a byte when it is done */
    bool running, ever;
    uint64_t edits; /* of the workspace, when the last run began */
    pthread_t thread;
    struct fs_buffers files; /* the thread's, as they were then, and what it finds */
    struct pipelines_found *fresh;
};

static struct pipelines_found *nothing_found(void)
{
    struct pipelines_found *found = calloc(1, sizeof *found);

    if (!found)
        abort();
    return found;
}

static void forget(struct pipelines_found *found)
{
    if (found)
        pipelines_found_free(found);
    free(found);
}

struct lsp_pipelines *lsp_pipelines_new(struct judged *judged, const struct workspace *w)
{
    struct lsp_pipelines *p = calloc(1, sizeof *p);

    if (!p)
        abort();
    p->judged = judged;
    p->workspace = w;
    if (pipe2(p->done, O_CLOEXEC) != 0) {
        free(p);
        return NULL;
    }
    p->known = nothing_found();
    judged->found = p->known;
    return p;
}

static void *run(void *context)
{
    struct lsp_pipelines *p = context;
    const struct judged *j = p->judged;
    ssize_t n;

    pipelines_find_all(p->fresh, j->project, &p->files.fs, &j->own, &j->settings);
    do
        n = write(p->done[1], "", 1);
    while (n < 0 && errno == EINTR);
    return NULL;
}

bool lsp_pipelines_begin(struct lsp_pipelines *p)
{
    if (p->running || (p->ever && p->edits == p->workspace->edits))
        return p->running;
    fs_buffers_copy(&p->files, &p->workspace->files);
    p->fresh = nothing_found();
    p->edits = p->workspace->edits;
    p->ever = true;
    p->running = pthread_create(&p->thread, NULL, run, p) == 0;
    if (!p->running) {
        forget(p->fresh);
        fs_buffers_free(&p->files);
    }
    return p->running;
}

int lsp_pipelines_done(const struct lsp_pipelines *p)
{
    return p->running ? p->done[0] : -1;
}

bool lsp_pipelines_take(struct lsp_pipelines *p)
{
    char byte;
    bool current;

    if (!p->running)
        return false;
    pthread_join(p->thread, NULL);
    while (read(p->done[0], &byte, 1) < 0 && errno == EINTR)
        continue;
    p->running = false;
    fs_buffers_free(&p->files);
    current = p->edits == p->workspace->edits;
    if (current) {
        forget(p->known);
        p->known = p->fresh;
        p->judged->found = p->known;
    } else {
        forget(p->fresh);
    }
    p->fresh = NULL;
    return current;
}

void lsp_pipelines_free(struct lsp_pipelines *p)
{
    if (!p)
        return;
    lsp_pipelines_take(p);
    forget(p->known);
    close(p->done[0]);
    close(p->done[1]);
    free(p);
}
