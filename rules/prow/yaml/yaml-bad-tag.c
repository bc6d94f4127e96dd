#include "rules/prow/yaml/yaml_fault.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    yaml_fault_report(c, f, FAULT_BAD_TAG, "the value does not fit its tag");
}

const struct rule rule_yaml_bad_tag = {
    .id = "yaml-bad-tag",
    .summary = "A value with an explicit tag is of that type.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .file = check_file,
};
