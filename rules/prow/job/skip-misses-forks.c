#include "base/path.h"
#include "prow/index/names.h"
#include "rule/rule.h"

/* What a pattern begins with for certain: letters and dashes, without the anchor. */
static struct str stem(struct str pattern)
{
    struct str t = str_trim_prefix(pattern, STR("^"));
    size_t i = 0;

    while (i < t.len && (((t.p[i] | 0x20) >= 'a' && (t.p[i] | 0x20) <= 'z') || t.p[i] == '-' || t.p[i] == '/'))
        i++;
    return str_slice(t, 0, i);
}

static bool are_of_other_branches(struct str skipped, struct str forked)
{
    struct str a = stem(skipped), b = stem(forked);

    return a.len && b.len && !str_starts(a, b) && !str_starts(b, a);
}

/* A job of which nothing that it skips is of the branches that it is copied for. */
static bool misses(const struct job_summary *j, struct str forked)
{
    for (size_t i = 0; i < j->branches.skip_count; i++)
        if (!are_of_other_branches(j->branches.skip[i], forked))
            return false;
    return j->branches.only_count == 0;
}

static void tell(struct check *c, const struct name_use *skipped, struct str pattern, const struct name_use *fork)
{
    report(c, skipped->at,
           "skip_branches of job %.*s, %.*s, is of no branch that this folder's jobs are copied for: periodic %.*s "
           "does "
           "that for %.*s, where this job and its copy both run then",
           STR_ARG(skipped->job->name), STR_ARG(pattern), STR_ARG(fork->job->name), STR_ARG(fork->value));
    at_path(c, "%.*s", STR_ARG(job_summary_path(check_arena(c), skipped->job, STR("skip_branches"))));
    also(c, fork->at, "where the folder is named");
}

/* Who copies the jobs of the file: of its folder, or of one around that. */
static const struct name_use *fork_of(const struct names *n, struct str file)
{
    for (struct str folder = path_dir_part(file); folder.len; folder = path_dir_part(folder)) {
        const struct name_use *u = names_first(n, NAME_FORKED, STR(""), folder = str_slice(folder, 0, folder.len - 1));
        if (u)
            return u;
    }
    return NULL;
}

static void look(struct check *c, const struct names *n, const struct name *skipped)
{
    for (const struct name_use *u = name_first(n, skipped); u; u = u->next) {
        const struct name_use *fork = fork_of(n, u->at.file);
        if (fork && are_of_other_branches(skipped->text, fork->value) && misses(u->job, fork->value))
            tell(c, u, skipped->text, fork);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct name_range skipped = { 0 };

    if (names_of_kind(&n, NAME_FORKED).count)
        skipped = names_of_kind(&n, NAME_SKIPPED);
    for (size_t i = 0; i < skipped.count; i++)
        look(c, &n, skipped.items[i]);
}

const struct rule rule_skip_misses_forks = {
    .id = "skip-misses-forks",
    .summary = "A job that is copied for release branches skips those, not others.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .reads = READS(NAME_FORKED) | READS(NAME_SKIPPED) | READS_SETTINGS,
    .tree = check_tree,
};
