#include "base/path.h"
#include "prow/files/discover.h"
#include "prow/files/tree.h"
#include "rule/rule.h"

/* A copy has about the bytes of the original, and nearly all of its lines. */
enum { LARGEST = 16 << 20, LEAST_LINES = 20, SAME_IN_TEN = 9 };

static size_t count_lines(struct map *lines, struct str text)
{
    struct str line;
    size_t count = 0;

    while (str_cut(text, '\n', &line, &text))
        if (str_trim(line).len) {
            count++;
            *map_at(lines, line) = lines;
        }
    return count;
}

static size_t count_others(const struct map *lines, struct str text, size_t *all)
{
    struct str line;
    size_t others = 0;

    while (str_cut(text, '\n', &line, &text))
        if (str_trim(line).len) {
            ++*all;
            others += !map_get(lines, line);
        }
    return others;
}

static void compare(struct check *c, const struct prow_tree *t, struct str main, struct str copy)
{
    struct buf a = { 0 }, b = { 0 };
    struct fs_error error;
    struct map lines;
    size_t of_main, of_copy = 0, others;

    map_init(&lines, t->scratch);
    if (fs_read(t->fs, main, LARGEST, &a, &error) && fs_read(t->fs, copy, LARGEST, &b, &error)) {
        of_main = count_lines(&lines, buf_str(&a));
        others = count_others(&lines, buf_str(&b), &of_copy);
        if (of_main >= LEAST_LINES && of_copy >= LEAST_LINES && (of_copy - others) * 10 >= of_copy * SAME_IN_TEN &&
            (of_copy - others) * 10 >= of_main * SAME_IN_TEN) {
            report(c, (struct place){ main, { 0 }, false },
                   "%.*s is the same file but for %zu of its %zu lines: one of the two is read and the other is not, and "
                   "who changes that changes nothing; keep one, or make the other a link to it",
                   STR_ARG(copy), others, of_copy);
            also(c, (struct place){ copy, { 0 }, false }, "the copy");
        }
    }
    buf_free(&a);
    buf_free(&b);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct str main = path_clean(t->scratch, t->paths.config), place;
    struct fs_info of_main, of_copy;
    struct fs_error error;
    bool plane;

    if (t->paths.config.len == 0 || t->paths.central || !fs_lstat(t->fs, main, &of_main, &error) ||
        of_main.kind != FS_FILE)
        return;
    for (size_t i = 0; (place = discover_main_place(i, &plane)).len; i++)
        if (!plane && !str_eq(place, main) && str_eq(path_base(place), path_base(main)) &&
            fs_lstat(t->fs, place, &of_copy, &error) && of_copy.kind == FS_FILE &&
            of_copy.size <= of_main.size + of_main.size / 8 && of_main.size <= of_copy.size + of_copy.size / 8)
            compare(c, t, main, place);
}

const struct rule rule_main_file_twice = {
    .id = "main-file-twice",
    .summary = "There is one main file, and no copy of it that nobody reads.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .reads = READS_FILES | READS_SETTINGS,
    .tree = check_tree,
};
