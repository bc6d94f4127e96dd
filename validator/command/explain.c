#include "command/command.h"
#include "rule/rule.h"

static const struct flag flags[] = {
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

static enum exit_status list_rules(void)
{
    for (size_t i = 0; i < rule_count; i++)
        printf("%-32s %-8s %s\n", rules[i]->id, severity_name(rules[i]->severity), rules[i]->summary);
    return EXIT_PASS;
}

static enum exit_status explain(struct arena *arena, const struct args *args)
{
    const struct rule *r, *near;
    struct str page;

    (void)arena;
    if (args->word_count == 0)
        return list_rules();
    r = rule_find(args->words[0]);
    if (!r) {
        near = rule_nearest(args->words[0]);
        return command_fail("no rule is called \"%.*s\"%s%s%s; prowgate rules lists them", STR_ARG(args->words[0]),
                            near ? "; did you mean " : "", near ? near->id : "", near ? "?" : "");
    }
    page = rule_page(r);
    fwrite(page.p, 1, page.len, stdout);
    return EXIT_PASS;
}

const struct command command_explain = {
    .name = "explain",
    .words = "[RULE]",
    .summary = "Show one rule's page: what must hold, why, wrong and right examples",
    .flags = flags,
    .most_words = 1,
    .run = explain,
};

static enum exit_status print_rules(struct arena *arena, const struct args *args)
{
    (void)arena;
    (void)args;
    return list_rules();
}

const struct command command_rules = {
    .name = "rules",
    .words = "",
    .summary = "List every rule with its severity",
    .flags = flags,
    .most_words = 0,
    .run = print_rules,
};
