/* Decoding any document into Prow's types: no crash, and what is reported agrees with Go's verdict. The
 * first byte chooses the type, strictness and the window. */
#include "schema/decode.h"
#include "syntax/yaml/yaml.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOLDS(x)                                                                                                       \
    do {                                                                                                               \
        if (!(x)) {                                                                                                    \
            fprintf(stderr, "%d: not so: %s\n", __LINE__, #x);                                                         \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

static const struct {
    const char *file, *name;
} ROOTS[] = {
    { "prow/jobs", "JobConfig" },     { "prow/config", "Config" },         { "prow/config", "ProwConfig" },
    { "prow/prow_yaml", "ProwYAML" }, { "prow/plugins", "Configuration" },
};

struct seen {
    const struct tape *tape;
    uint64_t all, refused;
};

static void check(void *context, const struct decode_problem *p)
{
    struct seen *seen = context;

    HOLDS(p->at != NULL && p->at->end <= seen->tape->source.len);
    HOLDS(p->versions != 0 && (p->versions & ~seen->all) == 0);
    HOLDS(p->kind != DECODE_WRONG_TYPE || (p->refused && p->message.len > 0));
    HOLDS(p->kind != DECODE_UNKNOWN_FIELD || (p->path.len > 0 || p->at->len == 0));
    HOLDS(p->kind != DECODE_FIELD_TOO_NEW || p->since != NULL);
    if (p->refused)
        seen->refused |= p->versions;
}

/* Three versions years apart: the first letter of a commit's date decides. */
static bool contains(void *context, unsigned i, const struct go_version *v)
{
    static const char YEARS[] = "893";

    (void)context;
    return v->date[3] <= YEARS[i] && (i < 2 || v->date[2] <= '2') && (i == 2 || v->date[2] == '1');
}

static void count_event(void *context, enum decode_event event, const struct go_type *type,
                        const struct go_field *field, struct str text, const struct node *at)
{
    int *open = context;

    (void)field;
    HOLDS(at != NULL);
    HOLDS(type != NULL);
    HOLDS(text.len == 0 || text.p != NULL);
    *open += (event == EVENT_BEGIN) - (event == EVENT_END);
}

static void run(const struct tape *tape, struct arena *a, uint8_t choice)
{
    struct go_window window;
    int open = 0;
    struct decode_sink sink = { count_event, &open };
    struct decode_options options = { .window = &window, .strict = choice & 8, .sink = choice & 16 ? &sink : NULL };
    struct decode_result result;
    struct seen seen = { .tape = tape };
    size_t root = choice % (sizeof ROOTS / sizeof *ROOTS);

    if (choice & 32)
        go_window_init(&window, a, 3, contains, NULL);
    else
        go_window_newest(&window, a);
    seen.all = window.all;
    decode(tape, go_type_find(ROOTS[root].file, ROOTS[root].name), &options, a, check, &seen, &result);
    HOLDS(result.refused_by_any == (seen.refused != 0));
    HOLDS(result.refused == ((seen.refused & go_window_last(window.all)) != 0));
    HOLDS(result.refused == (result.error.len > 0));
    HOLDS(result.refused == (result.at != NULL));
    HOLDS(result.refused || open == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct tape tape = { 0 };
    struct yaml_error e;
    struct yaml_limits limits = YAML_LIMITS;

    limits.typed = true;
    if (size && yaml_read(&tape, &a, (struct str){ (const char *)data + 1, size - 1 }, &limits, &e))
        run(&tape, &a, data[0]);
    arena_free(&a);
    return 0;
}
