#include "pipeline/survey/commands.h"

#include "base/path.h"

enum { MOST_TEXTS = 64 };

struct walk {
    struct survey *survey;
    struct step_commands *out;
    struct map been;
};

static bool is_plain(struct str w)
{
    return w.len && !str_has(w, STR("$")) && !str_has(w, STR("`")) && !str_has(w, STR("*")) && !text_is_open(w);
}

static struct str join(struct walk *w, struct str dir, struct str path)
{
    return path_join(w->survey->arena, dir, path);
}

static bool is_interpreter(struct str p)
{
    static const char *const names[] = { "bash", "sh", "python3", "python", "source", "." };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq(p, str_c(names[i])))
            return true;
    return false;
}

/* The word that names a file to run: "./x", "dir/x", or what an interpreter is given. */
static const struct script_word *file_of(const struct script_command *c, bool *sourced)
{
    size_t i;
    const struct script_word *p = script_program(c, &i);
    struct str first = c->count ? c->words[0].text : (struct str){ "", 0 };

    *sourced = false;
    if (!p)
        return NULL;
    if (str_eq(p->text, STR("source")) || str_eq(p->text, STR("."))) {
        *sourced = true;
        return i + 1 < c->count ? &c->words[i + 1] : NULL;
    }
    if (is_interpreter(p->text)) {
        for (i++; i < c->count && c->words[i].text.len && c->words[i].text.p[0] == '-'; i++)
            if (str_eq(c->words[i].text, STR("-c")) || str_eq(c->words[i].text, STR("-m")))
                return NULL;
        return i < c->count && !c->words[i].input ? &c->words[i] : NULL;
    }
    if ((str_eq(first, STR("bash")) || str_eq(first, STR("sh"))) && !script_has_word(c, "-c"))
        return p;
    return str_find_char(p->text, '/') != SIZE_MAX && p->text.p[0] != '/' && p->text.p[0] != '~' ? p : NULL;
}

static void read_shell(struct walk *w, size_t text, struct str dir);

/* A file of the tree that is run: its commands count, too. */
static void follow(struct walk *w, struct str path, struct str dir)
{
    struct step_commands *out = w->out;
    struct survey *s = w->survey;
    const struct script *script = survey_script(s, path);
    void **been = map_at(&w->been, path);

    if (*been || out->text_count >= MOST_TEXTS)
        return;
    *been = w;
    if (!script->there || script->text.len == 0) {
        out->all_known = false;
        return;
    }
    out->texts = arena_grow(s->arena, out->texts, out->text_count, &out->text_cap, sizeof *out->texts);
    out->texts[out->text_count++] =
        (struct command_text){ .path = path, .script = script, .shell = script->shell, .in_files = !script->shell };
    out->all_known &= script->shell || str_ends(path, STR(".py"));
    if (script->shell)
        read_shell(w, out->text_count - 1, dir);
}

static void read_shell(struct walk *w, size_t text, struct str dir)
{
    struct step_commands *out = w->out;
    const struct script *script = out->texts[text].script;
    struct str none = { "", 0 };
    bool known = true;

    for (size_t i = 0; i < script->count; i++) {
        const struct script_command *c = &script->commands[i];
        const struct script_word *program = script_program(c, NULL), *file;
        struct command_use u = { .command = c, .dir = dir, .dir_known = known };
        size_t index;

        if (program && (str_eq(program->text, STR("cd")) || str_eq(program->text, STR("pushd")))) {
            const struct script_word *to = c->count > 1 ? &c->words[c->count - 1] : NULL;

            known = known && to && is_plain(to->text) && to->text.p[0] != '/' && to->text.p[0] != '-';
            dir = known ? join(w, dir, to->text) : none;
            continue;
        }
        if (program && (str_eq(program->text, STR("make")) || str_eq(program->text, STR("go"))))
            out->all_known = false;
        file = file_of(c, &u.sourced);
        if (file && !is_plain(file->text))
            out->all_known &= !str_has(file->text, STR("/"));
        if (program && program->text.len && program->text.p[0] == '$')
            out->all_known = false;
        if (file && is_plain(file->text) && known) {
            u.file = join(w, dir, file->text);
            u.file_word = file;
        }
        index = out->use_count;
        out->uses = arena_grow(w->survey->arena, out->uses, out->use_count, &out->use_cap, sizeof *out->uses);
        out->uses[out->use_count++] = u;
        /* texts may move: which one it is is noted by its number and settled at the end */
        out->uses[index].text = (const struct command_text *)(uintptr_t)(text + 1);
        if (u.file.len)
            follow(w, u.file, dir);
    }
}

const struct step_commands *step_commands(struct survey *s, const struct survey_step *e, bool dry_run)
{
    struct step_commands *out = ARENA_NEW(s->arena, struct step_commands);
    struct walk w = { .survey = s, .out = out };
    struct str command = step_text(e, "command"), dir = step_text(e, "workingDir");
    const struct node *dry = node_field(step_field(e, "dryRun"), STR("command"));
    struct script *script = ARENA_NEW(s->arena, struct script);

    if (dry_run && node_text(dry).len)
        command = node_text(dry);
    *out = (struct step_commands){ .all_known = true, .has_dir = dir.len > 0, .dir = survey_path(s, e->in, dir) };
    map_init(&w.been, s->arena);
    script_read(script, s->arena, command);
    out->texts = arena_grow(s->arena, out->texts, 0, &out->text_cap, sizeof *out->texts);
    out->texts[out->text_count++] = (struct command_text){ .script = script, .shell = true };
    read_shell(&w, 0, out->dir);
    for (size_t i = 0; i < out->use_count; i++)
        out->uses[i].text = &out->texts[(uintptr_t)out->uses[i].text - 1];
    return out;
}

const struct node *step_command_node(const struct survey_step *e)
{
    const struct node *n = step_field(e, "command");

    return n ? n : e->step->node;
}

struct fault_place command_place(struct survey *s, const struct survey_step *e, const struct command_text *t,
                                 uint32_t offset)
{
    if (t->path.len)
        return faults_line(s->files->sources, t->path, offset);
    return place_in_pipeline(s->judging, e->in->pipeline, step_command_node(e));
}

/* ---- build steps ---- */

/* NAME=literal of the script, for "${NAME}/x". */
static struct str value_of(const struct script *script, struct str name)
{
    struct str found = { "", 0 };

    for (size_t i = 0; i < script->count; i++)
        for (size_t k = 0; k < script->commands[i].count; k++) {
            struct str head, tail;

            if (str_cut(script->commands[i].words[k].text, '=', &head, &tail) && str_eq(head, name) && is_plain(tail))
                found = tail;
        }
    return found;
}

/* With variables that are set to plain texts put in; empty where one is not. */
static struct str expanded(struct survey *s, const struct script *script, struct str w)
{
    struct str out = { "", 0 }, name, value;
    size_t at = str_find_char(w, '$'), end;

    if (at == SIZE_MAX)
        return w;
    while ((at = str_find_char(w, '$')) != SIZE_MAX) {
        bool braces = at + 1 < w.len && w.p[at + 1] == '{';

        end = at + 1 + braces;
        while (end < w.len && ((w.p[end] >= 'a' && w.p[end] <= 'z') || (w.p[end] >= 'A' && w.p[end] <= 'Z') ||
                               (w.p[end] >= '0' && w.p[end] <= '9') || w.p[end] == '_'))
            end++;
        name = str_slice(w, at + 1 + braces, end);
        value = value_of(script, name);
        if (!value.len || (braces && (end >= w.len || w.p[end] != '}')))
            return (struct str){ "", 0 };
        out = ARENA_JOIN(s->arena, out, str_slice(w, 0, at), value);
        w = str_from(w, end + braces);
    }
    return ARENA_JOIN(s->arena, out, w);
}

static void add_output(struct survey *s, struct build_facts *b, struct str dir, struct str w)
{
    w = expanded(s, &b->script, w);
    if (!w.len)
        return;
    b->outputs = arena_grow(s->arena, b->outputs, b->output_count, &b->output_cap, sizeof *b->outputs);
    b->outputs[b->output_count++].path = path_join(s->arena, dir, w);
}

static void read_build_command(struct survey *s, struct build_facts *b, const struct script_command *c, struct str dir)
{
    size_t i;
    const struct script_word *p = script_program(c, &i);
    struct str in = dir;

    if (!p)
        return;
    if (str_eq(p->text, STR("make")) || (str_find_char(p->text, '/') != SIZE_MAX && p->text.p[0] != '$'))
        b->opaque = true;
    if (str_eq(p->text, STR("go")))
        for (size_t k = i; k + 1 < c->count; k++)
            if (str_eq(c->words[k].text, STR("-C")))
                in = path_join(s->arena, dir, expanded(s, &b->script, c->words[k + 1].text));
    for (size_t k = i; k + 1 < c->count; k++)
        if (str_eq(c->words[k].text, STR("-o")))
            add_output(s, b, in, c->words[k + 1].text);
    if ((str_eq(p->text, STR("mv")) || str_eq(p->text, STR("cp")) || str_eq(p->text, STR("install"))) &&
        c->count > i + 2)
        add_output(s, b, in, c->words[c->count - 1].text);
    if (str_eq(p->text, STR("go")) && c->count > i + 1 && str_eq(c->words[i + 1].text, STR("build")) &&
        !script_has_word(c, "-o"))
        add_output(s, b, in,
                   path_base(path_join(s->arena, in, c->count > i + 2 ? c->words[c->count - 1].text : STR("."))));
}

void build_read(struct survey *s, const struct survey_pipeline *p, struct build_facts *b)
{
    const struct node *args = node_field(p->build, STR("args"));
    struct str command = node_text(node_field(p->build, STR("command"))), dir = p->dir, last = command;

    *b = (struct build_facts){ .there = node_kind(p->build) == NODE_MAPPING };
    if (!b->there)
        return;
    b->empty = command.len == 0;
    b->command = command;
    for (const struct node *e = node_first(args); e; e = node_next(args, e)) {
        last = node_text(node_value(e));
        b->shell |= str_eq(last, STR("-c")) || str_eq(last, STR("-ec")) || str_eq(last, STR("-euc"));
        b->command = ARENA_JOIN(s->arena, b->command, STR(" "), last);
    }
    b->shell &= str_ends(command, STR("sh"));
    script_read(&b->script, s->arena, b->shell ? last : b->command);
    for (size_t i = 0; i < b->script.count; i++) {
        const struct script_command *c = &b->script.commands[i];
        const struct script_word *program = script_program(c, NULL);

        if (program && str_eq(program->text, STR("cd")) && c->count > 1)
            dir = path_join(s->arena, dir, expanded(s, &b->script, c->words[c->count - 1].text));
        else
            read_build_command(s, b, c, dir);
    }
}

bool build_is_run(struct survey *s, const struct survey_pipeline *p, const struct build_facts *b)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct step_commands *c = step_is(&p->steps[i], "Shell") ? step_commands(s, &p->steps[i], false) : NULL;

        for (size_t k = 0; c && k < c->use_count; k++)
            for (size_t o = 0; o < b->output_count && c->uses[k].file.len; o++)
                if (str_eq(path_clean(s->arena, b->outputs[o].path), path_clean(s->arena, c->uses[k].file)))
                    return true;
    }
    return b->output_count == 0;
}
