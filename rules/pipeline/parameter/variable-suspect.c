#include "pipeline/survey/survey.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* The last word of IMAGE_REGISTRY, case aside. */
static bool ends_with_word(struct str name, struct str word)
{
    size_t start = name.len - word.len;

    if (word.len < 5 || str_eq(word, STR("value")) || word.len > name.len || (start && name.p[start - 1] != '_'))
        return false;
    for (size_t i = 0; i < word.len; i++)
        if (lower(name.p[start + i]) != lower(word.p[i]))
            return false;
    return true;
}

/* Whether the name ends with the key, "_" and case aside: DATABASE_NAME with databaseName. */
static bool spells(struct str name, struct str key)
{
    size_t n = name.len, k = key.len;

    while (k) {
        if (n == 0)
            return false;
        n--;
        if (name.p[n] == '_')
            continue;
        if (lower(name.p[n]) != lower(key.p[k - 1]))
            return false;
        k--;
    }
    return true;
}

/* Whether one of the words of the name is the key. */
static bool has_word(struct str name, struct str key)
{
    struct str word;

    while (name.len) {
        str_cut(name, '_', &word, &name);
        if (word.len == key.len && spells(word, key))
            return true;
    }
    return false;
}

static void judge(struct survey *s, const struct survey_step *e, const struct node *variable)
{
    struct str name = node_text(node_field(variable, STR("name")));
    const struct node *ref = node_field(variable, STR("configRef"));
    struct str path = node_text(ref);
    size_t dot = str_rfind_char(path, '.');
    const struct node *siblings = dot == SIZE_MAX ? NULL : survey_value(s, str_slice(path, 0, dot));
    struct str used = dot == SIZE_MAX ? path : str_from(path, dot + 1);

    for (const struct node *k = node_first_key(siblings); k; k = node_next_key(siblings, k))
        if (!str_eq(node_text(k), used) && ends_with_word(name, node_text(k)) && !spells(name, used) &&
            !has_word(name, used) && node_kind(node_pair_value(k)) == NODE_STRING)
            survey_say(s, e->in, ref,
                       "%.*s comes from %.*s, while %.*s stands beside it: is that the one that is meant?",
                       STR_ARG(name), STR_ARG(path), STR_ARG(node_text(k)));
}

/* Digest and registry of an image were swapped. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        const struct node *list = step_field(e, "variables");

        for (const struct node *v = node_first(list); v; v = node_next(list, v))
            judge(s, e, node_value(v));
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_variable_suspect = {
    .id = "variable-suspect",
    .summary = "A variable comes from the key that is named like it.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
