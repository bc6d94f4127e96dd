#include "prow/versions/warnings.h"

#define HIERARCHY "validate-supplemental-prow-config-hierarchy"

#define WARNING(name, class, plugins, since)                                                                           \
    {                                                                                                                  \
        name, name, class, plugins, since, NULL                                                                        \
    }

const struct warning warnings[] = {
    WARNING("mismatched-tide", WARNING_DEFAULT, true, "23dd33e79032"),
    WARNING("tide-strict-branch", WARNING_DEFAULT, false, "32a281e354ad"),
    WARNING("tide-context-policy", WARNING_DEFAULT, false, "9eb8b96a77e8"),
    WARNING("mismatched-tide-lenient", WARNING_DEFAULT, true, "0ffe02f69264"),
    WARNING("non-decorated-jobs", WARNING_DEFAULT, false, "23dd33e79032"),
    WARNING("long-job-names", WARNING_DEFAULT, false, "ff2de012cef0"),
    WARNING("duplicate-job-refs", WARNING_DEFAULT, false, "93c6c43b21f6"),
    WARNING("needs-ok-to-test", WARNING_DEFAULT, false, "9e2c9da18d1e"),
    WARNING("managed-webhooks", WARNING_DEFAULT, false, "00d052e168d9"),
    WARNING("validate-owners", WARNING_DEFAULT, true, "563345381df5"),
    WARNING("missing-trigger", WARNING_DEFAULT, true, "360bba3ed803"),
    WARNING("validate-urls", WARNING_DEFAULT, true, "23ba5adba402"),
    WARNING("unknown-fields", WARNING_DEFAULT, false, "2885982848e4"),
    WARNING("validate-cluster-field", WARNING_DEFAULT, false, "89788a6d3d30"),
    { "validate-supplemental-prow-config-hirarchy", HIERARCHY, WARNING_DEFAULT, false, "13cc5d3d6f25", "16c13cde5644" },
    WARNING(HIERARCHY, WARNING_DEFAULT, false, "16c13cde5644"),
    WARNING("validate-unmanaged-branchconfig-has-no-subconfig", WARNING_DEFAULT, false, "cbdabe8d76db"),
    WARNING("validate-label", WARNING_DEFAULT, true, "24c2a7ab312a"),
    WARNING("required-job-annotations", WARNING_DEFAULT, false, "f530502b9551"),
    WARNING("periodic-default-clone-config", WARNING_DEFAULT, false, "2cd6821f199a"),
    WARNING("validate-config-updater-acls", WARNING_DEFAULT, true, "e821f0db6d31"),
    WARNING("verify-owners-presence", WARNING_EXPENSIVE, true, "722e41c8016c"),
    WARNING("valid-decoration-config", WARNING_OPTIONAL, false, "fe152eb2055b"),
    WARNING("unknown-fields-all", WARNING_OPTIONAL, false, "fe152eb2055b"),
    WARNING("validate-github-app-installation", WARNING_OPTIONAL, false, "fe152eb2055b"),
};

const size_t warning_count = COUNT_OF(warnings);

bool warning_exists(const struct warning *w, const struct window *window)
{
    uint32_t since, until = VERSION_NEVER;

    if (!version_position(str_c(w->since), &since) || (w->until && !version_position(str_c(w->until), &until)))
        return false;
    return window_has(window, since, until) != SHARE_NONE;
}

const struct warning *warning_find(struct str name)
{
    for (size_t i = 0; i < warning_count; i++)
        if (str_eq(str_c(warnings[i].name), name))
            return &warnings[i];
    return NULL;
}
