/* The JSON Schema test suite: every case of both drafts, with the suite's own remote documents. */
#include "harness/suite.h"
#include "jsonschema/jsonschema.h"
#include "syntax/json/json.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_REMOTES = 256, MOST_FILES = 256, MOST_DEPTH = 4 };

struct runner {
    struct suite suite;
    struct schema_document remotes[MOST_REMOTES];
    size_t remote_count;
    struct schema_scratch scratch;
};

static const struct tape *read_tape(struct suite *s, const char *path)
{
    struct tape *tape = ARENA_NEW(&s->arena, struct tape);
    struct json_error e;
    struct str text;

    if (!suite_read(s, path, &text)) {
        suite_skip(s, path);
        return NULL;
    }
    if (!json_read(tape, &s->arena, text, &e)) {
        suite_case(s, path, false, "%u:%u: %.*s", e.line, e.column, STR_ARG(e.message));
        return NULL;
    }
    return tape;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names in a folder, sorted, so that two runs print the same; without the ending that tests/oracle gives them. */
static size_t list_folder(struct arena *a, const char *path, const char *names[MOST_FILES])
{
    DIR *d = opendir(path);
    size_t n = 0;

    for (struct dirent *e; d && (e = readdir(d));)
        if (e->d_name[0] != '.' && n < MOST_FILES)
            names[n++] = arena_copy(a, str_trim_suffix(str_c(e->d_name), STR(".gz"))).p;
    if (d)
        closedir(d);
    qsort(names, n, sizeof *names, by_text);
    return n;
}

/* The suite serves its remotes at this address. */
static void load_remotes(struct runner *r, const char *folder, const char *below, int depth)
{
    const char *names[MOST_FILES];
    size_t n = list_folder(&r->suite.arena, arena_printf(&r->suite.arena, "%s%s", folder, below).p, names);

    for (size_t i = 0; i < n; i++) {
        struct str path = arena_printf(&r->suite.arena, "%s/%s", below, names[i]);
        bool file = str_ends(path, STR(".json"));
        if (!file && depth > 0)
            load_remotes(r, folder, path.p, depth - 1);
        if (file && r->remote_count < MOST_REMOTES) {
            struct schema_document *d = &r->remotes[r->remote_count++];
            d->uri = arena_printf(&r->suite.arena, "http://localhost:1234%s", path.p);
            d->tape = read_tape(&r->suite, arena_printf(&r->suite.arena, "%s%s", folder, path.p).p);
            r->remote_count -= d->tape == NULL;
        }
    }
}

/* Enough of a checker for the cases on format-assertion: a schema asks for it by its vocabulary. */
static bool is_ipv4(struct str value, struct arena *a, struct str *why)
{
    size_t dots = 0;

    (void)a;
    for (size_t i = 0; i < value.len; i++) {
        if (value.p[i] != '.' && (value.p[i] < '0' || value.p[i] > '9')) {
            *why = STR("it has more than digits and dots");
            return false;
        }
        dots += value.p[i] == '.';
    }
    return dots == 3;
}

static const struct schema_format formats[] = { { STR_INIT("ipv4"), is_ipv4 } };

struct seen {
    size_t violations;
    bool sound; /* every violation has what it promises */
    struct str first;
};

static void note_violation(void *context, const struct schema_violation *v)
{
    struct seen *seen = context;

    if (seen->violations++ == 0)
        seen->first = v->message;
    seen->sound &= v->at && v->instance && v->keyword.len && v->message.len && v->schema_count > 0 && v->pointer.p;
}

static void run_test(struct runner *r, const char *id, const struct schema *s, const struct node *test)
{
    const struct node *data = node_get(test, STR("data"));
    bool valid = node_true(node_get(test, STR("valid")));
    struct seen seen = { .sound = true };
    struct schema_report report = { .context = &seen, .violation = note_violation };
    struct str error = { 0 };
    enum schema_verdict quick = schema_validate(s, data, &r->scratch, NULL, &error);
    enum schema_verdict verdict = schema_validate(s, data, &r->scratch, &report, &error);

    suite_case(&r->suite, id,
               verdict == (valid ? SCHEMA_VALID : SCHEMA_INVALID) && quick == verdict && seen.sound &&
                   (seen.violations == 0) == valid,
               "expected %s, got %d (quick %d, %zu violations) %.*s%.*s", valid ? "valid" : "invalid", verdict, quick,
               seen.violations, STR_ARG(error), STR_ARG(seen.first));
    arena_reset(&r->scratch.arena);
}

static void run_group(struct runner *r, const char *file, const struct tape *tape, const struct node *group,
                      enum schema_draft draft)
{
    struct tape schema = *tape;
    struct schema_options options = { .draft = draft,
                                      .documents = r->remotes,
                                      .document_count = r->remote_count,
                                      .formats = formats,
                                      .format_count = 1 };
    struct schema_error error;
    const struct node *tests = node_get(group, STR("tests"));
    struct schema *s;

    schema.root = node_get(group, STR("schema"));
    s = schema_compile(&schema, &options, &r->suite.arena, &error);
    for (const struct node *t = node_first(tests); t; t = node_next(tests, t)) {
        struct str id = arena_printf(&r->suite.arena, "%s: %.*s: %.*s", file,
                                     STR_ARG(node_text(node_get(group, STR("description")))),
                                     STR_ARG(node_text(node_get(t, STR("description")))));
        if (s)
            run_test(r, id.p, s, t);
        else
            suite_case(&r->suite, id.p, false, "the schema does not compile: %.*s (%.*s)", STR_ARG(error.message),
                       STR_ARG(error.pointer));
    }
    schema_free(s);
}

static void run_folder(struct runner *r, const char *folder, enum schema_draft draft)
{
    const char *names[MOST_FILES];
    const char *path = suite_shared(&r->suite, arena_printf(&r->suite.arena, "suites/jsonschema/tests/%s", folder).p);
    size_t n = list_folder(&r->suite.arena, path, names);

    if (n == 0)
        suite_skip(&r->suite, folder);
    for (size_t i = 0; i < n; i++) {
        struct str file = arena_printf(&r->suite.arena, "%s/%s", folder, names[i]);
        const struct tape *tape = NULL;
        if (str_ends(file, STR(".json")))
            tape = read_tape(&r->suite, arena_printf(&r->suite.arena, "%s/%s", path, names[i]).p);
        for (const struct node *g = tape ? node_first(tape->root) : NULL; g; g = node_next(tape->root, g))
            run_group(r, file.p, tape, g, draft);
    }
}

int main(void)
{
    static struct runner r;

    suite_begin(&r.suite, "schema-suite", "tests/schema/exceptions.txt");
    load_remotes(&r, suite_shared(&r.suite, "suites/jsonschema/remotes"), "", MOST_DEPTH);
    run_folder(&r, "draft2020-12", SCHEMA_DRAFT_2020_12);
    run_folder(&r, "draft2020-12/optional", SCHEMA_DRAFT_2020_12);
    run_folder(&r, "draft7", SCHEMA_DRAFT_7);
    run_folder(&r, "draft7/optional", SCHEMA_DRAFT_7);
    schema_scratch_free(&r.scratch);
    return suite_end(&r.suite);
}
