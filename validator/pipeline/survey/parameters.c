#include "pipeline/survey/parameters.h"

#include "base/path.h"

bool step_parameters(struct survey *s, const struct survey_step *e, struct step_parameters *p)
{
    struct str file = step_text(e, "parameters");

    if ((!step_is(e, "ARM") && !step_is(e, "ARMStack")) || !file.len || text_is_open(file))
        return false;
    *p = (struct step_parameters){ .step = e, .file = survey_path(s, e->in, file), .template = step_bicep(s, e) };
    if (!p->template.len)
        return false;
    p->given = survey_bicep(s, p->file);
    p->wanted = survey_bicep(s, p->template);
    p->variables = step_field(e, "variables");
    return p->given->there && p->wanted->there && !p->given->damaged && !p->wanted->damaged;
}

const struct node *step_variable(const struct survey_step *e, struct str name)
{
    const struct node *list = step_field(e, "variables");

    for (const struct node *v = node_first(list); v; v = node_next(list, v))
        if (str_eq(node_text(node_field(node_value(v), STR("name"))), name))
            return node_value(v);
    return NULL;
}

static bool is_word(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
              (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-' || (s.p[i] == '_' && i && s.p[i - 1] != '_')))
            return false;
    return s.len > 0;
}

struct str parameter_token(struct str value)
{
    struct str text, name;

    if (!bicep_literal(value, &text) || text.len < 5 || !str_starts(text, STR("__")) || !str_ends(text, STR("__")))
        return (struct str){ "", 0 };
    name = str_slice(text, 2, text.len - 2);
    return is_word(name) ? name : (struct str){ "", 0 };
}

struct str parameter_path(struct str value, bool *quoted)
{
    struct str none = { "", 0 };

    *quoted = value.len > 1 && value.p[0] == '\'' && value.p[value.len - 1] == '\'';
    if (*quoted)
        value = str_slice(value, 1, value.len - 1);
    if (!str_starts(value, STR("{{")) || !str_ends(value, STR("}}")) || value.len < 5)
        return none;
    value = str_slice(value, 2, value.len - 2);
    value = str_trim(str_trim_suffix(str_trim_prefix(value, STR("-")), STR("-")));
    if (value.len < 2 || value.p[0] != '.')
        return none;
    for (size_t i = 1; i < value.len; i++)
        if (!((value.p[i] >= 'a' && value.p[i] <= 'z') || (value.p[i] >= 'A' && value.p[i] <= 'Z') ||
              (value.p[i] >= '0' && value.p[i] <= '9') || value.p[i] == '_' || value.p[i] == '.'))
            return none;
    return str_from(value, 1);
}

struct fault_place bicep_place(struct survey *s, struct str file, uint32_t offset)
{
    return faults_line(s->files->sources, file, offset);
}

struct visiting {
    struct survey *survey;
    void (*visit)(struct survey *, struct str, const struct bicep *);
};

enum { MOST_NESTING = 32 };

static void each(struct visiting *v, struct str file, unsigned depth)
{
    struct survey *s = v->survey;
    struct arena *a = s->all->arena;
    void **been = map_at(&s->all->seen, ARENA_JOIN(a, str_c(s->rule->id), STR(" "), file));
    const struct bicep *b;

    if (*been || depth > MOST_NESTING)
        return;
    *been = s->all;
    b = survey_bicep(s, file);
    if (b->there)
        v->visit(s, file, b);
    for (size_t i = 0; i < b->count; i++)
        if (b->decls[i].kind == BICEP_MODULE && str_ends(b->decls[i].path, STR(".bicep")) &&
            str_find_char(b->decls[i].path, ':') == SIZE_MAX)
            each(v, path_join(s->arena, path_dir_part(file), b->decls[i].path), depth + 1);
}

void bicep_each(struct survey *s, struct str file,
                void (*visit)(struct survey *s, struct str file, const struct bicep *b))
{
    struct visiting v = { s, visit };
    struct str context = s->context;

    s->context = (struct str){ "", 0 };
    if (file.len)
        each(&v, file, 0);
    s->context = context;
}
