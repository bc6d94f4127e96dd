/* config_scope: whom a supplemental file is about: everybody, organizations, repositories (HasConfigFor of both kinds
 * of configuration, fact sheet 5.2). */
#ifndef PROW_FILES_CONFIG_SCOPE_H
#define PROW_FILES_CONFIG_SCOPE_H

#include "prow/files/setting.h"

struct scope_item {
    struct str name;      /* "org" or "org/repo" */
    struct setting where; /* the first setting for it */
};

struct scope_list {
    struct scope_item *items; /* each name once, sorted */
    size_t count, cap;
};

struct config_scope {
    struct setting global; /* the first setting for everybody; without a place where there is none */
    struct scope_list orgs, repos;
};

/* Reads the scope of a supplemental file. What Prow refuses to join (rules supplemental-unmergeable, plug-supp-unmergeable)
 * does not count here; only where no plugin configuration is given, and nothing is joined, does it make a plugin file
 * global. In the tree's scratch memory. */
void config_scope_read(struct config_scope *s, const struct prow_tree *t, const struct window *w,
                       const struct prow_file *file);

#endif
