/* ack: acknowledgements, as a file and as the message of a commit. */
#include "delta/ack.h"
#include "schema/version.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever was taken is whole: a rule, a reason, a day. */
static void check(const struct acks *acks)
{
    for (size_t i = 0; i < acks->count; i++)
        if (!rule_find(acks->items[i].rule) || acks->items[i].reason.len == 0)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = { (const char *)data, size };
    struct findings findings = { 0 };
    struct rule_settings settings;
    struct window window = { 0 };
    struct arena a = { 0 };
    struct acks acks;

    rule_settings_init(&settings, &a, &window);
    acks_init(&acks, &a, 20605);
    acks_read_file(&acks, &settings, &findings, STR("prowgate.ack.yaml"), in);
    acks_read_message(&acks, &settings, &findings, STR("commit 1a2b3c4"), STR("Ann"), in);
    check(&acks);
    acks_report(&acks, &settings, &findings);
    findings_free(&findings);
    arena_free(&a);
    return 0;
}
