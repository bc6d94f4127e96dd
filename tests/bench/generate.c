#include "bench/generate.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { REPOS_PER_ORG = 12, JOBS_PER_REPO = 7 };

static bool complain(const char *path)
{
    fprintf(stderr, "generate: %s: %s\n", path, strerror(errno));
    return false;
}

static FILE *open_below(const char *folder, const char *name)
{
    char path[4096];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
    f = fopen(path, "w");
    if (!f)
        complain(path);
    return f;
}

static const char config[] = "plank:\n"
                             "  default_decoration_config_entries:\n"
                             "  - config:\n"
                             "      timeout: 2h\n"
                             "      grace_period: 15m\n"
                             "      utility_images:\n"
                             "        clonerefs: registry.example/prow/clonerefs:v20260821-a61940897\n"
                             "        initupload: registry.example/prow/initupload:v20260821-a61940897\n"
                             "        entrypoint: registry.example/prow/entrypoint:v20260821-a61940897\n"
                             "        sidecar: registry.example/prow/sidecar:v20260821-a61940897\n"
                             "      gcs_configuration: {bucket: ci-results, path_strategy: explicit}\n"
                             "pod_namespace: test-pods\n"
                             "presets:\n"
                             "- labels: {preset-service-account: \"true\"}\n"
                             "  env: [{name: GOOGLE_APPLICATION_CREDENTIALS, value: /etc/account/key.json}]\n"
                             "  volumes: [{name: account, secret: {secretName: account}}]\n"
                             "  volumeMounts: [{name: account, mountPath: /etc/account, readOnly: true}]\n"
                             "- labels: {preset-cache: \"true\"}\n"
                             "  env: [{name: CACHE, value: /cache}]\n";

static void write_spec(FILE *f, unsigned n)
{
    fprintf(f,
            "    spec:\n"
            "      serviceAccountName: prow-%u\n"
            "      containers:\n"
            "      - image: registry.example/ci/builder:v20260810-%08x-main\n"
            "        command:\n"
            "        - runner.sh\n"
            "        args:\n"
            "        - ./hack/e2e.sh\n"
            "        - --suite=conformance-%u\n"
            "        - --timeout=%um\n"
            "        env:\n"
            "        - name: GINKGO_FOCUS\n"
            "          value: \\[sig-node\\].*shard-%u\n"
            "        resources:\n"
            "          requests: {cpu: \"4\", memory: 6Gi}\n"
            "          limits:\n"
            "            cpu: \"4\"\n"
            "            memory: 6Gi\n"
            "        securityContext:\n"
            "          privileged: true\n",
            n % 9, n * 2654435761u, n % 31, 30 + n % 90, n % 17);
}

static void write_job(FILE *f, unsigned file, unsigned n)
{
    fprintf(f,
            "  - name: pull-project-%u-suite-%u\n"
            "    cluster: build-%u\n"
            "    decorate: true\n"
            "    always_run: %s\n"
            "%s"
            "    branches:\n"
            "    - ^main$\n"
            "    - release-1.%u\n"
            "    labels:\n"
            "      preset-service-account: \"true\"\n"
            "%s"
            "    annotations:\n"
            "      testgrid-dashboards: project-%u-presubmits\n"
            "      testgrid-tab-name: suite-%u\n"
            "      description: Runs the %uth suite of project %u on every change\n",
            file, n, n % 3, n % 2 ? "false" : "true", n % 2 ? "    run_if_changed: '^(pkg|cmd)/.*\\.go$'\n" : "",
            20 + n % 12, n % 3 ? "" : "      preset-cache: \"true\"\n", file, n, n, file);
    write_spec(f, file * 31 + n);
}

static long write_jobs(const char *folder, unsigned file)
{
    char name[128];
    FILE *f;
    long size;

    snprintf(name, sizeof name, "config/jobs/org-%u/project-%u/project-%u-presubmits.yaml", file / REPOS_PER_ORG, file,
             file);
    f = open_below(folder, name);
    if (!f)
        return -1;
    fprintf(f, "presubmits:\n  org-%u/project-%u:\n", file / REPOS_PER_ORG, file);
    for (unsigned n = 0; n < JOBS_PER_REPO + file % 5; n++)
        write_job(f, file, n);
    size = ftell(f);
    return fclose(f) == 0 ? size : -1;
}

static bool write_text(const char *folder, const char *name, const char *text)
{
    FILE *f = open_below(folder, name);

    return f && fputs(text, f) >= 0 && fclose(f) == 0;
}

bool generate_tree(const char *folder, size_t bytes)
{
    if (!write_text(folder, "config/prow/config.yaml", config) ||
        !write_text(folder, "config/prow/plugins.yaml", "plugins: {}\n"))
        return false;
    for (unsigned file = 0; bytes > 0; file++) {
        long size = write_jobs(folder, file);
        if (size < 0)
            return false;
        bytes -= (size_t)size < bytes ? (size_t)size : bytes;
    }
    return true;
}
