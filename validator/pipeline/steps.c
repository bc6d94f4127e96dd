#include "pipeline/steps.h"

#include "pipeline/behaviour.h"

#include <stdlib.h>

/* SafeFly is not here: it can't be written. */
static const char *const actions[] = {
    "ARM",
    "ARMStack",
    "ClusterLogsAccount",
    "CreateCertificate",
    "DelegateChildZone",
    "Ev2Registration",
    "FeatureRegistration",
    "GenevaHealth",
    "GrafanaDashboards",
    "GrafanaDatasources",
    "GrafanaManage",
    "Helm",
    "ImageMirror",
    "IstioUpgrade",
    "Kusto",
    "KustoEntityGroups",
    "Pav2",
    "ProviderFeatureRegistration",
    "ProwJob",
    "PublishGenevaAction",
    "PublishGenevaAutomation",
    "RPLogsAccount",
    "ResourceProviderRegistration",
    "RunGenevaAction",
    "SecretSync",
    "SetCertificateIssuer",
    "Shell",
};

bool steps_known(struct str action)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (str_eq(action, str_c(actions[i])))
            return true;
    return false;
}

/* Where the schema of an action it knows leaves something open. */
static const char *open_type(struct str action)
{
    if (str_eq(action, STR("GenevaHealth")))
        return "GenevaHealthStep";
    if (str_eq(action, STR("PublishGenevaAction")))
        return "PublishGenevaActionStep";
    if (str_eq(action, STR("PublishGenevaAutomation")))
        return "PublishGenevaAutomationStep";
    return str_eq(action, STR("Shell")) ? "ShellStep" : NULL;
}

bool steps_decoded(struct str action, uint64_t pin)
{
    return str_eq(action, STR("IstioUpgrade")) && pipeline_behaves(PIPELINE_ISTIO_UPGRADE_DECODED, pin);
}

const char *steps_go_type(struct str action, bool validation, uint64_t pin)
{
    if (!validation && steps_decoded(action, pin))
        return "IstioUpgradeStep";
    if (!validation)
        return steps_known(action) ? open_type(action) : "GenericStep";
    if (str_eq(action, STR("Shell")))
        return "ShellValidationStep";
    return str_eq(action, STR("ProwJob")) ? "ProwJobValidationStep" : "GenericValidationStep";
}

static struct str text_of(const struct node *map, const char *field)
{
    return node_text(node_field(map, str_c(field)));
}

static struct words texts_of(const struct node *list, struct arena *a)
{
    struct words w = { 0 };

    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        words_add(&w, a, node_text(e));
    return w;
}

static struct step_ref ref_of(const struct node *n)
{
    return (struct step_ref){ text_of(n, "resourceGroup"), text_of(n, "step"), n };
}

static int by_ref(const void *pa, const void *pb)
{
    const struct step_ref *a = pa, *b = pb;
    int order = str_cmp(a->group, b->group);

    order = order ? order : str_cmp(a->step, b->step);
    return order ? order : a->at < b->at ? -1 : a->at > b->at;
}

struct inputs {
    struct step_ref *refs;
    size_t count, cap;
    struct arena *arena;
};

static void add_input(struct inputs *in, const struct node *input)
{
    if (node_kind(input) != NODE_MAPPING)
        return;
    in->refs = arena_grow(in->arena, in->refs, in->count, &in->cap, sizeof *in->refs);
    in->refs[in->count++] = ref_of(node_value(input));
}

/* {input: ...}, as a value or a variable has it. */
static void add_value(struct inputs *in, const struct node *value)
{
    if (node_kind(value) == NODE_MAPPING)
        add_input(in, node_field(value, STR("input")));
}

static void add_each(struct inputs *in, const struct node *values, void (*add)(struct inputs *, const struct node *))
{
    for (const struct node *e = node_first(values); e; e = node_next(values, e))
        add(in, node_value(e));
    for (const struct node *k = node_first_key(values); k; k = node_next_key(values, k))
        add(in, node_pair_value(k));
}

/* What RequiredInputs of the step's type gives: every field of the type value or input, in lists and maps of them too.
 * Only upstream's own types have such fields, and the schema refused every other. */
static void read_inputs(struct step *s, struct arena *a)
{
    struct inputs in = { .arena = a };
    size_t n = 0;

    for (const struct node *k = node_first_key(s->node); k && s->known; k = node_next_key(s->node, k)) {
        const struct node *v = node_pair_value(k);
        struct str name = node_text(k);

        if (fold_equal(name, STR("identityFrom")) || fold_equal(name, STR("kustoEndpoint")))
            add_input(&in, v);
        else if (fold_equal(name, STR("inputVariables")))
            add_each(&in, v, add_input);
        else if (fold_equal(name, STR("variables")) || fold_equal(name, STR("payloadProperties")) ||
                 fold_equal(name, STR("additionalScopeBindings")))
            add_each(&in, v, add_value);
        else if (fold_equal(name, STR("dryRun")) && str_eq(s->action, STR("Shell")))
            add_each(&in, node_field(v, STR("variables")), add_value);
        else
            add_value(&in, v);
    }
    if (in.count)
        qsort(in.refs, in.count, sizeof *in.refs, by_ref);
    for (size_t i = 0; i < in.count; i++)
        if (n == 0 || !str_eq(in.refs[n - 1].group, in.refs[i].group) || !str_eq(in.refs[n - 1].step, in.refs[i].step))
            in.refs[n++] = in.refs[i];
    s->inputs = in.refs;
    s->input_count = n;
}

static void read_step(struct step *s, const struct node *n, struct arena *a)
{
    const struct node *depends = node_field(n, STR("dependsOn")), *external = node_field(n, STR("externalDependsOn"));

    *s = (struct step){ .node = n, .name = text_of(n, "name"), .action = text_of(n, "action") };
    s->known = steps_known(s->action);
    s->omitted = node_true(node_field(n, STR("omitFromServiceGroupCompletion")));
    s->depends = ARENA_ARRAY(a, struct step_ref, node_count(depends) + 1);
    for (const struct node *e = node_first(depends); e; e = node_next(depends, e))
        s->depends[s->depend_count++] = ref_of(node_value(e));
    s->external = ARENA_ARRAY(a, struct external_ref, node_count(external) + 1);
    for (const struct node *e = node_first(external); e; e = node_next(external, e)) {
        const struct node *v = node_value(e);

        s->external[s->external_count++] =
            (struct external_ref){ text_of(v, "serviceGroup"), text_of(v, "resourceGroup"), text_of(v, "step"), v };
    }
    read_inputs(s, a);
    s->well_formed = s->known && (!str_eq(s->action, STR("Shell")) || text_of(n, "workingDir").len);
    s->validation = texts_of(node_field(n, STR("validation")), a);
}

static struct step *read_steps(const struct node *list, size_t *count, struct arena *a)
{
    struct step *steps = ARENA_ARRAY(a, struct step, node_count(list) + 1);

    *count = 0;
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        read_step(&steps[(*count)++], node_value(e), a);
    return steps;
}

static void read_constraints(struct group *g, const struct node *list, struct arena *a)
{
    g->constraints = ARENA_ARRAY(a, struct constraint, node_count(list) + 1);
    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        const struct node *v = node_value(e);

        g->constraints[g->constraint_count++] =
            (struct constraint){ .singleton = node_true(node_field(v, STR("singleton"))),
                                 .clouds = texts_of(node_field(v, STR("clouds")), a),
                                 .environments = texts_of(node_field(v, STR("environments")), a),
                                 .regions = texts_of(node_field(v, STR("regions")), a) };
    }
}

void steps_read(struct pipeline *p, struct arena *a)
{
    const struct node *groups = node_field(p->tape.root, STR("resourceGroups"));

    p->groups = ARENA_ARRAY(a, struct group, node_count(groups) + 1);
    for (const struct node *e = node_first(groups); e; e = node_next(groups, e)) {
        struct group *g = &p->groups[p->group_count++];
        const struct node *n = node_value(e);

        *g = (struct group){ .node = n,
                             .name = text_of(n, "name"),
                             .resource_group = text_of(n, "resourceGroup"),
                             .subscription = text_of(n, "subscription"),
                             .stamped = node_true(node_field(n, STR("stamped"))),
                             .provisioning = node_field(n, STR("subscriptionProvisioning")) };
        if (node_kind(g->provisioning) == NODE_NULL)
            g->provisioning = NULL;
        read_constraints(g, node_field(n, STR("executionConstraints")), a);
        g->steps = read_steps(node_field(n, STR("steps")), &g->step_count, a);
        g->validations = read_steps(node_field(n, STR("validationSteps")), &g->validation_count, a);
    }
}
