#include "checkconfig/said.h"

#include <stdio.h>
#include <string.h>

/* Which warning a line of the log is: by words that no other has. NULL is what checkconfig logs and does not count. */
static const struct {
    const char *words, *warning;
} kinds[] = {
    { "use the kubernetes provider but do not use the pod utilities", "non-decorated-jobs" },
    { "unknown fields or bad config in", "unknown-fields*" },
    { "error unmarshalling ", "unknown-fields-all" },
    { "does not enable the verify-owners plugin", "validate-owners" },
    { "do not enable the verify-owners plugin", "validate-owners" },
    { "is at an invalid location", "validate-supplemental-prow-config-hierarchy" },
    { "contain only config for", "validate-supplemental-prow-config-hierarchy" },
    { "Must only contain config for", "validate-supplemental-prow-config-hierarchy" },
    { "context policy for ", "tide-context-policy" },
    { "label for merging", "mismatched-tide*" },
    { "too long (should be at most", "long-job-names" },
    { "top level `clone_depth`", "periodic-default-clone-config" },
    { "refs specified more than once", "duplicate-job-refs" },
    { "cannot set cluster field", "validate-cluster-field" },
    { "Build cluster status file location was specified", "validate-cluster-field" },
    { "which is not recommended; see", "needs-ok-to-test" },
    { "webhooks are configured together", "managed-webhooks" },
    { "do not have the trigger plugin enabled", "missing-trigger" },
    { "is not a valid url", "validate-urls" },
    { "strict branchprotection context requirements", "tide-strict-branch" },
    { "unmanaged", "validate-unmanaged-branchconfig-has-no-subconfig" },
    { "configuration of label plugin", "validate-label" },
    { "config_updater.maps[", "validate-config-updater-acls" },
    { "is missing required annotations", "required-job-annotations" },
    { "", NULL },
};

/* "unknown-fields*" stands for all that begin so: which of them spoke, the words don't tell. */
static bool is_kind(struct str warning, const char *kind)
{
    struct str k = kind ? str_c(kind) : STR("");

    return str_ends(k, STR("*")) ? str_starts(warning, str_slice(k, 0, k.len - 1)) : str_eq(warning, k);
}

static const char *kind_of(struct str line)
{
    size_t i = 0;

    while (!str_has(line, str_c(kinds[i].words)))
        i++;
    return kinds[i].warning;
}

/* One item of a list: what stands before it, and it, are both there. */
bool said_within(struct str words, struct str line)
{
    struct str rest = words, item;
    size_t colon;

    if (words.len && str_has(line, words))
        return true;
    while ((colon = str_find(rest, STR(": "))) != SIZE_MAX) {
        rest = str_from(rest, colon + 2);
        item = str_trim_suffix(str_trim_prefix(rest, STR("[")), STR("]"));
        if (item.len && str_starts(line, str_slice(words, 0, (size_t)(rest.p - words.p))) && str_has(line, item))
            return true;
    }
    return false;
}

static struct str warning_of(const struct finding *f)
{
    return str_c(f->rule->warning && f->severity == SEVERITY_WARNING ? f->rule->warning : "");
}

static bool speaks(const struct finding *f)
{
    return f->severity == SEVERITY_WARNING && f->prow_message.len;
}

/* What checkconfig only logs, that it could not look, is not evaluated here. */
static bool is_unevaluated(const struct trial *t, const char *kind)
{
    for (size_t i = 0; i < t->findings.not_evaluated_count; i++) {
        const char *warning = t->findings.not_evaluated[i].rule->warning;
        if (warning && is_kind(str_c(warning), kind))
            return true;
    }
    return false;
}

static void judge_line(struct str line, const struct trial *t, struct said_score *score, bool show)
{
    const char *kind = kind_of(line);
    size_t same = 0, within = 0;
    bool exact = false;

    for (size_t i = 0; i < t->findings.count; i++) {
        const struct finding *f = t->findings.items[i];
        if (!speaks(f) || !is_kind(warning_of(f), kind))
            continue;
        same++;
        within += said_within(f->prow_message, line);
        exact = exact || str_eq(f->prow_message, line);
    }
    score->lines++;
    score->kinds_right += same > 0 || is_unevaluated(t, kind);
    score->words_right += exact || (within > 0 && same > 1);
    if (show && !exact && !(within && same > 1))
        printf("    real: %.*s\n", STR_ARG(line));
}

static bool has_line(const json_t *log, const struct finding *f)
{
    size_t i;
    json_t *line;

    json_array_foreach(log, i, line)
    {
        struct str text = record_text(json_object_get(line, "msg"));
        if (strcmp(json_string_value(json_object_get(line, "level")), "warning") == 0 &&
            is_kind(warning_of(f), kind_of(text)))
            return true;
    }
    return false;
}

void said_compare(const json_t *record, const struct trial *t, struct said_score *score, bool show)
{
    const json_t *log = json_object_get(record, "log");
    size_t i;
    json_t *line;

    json_array_foreach(log, i, line) if (strcmp(json_string_value(json_object_get(line, "level")), "warning") == 0)
        judge_line(record_text(json_object_get(line, "msg")), t, score, show);
    for (i = 0; i < t->findings.count; i++) {
        const struct finding *f = t->findings.items[i];
        if (warning_of(f).len == 0 || has_line(log, f))
            continue;
        score->lines++; /* nothing upstream: wrong in kind and words */
        if (show)
            printf("    ours alone: %s: %.*s\n", f->rule->id, STR_ARG(f->prow_message));
    }
}
