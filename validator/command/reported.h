/* reported: what commands that judge trees do around their work. */
#ifndef COMMAND_REPORTED_H
#define COMMAND_REPORTED_H

#include "command/command.h"
#include "command/window.h"
#include "report/report.h"

/* The components of the window, the numbers of the tree and the version of prowgate; the rest is zero. */
struct report run_report(const struct prow_tree *t, const struct deployed_window *d);
/* The same of a side without a tree, as a snapshot's. */
struct report run_report_side(const struct delta_side *s, const struct deployed_component *deployed, size_t count);
/* Adds a finding of the rule with this id, one that is .undecided: what was complained of last (command_fail). */
void run_tell(const struct args *args, struct findings *list, struct str id);
/* What a machine reads must not be the report of an earlier run: it says undecided too. Returns EXIT_UNDECIDED. */
enum exit_status run_undecided(const struct args *args);

#endif
