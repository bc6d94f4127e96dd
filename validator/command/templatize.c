/* templatize: the drop-in for templatize pipeline validate: its flags, its words, its exit status. */
#include "base/fs.h"
#include "command/command.h"
#include "git/changed.h"
#include "pipeline/check.h"
#include "pipeline/validate.h"

#include <stdlib.h>

enum { MOST_BYTES = 4 << 20 };

static const struct flag flags[] = {
    { "service-config-file", FLAG_TEXT, "FILE", "configuration of the services" },
    { "topology-config-file", FLAG_LIST, "FILE", "topology" },
    { "dev-mode", FLAG_SWITCH, NULL, "one region for every environment instead of all that a cloud has" },
    { "dev-region", FLAG_TEXT, "REGION", "that region (default: uksouth)" },
    { "only-changed", FLAG_SWITCH, NULL,
      "only the pipelines that this branch changes: MERGE_BASE_REF or the central remote's main..HEAD" },
    { "central-remote-url", FLAG_TEXT, "URL", "where main is (default: the remote upstream, or Azure/ARO-HCP)" },
    { "pin", FLAG_TEXT, "VERSION", "version of ARO-Tools (default: what tooling/templatize/go.mod pins)" },
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

static uint64_t pin_of(const struct fs *fs, struct arena *arena, const struct args *args)
{
    struct str given = args_text(args, "pin", STR("")), text = { "", 0 };
    struct buf bytes = { 0 };
    struct fs_error e;

    if (!given.len && fs_read(fs, STR("tooling/templatize/go.mod"), MOST_BYTES, &bytes, &e))
        text = arena_copy(arena, buf_str(&bytes));
    buf_free(&bytes);
    return pipelines_pin(given.len ? given : text);
}

/* What the branch changes against main. False with upstream's way to end said on standard output. */
static bool find_changed(struct validate_question *q, struct arena *arena, const struct args *args)
{
    const char *given = getenv("MERGE_BASE_REF");
    struct str since = given ? str_c(given) : STR(""), reason = STR("no remote is the central one");
    struct git_store store;
    bool ok;

    q->only_changed = true;
    if (!git_store_open(&store, ".", arena, &reason))
        return printf("failed to determine changed services: %.*s\n", STR_ARG(reason)), false;
    if (!since.len)
        since = git_changed_main(&store, arena,
                                 args_text(args, "central-remote-url", STR("https://github.com/Azure/ARO-HCP")));
    ok = since.len && git_changed(&store, arena, since, git_changed_prefix(&store, arena, "."), &q->changed,
                                  &q->changed_count, &reason);
    git_store_close(&store);
    if (!ok)
        printf("failed to determine changed services: %.*s\n", STR_ARG(reason));
    return ok;
}

static enum exit_status validate(struct arena *arena, const struct args *args, const struct fs *fs)
{
    struct validate_question q = { .fs = fs,
                                   .config = args_text(args, "service-config-file", STR("")),
                                   .dev_mode = args_has(args, "dev-mode"),
                                   .dev_region = args_text(args, "dev-region", STR("uksouth")) };
    struct words lines = { 0 };
    struct str path;

    while (args_nth(args, "topology-config-file", q.topology_count, &path))
        q.topology_count++;
    q.topologies = ARENA_ARRAY(arena, struct str, q.topology_count + 1);
    for (size_t i = 0; i < q.topology_count; i++)
        args_nth(args, "topology-config-file", i, &q.topologies[i]);
    q.pin = pin_of(fs, arena, args);
    if (args_has(args, "only-changed") && !find_changed(&q, arena, args))
        return EXIT_REJECT;
    if (pipelines_validate(&q, arena, &lines))
        return EXIT_PASS;
    for (size_t i = 0; i < lines.count; i++)
        printf("%.*s\n", STR_ARG(lines.at[i]));
    return EXIT_REJECT;
}

static enum exit_status refuse(const char *words)
{
    printf("%s\n", words);
    return EXIT_REJECT;
}

static enum exit_status templatize(struct arena *arena, const struct args *args)
{
    enum exit_status status;
    struct fs_disk disk;
    struct fs_error e;

    if (args->word_count != 2 || !str_eq(args->words[0], STR("pipeline")) || !str_eq(args->words[1], STR("validate")))
        return command_fail(args, "templatize: only \"pipeline validate\" is known here");
    if (!args_text(args, "service-config-file", STR("")).len)
        return refuse("the service configuration file must be provided with --service-config-file");
    if (!args_has(args, "topology-config-file"))
        return refuse("the topology configuration file must be provided with --topology-config-file");
    if (!fs_disk_open(&disk, ".", &e))
        return command_fail(args, "%.*s", STR_ARG(fs_error_text(&e, arena)));
    status = validate(arena, args, &disk.fs);
    fs_disk_close(&disk);
    return status;
}

const struct command command_templatize = {
    .name = "templatize",
    .words = "pipeline validate",
    .summary = "Answer as templatize pipeline validate does, with its flags",
    .flags = flags,
    .most_words = 2,
    .run = templatize,
};
