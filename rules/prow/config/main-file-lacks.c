#include "rule/rule.h"

/* Reported where findings are put in order (prow/files/load_main.c): only there is it known what follows from it. */
const struct rule rule_main_file_lacks = {
    .id = "main-file-lacks",
    .summary = "The main file says what the jobs need.",
    .severity = SEVERITY_ERROR,
    .fact = true,
};
