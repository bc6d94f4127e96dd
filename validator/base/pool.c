#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

struct crew {
    atomic_size_t next;
    size_t items;
    void (*work)(void *context, unsigned worker, size_t item);
    void *context;
};

struct worker {
    struct crew *crew;
    unsigned index;
    pthread_t thread;
    int started;
};

unsigned pool_cpus(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    return CPU_COUNT(&set) > 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

static void *run(void *arg)
{
    struct worker *w = arg;
    struct crew *c = w->crew;
    size_t item;

    while ((item = atomic_fetch_add(&c->next, 1)) < c->items)
        c->work(c->context, w->index, item);
    return NULL;
}

void pool_run(unsigned threads, size_t items, void (*work)(void *context, unsigned worker, size_t item), void *context)
{
    struct crew crew = { .items = items, .work = work, .context = context };
    struct worker *workers;

    if (threads == 0)
        threads = 1;
    if (threads > items)
        threads = items ? (unsigned)items : 1;
    workers = calloc(threads, sizeof *workers);
    if (!workers)
        abort();
    for (unsigned i = 0; i < threads; i++)
        workers[i] = (struct worker){ .crew = &crew, .index = i };
    for (unsigned i = 1; i < threads; i++)
        workers[i].started = pthread_create(&workers[i].thread, NULL, run, &workers[i]) == 0;
    run(&workers[0]);
    for (unsigned i = 1; i < threads; i++)
        if (workers[i].started)
            pthread_join(workers[i].thread, NULL);
    free(workers);
}
