#include "schema/gowindow.h"

#include "schema/mainline.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

void go_window_init(struct go_window *w, struct arena *a, unsigned count,
                    bool (*contains)(void *context, unsigned i, const struct go_version *v), void *context)
{
    uint64_t *from = ARENA_ARRAY(a, uint64_t, go_version_count);
    unsigned most = count > GO_WINDOW_MOST ? GO_WINDOW_MOST : count;

    *w = (struct go_window){
        .all = most == GO_WINDOW_MOST ? UINT64_MAX : ((uint64_t)1 << most) - 1,
        .from = from,
    };
    from[0] = w->all;
    for (uint16_t v = 1; v < go_version_count; v++) {
        for (unsigned i = 0; i < most; i++) {
            /* Where there are too many, the last bit stands for the newest. */
            unsigned version = i + 1 == most ? count - 1 : i;

            if (contains(context, version, &go_versions[v]))
                from[v] |= (uint64_t)1 << i;
        }
    }
}

static bool contains_all(void *context, unsigned i, const struct go_version *v)
{
    (void)context;
    (void)i;
    (void)v;
    return true;
}

void go_window_newest(struct go_window *w, struct arena *a)
{
    go_window_init(w, a, 1, contains_all, NULL);
}

static unsigned digits(const char *p, size_t n)
{
    unsigned value = 0;

    while (n--)
        value = value * 10 + (unsigned)(*p++ - '0');
    return value;
}

/* Position of a commit that is not on the main line (it changed only what Prow depends on): what came after it,
 * by its time or, without one, its day. */
static uint32_t position_by_date(const char *date)
{
    struct tm t = { .tm_year = (int)digits(date, 4) - 1900, .tm_mon = (int)digits(date + 5, 2) - 1 };
    bool exact = strlen(date) > 10;
    uint32_t position = 0;

    t.tm_mday = (int)digits(date + 8, 2) + !exact;
    t.tm_hour = exact ? (int)digits(date + 11, 2) : 0;
    t.tm_min = exact ? (int)digits(date + 14, 2) : 0;
    while (position < mainline_count && (int64_t)mainline[position].time < (int64_t)timegm(&t))
        position++;
    return position;
}

/* What go_window_init asks about. */
struct deployment {
    const struct version **versions;
    const struct go_version *asked; /* whose position this is */
    uint32_t position;
};

static bool contains(void *context, unsigned i, const struct go_version *v)
{
    struct deployment *d = context;

    if (d->asked != v && !version_position(str_c(v->commit), &d->position))
        d->position = position_by_date(v->date);
    d->asked = v;
    return version_has(d->versions[i], d->position, VERSION_NEVER) == SHARE_ALL;
}

static int compare(const void *a, const void *b)
{
    return version_compare(*(const struct version *const *)a, *(const struct version *const *)b);
}

void go_window_of(struct go_window *w, struct arena *a, const struct window *deployed)
{
    struct deployment d = { .versions = ARENA_ARRAY(a, const struct version *, deployed->count + 1) };
    size_t count = 0;

    if (deployed->count == 0) {
        go_window_newest(w, a);
        return;
    }
    for (size_t i = 0; i < deployed->count; i++)
        d.versions[i] = &deployed->versions[i];
    qsort(d.versions, deployed->count, sizeof *d.versions, compare);
    for (size_t i = 0; i < deployed->count; i++) {
        if (count == 0 || version_compare(d.versions[count - 1], d.versions[i]) != 0)
            d.versions[count++] = d.versions[i];
    }
    go_window_init(w, a, (unsigned)count, contains, &d);
    if (count > GO_WINDOW_MOST)
        d.versions[GO_WINDOW_MOST - 1] = d.versions[count - 1];
    w->versions = d.versions;
}
