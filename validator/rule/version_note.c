#include "rule/version_note.h"

/* "hook v20190122-e707848, deck v20190118-977be68": the versions of which not exactly this share is so. */
static struct str name_versions(struct check *c, uint32_t since, uint32_t until, enum share spared, size_t *count)
{
    const struct window *w = check_window(c);
    struct str names = STR("");

    *count = 0;
    for (size_t i = 0; i < w->count; i++) {
        const struct version *v = &w->versions[i];
        if (version_has(v, since, until) == spared)
            continue;
        names = arena_printf(check_arena(c), "%.*s%s%.*s%s%.*s", STR_ARG(names), names.len ? ", " : "",
                             STR_ARG(v->component), v->component.len ? " " : "", STR_ARG(v->text));
        for_version(c, v->text);
        ++*count;
    }
    return names;
}

struct str versions_lacking(struct check *c, uint32_t since, uint32_t until, size_t *count)
{
    return name_versions(c, since, until, SHARE_ALL, count);
}

void accepted_since(struct check *c, enum behaviour loosened)
{
    size_t n;
    const struct behaviour_info *b = &behaviours[loosened];
    struct str names = name_versions(c, b->since, b->until, SHARE_ALL, &n);

    detail(c, "deployed %.*s refuse%s to load this config; accepted since %.*s", STR_ARG(names), n == 1 ? "s" : "",
           STR_ARG(version_tag(b->since, check_arena(c))));
}

void refused_since(struct check *c, enum behaviour tightened)
{
    size_t n;
    const struct behaviour_info *b = &behaviours[tightened];
    struct str names = name_versions(c, b->since, b->until, SHARE_NONE, &n);

    detail(c, "deployed %.*s refuse%s to load this config; refused since %.*s", STR_ARG(names), n == 1 ? "s" : "",
           STR_ARG(version_tag(b->since, check_arena(c))));
}

void refused_between(struct check *c, enum behaviour tightened, enum behaviour loosened)
{
    uint32_t since = behaviours[tightened].since, until = behaviours[loosened].since;
    size_t n;
    struct str names = name_versions(c, since, until, SHARE_NONE, &n);

    detail(c, "deployed %.*s refuse%s to load this config; refused since %.*s, accepted again since %.*s",
           STR_ARG(names), n == 1 ? "s" : "", STR_ARG(version_tag(since, check_arena(c))),
           STR_ARG(version_tag(until, check_arena(c))));
}

bool may_refuse_between(struct check *c, enum behaviour tightened, enum behaviour loosened)
{
    return window_has(check_window(c), behaviours[tightened].since, behaviours[loosened].since) != SHARE_NONE;
}
