#include "command/window.h"

#include "command/command.h"
#include "prow/versions/deployed.h"

/* Adds who runs what; the version goes into the window once. False, with the reason, when it is none. */
static bool add(struct deployed_window *d, struct arena *arena, struct deployed_component c, struct str *error)
{
    struct version v;

    if (!version_parse(c.version, &v, arena, error))
        return false;
    if (str_eq(v.text, STR("latest")))
        v.text = version_tag(v.latest, arena);
    /* A utility image loads nothing, so nothing is said of it. */
    v.component = c.guess ? STR("") : c.component;
    c.version = v.text;
    d->guess = d->guess || c.guess;
    for (size_t i = 0; i < d->count; i++)
        if (str_eq(d->components[i].component, c.component) && str_eq(d->components[i].version, c.version))
            return true;
    d->components = arena_grow(arena, d->components, d->count, &d->component_cap, sizeof *d->components);
    d->components[d->count++] = c;
    for (size_t i = 0; i < d->window.count; i++)
        if (str_eq(d->versions[i].text, v.text))
            return true;
    d->versions = arena_grow(arena, d->versions, d->window.count, &d->version_cap, sizeof *d->versions);
    d->versions[d->window.count++] = v;
    d->window.versions = d->versions;
    return true;
}

static bool take_one(struct deployed_window *d, struct arena *arena, struct str given, struct str *error)
{
    struct str component, version;

    if (str_has(given, STR("/")) || !str_cut(given, ':', &component, &version)) {
        version = given;
        component = STR("");
    }
    if (add(d, arena, (struct deployed_component){ .component = component, .version = version }, error))
        return true;
    *error = ARENA_JOIN(arena, STR("deployed version \""), version, STR("\": "), *error);
    return false;
}

bool deployed_window_of(struct deployed_window *d, struct arena *arena, const struct str *given, size_t count,
                        struct str *error)
{
    *d = (struct deployed_window){ 0 };
    for (size_t i = 0; i < count; i++)
        if (!take_one(d, arena, given[i], error))
            return false;
    return true;
}

static bool take_given(struct deployed_window *d, struct arena *arena, const struct project *p)
{
    struct str error;
    bool ok = true;

    for (size_t i = 0; i < p->version_count; i++) {
        if (take_one(d, arena, p->versions[i], &error))
            continue;
        command_fail(p->args, "%.*s", STR_ARG(error));
        ok = false;
    }
    return ok;
}

static bool take_found(struct deployed_window *d, struct arena *arena, const struct args *args,
                       const struct deployed *found)
{
    bool ok = true;
    struct str error;

    for (size_t i = 0; i < found->count; i++) {
        const struct deployed_image *x = &found->images[i];
        if (!add(d, arena, (struct deployed_component){ x->component, x->version, x->at, found->guess }, &error)) {
            command_fail(args, "%.*s:%u: deployed version of %.*s: %.*s", STR_ARG(x->at.file), x->at.span.line,
                         STR_ARG(x->component), STR_ARG(error));
            ok = false;
        }
    }
    return ok;
}

/* Jobs without a main file belong to a Prow that nobody knows, and what deck shows does not say who shows it. */
static bool guess_newest(struct deployed_window *d, struct arena *arena)
{
    struct str error;

    return add(d, arena, (struct deployed_component){ .version = STR("latest"), .guess = true }, &error);
}

bool deployed_window_find(struct deployed_window *d, struct arena *arena, const struct project *p, const struct fs *fs)
{
    const struct deployed_image *unknown;
    struct deployed found = { 0 };
    bool foreign = false;

    *d = (struct deployed_window){ 0 };
    if (p->central && !p->version_count && !p->deployed_from_count) {
        fs = p->central_fs;
        p = p->central;
        foreign = true;
    }
    if (p->version_count)
        return take_given(d, arena, p);
    for (size_t i = 0; i < p->deployed_from_count; i++)
        if (!deployed_from_glob(&found, arena, fs, p->deployed_from[i])) {
            command_fail(p->args, "no file matches \"%.*s\", where the deployed versions should stand",
                         STR_ARG(p->deployed_from[i]));
            return false;
        }
    if (p->deployed_from_count == 0)
        deployed_discover(&found, arena, fs, p->paths.config, p->paths.jobs);
    if (found.unreadable.len) {
        command_fail(p->args, "%.*s; a deployed version may stand there", STR_ARG(found.unreadable));
        return false;
    }
    unknown = deployed_unknown(&found);
    if (unknown) {
        command_fail(p->args, "%.*s:%u: %.*s does not say which version of %.*s runs; say it with --deployed",
                     STR_ARG(unknown->at.file), unknown->at.span.line, STR_ARG(unknown->version),
                     STR_ARG(unknown->component));
        return false;
    }
    deployed_reduce(&found);
    if (found.count)
        return take_found(d, arena, p->args, &found);
    if (p->paths.config.len == 0 || foreign)
        return guess_newest(d, arena);
    command_fail(p->args,
                 "found no deployed version of Prow; say which one runs with --deployed vYYYYMMDD-commit, or where it "
                 "is recorded with --deployed-from; --deployed latest judges by the newest version known");
    return false;
}

bool deployed_window_add(struct deployed_window *d, struct arena *arena, const struct deployed_window *from)
{
    struct str error;

    for (size_t i = 0; i < from->count; i++)
        if (!add(d, arena, from->components[i], &error)) {
            command_fail(NULL, "deployed version \"%.*s\": %.*s", STR_ARG(from->components[i].version), STR_ARG(error));
            return false;
        }
    return true;
}
