#include "command/watch.h"

#include "base/path.h"
#include "base/stamp.h"
#include "command/command.h"
#include "command/source.h"
#include "source/fetch.h"
#include "source/retry.h"

#include <unistd.h>

#define SECOND INT64_C(1000000000)

enum { COMMIT_SECONDS = 10, URL_SECONDS = 60, MOST_LEVELS = 32 };

static void add(struct watch *w, struct watched item)
{
    for (size_t i = 0; i < w->count; i++)
        if (str_eq(w->items[i].given, item.given))
            return;
    item.given = arena_copy(w->arena, item.given);
    w->items = arena_grow(w->arena, w->items, w->count, &w->cap, sizeof *w->items);
    w->items[w->count++] = item;
}

bool watch_add(struct watch *w, struct str given)
{
    if (str_eq(given, STR("configmap:-"))) {
        command_fail(w->args, "standard input can be read only once: it can't be watched");
        return false;
    }
    add(w, (struct watched){ .given = given, .slow = fetch_is_url(given) || str_starts(given, STR("git:")) });
    return true;
}

void watch_own(struct watch *w, struct str folder)
{
    add(w, (struct watched){ .given = folder, .alone = true, .own = true });
}

void watch_settle(struct watch *w)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->items[i].own)
            w->items[i].written = stamp_path(w->items[i].given.p, NULL);
}

bool watch_is_settled(const struct watch *w)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->items[i].own && !fingerprint_eq(stamp_path(w->items[i].given.p, NULL), w->items[i].written))
            return false;
    return true;
}

static void add_if_outside(struct watch *w, const char *root, struct str path)
{
    struct arena a = { 0 };
    struct str clean = path_clean(&a, path);

    if (str_starts(clean, STR("/")))
        add(w, (struct watched){ .given = clean, .alone = true });
    else if (str_eq(clean, STR("..")) || str_starts(clean, STR("../")))
        add(w, (struct watched){ .given = path_join(&a, str_c(root), clean), .alone = true });
    arena_free(&a);
}

static void add_lists(struct watch *w, const char *root, const struct prow_paths *p)
{
    for (size_t i = 0; i < p->supplemental_config_count; i++)
        add_if_outside(w, root, p->supplemental_config[i]);
    for (size_t i = 0; i < p->supplemental_plugins_count; i++)
        add_if_outside(w, root, p->supplemental_plugins[i]);
    for (size_t i = 0; i < p->inrepo_count; i++)
        add_if_outside(w, root, p->inrepo[i].path);
    for (size_t i = 0; i < p->facts.checkout_count; i++)
        add_if_outside(w, root, p->facts.checkouts[i].path);
}

void watch_project(struct watch *w, const struct project *p, const struct fs_ledger *read)
{
    const struct fact_paths *facts = &p->paths.facts;
    const struct str single[] = { p->paths.config, p->paths.jobs,          p->paths.plugins,
                                  facts->clusters, facts->github_app_orgs, args_text(w->args, "ack", STR("")) };

    for (size_t i = 0; i < COUNT_OF(single); i++)
        add_if_outside(w, p->root, single[i]);
    add_lists(w, p->root, &p->paths);
    for (size_t i = 0; read && i < read->count; i++)
        add_if_outside(w, p->root, read->entries[i]->path);
}

static bool exists(struct arena *a, const char *folder, const char *name)
{
    return access(arena_printf(a, "%s/%s", folder, name).p, F_OK) == 0;
}

/* The folder that the paths of the project are relative to: where project_open finds the project file, which counts only
 * in the same repository. */
static const char *root_of(struct arena *a, const char *folder)
{
    const char *root = folder, *found = NULL;

    for (int up = 0; up < MOST_LEVELS; up++) {
        if (!found && exists(a, root, "prowgate.yaml"))
            found = root;
        if (found == folder || exists(a, root, ".git"))
            return found ? found : folder;
        root = arena_printf(a, "%s/..", root).p;
    }
    return folder;
}

/* A file behind a prefix, or a folder. */
static struct fingerprint look_at_disk(const struct watch *w, const struct watched *item, struct arena *a)
{
    static const struct str prefixes[] = { STR_INIT("prow-state:"), STR_INIT("configmap:"), STR_INIT("snapshot:") };

    struct str given = item->given;

    struct fingerprint f;

    if (item->own) {
        f = stamp_path(given.p, NULL);
        return fingerprint_eq(f, item->written) ? fingerprint_of(STR("as it was left")) : f;
    }
    if (item->alone)
        return stamp_path(given.p, w->except);
    for (size_t i = 0; i < COUNT_OF(prefixes); i++)
        if (str_starts(given, prefixes[i]))
            return stamp_path(arena_copy(a, str_from(given, prefixes[i].len)).p, w->except);
    return stamp_path(root_of(a, arena_copy(a, given).p), w->except);
}

/* A commit is known by the id of its files, a URL by its bytes. */
static struct fingerprint look_inside(const struct watch *w, struct str given, struct arena *a)
{
    struct fingerprint f = fingerprint_of(STR("out of reach"));
    struct source s;

    if (!source_open(&s, a, w->args, given))
        return f;
    if (s.kind == SOURCE_GIT)
        f = fingerprint_of(fs_git_tree_id(&s.git, a));
    else
        f = fingerprint_then(fingerprint_of(buf_str(&s.bytes)), fingerprint_of(buf_str(&s.more)));
    source_close(&s);
    return f;
}

static bool is_due(const struct watched *item, int64_t now)
{
    int64_t seconds = fetch_is_url(item->given) ? URL_SECONDS : COMMIT_SECONDS;

    return !item->slow || !item->known || now - item->at >= seconds * SECOND;
}

static void look_at(const struct watch *w, struct watched *item)
{
    struct arena a = { 0 };

    item->last = item->slow ? look_inside(w, item->given, &a) : look_at_disk(w, item, &a);
    item->known = true;
    arena_free(&a);
}

struct fingerprint watch_look(struct watch *w)
{
    struct fingerprint all = fingerprint_of(STR(""));

    for (size_t i = 0; i < w->count; i++) {
        int64_t now = retry_system_clock.now(NULL);
        if (is_due(&w->items[i], now)) {
            look_at(w, &w->items[i]);
            w->items[i].at = now;
        }
        all = fingerprint_then(all, w->items[i].last);
    }
    return all;
}
