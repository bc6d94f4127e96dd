/* acknowledged: what somebody says is meant in a change, from where commands that compare look for it. */
#ifndef COMMAND_ACKNOWLEDGED_H
#define COMMAND_ACKNOWLEDGED_H

#include "command/source.h"
#include "delta/ack.h"

#define ACK_FLAGS                                                                                                      \
    {                                                                                                                  \
        "ack", FLAG_TEXT, "FILE", "acknowledgements (default: prowgate.ack.yaml of AFTER)"                             \
    }

/* Reads the file that --ack names below the root of AFTER, else prowgate.ack.yaml there where it exists; then the
 * trailers of the commits between the two, where BEFORE (which may be NULL) is a commit and AFTER one or a folder of
 * the same repository, which stands for HEAD. A file that can't be read, or an acknowledgement that is not understood,
 * is a finding that leaves the run undecided. files is the tree of AFTER, or a ledger around it; NULL for a snapshot. Where AFTER is a snapshot, which holds no files, only --ack counts, as
 * seen from the working directory; commits that can't be read are told on stderr and acknowledge nothing. */
void acknowledged_read(struct acks *acks, struct arena *arena, const struct args *args, const struct source *before,
                       const struct source *after, const struct fs *files, const struct rule_settings *settings,
                       struct findings *findings);

#endif
