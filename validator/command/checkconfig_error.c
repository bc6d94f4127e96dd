#include "command/checkconfig.h"

#include "base/map.h"

/* The parts of checkconfig's run, each of which ends it when it fails (fact sheets 0.1 and 6.4): the main file is read,
 * other files are read, defaults are looked for, what all of it says is judged, jobs are finished, and only then
 * judged. */
enum stage {
    STAGE_MAIN,
    STAGE_FILES,
    STAGE_DEFAULTS,
    STAGE_CONFIG,
    STAGE_FINISH,
    STAGE_JOBS,
    STAGE_INREPO_FILES,
    STAGE_INREPO,
    STAGE_INREPO_COMMANDS,
    STAGE_PLUGINS,
    STAGES,
};

/* What stands before the words of a stage. Those of a finding may have its end already. */
static const struct {
    struct str prefix, end;
} prefixes[] = {
    [STAGE_MAIN] = { STR_INIT("error loading prow config: "), STR_INIT("") },
    [STAGE_FILES] = { STR_INIT("error loading prow config: "), STR_INIT("") },
    [STAGE_DEFAULTS] = { STR_INIT("error loading prow config: "), STR_INIT("") },
    [STAGE_CONFIG] = { STR_INIT("error loading prow config: "), STR_INIT("") },
    [STAGE_FINISH] = { STR_INIT("error loading prow config: "), STR_INIT("") },
    [STAGE_JOBS] = { STR_INIT("error loading prow config: "), STR_INIT("") },
    [STAGE_INREPO_FILES] = { STR_INIT("error validating .prow.yaml: "), STR_INIT("failed to read Prow YAML: ") },
    [STAGE_INREPO] = { STR_INIT("error validating .prow.yaml: "), STR_INIT("failed to validate Prow YAML: ") },
    [STAGE_INREPO_COMMANDS] = { STR_INIT("error validating .prow.yaml: "), STR_INIT("") },
    [STAGE_PLUGINS] = { STR_INIT("error loading Prow plugin config: "), STR_INIT("failed to start plugins agent: ") },
};

/* Whether a folder of this kind was walked that holds path, or could not be looked into there. */
static bool is_of(const struct prow_tree *t, enum jobtree_kind kind, struct str path)
{
    for (size_t w = 0; w < t->walk_count; w++) {
        const struct jobtree *walk = &t->walks[w];
        for (size_t i = 0; walk->kind == kind && i < walk->count; i++)
            if (str_eq(walk->files[i].path, path))
                return true;
        for (size_t i = 0; walk->kind == kind && i < walk->notice_count; i++)
            if (str_eq(walk->notices[i].path, path))
                return true;
    }
    return false;
}

struct str checkconfig_words(const struct finding *f)
{
    return f->prow_message.len ? f->prow_message : f->message;
}

static bool starts_with_one(struct str words, const char *const *starts)
{
    for (; *starts; starts++)
        if (str_starts(words, str_c(*starts)))
            return true;
    return false;
}

/* finalizeJobConfig fails before ValidateJobConfig looks at any job. */
static enum stage stage_of_config(struct str words)
{
    static const char *const finishing[] = { "default_decoration_configs[", "no default ", "could not set regex",
                                             "plank.default_decoration_config", NULL };
    static const char *const judging[] = {
        "invalid presubmit job",     "invalid postsubmit job",  "invalid periodic job", "duplicated presubmit job",
        "duplicated postsubmit job", "duplicated periodic job", "cron and interval",    "cron, interval",
        "at least one of cron",      "invalid cron string",     "cannot parse ",        NULL
    };

    if (starts_with_one(words, finishing) || str_has(words, STR(" failed to merge presets for ")))
        return STAGE_FINISH;
    return starts_with_one(words, judging) ? STAGE_JOBS : STAGE_CONFIG;
}

static enum stage stage_of(const struct prow_tree *t, const struct finding *f)
{
    static const char *const reading[] = { "stat ",
                                           "error reading ",
                                           "error unmarshalling ",
                                           "error unmarshaling ",
                                           "prowConfig cannot ",
                                           "duplicated basename ",
                                           NULL };
    /* parseProwConfig, before any job is looked at. */
    static const char *const defaulting[] = { "default_decoration_configs['*'] is missing",
                                              "both default_decoration_config and ", NULL };
    static const char *const reading_inrepo[] = { "failed to read",
                                                  "failed to unmarshal",
                                                  "failed to deserialize",
                                                  "failed to check",
                                                  "failed to create",
                                                  "reading \"",
                                                  NULL };
    struct str path = f->at.file, words = checkconfig_words(f);

    if (is_of(t, JOBTREE_IN_REPO, path))
        return starts_with_one(words, reading_inrepo)     ? STAGE_INREPO_FILES
               : str_starts(words, STR("rerun command ")) ? STAGE_INREPO_COMMANDS
                                                          : STAGE_INREPO;
    if (str_eq(path, t->paths.plugins) || is_of(t, JOBTREE_PLUGINS, path))
        return STAGE_PLUGINS;
    if (!starts_with_one(words, reading))
        return starts_with_one(words, defaulting) ? STAGE_DEFAULTS : stage_of_config(words);
    return str_eq(path, t->paths.config) ? STAGE_MAIN : STAGE_FILES;
}

/* The end of the stage's prefix; until checkconfig looked at .prow/ it was another for in-repo configuration. */
static struct str end_of(enum stage s, struct str words)
{
    struct str validating = STR("failed to validate .prow.yaml: ");

    if (s == STAGE_INREPO && str_starts(words, validating))
        return validating;
    if (s == STAGE_INREPO_FILES && str_starts(words, STR("failed to deserialize ")))
        return STR("");
    return prefixes[s].end;
}

/* The refusals of a stage as an Aggregate prints them: equal words once, several in brackets. Empty without one. */
static struct str stage_error(const struct prow_tree *t, struct findings *list, enum stage s)
{
    struct buf all = { 0 };
    struct map said;
    struct str text, end = prefixes[s].end;

    map_init(&said, &list->arena);
    for (size_t i = 0; i < list->count; i++) {
        struct finding *f = list->items[i];
        struct str own_end = end_of(s, checkconfig_words(f)), words = str_trim_prefix(checkconfig_words(f), own_end);
        if (!checkconfig_refuses(t, f) || stage_of(t, f) != s || map_get(&said, words))
            continue;
        if (said.count == 0)
            end = own_end;
        *map_at(&said, words) = f;
        buf_put(&all, said.count > 1 ? STR(", ") : STR(""));
        buf_put(&all, words);
    }
    text = said.count == 0 ? STR("")
                           : ARENA_JOIN(&list->arena, prefixes[s].prefix, end, said.count > 1 ? STR("[") : STR(""),
                                        buf_str(&all), said.count > 1 ? STR("]") : STR(""));
    buf_free(&all);
    return text;
}

struct str checkconfig_error(const struct prow_tree *t, struct findings *list)
{
    struct str error = STR("");

    for (enum stage s = STAGE_MAIN; s < STAGES && error.len == 0; s++)
        error = stage_error(t, list, s);
    return error;
}
