/* template: any text is parsed or refused at a place inside it, and execution ends within its limits, twice
 * the same. */
#include "syntax/template/template.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_STEPS = 20000, MOST_BYTES = 1 << 19, SLACK = 1 << 20 };

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_error(const struct template_error *e, struct str text)
{
    uint32_t lines = 1;

    for (size_t i = 0; i < text.len; i++)
        lines += text.p[i] == '\n';
    must(e->message.len > 0 && e->offset <= text.len);
    must(e->line >= 1 && e->line <= lines);
    must(str_starts(e->message, STR("template: ")));
}

static struct template_value sample(struct arena *a)
{
    struct template_value *items = ARENA_ARRAY(a, struct template_value, 3);
    struct template_entry *entries = ARENA_ARRAY(a, struct template_entry, 4);

    items[0] = template_int(-7);
    items[1] = template_string(STR("a<\"'\xff"));
    entries[0] = (struct template_entry){ STR("a"), template_slice(a, &template_type_slice, items, 3) };
    entries[1] = (struct template_entry){ STR("b"), template_float(1e21) };
    entries[2] = (struct template_entry){ STR("c"), template_bool(true) };
    entries[3] = (struct template_entry){ STR("d"), template_map(a, &template_type_map, &entries[2], 1) };
    return template_map(a, &template_type_map, entries, 4);
}

static void execute(const struct template *t, struct arena *a, struct str text, struct template_value data,
                    enum template_missing_key missing)
{
    struct template_options options = { .missing_key = missing, .most_steps = MOST_STEPS, .most_bytes = MOST_BYTES };
    struct template_error e = { 0 };
    struct buf once = { 0 }, twice = { 0 };
    bool ok = template_execute(t, a, &data, &options, &once, &e);

    must(once.len <= MOST_BYTES + SLACK);
    if (!ok)
        check_error(&e, text);
    must(template_execute(t, a, &data, &options, &twice, &e) == ok);
    must(str_eq(buf_str(&once), buf_str(&twice)));
    buf_free(&once);
    buf_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = { (const char *)data, size };
    struct template_error e = { 0 };
    struct arena a = { 0 };
    struct template *t;

    if (template_parse(&t, &a, STR("f"), text, &template_funcs_jenkins, &e)) {
        must(template_defines(t, STR("f")));
        execute(t, &a, text, sample(&a), TEMPLATE_MISSING_DEFAULT);
        execute(t, &a, text, sample(&a), TEMPLATE_MISSING_ZERO);
        execute(t, &a, text, template_empty_prowjob(), TEMPLATE_MISSING_ERROR);
    } else {
        check_error(&e, text);
    }
    arena_free(&a);
    return 0;
}
