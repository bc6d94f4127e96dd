/* token: the bearer token for a fetch. It never stands on a command line, in a message or in a report. */
#ifndef SOURCE_TOKEN_H
#define SOURCE_TOKEN_H

#include "base/arena.h"

/* From a file or an environment variable, white space around it left out; in the arena. False with *words when there is
 * none (an empty one counts as none), or when it holds what no header may: then a half-written file, a certificate or a
 * web page was given. The words never show any of it. */
bool token_from_file(const char *path, struct arena *a, struct str *token, struct str *words);
bool token_from_environment(const char *name, struct arena *a, struct str *token, struct str *words);

#endif
