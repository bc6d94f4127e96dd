/* plugin_regex: regular expressions of the plugin configuration, which Prow compiles after it put in its
 * defaults (compileRegexpsAndDurations, fact sheet 4.12 rows 1 to 9). */
#ifndef RULES_PROW_PLUGINS_PLUGIN_REGEX_H
#define RULES_PROW_PLUGINS_PLUGIN_REGEX_H

#include "rules/prow/setting_check.h"

/* Reports a pattern that Go refuses, in versions that compile it. what is Prow's name for it in "failed to
 * compile WHAT: "PATTERN", error: "; with NULL Prow prints Go's words alone. */
void plugin_check_regex(struct check *c, const struct prow_tree *t, const struct setting *s, const char *what,
                        enum behaviour compiled);

/* The same for one field of every entry of a list of the main file. */
void plugin_check_regexes(struct check *c, const struct prow_tree *t, const char *list, const char *field,
                          const char *what, enum behaviour compiled);

#endif
