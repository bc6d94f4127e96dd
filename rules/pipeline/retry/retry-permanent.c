#include "pipeline/survey/retry.h"

/* Answers that stay what they are: no permission, not there, not understood (ARO-Tools #252). The names of
 * Azure's codes for a role that has yet to spread are left out: those do heal. */
static const char *const permanent[] = { "401",
                                         "403",
                                         "404",
                                         "Unauthorized",
                                         "Forbidden",
                                         "InvalidTemplate",
                                         "InvalidParameter",
                                         "cannot parse",
                                         "invalid URI",
                                         "unsupported protocol scheme",
                                         "missing protocol scheme",
                                         "invalid URL escape",
                                         "invalid control character in URL",
                                         "first path segment in URL",
                                         "secret is empty",
                                         "empty secret",
                                         "SecretNotFound",
                                         "cannot execute binary file",
                                         "command not found",
                                         "No such file or directory" };

static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct retry r;

        retry_read(&r, e, s->arena);
        for (const struct node *t = node_first(r.texts); t; t = node_next(r.texts, t))
            for (size_t i = 0; i < COUNT_OF(permanent); i++)
                if (str_has(node_text(t), str_c(permanent[i]))) {
                    survey_say(s, e->in, t,
                               "\"%.*s\" is a permanent failure: every retry of it fails again, and only costs "
                               "its time",
                               STR_ARG(node_text(t)));
                    break;
                }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_retry_permanent = {
    .id = "retry-permanent",
    .summary = "What no later attempt can mend is not retried.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
