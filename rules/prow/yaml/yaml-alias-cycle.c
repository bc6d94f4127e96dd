#include "rules/prow/yaml/yaml_fault.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    yaml_fault_report(c, f, FAULT_ALIAS_CYCLE, "an alias can't stand inside what it names");
}

const struct rule rule_yaml_alias_cycle = {
    .id = "yaml-alias-cycle",
    .summary = "No alias stands inside the value that it names.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .file = check_file,
};
