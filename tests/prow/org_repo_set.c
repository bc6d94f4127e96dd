/* The algebra of organizations and repos: sets written as "org", "org-org/left-org/out" and "org/repo", blanks
 * between. */
#include "prow/tide/org_repo_set.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct org_repo_set parsed(struct arena *a, const char *text)
{
    struct str rest = str_c(text), one, name;
    struct org_repo_set s = { 0 };

    while (rest.len) {
        str_cut(rest, ' ', &one, &rest);
        str_cut(one, '-', &name, &one);
        if (str_find_char(name, '/') != SIZE_MAX || str_eq(name, STR("!bad"))) {
            name_set_add(&s.repos, a, name);
            continue;
        }
        org_repo_set_org(&s, a, name);
        while (one.len) {
            struct str except;
            str_cut(one, '-', &except, &one);
            name_set_add(org_repo_set_org(&s, a, name), a, except);
        }
    }
    return s;
}

static struct str shown(struct arena *a, const struct org_repo_set *s)
{
    struct str text = STR("");
    struct org_repo m;

    for (size_t i = 0; org_repo_set_next(s, &i, &m);) {
        text = ARENA_JOIN(a, text, text.len ? STR(" ") : STR(""), m.name);
        for (size_t k = 0; m.except && k < m.except->count; k++)
            text = ARENA_JOIN(a, text, STR("-"), m.except->items[k]);
    }
    return text;
}

struct sum {
    const char *x, *y, *want;
};

typedef struct org_repo_set operation(struct arena *a, const struct org_repo_set *x, const struct org_repo_set *y);

static void check_all(operation *op, const struct sum *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct arena a = { 0 };
        struct org_repo_set x = parsed(&a, list[i].x), y = parsed(&a, list[i].y), got = op(&a, &x, &y);
        if (!str_eq(shown(&a, &got), str_c(list[i].want)))
            fail_msg("%s and %s: got \"%.*s\", want \"%s\"", list[i].x, list[i].y, STR_ARG(shown(&a, &got)),
                     list[i].want);
        arena_free(&a);
    }
}

#define CHECK(op, list) check_all(op, list, sizeof list / sizeof *list)

static void difference(void **state)
{
    static const struct sum list[] = {
        { "", "", "" },
        { "o p/r", "", "o p/r" },
        { "", "o p/r", "" },
        { "o", "o", "" },
        { "o", "p", "o" },
        { "o p/r", "p/r", "o" },
        { "o/a o/b", "o", "" },
        { "o/a o/b", "o-o/b", "o/b" },
        /* What the other side leaves out of a common org is left over, but not what this side leaves out too. */
        { "o", "o-o/a", "o/a" },
        { "o-o/a", "o-o/a-o/b", "o/b" },
        { "o-o/a", "o", "" },
        { "o-o/a", "o-o/a", "" },
        { "o", "o-o/a o/a", "" },
        /* A whole org less some of its repos is the org with exceptions. */
        { "o", "o/a o/b p/c", "o-o/a-o/b" },
        { "o-o/x", "o/a", "o-o/a-o/x" },
        /* An exception that is not of the org counts all the same. */
        { "o", "o-p/a", "p/a" },
        { "o p", "o-p/a p", "" },
        /* Names without a slash are kept and compared as they are. */
        { "!bad o/a", "o", "!bad" },
        { "!bad", "!bad", "" },
        { "o/a/b", "o", "" },
        { "o/a/b", "o/a", "o/a/b" },
    };

    (void)state;
    CHECK(org_repo_set_minus, list);
}

static void intersection(void **state)
{
    static const struct sum list[] = {
        { "", "", "" },
        { "o p/r", "", "" },
        { "o", "o", "o" },
        { "o-o/a", "o-o/b", "o-o/a-o/b" },
        { "o-o/a", "o/a o/b p/c", "o/b" },
        { "o/a o/b p/c", "o-o/a", "o/b" },
        { "o/a p/b", "o/a p/c", "o/a" },
        /* With the org on both sides, repos by name of this side are looked at, those of the other are not. */
        { "o-o/a", "o o/a", "o-o/a" },
        { "o o/a", "o-o/b", "o-o/b o/a" },
        { "o/a", "o-o/a o/a", "o/a" },
        { "!bad", "!bad", "!bad" },
        { "o", "!bad o/a/b", "o/a/b" },
    };

    (void)state;
    CHECK(org_repo_set_and, list);
}

static void sum(void **state)
{
    static const struct sum list[] = {
        { "", "", "" },
        { "o p/r", "q", "o q p/r" },
        { "o-o/a-o/b", "o-o/b-o/c", "o-o/b" },
        { "o-o/a-o/b", "o/a", "o-o/b" },
        { "o/a", "o-o/a-o/b", "o-o/b" },
        { "o-o/a o/c", "o-o/a", "o-o/a" },
        { "o", "o/a p/b", "o p/b" },
        { "o-o/a", "p", "o-o/a p" },
        { "!bad o/a", "!bad", "o/a" },
        { "o/a/b", "o", "o" },
    };

    (void)state;
    CHECK(org_repo_set_or, list);
}

static void members_have_words(void **state)
{
    struct arena a = { 0 };
    struct org_repo_set s = parsed(&a, "p o-o/b-o/a z/z a/a");
    static const char *const want[] = { "org: o without repo(s) o/a, o/b 'o/a' 'o/b'", "org: p", "repo: a/a",
                                        "repo: z/z" };
    struct org_repo m;
    size_t n = 0;

    (void)state;
    for (size_t i = 0; org_repo_set_next(&s, &i, &m); n++)
        assert_true(n < 4 && str_eq(org_repo_words(&a, &m), str_c(want[n])));
    assert_int_equal(n, 4);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(difference),
        cmocka_unit_test(intersection),
        cmocka_unit_test(sum),
        cmocka_unit_test(members_have_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
