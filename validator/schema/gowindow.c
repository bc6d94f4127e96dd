#include "schema/gowindow.h"

#include "schema/version.h"

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

uint32_t go_version_position(uint16_t version, uint32_t otherwise)
{
    const struct go_version *v = &go_versions[version];
    struct arena scratch = { 0 };
    struct version of_day;
    struct str error, tag;
    uint32_t position;

    if (version == 0)
        return otherwise;
    if (version_position(str_c(v->commit), &position))
        return position;
    tag = arena_printf(&scratch, "v%.4s%.2s%.2s-0000000", v->date, v->date + 5, v->date + 8);
    position = version_parse(tag, &of_day, &scratch, &error) ? of_day.latest : otherwise;
    arena_free(&scratch);
    return position;
}
