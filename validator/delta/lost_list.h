/* lost_list: jobs that still stand in a file, in a list that a second key of the same name below replaced: the reader
 * keeps the last one (fact sheet 1.8). Such a job is lost, whatever stands in its place. */
#ifndef DELTA_LOST_LIST_H
#define DELTA_LOST_LIST_H

#include "base/fs.h"
#include "delta/side.h"

/* Zeroed, but for fs, before the first question; keeps the file that was asked about last. */
struct lost_lists {
    const struct fs *fs; /* NULL: nothing is found */
    struct arena arena;
    struct str file;
    struct map names; /* what stands in the lists that were lost, to the later key's node */
    struct str source;
    size_t files; /* read so far, for tests */
};

/* Whether the file still writes down the name in a list that was lost; *at is the key that replaced it then. One that
 * can't be read says no: that is a finding elsewhere. */
bool lost_list_holds(struct lost_lists *l, struct str file, struct str name, struct place *at);
void lost_lists_free(struct lost_lists *l);

#endif
