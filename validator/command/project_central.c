/* A repository with jobs of its own, judged by the Prow configuration that it runs under (--central): the main file,
 * presets, in_repo_config and jobs of another tree, which stands under a name of its own in this one. */
#include "command/project.h"

#include "command/command.h"

static struct str mounted(struct arena *a, struct str path)
{
    return path.len == 0 || path.p[0] == '/' ? path : ARENA_JOIN(a, STR(PROJECT_CENTRAL "/"), path);
}

static struct str *mount_list(struct arena *a, const struct str *list, size_t count)
{
    struct str *all = ARENA_ARRAY(a, struct str, count);

    for (size_t i = 0; i < count; i++)
        all[i] = mounted(a, list[i]);
    return all;
}

/* With room for one more. */
static struct inrepo_source *mount_repos(struct arena *a, const struct inrepo_source *list, size_t count)
{
    struct inrepo_source *all = ARENA_ARRAY(a, struct inrepo_source, count + 1);

    for (size_t i = 0; i < count; i++)
        all[i] = (struct inrepo_source){ list[i].repo, mounted(a, list[i].path) };
    return all;
}

static void mount_paths(struct prow_paths *p, struct arena *a)
{
    p->config = mounted(a, p->config);
    p->jobs = mounted(a, p->jobs);
    p->plugins = mounted(a, p->plugins);
    p->supplemental_config = mount_list(a, p->supplemental_config, p->supplemental_config_count);
    p->supplemental_plugins = mount_list(a, p->supplemental_plugins, p->supplemental_plugins_count);
    p->facts.clusters = mounted(a, p->facts.clusters);
    p->facts.github_app_orgs = mounted(a, p->facts.github_app_orgs);
    p->facts.checkouts = mount_repos(a, p->facts.checkouts, p->facts.checkout_count);
    p->inrepo = mount_repos(a, p->inrepo, p->inrepo_count);
}

/* The tree that --central gives, as any tree is opened and completed. */
static bool open_central(struct project *central, struct source *source, struct arena *arena, const struct args *args)
{
    struct str given = args_text(args, "central", STR(""));

    source->central = ARENA_NEW(arena, struct source);
    if (!source_open(source->central, arena, args, given)) {
        source->central = NULL;
        return false;
    }
    if (!project_find_alone(central, source->central, arena, args))
        return false;
    if (central->paths.config.len)
        return true;
    command_fail(args, "%.*s has no main file of Prow, by which jobs of a repository could be judged", STR_ARG(given));
    return false;
}

bool project_find_central(struct project *p, struct source *source, struct arena *arena, const struct args *args)
{
    struct project *central = ARENA_NEW(arena, struct project);
    struct inrepo_source own = { project_own_repo(source, arena, args), STR(".") };

    if (!project_has_own_jobs(source->fs)) {
        command_fail(args, "%s has no .prow.yaml and no .prow: --central is for a repository with jobs of its own",
                     p->root);
        return false;
    }
    if (own.repo.len == 0) {
        command_fail(args,
                     "which repository %s is, no git remote says: name it with --repo ORG/REPO, for the main file says "
                     "what it may do",
                     p->root);
        return false;
    }
    if (!open_central(central, source, arena, args))
        return false;
    fs_mount_init(&source->mount, source->fs, source->central->fs, STR(PROJECT_CENTRAL));
    source->fs = &source->mount.fs;
    p->paths = central->paths;
    mount_paths(&p->paths, arena);
    p->paths.inrepo[p->paths.inrepo_count++] = own;
    p->paths.central = true;
    p->seen.mount = STR(PROJECT_CENTRAL "/");
    p->seen.mount_prefix = p->seen.mount;
    if (source->central->kind == SOURCE_FOLDER)
        p->seen.mount_prefix = ARENA_JOIN(arena, source->central->name, STR("/"));
    p->in_repo = true;
    p->central = central;
    p->central_fs = source->central->fs;
    return true;
}
