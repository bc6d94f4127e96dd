#include "rule/rule.h"

/* Found by validator/delta/ack_read.c. */
const struct rule rule_ack_invalid = {
    .id = "ack-invalid",
    .summary = "Acknowledgements can be read.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_ACKS,
    .undecided = true,
};
