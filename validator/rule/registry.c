#include "rule/rule.h"

#include "base/embedded.h"
#include "base/nearest.h"

#define RULE(name) extern const struct rule rule_##name;
#include "all_rules.h"
#undef RULE

const struct rule *const rules[] = {
#define RULE(name) &rule_##name,
#include "all_rules.h"
#undef RULE
    NULL,
};
const size_t rule_count = COUNT_OF(rules) - 1;

bool rule_is_renamed(const struct rule *r, struct str id)
{
    return r->formerly && str_eq(str_c(r->formerly), id);
}

const struct rule *rule_find(struct str id)
{
    for (size_t i = 0; i < rule_count; i++)
        if (str_eq(str_c(rules[i]->id), id) || rule_is_renamed(rules[i], id))
            return rules[i];
    return NULL;
}

const struct rule *rule_nearest(struct str id)
{
    const struct rule *best = NULL;
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < rule_count; i++)
        if (nearest_better(id, str_c(rules[i]->id), &least))
            best = rules[i];
    return best;
}

struct str rule_page(const struct rule *r)
{
    return embedded_find(embedded_rules, str_c(r->id));
}
