#include "prow/yaml_fault.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    yaml_fault_report(c, f, FAULT_NAN, "JSON, through which Prow reads its configuration, has no such number");
}

const struct rule rule_yaml_nan = {
    .id = "yaml-nan",
    .summary = "No value is NaN or infinite.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .file = check_file,
};
