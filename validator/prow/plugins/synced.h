/* synced: which files of a tree config-updater copies into the cluster, where it is used at all. Prow reads nothing else. */
#ifndef PROW_PLUGINS_SYNCED_H
#define PROW_PLUGINS_SYNCED_H

#include "prow/files/tree.h"

/* Weighs findings about job files that config_updater.maps copies nowhere, where it copies others of their folder: the
 * deployed Prow never reads them, and checkconfig, which reads the whole folder, would refuse them. What was an error is a
 * warning that says so; two files of one name of which one is not copied do not meet. */
void synced_weigh(const struct prow_tree *t, const struct rule_settings *s, struct findings *out);

#endif
