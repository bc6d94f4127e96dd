/* versions_tools: the command versions for versions of ARO-Tools, which judge deployment pipelines. */
#ifndef COMMAND_VERSIONS_TOOLS_H
#define COMMAND_VERSIONS_TOOLS_H

#include "base/buf.h"
#include "command/command.h"
#include "pipeline/rollout/rollout.h"

/* Whether a word names such a version, or a range that has one: "v0.0.0-20260807054659-4a463f5d83c7..latest". */
bool tools_versions_meant(struct str word);
/* What came between two, or what is known of one; json: as an object. tree: what a tree's pipelines say, whose lines each
 * change touches; or NULL. Appended to out. */
enum exit_status tools_versions_show(struct str word, bool json, const struct rollout *tree, struct arena *a,
                                     struct buf *out);

#endif
