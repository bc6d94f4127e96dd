/* comment: which of the trigger plugin's commands a comment holds, and which jobs it asks for (pjutil's filters). */
#ifndef SIMULATE_COMMENT_H
#define SIMULATE_COMMENT_H

#include "simulate/trigger.h"

struct comment {
    const struct pull_request *pr;
    struct str text; /* what commands are looked for in: without code, where the version drops that */
};

enum command {
    COMMAND_TEST_ALL,
    COMMAND_RETEST,
    COMMAND_RETEST_REQUIRED,
    COMMAND_TEST_MANUAL_REQUIRED,
    COMMAND_OK_TO_TEST,
    COMMAND_OK_TO_TEST_CANCEL,
    COMMAND_TEST_BY_LABEL,
    COMMAND_TEST_HELP,
    COMMAND_TEST_NOTHING,
    COMMAND_RETEST_SOMETHING,
    COMMAND_TEST_SOMETHING,
};

void comment_read(struct comment *c, const struct simulation *s, const struct pull_request *pr);
bool comment_says(const struct comment *c, const struct simulation *s, enum command command);
/* Whether the plugin minds the comment at all. */
bool comment_concerns(const struct comment *c, const struct simulation *s);
/* PresubmitFilter: the jobs that the whole comment asks for. */
void comment_filter(struct started *out, const struct comment *c, const struct simulation *s, bool honour_ok_to_test);
/* Whether help is the answer, and what stands before it. */
bool comment_wants_help(const struct comment *c, const struct simulation *s, size_t started, struct str *note);

#endif
