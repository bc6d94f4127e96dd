#include "prow/files/inputs.h"

#include "schema/behaviour.h"

struct finder {
    struct prow_inputs *in;
    struct arena *arena;
    const struct fs *fs;
};

static void add(struct finder *f, struct str path, enum prow_role role, struct str repo)
{
    struct prow_inputs *in = f->in;

    *ARENA_PUSH(f->arena, in->files, in->count, in->cap) = (struct prow_input){ path, role, repo };
}

/* Walks one folder and adds what Prow would read there. */
static void add_walk(struct finder *f, struct str root, const struct jobtree_rules *how, enum prow_role role,
                     struct str repo)
{
    struct jobtree *walk = &f->in->walks[f->in->walk_count++];

    jobtree_read(walk, f->arena, f->fs, root, how);
    for (size_t i = 0; i < walk->count; i++)
        add(f, walk->files[i].path, role, repo);
}

/* The walk as the deployed versions make it. */
static struct jobtree_rules job_rules(const struct window *w)
{
    struct jobtree_rules how = jobtree_jobs;

    how.yml = behaviour_holds(w, BEHAVIOUR_JOB_FILES_YML);
    how.ignore_files = behaviour_holds(w, BEHAVIOUR_PROWIGNORE);
    how.unique_names = behaviour_may_hold(w, BEHAVIOUR_JOB_FILE_BASENAMES_UNIQUE);
    return how;
}

/* .prow/ is looked at since a version of hook's, and since a later one of checkconfig's. */
static struct jobtree_rules in_repo_rules(const struct window *w, bool by_checkconfig)
{
    struct jobtree_rules how = jobtree_in_repo;

    how.folder = behaviour_may_hold(w, by_checkconfig ? BEHAVIOUR_CHECK_INREPO_FOLDER : BEHAVIOUR_INREPO_FOLDER);
    return how;
}

static bool is_file(const struct fs *fs, struct str path)
{
    struct fs_error error;
    struct fs_info info;

    return path.len && fs_stat(fs, path, &info, &error) && info.kind != FS_DIRECTORY;
}

void prow_inputs_find(struct prow_inputs *in, struct arena *a, const struct fs *fs, const struct prow_paths *p,
                      const struct window *w)
{
    struct jobtree_rules jobs = job_rules(w), config = jobtree_config, plugins = jobtree_plugins;
    struct jobtree_rules in_repo = in_repo_rules(w, p->inrepo_by_checkconfig);
    struct finder f = { in, a, fs };

    jobs.all_of_name = p->for_people;
    *in = (struct prow_inputs){ 0 };
    in->walks = ARENA_ARRAY(a, struct jobtree,
                            1 + p->supplemental_config_count + p->supplemental_plugins_count + p->inrepo_count);
    if (p->config_suffix.p)
        config.suffix = p->config_suffix;
    if (p->plugins_suffix.p)
        plugins.suffix = p->plugins_suffix;
    if (is_file(fs, p->config))
        add(&f, p->config, ROLE_CONFIG, STR(""));
    for (size_t i = 0; i < p->supplemental_config_count; i++)
        add_walk(&f, p->supplemental_config[i], &config, ROLE_SUPPLEMENTAL_CONFIG, STR(""));
    if (p->jobs.len)
        add_walk(&f, p->jobs, &jobs, ROLE_JOBS, STR(""));
    if (p->plugins.len)
        add(&f, p->plugins, ROLE_PLUGINS, STR(""));
    for (size_t i = 0; i < p->supplemental_plugins_count; i++)
        add_walk(&f, p->supplemental_plugins[i], &plugins, ROLE_SUPPLEMENTAL_PLUGINS, STR(""));
    for (size_t i = 0; i < p->inrepo_count; i++)
        add_walk(&f, p->inrepo[i].path, &in_repo, ROLE_INREPO, p->inrepo[i].repo);
}
