/* yaml_fault: what kind of mistake made the YAML reader refuse a file; each kind has a rule of its own. */
#ifndef RULES_PROW_YAML_YAML_FAULT_H
#define RULES_PROW_YAML_YAML_FAULT_H

#include "prow/files/file.h"
#include "rule/rule.h"

enum yaml_fault {
    FAULT_NONE,
    FAULT_SYNTAX,
    FAULT_ENCODING,
    FAULT_UNKNOWN_ANCHOR,
    FAULT_ALIAS_CYCLE,
    FAULT_ALIAS_BOMB,
    FAULT_MERGE_NOT_MAP,
    FAULT_BAD_KEY,
    FAULT_BAD_TAG,
};

/* By the reader's words, which are Go's (fact sheet 4.1). */
enum yaml_fault yaml_fault_of(const struct prow_file *f);

/* Reports the file's fault when it is of this kind: advice says what to do about it. */
void yaml_fault_report(struct check *c, const struct prow_file *f, enum yaml_fault fault, const char *advice);

#endif
