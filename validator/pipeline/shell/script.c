#include "pipeline/shell/script.h"

enum { MOST_DEPTH = 32 };

struct lexer {
    struct script *out;
    struct arena *arena;
    struct str text;
    size_t at;
    size_t command_cap, read_cap, set_cap, word_cap;
    bool open;      /* the last command still takes words */
    bool condition; /* "if" or "while" stands before it */
    struct str heredoc;
    unsigned depth;
};

static bool is_name(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (!first && c >= '0' && c <= '9');
}

static char peek(const struct lexer *l, size_t ahead)
{
    return l->at + ahead < l->text.len ? l->text.p[l->at + ahead] : '\0';
}

static void add_read(struct lexer *l, struct str name, size_t offset, bool fallback)
{
    struct script *s = l->out;

    s->reads = arena_grow(l->arena, s->reads, s->read_count, &l->read_cap, sizeof *s->reads);
    s->reads[s->read_count++] = (struct script_read){ name, (uint32_t)offset, fallback };
}

static void add_set(struct lexer *l, struct str name)
{
    struct script *s = l->out;

    s->sets = arena_grow(l->arena, s->sets, s->set_count, &l->set_cap, sizeof *s->sets);
    s->sets[s->set_count++] = name;
}

static struct str name_at(struct str s, size_t at)
{
    size_t end = at;

    while (end < s.len && is_name(s.p[end], end == at))
        end++;
    return str_slice(s, at, end);
}

static void read_text(struct lexer *l, char until);

/* After "$": a variable, or a command whose output counts. */
static void read_expansion(struct lexer *l)
{
    size_t start = l->at;

    if (peek(l, 1) == '(' && peek(l, 2) != '(' && l->depth < MOST_DEPTH) {
        bool was_open = l->open, was_condition = l->condition;
        size_t command = l->out->count, cap = l->word_cap;

        l->at += 2;
        l->open = false;
        l->depth++;
        read_text(l, ')');
        l->depth--;
        /* the words of the outer command go on where it stood: it is moved behind what it holds */
        l->open = false;
        l->condition = was_condition;
        if (was_open && command > 0) {
            struct script_command outer = l->out->commands[command - 1];

            for (size_t i = command; i < l->out->count; i++)
                l->out->commands[i - 1] = l->out->commands[i];
            l->out->commands[l->out->count - 1] = outer;
            l->word_cap = cap;
            l->open = true;
        }
        return;
    }
    if (peek(l, 1) == '{') {
        size_t at = l->at + 2 + (peek(l, 2) == '!' || peek(l, 2) == '#');
        struct str name = name_at(l->text, at);
        char after = at + name.len < l->text.len ? l->text.p[at + name.len] : '\0',
             next = at + name.len + 1 < l->text.len ? l->text.p[at + name.len + 1] : '\0';
        bool fallback = after == '-' || after == '+' || after == '=' ||
                        (after == ':' && (next == '-' || next == '+' || next == '='));

        if (name.len)
            add_read(l, name, start, fallback);
        if (after == '=' || (after == ':' && next == '='))
            add_set(l, name);
        l->at = at + name.len;
        return;
    }
    if (name_at(l->text, l->at + 1).len) {
        struct str name = name_at(l->text, l->at + 1);

        add_read(l, name, start, false);
        l->at += 1 + name.len;
        return;
    }
    l->at++;
}

static void begin_command(struct lexer *l)
{
    struct script *s = l->out;

    if (l->open)
        return;
    s->commands = arena_grow(l->arena, s->commands, s->count, &l->command_cap, sizeof *s->commands);
    s->commands[s->count++] = (struct script_command){ .offset = (uint32_t)l->at, .condition = l->condition };
    l->word_cap = 0;
    l->open = true;
}

static void read_double_quotes(struct lexer *l)
{
    for (l->at++; l->at < l->text.len && peek(l, 0) != '"';)
        if (peek(l, 0) == '\\')
            l->at += 2;
        else if (peek(l, 0) == '$')
            read_expansion(l);
        else
            l->at++;
    l->at++;
}

/* One word; the lexer stands at its first byte. */
static struct str read_word(struct lexer *l)
{
    size_t start = l->at;

    while (l->at < l->text.len && !strchr(" \t\n\r;&|()<>", peek(l, 0))) {
        char c = peek(l, 0);

        if (c == '\'') {
            for (l->at++; l->at < l->text.len && peek(l, 0) != '\'';)
                l->at++;
            l->at++;
        } else if (c == '"')
            read_double_quotes(l);
        else if (c == '$')
            read_expansion(l);
        else
            l->at += c == '\\' ? 2 : 1;
    }
    if (l->at > l->text.len)
        l->at = l->text.len;
    if (l->at == start)
        l->at++;
    return str_slice(l->text, start, l->at);
}

static struct str unquoted(struct str w)
{
    if (w.len >= 2 && (w.p[0] == '"' || w.p[0] == '\'') && w.p[w.len - 1] == w.p[0])
        return str_slice(w, 1, w.len - 1);
    return w;
}

static bool is_keyword(struct str w)
{
    static const char *const words[] = { "then", "do", "else", "fi", "done", "{", "}", "!", "time" };

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq(w, str_c(words[i])))
            return true;
    return false;
}

static struct script_command *current(struct lexer *l)
{
    return l->open ? &l->out->commands[l->out->count - 1] : NULL;
}

static void note_sets(struct lexer *l, const struct script_command *c, struct str w)
{
    struct str name = name_at(w, 0), first = c->count ? c->words[0].text : (struct str){ "", 0 };
    bool declares = str_eq(first, STR("read")) || str_eq(first, STR("export")) || str_eq(first, STR("local")) ||
                    str_eq(first, STR("declare")) || str_eq(first, STR("readonly")) || str_eq(first, STR("for")) ||
                    str_eq(first, STR("mapfile")) || str_eq(first, STR("readarray"));
    bool assigns = name.len && name.len < w.len &&
                   (w.p[name.len] == '=' || str_starts(str_from(w, name.len), STR("+=")) || w.p[name.len] == '[');

    if (assigns || (declares && c->count && name.len == w.len && name.len))
        add_set(l, name);
}

static void add_word(struct lexer *l, struct str raw, size_t offset, bool input)
{
    struct script_command *c;

    if (!l->open && !input && (is_keyword(raw) || str_eq(raw, STR(":")))) {
        l->out->reduced |= str_eq(raw, STR(":")) && peek(l, 0) == ' ' && !strchr("\"'$#;\n", peek(l, 1));
        return;
    }
    if (!l->open && (str_eq(raw, STR("if")) || str_eq(raw, STR("elif")) || str_eq(raw, STR("while")) ||
                     str_eq(raw, STR("until")))) {
        l->condition = true;
        return;
    }
    begin_command(l);
    c = current(l);
    if (c->count == 0)
        c->offset = (uint32_t)offset;
    note_sets(l, c, raw);
    c->words = arena_grow(l->arena, c->words, c->count, &l->word_cap, sizeof *c->words);
    c->words[c->count++] = (struct script_word){ unquoted(raw), (uint32_t)offset, input };
}

static void end_command(struct lexer *l)
{
    l->open = false;
    l->condition = false;
}

/* Behind "||": what turns a failure into success. */
static bool throws_away(struct str rest)
{
    static const char *const words[] = { "true", ":", "echo", "exit 0", "return 0", "/bin/true" };

    rest = str_trim(rest);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_starts(rest, str_c(words[i])) &&
            (rest.len == strlen(words[i]) || !is_name(rest.p[strlen(words[i])], false)))
            return true;
    return false;
}

static void skip_heredoc(struct lexer *l)
{
    bool quoted = l->heredoc.len && (l->heredoc.p[0] == '\'' || l->heredoc.p[0] == '"' || l->heredoc.p[0] == '\\');
    struct str end = unquoted(str_trim_prefix(l->heredoc, STR("\\")));

    l->heredoc = (struct str){ "", 0 };
    while (l->at < l->text.len) {
        size_t stop = l->at + str_find_char(str_from(l->text, l->at), '\n');
        struct str line;

        stop = stop < l->at || stop > l->text.len ? l->text.len : stop;
        line = str_slice(l->text, l->at, stop);
        if (str_eq(str_trim(line), end)) {
            l->at = stop;
            return;
        }
        while (!quoted && l->at < stop)
            if (peek(l, 0) == '$' && name_at(l->text, l->at + 1 + (peek(l, 1) == '{')).len)
                read_expansion(l);
            else
                l->at++;
        l->at = stop < l->text.len ? (l->at > stop ? l->at : stop + 1) : l->text.len;
    }
}

static void read_redirection(struct lexer *l)
{
    bool input = peek(l, 0) == '<';
    size_t start;
    struct str w;

    if (input && peek(l, 1) == '<' && peek(l, 2) != '<') {
        l->at += 2 + (peek(l, 2) == '-');
        while (peek(l, 0) == ' ')
            l->at++;
        l->heredoc = read_word(l);
        return;
    }
    if (input && peek(l, 1) == '(') { /* <(command) */
        l->at += 2;
        return;
    }
    while (peek(l, 0) == '<' || peek(l, 0) == '>' || peek(l, 0) == '&')
        l->at++;
    while (peek(l, 0) == ' ' || peek(l, 0) == '\t')
        l->at++;
    if (l->at >= l->text.len || strchr("\n;|", peek(l, 0)))
        return;
    start = l->at;
    w = read_word(l);
    if (input)
        add_word(l, w, start, true);
}

static void read_operator(struct lexer *l)
{
    struct script_command *c = current(l);
    bool twice = peek(l, 1) == peek(l, 0);

    if (peek(l, 0) == '|' && c) {
        if (twice) {
            size_t at = l->at + 2, end = at;

            while (end < l->text.len && !strchr("\n;)|&", l->text.p[end]))
                end++;
            c->masked = throws_away(str_slice(l->text, at, end));
            c->condition |= !c->masked;
        } else
            c->piped = true;
    } else if (peek(l, 0) == '&' && twice && c)
        c->condition = true;
    l->at += twice ? 2 : 1;
    l->open = false;
}

static void read_text(struct lexer *l, char until)
{
    while (l->at < l->text.len) {
        char c = peek(l, 0);

        if (c == until && until) {
            l->at++;
            end_command(l);
            return;
        }
        if (c == ' ' || c == '\t' || c == '\r' || c == '\0')
            l->at++;
        else if (c == '\\' && peek(l, 1) == '\n')
            l->at += 2;
        else if (c == '#') {
            while (l->at < l->text.len && peek(l, 0) != '\n')
                l->at++;
        } else if (c == '\n') {
            l->at++;
            end_command(l);
            if (l->heredoc.len)
                skip_heredoc(l);
        } else if (c == ';' || c == '(' || c == ')') {
            l->at++;
            end_command(l);
        } else if (c == '|' || (c == '&' && peek(l, 1) != '>'))
            read_operator(l);
        else if (c == '<' || c == '>' || c == '&')
            read_redirection(l);
        else {
            size_t start = l->at;
            struct str w = read_word(l);

            if (w.len == 1 && (peek(l, 0) == '>' || peek(l, 0) == '<') && w.p[0] >= '0' && w.p[0] <= '9')
                continue; /* 2> */
            add_word(l, w, start, false);
        }
    }
}

static void read_options(struct script *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct script_command *c = &s->commands[i];

        if (c->count < 2 || !str_eq(c->words[0].text, STR("set")))
            continue;
        for (size_t w = 1; w < c->count; w++) {
            struct str o = c->words[w].text;

            if (str_eq(o, STR("errexit")) && !str_eq(c->words[w - 1].text, STR("+o")))
                s->errexit = true;
            if (str_eq(o, STR("nounset")) && !str_eq(c->words[w - 1].text, STR("+o")))
                s->nounset = true;
            if (o.len < 2 || o.p[0] != '-' || o.p[1] == '-')
                continue;
            s->errexit |= str_find_char(o, 'e') != SIZE_MAX;
            s->nounset |= str_find_char(o, 'u') != SIZE_MAX;
        }
    }
}

void script_read(struct script *s, struct arena *a, struct str text)
{
    struct lexer l = { .out = s, .arena = a, .text = text };

    *s = (struct script){ .text = text, .there = true, .shell = true };
    read_text(&l, '\0');
    read_options(s);
}

bool script_is_shell(struct str path, struct str text)
{
    struct str first, rest;

    if (str_ends(path, STR(".sh")) || str_ends(path, STR(".bash")))
        return true;
    str_cut(text, '\n', &first, &rest);
    return str_starts(first, STR("#!")) && str_has(first, STR("sh")) && !str_has(first, STR("fish"));
}

bool script_sets(const struct script *s, struct str name)
{
    for (size_t i = 0; i < s->set_count; i++)
        if (str_eq(s->sets[i], name))
            return true;
    return false;
}

const struct script_read *script_reads(const struct script *s, struct str name)
{
    for (size_t i = 0; i < s->read_count; i++)
        if (str_eq(s->reads[i].name, name))
            return &s->reads[i];
    return NULL;
}

static bool comes_before(struct str w)
{
    static const char *const words[] = { "sudo", "env", "exec", "time", "nohup", "command", "bash",
                                         "sh",   "-x",  "-e",   "-eu",  "-ex",   "-euo" };
    struct str name = name_at(w, 0);

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq(w, str_c(words[i])))
            return true;
    return name.len && name.len < w.len && w.p[name.len] == '=';
}

const struct script_word *script_program(const struct script_command *c, size_t *index)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->words[i].input || comes_before(c->words[i].text))
            continue;
        if (index)
            *index = i;
        return &c->words[i];
    }
    return NULL;
}

bool script_has_word(const struct script_command *c, const char *word)
{
    for (size_t i = 0; i < c->count; i++)
        if (str_eq(c->words[i].text, str_c(word)))
            return true;
    return false;
}
