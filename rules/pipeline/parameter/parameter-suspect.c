#include "pipeline/survey/parameters.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool ends_like(struct str text, struct str end)
{
    if (end.len > text.len)
        return false;
    for (size_t i = 0; i < end.len; i++)
        if (lower(text.p[text.len - end.len + i]) != lower(end.p[i]))
            return false;
    return true;
}

/* "networkPolicy": at least two words. */
static bool is_compound(struct str key)
{
    for (size_t i = 1; i < key.len; i++)
        if (key.p[i] >= 'A' && key.p[i] <= 'Z')
            return true;
    return false;
}

static struct str last_word(struct str key)
{
    for (size_t i = key.len; i-- > 1;)
        if (key.p[i] >= 'A' && key.p[i] <= 'Z')
            return str_from(key, i);
    return key;
}

/* A key beside the one of path that the name ends with, though it does not end with the one that is used. */
static struct str better(const struct survey *s, struct str path, struct str name)
{
    size_t dot = str_rfind_char(path, '.');
    struct str used = dot == SIZE_MAX ? path : str_from(path, dot + 1), none = { "", 0 };
    const struct node *siblings = dot == SIZE_MAX ? NULL : survey_value(s, str_slice(path, 0, dot));

    if (!siblings || ends_like(name, last_word(used)))
        return none;
    for (const struct node *k = node_first_key(siblings); k; k = node_next_key(siblings, k))
        if (is_compound(node_text(k)) && ends_like(name, node_text(k)) && node_kind(node_pair_value(k)) == NODE_STRING)
            return node_text(k);
    return none;
}

/* ARO-HCP 3facd134a: for 16 months the two values were equal. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        struct step_parameters p;

        if (!step_parameters(s, e, &p))
            continue;
        for (size_t i = 0; i < p.given->count; i++) {
            const struct bicep_decl *d = &p.given->decls[i];
            bool quoted;
            struct str path = d->kind == BICEP_PARAM ? parameter_path(d->value, &quoted) : (struct str){ "", 0 };
            struct str key = path.len ? better(s, path, d->name) : path;

            if (key.len)
                survey_say_at(s, bicep_place(s, p.file, d->offset),
                              "param %.*s comes from %.*s, while %.*s stands beside it: is that the one that is meant?",
                              STR_ARG(d->name), STR_ARG(path), STR_ARG(key));
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_parameter_suspect = {
    .id = "parameter-suspect",
    .summary = "A parameter comes from the key that is named like it.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
