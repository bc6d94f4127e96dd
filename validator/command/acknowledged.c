#include "command/acknowledged.h"

#include "gate/deciding.h"
#include "git/log.h"
#include "git/trees.h"

#include <stdio.h>
#include <time.h>

enum { LARGEST_ACK_FILE = 1 << 20, SECONDS_A_DAY = 86400, MOST_COMMITS = 10000 };

static void read_file(struct acks *acks, const struct args *args, const struct fs *after,
                      const struct rule_settings *settings, struct findings *findings)
{
    struct str file = args_text(args, "ack", STR(DECIDING_ACKS));
    struct buf bytes = { 0 };
    struct fs_error error;

    if (fs_read(after, file, LARGEST_ACK_FILE, &bytes, &error))
        acks_read_file(acks, settings, findings, file, buf_str(&bytes));
    else if (args_has(args, "ack") || !fs_error_not_exist(&error))
        report_rule(settings, findings, STR("ack-invalid"), (struct place){ file, { 0 }, false }, "%.*s",
                    STR_ARG(fs_error_text(&error, acks->arena)));
    buf_free(&bytes);
}

/* A snapshot has no root that the file could be below. */
static void read_file_here(struct acks *acks, const struct args *args, const struct rule_settings *settings,
                           struct findings *findings)
{
    struct fs_error error;
    struct fs_disk here;

    if (!args_has(args, "ack") || !fs_disk_open(&here, NULL, &error))
        return;
    read_file(acks, args, &here.fs, settings, findings);
    fs_disk_close(&here);
}

static void read_messages(struct acks *acks, struct git_store *store, struct str since, struct str until,
                          const struct rule_settings *settings, struct findings *findings)
{
    struct git_message *messages;
    struct str reason;
    size_t count;

    if (!git_log(store, acks->arena, since, until, MOST_COMMITS, &messages, &count, &reason)) {
        fprintf(stderr, "prowgate: acknowledgements in commits are not read: %.*s\n", STR_ARG(reason));
        return;
    }
    for (size_t i = 0; i < count; i++)
        acks_read_message(acks, settings, findings, messages[i].commit, messages[i].author, messages[i].message);
}

/* A folder that is in no repository has no commits. */
static void read_commits(struct acks *acks, const struct source *before, const struct source *after,
                         const struct rule_settings *settings, struct findings *findings)
{
    struct git_store store;
    struct str reason;

    if (after->kind == SOURCE_GIT) {
        read_messages(acks, &after->git.trees->store, before->revision, after->revision, settings, findings);
        return;
    }
    if (after->kind != SOURCE_FOLDER ||
        !git_store_open(&store, arena_copy(acks->arena, after->name).p, acks->arena, &reason))
        return;
    read_messages(acks, &store, before->revision, STR("HEAD"), settings, findings);
    git_store_close(&store);
}

void acknowledged_read(struct acks *acks, struct arena *arena, const struct args *args, const struct source *before,
                       const struct source *after, const struct fs *files, const struct rule_settings *settings,
                       struct findings *findings)
{
    acks_init(acks, arena, (int32_t)(time(NULL) / SECONDS_A_DAY));
    if (after->kind == SOURCE_SNAPSHOT)
        read_file_here(acks, args, settings, findings);
    else
        read_file(acks, args, files, settings, findings);
    for (size_t i = 0; args_has(args, "ack") && i < acks->count; i++)
        acks->items[i].outside = true;
    if (before && before->kind == SOURCE_GIT)
        read_commits(acks, before, after, settings, findings);
}
