#include "base/ascii.h"
#include "base/path.h"
#include "prow/jobs/job_report.h"

/* The version at the end of a file's name: 0.47 of "repo-presubmits-0.47.yaml". Empty without one. */
static struct str version_of(struct str path)
{
    size_t slash = str_rfind_char(path, '/'), start;
    struct str name = str_from(path, slash == SIZE_MAX ? 0 : slash + 1);
    bool dot = false;

    name = str_trim_suffix(str_trim_suffix(name, STR(".yaml")), STR(".yml"));
    for (start = name.len; start > 0 && (is_digit(name.p[start - 1]) || name.p[start - 1] == '.'); start--)
        dot = dot || name.p[start - 1] == '.';
    if (!dot || start == name.len || start == 0 || name.p[start] == '.' ||
        (name.p[start - 1] != '-' && name.p[start - 1] != '_' && name.p[start - 1] != 'v'))
        return STR("");
    return str_from(name, start);
}

static bool runs_on(const struct job *j, const char *format, struct str version)
{
    struct arena *a = j->arena;
    struct str branch = ARENA_JOIN(a, str_c(format), version);

    return branches_include(a, &j->branches, j->patterns, branch);
}

/* Teams call the branch of a release by one of these. */
static bool skips_release(const struct job *j, struct str version)
{
    static const char *const before[] = { "release-", "release-v", "release/", "v", "stable-" };

    for (size_t i = 0; i < COUNT_OF(before); i++)
        if (!runs_on(j, before[i], version))
            return true;
    return false;
}

/* A job that runs on the main branch and not on that of the file's version was copied and not adapted. */
static void check_job(struct check *c, const struct job *j)
{
    struct str version = version_of(j->file->path);

    if (j->kind == PERIODIC || version.len == 0 || j->branches.skip_count == 0 || j->branches.only_count ||
        !skips_release(j, version) || !(runs_on(j, "main", STR("")) || runs_on(j, "master", STR(""))))
        return;
    job_report(c, j, "skip_branches",
               "this file is about release %.*s, and %s %.*s skips that branch and runs on the main one; name the "
               "branch in branches",
               STR_ARG(version), job_kind_name(j->kind), STR_ARG(j->name));
}

const struct rule rule_release_file_branch = {
    .id = "release-file-branch",
    .summary = "A job file with a version in its name holds jobs for that release.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .job = check_job,
};
