/* renamed: doc/renamed-rules.md lists every rule that had another id, once, and nothing else; and both ids name it. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/fs.h"
#include "rule/rule.h"

#include <stdio.h>
#include <stdlib.h>

static size_t occurrences(struct str text, struct str part)
{
    size_t n = 0;

    for (size_t at; (at = str_find(text, part)) != SIZE_MAX; n++)
        text = str_from(text, at + part.len);
    return n;
}

static bool is_listed(struct arena *a, struct str page, const struct rule *r)
{
    struct str row = arena_printf(a, "| `%s` | `%s` |\n", r->formerly, r->id);
    bool ok = occurrences(page, row) == 1 && rule_find(str_c(r->formerly)) == r && rule_find(str_c(r->id)) == r;

    if (!ok)
        printf("%s: formerly %s, which the page does not say once\n", r->id, r->formerly);
    return ok;
}

int main(int argc, char **argv)
{
    struct fs_error error;
    struct buf text = { 0 };
    struct arena a = { 0 };
    struct fs_disk disk;
    size_t passed = 0, failed = 0, rows;

    if (argc != 2 || !fs_disk_open(&disk, NULL, &error) || !fs_read(&disk.fs, str_c(argv[1]), 1 << 20, &text, &error))
        return EXIT_FAILURE;
    for (size_t i = 0; i < rule_count; i++)
        if (rules[i]->formerly)
            *(is_listed(&a, buf_str(&text), rules[i]) ? &passed : &failed) += 1;
    rows = occurrences(buf_str(&text), STR("\n| `"));
    if (rows != passed + failed) {
        printf("the page has %zu rows, and %zu rules had another id\n", rows, passed + failed);
        failed++;
    }
    printf("renamed: %zu passed, %zu failed\n", passed, failed);
    fs_disk_close(&disk);
    buf_free(&text);
    arena_free(&a);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
