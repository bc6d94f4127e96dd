#include "harness/asking.h"

#include "syntax/json/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void asking_begin(struct asking *a, struct suite *s, const char *kind)
{
    *a = (struct asking){ .suite = s, .folder = "/tmp/prowgate-asking-XXXXXX" };
    map_init(&a->trees, &s->arena);
    for (const struct probe_kind *k = probe_kinds; k->name; k++)
        if (strcmp(k->name, kind) == 0)
            a->kind = k;
    if (!a->kind || !mkdtemp(a->folder)) {
        fprintf(stderr, "%s: no probe %s, or no temporary folder\n", s->name, kind);
        exit(1);
    }
}

static bool run(const char *command)
{
    return system(command) == 0;
}

void asking_end(struct asking *a)
{
    probe_memory_free(&a->memory);
    run(arena_printf(&a->arena, "rm -rf '%s'", a->folder).p);
    arena_free(&a->arena);
}

json_t *ask(struct asking *a, const json_t *question)
{
    char *line = json_dumps(question, JSON_COMPACT);
    struct probe p = { .arena = &a->arena, .memory = &a->memory, .answer = json_object() };
    struct json_error e;
    struct tape t;

    if (!line)
        abort();
    p.line = str_c(line);
    if (json_read(&t, &a->arena, p.line, &e)) {
        p.question = t.root;
        a->kind->ask(&p);
    }
    arena_reset(&a->arena);
    free(line);
    return p.answer;
}

/* "replays/NAME.bundle@REF": the clone is made once. */
static bool unpack_bundle(struct asking *a, const char *archive, const char *to)
{
    struct str path, ref, name = str_c(archive);
    const char *bundle, *clone;

    str_cut(name, '@', &path, &ref);
    bundle = suite_shared(a->suite, arena_printf(&a->suite->arena, "%.*s", STR_ARG(path)).p);
    clone = arena_printf(&a->suite->arena, "%s/%016llx.git", a->folder, (unsigned long long)str_hash(path)).p;
    if (access(bundle, R_OK) != 0 ||
        (access(clone, R_OK) != 0 &&
         !run(arena_printf(&a->suite->arena, "git clone -q --mirror '%s' '%s' 2>/dev/null", bundle, clone).p)))
        return false;
    return run(arena_printf(&a->suite->arena, "git -C '%s' archive '%.*s' 2>/dev/null | tar x -C '%s' 2>/dev/null",
                            clone, STR_ARG(ref), to)
                   .p);
}

static bool unpack(struct asking *a, const char *archive, const char *to)
{
    const char *file;

    if (!run(arena_printf(&a->suite->arena, "mkdir -p '%s'", to).p))
        return false;
    if (strchr(archive, '@'))
        return unpack_bundle(a, archive, to);
    file = suite_shared(a->suite, archive);
    return access(file, R_OK) == 0 &&
           run(arena_printf(&a->suite->arena, "zstd -dc '%s' --long=27 2>/dev/null | tar x -C '%s' 2>/dev/null", file,
                            to)
                   .p);
}

const char *asking_tree(struct asking *a, const char *archive)
{
    struct str key = arena_copy(&a->suite->arena, str_c(archive));
    void **at = map_at(&a->trees, key);
    const char *found = *at, *to;

    if (found)
        return *found ? found : NULL;
    to = arena_printf(&a->suite->arena, "%s/%016llx", a->folder, (unsigned long long)str_hash(key)).p;
    if (!unpack(a, archive, to)) {
        suite_skip(a->suite, archive);
        to = "";
    }
    *map_at(&a->trees, key) = (void *)(uintptr_t)to;
    return *to ? to : NULL;
}

json_t *asking_describe(struct asking *a, const json_t *tree)
{
    static const char *const keys[] = { "config", "jobs", "plugins", "supplemental" };
    const char *root = asking_tree(a, json_string_value(json_object_get(tree, "archive")));
    json_t *o;

    if (!root)
        return NULL;
    o = json_pack("{s:s}", "root", root);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (json_object_get(tree, keys[i]))
            json_object_set(o, keys[i], json_object_get(tree, keys[i]));
    return o;
}
