#include "command/project.h"

#include "command/command.h"
#include "command/pipelines.h"
#include "command/project_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST_PROJECT_FILE = 1 << 20, MOST_FOLDERS_UP = 32 };

static const char project_name[] = "prowgate.yaml";

/* A path is relative to the root of the tree, as in the project file; an absolute one stands for itself. */
static struct str flag_path(const struct args *args, const char *flag, struct str otherwise)
{
    struct str s = args_text(args, flag, otherwise);

    while (s.len > 1 && str_ends(s, STR("/")))
        s.len--;
    return s;
}

/* A slash after a link makes Prow follow it, so it stays. */
static struct str jobs_path(const struct args *args, const struct fs *fs, struct str otherwise)
{
    struct str given = args_text(args, "job-config", otherwise), s = flag_path(args, "job-config", otherwise);
    struct fs_error error;
    struct fs_info info;

    return s.len < given.len && fs_lstat(fs, s, &info, &error) && info.kind == FS_SYMLINK ? given : s;
}

static void flag_list(struct arena *arena, const struct args *args, const char *flag, struct str **list, size_t *count)
{
    struct str value;
    size_t n = 0;

    while (args_nth(args, flag, n, &value))
        n++;
    if (n == 0)
        return;
    *list = ARENA_ARRAY(arena, struct str, n);
    for (*count = 0; *count < n; (*count)++)
        args_nth(args, flag, *count, &(*list)[*count]);
}

/* A flag that gives repositories and where they are checked out. */
static bool flag_repos(struct arena *arena, const struct args *args, const char *flag, struct inrepo_source **repos,
                       size_t *count)
{
    struct str *list = NULL, repo, path;
    size_t n = 0;

    flag_list(arena, args, flag, &list, &n);
    if (n == 0)
        return true;
    *repos = ARENA_ARRAY(arena, struct inrepo_source, n);
    *count = n;
    for (size_t i = 0; i < n; i++) {
        if (!str_cut(list[i], '=', &repo, &path) || !str_has(repo, STR("/")) || path.len == 0) {
            command_fail(args, "--%s wants ORG/REPO=PATH, not \"%.*s\"", flag, STR_ARG(list[i]));
            return false;
        }
        (*repos)[i] = (struct inrepo_source){ repo, path };
    }
    return true;
}

static bool flag_facts(struct project *p, struct arena *arena, const struct args *args)
{
    struct fact_paths *facts = &p->paths.facts;

    facts->clusters = flag_path(args, "clusters", facts->clusters);
    facts->github_app_orgs = flag_path(args, "github-app-orgs", facts->github_app_orgs);
    return flag_repos(arena, args, "checkout", &facts->checkouts, &facts->checkout_count);
}

static bool flag_rules(struct project *p, struct arena *arena, const struct args *args)
{
    struct str *list = NULL, id, severity;
    struct rule_override *all;
    size_t n = 0;

    flag_list(arena, args, "rule", &list, &n);
    all = ARENA_ARRAY(arena, struct rule_override, p->rule_count + n);
    for (size_t i = 0; i < p->rule_count; i++)
        all[i] = p->rules[i];
    for (size_t i = 0; i < n; i++) {
        struct rule_override *o = &all[p->rule_count];
        if (!str_cut(list[i], '=', &id, &severity) || !severity_parse(severity, &o->severity)) {
            command_fail(args, "--rule wants ID=off, =info, =warning or =error, not \"%.*s\"", STR_ARG(list[i]));
            return false;
        }
        o->id = id;
        p->rule_count++;
    }
    p->rules = all;
    return true;
}

static bool apply_flags(struct project *p, const struct fs *fs, struct arena *arena, const struct args *args)
{
    p->paths.config = flag_path(args, "config", p->paths.config);
    p->paths.jobs = jobs_path(args, fs, p->paths.jobs);
    p->no_jobs = p->no_jobs || args_has(args, "no-jobs");
    p->paths.plugins = flag_path(args, "plugins", p->paths.plugins);
    flag_list(arena, args, "supplemental-config", &p->paths.supplemental_config, &p->paths.supplemental_config_count);
    flag_list(arena, args, "supplemental-plugins", &p->paths.supplemental_plugins,
              &p->paths.supplemental_plugins_count);
    flag_list(arena, args, "deployed", &p->versions, &p->version_count);
    flag_list(arena, args, "deployed-from", &p->deployed_from, &p->deployed_from_count);
    flag_list(arena, args, "required-job-annotations", &p->paths.required_annotations,
              &p->paths.required_annotation_count);
    return flag_repos(arena, args, "inrepo", &p->paths.inrepo, &p->paths.inrepo_count) && flag_facts(p, arena, args) &&
           flag_rules(p, arena, args);
}

/* One that is there and can't be read is not the same as none. */
static bool read_project_file(struct project *p, const struct fs *fs, struct arena *arena, struct str path,
                              const char *name)
{
    struct buf text = { 0 };
    struct fs_error error;
    bool ok = fs_read(fs, path, LARGEST_PROJECT_FILE, &text, &error);

    if (ok)
        ok = project_file_read(p, arena, name, arena_copy(arena, buf_str(&text)));
    else
        command_fail(p->args, "%.*s", STR_ARG(fs_error_text(&error, arena)));
    buf_free(&text);
    return ok;
}

/* A file, and the link that may stand in its place, belong to whom the folder below belongs, or to who runs this. */
static bool has_owner_of(const struct source *source, const char *file, const char *folder)
{
    struct stat owner, link, target;

    if (source->kind != SOURCE_FOLDER)
        return true; /* a commit is one piece */
    return fstatat(source->disk.root, folder, &owner, 0) == 0 &&
           fstatat(source->disk.root, file, &link, AT_SYMLINK_NOFOLLOW) == 0 &&
           (link.st_uid == owner.st_uid || link.st_uid == geteuid()) &&
           (fstatat(source->disk.root, file, &target, 0) != 0 || target.st_uid == owner.st_uid ||
            target.st_uid == geteuid());
}

/* Whether the tree lies in a repository whose root is the folder so many levels above it, or one above that. A commit
 * always does. */
static bool is_in_repository(const struct source *source, struct arena *arena, struct str above, unsigned up)
{
    struct fs_error error;
    struct fs_info info;

    for (; source->kind == SOURCE_FOLDER && up < MOST_FOLDERS_UP; up++) {
        if (fs_lstat(source->fs, ARENA_JOIN(arena, above, STR(".git")), &info, &error))
            return true;
        above = ARENA_JOIN(arena, above, STR("../"));
    }
    return source->kind != SOURCE_FOLDER;
}

static bool leave(const struct source *source, struct str above, const char *why)
{
    fprintf(stderr, "prowgate: %.*s/%.*s%s is not obeyed: %s; name it with --project if it is meant\n",
            STR_ARG(source->name), STR_ARG(above), project_name, why);
    return true;
}

/* What stands so many levels above the root: whoever can write there must not say how this tree is judged. */
static bool take_project_file(struct project *p, struct source *source, struct arena *arena, struct str above,
                              unsigned up)
{
    struct str path = ARENA_JOIN(arena, above, str_c(project_name));

    if (!has_owner_of(source, arena_copy(arena, path).p, "."))
        return leave(source, above, "it belongs to somebody else than the tree");
    if (up && !is_in_repository(source, arena, above, up))
        return leave(source, above, "it lies above the tree, and in no repository with it");
    if (up)
        fprintf(stderr, "prowgate: using %.*s/%.*s\n", STR_ARG(source->name), STR_ARG(path));
    p->file = str_c(project_name);
    return source_up(source, arena, up) && read_project_file(p, source->fs, arena, p->file, project_name);
}

/* The project file at the root, or in a folder above it: then that folder is the root. */
static bool find_project_file(struct project *p, struct source *source, struct arena *arena)
{
    struct str above = STR("");
    struct fs_error error;
    struct fs_info info;

    for (unsigned up = 0; up < MOST_FOLDERS_UP; up++) {
        if (fs_lstat(source->fs, ARENA_JOIN(arena, above, str_c(project_name)), &info, &error))
            return take_project_file(p, source, arena, above, up);
        /* A repository ends where its .git stands: what is above is another project's. */
        if (fs_lstat(source->fs, ARENA_JOIN(arena, above, STR(".git")), &info, &error))
            return true;
        above = ARENA_JOIN(arena, above, STR("../"));
        if (!fs_stat(source->fs, above, &info, &error))
            return true;
    }
    return true;
}

/* What somebody named stands above what the tree says of itself. The text of the tree's own file stays. */
static bool read_named_file(struct project *p, struct arena *arena, const struct args *args)
{
    struct str file = args_text(args, "project", STR("")), text = p->text;
    struct fs_error error;
    struct fs_disk here;
    bool ok;

    if (file.len == 0)
        return true;
    p->named = true;
    ok = fs_disk_open(&here, NULL, &error) && read_project_file(p, &here.fs, arena, file, file.p);
    p->named = false;
    p->text = text;
    return ok;
}

bool project_file_find(struct project *p, struct source *source, struct arena *arena)
{
    *p = (struct project){ .args = source->args, .root = "" };
    return (source->kind != SOURCE_FOLDER && source->kind != SOURCE_GIT) || find_project_file(p, source, arena);
}

/* Empty where nobody can tell. */
static struct str working_directory(struct arena *arena)
{
    char *path = getcwd(NULL, 0);
    struct str copy = path ? arena_copy(arena, str_c(path)) : STR("");

    free(path);
    return copy;
}

/* What stands above every search: the project file, and where the tree is. */
static bool begin_project(struct project *p, struct source *source, struct arena *arena, const struct args *args)
{
    *p = (struct project){ .args = args, .paths = source->paths, .resolved = source->resolved };
    if (source->kind == SOURCE_SNAPSHOT) {
        command_fail(args, "%.*s holds no files, only what prowgate made of them; give the tree that it was made from",
                     STR_ARG(source->name));
        return false;
    }
    if ((source->kind == SOURCE_FOLDER || source->kind == SOURCE_GIT) && !find_project_file(p, source, arena))
        return false;
    if (!read_named_file(p, arena, args))
        return false;
    p->root = arena_copy(arena, source->name).p;
    if (source->kind == SOURCE_FOLDER)
        p->seen = path_seen_root(arena, source->name, working_directory(arena));
    p->paths.for_people = true;
    return true;
}

bool project_find_alone(struct project *p, struct source *source, struct arena *arena, const struct args *args)
{
    return begin_project(p, source, arena, args) && apply_flags(p, source->fs, arena, args) &&
           pipelines_find(p, source->fs, arena, args) && project_discover(p, source, arena, args);
}

bool project_find(struct project *p, struct source *source, struct arena *arena, const struct args *args)
{
    if (!args_has(args, "central"))
        return project_find_alone(p, source, arena, args);
    if (!begin_project(p, source, arena, args))
        return false;
    flag_list(arena, args, "deployed", &p->versions, &p->version_count);
    return flag_rules(p, arena, args) && project_find_central(p, source, arena, args);
}

bool project_open(struct project *p, struct source *source, struct arena *arena, const struct args *args,
                  struct str root)
{
    if (!source_open(source, arena, args, root))
        return false;
    if (project_find(p, source, arena, args))
        return true;
    source_close(source);
    return false;
}

bool project_of_flags(struct project *p, struct arena *arena, const struct args *args)
{
    *p = (struct project){ .args = args, .root = "" };
    flag_list(arena, args, "deployed", &p->versions, &p->version_count);
    return flag_rules(p, arena, args);
}

bool project_has_only_pipelines(const struct project *p)
{
    return p->has_pipelines && p->paths.config.len == 0 && p->paths.jobs.len == 0 && p->paths.plugins.len == 0 &&
           p->paths.inrepo_count == 0 && p->version_count == 0;
}

bool project_of_saved(struct project *p, struct arena *arena, const struct args *args, struct str text)
{
    *p = (struct project){ .args = args, .root = "", .named = true }; /* its paths lead nowhere any more */
    if (text.len && !project_file_read(p, arena, "prowgate.yaml of what was saved", arena_copy(arena, text)))
        return false;
    p->versions = NULL;
    p->version_count = 0;
    flag_list(arena, args, "deployed", &p->versions, &p->version_count);
    return flag_rules(p, arena, args);
}

bool project_rule_settings(const struct project *p, struct rule_settings *s, struct arena *arena,
                           const struct window *window, const struct own_rules *own)
{
    const struct rule *lacking;

    rule_settings_init(s, arena, window);
    if (p->resolved)
        *s = rule_settings_resolved(arena, s);
    if (own)
        rule_settings_own(s, arena, own->rules, own->count);
    for (size_t i = 0; i < rule_count; i++)
        if (rules[i]->severity == SEVERITY_OFF && facts_given(&p->paths.facts, rules[i]->asked_by))
            rule_settings_set(s, str_c(rules[i]->id), SEVERITY_WARNING);
    for (size_t i = 0; i < p->rule_count; i++) {
        const struct rule_override *o = &p->rules[i];
        if (o->is_use && rule_settings_use(s, arena, o->id, (struct rule_use){ o->severity, o->parameters }))
            continue;
        if (!own && str_has(o->id, STR("/")))
            continue;
        if (!rule_settings_set(s, o->id, o->severity)) {
            const struct rule *near = rule_nearest(o->id);
            command_fail(p->args, "no rule is called \"%.*s\"%s%s%s", STR_ARG(o->id), near ? "; did you mean " : "",
                         near ? near->id : "", near ? "?" : "");
            return false;
        }
        if (!rule_find(o->id)) /* an own one */
            continue;
        if (rule_is_renamed(rule_find(o->id), o->id))
            fprintf(stderr, "prowgate: rule %.*s is called %s now\n", STR_ARG(o->id), rule_find(o->id)->id);
        if (rule_find(o->id)->undecided && o->severity != SEVERITY_ERROR) {
            command_fail(p->args,
                         "%.*s says what could not be looked at: it stays an error, and nothing is decided while it "
                         "has findings",
                         STR_ARG(o->id));
            return false;
        }
    }
    lacking = rule_settings_lacking(s);
    if (lacking)
        command_fail(p->args,
                     "%s has to be told more than its severity: give its parameters in %s, as prowgate explain %s says",
                     lacking->id, project_name, lacking->id);
    return !lacking;
}
