#include "pipeline/survey/helm.h"

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool helm_token(struct str text, size_t *at, struct str *token)
{
    for (size_t i = *at; i + 4 < text.len; i++) {
        size_t end = i + 2;

        if (text.p[i] != '_' || text.p[i + 1] != '_' || (i && (is_name(text.p[i - 1]) || text.p[i - 1] == '_')))
            continue;
        while (end < text.len && (is_name(text.p[end]) || (text.p[end] == '_' && end + 1 < text.len &&
                                                           is_name(text.p[end + 1]) && text.p[end - 1] != '_')))
            end++;
        if (end > i + 2 && str_starts(str_from(text, end), STR("__"))) {
            *token = str_slice(text, i + 2, end);
            *at = end + 2;
            return true;
        }
        i = end - 1;
    }
    *at = text.len;
    return false;
}

void helm_each_file(struct survey *s, const struct survey_step *e,
                    void (*visit)(struct survey *s, const struct survey_step *e, struct str path))
{
    const struct node *files = step_field(e, "namespaceFiles");
    struct str values = step_text(e, "valuesFile");

    if (values.len && !text_is_open(values))
        visit(s, e, survey_path(s, e->in, values));
    for (const struct node *f = node_first(files); f; f = node_next(files, f))
        if (node_text(node_value(f)).len && !text_is_open(node_text(f)))
            visit(s, e, survey_path(s, e->in, node_text(f)));
}
