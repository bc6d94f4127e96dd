#include "rule/rule.h"

/* Found by validator/delta/ack.c. */
const struct rule rule_ack_exceeded = {
    .id = "ack-exceeded",
    .summary = "No more changes match an acknowledgement than it allows.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_ACKS,
};
