#include "base/path.h"
#include "rules/prow/delivery/delivered.h"

static bool is_there(const struct prow_tree *t, struct str path)
{
    struct fs_info info;
    struct fs_error error;

    return path.len == 0 || fs_stat(t->fs, path, &info, &error);
}

/* A pattern of a folder that is there may be for other files than Prow's: only what it begins with is looked at. */
static bool matches_something(const struct delivered *d, const struct delivery_key *k)
{
    for (size_t i = 0; i < k->glob_count; i++) {
        struct str folder = glob_folder(k->globs[i]);
        if (is_there(d->tree, str_trim_suffix(folder, STR("/"))))
            return true;
    }
    return false;
}

static bool is_copied(const struct delivered *d, struct str path)
{
    const struct delivery_key *key;

    return delivery_of(&d->delivery, path_clean(d->tree->scratch, path), &key, 1) > 0;
}

static bool any_job_copied(const struct delivered *d, bool *any)
{
    struct delivered_walk w = { 0 };

    for (*any = false; delivered_next(d, &w);) {
        *any = true;
        if (is_copied(d, w.path))
            return true;
    }
    return false;
}

/* What the key was for, and no key is any more: the main file, the plugin file, or the folder of jobs; empty where it was for
 * something else, of which nothing is known. */
static struct str meant(const struct delivered *d, const struct delivery_key *k)
{
    const struct prow_paths *p = &d->tree->paths;
    struct str name = path_base(k->glob);
    bool any;

    if (glob_has_wildcard(k->glob))
        return d->jobs.len && !any_job_copied(d, &any) && any ? d->jobs : STR("");
    if (str_eq(name, path_base(p->config)) && !is_copied(d, p->config))
        return p->config;
    return p->plugins.len && str_eq(name, path_base(p->plugins)) && !is_copied(d, p->plugins) ? p->plugins : STR("");
}

static void tell(struct check *c, const struct delivered *d, const struct delivery_key *k, struct str now)
{
    setting_report(c, &k->entry, setting_key_place(&k->entry),
                   "config_updater copies %.*s into %.*s, and there is no such file: no change of %.*s, which it "
                   "copies nowhere, arrives in the cluster",
                   STR_ARG(k->glob), STR_ARG(delivered_map(d, k)), STR_ARG(now));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct delivered d;

    if (!delivered_read(&d, t))
        return;
    for (size_t i = 0; i < d.delivery.count; i++) {
        const struct delivery_key *k = d.delivery.keys[i];
        struct str now = matches_something(&d, k) ? STR("") : meant(&d, k);
        if (now.len)
            tell(c, &d, k, now);
    }
}

const struct rule rule_config_updater_key_empty = {
    .id = "config-updater-key-empty",
    .summary = "No key of config_updater.maps is for files of Prow's that lie somewhere else by now.",
    .severity = SEVERITY_WARNING,
    .of_changes = true,
    .reads = READS_PLUGINS | READS_FOLDERS | READS_FILES,
    .tree = check_tree,
};
