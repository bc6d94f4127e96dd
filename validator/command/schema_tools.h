/* schema_tools: the command schema for what ARO-Tools reads: pipelines, topologies, layered configurations. */
#ifndef COMMAND_SCHEMA_TOOLS_H
#define COMMAND_SCHEMA_TOOLS_H

#include "command/command.h"

/* "pipeline", "topology", "pipeline-config", and "config" where a version of ARO-Tools was given or the tree has
 * pipelines only. */
bool schema_tools_meant(const struct args *args);
enum exit_status schema_tools_print(struct arena *arena, const struct args *args);

#endif
