/* project_file: reading prowgate.yaml. */
#ifndef COMMAND_PROJECT_FILE_H
#define COMMAND_PROJECT_FILE_H

#include "command/project.h"

/* Reads the project file's text into p. name is for complaints, which go to stderr with line and column, all of
 * them. False when there was one. Texts live in the arena. */
bool project_file_read(struct project *p, struct arena *arena, const char *name, struct str text);

/* "off", "info", ...: as a severity; also a bare YAML off, which is a boolean. */
bool project_severity(struct str text, enum severity *severity);

#endif
