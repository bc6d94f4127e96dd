/* Twice the pipelines, steps or settings are twice the work, for each family of rules by itself. Work is the memory that is
 * taken, and the steps that walks along dependencies come by. */
#include "pipeline/check.h"
#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { N = 16, NOISE = 64 };

/* Rules by family, and what each finds in every part of the tree. */
static const char *const families[] = {
    "build-at-rollout build-cgo build-empty build-path build-pinned build-shell-syntax build-unused",
    "environment-unread environment-unset file-missing path-outside script-argument script-missing template-missing "
    "working-directory-missing working-directory-wide",
    "key-unread number-exponent region-unused schema-dead-keyword single-brace value-overridden",
    "gate-names",
    "destructive-unguarded guard-masked unsafe-switch",
    "dependency-misplaced external-lookup input-edge lookup-race provider-registration role-after-use same-deployment "
    "upgrade-order",
    "bicep-module-parameter bicep-output-missing bicep-parameter-missing bicep-parameter-type bicep-parameter-unknown "
    "bicep-placeholder-unfilled bicep-variable-unknown bicep-variable-unplaced parameter-divergent parameter-suspect "
    "variable-suspect",
    "helm-chart-template helm-input-unused helm-token-unfilled value-not-scalar",
    "helm-timeout retry-budget retry-count retry-list-form retry-list-subset retry-marker retry-missing retry-own-text "
    "retry-pause retry-permanent",
    "constraint-dependency constraint-empty constraint-key constraint-missing name-length scope-cluster "
    "scope-subscription "
    "shell-identity-literal shell-identity-missing stack-shared",
};

static bool is_of(struct str family, struct str id)
{
    struct str one;

    while (family.len) {
        str_cut(family, ' ', &one, &family);
        if (str_eq(one, id))
            return true;
    }
    return false;
}

/* A resource group with a mistake for every family. */
static void put_group(struct buf *out, size_t i)
{
    buf_printf(out,
               "- name: g%zu\n  resourceGroup: rg%zu\n  subscription: '{{ .widget.subscription }}'\n"
               "  executionConstraints: [{clouds: [public], regions: [nowhere%zu]}]\n  steps:\n",
               i, i, i);
    buf_printf(
        out,
        "  - {name: infra, action: ARM, template: infra.bicep, parameters: infra.bicepparam, deploymentLevel: "
        "ResourceGroup, variables: [{name: wrong, value: x}]}\n"
        "  - {name: lookup, action: ARM, template: lookup.bicep, parameters: lookup.bicepparam, deploymentLevel: "
        "ResourceGroup, outputOnly: true}\n"
        "  - name: heal\n    action: Shell\n    command: ./heal.sh go run x%zu\n    shellIdentity: {value: x}\n"
        "    variables: [{name: SKIP_GUARDS, value: 'true'}]\n"
        "    automatedRetry: {errorContainsAny: ['403 Forbidden'], maximumRetryCount: 2, durationBetweenRetries: 1m}\n"
        "    dependsOn: [{resourceGroup: g%zu, step: infra}]\n"
        "  - name: chart\n    action: Helm\n    aksCluster: a\n    releaseName: r%zu\n    releaseNamespace: n\n"
        "    chartDir: chart\n    valuesFile: values.yaml\n    inputVariables: {unused: {resourceGroup: g%zu, step: "
        "infra, name: id}}\n    identityFrom: {resourceGroup: g%zu, step: infra, name: id}\n"
        "    kustoEndpoint: {value: x}\n    kustoDatabase: {value: x}\n    kustoTable: {value: x}\n"
        "  validationSteps:\n  - {name: gate, action: ProwJob, validation: [GA], tokenKeyvault: a.b, tokenSecret: s, "
        "jobName: j, gatePromotion: 'true', identityFrom: {resourceGroup: g%zu, step: infra, name: id}}\n",
        i, i, i, i, i, i);
}

static void put_head(struct buf *out, size_t i)
{
    buf_printf(out,
               "$schema: pipeline.schema.v1\nserviceGroup: A.B.C.D.S%zu\nrolloutName: Widgets\nbuildStep: {}\n"
               "resourceGroups:\n",
               i);
}

struct inputs {
    struct fs_memory files;
    struct arena arena;
    struct buf topology, config;
};

static void put(struct inputs *in, const char *path, struct buf *text)
{
    fs_memory_put(&in->files, arena_printf(&in->arena, "%s", path), arena_copy(&in->arena, buf_str(text)));
    buf_free(text);
    *text = (struct buf){ 0 };
}

static void put_pipelines(struct inputs *in, size_t pipelines, size_t groups)
{
    buf_put(&in->topology, STR("services:\n"));
    for (size_t i = 0; i < pipelines; i++) {
        struct buf text = { 0 };
        char path[32];

        snprintf(path, sizeof path, "p%zu.yaml", i);
        buf_printf(&in->topology, "- {serviceGroup: A.B.C.D.S%zu, purpose: p, pipelinePath: %s}\n", i, path);
        put_head(&text, i);
        for (size_t k = 0; k < groups; k++)
            put_group(&text, k);
        put(in, path, &text);
    }
    buf_put(&in->topology, STR("entrypoints: [{identifier: A.B.C.D.S0}]\n"));
}

static void put_config(struct inputs *in, size_t keys)
{
    buf_put(&in->config, STR("$schema: schema.json\ndefaults:\n  widget: {subscription: s, name: n}\n"));
    for (size_t i = 0; i < keys; i++)
        buf_printf(&in->config, "  unread%zu: {a: '{ .b }'}\n", i);
    buf_put(&in->config, STR("clouds:\n  dev:\n    defaults:\n"));
    for (size_t i = 0; i < keys; i++)
        buf_printf(&in->config, "      over%zu: 1\n", i);
    buf_put(&in->config, STR("    environments:\n      dev:\n        regions: {westus3: {}}\n        defaults:\n"));
    for (size_t i = 0; i < keys; i++)
        buf_printf(&in->config, "          over%zu: 2\n", i);
}

static void many_pipelines(struct inputs *in, size_t n)
{
    put_pipelines(in, n, 1);
    put_config(in, 8);
}

static void many_groups(struct inputs *in, size_t n)
{
    put_pipelines(in, 1, n);
    put_config(in, 8);
}

static void many_keys(struct inputs *in, size_t n)
{
    put_pipelines(in, 4, 1);
    put_config(in, 8 * n);
}

struct work {
    size_t held, visited, findings;
};

static struct work work(void (*fill)(struct inputs *in, size_t n), size_t n, const char *family)
{
    static const char *const others[][2] = {
        { "config/schema.json", "{\"type\": \"object\", \"deploy\": true}" },
        { "infra.bicep", "param name string\nresource v 'Microsoft.KeyVault/vaults@2024-01-01' = {\n  name: name\n}\n"
                         "output id string = name\n" },
        { "infra.bicepparam", "using 'infra.bicep'\nparam name = 'n'\n" },
        { "lookup.bicep", "param name string\nresource v 'Microsoft.KeyVault/vaults@2024-01-01' existing = {\n"
                          "  name: name\n}\noutput id string = v.id\n" },
        { "lookup.bicepparam", "using 'lookup.bicep'\nparam name = 'n'\n" },
        { "heal.sh", "#!/bin/bash\nset -euo pipefail\naz group delete --name x || true\n" },
        { "values.yaml", "name: __missing__\n" },
        { "chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n" },
    };
    struct version newest = version_newest();
    struct window window = { .versions = &newest, .count = 1 };
    struct pipeline_counts counts = { 0 };
    struct pipeline_paths paths = { 0 };
    struct findings findings = { 0 };
    struct rule_settings settings;
    struct inputs in = { 0 };
    struct work w;

    fs_memory_init(&in.files, &in.arena);
    fill(&in, n);
    put(&in, "topology.yaml", &in.topology);
    put(&in, "config/config.yaml", &in.config);
    for (size_t i = 0; i < COUNT_OF(others); i++)
        fs_memory_put(&in.files, str_c(others[i][0]), str_c(others[i][1]));
    rule_settings_init(&settings, &in.arena, &window);
    for (size_t i = 0; i < rule_count; i++)
        if (!is_of(str_c(family), str_c(rules[i]->id)))
            settings.severity[i] = SEVERITY_OFF;
    assert_true(pipelines_discover(&paths, &in.files.fs, &in.arena));
    pipelines_check(&in.files.fs, &paths, &settings, &findings, &counts);
    w = (struct work){ counts.held, counts.visited, findings.count };
    findings_free(&findings);
    arena_free(&in.arena);
    return w;
}

static void compare(void (*fill)(struct inputs *in, size_t n), bool finds)
{
    for (size_t i = 0; i < COUNT_OF(families); i++) {
        struct work once = work(fill, N, families[i]), twice = work(fill, 2 * N, families[i]);

        if (finds)
            assert_true(once.findings > 0);
        assert_true(twice.held < once.held * 3);
        assert_in_range(twice.visited, 0, once.visited * 2 + NOISE);
        assert_in_range(twice.findings, once.findings, once.findings * 2 + NOISE);
    }
}

static void twice_the_pipelines_are_twice_the_work(void **state)
{
    (void)state;
    compare(many_pipelines, true);
}

static void twice_the_groups_are_twice_the_work(void **state)
{
    (void)state;
    compare(many_groups, true);
}

static void twice_the_settings_are_twice_the_work(void **state)
{
    (void)state;
    compare(many_keys, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_the_pipelines_are_twice_the_work),
        cmocka_unit_test(twice_the_groups_are_twice_the_work),
        cmocka_unit_test(twice_the_settings_are_twice_the_work),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
