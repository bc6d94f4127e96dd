#include "schema/gowindow.h"

void go_window_init(struct go_window *w, struct arena *a, unsigned count,
                    bool (*contains)(void *context, unsigned i, const struct go_version *v), void *context)
{
    uint64_t *from = ARENA_ARRAY(a, uint64_t, go_version_count);
    unsigned most = count > GO_WINDOW_MOST ? GO_WINDOW_MOST : count;

    w->all = most == GO_WINDOW_MOST ? UINT64_MAX : ((uint64_t)1 << most) - 1;
    w->from = from;
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
