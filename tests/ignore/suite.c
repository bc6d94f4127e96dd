/* What go-gitignore answered for whole trees: ../shared/suites/go-oracles/glob-ignore.json. */
#include "harness/suite.h"
#include "base/path.h"
#include "source/fs_memory.h"
#include "syntax/ignore/tree.h"

#include <string.h>

static struct str text_of(const json_t *j)
{
    return (struct str){ json_string_value(j), json_string_length(j) };
}

static void add_ignore_files(struct suite *s, struct fs_memory *m, struct str base, const json_t *record)
{
    json_t *texts = json_object_get(record, "ignore"), *coded = json_object_get(record, "ignore_b64"), *value;
    const char *name;

    json_object_foreach(texts, name, value) fs_memory_put(m, path_join(&s->arena, base, str_c(name)), text_of(value));
    json_object_foreach(coded, name, value)
    {
        json_t *one = json_pack("{s:O}", "x_b64", value);
        struct str text = { 0 };
        suite_text(s, one, "x", &text);
        fs_memory_put(m, path_join(&s->arena, base, str_c(name)), text);
        json_decref(one);
    }
}

static void add_tree(struct suite *s, struct fs_memory *m, struct str base, const json_t *record)
{
    json_t *value;
    size_t i;

    json_array_foreach(json_object_get(record, "files"), i, value)
        fs_memory_put(m, path_join(&s->arena, base, text_of(value)), STR(""));
    json_array_foreach(json_object_get(record, "dirs"), i, value)
        fs_memory_put(m, path_join(&s->arena, path_join(&s->arena, base, text_of(value)), STR("x")), STR(""));
    add_ignore_files(s, m, base, record);
}

/* As Match does it: only what is there and below the base is looked up. */
static struct ignore_answer ask(struct suite *s, struct fs_memory *m, struct ignore_tree *t, struct str base,
                                struct str path)
{
    struct str full = path_join(&s->arena, base, path);
    struct fs_error error;
    struct fs_info info;

    if (!fs_stat(&m->fs, full, &info, &error) || !str_starts(full, base))
        return (struct ignore_answer){ 0 };
    return ignore_tree_match(t, str_from(full, base.len + 1), info.kind == FS_DIRECTORY);
}

/* The panics of slices name lengths of the machine's own paths. */
static bool same_panic(struct str a, struct str b)
{
    size_t n = str_find_char(b, '[');

    return n != SIZE_MAX && a.len >= n && str_eq(str_slice(a, 0, n), str_slice(b, 0, n)) &&
           (str_has(b, STR("slice bounds")) || str_eq(a, b));
}

static bool as_recorded(const struct ignore_answer *got, const json_t *want)
{
    static const char *const names[] = { "none", "ignore", "include", "panic", "hang" };
    const json_t *pattern = json_object_get(want, "pattern");

    if (strcmp(names[got->verdict], json_string_value(json_object_get(want, "result"))) != 0)
        return false;
    if (got->verdict == IGNORE_PANICS)
        return same_panic(got->panic, text_of(json_object_get(want, "panic")));
    if (got->verdict != IGNORE_IGNORED && got->verdict != IGNORE_INCLUDED)
        return true;
    return got->line == (uint32_t)json_integer_value(json_object_get(want, "line")) &&
           str_eq(got->pattern->text, text_of(pattern));
}

static void run_record(struct suite *s, const json_t *record)
{
    const json_t *dir = json_object_get(record, "base");
    struct str base = path_join(&s->arena, STR("tree"), dir ? text_of(dir) : STR("."));
    const char *id = json_string_value(json_object_get(record, "id"));
    struct arena arena = { 0 };
    struct ignore_tree tree;
    struct fs_memory m;
    json_t *result;
    size_t i;

    fs_memory_init(&m, &arena);
    add_tree(s, &m, base, record);
    ignore_tree_begin(&tree, &m.fs, &arena, base, STR(".prowignore"));
    json_array_foreach(json_object_get(record, "results"), i, result)
    {
        struct str path = text_of(json_object_get(result, "path"));
        struct ignore_answer got = ask(s, &m, &tree, base, path);
        struct str case_id = arena_printf(&s->arena, "%s %.*s", id, STR_ARG(path));
        suite_case(s, case_id.p, as_recorded(&got, result), "verdict %d line %u %.*s, want %s", got.verdict, got.line,
                   STR_ARG(got.panic), json_string_value(json_object_get(result, "result")));
    }
    ignore_tree_end(&tree);
    arena_free(&arena);
}

int main(void)
{
    struct suite s;
    json_t *suite, *record;
    size_t i;

    suite_begin(&s, "ignore suite", "tests/ignore/exceptions.txt");
    suite = suite_json(&s, "suites/go-oracles/glob-ignore.json");
    json_array_foreach(json_object_get(suite, "records"), i, record) run_record(&s, record);
    json_decref(suite);
    return suite_end(&s);
}
