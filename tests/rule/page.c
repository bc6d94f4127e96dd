#include "rule/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct lines_of {
    struct str text;
    size_t at, line; /* next line: its offset and number */
};

/* The next line without its end; false at the end of the text. */
static bool next_line(struct lines_of *l, struct str *line)
{
    size_t end;

    if (l->at >= l->text.len)
        return false;
    end = str_find_char(str_from(l->text, l->at), '\n');
    *line = str_slice(l->text, l->at, end == SIZE_MAX ? l->text.len : l->at + end);
    l->at += line->len + 1;
    l->line++;
    return true;
}

/* Contents of a fenced block whose opening line was just read. */
static struct str fenced(struct lines_of *l, size_t *start)
{
    struct str line;

    *start = l->at;
    while (next_line(l, &line))
        if (str_eq(line, STR("```")))
            return str_slice(l->text, *start, l->at - 4);
    return str_from(l->text, *start);
}

/* With so many bytes in all, empty lines behind the others: for what is about sizes. */
static struct str padded(struct arena *a, struct str bytes, struct str count)
{
    size_t n = (size_t)strtoul(arena_copy(a, count).p, NULL, 10);
    char *room = ARENA_ARRAY(a, char, n > bytes.len ? n : bytes.len);

    memcpy(room, bytes.p, bytes.len);
    for (size_t i = bytes.len; i < n; i++)
        room[i] = '\n';
    return (struct str){ room, n > bytes.len ? n : bytes.len };
}

/* "```yaml jobs/a.yaml deployed=v2019...": the words after the language. link=TARGET makes a
 * symbolic link, is=pipe, is=locked-folder and is=locked-file what they say. */
static void add_file(struct example *e, struct str words, struct str bytes)
{
    struct str word, rest = words, path = STR("jobs/jobs.yaml"), target = STR(""), special = STR("");

    while (rest.len) {
        str_cut(rest, ' ', &word, &rest);
        if (str_starts(word, STR("deployed=")))
            e->deployed = str_from(word, 9);
        else if (str_starts(word, STR("link=")))
            target = str_from(word, 5);
        else if (str_starts(word, STR("annotations=")))
            e->annotations = str_from(word, 12);
        else if (str_starts(word, STR("is=")))
            special = str_from(word, 3);
        else if (str_starts(word, STR("padded=")))
            bytes = padded(e->tree.arena, bytes, str_from(word, 7));
        else if (word.len)
            path = word;
    }
    if (str_starts(path, STR("before/"))) {
        fs_memory_put(&e->before, str_from(path, 7), bytes);
        e->compares = true;
        return;
    }
    if (str_starts(path, STR("prow:/"))) {
        fs_memory_put(&e->prow, str_from(path, 6), bytes);
        e->links = true;
        return;
    }
    if (str_eq(path, STR("prowgate.ack.yaml")))
        e->acks = bytes;
    e->has_config = e->has_config || str_eq(path, STR("config.yaml"));
    e->has_plugins = e->has_plugins || str_eq(path, STR("plugins.yaml"));
    e->has_inrepo = e->has_inrepo || str_starts(path, STR("checkout/"));
    e->has_supplemental_config = e->has_supplemental_config || str_starts(path, STR("supplemental-config/"));
    e->has_checkout = e->has_checkout || str_starts(path, STR("other-checkout"));
    if (str_eq(path, STR("prowgate.yaml")))
        e->project = bytes;
    if (str_starts(path, STR("clusters.")))
        e->clusters = path;
    if (str_starts(path, STR("github-app-orgs.")))
        e->github_app_orgs = path;
    e->has_supplemental_plugins = e->has_supplemental_plugins || str_starts(path, STR("supplemental-plugins/"));
    if (str_starts(path, STR("jobs")) || str_starts(path, STR("..jobs")))
        str_cut(path, '/', &e->jobs, &rest);
    if (target.len)
        fs_memory_link(&e->tree, path, target);
    else if (str_eq(special, STR("pipe")))
        fs_memory_pipe(&e->tree, path);
    else if (str_eq(special, STR("locked-folder")))
        fs_memory_locked_folder(&e->tree, path);
    else if (str_eq(special, STR("locked-file")))
        fs_memory_locked_file(&e->tree, path);
    else
        fs_memory_put(&e->tree, path, bytes);
    if (str_eq(special, STR("plain")))
        fs_memory_plain(&e->tree, path);
}

static struct example *add_example(struct page *p, struct arena *a, bool fails, size_t line)
{
    struct example *e;

    p->examples = arena_grow(a, p->examples, p->count, &p->cap, sizeof *p->examples);
    e = &p->examples[p->count++];
    *e = (struct example){ .fails = fails, .line = line };
    fs_memory_init(&e->tree, a);
    fs_memory_init(&e->before, a);
    fs_memory_init(&e->prow, a);
    return e;
}

static void read_blocks(struct page *p, struct arena *a)
{
    struct lines_of l = { p->text, 0, 0 };
    bool in_section = false, fails = false, together = false;
    struct str line, text;
    size_t start;

    while (next_line(&l, &line)) {
        if (str_starts(line, STR("## "))) {
            fails = str_eq(line, STR("## Fails"));
            in_section = fails || str_eq(line, STR("## Passes"));
            together = false;
        } else if (in_section && (str_eq(line, STR("```yaml")) || str_starts(line, STR("```yaml ")))) {
            if (!together)
                add_example(p, a, fails, l.line);
            together = true;
            text = fenced(&l, &start);
            add_file(&p->examples[p->count - 1], str_from(line, 8), text);
        } else if (in_section && str_eq(line, STR("```text")) && p->count) {
            struct example *e = &p->examples[p->count - 1];
            e->want = fenced(&l, &e->text_start);
            e->text_end = e->text_start + e->want.len;
            together = false;
        } else if (line.len) {
            together = false;
        }
    }
}

static bool complain(const struct rule *r, const char *what)
{
    fprintf(stderr, "%s: %s\n", r->id, what);
    return false;
}

/* What can be told to a rule stands on its page. */
static bool names_parameters(const struct rule *r, struct arena *a, struct str text)
{
    for (const struct parameter *p = r->parameters; p && p->name; p++)
        if (!str_has(text, arena_printf(a, "`%s`", p->name)) && !str_has(text, arena_printf(a, "%s:", p->name)))
            return fprintf(stderr, "%s: the page does not name the parameter %s\n", r->id, p->name), false;
    return true;
}

bool page_read(struct page *p, struct arena *a, const struct rule *r, struct str text)
{
    size_t bad = 0, good = 0;

    *p = (struct page){ .text = text };
    if (!str_starts(text, arena_printf(a, "# %s\n\n%s\n", r->id, r->summary)))
        return complain(r, "the page does not begin with the rule's id and summary");
    if (!names_parameters(r, a, text))
        return false;
    read_blocks(p, a);
    for (size_t i = 0; i < p->count; i++) {
        if (p->examples[i].fails && !p->examples[i].want.p)
            return complain(r, "an example under Fails has no text block with its findings");
        bad += p->examples[i].fails;
        good += !p->examples[i].fails;
    }
    /* What keeps a command from beginning can be shown in no tree. */
    return (bad && good) || (p->count == 0 && r->undecided && r->ours) ||
           complain(r, "the page needs an example that fails and one that passes");
}
