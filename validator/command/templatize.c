/* templatize: the drop-in for templatize pipeline validate: its flags, its words, its exit status. */
#include "base/fs.h"
#include "command/command.h"
#include "pipeline/check.h"
#include "pipeline/validate.h"

enum { MOST_BYTES = 4 << 20 };

static const struct flag flags[] = {
    { "service-config-file", FLAG_TEXT, "FILE", "configuration of the services" },
    { "topology-config-file", FLAG_LIST, "FILE", "topology" },
    { "dev-mode", FLAG_SWITCH, NULL, "one region for every environment instead of all that a cloud has" },
    { "dev-region", FLAG_TEXT, "REGION", "that region (default: uksouth)" },
    { "only-changed", FLAG_SWITCH, NULL, "taken and not needed: everything is validated" },
    { "central-remote-url", FLAG_TEXT, "URL", "taken and not needed" },
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
        return command_fail("templatize: only \"pipeline validate\" is known here");
    if (!args_text(args, "service-config-file", STR("")).len)
        return refuse("the service configuration file must be provided with --service-config-file");
    if (!args_has(args, "topology-config-file"))
        return refuse("the topology configuration file must be provided with --topology-config-file");
    if (!fs_disk_open(&disk, ".", &e))
        return command_fail("%.*s", STR_ARG(fs_error_text(&e, arena)));
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
