#include "rules/prow/yaml/yaml_fault.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    yaml_fault_report(c, f, FAULT_UNKNOWN_ANCHOR,
                      "an anchor stands before its aliases, in the same document of the "
                      "same file");
}

const struct rule rule_yaml_unknown_anchor = {
    .id = "yaml-unknown-anchor",
    .summary = "Every alias names an anchor that stands before it in the same file.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .file = check_file,
};
