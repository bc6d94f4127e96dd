/* validate: what templatize pipeline validate says of a topology and a configuration: its first error, in the order in
 * which it looks. Where it lets goroutines race, the first in the order of environments and services is told. */
#ifndef PIPELINE_VALIDATE_H
#define PIPELINE_VALIDATE_H

#include "base/fs.h"
#include "pipeline/topology.h"
#include "pipeline/words.h"

struct validate_question {
    const struct fs *fs;
    struct str config;
    struct str *topologies;
    size_t topology_count;
    bool dev_mode;
    struct str dev_region;
    bool only_changed;   /* pipelines of services none of whose files are in changed are passed over */
    struct str *changed; /* paths, relative to the tree */
    size_t changed_count;
    uint64_t pin; /* of ARO-Tools, as a time: 20260807054659 */
};

/* True where it would exit with 0. Otherwise its error: a line, then those that it prints after it, trimmed. */
bool pipelines_validate(const struct validate_question *q, struct arena *a, struct words *lines);

#endif
