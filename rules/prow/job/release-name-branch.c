#include "base/ascii.h"
#include "rules/prow/job/job_warnings.h"

/* The version right behind the repository's name in the job's: 0.4 of "ci-org-serving-0.4-continuous". */
static struct str version_behind(struct str name, struct str repo)
{
    size_t at = str_find(name, repo), start = at == SIZE_MAX ? 0 : at + repo.len + 1, end = start;
    bool dot = false;

    if (at == SIZE_MAX || repo.len == 0 || start > name.len || (at > 0 && name.p[at - 1] != '-') ||
        name.p[start - 1] != '-')
        return STR("");
    for (; end < name.len && (is_digit(name.p[end]) || name.p[end] == '.'); end++)
        dot = dot || name.p[end] == '.';
    return dot && end > start && name.p[end - 1] != '.' && (end == name.len || name.p[end] == '-')
               ? str_slice(name, start, end)
               : STR("");
}

/* The first repository is what the job is about; others are its tools. */
static void check_job(struct check *c, const struct job *j)
{
    const struct node *ref = node_value(node_first(job_collection(j, "extra_refs")));
    const struct node *branch = node_field(ref, STR("base_ref"));
    struct str version = version_behind(j->name, text_or_empty(node_field(ref, STR("repo"))));

    if (j->kind != PERIODIC || version.len == 0 || !(node_is(branch, STR("master")) || node_is(branch, STR("main"))))
        return;
    job_report_at(c, j, prow_place(j->file, branch), STR("extra_refs[0].base_ref"),
                  "periodic %.*s is about release %.*s by its name, and clones %.*s", STR_ARG(j->name),
                  STR_ARG(version), STR_ARG(node_text(branch)));
    also(c, job_place(j, STR("name")), "its name");
}

const struct rule rule_release_name_branch = {
    .id = "release-name-branch",
    .summary = "A periodic with a release in its name clones that release.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .job = check_job,
};
