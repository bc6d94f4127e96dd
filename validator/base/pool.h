/* pool: a few threads that take numbered items from one counter. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

/* How many threads run at once on this machine: the CPUs this process may use, at least 1. */
unsigned pool_cpus(void);

/* Calls work(context, worker, item) once for every item in [0, items). worker is in [0, threads) and never in
 * two calls at once, so it can index per-worker memory. Items are taken in ascending order. Returns when all
 * are done. threads 0 counts as 1; where a thread can't be started, the others do its share. */
void pool_run(unsigned threads, size_t items, void (*work)(void *context, unsigned worker, size_t item), void *context);

#endif
