#include "rules/prow/yaml/yaml_fault.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    yaml_fault_report(c, f, FAULT_BAD_KEY, "a key is a text, a number that fits 64 bits, or a boolean");
}

const struct rule rule_yaml_bad_key = {
    .id = "yaml-bad-key",
    .summary = "A key is a text, a number or a boolean.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .file = check_file,
};
