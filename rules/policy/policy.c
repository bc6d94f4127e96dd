#include "rules/policy/policy.h"

#include "base/glob.h"

/* The first entry that matches, or NULL. */
static const struct node *matching(const struct node *list, struct str value)
{
    for (const struct node *e = parameter_next(list, NULL); e; e = parameter_next(list, e))
        if (!str_starts(node_text(e), STR("!")) && glob_match(node_text(e), value))
            return e;
    return NULL;
}

bool policy_permits(const struct check *c, struct arena *a, struct str value, struct str *why)
{
    const struct node *allowed = check_parameter(c, "allowed"), *forbidden = check_parameter(c, "forbidden");
    const struct node *by;

    if (forbidden && globs_match(forbidden, value)) {
        by = matching(forbidden, value);
        *why =
            arena_printf(a, "prowgate.yaml forbids %.*s", STR_ARG(by ? node_text(by) : parameter_texts(a, forbidden)));
        return false;
    }
    if (allowed && !globs_match(allowed, value)) {
        *why = arena_printf(a, "prowgate.yaml allows %.*s", STR_ARG(parameter_texts(a, allowed)));
        return false;
    }
    return true;
}

const struct parameter policy_map_parameters[] = {
    JOB_SELECTOR,
    { .name = "required",
      .kind = PARAMETER_TEXT,
      .shape = SHAPE_LIST,
      .need = NEED_ONE_OF,
      .help = "keys that must be there, with a value" },
    { .name = "values",
      .kind = PARAMETER_REGEX,
      .shape = SHAPE_MAP,
      .need = NEED_ONE_OF,
      .help = "what the value of a key must match where the key is there" },
    { .name = "forbidden",
      .kind = PARAMETER_GLOB,
      .shape = SHAPE_LIST,
      .need = NEED_ONE_OF,
      .help = "keys that may not be there" },
    { .name = NULL },
};

static void check_required(struct check *c, const struct job *j, const char *field, const char *one)
{
    const struct node *map = job_collection(j, field), *list = check_parameter(c, "required");

    for (const struct node *e = parameter_next(list, NULL); e; e = parameter_next(list, e)) {
        const struct node *key = node_key(map, node_text(e));
        if (!key)
            job_report(c, j, field, "job %.*s has no %s %.*s, which prowgate.yaml requires", STR_ARG(j->name), one,
                       STR_ARG(node_text(e)));
        else if (preset_label_value(j->arena, node_pair_value(key)).len == 0)
            job_report_at(c, j, prow_place(j->file, key),
                          arena_printf(j->arena, "%s.%.*s", field, STR_ARG(node_text(e))),
                          "%s %.*s of job %.*s is empty; prowgate.yaml requires a value", one, STR_ARG(node_text(e)),
                          STR_ARG(j->name));
    }
}

static void check_pair(struct check *c, const struct job *j, const char *field, const char *one, const struct node *key)
{
    struct str name = node_text(key), value = preset_label_value(j->arena, node_pair_value(key));
    const struct node *forbidden = check_parameter(c, "forbidden");
    const struct node *pattern = node_get(check_parameter(c, "values"), name);
    struct str path = arena_printf(j->arena, "%s.%.*s", field, STR_ARG(name));

    if (forbidden && globs_match(forbidden, name))
        job_report_at(c, j, prow_place(j->file, key), path, "job %.*s has the %s %.*s, which prowgate.yaml forbids",
                      STR_ARG(j->name), one, STR_ARG(name));
    else if (pattern && !patterns_match(j->patterns, node_text(pattern), value))
        job_report_at(c, j, prow_place(j->file, node_pair_value(key)), path,
                      "%s %.*s of job %.*s is \"%.*s\"; prowgate.yaml wants it to match %.*s", one, STR_ARG(name),
                      STR_ARG(j->name), STR_ARG(value), STR_ARG(node_text(pattern)));
}

void policy_check_map(struct check *c, const struct job *j, const char *field, const char *one)
{
    const struct node *map = job_collection(j, field);

    if (!job_selected(c, j))
        return;
    check_required(c, j, field, one);
    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k))
        check_pair(c, j, field, one, k);
}
