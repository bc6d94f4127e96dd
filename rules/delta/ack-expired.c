#include "rule/rule.h"

/* Found by validator/delta/ack.c. */
const struct rule rule_ack_expired = {
    .id = "ack-expired",
    .summary = "An acknowledgement is used before its last day.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_ACKS,
};
