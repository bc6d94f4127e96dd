/* Any text as an expression and as a policy: reading, checking and evaluating end, places are inside of the text, an
 * evaluation twice gives the same kind of value at the same cost, and limits hold. */
#include "cel/cel.h"
#include "cel/policy.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static bool find(void *context, struct arena *a, struct str name, struct cel_value *out)
{
    struct cel_value *items = arena_array(a, 2, sizeof *items);
    struct cel_list *list = arena_take(a, sizeof *list);

    (void)context;
    items[0] = cel_string(name);
    items[1] = cel_int(7);
    *list = (struct cel_list){ items, 2 };
    *out = (struct cel_value){ .kind = CEL_LIST, .list = list };
    return true;
}

static void check_issues(const struct cel_issues *issues, struct str text)
{
    require(issues->count > 0);
    for (size_t i = 0; i < issues->count; i++) {
        const struct cel_issue *issue = &issues->items[i];
        require(issue->offset == CEL_NOWHERE || issue->offset <= text.len);
        require(issue->message.len > 0);
    }
}

static void evaluate(const struct cel_program *p, struct str text)
{
    struct cel_bindings b = { find, NULL };
    struct cel_machine m = { .limits = { .cost = 100000, .work = 1000000, .memory = 8 << 20 } };
    struct cel_value v;
    enum cel_outcome first = cel_evaluate(p, &m, &b, &v);
    uint64_t cost = m.cost;

    require((first == CEL_VALUE) == (v.kind != CEL_ERROR));
    require(v.kind != CEL_ERROR || v.failure->offset == CEL_NOWHERE || v.failure->offset <= text.len);
    require(cel_evaluate(p, &m, &b, &v) == first && m.cost == cost);
    cel_machine_free(&m);
}

static void expression(struct str text, unsigned libraries, unsigned flags)
{
    struct arena a = { 0 };
    struct cel_env *env = cel_env_new(&a, libraries);
    struct cel_issues issues;
    struct cel_program *p;

    cel_env_variable(env, STR("x"), &cel_type_dyn);
    p = cel_compile(env, &a, text, flags, &issues);
    if (p)
        evaluate(p, text);
    else
        check_issues(&issues, text);
    cel_program_free(p);
    arena_free(&a);
}

static void policy(struct str text)
{
    struct arena a = { 0 };
    struct cel_env *env = cel_env_new(&a, CEL_LIB_ALL);
    struct cel_bindings b = { find, NULL };
    struct cel_machine m = { .limits = { .cost = 100000, .work = 1000000, .memory = 8 << 20 } };
    struct cel_issues issues;
    struct cel_policy *p;
    struct cel_value v;

    cel_env_variable(env, STR("x"), &cel_type_dyn);
    p = cel_policy_compile(env, &a, text, 0, &issues);
    if (p)
        cel_policy_evaluate(p, &m, &b, false, &v);
    else
        require(issues.count > 0);
    cel_policy_free(p);
    cel_machine_free(&m);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text;

    if (size == 0)
        return 0;
    text = (struct str){ (const char *)data + 1, size - 1 };
    if (data[0] % 4 == 3)
        policy(text);
    else
        expression(text, data[0] % 4 == 1 ? CEL_LIB_K8S : CEL_LIB_ALL | CEL_LIB_BLOCKS,
                   data[0] % 4 == 2 ? CEL_UNCHECKED : 0);
    return 0;
}
