#include "delta/link_source.h"

#include "base/path.h"
#include "syntax/yaml/yaml.h"

enum { MOST_BYTES = 16 << 20, MOST_DEPTH = 12 };

struct reading {
    const struct fs *fs;
    struct arena *a;
};

static bool read(const struct reading *r, struct str path, struct tape *tape)
{
    struct buf bytes = { 0 };
    struct yaml_error error;
    struct fs_error e;
    bool ok = fs_read(r->fs, path, MOST_BYTES, &bytes, &e) &&
              yaml_read(tape, r->a, arena_copy(r->a, buf_str(&bytes)), NULL, &error);

    buf_free(&bytes);
    return ok;
}

static struct place place_of(const struct tape *t, struct str file, const struct node *n)
{
    return (struct place){ file, span_of(t->source, n), false };
}

/* The folder of a registry's component: its path joined by "-" is its name. */
static struct str find_component(const struct reading *r, struct str folder, struct str rest, struct str file,
                                 unsigned depth)
{
    struct fs_listing listing;
    struct fs_error e;
    struct fs_info info;
    struct str here = path_join(r->a, folder, file);

    if (!rest.len)
        return fs_stat(r->fs, here, &info, &e) && info.kind == FS_FILE ? here : (struct str){ "", 0 };
    if (depth > MOST_DEPTH || !fs_list(r->fs, folder, r->a, &listing, &e))
        return (struct str){ "", 0 };
    for (size_t i = 0; i < listing.count; i++) {
        struct str name = listing.names[i].name, found;

        if (!str_starts(rest, name) || (rest.len > name.len && rest.p[name.len] != '-'))
            continue;
        found = find_component(r, path_join(r->a, folder, name), str_from(rest, name.len + (rest.len > name.len)), file,
                               depth + 1);
        if (found.len)
            return found;
    }
    return (struct str){ "", 0 };
}

static void take_env(struct link_source *s, const struct tape *t, struct str file, const struct node *env)
{
    const struct node *list = node_field(env, STR("ALLOWED_SUBSCRIPTIONS"));

    if (s->limits || !list)
        return;
    s->limits = true;
    s->subscriptions = node_text(list);
    s->limits_at = place_of(t, file, list);
}

static void take_timeout(struct link_source *s, const struct tape *t, struct str file, const struct node *timeout)
{
    if (s->timeout.len || node_kind(timeout) != NODE_STRING)
        return;
    s->timeout = node_text(timeout);
    s->timeout_at = place_of(t, file, timeout);
}

static void read_workflow(const struct reading *r, struct link_source *s)
{
    struct str file = find_component(r, STR("ci-operator/step-registry"), s->workflow,
                                     ARENA_JOIN(r->a, s->workflow, STR("-workflow.yaml")), 0);
    const struct node *steps;
    struct tape t;

    if (!file.len || !read(r, file, &t))
        return;
    steps = node_field(node_field(t.root, STR("workflow")), STR("steps"));
    take_env(s, &t, file, node_field(steps, STR("env")));
}

static void read_test(const struct reading *r, struct link_source *s, const struct tape *t, struct str file,
                      const struct node *test)
{
    const struct node *steps = node_field(test, STR("steps"));
    bool periodic = node_field(test, STR("cron")) || node_field(test, STR("interval")) ||
                    node_field(test, STR("minimum_interval")) || node_field(test, STR("release_controller"));

    s->at = place_of(t, file, node_field(test, STR("as")));
    s->kind = node_true(node_field(test, STR("postsubmit"))) ? STR("postsubmit")
              : periodic                                     ? STR("periodic")
                                                             : STR("presubmit");
    s->workflow = node_text(node_field(steps, STR("workflow")));
    take_timeout(s, t, file, node_field(test, STR("timeout")));
    take_env(s, t, file, node_field(steps, STR("env")));
    if (s->workflow.len)
        read_workflow(r, s);
}

static struct str without_kind(struct str job)
{
    static const struct str kinds[] = { STR_INIT("branch-ci-"), STR_INIT("periodic-ci-"), STR_INIT("pull-ci-") };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_starts(job, kinds[i]))
            return str_from(job, kinds[i].len);
    return (struct str){ "", 0 };
}

/* Reads one configuration; rest is the job's name without what comes before the variant. */
static void read_config(const struct reading *r, struct link_source *s, struct str file, struct str variant,
                        struct str rest)
{
    struct tape t;

    if (variant.len) {
        if (!str_starts(rest, ARENA_JOIN(r->a, variant, STR("-"))))
            return;
        rest = str_from(rest, variant.len + 1);
    }
    if (!read(r, file, &t))
        return;
    for (const struct node *e = node_first(node_field(t.root, STR("tests"))); e;
         e = node_next(node_field(t.root, STR("tests")), e))
        if (!s->at.file.len && node_is(node_field(node_value(e), STR("as")), rest))
            read_test(r, s, &t, file, node_value(e));
}

void link_source_find(struct link_source *s, const struct fs *fs, struct str job, struct str repo, struct str branch,
                      struct arena *a)
{
    struct reading r = { fs, a };
    struct str folder = path_join(a, STR("ci-operator/config"), repo), org, name, stem, rest;
    struct fs_listing listing;
    struct fs_error e;

    *s = (struct link_source){ 0 };
    str_cut(repo, '/', &org, &name);
    stem = ARENA_JOIN(a, org, STR("-"), name, STR("-"), branch);
    rest = without_kind(job);
    if (!str_starts(rest, ARENA_JOIN(a, stem, STR("-"))) || !fs_list(fs, folder, a, &listing, &e))
        return;
    rest = str_from(rest, stem.len + 1);
    for (size_t i = 0; i < listing.count && !s->at.file.len; i++) {
        struct str file = listing.names[i].name, variant = str_from(file, stem.len);

        if (!str_starts(file, stem) || !str_ends(variant, STR(".yaml")))
            continue;
        variant = str_slice(variant, 0, variant.len - 5);
        if (variant.len && !str_starts(variant, STR("__")))
            continue;
        read_config(&r, s, path_join(a, folder, file), str_from(variant, variant.len ? 2 : 0), rest);
    }
}
