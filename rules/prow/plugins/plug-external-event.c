#include "base/nearest.h"
#include "prow/plugins/plugins.h"
#include "rule/rule.h"

/* What GitHub may put into X-GitHub-Event (its page on webhook events and payloads). */
static const char *const events[] = {
    "branch_protection_configuration",
    "branch_protection_rule",
    "check_run",
    "check_suite",
    "code_scanning_alert",
    "commit_comment",
    "create",
    "custom_property",
    "custom_property_values",
    "delete",
    "dependabot_alert",
    "deploy_key",
    "deployment",
    "deployment_protection_rule",
    "deployment_review",
    "deployment_status",
    "discussion",
    "discussion_comment",
    "fork",
    "github_app_authorization",
    "gollum",
    "installation",
    "installation_repositories",
    "installation_target",
    "issue_comment",
    "issue_dependencies",
    "issues",
    "label",
    "marketplace_purchase",
    "member",
    "membership",
    "merge_group",
    "meta",
    "milestone",
    "org_block",
    "organization",
    "package",
    "page_build",
    "personal_access_token_request",
    "ping",
    "project",
    "project_card",
    "project_column",
    "projects_v2",
    "projects_v2_item",
    "projects_v2_status_update",
    "public",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
    "pull_request_review_thread",
    "push",
    "registry_package",
    "release",
    "repository",
    "repository_advisory",
    "repository_dispatch",
    "repository_import",
    "repository_ruleset",
    "repository_vulnerability_alert",
    "secret_scanning_alert",
    "secret_scanning_alert_location",
    "secret_scanning_scan",
    "security_advisory",
    "security_and_analysis",
    "sponsorship",
    "star",
    "status",
    "sub_issues",
    "team",
    "team_add",
    "watch",
    "workflow_dispatch",
    "workflow_job",
    "workflow_run",
};

static bool is_known(struct str event)
{
    for (size_t i = 0; i < COUNT_OF(events); i++)
        if (str_eq(event, str_c(events[i])))
            return true;
    return false;
}

static struct str nearest(struct str event)
{
    struct str found = STR("");
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < COUNT_OF(events); i++)
        if (nearest_better(event, str_c(events[i]), &least))
            found = str_c(events[i]);
    return found;
}

/* GitHub adds events: one that is like none of these may be new. */
static void check_event(struct check *c, const struct setting *event)
{
    struct str text = setting_text(event), near;

    if (text.len == 0 || is_known(text))
        return;
    near = nearest(text);
    setting_report(c, event, setting_place(event),
                   "GitHub sends no event \"%.*s\", so this plugin never gets one%s%.*s%s", STR_ARG(text),
                   near.len ? "; did you mean " : "", STR_ARG(near), near.len ? "?" : "");
    if (near.len)
        repair(c, REPAIR_LIKELY, setting_place(event), near);
    else
        no_more_than(c, SEVERITY_INFO);
}

static void check_plugin(struct check *c, const struct prow_tree *t, const struct setting *plugin)
{
    struct setting list = setting_get(t->scratch, plugin, "events");

    for (struct setting e = { 0 }; setting_next(t->scratch, &list, &e);)
        check_event(c, &e);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting root;

    for (size_t n = 0; plugin_file(t, n, &root); n++) {
        struct setting repos = setting_get(t->scratch, &root, "external_plugins");
        for (struct setting r = { 0 }; setting_next(t->scratch, &repos, &r);)
            for (struct setting p = { 0 }; setting_next(t->scratch, &r, &p);)
                check_plugin(c, t, &p);
    }
}

const struct rule rule_plug_external_event = {
    .id = "plug-external-event",
    .summary = "External plugins ask for events that GitHub sends.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
