#include "rules/prow/yaml/yaml_fault.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    yaml_fault_report(c, f, FAULT_SYNTAX, "Prow loads nothing while a file is not YAML");
}

const struct rule rule_yaml_syntax = {
    .id = "yaml-syntax",
    .summary = "Every file is YAML that Prow's reader can parse.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .file = check_file,
};
