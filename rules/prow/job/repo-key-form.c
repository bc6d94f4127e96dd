#include "prow/files/file.h"
#include "rule/rule.h"

/* Gerrit's repositories are named by their instance. */
static bool is_gerrit(struct str key)
{
    return str_starts(key, STR("https://")) || str_starts(key, STR("http://"));
}

static const char *fault_of(struct str key)
{
    struct str org, repo;

    for (size_t i = 0; i < key.len; i++)
        if (key.p[i] <= ' ')
            return "has white space in it";
    if (!str_cut(key, '/', &org, &repo))
        return "is no repository: it has no slash, and jobs of a whole organization there are none";
    if (org.len == 0)
        return "begins with a slash";
    if (repo.len == 0)
        return "ends with its organization: the repository is missing";
    return str_find_char(repo, '/') == SIZE_MAX ? NULL : "has more than one slash";
}

static void check_list(struct check *c, const struct prow_file *f, const char *field)
{
    const struct node *map = node_field(f->tape.root, str_c(field));

    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k)) {
        struct str key = node_text(k);
        const char *fault = is_gerrit(key) ? NULL : fault_of(key);
        if (!fault || node_count(node_pair_value(k)) == 0)
            continue;
        report(c, prow_place(f, k), "%s of \"%.*s\" never run: the key is org/repo, and this one %s", field,
               STR_ARG(key), fault);
        at_path(c, "%s.%.*s", field, STR_ARG(key));
        if (!fault_of(str_trim_suffix(key, STR("/"))))
            repair(c, REPAIR_MEANT, prow_place(f, k), str_trim_suffix(key, STR("/")));
    }
}

static void check_file(struct check *c, const struct prow_file *f)
{
    if (f->role != ROLE_CONFIG && f->role != ROLE_JOBS)
        return;
    check_list(c, f, "presubmits");
    check_list(c, f, "postsubmits");
}

const struct rule rule_repo_key_form = {
    .id = "repo-key-form",
    .summary = "Presubmits and postsubmits stand under org/repo.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .ours = true,
    .file = check_file,
};
