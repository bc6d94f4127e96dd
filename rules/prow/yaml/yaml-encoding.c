#include "rules/prow/yaml/yaml_fault.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    yaml_fault_report(c, f, FAULT_ENCODING, "save the file as UTF-8 without control characters");
}

const struct rule rule_yaml_encoding = {
    .id = "yaml-encoding",
    .summary = "Every file is UTF-8 (or UTF-16 with a byte order mark) without control characters.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .file = check_file,
};
