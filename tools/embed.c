/* embed: turns text files into a constant C table, at build time.
 *
 *   embed SET OUT.c NAME=FILE...
 *
 * writes `const struct embedded embedded_SET[]`, one entry a file in the given order, and embedded_SET_count.
 * The table and its type are declared in base/embedded.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const char *what)
{
    fprintf(stderr, "embed: %s: %s\n", what, strerror(errno));
    return EXIT_FAILURE;
}

/* Bytes as numbers: string literals have a length limit that compilers need not exceed. */
static int write_bytes(FILE *out, size_t index, const char *path)
{
    FILE *in = fopen(path, "rb");
    size_t n = 0;
    int c;

    if (!in)
        return fail(path);
    fprintf(out, "static const char text_%zu[] = {", index);
    for (; (c = getc(in)) != EOF; n++)
        fprintf(out, "%s%d,", n % 24 ? "" : "\n", c > 127 ? c - 256 : c);
    fprintf(out, "0};\nenum { size_%zu = %zu };\n", index, n);
    fclose(in);
    return EXIT_SUCCESS;
}

static void write_table(FILE *out, const char *set, int count, char **items)
{
    fprintf(out, "const struct embedded embedded_%s[] = {\n", set);
    for (int i = 0; i < count; i++)
        fprintf(out, "    { \"%.*s\", { text_%d, size_%d } },\n", (int)strcspn(items[i], "="), items[i], i, i);
    fprintf(out, "    { 0, { 0, 0 } },\n};\nconst size_t embedded_%s_count = %d;\n", set, count);
}

int main(int argc, char **argv)
{
    FILE *out;
    int status = EXIT_SUCCESS;

    if (argc < 3) {
        fprintf(stderr, "usage: embed SET OUT.c NAME=FILE...\n");
        return EXIT_FAILURE;
    }
    out = fopen(argv[2], "w");
    if (!out)
        return fail(argv[2]);
    fprintf(out, "/* Made by tools/embed.c. */\n#include \"base/embedded.h\"\n\n");
    for (int i = 3; i < argc && status == EXIT_SUCCESS; i++) {
        const char *equals = strchr(argv[i], '=');
        status = equals ? write_bytes(out, (size_t)(i - 3), equals + 1) : EXIT_FAILURE;
    }
    write_table(out, argv[1], argc - 3, argv + 3);
    return fclose(out) == 0 ? status : fail(argv[2]);
}
