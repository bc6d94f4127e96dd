#include "command/load_refusal.h"

#include "command/checkconfig.h"

struct str load_refusal(const struct fs *fs, const struct prow_paths *paths, struct str version, struct arena *a)
{
    struct checkconfig_options o = { .paths = *paths, .threads = 1 };
    struct checkconfig_result result;
    struct findings findings = { 0 };
    struct prow_tree tree;
    struct str error;

    if (!deployed_window_of(&o.deployed, a, &version, 1, &error))
        return error;
    o.paths.plugins = STR("");
    checkconfig_evaluate(&o, fs, &tree, &findings, &result);
    error = arena_copy(a, str_trim_prefix(result.error, STR("error loading prow config: ")));
    prow_tree_free(&tree);
    findings_free(&findings);
    return error;
}
