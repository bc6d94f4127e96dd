#include "edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lines [from, to). */
struct range {
    size_t from, to;
};

bool schema_text_read(struct schema_text *t, struct arena *a, const char *path)
{
    FILE *in = fopen(path, "r");
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;

    *t = (struct schema_text){ .arena = a };
    if (!in)
        return false;
    while ((n = getline(&line, &cap, in)) >= 0) {
        if (n && line[n - 1] == '\n')
            n--;
        t->lines = arena_grow(a, t->lines, t->count, &t->cap, sizeof *t->lines);
        t->lines[t->count++] = arena_copy(a, (struct str){ line, (size_t)n });
    }
    free(line);
    fclose(in);
    return true;
}

bool schema_text_write(const struct schema_text *t, const char *path)
{
    FILE *out = fopen(path, "w");

    if (!out)
        return false;
    for (size_t i = 0; i < t->count; i++)
        fprintf(out, "%.*s\n", STR_ARG(t->lines[i]));
    return fclose(out) == 0;
}

static void insert(struct schema_text *t, size_t at, const struct str *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        t->lines = arena_grow(t->arena, t->lines, t->count, &t->cap, sizeof *t->lines);
        t->count++;
    }
    memmove(t->lines + at + count, t->lines + at, (t->count - count - at) * sizeof *t->lines);
    memcpy(t->lines + at, lines, count * sizeof *lines);
    t->changed = true;
}

static size_t indent(struct str line)
{
    size_t n = 0;

    while (n < line.len && line.p[n] == ' ')
        n++;
    return n;
}

/* The lines below `NAME:` at this indentation, within; empty and at its end when there is none. */
static struct range block(const struct schema_text *t, struct range within, struct str name, size_t depth)
{
    for (size_t i = within.from; i < within.to; i++) {
        struct str line = t->lines[i], key = arena_printf(t->arena, "%.*s:", STR_ARG(name));
        size_t end = i + 1;

        if (indent(line) != depth || !str_starts(str_from(line, depth), key))
            continue;
        while (end < within.to && (t->lines[end].len == 0 || indent(t->lines[end]) > depth))
            end++;
        while (t->lines[end - 1].len == 0)
            end--;
        return (struct range){ i + 1, end };
    }
    return (struct range){ within.to, within.to };
}

static struct range definition_block(const struct schema_text *t, struct str name)
{
    return block(t, (struct range){ 0, t->count }, name, 2);
}

bool schema_text_add(struct schema_text *t, struct str definition, const struct str *lines, size_t count)
{
    struct range d = definition_block(t, definition), p;
    struct str heading = STR("    properties:");
    size_t at = d.from;

    if (d.from == t->count)
        return false;
    p = block(t, d, STR("properties"), 4);
    if (p.from == p.to) {
        /* Before what closes the definition. */
        while (at < d.to && !str_has(t->lines[at], STR("Properties: false")))
            at++;
        insert(t, at, &heading, 1);
        p.to = at + 1;
    }
    insert(t, p.to, lines, count);
    return true;
}

/* The lines of a property without its description. */
static size_t copy_form(const struct schema_text *t, struct range property, struct str *out)
{
    size_t n = 0;
    bool description = false;

    for (size_t i = property.from; i < property.to; i++) {
        if (indent(t->lines[i]) == 8)
            description = str_starts(str_trim(t->lines[i]), STR("description:"));
        if (!description)
            out[n++] = t->lines[i];
    }
    return n;
}

bool schema_text_retire(struct schema_text *t, struct str definition, struct str property, struct str until)
{
    struct range d = definition_block(t, definition), p = block(t, d, STR("properties"), 4), former;
    struct range old = block(t, p, property, 6);
    struct str *lines, heading = STR("    x-former:");
    size_t count = 1;

    if (old.from == old.to)
        return false;
    lines = ARENA_ARRAY(t->arena, struct str, old.to - old.from + 2);
    lines[0] = arena_printf(t->arena, "      - name: %.*s", STR_ARG(property));
    count += copy_form(t, old, lines + 1);
    lines[count++] = arena_printf(t->arena, "        x-until: %.*s", STR_ARG(until));
    former = block(t, d, STR("x-former"), 4);
    if (former.from == former.to) {
        insert(t, d.to, &heading, 1);
        former.to = d.to + 1;
    }
    insert(t, former.to, lines, count);
    memmove(t->lines + old.from - 1, t->lines + old.to, (t->count - old.to) * sizeof *t->lines);
    t->count -= old.to - old.from + 1;
    return true;
}

bool schema_text_add_value(struct schema_text *t, struct str definition, struct str value, struct str since)
{
    struct range d = definition_block(t, definition), known = block(t, d, STR("x-values"), 4);
    struct str heading = STR("    x-values:"), line;
    bool found = false;

    for (size_t i = d.from; i < d.to && !found; i++) {
        line = t->lines[i];
        found = indent(line) == 4 && str_ends(line, STR("]")) &&
                (str_has(line, STR("enum: [")) || str_has(line, STR("examples: [")));
        if (found)
            t->lines[i] = arena_printf(t->arena, "%.*s, %.*s]", (int)line.len - 1, line.p, STR_ARG(value));
    }
    if (!found)
        return false;
    if (known.from == known.to) {
        insert(t, d.to, &heading, 1);
        known.to = d.to + 1;
    }
    line = arena_printf(t->arena, "      %.*s: {x-since: %.*s}", STR_ARG(value), STR_ARG(since));
    insert(t, known.to, &line, 1);
    return true;
}

void schema_text_append(struct schema_text *t, const struct str *lines, size_t count)
{
    struct str blank = STR("");

    insert(t, t->count, &blank, 1);
    insert(t, t->count, lines, count);
}
