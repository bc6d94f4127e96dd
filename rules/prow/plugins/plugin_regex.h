/* plugin_regex: regular expressions of the plugin configuration, which Prow compiles after it put in its
 * defaults (compileRegexpsAndDurations, fact sheet 4.12 rows 1 to 9). */
#ifndef RULES_PROW_PLUGINS_PLUGIN_REGEX_H
#define RULES_PROW_PLUGINS_PLUGIN_REGEX_H

#include "rules/prow/setting_check.h"

/* What a rule about one of them has to be told (.with). */
struct plugin_regex {
    const char *list; /* of whose entries the pattern is a field; NULL where field is the path of the only one */
    const char *field;
    const char *what; /* Prow's name for it in `failed to compile WHAT: "PATTERN", error: `; NULL: Go's words alone */
};

/* Reports the rule's patterns where Go refuses them. */
void plugin_regexes_check(struct check *c, const struct prow_tree *t);

#endif
