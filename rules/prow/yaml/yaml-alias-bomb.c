#include "rules/prow/yaml/yaml_fault.h"

static void check_file(struct check *c, const struct prow_file *f)
{
    yaml_fault_report(c, f, FAULT_ALIAS_BOMB, "aliases of aliases grow too large here; write the values out");
}

const struct rule rule_yaml_alias_bomb = {
    .id = "yaml-alias-bomb",
    .summary = "Aliases do not multiply beyond what Prow's reader allows.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .file = check_file,
};
