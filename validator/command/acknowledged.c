#include "command/acknowledged.h"

#include <time.h>

enum { LARGEST_ACK_FILE = 1 << 20, SECONDS_A_DAY = 86400 };

void acknowledged_read(struct acks *acks, struct arena *arena, const struct args *args, const struct fs *after,
                       const struct rule_settings *settings, struct findings *findings)
{
    struct str file = args_text(args, "ack", STR("prowgate.ack.yaml"));
    struct buf bytes = { 0 };
    struct fs_error error;

    acks_init(acks, arena, (int32_t)(time(NULL) / SECONDS_A_DAY));
    if (fs_read(after, file, LARGEST_ACK_FILE, &bytes, &error))
        acks_read_file(acks, settings, findings, file, buf_str(&bytes));
    else if (args_has(args, "ack") || !fs_error_not_exist(&error))
        report_rule(settings, findings, STR("ack-invalid"), (struct place){ file, { 0 } }, "%.*s",
                    STR_ARG(fs_error_text(&error, arena)));
    buf_free(&bytes);
}
