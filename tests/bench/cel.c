/* cel: how long expressions take to compile and to evaluate on an object of a file, next to what they may take.
 *
 *   cel FILE     FILE: {"object": ..., "variable": {"name": ...}, "expressions": [{"id": ..., "expr": ...}]} */
#include "cel/cel.h"
#include "base/buf.h"
#include "syntax/json/json.h"
#include "syntax/tape.h"

#include <stdio.h>
#include <time.h>

/* Half of what cel-go takes, in nanoseconds; where it was not measured, none. */
static const struct {
    const char *id;
    double most;
} targets[] = { { "field", 67 }, { "all", 1000 }, { "nested", 3200 }, { "format", 660 } };

enum { ROUNDS = 25, COMPILE_MOST = 10 };

static const struct node *object;

static bool find(void *context, struct arena *a, struct str name, struct cel_value *out)
{
    (void)context, (void)a, (void)name;
    *out = cel_tape_value(object);
    return true;
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* The best of several rounds, in nanoseconds. */
static double compile_time(const struct cel_env *env, struct str text)
{
    double best = 1e18;

    for (int round = 0; round < ROUNDS; round++) {
        double start = now();
        for (int i = 0; i < 200; i++) {
            struct arena a = { 0 };
            struct cel_issues issues;
            cel_program_free(cel_compile(env, &a, text, 0, &issues));
            arena_free(&a);
        }
        double took = (now() - start) / 200;
        best = took < best ? took : best;
    }
    return best;
}

static double evaluation_time(const struct cel_program *p, struct cel_machine *m)
{
    struct cel_bindings b = { find, NULL };
    struct cel_value v;
    double best = 1e18;

    for (int round = 0; round < ROUNDS; round++) {
        double start = now();
        for (int i = 0; i < 2000; i++)
            cel_evaluate(p, m, &b, &v);
        double took = (now() - start) / 2000;
        best = took < best ? took : best;
    }
    return best;
}

static void measure(const struct cel_env *env, struct str id, struct str text)
{
    struct cel_machine m = { 0 };
    struct arena a = { 0 };
    struct cel_issues issues;
    struct cel_program *p = cel_compile(env, &a, text, 0, &issues);
    double most = 0;

    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
        if (str_eq(str_c(targets[i].id), id))
            most = targets[i].most;
    if (!p) {
        printf("cel %-12.*s refused: %s\n", (int)id.len, id.p, issues.items[0].message.p);
    } else {
        printf("cel %-12.*s %8.0f ns", (int)id.len, id.p, evaluation_time(p, &m));
        if (most > 0)
            printf(" (at most %.0f)", most);
        printf(", compiled in %.1f us (at most %d)\n", compile_time(env, text) / 1000, COMPILE_MOST);
    }
    cel_program_free(p);
    cel_machine_free(&m);
    arena_free(&a);
}

static bool read_file(const char *path, struct buf *bytes)
{
    FILE *f = fopen(path, "rb");
    char part[4096];
    size_t n;

    if (!f)
        return false;
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_put(bytes, (struct str){ part, n });
    fclose(f);
    return true;
}

int main(int argc, char **argv)
{
    struct arena a = { 0 };
    struct json_error error;
    const struct node *list;
    struct cel_env *env;
    struct tape tape;
    struct buf bytes = { 0 };

    if (argc != 2 || !read_file(argv[1], &bytes) || !json_read(&tape, &a, buf_str(&bytes), &error)) {
        fprintf(stderr, "usage: cel FILE\n");
        return 2;
    }
    object = node_get(tape.root, STR("object"));
    env = cel_env_new(&a, CEL_LIB_ALL);
    cel_env_variable(env, node_text(node_get(node_get(tape.root, STR("variable")), STR("name"))), &cel_type_dyn);
    list = node_get(tape.root, STR("expressions"));
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        measure(env, node_text(node_get(e, STR("id"))), node_text(node_get(e, STR("expr"))));
    arena_free(&a);
    buf_free(&bytes);
    return 0;
}
