/* What reading YAML onto a tape costs beside libyaml's bare loop over events, in processor time. Fails where
 * it costs more than libyaml and an eighth. Takes files to read, or makes up job configuration. */
#include "syntax/yaml/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <yaml.h>

enum { ROUNDS = 7 };

static double milliseconds(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

static void make_jobs(struct buf *out)
{
    buf_put(out, STR("# Made up.\nperiodics:\n"));
    for (int i = 0; i < 6000; i++)
        buf_printf(out,
                   "- name: ci-kubernetes-e2e-%d-beta\n  interval: %dh\n  cluster: k8s-infra-prow-build\n"
                   "  labels:\n    preset-service-account: \"true\"\n    preset-k8s-ssh: 'true'\n"
                   "  decorate: true\n  spec:\n    containers:\n    - image: gcr.io/k8s/kubekins:v2024-%d-master\n"
                   "      command: [runner.sh, /workspace/scenarios/kubernetes_e2e.py]\n      args:\n"
                   "      - --check-leaked-resources\n      - --gcp-zone=us-west1-b # a comment\n"
                   "      - |\n        set -o errexit\n        make test WHAT=./pkg/%d\n"
                   "      resources:\n        limits: {cpu: %d, memory: 6Gi}\n",
                   i, i % 24 + 1, i, i, i % 8 + 1);
}

static void read_file(struct buf *out, const char *path)
{
    FILE *f = fopen(path, "rb");
    size_t n;

    if (!f) {
        perror(path);
        exit(1);
    }
    do {
        n = fread(buf_room(out, 65536), 1, 65536, f);
        out->len += n;
    } while (n > 0);
    fclose(f);
}

static double time_libyaml(struct str source)
{
    double start = milliseconds();
    yaml_parser_t parser;
    yaml_event_t e;
    bool last = false;

    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)source.p, source.len);
    while (!last && yaml_parser_parse(&parser, &e)) {
        last = e.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&e);
    }
    yaml_parser_delete(&parser);
    return milliseconds() - start;
}

static double time_tape(struct arena *a, struct str source)
{
    double start = milliseconds();
    struct yaml_error e;
    struct tape t;

    if (!yaml_read(&t, a, source, NULL, &e))
        fprintf(stderr, "%.*s\n", STR_ARG(e.message));
    arena_reset(a);
    return milliseconds() - start;
}

int main(int argc, char **argv)
{
    double libyaml = 1e9, tape = 1e9;
    struct buf source = { 0 };
    struct arena a = { 0 };

    for (int i = 1; i < argc; i++)
        read_file(&source, argv[i]);
    if (argc < 2)
        make_jobs(&source);
    for (int i = 0; i < ROUNDS; i++) {
        double one = time_libyaml(buf_str(&source)), two = time_tape(&a, buf_str(&source));
        libyaml = one < libyaml ? one : libyaml;
        tape = two < tape ? two : tape;
    }
    printf("%.2f MB: libyaml's events %.1f ms, tape %.1f ms (%.0f MB/s), ratio %.2f\n", (double)source.len / 1e6,
           libyaml, tape, (double)source.len / 1e3 / tape, tape / libyaml);
    buf_free(&source);
    arena_free(&a);
    return tape > libyaml * 1.125;
}
