#include "rules/prow/job/job_keys.h"

#include "base/quote.h"
#include "prow/versions/library.h"

static void tell(struct check *c, const struct job *j, const struct node *key, const char *field, const char *what)
{
    struct str name = node_text(key), path = arena_printf(j->arena, "%s.%.*s", field, STR_ARG(name));

    job_report_at(c, j, prow_place(j->file, key), path,
                  "\"%.*s\" of job %.*s is no name for %s: a name has at most 63 letters, digits, \"-\", "
                  "\"_\" and \".\", "
                  "with a letter or digit at both ends; a DNS name and \"/\" may stand before it",
                  STR_ARG(name), STR_ARG(j->name), what);
}

void job_keys_check(struct check *c, const struct job *j, const char *field, const char *what, const char *says,
                    bool quoted)
{
    const struct node *map = job_collection(j, field);

    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k)) {
        struct name_errors errors;
        struct str key = node_text(k);
        if (label_key_valid(key))
            continue;
        errors = label_key_errors(key, prow_apimachinery(check_window(c)));
        tell(c, j, k, field, what);
        job_invalid(c, j, "%s %.*s: %.*s", says, STR_ARG(quoted ? arena_quote(j->arena, key) : key),
                    STR_ARG(name_errors_list(&errors, j->arena)));
    }
}
