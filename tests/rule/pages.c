/* pages: every rule's page is also its test.
 *
 *   pages                checks the pages that are built in
 *   pages --fix FILE...  writes what the rule really finds into the pages' text blocks; read it before you keep it */
#include "rule/page.h"

#include "base/path.h"
#include "prow/own/own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t passed, failed;

static void test_example(const struct rule *r, const struct example *e)
{
    struct buf got = { 0 };

    example_run(e, r, &got);
    if (str_eq(buf_str(&got), e->fails ? e->want : STR(""))) {
        passed++;
    } else {
        failed++;
        fprintf(stderr, "%s: the example at line %zu of its page\n--- want\n%.*s--- got\n%.*s", r->id, e->line,
                STR_ARG(e->fails ? e->want : STR("")), STR_ARG(buf_str(&got)));
    }
    buf_free(&got);
}

static void test_page(const struct rule *r)
{
    struct arena a = { 0 };
    struct page p;

    if (page_read(&p, &a, r, rule_page(r)))
        for (size_t i = 0; i < p.count; i++)
            test_example(r, &p.examples[i]);
    else
        failed++;
    arena_free(&a);
}

static void complain(void *context, struct str file, uint32_t line, uint32_t column, struct str text)
{
    (void)context;
    failed++;
    fprintf(stderr, "%.*s: own rule, line %u, column %u: %.*s\n", STR_ARG(file), line, column, STR_ARG(text));
}

/* Its examples find and pass as they say, and there are both. */
static void test_own_rule(const struct own_rule *o, const struct rule *r, struct arena *a)
{
    size_t fails = 0;

    for (size_t i = 0; i < o->example_count; i++) {
        struct own_tried tried = own_try(o, &o->examples[i], NULL, a);
        fails += o->examples[i].fails;
        if (tried.finds == o->examples[i].fails && tried.trouble.len == 0) {
            passed++;
            continue;
        }
        failed++;
        fprintf(stderr, "%s: example %zu of its own rule: %.*s%.*s\n", r->id, i, STR_ARG(tried.trouble),
                STR_ARG(tried.message));
    }
    if (fails == 0 || fails == o->example_count) {
        failed++;
        fprintf(stderr, "%s: its own rule needs examples that fail and that pass\n", r->id);
    }
}

/* The page of a policy says the same in CEL, for whoever wants something a little different. */
static void test_equivalent(const struct rule *r)
{
    static const struct str opening = STR_INIT("\n## As an own rule\n\n```yaml\n");
    struct arena a = { 0 };
    struct own_rules own = { .arena = &a };
    struct own_reader reader = { .rules = &own, .complain = complain, .ok = true };
    struct str page = rule_page(r);
    size_t at = str_find(page, opening), end;

    if (at == SIZE_MAX) {
        failed++;
        fprintf(stderr, "%s: the page has no \"## As an own rule\"\n", r->id);
        return;
    }
    page = str_from(page, at + opening.len);
    end = str_find(page, STR("```"));
    own_read_text(&reader, str_c(r->id), str_slice(page, 0, end));
    for (size_t i = 0; i < own.count; i++)
        test_own_rule(own.items[i], r, &a);
    if (own.count == 0)
        failed++;
    own_rules_free(&own);
    arena_free(&a);
}

static struct str read_file(struct arena *a, const char *path)
{
    struct fs_disk disk;
    struct fs_error error;
    struct buf bytes = { 0 };
    struct str text = STR("");

    if (fs_disk_open(&disk, NULL, &error)) {
        if (fs_read(&disk.fs, str_c(path), 1 << 20, &bytes, &error))
            text = arena_copy(a, buf_str(&bytes));
        fs_disk_close(&disk);
    }
    buf_free(&bytes);
    return text;
}

static bool fix(const char *path)
{
    struct arena a = { 0 };
    struct buf out = { 0 };
    struct page p;
    struct str base = path_base(str_c(path));
    const struct rule *r = rule_find(str_trim_suffix(base, STR(".md")));
    struct str text = read_file(&a, path);
    size_t done = 0;
    bool ok = r && page_read(&p, &a, r, text);
    FILE *f;

    for (size_t i = 0; ok && i < p.count; i++)
        if (p.examples[i].fails) {
            buf_put(&out, str_slice(text, done, p.examples[i].text_start));
            example_run(&p.examples[i], r, &out);
            done = p.examples[i].text_end;
        }
    buf_put(&out, str_from(text, done));
    f = ok ? fopen(path, "w") : NULL;
    if (f) {
        fwrite(out.p, 1, out.len, f);
        ok = fclose(f) == 0;
    }
    buf_free(&out);
    arena_free(&a);
    if (!ok || !f)
        fprintf(stderr, "%s: this is no page of a rule that is built in, or it can't be written\n", path);
    return ok && f;
}

static int fix_all(char **paths, int count)
{
    bool ok = true;

    for (int i = 0; i < count; i++)
        ok = fix(paths[i]) && ok;
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "--fix") == 0)
        return fix_all(argv + 2, argc - 2);
    for (size_t i = 0; i < rule_count; i++)
        test_page(rules[i]);
    for (size_t i = 0; i < rule_count; i++)
        if (str_starts(str_c(rules[i]->id), STR("policy-")))
            test_equivalent(rules[i]);
    printf("pages: %zu passed, %zu failed\n", passed, failed);
    return failed || passed == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
