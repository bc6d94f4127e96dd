#include "prow/plugins/synced.h"

#include "base/path.h"
#include "prow/plugins/delivery.h"

static bool is_copied(const struct delivery *d, struct str path)
{
    const struct delivery_key *key;

    return delivery_of(d, path, &key, 1) > 0;
}

static bool is_job_file(const struct prow_tree *t, struct str path)
{
    struct str root = t->paths.jobs;

    while (root.len > 1 && str_ends(root, STR("/")))
        root.len--;
    return root.len && str_starts(path, root) && path.len > root.len && path.p[root.len] == '/';
}

/* Without a map for any job file, they get into the cluster in another way. */
static bool any_copied(const struct delivery *m, const struct prow_tree *t)
{
    for (size_t w = 0; w < t->walk_count; w++)
        for (size_t i = 0; t->walks[w].kind == JOBTREE_JOBS && i < t->walks[w].count; i++)
            if (is_copied(m, path_clean(m->arena, t->walks[w].files[i].path)))
                return true;
    return false;
}

static bool is_left(const struct delivery *m, const struct prow_tree *t, struct str path)
{
    return is_job_file(t, path) && !is_copied(m, path);
}

static bool is_of_pair(const struct finding *f)
{
    return str_eq(str_c(f->rule->id), STR("jobs-duplicate-basename")) && f->related;
}

/* Two files of one name meet only where both are copied. Returns the one that is not. */
static struct str left_of_pair(const struct delivery *m, const struct prow_tree *t, const struct finding *f)
{
    if (!is_of_pair(f))
        return STR("");
    if (is_left(m, t, f->at.file))
        return f->at.file;
    return is_left(m, t, f->related->at.file) ? f->related->at.file : STR("");
}

static bool can_be_softer(const struct finding *f)
{
    return f->severity == SEVERITY_ERROR && !f->rule->undecided;
}

static void soften(struct finding *f)
{
    f->severity = SEVERITY_WARNING;
    f->detail = STR("config-updater copies this file nowhere, so the deployed Prow never reads it; checkconfig would "
                    "refuse the folder");
}

/* Most trees have nothing that could be weighed. */
static bool any_to_weigh(const struct findings *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (can_be_softer(list->items[i]) || is_of_pair(list->items[i]))
            return true;
    return false;
}

void synced_weigh(const struct prow_tree *t, const struct rule_settings *s, struct findings *out)
{
    struct delivery m = { 0 };
    size_t kept = 0, count = out->count;

    if (t->paths.jobs.len && any_to_weigh(out))
        delivery_read(&m, t);
    if (m.count == 0 || !any_copied(&m, t))
        return;
    for (size_t i = 0; i < count; i++) {
        struct finding *f = out->items[i];
        struct str left = left_of_pair(&m, t, f);
        if (left.len == 0 && can_be_softer(f) && is_left(&m, t, f->at.file))
            soften(f);
        if (left.len) {
            struct place at = { left, { 0 } };
            struct finding *told =
                report_rule(s, out, STR("jobs-not-synced"), at,
                            "config-updater copies this file nowhere, so the deployed Prow never "
                            "reads it; checkconfig would refuse the folder, as two files share a name");
            if (told)
                finding_relate(out, told, str_eq(left, f->at.file) ? f->related->at : f->at, STR("the other one"));
        } else {
            out->items[kept++] = f;
        }
    }
    for (size_t i = count; i < out->count; i++)
        out->items[kept++] = out->items[i];
    out->count = kept;
}
