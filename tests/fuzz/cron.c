/* cron: schedules, and the bytes of time zone files. */
#include "syntax/cron/cron.h"
#include "syntax/cron/zone.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Activations go forward, by no less than the shortest interval. */
static void check_times(const struct cron *c)
{
    int64_t shortest = cron_shortest_interval(c), at = 1700000000, next;

    must(shortest >= 0);
    for (int i = 0; i < 20 && cron_next(c, at, &next); i++) {
        must(next > at);
        must(i == 0 || next - at >= shortest);
        at = next;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = { (const char *)data, size }, error = { NULL, 0 };
    struct arena a = { 0 };
    struct cron c;

    if (str_starts(in, STR("TZif")))
        zone_data_valid(in);
    else if (cron_parse(in, &a, &c, &error) == CRON_OK)
        check_times(&c);
    else
        must(error.len > 0);
    arena_free(&a);
    return 0;
}
