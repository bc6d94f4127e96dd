#include "rules/prow/yaml/yaml_fault.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    yaml_fault_report(c, f, FAULT_MERGE_NOT_MAP, "\"<<\" takes a mapping or a list of mappings");
}

const struct rule rule_yaml_merge_not_map = {
    .id = "yaml-merge-not-map",
    .summary = "A merge key takes a mapping, or a list of mappings.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .file = check_file,
};
