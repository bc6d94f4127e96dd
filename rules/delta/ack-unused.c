#include "rule/rule.h"

/* Found by validator/delta/ack.c. */
const struct rule rule_ack_unused = {
    .id = "ack-unused",
    .summary = "An acknowledgement covers something.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_ACKS,
};
