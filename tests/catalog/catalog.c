/* catalog: every check of Prow's that the facts name (validation-catalog.md, sections 4.1 to 4.14) is a rule of the
 * same id, or stands in elsewhere.txt: the rules that report it instead, or why no configuration gets there. */
#include "harness/suite.h"
#include "rule/rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct catalog {
    struct suite suite;
    struct map ids;       /* that the catalog names */
    struct map elsewhere; /* id -> what elsewhere.txt says of it, a C string */
    bool inside;          /* section 4 is being read */
    size_t id_column;     /* of the table that is being read; SIZE_MAX outside of one */
    struct str last;      /* the id named last */
};

/* "a-b-c" without its last n words. */
static struct str without_words(struct str id, size_t n)
{
    while (n-- > 0 && str_find_char(id, '-') != SIZE_MAX)
        id = str_slice(id, 0, str_rfind_char(id, '-'));
    return id;
}

static size_t count_dashes(struct str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += s.p[i] == '-';
    return n;
}

static bool is_id(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", s.p[i]))
            return false;
    return s.len > 0 && count_dashes(s) > 0;
}

/* Lists are shortened: "-repo" takes the place of the last word of the id before it, and "...-skip-if" of as many words
 * as it has. */
static struct str expand(struct catalog *c, struct str id)
{
    struct str ellipsis = STR("\xe2\x80\xa6");

    id = str_trim_prefix(id, ellipsis);
    if (!str_starts(id, STR("-")))
        return id;
    return ARENA_JOIN(&c->suite.arena, without_words(c->last, count_dashes(id)), id);
}

static void add_ids(struct catalog *c, struct str cell)
{
    struct str text, id, rest = cell;

    while (str_cut(rest, '`', &text, &rest) && str_cut(rest, '`', &id, &rest)) {
        id = expand(c, id);
        if (!is_id(id))
            continue;
        c->last = id;
        *map_at(&c->ids, id) = (void *)(uintptr_t)id.p;
    }
}

/* The next cell of a row of a table; a bar with a backslash before it is text. */
static bool next_cell(struct str *row, struct str *cell)
{
    for (size_t i = 0; i < row->len; i++)
        if (row->p[i] == '|' && (i == 0 || row->p[i - 1] != '\\')) {
            *cell = str_trim(str_slice(*row, 0, i));
            *row = str_from(*row, i + 1);
            return true;
        }
    return false;
}

/* Ids stand in the column called so, or, where that has no room, in a cell that begins with the word "ids". */
static void read_row(struct catalog *c, struct str row)
{
    size_t column = 0, heading = SIZE_MAX;
    struct str cell;

    while (next_cell(&row, &cell)) {
        if (str_eq(cell, STR("id")))
            heading = column;
        if (column == c->id_column || (c->id_column != SIZE_MAX && str_starts(cell, STR("ids"))))
            add_ids(c, cell);
        column++;
    }
    if (heading != SIZE_MAX)
        c->id_column = heading;
}

static void read_line(struct catalog *c, struct str line)
{
    if (str_starts(line, STR("### 4.1 ")))
        c->inside = true;
    else if (str_starts(line, STR("## ")))
        c->inside = false;
    if (c->inside && str_starts(line, STR("|")))
        read_row(c, str_from(line, 1));
    else
        c->id_column = SIZE_MAX;
}

static void read_elsewhere(struct catalog *c, struct str line)
{
    struct str id, says;

    if (line.len == 0 || line.p[0] == '#')
        return;
    str_cut(line, '\t', &id, &says);
    *map_at(&c->elsewhere, id) = (void *)(uintptr_t)arena_printf(&c->suite.arena, "%.*s", STR_ARG(says)).p;
}

/* Every line of a file; false when it is not there. */
static bool read_lines(struct catalog *c, const char *path, void take(struct catalog *, struct str))
{
    struct str text, line;

    if (!suite_read(&c->suite, path, &text))
        return false;
    while (text.len) {
        str_cut(text, '\n', &line, &text);
        take(c, line);
    }
    return true;
}

/* "by RULE RULE" or "never: REASON". */
static bool answers(struct str says, struct str *wrong)
{
    struct str rule, rest = says;

    *wrong = says;
    if (str_starts(says, STR("never: ")))
        return true;
    if (!str_starts(says, STR("by ")))
        return false;
    rest = str_from(says, 3);
    while (rest.len) {
        str_cut(rest, ' ', &rule, &rest);
        *wrong = rule;
        if (!rule_find(rule))
            return false;
    }
    return true;
}

static void judge_id(struct catalog *c, struct str id)
{
    const char *says = map_get(&c->elsewhere, id), *name = arena_printf(&c->suite.arena, "%.*s", STR_ARG(id)).p;
    struct str wrong = { 0 };

    if (rule_find(id))
        suite_case(&c->suite, name, !says, "is a rule, and in elsewhere.txt all the same");
    else if (!says)
        suite_case(&c->suite, name, false, "is no rule, and not in elsewhere.txt");
    else
        suite_case(&c->suite, name, answers(str_c(says), &wrong), "elsewhere.txt: no rule, and no reason: %.*s",
                   STR_ARG(wrong));
}

static void judge(struct catalog *c)
{
    for (size_t i = 0; i < c->ids.count; i++)
        judge_id(c, c->ids.entries[i].key);
    for (size_t i = 0; i < c->elsewhere.count; i++) {
        struct str id = c->elsewhere.entries[i].key;
        if (!map_get(&c->ids, id))
            suite_case(&c->suite, arena_printf(&c->suite.arena, "%.*s", STR_ARG(id)).p, false,
                       "stands in elsewhere.txt, and not in the catalog");
    }
    /* Fewer mean that the tables were not understood. */
    suite_case(&c->suite, "tables", c->ids.count >= 200, "only %zu ids were found in the catalog", c->ids.count);
}

int main(void)
{
    struct catalog c = { .id_column = SIZE_MAX };

    suite_begin(&c.suite, "catalog", NULL);
    map_init(&c.ids, &c.suite.arena);
    map_init(&c.elsewhere, &c.suite.arena);
    if (!read_lines(&c, suite_source(&c.suite, "tests/catalog/elsewhere.txt"), read_elsewhere))
        suite_case(&c.suite, "elsewhere.txt", false, "%s", "can't be read");
    if (read_lines(&c, suite_shared(&c.suite, "facts/prow/validation-catalog.md"), read_line))
        judge(&c);
    else
        suite_skip(&c.suite, "facts/prow/validation-catalog.md");
    return suite_end(&c.suite);
}
