/* acknowledged: what somebody says is meant in a change, from where commands that compare look for it. */
#ifndef COMMAND_ACKNOWLEDGED_H
#define COMMAND_ACKNOWLEDGED_H

#include "command/args.h"
#include "base/fs.h"
#include "delta/ack.h"

#define ACK_FLAGS { "ack", FLAG_TEXT, "FILE", "acknowledgements (default: prowgate.ack.yaml of AFTER)" }

/* Reads the file that --ack names below the root of AFTER, else prowgate.ack.yaml there where it exists. One that can't
 * be read, or is not understood, is a finding that leaves the run undecided. */
void acknowledged_read(struct acks *acks, struct arena *arena, const struct args *args, const struct fs *after,
                       const struct rule_settings *settings, struct findings *findings);

#endif
