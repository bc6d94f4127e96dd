#include "rules/prow/delivery/delivered.h"

/* The job files that no key copies. */
struct missed {
    struct str first, second;
    size_t count, copied;
    const struct delivery_key *best; /* the key that copies the first of the others */
};

static void look(struct missed *m, const struct delivered *d)
{
    for (struct delivered_walk w = { 0 }; delivered_next(d, &w);) {
        const struct delivery_key *key;
        if (delivery_of(&d->delivery, w.path, &key, 1)) {
            m->best = m->copied++ ? m->best : key;
            continue;
        }
        if (m->count == 0)
            m->first = w.path;
        else if (m->count == 1)
            m->second = w.path;
        m->count++;
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct missed m = { 0 };
    struct delivered d;

    if (!delivered_read(&d, t))
        return;
    look(&m, &d);
    if (m.count == 0 || m.copied == 0)
        return;
    setting_report(c, &m.best->entry, setting_key_place(&m.best->entry),
                   "config_updater copies %zu job file%s, and not %.*s%s%.*s%s: no change of %s reaches Prow; %.*s "
                   "does not "
                   "match %s",
                   m.copied, m.copied > 1 ? "s" : "", STR_ARG(m.first),
                   m.count > 2    ? ", "
                   : m.count == 2 ? " and "
                                  : "",
                   STR_ARG(m.second), m.count > 2 ? arena_printf(t->scratch, " and %zu more", m.count - 2).p : "",
                   m.count > 1 ? "these" : "it", STR_ARG(m.best->glob), m.count > 1 ? "them" : "it");
    also(c, (struct place){ m.first, { 0 }, false }, "this file stays behind");
}

const struct rule rule_config_updater_misses_jobs = {
    .id = "config-updater-misses-jobs",
    .summary = "Where config-updater copies job files into the cluster, it copies all of them.",
    .severity = SEVERITY_WARNING,
    .of_changes = true,
    .reads = READS_PLUGINS | READS_FOLDERS | READS_FILES,
    .tree = check_tree,
};
