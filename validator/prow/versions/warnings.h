/* warnings: the warnings that checkconfig knows by name, which of them run without being asked for, and which
 * versions have them (fact sheet 5.1; since and until: prow-names.json). What each looks for is a rule whose field
 * warning holds the name. */
#ifndef PROW_VERSIONS_WARNINGS_H
#define PROW_VERSIONS_WARNINGS_H

#include "schema/version.h"

enum warning_class {
    WARNING_DEFAULT,   /* runs unless a list without it is given */
    WARNING_EXPENSIVE, /* asks the network; runs when named, or with --expensive-checks */
    WARNING_OPTIONAL,  /* runs when named; --expensive-checks names it, too */
};

struct warning {
    const char *name;
    const char *rule_warning; /* as rules name it; differs where Prow mended a name */
    enum warning_class class;
    bool wants_plugins; /* runs only where a plugin configuration is given */
    const char *since;  /* the commit that brought it */
    const char *until;  /* the commit that removed it; NULL while it is there */
};

/* In the order in which checkconfig prints the names that it knows. */
extern const struct warning warnings[];
extern const size_t warning_count;

/* Whether one of the versions knows it, or may. */
bool warning_exists(const struct warning *w, const struct window *window);
/* The one of this name; NULL when none has it. */
const struct warning *warning_find(struct str name);

#endif
