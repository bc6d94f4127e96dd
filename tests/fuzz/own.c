/* Any text as own rules: reading ends, places are inside of the text, examples end at their limits, and what is read twice
 * answers twice the same. */
#include "prow/own/own.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void complain(void *context, struct str file, uint32_t line, uint32_t column, struct str text)
{
    size_t *told = context;

    (void)file;
    (void)column;
    require(line > 0 && text.len > 0);
    ++*told;
}

static void try_examples(const struct own_rule *o, struct arena *a)
{
    struct cel_coverage seen;
    struct own_gap *gaps;

    cel_coverage_init(&seen, a);
    for (size_t i = 0; i < o->example_count && i < 4; i++) {
        struct own_tried first = own_try(o, &o->examples[i], &seen, a), again = own_try(o, &o->examples[i], NULL, a);
        require(first.finds == again.finds && str_eq(first.trouble, again.trouble));
        require(!first.finds || first.asked);
    }
    for (size_t i = own_gaps(o, &seen, a, &gaps); i-- > 0;)
        require(gaps[i].at <= o->source.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct own_rules own = { .arena = &a };
    size_t told = 0;
    struct own_reader r = { .rules = &own, .complain = complain, .context = &told, .ok = true };

    own_read_text(&r, STR("r.yaml"), (struct str){ (const char *)data, size });
    require(r.ok == (told == 0));
    for (size_t i = 0; r.ok && i < own.count; i++)
        try_examples(own.items[i], &a);
    own_rules_free(&own);
    arena_free(&a);
    return 0;
}
