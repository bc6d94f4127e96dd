#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = setting_find(t, "github.link_url");

    setting_check_url(c, &s, STR("unable to parse github.link_url, might not be a valid url: "));
}

const struct rule rule_github_link_url = {
    .id = "github-link-url",
    .summary = "github.link_url is a URL.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_GITHUB_LINK_URL_PARSES],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
