/* versions: turns the main line of Prow's commits and the list of its behaviours into constant C tables, at
 * build time.
 *
 *   versions MAINLINE.csv BEHAVIOURS.yaml MAINLINE.c BEHAVIOURS.h BEHAVIOURS.c
 *
 * The tables are declared in schema/mainline.h and schema/behaviour.h. Data that contradicts itself fails the
 * build. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yaml.h>

enum { MOST_COMMITS = UINT16_MAX, MOST_BEHAVIOURS = 1024, LONGEST_WORD = 80, COMMIT_DIGITS = 12 };

struct commit {
    uint64_t id; /* its first 12 hexadecimal digits */
    time_t time;
    unsigned pull; /* 0 for none */
    int prow;      /* of kubernetes-sigs/prow, not kubernetes/test-infra */
};

struct behaviour {
    char id[LONGEST_WORD], class[LONGEST_WORD], where[LONGEST_WORD], until[LONGEST_WORD];
    char *subject, *what;
    size_t since;
};

struct data {
    struct commit commits[MOST_COMMITS];
    struct behaviour behaviours[MOST_BEHAVIOURS];
    size_t commit_count, behaviour_count;
};

__attribute__((format(printf, 2, 3), noreturn)) static void fail(size_t place, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fprintf(stderr, "versions: entry %zu: ", place);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(EXIT_FAILURE);
}

static FILE *open_file(const char *path, const char *mode)
{
    FILE *f = fopen(path, mode);

    if (f)
        return f;
    perror(path);
    exit(EXIT_FAILURE);
}

static time_t read_time(const char *text, size_t place)
{
    struct tm tm = { 0 };
    char zone = 0;

    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%c", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour, &tm.tm_min,
               &tm.tm_sec, &zone) != 7 ||
        zone != 'Z')
        fail(place, "no UTC time: %s", text);
    tm.tm_year -= 1900;
    tm.tm_mon--;
    return timegm(&tm);
}

static uint64_t read_commit(const char *text, size_t place)
{
    if (strlen(text) != COMMIT_DIGITS || strspn(text, "0123456789abcdef") != COMMIT_DIGITS)
        fail(place, "no commit of 12 digits: %s", text);
    return strtoull(text, NULL, 16);
}

/* One line: seq,repo,commit,utc,pr */
static struct commit read_line(char *line, size_t place)
{
    char *rest = line, *field[5];
    struct commit c;

    for (int i = 0; i < 5; i++)
        if (!(field[i] = strsep(&rest, ",\n")))
            fail(place, "fewer than five columns");
    if (strtoull(field[0], NULL, 10) != place)
        fail(place, "is numbered %s", field[0]);
    c.prow = strcmp(field[1], "prow") == 0;
    if (!c.prow && strcmp(field[1], "test-infra") != 0)
        fail(place, "unknown repository %s", field[1]);
    c.id = read_commit(field[2], place);
    c.time = read_time(field[3], place);
    c.pull = (unsigned)strtoul(field[4], NULL, 10);
    return c;
}

static void read_mainline(struct data *d, const char *path)
{
    FILE *in = open_file(path, "r");
    char *line = NULL;
    size_t cap = 0;

    if (getline(&line, &cap, in) < 0 || strcmp(line, "seq,repo,commit,utc,pr\n") != 0)
        fail(0, "%s: not the columns seq,repo,commit,utc,pr", path);
    while (getline(&line, &cap, in) > 0) {
        size_t n = d->commit_count;
        if (n == MOST_COMMITS)
            fail(n, "more commits than the table can number");
        d->commits[n] = read_line(line, n);
        if (n && (d->commits[n].time < d->commits[n - 1].time || d->commits[n].prow < d->commits[n - 1].prow))
            fail(n, "is older than the one before");
        d->commit_count++;
    }
    free(line);
    fclose(in);
    if (d->commit_count == 0)
        fail(0, "%s: no commits", path);
}

static size_t find_commit(const struct data *d, uint64_t id)
{
    for (size_t i = 0; i < d->commit_count; i++)
        if (d->commits[i].id == id)
            return i;
    return SIZE_MAX;
}

static size_t find_behaviour(const struct data *d, const char *id)
{
    for (size_t i = 0; i < d->behaviour_count; i++)
        if (strcmp(d->behaviours[i].id, id) == 0)
            return i;
    return SIZE_MAX;
}

static const char *scalar(yaml_document_t *y, int node, size_t place)
{
    yaml_node_t *n = yaml_document_get_node(y, node);

    if (!n || n->type != YAML_SCALAR_NODE)
        fail(place, "a text is expected");
    return (const char *)n->data.scalar.value;
}

static void copy_word(char to[LONGEST_WORD], const char *from, size_t place)
{
    if (strlen(from) >= LONGEST_WORD || strspn(from, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(from))
        fail(place, "not a word: %s", from);
    strcpy(to, from);
}

/* { date, commit }: where it stands on the main line. */
static size_t read_since(struct data *d, yaml_document_t *y, int node, size_t place)
{
    yaml_node_t *n = yaml_document_get_node(y, node);
    time_t date = 0;
    size_t at = SIZE_MAX;

    if (!n || n->type != YAML_MAPPING_NODE)
        fail(place, "since: no mapping");
    for (yaml_node_pair_t *p = n->data.mapping.pairs.start; p < n->data.mapping.pairs.top; p++) {
        const char *key = scalar(y, p->key, place), *value = scalar(y, p->value, place);
        if (strcmp(key, "date") == 0)
            date = read_time(value, place);
        else if (strcmp(key, "commit") == 0)
            at = find_commit(d, read_commit(value, place));
        else
            fail(place, "since: unknown key %s", key);
    }
    if (at == SIZE_MAX || d->commits[at].time != date)
        fail(place, "since: the main line has no such commit at that time");
    return at;
}

static void read_pair(struct data *d, yaml_document_t *y, struct behaviour *b, yaml_node_pair_t *p, size_t place)
{
    const char *key = scalar(y, p->key, place);

    if (strcmp(key, "id") == 0)
        copy_word(b->id, scalar(y, p->value, place), place);
    else if (strcmp(key, "class") == 0)
        copy_word(b->class, scalar(y, p->value, place), place);
    else if (strcmp(key, "where") == 0)
        copy_word(b->where, scalar(y, p->value, place), place);
    else if (strcmp(key, "until") == 0)
        copy_word(b->until, scalar(y, p->value, place), place);
    else if (strcmp(key, "subject") == 0)
        b->subject = strdup(scalar(y, p->value, place));
    else if (strcmp(key, "what") == 0)
        b->what = strdup(scalar(y, p->value, place));
    else if (strcmp(key, "since") == 0)
        b->since = read_since(d, y, p->value, place);
    else
        fail(place, "unknown key %s", key);
}

static void read_behaviour(struct data *d, yaml_document_t *y, int node, size_t place)
{
    yaml_node_t *n = yaml_document_get_node(y, node);
    struct behaviour *b = &d->behaviours[place];

    if (place == MOST_BEHAVIOURS)
        fail(place, "too many behaviours");
    if (!n || n->type != YAML_MAPPING_NODE)
        fail(place, "no mapping");
    b->since = SIZE_MAX;
    for (yaml_node_pair_t *p = n->data.mapping.pairs.start; p < n->data.mapping.pairs.top; p++)
        read_pair(d, y, b, p, place);
    if (!b->id[0] || !b->class[0] || !b->where[0] || !b->subject || !b->what || b->since == SIZE_MAX)
        fail(place, "id, class, where, since, subject and what are needed");
    if (strstr(b->what, "*/"))
        fail(place, "what: would end a comment of the header");
    if (find_behaviour(d, b->id) != SIZE_MAX)
        fail(place, "%s is there already", b->id);
    if (place && b->since < b[-1].since)
        fail(place, "%s is older than the one before", b->id);
    d->behaviour_count++;
}

static void check_ends(const struct data *d)
{
    for (size_t i = 0; i < d->behaviour_count; i++) {
        const struct behaviour *b = &d->behaviours[i];
        size_t end = b->until[0] ? find_behaviour(d, b->until) : i;
        if (end == SIZE_MAX)
            fail(i, "until: there is no %s", b->until);
        if (b->until[0] && d->behaviours[end].since <= b->since)
            fail(i, "until: %s is not later", b->until);
    }
}

static void read_behaviours(struct data *d, const char *path)
{
    FILE *in = open_file(path, "rb");
    yaml_parser_t parser;
    yaml_document_t y;
    yaml_node_t *root;

    yaml_parser_initialize(&parser);
    yaml_parser_set_input_file(&parser, in);
    if (!yaml_parser_load(&parser, &y))
        fail(parser.problem_mark.line + 1, "%s: %s", path, parser.problem);
    root = yaml_document_get_root_node(&y);
    if (!root || root->type != YAML_SEQUENCE_NODE)
        fail(0, "%s: no list", path);
    for (yaml_node_item_t *i = root->data.sequence.items.start; i < root->data.sequence.items.top; i++)
        read_behaviour(d, &y, *i, d->behaviour_count);
    check_ends(d);
    yaml_document_delete(&y);
    yaml_parser_delete(&parser);
    fclose(in);
}

static const struct data *sorting;

static int by_id(const void *a, const void *b)
{
    uint64_t left = sorting->commits[*(const uint16_t *)a].id, right = sorting->commits[*(const uint16_t *)b].id;

    return left < right ? -1 : left > right;
}

static void write_order(const struct data *d, FILE *out)
{
    uint16_t *order = calloc(d->commit_count, sizeof *order);

    if (!order)
        abort();
    for (size_t i = 0; i < d->commit_count; i++)
        order[i] = (uint16_t)i;
    sorting = d;
    qsort(order, d->commit_count, sizeof *order, by_id);
    fprintf(out, "\nconst uint16_t mainline_by_commit[] = {");
    for (size_t i = 0; i < d->commit_count; i++) {
        if (i && d->commits[order[i]].id == d->commits[order[i - 1]].id)
            fail(order[i], "is the same commit as %u", (unsigned)order[i - 1]);
        fprintf(out, "%s%u,", i % 16 ? " " : "\n    ", (unsigned)order[i]);
    }
    fprintf(out, "\n};\n");
    free(order);
}

static void write_mainline(const struct data *d, const char *path)
{
    FILE *out = open_file(path, "w");
    size_t moved = 0;

    fprintf(out, "/* Made by tools/versions.c. */\n#include \"schema/mainline.h\"\n\n"
                 "const struct mainline_commit mainline[] = {\n");
    for (size_t i = 0; i < d->commit_count; i++) {
        const struct commit *c = &d->commits[i];
        fprintf(out, "    { 0x%012" PRIx64 ", %lld, %u },\n", c->id, (long long)c->time, c->pull);
        moved += !c->prow;
    }
    fprintf(out, "};\nconst uint32_t mainline_count = %zu;\nconst uint32_t mainline_moved = %zu;\n", d->commit_count,
            moved);
    write_order(d, out);
    fclose(out);
}

static void write_upper(FILE *out, const char *word)
{
    for (; *word; word++)
        fputc(*word == '-' ? '_' : *word >= 'a' && *word <= 'z' ? *word - 'a' + 'A' : *word, out);
}

static void write_text(FILE *out, const char *text)
{
    fputs("STR_INIT(\"", out);
    for (; *text; text++)
        fprintf(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    fputs("\")", out);
}

static void write_enum(const struct data *d, const char *path)
{
    FILE *out = open_file(path, "w");

    fprintf(out, "/* Made by tools/versions.c from schemas/prow/behaviours.yaml. */\n#ifndef SCHEMA_BEHAVIOURS_H\n"
                 "#define SCHEMA_BEHAVIOURS_H\n\nenum behaviour {\n");
    for (size_t i = 0; i < d->behaviour_count; i++) {
        fprintf(out, "    BEHAVIOUR_");
        write_upper(out, d->behaviours[i].id);
        fprintf(out, ", /* %s */\n", d->behaviours[i].what);
    }
    fprintf(out, "    BEHAVIOUR_COUNT\n};\n\n#endif\n");
    fclose(out);
}

static void write_behaviour(const struct data *d, FILE *out, const struct behaviour *b)
{
    fprintf(out, "    {\n        .id = ");
    write_text(out, b->id);
    fprintf(out, ",\n        .class = CLASS_");
    write_upper(out, b->class);
    fprintf(out, ",\n        .where = WHERE_");
    write_upper(out, b->where);
    fprintf(out, ",\n        .since = %zu,\n        .until = ", b->since);
    if (b->until[0])
        fprintf(out, "%zu", d->behaviours[find_behaviour(d, b->until)].since);
    else
        fprintf(out, "VERSION_NEVER");
    fprintf(out, ",\n        .subject = ");
    write_text(out, b->subject);
    fprintf(out, ",\n        .what = ");
    write_text(out, b->what);
    fprintf(out, ",\n    },\n");
}

static void write_behaviours(const struct data *d, const char *path)
{
    FILE *out = open_file(path, "w");

    fprintf(out, "/* Made by tools/versions.c from schemas/prow/behaviours.yaml. */\n#include "
                 "\"schema/behaviour.h\"\n\n"
                 "const struct behaviour_info behaviours[] = {\n");
    for (size_t i = 0; i < d->behaviour_count; i++)
        write_behaviour(d, out, &d->behaviours[i]);
    fprintf(out, "};\n");
    fclose(out);
}

int main(int argc, char **argv)
{
    struct data *d = calloc(1, sizeof *d);

    if (argc != 6 || !d) {
        fprintf(stderr, "usage: versions MAINLINE.csv BEHAVIOURS.yaml MAINLINE.c BEHAVIOURS.h BEHAVIOURS.c\n");
        return EXIT_FAILURE;
    }
    read_mainline(d, argv[1]);
    read_behaviours(d, argv[2]);
    write_mainline(d, argv[3]);
    write_enum(d, argv[4]);
    write_behaviours(d, argv[5]);
    for (size_t i = 0; i < d->behaviour_count; i++) {
        free(d->behaviours[i].subject);
        free(d->behaviours[i].what);
    }
    free(d);
    return EXIT_SUCCESS;
}
