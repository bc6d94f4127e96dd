#include "rule/rule.h"

/* Found by validator/delta/ack.c. */
const struct rule rule_ack_too_wide = {
    .id = "ack-too-wide",
    .summary = "An acknowledgement names what it is about.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_ACKS,
};
