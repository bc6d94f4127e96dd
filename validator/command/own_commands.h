/* own_commands: what `rules` and `explain` say of a team's own rules, and their examples. */
#ifndef COMMAND_OWN_COMMANDS_H
#define COMMAND_OWN_COMMANDS_H

#include "command/command.h"

/* Lists the own rules of the working directory's tree. False, with complaints on stderr, when one is not understood. */
bool own_list(struct arena *arena, const struct args *args);
/* Prints the page of the own rule id; *found is false when there is none. False with complaints on stderr. */
bool own_explain(struct arena *arena, const struct args *args, struct str id, bool *found);
/* `rules test [ROOT]`: runs the examples of every own rule and says which ways through a rule no example takes. */
enum exit_status own_test(struct arena *arena, const struct args *args);

/* `rules fetch [ROOT]`: fetches the bundles that the project file names, and locks them. */
enum exit_status own_fetch(struct arena *arena, const struct args *args);

#endif
