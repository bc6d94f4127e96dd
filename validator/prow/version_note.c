#include "prow/version_note.h"

/* "hook v20190122-e707848, deck v20190118-977be68": the versions for which has is not so, or not surely. */
static struct str name_versions(struct check *c, enum behaviour b, enum share spared, size_t *count)
{
    const struct behaviour_info *info = &behaviours[b];
    const struct window *w = check_window(c);
    struct str names = STR("");

    *count = 0;
    for (size_t i = 0; i < w->count; i++) {
        const struct version *v = &w->versions[i];
        if (version_has(v, info->since, info->until) == spared)
            continue;
        names = arena_printf(check_arena(c), "%.*s%s%.*s%s%.*s", STR_ARG(names), names.len ? ", " : "",
                             STR_ARG(v->component), v->component.len ? " " : "", STR_ARG(v->text));
        for_version(c, v->text);
        ++*count;
    }
    return names;
}

void accepted_since(struct check *c, enum behaviour loosened)
{
    size_t n;
    struct str names = name_versions(c, loosened, SHARE_ALL, &n);

    detail(c, "deployed %.*s refuse%s to load this config; accepted since %.*s", STR_ARG(names), n == 1 ? "s" : "",
           STR_ARG(version_tag(behaviours[loosened].since, check_arena(c))));
}

void refused_since(struct check *c, enum behaviour tightened)
{
    size_t n;
    struct str names = name_versions(c, tightened, SHARE_NONE, &n);

    detail(c, "deployed %.*s refuse%s to load this config; refused since %.*s", STR_ARG(names), n == 1 ? "s" : "",
           STR_ARG(version_tag(behaviours[tightened].since, check_arena(c))));
}
