#include "command/probe_kinds.h"

const struct probe_kind probe_kinds[] = {
    { "yaml", probe_yaml },
    { "regex", probe_regex },
    { "schema", probe_schema },
    { "template", probe_template },
    { "cron", probe_cron },
    { "duration", probe_duration },
    { "quantity", probe_quantity },
    { "url", probe_url },
    { "selector", probe_selector },
    { "label-key", probe_label_key },
    { "label-value", probe_label_value },
    { "rfc3339", probe_rfc3339 },
    { "int-or-string", probe_int_or_string },
    { "ignore", probe_ignore },
    { "effective", probe_effective },
    { "merge", probe_merge },
    { "trigger", probe_trigger },
    { "reconcile", probe_reconcile },
    { NULL, NULL },
};
