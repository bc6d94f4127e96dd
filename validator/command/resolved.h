/* resolved: which rules say something true about a configuration that Prow wrote with defaults and presets applied. */
#ifndef COMMAND_RESOLVED_H
#define COMMAND_RESOLVED_H

#include "rule/runner.h"

/* Switches every rule off that would judge how jobs were written, which can't be seen any more. Rules that say what
 * could not be looked at stay, and so do those about a change, but for what presets gave to jobs. */
void resolved_limit(struct rule_settings *s);
/* Says on stderr what is not looked at in the tree of this name. */
void resolved_tell(struct str name);

#endif
