#include "rules/prow/plugins/config_updater_acls.h"

/* What is wrong with the form, in Prow's words; NULL when nothing is. */
static const char *fault(struct str repo)
{
    struct str org, rest;

    if (repo.len == 0)
        return "org/repo cannot be empty";
    if (str_cut(repo, '/', &org, &rest) && str_has(rest, STR("/")))
        return "org/repo contains too many slashes '/'";
    return org.len ? NULL : "you cannot set a repo without an org";
}

static void check_list(struct check *c, const struct prow_tree *t, const struct updated_file *f, const char *field,
                       bool says)
{
    struct setting list = setting_get(t->scratch, &f->entry, field), e = { 0 };

    while (node_kind(list.value) == NODE_SEQUENCE && setting_next(t->scratch, &list, &e)) {
        const char *what = fault(setting_text(&e));
        if (!what)
            continue;
        setting_report(c, &e, setting_place(&e), "\"%.*s\" is neither an organization nor org/repo: %s",
                       STR_ARG(setting_text(&e)), what);
        if (says)
            prow_says(c, "config_updater.maps[\"%.*s\"].%s: %s", STR_ARG(setting_key(&f->entry)), field, what);
    }
}

void updated_file_check_acls(struct check *c, const struct prow_tree *t, const struct updated_file *f, bool says)
{
    check_list(c, t, f, "allowed_repos", says);
    check_list(c, t, f, "denied_repos", says);
}
