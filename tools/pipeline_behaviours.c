/* pipeline_behaviours: turns schemas/pipeline/behaviours.tsv into an enum and a constant table, at build time.
 *
 *   pipeline_behaviours FILE.tsv OUT.h OUT.c
 *
 * They are declared in pipeline/behaviour.h. A line that is none fails the build. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 5, LONGEST = 1000 };

/* Cuts the line at its tabs. */
static int cut(char *line, char *columns[COLUMNS])
{
    int n = 0;

    line[strcspn(line, "\n")] = '\0';
    for (char *p = line; n < COLUMNS; n++) {
        columns[n] = p;
        p += strcspn(p, "\t");
        if (!*p)
            return n + 1;
        *p++ = '\0';
    }
    return COLUMNS + 1;
}

static void put_name(FILE *out, const char *id)
{
    fputs("PIPELINE_", out);
    for (; *id; id++)
        fputc(*id == '-' ? '_' : toupper((unsigned char)*id), out);
}

static int is_time(const char *s)
{
    return strlen(s) == 14 && strspn(s, "0123456789") == 14;
}

static int convert(FILE *in, FILE *header, FILE *table)
{
    char line[LONGEST], *c[COLUMNS];
    int number = 0;

    fputs("/* Made by tools/pipeline_behaviours.c. */\nenum pipeline_behaviour {\n", header);
    fputs("/* Made by tools/pipeline_behaviours.c. */\n#include \"pipeline/behaviour.h\"\n\n"
          "const struct pipeline_behaviour_info pipeline_behaviours[] = {\n",
          table);
    while (fgets(line, sizeof line, in)) {
        number++;
        if (line[0] == '#' || strncmp(line, "id\t", 3) == 0)
            continue;
        if (cut(line, c) != COLUMNS || !is_time(c[1]) || (*c[2] && !is_time(c[2])) || strpbrk(c[4], "\"\\")) {
            fprintf(stderr, "pipeline_behaviours: line %d is none\n", number);
            return EXIT_FAILURE;
        }
        fputs("    ", header);
        put_name(header, c[0]);
        fputs(",\n", header);
        fputs("    [", table);
        put_name(table, c[0]);
        fprintf(table, "] = { STR_INIT(\"%s\"), %su, %su, STR_INIT(\"%s\"), STR_INIT(\"%s\") },\n", c[0], c[1],
                *c[2] ? c[2] : "0", c[3], c[4]);
    }
    fputs("    PIPELINE_BEHAVIOUR_COUNT\n};\n", header);
    fputs("};\n", table);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    FILE *in = argc == 4 ? fopen(argv[1], "r") : NULL, *header = in ? fopen(argv[2], "w") : NULL,
         *table = header ? fopen(argv[3], "w") : NULL;
    int status;

    if (!table) {
        fprintf(stderr, "usage: pipeline_behaviours FILE.tsv OUT.h OUT.c\n");
        return EXIT_FAILURE;
    }
    status = convert(in, header, table);
    fclose(in);
    if (fclose(header) || fclose(table))
        return EXIT_FAILURE;
    return status;
}
