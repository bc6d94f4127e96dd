/* plugins: plugin configuration as Prow puts it together from the main plugin file and the supplemental ones
 * (fact sheet 1.7). A file that can't be read or parsed plays no part. */
#ifndef PROW_PLUGINS_PLUGINS_H
#define PROW_PLUGINS_PLUGINS_H

#include "base/map.h"
#include "prow/files/setting.h"

/* What an organization or a repository has under "plugins", or under "external_plugins". */
struct plugin_list {
    struct setting entry;             /* the entry of the mapping */
    struct str name;                  /* its key: "org" or "org/repo" */
    struct setting plugins;           /* names, or mappings with a name */
    struct setting excluded;          /* short names of repos that the organization's plugins leave out */
    struct map names, excluded_names; /* the texts of both, to the first node that has them */
};

/* All of one kind, in the order in which Prow reads them. Of several under one name the first counts. */
struct plugin_lists {
    struct plugin_list *items;
    size_t count, cap;
    struct map by_name; /* to struct plugin_list */
};

enum plugin_kind { PLUGINS_BUILT_IN, PLUGINS_EXTERNAL };

/* The n-th plugin file: the main one, then supplemental ones in Prow's order. False past the last, and always
 * when there is no main one: then Prow looks at no plugin configuration. */
bool plugin_file(const struct prow_tree *t, size_t n, struct setting *s);
/* Whether there is plugin configuration, and all of it could be read: otherwise nothing can be said about what it
 * lacks. / */
bool plugin_files_read(const struct prow_tree *t);
/* A setting of the main file by its dotted path, in the tree's scratch memory. Most can stand nowhere else.
 */
struct setting plugin_find(const struct prow_tree *t, const char *fields);

/* Reads what the files list; in the tree's scratch memory. */
void plugin_lists_read(struct plugin_lists *lists, const struct prow_tree *t, enum plugin_kind kind);
/* The entry of this name, or NULL. */
const struct plugin_list *plugin_lists_find(const struct plugin_lists *lists, struct str name);

/* "org/repo" has an organization and a short name; for "org" *repo is empty. Prow splits at every "/" and
 * forgets a third part. */
void plugin_split(struct str name, struct str *org, struct str *repo);
/* Whether the organization's entry leaves the repo out. */
bool plugin_excludes(const struct plugin_list *org, struct str repo);

/* An element of a list. */
struct plugin_element {
    const struct node *node; /* what names it: the element, or its "name"; NULL for one without a name */
    const struct node *at;   /* the element */
    size_t index;
};
/* Walks a list: zero *e before the first call, false after the last. */
bool plugin_next(const struct plugin_list *list, struct plugin_element *e);
/* The name as Go has it after decoding: bare numbers and booleans were made strings, nothing is the empty
 * one. */
struct str plugin_name(struct arena *a, const struct plugin_element *e);
/* The first element that has this name; false when there is none. */
bool plugin_named(const struct plugin_list *list, struct str name, struct plugin_element *e);
/* The entry that turns the plugin on for "org" or "org/repo", and the element that names it: its own entry, or that of
 * its organization unless the repo is left out there. NULL when none does. */
const struct plugin_list *plugin_lists_enabling(const struct plugin_lists *lists, struct str name, struct str plugin,
                                                struct plugin_element *e);
/* Where the name stands. */
struct place plugin_place(const struct plugin_list *list, const struct plugin_element *e);
/* plugins.org/repo.plugins[2], in the arena. */
struct str plugin_path(struct arena *a, const struct plugin_list *list, const struct plugin_element *e);

#endif
