#include "pipeline/bicepparam.h"

#include "base/path.h"
#include "base/quote.h"
#include "pipeline/decoded.h"
#include "syntax/template/template.h"
#include "syntax/template/tree.h"
#include "syntax/yaml/yaml.h"

enum { MOST_BYTES = 16 << 20, MOST_DEPTH = 2000 };

static bool collect_one(const struct service *s, const struct fs *fs, struct arena *a, struct words *files,
                        struct str *error, uint32_t *offset)
{
    struct buf bytes = { 0 };
    struct fs_error e;
    struct yaml_error why;
    struct tape t;
    struct str text, wrong;
    const struct node *groups, *at = NULL;
    bool ok = fs_read(fs, s->file, MOST_BYTES, &bytes, &e);

    text = ok ? arena_copy(a, buf_str(&bytes)) : (struct str){ "", 0 };
    buf_free(&bytes);
    if (!ok) {
        *error = ARENA_JOIN(a, s->group, STR(": failed to read pipeline "), s->file, STR(": "), fs_error_text(&e, a));
        return false;
    }
    if (!yaml_read(&t, a, text, NULL, &why)) {
        *offset = why.offset;
        wrong = ARENA_JOIN(a, STR("error converting YAML to JSON: "), why.message);
    } else {
        wrong = decoded_error(t.root, "ParameterPipeline", NULL, a, &at);
        *offset = at ? at->start : 0;
    }
    if (wrong.len) {
        *error = ARENA_JOIN(a, s->group, STR(": failed to parse pipeline "), s->file, STR(": "), wrong);
        return false;
    }
    groups = node_field(t.root, STR("resourceGroups"));
    for (const struct node *g = node_first(groups); g; g = node_next(groups, g)) {
        const struct node *steps = node_field(node_value(g), STR("steps"));

        for (const struct node *st = node_first(steps); st; st = node_next(steps, st)) {
            struct str action = node_text(node_field(node_value(st), STR("action"))),
                       file = node_text(node_field(node_value(st), STR("parameters")));

            if (file.len && (str_eq(action, STR("ARM")) || str_eq(action, STR("ARMStack"))))
                words_add(files, a, path_join(a, path_dir_part(s->file), file));
        }
    }
    return true;
}

bool bicepparam_collect(const struct topology *t, const struct fs *fs, struct arena *a, struct words *files,
                        struct str *error, struct str *pipeline, uint32_t *offset)
{
    for (const struct service *s = t->first; s; s = service_next(s, NULL)) {
        *pipeline = s->file;
        if (s->path.len && !collect_one(s, fs, a, files, error, offset))
            return false;
    }
    words_sort(files);
    return true;
}

struct judging {
    struct arena *arena;
    struct str text;
    struct bicepparam_fault *faults;
    size_t count, cap;
};

static void say(struct judging *j, uint32_t pos, struct str what)
{
    uint32_t line = 1;

    for (size_t i = 0; i < pos && i < j->text.len; i++)
        line += j->text.p[i] == '\n';
    j->faults = arena_grow(j->arena, j->faults, j->count, &j->cap, sizeof *j->faults);
    j->faults[j->count++] = (struct bicepparam_fault){ what, pos, line };
}

static void judge_argument(struct judging *j, uint32_t pos, const struct template_node *arg)
{
    switch (arg->type) {
    case TREE_FIELD:
        break;
    case TREE_IDENTIFIER:
        say(j, pos, ARENA_JOIN(j->arena, STR("function call "), arena_quote(j->arena, arg->text), STR(" not allowed")));
        break;
    case TREE_VARIABLE:
        say(j, pos,
            ARENA_JOIN(j->arena, STR("variable reference "), arena_quote(j->arena, arg->names.at[0]),
                       STR(" not allowed")));
        break;
    case TREE_DOT:
        say(j, pos, STR("dot-only access not allowed, use a named field"));
        break;
    case TREE_STRING_CONSTANT:
    case TREE_NUMBER:
    case TREE_BOOL_CONSTANT:
    case TREE_NIL_CONSTANT:
        say(j, pos, STR("literal value not allowed, only field access ({{ .field }}) permitted"));
        break;
    default:
        say(j, pos, STR("unsupported construct not allowed, only field access ({{ .field }}) permitted"));
    }
}

static void judge_action(struct judging *j, const struct template_node *n)
{
    const struct template_node *pipe = n->pipe, *command;
    struct str *names = ARENA_ARRAY(j->arena, struct str, pipe->variables.count + 1);

    for (size_t i = 0; i < pipe->variables.count; i++)
        names[i] = pipe->variables.at[i]->names.at[0];
    if (pipe->variables.count)
        say(j, n->pos,
            ARENA_JOIN(j->arena, STR("variable declaration "),
                       arena_list(j->arena, STR(", "), names, pipe->variables.count), STR(" not allowed")));
    if (pipe->nodes.count > 1)
        say(j, n->pos, STR("pipe not allowed"));
    if (pipe->nodes.count != 1)
        return;
    command = pipe->nodes.at[0];
    if (command->nodes.count == 1)
        judge_argument(j, n->pos, command->nodes.at[0]);
    else if (command->nodes.at[0]->type == TREE_IDENTIFIER)
        judge_argument(j, n->pos, command->nodes.at[0]);
    else
        say(j, n->pos, STR("complex expression not allowed, only field access ({{ .field }}) permitted"));
}

static void judge_list(struct judging *j, const struct template_node *list, unsigned depth)
{
    for (size_t i = 0; list && depth < MOST_DEPTH && i < list->nodes.count; i++) {
        const struct template_node *n = list->nodes.at[i];

        switch (n->type) {
        case TREE_TEXT:
            break;
        case TREE_ACTION:
            judge_action(j, n);
            break;
        case TREE_IF:
        case TREE_RANGE:
        case TREE_WITH:
            say(j, n->pos,
                n->type == TREE_IF      ? STR("if conditional not allowed")
                : n->type == TREE_RANGE ? STR("range loop not allowed")
                                        : STR("with block not allowed"));
            judge_list(j, n->list, depth + 1);
            judge_list(j, n->other, depth + 1);
            break;
        case TREE_CALL:
            say(j, n->pos, STR("template invocation not allowed"));
            break;
        case TREE_BREAK:
            say(j, n->pos, STR("unsupported template construct *parse.BreakNode"));
            break;
        case TREE_CONTINUE:
            say(j, n->pos, STR("unsupported template construct *parse.ContinueNode"));
            break;
        default:
            break;
        }
    }
}

bool bicepparam_judge(struct str text, struct arena *a, struct bicepparam_fault **faults, size_t *count,
                      struct str *error)
{
    struct judging j = { .arena = a, .text = text };
    struct template_error e;
    struct template *t;

    if (!template_parse(&t, a, (struct str){ "", 0 }, text, NULL, &e)) {
        *error = ARENA_JOIN(a, STR("failed to parse template: "), e.message);
        return false;
    }
    for (size_t i = 0; i < t->trees.count; i++) {
        const struct template_tree *tree = t->trees.entries[i].value;

        if (tree)
            judge_list(&j, tree->root, 0);
    }
    *faults = j.faults;
    *count = j.count;
    return true;
}

struct str bicepparam_words(struct str text, struct arena *a)
{
    struct bicepparam_fault *faults = NULL;
    struct str error, *lines;
    size_t count = 0;

    if (!bicepparam_judge(text, a, &faults, &count, &error))
        return error;
    if (count == 0)
        return (struct str){ "", 0 };
    lines = ARENA_ARRAY(a, struct str, count);
    for (size_t i = 0; i < count; i++)
        lines[i] = ARENA_JOIN(a, arena_printf(a, "line %u: ", (unsigned)faults[i].line), faults[i].what);
    return ARENA_JOIN(a, STR("template contains restricted constructs:\n  "), arena_list(a, STR("\n  "), lines, count));
}
