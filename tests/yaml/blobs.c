/* Reads what git cat-file --batch prints, and holds both readers against each other over every blob: real files are read in
 * one way. Names those that are not. */
#include "syntax/yaml/twice.h"

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    size_t size, passed = 0, failed = 0;
    char name[72];

    while (scanf("%71s blob %zu", name, &size) == 2 && getchar() == '\n') {
        struct arena a = { 0 };
        char *bytes = arena_take(&a, size + 1);
        struct yaml_difference d;
        bool same = fread(bytes, 1, size, stdin) == size && yaml_read_twice(&a, (struct str){ bytes, size }, &d);
        if (!same)
            printf("%s:%u: %.*s\n", name, d.line, STR_ARG(d.words));
        passed += same;
        failed += !same;
        arena_free(&a);
    }
    printf("yaml-twice-trees: %zu passed, %zu failed\n", passed, failed);
    return passed && !failed ? EXIT_SUCCESS : EXIT_FAILURE;
}
